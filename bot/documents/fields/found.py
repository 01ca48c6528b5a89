"""Dates, amounts and means of payment in the text of a sheet's lines, each with its place."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from bot.danish.amounts import FoundAmount
from bot.danish.dates import FoundDate
from bot.danish.payments import FoundPayment
from bot.documents.line import Line, Span

#: Lines longer than this are cut before they are searched (a hostile page can be one line).
MAX_LINE = 2000


class Placed(NamedTuple):
    """Something found in the text, with its line."""

    found: Any
    span: Span

    @property
    def line(self) -> Line:
        return self.span.line

    @property
    def cell(self) -> int:
        return self.line.cell_at(self.span.start)


_Found = FoundDate | FoundAmount | FoundPayment


def search(
    lines: Sequence[Line], find: Callable[[str], Sequence[_Found]], *, cells: str, ends: str
) -> tuple[Placed, ...]:
    """One call for all lines of a page: the other numbers of a page help to read each. Cells are kept apart where
    asked.
    """
    out: list[Placed] = []
    first = 0
    while first < len(lines):
        last = first
        while last < len(lines) and lines[last].page == lines[first].page:
            last += 1
        out.extend(_search_page(lines[first:last], find, cells, ends))
        first = last
    return tuple(out)


def _search_page(
    lines: Sequence[Line], find: Callable[[str], Sequence[_Found]], cells: str, ends: str
) -> Iterable[Placed]:
    texts, starts, at = [], [], 0
    for line in lines:
        starts.append(at)
        text = line.text[:MAX_LINE]
        if cells != " " and len(line.cells) > 1:
            letters = list(text)
            for cell in line.cells[1:]:
                if cell.start <= len(letters):
                    letters[cell.start - 1] = cells
            text = "".join(letters)
        texts.append(text)
        at += len(text) + 1
    for found in find(ends.join(texts)):
        k = bisect_right(starts, found.start) - 1
        line = lines[k]
        end = min(found.end - starts[k], len(line.text))
        yield Placed(found, Span(line, found.start - starts[k], end))


def overlap(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def by_line(found: Iterable[Placed]) -> dict[int, list[Placed]]:
    out: dict[int, list[Placed]] = {}
    for item in found:
        out.setdefault(item.line.index, []).append(item)
    return out
