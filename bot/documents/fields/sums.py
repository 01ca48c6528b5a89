"""The sums of an invoice: which printed amount is the net, the VAT, the total, the deposit, and what remains to be
paid.

Labels say what an amount is called; arithmetic says whether that fits: net + VAT = gross, gross − prepaid + rounding =
payable, VAT = a fifth of what includes it (25 % on top). Where the two agree a reading is sure.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from bot.documents.line import Span

#: What sums may be apart by rounding: a few øre. Larger differences are the checks' business.
CENTS = Decimal("0.05")
_FIFTH = Decimal("0.2")


class Sum(NamedTuple):
    """An amount with its role. ``strong``: the label begins its cell, or makes it up."""

    role: str
    value: Decimal
    span: Span
    strong: bool


@dataclass(frozen=True)
class Sums:
    """All labelled sums of a sheet, in order."""

    found: tuple[Sum, ...]

    def of(self, *roles: str) -> list[Sum]:
        return [s for s in self.found if s.role in roles]

    def has(self, value: Decimal) -> bool:
        """Whether it is one of the printed sums, or one of them without its VAT."""
        return any(near(value, v) for s in self.found for v in (s.value, s.value * (1 - _FIFTH)))

    @cached_property
    def vat(self) -> Sum | None:
        """The VAT; of several the one that fits a total."""
        largest = max((abs(s.value) for s in self.found if s.role != "vat"), default=None)
        candidates = [s for s in self.of("vat") if largest is None or abs(s.value) <= largest / 4 + 1]
        if not candidates:
            return None
        totals = [s.value for s in self.of("payable", "gross", "total")]
        nets = [s.value for s in self.of("net", "taxable")]
        fitting = [
            s
            for s in candidates
            if s.value
            and (
                any(near(s.value, t * _FIFTH) for t in totals)
                or any(near(n + s.value, t) for n in nets for t in totals)
                or any(near(s.value, n / 4) for n in nets)
            )
        ]
        pool = fitting or candidates
        # A table of rates ends in its sum, so of equals the last and largest.
        return max(pool, key=lambda s: (abs(s.value), s.strong)) if not fitting else pool[-1]

    @cached_property
    def net(self) -> Sum | None:
        found = self.of("net")
        for total in self.of("payable", "gross", "total"):
            for s in found:
                if self.vat is not None and near(s.value + self.vat.value, total.value):
                    return s
        return found[-1] if found else None

    @cached_property
    def prepaid(self) -> Sum | None:
        found = [s for s in self.of("prepaid") if s.value]
        return found[-1] if found else None

    @cached_property
    def rounding(self) -> Sum | None:
        found = self.of("rounding")
        return found[-1] if found else None

    @cached_property
    def gross(self) -> Sum | None:
        """Net and VAT together, before deposit and rounding."""
        candidates = self.of("gross") or self.of("total")
        if self.vat is not None and self.net is not None:
            for s in self.of("gross", "total", "payable"):
                if near(s.value, self.net.value + self.vat.value):
                    return s
        with_vat = [s for s in candidates if self.net is None or abs(s.value) >= abs(self.net.value)]
        return next(reversed(with_vat or candidates), None)

    @cached_property
    def payable(self) -> Sum | None:
        """What is labelled as remaining to be paid; of several that differ, the one the deposit leads to, else the
        last.
        """
        found = self.of("payable")
        if not found:
            return None
        gross = [s.value for s in self.of("gross", "total")]
        for s in reversed(found):
            if any(near(s.value, g + d) for g in gross for d in self._differences if d):
                return s
        strong = [s for s in found if s.strong] or found
        return strong[-1]

    @cached_property
    def _differences(self) -> list[Decimal]:
        """What may lie between gross and payable."""
        paid = [-abs(s.value) for s in self.of("prepaid")] or [Decimal(0)]
        fees = [s.value for s in (*self.of("rounding"), *self.of("fee"))]
        return [p + r for p in (*paid, Decimal(0), sum(paid, Decimal(0))) for r in (*fees, Decimal(0))]

    def explains(self, total: Decimal) -> bool:
        """Whether the other sums on the sheet lead to this total."""
        vat = self.vat.value if self.vat else None
        for d in self._differences:
            gross = total - d
            if vat and (near(vat, gross * _FIFTH) or any(near(n.value + vat, gross) for n in self.of("net"))):
                return True
            if vat and any(near(t.value + e.value + vat, gross) for t in self.of("taxable") for e in self.of("exempt")):
                return True
            if d and any(near(s.value, gross) for s in self.of("gross", "total")):
                return True
        return False


def near(a: Decimal, b: Decimal) -> bool:
    return abs(a - b) <= CENTS
