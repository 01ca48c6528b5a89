"""Words with places → pages of lines, lines of cells: what the fields are read from. Nothing here knows what an
invoice is.

A *line* is the words that stand at one height. A *cell* is a run of them without a wide gap: a column, a label, a
value.
Every line carries its tokens: folded runs of letters and digits, which labels and names are compared with.

All of it is linear in the number of words but for sorting; the limits below keep hostile input
cheap.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, pairwise
from math import isfinite
from operator import itemgetter
from typing import NamedTuple

from bot.danish.text import fold
from bot.model.document import Document, Page, Word
from bot.model.field import Box

#: A page of small print has some 1,200 words, an invoice of ten pages 3,000; what lies beyond is not read.
MAX_PAGE_WORDS = 3000
MAX_WORDS = 6000
MAX_PAGES = 40
#: Words of a line, and letters of a word: a table across A3 has some 60, the longest web address some 200.
MAX_LINE_WORDS = 300
MAX_LETTERS = 250
#: A gap wider than this many heights of the line divides cells: a word space is about 0.25, in justified text up to
#: 0.6.
CELL_GAP = 0.75
#: Under a row of so many cells a word that begins where one of them does divides cells by a smaller gap: a narrow
#: table. Points, and heights of the line.
COLUMNS, COLUMN_EDGE, COLUMN_GAP = 3, 0.7, 0.35
#: A word's ``x0``.
_LEFT = itemgetter(1)
_TOKEN = re.compile(r"[^\W_]+")


class Token(NamedTuple):
    """A folded run of letters and digits; ``start`` and ``end`` are places in the line's text."""

    key: str
    start: int
    end: int


class Cell(NamedTuple):
    """Part of a line without a wide gap. ``start`` and ``end`` are places in the line's text."""

    start: int
    end: int
    x0: float
    x1: float

    def overlaps(self, other: "Cell") -> bool:
        return min(self.x1, other.x1) - max(self.x0, other.x0) > 0


class Line:
    """One line of a page. ``index`` counts the part's lines from 0, over its pages."""

    __slots__ = (
        "_cell_starts",
        "bottom",
        "cell_tokens",
        "cells",
        "height",
        "index",
        "page",
        "starts",
        "text",
        "tokens",
        "top",
        "words",
        "x0",
        "x1",
    )

    def __init__(self, words: Sequence[Word], page: int, index: int, columns: Sequence[float] = ()) -> None:
        """``columns``: where cells of the row above begin; a word that begins there divides cells by a small gap."""
        texts, x0s, tops, x1s, bottoms, *_ = zip(*words, strict=True)
        heights = [bottom - top for top, bottom in zip(tops, bottoms, strict=True)]
        self.words = tuple(words)
        self.page = page
        self.index = index
        self.top, self.bottom = min(tops), max(bottoms)
        self.height = max(1.0, _middle(heights))
        self.x0, self.x1 = x0s[0], max(x1s)
        self.text, self.starts = _joined(texts)
        self.tokens = tuple([Token(_folded(m[0]), *m.span()) for m in _TOKEN.finditer(self.text)])
        self.cells = self._cells(x0s, x1s, heights, columns)
        self._cell_starts = [c.start for c in self.cells]
        self.cell_tokens = self._tokens_by_cell()

    def _cells(
        self, x0s: Sequence[float], x1s: Sequence[float], heights: Sequence[float], columns: Sequence[float]
    ) -> tuple[Cell, ...]:
        firsts = [0]
        for i in range(1, len(x0s)):
            gap = x0s[i] - x1s[i - 1]
            height = min(self.height, heights[i] + 1)
            if gap <= COLUMN_GAP * height:
                continue
            if gap <= CELL_GAP * height and not any(abs(x0s[i] - x) < COLUMN_EDGE for x in columns):
                continue
            firsts.append(i)
        ends = [*(self.starts[i] - 1 for i in firsts[1:]), len(self.text)]
        runs = pairwise([*firsts, len(x0s)])
        return tuple([Cell(self.starts[a], end, x0s[a], max(x1s[a:b])) for (a, b), end in zip(runs, ends, strict=True)])

    def _tokens_by_cell(self) -> tuple[tuple[Token, ...], ...]:
        if len(self.cells) == 1:
            return (self.tokens,)
        return tuple([tuple([t for t in self.tokens if c.start <= t.start < c.end]) for c in self.cells])

    def cell_at(self, place: int) -> int:
        """The index of the cell that the place in the text belongs to."""
        return max(0, bisect_right(self._cell_starts, place) - 1)

    def words_in(self, start: int, end: int) -> tuple[Word, ...]:
        first = max(0, bisect_right(self.starts, start) - 1)
        out = []
        for i in range(first, len(self.words)):
            if self.starts[i] >= end:
                break
            if self.starts[i] + len(self.words[i].text) > start:
                out.append(self.words[i])
        return tuple(out)

    def cell_text(self, index: int) -> str:
        cell = self.cells[index]
        return self.text[cell.start : cell.end]

    def is_blank(self, start: int, end: int) -> bool:
        """Whether only punctuation stands between the two places."""
        return _TOKEN.search(self.text, start, max(start, end)) is None


