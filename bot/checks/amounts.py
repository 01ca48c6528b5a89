"""How much: the amount to pay, and whether the sums beside each other add up.

Only what is printed is compared: where a sum is missing, the comparison that needs it is not made. Tolerance:
OIOUBL's own validation allows 1.00 kr. between lines and VAT (schematron 1.17.2, F-LIB401/402).
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from bot.checks.case import Case
from bot.checks.payment import is_foreign
from bot.danish.amounts import format_amount, kroner
from bot.model.finding import Finding
from bot.model.invoice import Amounts, Line

ZERO = Decimal(0)
#: Of so many lines at most it is worked out which of them the VAT may be of.
MOST_LINES = 12
#: A sum of rounded amounts may be off by so much, in kroner.
ROUNDED = Decimal("0.05")

#: Its sentence in ``rules/findings.toml`` and the amounts named there.
Conflict = tuple[str, dict[str, Decimal]]


def total_missing(case: Case) -> Finding | None:
    """No amount to pay (BT-115)."""
    if case.fields.total is not None:
        return None
    return case.missing("total_missing", "total")


def nothing_due(case: Case) -> Finding | None:
    """An invoice over nothing or less: paid already, or a credit note under another name."""
    total = case.fields.total
    if total is None or total.value > 0:
        return None
    return case.finding("nothing_due", "total", total=kroner(total.value))


def amount_unusual(case: Case) -> Finding | None:
    """More than any meeting costs: a slip of the pen, or somebody who tries."""
    total = case.fields.total
    if total is None or total.value <= case.numbers("amount_unusual")["most"]:
        return None
    return case.finding("amount_unusual", "total", total=kroner(total.value))


def currency_not_dkk(case: Case) -> Finding | None:
    """Another currency (BT-5) than Danish kroner."""
    currency = case.fields.currency
    if currency is None or currency.value == "DKK":
        return None
    return case.finding("currency_not_dkk", "currency", expected="DKK", currency=currency.value)


def amounts_inconsistent(case: Case) -> Finding | None:
    """Lines, VAT and total do not add up. Names each sum that is off."""
    if case.fields.total is None:
        return None
    numbers = case.numbers("amounts_inconsistent")
    rate = _rate(case, numbers)
    sums = _Sums(case.reading.amounts, case.fields.total.value, _vat(case), numbers["tolerance"], rate)
    wrong = [
        case.say("amounts_inconsistent", sentence, **{name: format_amount(amount) for name, amount in off.items()})
        for sentence, off in sums.conflicts()
    ]
    if not wrong:
        return None
    return case.finding("amounts_inconsistent", "total", wrong="; ".join(wrong))


def _rate(case: Case, numbers: Mapping[str, Decimal]) -> Decimal:
    """Denmark's, or of a seller with an account abroad the one that its VAT is of its net, where a country has it."""
    payment, printed = case.fields.payment, case.reading.amounts
    net = printed.net or _of_lines(printed)
    if payment is not None and is_foreign(case, payment.value) and net and printed.vat:
        rate = printed.vat / net
        if rate <= numbers["vat_percent_abroad"] / 100:
            return rate
    return numbers["vat_percent"] / 100


def _of_lines(printed: Amounts) -> Decimal | None:
    """The net that the lines make, where they and the VAT come to the total."""
    lines, whole = sum((line.amount for line in printed.lines), ZERO), printed.gross or printed.payable
    fits = printed.vat is not None and whole is not None and abs(lines + printed.vat - whole) <= ROUNDED
    return lines if fits else None


def _vat(case: Case) -> Decimal | None:
    printed = case.reading.amounts.vat
    if printed is None and case.fields.vat is not None:
        return case.fields.vat.value
    return printed


