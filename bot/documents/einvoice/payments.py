"""A stated way to pay → one of ours. Codes and channels say what an identifier is; where they do not, its form does.

Source: OIOUBL payment means (F-LIB101 to F-LIB320), Peppol DK-R-006 to DK-R-011, UNTDID 4461. Code 30 is not for Danish
sellers (DK-R-005), but programs write it; what account it names is plain all the same.
"""

import re
from typing import NamedTuple

from bot.danish.payments import find_payments
from bot.model.einvoice import Instruction
from bot.model.payment import ID_DIGITS, Account, Fik, Giro, Iban, NemKonto, Payment

_FIK, _GIRO = ("71", "73", "75"), ("01", "04", "15")
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}")
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
#: «71#000000000010421», «+71<000000000010421+81234567<», «71».
_CARD = re.compile(r"[+<>]?\s*(71|73|75|01|04|15)\s*(?:[#<>+\s]+\s*([^+<>]*)|$)")
#: Money that the seller takes (UNTDID 4461): nothing is to be transferred.
DIRECT_DEBIT, CARDS = ("49", "59"), ("48", "54", "55")


class Read(NamedTuple):
    """``payment``: None where it names none of ours. ``is_foreign``: an account, but no Danish one."""

    payment: Payment | None
    is_foreign: bool = False
    #: Why a person should look at it: "paid_otherwise", "nemkonto_by_cvr".
    doubt: str = ""


def read(means: Instruction, seller_country: str | None) -> Read:
    """Never raises. What stands there and is wrong is kept: ``payment.is_valid`` says so."""
    if means.code == "97":
        return Read(NemKonto(), doubt="nemkonto_by_cvr" if means.notes else "")
    if means.code in (*DIRECT_DEBIT, *CARDS):
        return Read(None, doubt="paid_otherwise")
    slip = _slip(means)
    if slip is not None:
        return Read(slip)
    account = _plain(means.account)
    if _IBAN.fullmatch(account.upper()):
        iban = Iban(account.upper(), _bic(means))
        return Read(iban, not iban.is_danish)
    return _account(means, account, seller_country)


def _slip(means: Instruction) -> Fik | Giro | None:
    """A FIK or giro slip, by code, by channel, or by a card and its identifier in the text for the payee."""
    said = means.payment_id or ""
    match = _CARD.match(said.strip())
    kind = _kind(means, match)
    if kind is None:
        return None
    if "+" in said[1:]:
        whole = [f.payment for f in find_payments(said) if isinstance(f.payment, Fik | Giro)]
        if len(whole) == 1:
            return whole[0]
    card = match[1] if match else ""
    number = _digits(means.instruction_id or (match[2] if match else said) or "")
    to = _digits(means.creditor or means.account or "")
    if not card:
        card = _card_by_length(kind, number)
    if card in ("73", "01"):
        return Fik(card, None, to) if kind == "fik" else Giro(card, None, to)
    number = number.zfill(ID_DIGITS.get(card, 0)) if number else ""
    return Fik(card, number or None, to) if kind == "fik" else Giro(card, number or None, to)


def _kind(means: Instruction, match: re.Match[str] | None) -> str | None:
    if means.code == "93" or means.channel == "DK:FIK":
        return "fik"
    if means.code == "50" or means.channel == "DK:GIRO":
        return "giro"
    to = _digits(means.creditor or means.account or "")
    said = match is not None and ("#" in match.group() or "<" in match.group() or match[2] is None)
    if not said or match is None or means.branch or len(to) not in (7, 8):
        return None
    return "fik" if match[1] in _FIK else "giro"


def _card_by_length(kind: str, number: str) -> str:
    if kind == "fik":
        return {15: "71", 16: "75", 0: "73"}.get(len(number), "71")
    return {16: "04", 0: "01"}.get(len(number), "04")


def _account(means: Instruction, account: str, country: str | None) -> Read:
    """Registration and account number, apart or in one. Whoever is no Danish seller has a Danish account only where
    both are of a Danish form.
    """
    branch = _plain(means.branch)
    digits = re.sub(r"[.\-/]", "", account)
    if not digits:
        return Read(None)
    if not (digits.isascii() and digits.isdecimal()):
        return Read(None, is_foreign=True)
    is_registration = len(branch) == 4 and branch.isascii() and branch.isdecimal()
    if is_registration:
        rest = digits[4:] if len(digits) == 14 and digits.startswith(branch) else digits
        return Read(Account(branch, rest))
    if len(digits) == 14:
        return Read(Account(digits[:4], digits[4:]))
    parted = re.fullmatch(r"(\d{4})[\s./-]+(\d{5,10})", (means.account or "").strip())
    if parted:
        return Read(Account(parted[1], parted[2]))
    if country in (None, "DK") and len(digits) <= 10:
        return Read(Account(branch if branch.isdecimal() else "", digits))  # shown as invalid: no registration number
    return Read(None, is_foreign=True)


def _bic(means: Instruction) -> str | None:
    return next((b for b in (_plain(means.bic), _plain(means.branch)) if _BIC.fullmatch(b)), None)


def _plain(text: str | None) -> str:
    return "".join((text or "").split()).upper()


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isascii() and c.isdecimal())