class Span(NamedTuple):
    """A stretch of a line: the evidence for a value."""

    line: Line
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.line.text[self.start : self.end].strip()

    @property
    def words(self) -> tuple[Word, ...]:
        return self.line.words_in(self.start, self.end)

    @property
    def box(self) -> Box | None:
        return surround(self.words)

    @property
    def doubts(self) -> tuple[str, ...]:
        return tuple(sorted({w.doubt for w in self.words if w.doubt}))

    @property
    def sure(self) -> float:
        """How sure the reading of the least sure word is; 1 where none of it is OCR."""
        return min((w.sure for w in self.words), default=1.0)


@dataclass(frozen=True)
class Layout:
    """The lines of one invoice, top to bottom, page after page."""

    lines: tuple[Line, ...]
    pages: tuple[Page, ...]
    #: False where places are made up (mail bodies): fields then carry neither page nor box.
    paged: bool

    def above(self, line: Line, cell: Cell, reach: float = 3.0) -> tuple[Line, int] | None:
        """The nearest cell above that overlaps, at most ``reach`` line heights up."""
        return self._beside(line, cell, -1, reach)

    def below(self, line: Line, cell: Cell, reach: float = 3.0) -> tuple[Line, int] | None:
        return self._beside(line, cell, 1, reach)

    def _beside(self, line: Line, cell: Cell, step: int, reach: float) -> tuple[Line, int] | None:
        i = line.index + step
        while 0 <= i < len(self.lines) and abs(i - line.index) <= 12:
            other = self.lines[i]
            gap = (line.top - other.bottom) if step < 0 else (other.top - line.bottom)
            if other.page != line.page or gap > reach * line.height:
                return None
            for k, candidate in enumerate(other.cells):
                if candidate.overlaps(cell):
                    return other, k
            i += step
        return None


def lay_out(document: Document, pages: Sequence[Page] | None = None) -> Layout:
    """The document's pages (or some of them) as lines, within the limits above."""
    chosen = within_limits(document.pages if pages is None else pages)
    lines: list[Line] = []
    for page in chosen:
        for row in rows(page.words):
            words = row[:MAX_LINE_WORDS]
            lines.append(Line(words, page.number, len(lines), _columns(lines[-1:], words, page.number)))
    return Layout(tuple(lines), chosen, document.paged)


def _columns(above: Sequence[Line], row: Sequence[Word], page: int) -> tuple[float, ...]:
    """Where the cells of the row right above begin, but the first; none where it is no row of columns."""
    if not above or above[0].page != page or len(above[0].cells) < COLUMNS:
        return ()
    close = min(w.top for w in row) - above[0].bottom < 2 * above[0].height
    return tuple(c.x0 for c in above[0].cells[1:]) if close else ()


