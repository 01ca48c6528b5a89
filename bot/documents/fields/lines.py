"""The invoice's lines, as far as a row can be told: for the arithmetic check, so a row left out is better than one
made up.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from bot.documents.fields.found import Placed
from bot.documents.fields.products import NUMBER, as_decimal, is_priced, numbers_before, product_of
from bot.documents.fields.sheet import Sheet
from bot.documents.fields.sum_lines import sum_hits
from bot.documents.fields.sums import Sums, near
from bot.documents.line import SAME_EDGE, Cell
from bot.documents.line import Line as TextLine
from bot.model.invoice import Line

#: «8 personer á 95,00 kr.»: what follows these is a price for one, whatever column it stands in.
_EACH = re.compile(r"(?:^|[\s\d])[áà@a]\s*(?:kr\.?|dkk)?\s*$", re.IGNORECASE)
_PER = re.compile(r"\s*(?:kr\.?|dkk|,-)?\s*(?:pr|per|/)\.?\s?[a-zæøå]", re.IGNORECASE)
#: Points: where amounts of rows end so far from those of the sums, they stand in another column.
_ALIGNED = 12.0
_SUM_GROUPS = ("payable", "prepaid", "rounding", "vat", "exempt", "taxable", "gross", "net", "total")
#: Labels of the table's head.
_COLUMNS = ("column_quantity", "column_text", "column_price", "column_amount")
_NO_ROW = ("balance", "account", "due_date", "terms", "cvr", "invoice_number", "invoice_date")


def is_price(text: str, start: int, end: int) -> bool:
    """«á 95,00», «95,00 pr. person»: what stands there is the price for one."""
    return bool(_EACH.search(text, 0, start) or _PER.match(text, end))


def lines_of(sheet: Sheet, sums: Sums) -> tuple[Line, ...]:
    """Rows above the first sum whose last amount stands in the column of the sums; none where no column is seen."""
    if not sums.found:
        return ()
    below = [s.span.line.index for s in sums.found if s.role in _SUM_GROUPS]
    first = min(below, default=len(sheet.lines))
    edges = sorted({_right(s.span.line, s.span.end) for s in sums.found})
    left = _left_of_table(sheet, first)
    lefts = _lefts_of_rows(sheet, first, left)
    rows = [line for line in sheet.lines[:first] if line.index in lefts and not _is_number(sheet, line, edges)]
    if sheet.layout.paged and any(_is_hidden_row(sheet, line, edges) for line in sheet.lines[:first]):
        return ()
    ends = {_edge(sheet, row) for row in rows}
    if (
        sheet.layout.paged
        and rows
        and any(_is_whole_row(sheet, line, rows) for line in sheet.lines[rows[0].index : first])
    ):
        return ()
    beside = not all(any(abs(end - e) <= _ALIGNED for e in edges) for end in ends)
    if sheet.layout.paged and beside and not _have_a_head(sheet, rows):
        return ()  # some stand in another column: to add up only the others would mislead
    columns = _columns(sheet, rows[0].index) if rows and sheet.layout.paged else None
    made = [_row(sheet, row, sheet.amounts_by_line[row.index], columns, lefts[row.index]) for row in rows]
    return tuple(_with_discount(_without_subtotals([row for row in made if row is not None], sums), sums))


def _with_discount(rows: list[Line], sums: Sums) -> list[Line]:
    """«Subtotal 2.517,00 | Rabat 117,00 | I alt 2.400,00»: a row that takes off, where that leads to a later sum."""
    for n, found in enumerate(sums.found):
        less = Line(found.span.line.text, None, None, -abs(found.value))
        made = [*(row for row in rows if row.quantity is not None or row.amount != found.value), less]
        if found.role == "discount" and any(near(_sum(made), s.value) for s in sums.found[n + 1 :]):
            return made
    return rows


def _without_subtotals(rows: list[Line], sums: Sums) -> list[Line]:
    """A row that is the sum of those above it, under a label that is in no vocabulary, is no row: of two rows that
    cost the same, the second, unless that is what leads to a printed sum.
    """
    out: list[Line] = []
    for row in rows:
        if row.quantity is not None or not out or not near(row.amount, _sum(out)):
            out.append(row)
    return rows if sums.has(_sum(rows)) else out


def _sum(rows: Iterable[Line]) -> Decimal:
    return sum((row.amount for row in rows), Decimal(0))


def _have_a_head(sheet: Sheet, rows: Sequence[TextLine]) -> bool:
    """Whether the rows end in one column of their own under a head for amounts: a folio's «Debet»."""
    edge = _edge(sheet, rows[0])
    return all(abs(_edge(sheet, row) - edge) <= SAME_EDGE for row in rows) and any(
        hit.group == "column_amount" and abs(line.cells[hit.cell].x1 - edge) <= SAME_EDGE
        for line in sheet.lines[: rows[0].index]
        for hit in sheet.hits[line.index]
    )


def _left_of_table(sheet: Sheet, above: int) -> float:
    """Where the head of the table begins: what stands left of it is a margin's. 0 where no head is seen."""
    for line in sheet.lines[:above]:
        heads = [line.cells[h.cell].x0 for h in sheet.hits_of(line, *_COLUMNS)]
        if len(heads) > 1:
            return min(heads)
    return 0.0


