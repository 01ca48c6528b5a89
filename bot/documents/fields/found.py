"""Dates, amounts and means of payment in the text of a sheet's lines, each with its place."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, groupby
from operator import attrgetter
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
    for page, starts, text in _pages(tuple(lines), cells, ends):
        for found in find(text):
            k = bisect_right(starts, found.start) - 1
            line, start = page[k], starts[k]
            out.append(Placed(found, Span(line, found.start - start, min(found.end - start, len(line.text)))))
    return tuple(out)


@lru_cache(maxsize=4)
def _pages(lines: tuple[Line, ...], cells: str, ends: str) -> tuple[tuple[list[Line], list[int], str], ...]:
    """Each page's lines, where each begins in the page's text, and that text: asked for amounts, and for payments."""
    out = []
    for _, page in groupby(lines, key=attrgetter("page")):
        of_page = list(page)
        texts = [_told(line, cells) for line in of_page]
        out.append((of_page, [0, *accumulate([len(text) + 1 for text in texts])], ends.join(texts)))
    return tuple(out)


def _told(line: Line, cells: str) -> str:
    """The line's text with that between its cells, where a space stands; places stay."""
    text = line.text
    if cells != " " and len(line.cells) > 1:
        text = cells.join([text[cell.start : cell.end] for cell in line.cells])
    return text if len(text) <= MAX_LINE else text[:MAX_LINE]


def overlap(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def by_line(found: Iterable[Placed]) -> dict[int, list[Placed]]:
    out: dict[int, list[Placed]] = {}
    for item in found:
        out.setdefault(item.line.index, []).append(item)
    return out
