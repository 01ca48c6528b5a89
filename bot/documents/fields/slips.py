"""Means of payment whose parts stand in cells of their own, each under its label or beside it."""

from collections.abc import Iterable

from bot.documents.fields.sheet import Sheet
from bot.documents.line import SAME_EDGE, Line, Span
from bot.model.payment import CARDS_WITHOUT_ID, ID_DIGITS, Account, Fik, Payment

#: Figures of an account that stands alone under its registration number.
_STACKED = 6
_PARTS = ("card", "id", "creditor", "registration", "account")
#: Figures that a part has, at least and at most.
_FIGURES = {"card": (2, 2), "id": (2, 16), "creditor": (8, 8), "registration": (4, 4), "account": (5, 10)}


def put_together(sheet: Sheet) -> Iterable[tuple[Payment, Span]]:
    """A slip, then an account, of the parts that are labelled on the sheet; the first of each part counts."""
    parts: dict[str, tuple[str, Span]] = {}
    for line in sheet.lines:
        for part, digits, span in _parts_on(sheet, line):
            parts.setdefault(part, (digits, span))
    if "card" in parts and "creditor" in parts:
        card = parts["card"][0]
        number = parts["id"][0].rjust(ID_DIGITS.get(card, 0), "0") if "id" in parts else None
        if (number is None) == (card in CARDS_WITHOUT_ID):
            yield Fik(card, number, parts["creditor"][0]), parts["creditor"][1]
    if "registration" in parts and "account" in parts:
        yield Account(parts["registration"][0], parts["account"][0]), parts["account"][1]


def stacked(sheet: Sheet) -> Iterable[tuple[Payment, Span]]:
    """«Danske Bank» over «1234» over «0012345678»: nothing but figures in each, and a bank or paying right above."""
    for line in sheet.lines:
        for k, cell in enumerate(line.cells):
            registration = line.text[cell.start : cell.end].strip()
            if not (len(registration) == 4 and registration.isdecimal()) or (line.index, k) in sheet.buyer_cells:
                continue
            below = sheet.layout.below(line, cell, reach=1.0)
            if below is None or abs(below[0].cells[below[1]].x0 - cell.x0) > SAME_EDGE:
                continue
            digits = below[0].cell_text(below[1]).strip()
            if digits.isdecimal() and _STACKED <= len(digits) <= 10 and _speaks_of_bank(sheet, line, k):
                own = below[0].cells[below[1]]
                yield Account(registration, digits), Span(below[0], own.start, own.end)


def _speaks_of_bank(sheet: Sheet, line: Line, cell: int) -> bool:
    """Within two cells above: a label of paying, or a word for a bank."""
    at: tuple[Line, int] | None = (line, cell)
    for _ in range(2):
        at = sheet.layout.above(at[0], at[0].cells[at[1]], reach=1.2) if at else None
        if at is None:
            return False
        hits = [h for h in sheet.hits_of(at[0], "account", "terms", "due_date") if h.cell == at[1]]
        said = at[0].cell_text(at[1]).casefold()
        if hits or any(word in said for word in sheet.vocabulary.word_set("slip", "banks")):
            return True
    return False


def _parts_on(sheet: Sheet, line: Line) -> Iterable[tuple[str, str, Span]]:
    for hit in sheet.hits_of(line, "account"):
        said = " ".join(t.key for t in line.tokens if hit.start <= t.start < hit.end)
        part = next((p for p in _PARTS if said in sheet.vocabulary.word_set("slip", p)), None)
        if part is None:
            continue
        for where, start, end in sheet.values_of(line, hit):
            digits = "".join(c for c in where.text[start:end] if c.isdecimal())
            least, most = _FIGURES[part]
            if least <= len(digits) <= most and not any(c.isalpha() for c in where.text[start:end]):
                yield part, digits, Span(where, start, end)
                break
