"""Quantity times price: what tells a row of the table whatever else is said on its line."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from bot.documents.fields.sheet import Sheet
from bot.documents.fields.sums import near
from bot.documents.line import Line

NUMBER = re.compile(r"(?<![\w.,/:-])-?\d{1,5}(?:[.,]\d{1,3})?(?![\w.,/:]*\d)")
#: So many of a row's numbers are tried as factors of its amount.
_FACTORS = 8


def numbers_before(sheet: Sheet, line: Line, begin: int, end: int) -> list[Decimal]:
    """The numbers in that stretch of the line that are no part of a date."""
    dates = [(d.span.start, d.span.end) for d in sheet.dates_by_line.get(line.index, [])]
    return [
        value
        for m in NUMBER.finditer(line.text, begin, end)
        if not any(a <= m.start() < b for a, b in dates) and (value := as_decimal(m[0])) is not None
    ]


def product_of(numbers: Iterable[Decimal], amount: Decimal) -> tuple[Decimal | None, Decimal | None]:
    """Two of the numbers whose product is the amount: quantity and unit price; else nothing is said of them."""
    values: list[Decimal] = []
    for number in numbers:
        if number not in values and len(values) < _FACTORS:  # a list: a Decimal's hash costs more than comparing
            values.append(number)
    for q in filter(None, values):
        for p in filter(None, values):
            if near(q * p, amount) and (q != amount or p == 1):
                return q, p
    return None, None


def is_priced(sheet: Sheet, line: Line, begin: int = 0) -> bool:
    """Whether a quantity and a price, both behind ``begin``, make the line's last amount."""
    amounts = [a for a in sheet.amounts_by_line.get(line.index, []) if a.span.start >= begin]
    if len(amounts) < 2:
        return False
    numbers = numbers_before(sheet, line, begin, amounts[-1].span.start)
    return product_of([*numbers, *(a.found.value for a in amounts[:-1])], amounts[-1].found.value)[0] is not None


def as_decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None


def is_bound(sheet: Sheet, line: Line, place: int) -> bool:
    """Whether the number at the place says what may be, not what was: «max 40», «op til 40», «under 50.000 kr.»."""
    before = [t.key for t in line.tokens if t.end <= place][-2:]
    return not {" ".join(before), *before[-1:]}.isdisjoint(sheet.vocabulary.word_set("participants", "unless_before"))
