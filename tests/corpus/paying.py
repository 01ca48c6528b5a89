# ruff: noqa: E501 - lists of wordings read better as long lines
"""How the supplier is to be paid: the means, and how it is written in one line. All numbers are made by chance."""

from random import Random
from typing import NamedTuple

from stdnum import luhn
from stdnum.iso7064 import mod_97_10

from bot.model.payment import Account, Fik, Giro, Iban, NemKonto, Payment

#: What may be asked for besides chance.
NONE, FOREIGN, INVALID = "payment_missing", "payment_not_danish", "payment_invalid"


class Paying(NamedTuple):
    """``text``: as one line. ``extra``: another means in a line of its own, that is no accepted one or the same account."""

    payment: Payment | None
    text: str
    extra: str = ""


def paying(rnd: Random, number: str, fault: str | None = None, prefer: str | None = None) -> Paying:
    """``prefer``: "account", "slip" or "iban" where the form of the page asks for it."""
    extra = rnd.choice(["", "", "Kan betales på MobilePay 93222", "MobilePay: 12345"])
    if fault == NONE:
        return Paying(None, rnd.choice(["MobilePay 55123", "Betaling via vedlagte link", ""]))
    if fault == FOREIGN:
        iban = _iban(rnd.choice(["SE", "DE"]), f"{rnd.randint(10**19, 10**20 - 1)}")
        return Paying(Iban(iban.replace(" ", "")), f"IBAN: {iban}")
    if fault == INVALID:
        return Paying(*_slip(rnd, number, spoil=True))
    how = prefer or rnd.choices(["account", "iban", "slip", "nemkonto"], [55, 9, 30, 6])[0]
    if how == "slip":
        return Paying(*_slip(rnd, number), extra)
    if how == "nemkonto":
        return Paying(
            NemKonto(), rnd.choice(["Betales til NemKonto, cpr-nr. 010190-2476", "NemKonto (CPR 0101902476)"])
        )
    reg, account = f"{rnd.randint(1000, 9899)}", f"{rnd.randint(10**6, 10**10 - 1):010d}"
    if how == "iban":
        iban = _iban("DK", reg + account)
        return Paying(Iban(iban.replace(" ", "")), f"IBAN: {iban}  SWIFT: DABADKKK")
    if rnd.random() < 0.15:
        extra = _iban("DK", reg + account)
    return Paying(Account(reg, account), _account(rnd, reg, account), extra)


def _account(rnd: Random, reg: str, account: str) -> str:
    grouped = f"{account[:3]} {account[3:6]} {account[6:]}"
    return rnd.choice(
        [
            f"Reg.nr. {reg} Kontonr. {account}", f"Reg. {reg} Konto {account}", f"Bank: Danske Bank, reg.nr. {reg} - kontonr. {account}", f"Konto: {reg} {account}",
            f"Betales til reg.nr. {reg} konto {account}", f"Bankkonto: {reg}-{account}", f"Reg.nr.: {reg} / Kontonr.: {grouped}", f"Overføres til konto {reg} {account}",
            f"Pengeinstitut: Sparekassen  Reg.nr.: {reg}  Konto: {account}",
        ]
    )  # fmt: skip


def _iban(country: str, digits: str) -> str:
    bban = digits[: {"DK": 14, "SE": 20, "DE": 18}[country]]
    whole = country + mod_97_10.calc_check_digits(bban + country) + bban
    return " ".join(whole[i : i + 4] for i in range(0, len(whole), 4))


def _slip(rnd: Random, number: str, *, spoil: bool = False) -> tuple[Payment, str]:
    digits = "".join(c for c in number if c.isdigit())
    creditor = f"8{rnd.randint(10**6, 10**7 - 1)}"
    card = rnd.choice(["71", "71", "71", "75", "04"] if spoil else ["71", "71", "71", "75", "73", "04", "01"])
    if card == "73":
        return Fik("73", None, creditor), rnd.choice([f"+73<+{creditor}<", f"FIK +73< +{creditor}<"])
    giro = f"{rnd.randint(10**6, 10**7 - 1)}"
    if card == "01":
        return Giro("01", None, giro), f"Girokort +01<+{giro}<"
    body = digits.zfill(14 if card == "71" else 15)
    check = luhn.calc_check_digit(body)
    payment_id = body + (str((int(check) + 3) % 10) if spoil else check)
    target = giro if card == "04" else creditor
    text = rnd.choice([f"+{card}<{payment_id}+{target}<", f"Indbetalingskort: +{card}<{payment_id}+{target}<", f"+{card}< {payment_id} +{target}<"])  # fmt: skip
    return (Giro(card, payment_id, giro) if card == "04" else Fik(card, payment_id, creditor)), text