def _lefts_of_rows(sheet: Sheet, above: int, left: float) -> dict[int, float]:
    """Where each row begins, by the index of its line. «Reg. 1234 | 10 desserter | 480,-» is one too where other rows
    begin at its second cell: what stands before that is a margin's.
    """
    lines = sheet.lines[:above]
    lefts = {line.index: left for line in lines if _is_row(sheet, line, left)}
    begins = {lines[index].cells[0].x0 for index in lefts}
    for line in lines:
        if line.index in lefts or line.index not in sheet.amounts_by_line:
            continue
        begin = next((c.x0 for c in line.cells[1:] if any(abs(c.x0 - x0) < SAME_EDGE for x0 in begins)), None)
        if begin is not None and _is_row(sheet, line, begin):
            lefts[line.index] = begin
    return lefts


def _begin(line: TextLine, left: float) -> int:
    """Where the table's own cells begin in the line's text."""
    return next((c.start for c in line.cells if c.x1 > left), 0)


def _is_row(sheet: Sheet, line: TextLine, left: float) -> bool:
    """It ends in an amount, and no label in the table makes it something else."""
    amounts = sheet.amounts_by_line.get(line.index)
    if not amounts:
        return False
    hits = [h for h in sheet.hits[line.index] if line.cells[h.cell].x1 > left]
    if any(h.group in _NO_ROW for h in hits) or (
        hits and any(h.group in _SUM_GROUPS for h in sum_hits(sheet, line) if h in hits)
    ):
        return False
    begin = _begin(line, left)
    if sheet.vocabulary.carried.occur_in([t for t in line.tokens if t.start >= begin]):
        return False
    return line.is_blank(amounts[-1].span.end, len(line.text))


def _is_number(sheet: Sheet, line: TextLine, edges: Sequence[float]) -> bool:
    """«Ordrenr. 1.234»: another number; but «Lokale … 500,00» in the column of the sums is a row, and «Lokale | 1 |
    750,00 | 750,00» in any.
    """
    if not sheet.hits_of(line, "other_number") or is_priced(sheet, line):
        return False
    return not sheet.layout.paged or not any(abs(_edge(sheet, line) - e) <= SAME_EDGE for e in edges)


def _is_hidden_row(sheet: Sheet, line: TextLine, edges: Sequence[float]) -> bool:
    """An amount in the column of the sums with words of another column behind it: a row, though not to be told."""
    amounts = sheet.amounts_by_line.get(line.index, [])
    blocked = amounts and not line.is_blank(amounts[-1].span.end, len(line.text))
    return bool(blocked) and any(abs(_right(line, a.span.end) - e) <= SAME_EDGE for a in amounts for e in edges)


def _is_whole_row(sheet: Sheet, line: TextLine, rows: Sequence[TextLine]) -> bool:
    """«8 stk  Kaffe  45  360» among rows with amounts: whole kroner in their column, no amounts by their form."""
    last = line.cells[-1]
    plain = len(line.cells) > 1 and line.cell_text(len(line.cells) - 1).strip().isdecimal()
    if not plain or sheet.amounts_by_line.get(line.index) or sheet.hits[line.index]:
        return False
    return any(row.page == line.page and abs(_edge(sheet, row) - last.x1) <= SAME_EDGE for row in rows)


def _edge(sheet: Sheet, line: TextLine) -> float:
    return _right(line, sheet.amounts_by_line[line.index][-1].span.end)


def _right(line: TextLine, end: int) -> float:
    words = line.words_in(end - 1, end)
    return words[-1].x1 if words else line.x1


def _columns(sheet: Sheet, above: int) -> tuple[Cell, Cell] | None:
    """The cells «Antal» and «Pris» of the table's head; none where a discount has a column, or no head is seen."""
    for line in sheet.lines[:above]:
        heads = {h.group: line.cells[h.cell] for h in sheet.hits[line.index] if sheet.pure_hit(line, h.cell) == h}
        if "column_quantity" in heads and "column_price" in heads:
            return None if "discount" in heads else (heads["column_quantity"], heads["column_price"])
    return None


def _under(
    line: TextLine, columns: tuple[Cell, Cell], amounts: Sequence[Placed]
) -> tuple[Decimal | None, Decimal | None]:
    """What stands under «Antal» and «Pris», though it does not make the amount: nothing but one number in each."""
    quantity = [c for c in line.cells if _aligned(c, columns[0]) and NUMBER.fullmatch(line.text, c.start, c.end)]
    price = [a for a in amounts[:-1] if _aligned(line.cells[a.cell], columns[1])]
    if len(quantity) != 1 or len(price) != 1 or quantity[0] is line.cells[price[0].cell]:
        return None, None
    return as_decimal(line.text[quantity[0].start : quantity[0].end]), price[0].found.value


def _aligned(cell: Cell, head: Cell) -> bool:
    """Under its head: both begin, or both end, at the same place."""
    return abs(cell.x0 - head.x0) <= SAME_EDGE or abs(cell.x1 - head.x1) <= SAME_EDGE


def _row(
    sheet: Sheet, line: TextLine, amounts: Sequence[Placed], columns: tuple[Cell, Cell] | None, left: float
) -> Line | None:
    begin = _begin(line, left)
    amounts = [a for a in amounts if a.span.start >= begin]
    last = amounts[-1]
    amount: Decimal = last.found.value
    numbers = numbers_before(sheet, line, begin, last.span.start)
    prices = [a.found.value for a in amounts[:-1]]
    if _EACH.search(line.text, 0, last.span.start):
        # The line's sum is not printed: it follows from the two; without a quantity the row says nothing.
        quantity = next((n for n in reversed(numbers) if n > 0), None)
        return None if quantity is None else Line(line.text, quantity, amount, quantity * amount)
    quantity, price = product_of([*numbers, *prices], amount)
    if quantity is None and columns is not None:
        quantity, price = _under(line, columns, amounts)
    text = line.text[begin : amounts[0].span.start].strip(" =:-")
    return Line(text or line.text, quantity, price, amount)
