"""The column of amounts under the invoice's lines, climbed by arithmetic where no label is known.

Lines add up to a sum, VAT is a quarter of it or a fifth, the sum and the VAT make the total, a deposit leaves a rest.
A label outranks all of this; without one, an amount that the others lead to is still no guess.
"""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from bot.documents.fields.found import Placed
from bot.documents.fields.sheet import Sheet
from bot.documents.fields.sums import near

#: The right edges of one column are this close, in points.
_EDGE = 4.0
_MOST = 200


class Climbed(NamedTuple):
    total: Placed
    vat: Placed | None


def column(sheet: Sheet) -> list[Placed]:
    """The last amounts of the lines, in the column that most of them share, top to bottom."""
    last = [amounts[-1] for amounts in sheet.amounts_by_line.values()]
    last = [a for a in last if a.line.is_blank(a.span.end, len(a.line.text))]
    if not sheet.layout.paged:
        return last[:_MOST]
    edges = Counter(round(_right(a) / _EDGE) for a in last)
    if not edges:
        return []
    common = edges.most_common(1)[0][0]
    return [a for a in last if abs(_right(a) / _EDGE - common) <= 1.0][:_MOST]


def climb(sheet: Sheet) -> Climbed | None:
    """The total, and the VAT where it stands there, by arithmetic alone; None where nothing adds up."""
    amounts = column(sheet)
    values = [a.found.value for a in amounts]
    running = Decimal(0)
    for i, value in enumerate(values):
        if i and value and near(value, running):
            return _with_vat(sheet, _from_sum(amounts, values, i))
        if i and value and near(value * 4, running) and i + 1 < len(values) and near(running + value, values[i + 1]):
            return Climbed(amounts[i + 1], amounts[i])
        running += value
    return _on_one_line(sheet) or _said_below(sheet, amounts)


def _said_below(sheet: Sheet, rows: Sequence[Placed]) -> Climbed | None:
    """«Beløbet, 4.070,00 kr. inkl. 814,00 kr. i moms, …» under rows that add up to it: the sum in a sentence."""
    if len(rows) < 2:
        return None
    running = sum((a.found.value for a in rows), Decimal(0))
    after = [a for a in sheet.amounts if a.line.index > rows[-1].line.index]
    for total in after:
        if running and near(total.found.value, running):
            return Climbed(total, next((a for a in after if near(a.found.value * 5, running)), None))
    return None


def _on_one_line(sheet: Sheet) -> Climbed | None:
    """«Varer 2.040,00 + moms 510,00 = 2.550,00 kr.»: net, a quarter of it, and both together, in a row."""
    for amounts in sheet.amounts_by_line.values():
        for net, vat, total in zip(amounts, amounts[1:], amounts[2:], strict=False):
            values = net.found.value, vat.found.value, total.found.value
            if values[1] > 0 and near(values[1] * 4, values[0]) and near(values[0] + values[1], values[2]):
                return Climbed(total, vat)
    return None


def _with_vat(sheet: Sheet, found: Climbed) -> Climbed:
    """The VAT of a table of rates under the total, where the column has none."""
    row = _on_one_line(sheet) if found.vat is None else None
    same = row is not None and near(row.total.found.value, found.total.found.value)
    return Climbed(found.total, row.vat) if row is not None and same else found


def _from_sum(amounts: Sequence[Placed], values: Sequence[Decimal], i: int) -> Climbed:
    """From the line that is the sum of those above it."""
    total, vat = i, None
    rest = values[i + 1 :]
    if len(rest) >= 2 and near(rest[0] * 4, values[i]) and near(values[i] + rest[0], rest[1]):
        total, vat = i + 2, i + 1
    elif rest and near(rest[0] * 5, values[i]):
        vat = i + 1
    after = values[max(total, vat or 0) + 1 :]
    if len(after) >= 2 and after[0] and near(values[total] - abs(after[0]), after[1]):
        total = max(total, vat or 0) + 2
    return Climbed(amounts[total], amounts[vat] if vat is not None else None)


def rest_after(sheet: Sheet, gross: Decimal, line_index: int) -> Placed | None:
    """Two amounts under the total of which the second is what the first leaves of it: a deposit and the rest."""
    below = [a for a in column(sheet) if a.line.index > line_index][:4]
    for taken, rest in pairwise(below):
        if taken.found.value and near(gross - abs(taken.found.value), rest.found.value):
            return rest
    return None


def _right(placed: Placed) -> float:
    words = placed.line.words_in(placed.span.end - 1, placed.span.end)
    return words[-1].x1 if words else placed.line.x1