def within_limits(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The first pages that have words, with as many words as are read at most."""
    out: list[Page] = []
    left = MAX_WORDS
    for page in pages:
        if len(out) == MAX_PAGES or left <= 0:
            break
        most = min(left, MAX_PAGE_WORDS)
        if page.words:
            out.append(page if len(page.words) <= most else replace(page, words=page.words[:most]))
            left -= min(most, len(page.words))
    return tuple(out)


def rows(words: Iterable[Word]) -> list[list[Word]]:
    """Words in rows, top to bottom, each left to right: a word belongs where its middle lies within the row's band."""
    out: list[tuple[float, float, list[Word]]] = []
    usable = [
        (top + bottom, max(1.0, bottom - top), word)
        for word in words
        for text, x0, top, x1, bottom, *_ in (word,)
        if text.strip() and isfinite(x0 + x1 + top + bottom)
    ]
    usable.sort(key=itemgetter(0))
    for doubled, height, word in usable:
        middle = doubled / 2
        if out and abs(middle - out[-1][0]) <= 0.5 * min(out[-1][1], height):
            out[-1][2].append(_short(word))
        else:
            out.append((middle, height, [_short(word)]))
    return [_unspaced(sorted(row, key=_LEFT)) for _, _, row in out]


def _short(word: Word) -> Word:
    return word if len(word.text) <= MAX_LETTERS else word._replace(text=word.text[:MAX_LETTERS])


def surround(words: Sequence[Word]) -> Box | None:
    if not words:
        return None
    return Box(
        min(w.x0 for w in words), min(w.top for w in words), max(w.x1 for w in words), max(w.bottom for w in words)
    )


def _middle(values: list[float]) -> float:
    """The median, the upper one of two: ``statistics.median`` costs ten times as much."""
    return sorted(values)[len(values) // 2]


def _joined(texts: Sequence[str]) -> tuple[str, tuple[int, ...]]:
    """With single spaces, and where each begins."""
    return " ".join(texts), tuple(accumulate((len(text) + 1 for text in texts[:-1]), initial=0))


def _unspaced(row: list[Word]) -> list[Word]:
    """Letter-spaced headings («R E S T A U R A N T  M Ø L L E N») put together again.

    Only runs of five single letters or more; a gap well over the run's usual one is a word space.
    """
    if len(row) < 5 or sum([len(w.text) == 1 for w in row]) < 5:
        return row
    out: list[Word] = []
    i = 0
    while i < len(row):
        j = i
        while j < len(row) and len(row[j].text) == 1 and (row[j].text.isalpha() or row[j].text in "/&.-,"):
            j += 1
        if j - i >= 5:
            out.extend(_without_spacing(row[i:j]))
            i = j
        else:
            out.append(row[i])
            i += 1
    return out


def _without_spacing(letters: Sequence[Word]) -> list[Word]:
    usual = _middle([b.x0 - a.x1 for a, b in pairwise(letters)])
    height = letters[0].bottom - letters[0].top
    limit = max(usual * 1.6, usual + 0.12 * height)
    groups: list[list[Word]] = [[letters[0]]]
    for before, letter in pairwise(letters):
        if letter.x0 - before.x1 > limit:
            groups.append([])
        groups[-1].append(letter)
    # Each word reaches to a common word space before the next: the wide gaps between them divide no cells.
    ends = [g[0].x0 - 0.25 * height for g in groups[1:]] + [letters[-1].x1]
    return [
        Word(
            "".join(w.text for w in g),
            g[0].x0,
            min(w.top for w in g),
            end,
            max(w.bottom for w in g),
            next((w.doubt for w in g if w.doubt), ""),
            min(w.sure for w in g),
        )
        for g, end in zip(groups, ends, strict=True)
    ]


@lru_cache(maxsize=20_000)
def _folded(text: str) -> str:
    return fold(text)