class _Sums:
    """The printed sums; each method that yields gives what is off."""

    def __init__(
        self, printed: Amounts, total: Decimal, vat: Decimal | None, tolerance: Decimal, rate: Decimal
    ) -> None:
        self.printed, self.total, self.vat, self.tolerance, self.rate = printed, total, vat, tolerance, rate
        self.lines = sum((line.amount for line in printed.lines), ZERO) if printed.lines else None
        self.prepaid, self.rounding = printed.prepaid or ZERO, printed.rounding or ZERO
        #: Net and VAT together: printed, or what the total says before deposit and rounding.
        self.gross = printed.gross if printed.gross is not None else total + self.prepaid - self.rounding

    def conflicts(self) -> Iterator[Conflict]:
        yield from self.payable()
        yield from self.vat_too_high()
        yield from self.vat_unexplained()
        if not self.lines_fit():
            yield "lines", {"lines": self.lines or ZERO, "total": self.total}
        else:
            yield from self.net_and_vat()
        yield from (_of_line(line) for line in self.printed.lines if self.line_too_high(line))

    def same(self, left: Decimal, right: Decimal) -> bool:
        return abs(left - right) <= self.tolerance

    def payable(self) -> Iterator[Conflict]:
        """BT-115 = BT-112 - BT-113 + BT-114."""
        payable = self.printed.payable
        if payable is not None and not self.same(payable, self.total):
            yield "two_totals", {"payable": payable, "total": self.total}
        if self.printed.gross is None:
            return
        expected = self.printed.gross - self.prepaid + self.rounding
        if not self.same(expected, self.total):
            yield "payable", {"gross": self.printed.gross, "expected": expected, "total": self.total}

    def vat_too_high(self) -> Iterator[Conflict]:
        """Less than 25 % of the net is common (lines without VAT); more is wrong."""
        if self.vat is not None and self.vat > self.gross * self.rate / (1 + self.rate) + self.tolerance:
            yield "vat_too_high", {"vat": self.vat, "gross": self.gross}

    def vat_unexplained(self) -> Iterator[Conflict]:
        """VAT that is too little for the total, where nothing says what of it has none."""
        if not self.vat or not self.lines_fit() or self.vat_is_explained(self.vat):
            return
        yield "vat_too_low", {"vat": self.vat, "gross": self.gross}

    def vat_is_explained(self, vat: Decimal) -> bool:
        """By the total, by what is printed as liable to VAT, or by some of the lines. A net alone may hide lines
        without VAT, but a fifth of it is the slip of whoever takes 20 % for 25.
        """
        if any(vat >= amount * self.rate / (1 + self.rate) - self.tolerance for amount in (self.gross, self.total)):
            return True
        taxable, net = self.printed.taxable, self.printed.net
        if taxable is not None and self.same(taxable * self.rate, vat):
            return True
        if self.lines is not None:
            with_vat = any(self.same(self.lines, sum_) for sum_ in (self.gross, self.total, self.gross + self.rounding))
            return self.is_of_some_lines(vat / self.rate * (1 + self.rate if with_vat else 1))
        return net is not None and abs(net * self.rate / (1 + self.rate) - vat) > ROUNDED

    def is_of_some_lines(self, taxable: Decimal) -> bool:
        """Whether some of the lines come to what is liable to VAT. A discount may be of any of them, and many lines
        come to anything.
        """
        amounts = [line.amount for line in self.printed.lines]
        if len(amounts) > MOST_LINES or min(amounts) < 0:
            return True
        reached = {ZERO}
        for amount in amounts:
            reached |= {sum_ + amount for sum_ in reached}
        return any(self.same(sum_, taxable) for sum_ in reached)

    def net_and_vat(self) -> Iterator[Conflict]:
        """BT-109 + BT-110 = BT-112; a net without the lines that have no VAT is fine if the lines come to more."""
        net = self.printed.net
        if net is None or self.vat is None or self.same(net + self.vat, self.gross) or self.same(net, self.gross):
            return
        if self.lines is not None and self.lines > net + self.tolerance and net < self.gross:
            return
        if net > self.gross and self.vat_is_share_of(self.gross):
            return  # «Subtotal 2.517,00, rabat -117,00, i alt inkl. moms 2.400,00»: a sum with VAT before the discount
        yield "net_and_vat", {"net": net, "vat": self.vat, "gross": self.gross}

    def lines_fit(self) -> bool:
        """The lines with or without VAT, before or after deposit and rounding: one of them must fit.

        A VAT that is a fifth of the total says nothing for the lines: whoever writes a wrong total works it out of
        that. Lines that could not be told are not given (``documents.fields.lines``).
        """
        if self.lines is None:
            return True
        targets = {self.gross, self.total, self.gross + self.rounding}
        targets |= {t / (1 + self.rate) for t in (self.gross, self.total)}
        targets |= {self.gross - self.vat, self.total - self.vat} if self.vat is not None else set()
        targets |= {self.printed.net} if self.printed.net is not None and self.net_is_sound() else set()
        return any(self.same(self.lines, target) for target in targets)

    def net_is_sound(self) -> bool:
        """A net that does not lead to the total explains nothing."""
        net = self.printed.net
        return net is not None and (self.vat is None or self.same(net + self.vat, self.gross))

    def vat_is_share_of(self, amount: Decimal) -> bool:
        return self.vat is not None and abs(self.vat - amount * self.rate / (1 + self.rate)) <= ROUNDED

    def line_too_high(self, line: Line) -> bool:
        """More than quantity times price gives, VAT on top: a discount lowers, nothing printed raises."""
        if line.quantity is None or line.unit_price is None or line.quantity <= 0 or line.unit_price <= 0:
            return False
        product = line.quantity * line.unit_price
        slack = self.tolerance + line.quantity * Decimal("0.01")
        fits = any(
            abs(line.amount - p) <= slack for p in (product, product * (1 + self.rate), product / (1 + self.rate))
        )
        return not fits and line.amount > product + slack


def _of_line(line: Line) -> Conflict:
    return "line", {"quantity": line.quantity or ZERO, "price": line.unit_price or ZERO, "amount": line.amount}
