"""Every date on a sheet with its place, those too that a line's end broke."""

import re
from datetime import date

from bot.danish.dates import find_dates
from bot.documents.fields.found import Placed, search
from bot.documents.fields.labelling import Labelled
from bot.documents.line import Line, Span

#: A day of the month behind a word: its month may be on the next line.
_OPEN_DAY = re.compile(r"[^\W\d_]\.?\s\d{1,2}\.?$")
_DAY_AND_MONTH = re.compile(r"\d{1,2}([-/.])\d{1,2}\1")
#: A date's letters on each side of a line's end.
_TAIL_LETTERS = 24


def dates_on(sheet: Labelled, near: date) -> tuple[Placed, ...]:
    """In order; a missing year is the one nearest the day ``near``."""
    found = search(sheet.lines, lambda text: find_dates(text, near), cells="|", ends="|")
    broken = [d for line in sheet.lines if (d := _broken_date(sheet, line, near) or _broken_cell(sheet, line, near))]
    if not broken:
        return found
    cut = {(d.line.index, d.span.start) for d in broken}
    kept = (p for p in found if not any(p.line.index == i and p.span.end > start for i, start in cut))
    return tuple(sorted((*kept, *broken), key=lambda p: (p.line.index, p.span.start)))


def _broken_cell(sheet: Labelled, line: Line, near: date) -> Placed | None:
    """«18-09-» over «2026», «…, Tuesday 15» over «September 2026» in a narrow column."""
    if not line.has_figure:
        return None
    for cell in line.cells:
        text = line.text[cell.start : cell.end]
        open_date = text[-1:] in "-/." and _DAY_AND_MONTH.fullmatch(text) is not None
        if not open_date and _OPEN_DAY.search(text) is None:
            continue
        below = sheet.layout.below(line, cell, reach=0.8)
        rest = below[0].cell_text(below[1])[:_TAIL_LETTERS] if below else ""
        if not (rest.isdecimal() if open_date else rest[:1].isalpha()):
            continue
        start = max(0, len(text) - _TAIL_LETTERS)
        tail = text[start:] + ("" if open_date else " ")
        for found in find_dates(tail + rest, near):
            if found.year_given and found.start < len(tail) < found.end:
                return Placed(found, Span(line, cell.start + start + found.start, cell.end))
    return None


def _broken_date(sheet: Labelled, line: Line, near: date) -> Placed | None:
    """«… tirsdag den 6.» over «oktober 2026 …»: a date that a sentence's end of line broke."""
    if not line.tokens or not line.text[0].isalpha() or (above := sheet.sentence_above(line)) is None:
        return None
    if not above.text.rstrip(".")[-1:].isdigit():
        return None
    start = max(0, len(above.text) - _TAIL_LETTERS)
    tail = above.text[start:]
    for found in find_dates(f"{tail} {line.text[:_TAIL_LETTERS]}", near):
        if found.start < len(tail) < found.end:
            return Placed(found, Span(above, start + found.start, len(above.text)))
    return None
