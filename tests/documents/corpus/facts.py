# ruff: noqa: E501 - lists of wordings and places read better as long lines
"""What one invented invoice is about: drawn by chance, with the truth a careful reader would find."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from stdnum import luhn
from stdnum.iso7064 import mod_97_10

from bot.danish.text import fold
from bot.model.payment import Account, Fik, Giro, Iban, NemKonto, Payment
from bot.model.register import Register
from tests.documents.corpus import wording as w
from tests.documents.corpus.world import BUYERS, Firm, firm

D = Decimal


@dataclass
class Facts:
    rnd: Random
    kind: str
    firm: Firm
    buyer: list[str]
    network_id: str | None
    network: str | None
    network_printed: str | None
    coordinator: str | None
    coordinator_printed: str | None
    seller_person: str
    meeting: date | None
    meeting_printed: str
    number: str
    issued: date
    due: date | None
    terms: str | None
    heads: int
    unit: str
    items: list[tuple[str, int, Decimal, Decimal]]
    net: Decimal
    vat: Decimal | None
    gross: Decimal
    prepaid: Decimal
    included: bool
    payment: Payment | None
    payment_text: str
    extra_payment: str
    amount_style: str
    date_style: str
    received: date
    notes: list[str] = field(default_factory=list)
    also: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        return self.gross - self.prepaid

    def amount(self, value: Decimal) -> str:
        return w.amount(self.rnd, value, self.amount_style)

    def date(self, value: date) -> str:
        return w.day(self.rnd, value, self.date_style)


def facts(rnd: Random, register: Register, *, english: bool = False) -> Facts:
    kind = rnd.choices(["invoice", "credit_note", "reminder", "booking"], [88, 5, 4, 3])[0]
    seller = firm(rnd)
    meeting = rnd.choice(register.meetings)
    network = register.network(meeting.network_id)
    assert network is not None
    coordinator = register.coordinators_of(network.network_id)[0].name
    held = meeting.start.date()
    issued = held + timedelta(days=rnd.choice([0, 1, 1, 2, 3, 5, 8, 14, 21]))
    due, terms = _due(rnd, issued)
    heads = rnd.randint(4, 16)
    included = rnd.random() < 0.45
    exempt = seller.exempt or rnd.random() < 0.06
    items, net, vat, gross = _items(
        rnd, heads, included, exempt, sign=-1 if kind == "credit_note" and rnd.random() < 0.6 else 1
    )
    prepaid = D(rnd.choice([500, 1000])) if kind == "invoice" and gross > 1200 and rnd.random() < 0.08 else D(0)
    number = _number(rnd, issued)
    payment, text, extra = _payment(rnd, number)
    printed = w.network(rnd, network.name) if rnd.random() > 0.05 else None
    who = w.person(rnd, coordinator) if rnd.random() > 0.06 else None
    day_style = rnd.choice(["en", "enshort", "us", "iso"]) if english else rnd.choice(w.DATE_STYLES)
    has_day = rnd.random() > 0.05
    if issued - held > timedelta(days=150):
        has_day = False
    return Facts(
        rnd, kind, seller, list(rnd.choice(BUYERS[network.secretariat])), network.network_id if printed else None, network.name if printed else None, printed,
        coordinator if who else None, who, rnd.choice(["Inge", "Peter", "Karen Toft", "Bjarne", coordinator.split()[0], "Malene B."]),
        held if has_day else None, w.day(rnd, held, rnd.choice([day_style, *w.FREE_STYLES]) if not english else day_style), number, issued, due, terms, heads,
        rnd.choice(["pers.", "kuv.", "kuverter", "personer", "stk", "stk.", "", ""]), items, net, vat, gross, prepaid, included, payment, text, extra,
        "en" if english else rnd.choice(["dot", "dot", "dot", "plain", "space", "dot", "dash"]), day_style, issued + timedelta(days=rnd.choice([0, 0, 1, 2, 4])), rnd.sample(w.NOTES, rnd.choice([0, 1, 1, 2])),
    )  # fmt: skip


def _due(rnd: Random, issued: date) -> tuple[date | None, str | None]:
    days = rnd.choice([8, 10, 14, 14, 15, 20, 21, 30, 30])
    how = rnd.random()
    if how < 0.05:
        return None, None
    if how < 0.2:
        month_end = (issued.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        return rnd.choice(
            [
                (
                    issued + timedelta(days=days),
                    rnd.choice(
                        [
                            f"Netto {days} dage",
                            f"{days} dage netto",
                            f"Betalingsbetingelser: {days} dage",
                            f"Betales inden {days} dage",
                            f"{days} dages kredit",
                            f"Netto {days} dage fra fakturadato",
                        ]
                    ),
                ),
                (
                    month_end + timedelta(days=30),
                    rnd.choice(["Løbende måned + 30 dage", "lb. md. + 30 dage", "Løbende måned 30 dage"]),
                ),
            ]
        )
    terms = rnd.choice([None, None, f"Netto {days} dage", f"Betalingsbetingelser: Netto {days} dage"])
    return issued + timedelta(days=days), f"!{terms}" if terms else "!"


def _items(
    rnd: Random, heads: int, included: bool, exempt: bool, sign: int
) -> tuple[list[tuple[str, int, Decimal, Decimal]], Decimal, Decimal | None, Decimal]:
    rows = [(rnd.choice(w.FOOD), heads)]
    rows += [(rnd.choice(w.DRINK), rnd.randint(2, heads)) for _ in range(rnd.randint(0, 3))]
    if rnd.random() < 0.5:
        rows.append((rnd.choice(w.ROOM), 1))
    items = []
    for text, quantity in rows:
        price = (
            D(rnd.choice([25, 32, 48, 65, 95, 128, 145, 178, 215, 249, 295]))
            if quantity > 1
            else D(rnd.choice([300, 450, 700, 1250]))
        )
        price += D(rnd.choice(["0", "0", "0.50", "0.40"]))
        items.append((text, quantity * sign, price, quantity * sign * price))
    total = sum((i[3] for i in items), D(0))
    if exempt:
        return items, total, None, total
    if included:
        vat = (total / 5).quantize(D("0.01"))
        return items, total - vat, vat, total
    vat = (total / 4).quantize(D("0.01"))
    return items, total, vat, total + vat


def _number(rnd: Random, issued: date) -> str:
    n = rnd.randint(101, 99999)
    return rnd.choice(
        [
            str(n),
            str(n),
            str(rnd.randint(1000, 9999)),
            f"F-{n}",
            f"{issued.year}-{n % 1000:03d}",
            f"{issued.year}{n % 1000:03d}",
            f"FA{n}",
            f"{issued.year % 100}/{n % 1000:03d}",
            f"SO-{n}",
            f"INV{n}",
        ]
    )


def _payment(rnd: Random, number: str) -> tuple[Payment | None, str, str]:
    reg, account = f"{rnd.randint(1000, 9899)}", f"{rnd.randint(10**6, 10**10 - 1):010d}"
    grouped = f"{account[:3]} {account[3:6]} {account[6:]}"
    extra = rnd.choice(["", "", "Kan betales på MobilePay 93222", "MobilePay: 12345"])
    how = rnd.random()
    if how < 0.04:
        return None, rnd.choice(["MobilePay 55123", "Betaling via vedlagte link", ""]), ""
    if how < 0.55:
        text = rnd.choice(
            [
                f"Reg.nr. {reg} Kontonr. {account}",
                f"Reg. {reg} Konto {account}",
                f"Bank: Danske Bank, reg.nr. {reg} - kontonr. {account}",
                f"Konto: {reg} {account}",
                f"Betales til reg.nr. {reg} konto {account}",
                f"Bankkonto: {reg}-{account}",
                f"Reg.nr.: {reg} / Kontonr.: {grouped}",
                f"Overføres til konto {reg} {account}",
                f"Pengeinstitut: Sparekassen  Reg.nr.: {reg}  Konto: {account}",
            ]
        )
        if rnd.random() < 0.15:
            extra = _iban("DK", reg + account)
        return Account(reg, account), text, extra
    if how < 0.62:
        iban = _iban("DK", reg + account)
        return Iban(iban.replace(" ", "")), f"IBAN: {iban}  SWIFT: DABADKKK", ""
    if how < 0.88:
        return (*_slip(rnd, number), extra)
    if how < 0.93:
        return NemKonto(), rnd.choice(["Betales til NemKonto, cpr-nr. 010190-2476", "NemKonto (CPR 0101902476)"]), ""
    iban = _iban(rnd.choice(["SE", "DE"]), f"{rnd.randint(10**19, 10**20 - 1)}"[: 20 if rnd.random() < 0.5 else 18])
    return Iban(iban.replace(" ", "")), f"IBAN: {iban}", ""


def _iban(country: str, bban: str) -> str:
    bban = bban[:14] if country == "DK" else bban[:20] if country == "SE" else bban[:18]
    bban = bban.ljust({"DK": 14, "SE": 20, "DE": 18}[country], "7")
    check = mod_97_10.calc_check_digits(bban + country)
    whole = country + check + bban
    return " ".join(whole[i : i + 4] for i in range(0, len(whole), 4))


def _slip(rnd: Random, number: str) -> tuple[Payment, str]:
    digits = "".join(c for c in number if c.isdigit())
    creditor = f"8{rnd.randint(10**6, 10**7 - 1)}"
    card = rnd.choice(["71", "71", "71", "75", "73", "04", "01"])
    if card == "73":
        return Fik("73", None, creditor), rnd.choice([f"+73<+{creditor}<", f"FIK +73< +{creditor}<"])
    giro = f"{rnd.randint(10**6, 10**7 - 1)}"
    if card == "01":
        return Giro("01", None, giro), f"Girokort +01<+{giro}<"
    length = 15 if card == "71" else 16
    body = digits.zfill(length - 1)
    payment_id = body + luhn.calc_check_digit(body)
    target = giro if card == "04" else creditor
    text = rnd.choice(
        [
            f"+{card}<{payment_id}+{target}<",
            f"Indbetalingskort: +{card}<{payment_id}+{target}<",
            f"+{card}< {payment_id} +{target}<",
        ]
    )
    return (Giro(card, payment_id, giro) if card == "04" else Fik(card, payment_id, creditor)), text


def truth(f: Facts) -> dict[str, Any]:
    """Field → value; ``also`` has other right answers. ``participants`` is asked for only where heads are written."""
    said = f.unit in ("pers.", "kuv.", "kuverter", "personer")
    out = {
        "network": f.network, "coordinator": f.coordinator, "meeting_date": f.meeting, "invoice_number": f.number, "invoice_date": f.issued, "due_date": f.due, "supplier": f.firm.name,
        "cvr": f.firm.cvr, "total": f.total, "vat": f.vat, "currency": "DKK", "participants": f.heads if said else None, "payment": f.payment,
    }  # fmt: skip
    f.also.setdefault("coordinator", []).extend(x for x in (f.coordinator_printed,) if x)
    f.also.setdefault("network", []).extend(x for x in (f.network_printed,) if x)
    f.also.setdefault("supplier", []).append(f.firm.name.partition(" v/")[0])
    f.also.setdefault("participants", []).append(f.heads)
    return out


def same(name: str, got: Any, want: Any) -> bool:
    if name in ("network", "coordinator", "supplier"):
        return fold(str(got)).replace(" ", "") == fold(str(want)).replace(" ", "")
    if name == "payment":
        return bool(
            got.key == want.key
            and (not hasattr(want, "id") or (getattr(got, "id", None) or "").lstrip("0") == (want.id or "").lstrip("0"))
        )
    return bool(got == want)
