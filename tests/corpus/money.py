"""What was eaten and what it costs: rows, VAT, deposit, rounding; with the mistakes that suppliers make."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import NamedTuple

from tests.corpus import wording as w

D = Decimal
_PRICES = (25, 32, 48, 65, 95, 128, 145, 178, 215, 249, 295)
_ROOMS = (300, 450, 700, 1250)


class Item(NamedTuple):
    text: str
    quantity: int
    price: Decimal
    total: Decimal


@dataclass(frozen=True)
class Money:
    """``gross``: net and VAT; ``total``: what is to be paid (BT-115), after deposit and rounding."""

    items: tuple[Item, ...]
    net: Decimal
    #: None: the seller takes no VAT.
    vat: Decimal | None
    gross: Decimal
    prepaid: Decimal
    rounding: Decimal
    #: Whether prices and rows are with VAT.
    included: bool

    @property
    def total(self) -> Decimal:
        return self.gross - self.prepaid + self.rounding


def money(rnd: Random, heads: int, *, exempt: bool, sign: int, wrong: bool, deposit: bool) -> Money:
    """``wrong``: the total is a hundred kroner more than rows and VAT make it."""
    items = _items(rnd, heads, sign)
    total = sum((i.total for i in items), D(0))
    included = rnd.random() < 0.45
    if exempt:
        net, vat, gross = total, None, total
    elif included:
        vat = (total / 5).quantize(D("0.01"))
        net, gross = total - vat, total
    else:
        vat = (total / 4).quantize(D("0.01"))
        net, gross = total, total + vat
    if wrong:
        gross += 100
    prepaid = D(rnd.choice([500, 1000])) if deposit and gross > 1200 else D(0)
    due = gross - prepaid
    rounded = (due * 2).quantize(D(1)) / 2
    rounding = rounded - due if due != rounded and rnd.random() < 0.3 and not wrong else D(0)
    return Money(tuple(items), net, vat, gross, prepaid, rounding, included)


def _items(rnd: Random, heads: int, sign: int) -> list[Item]:
    rows = [(rnd.choice(w.FOOD), heads)]
    rows += [(rnd.choice(w.DRINK), rnd.randint(2, heads)) for _ in range(rnd.randint(0, 3))]
    if rnd.random() < 0.5:
        rows.append((rnd.choice(w.ROOM), 1))
    if rnd.random() < 0.08:
        rows.append((rnd.choice(w.FEE), 1))
    out = []
    for text, quantity in rows:
        price = D(35) if text in w.FEE else D(rnd.choice(_PRICES if quantity > 1 else _ROOMS))
        price += D(rnd.choice(["0", "0", "0.50", "0.40"]))
        out.append(Item(text, quantity * sign, price, quantity * sign * price))
    return out
