"""One line of a page: its words in cells, and its tokens, which labels and names are compared with."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from bot.danish.text import fold
from bot.model.document import Word
from bot.model.field import Box

#: A gap wider than this many heights of the line divides cells: a word space is about 0.25, in justified text up to
#: 0.6.
CELL_GAP = 0.75
#: Under a row of so many cells a word that begins where one of them does divides cells by a smaller gap: a narrow
#: table. Points, and heights of the line.
COLUMNS, COLUMN_EDGE, COLUMN_GAP = 3, 0.7, 0.35
_TOKEN = re.compile(r"[^\W_]+")
_GROUPED = re.compile(r"-?[1-9]\d{0,2} \d{3}(?:[.,]\d{1,2}|,-)?")
#: For each column but the first of a row: where the cell before it ends, and where it begins.
Columns = Sequence[tuple[float, float]]


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
        "gap",
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

    def __init__(
        self, words: Sequence[Word], page: int, index: int, columns: Columns = (), gap: float = CELL_GAP
    ) -> None:
        """``columns``: where cells of the row above begin; a word that begins there divides cells by a small gap.
        ``gap``: a wider one divides cells, in heights of the line.
        """
        texts, x0s, tops, x1s, bottoms, *_ = zip(*words, strict=True)
        heights = [bottom - top for top, bottom in zip(tops, bottoms, strict=True)]
        self.words = tuple(words)
        self.page = page
        self.index = index
        self.gap = gap
        self.top, self.bottom = min(tops), max(bottoms)
        self.height = max(1.0, middle(heights))
        self.x0, self.x1 = x0s[0], max(x1s)
        self.text, self.starts = _joined(texts)
        self.tokens = tuple([Token(_folded(m[0]), *m.span()) for m in _TOKEN.finditer(self.text)])
        self.cells = self._cells(x0s, x1s, heights, columns, gap)
        self._cell_starts = [c.start for c in self.cells]
        self.cell_tokens = self._tokens_by_cell()

    def _cells(
        self, x0s: Sequence[float], x1s: Sequence[float], heights: Sequence[float], columns: Columns, widest: float
    ) -> tuple[Cell, ...]:
        firsts = [0]
        for i in range(1, len(x0s)):
            gap = x0s[i] - x1s[i - 1]
            height = min(self.height, heights[i] + 1)
            if gap <= COLUMN_GAP * height:
                continue
            if gap <= widest * height and (
                not (edge := next((c for c in columns if abs(x0s[i] - c[1]) < COLUMN_EDGE), None))
                or (x0s[i - 1] >= edge[0] and self._is_grouped(i))
            ):
                continue
            firsts.append(i)
        ends = [*(self.starts[i] - 1 for i in firsts[1:]), len(self.text)]
        runs = pairwise([*firsts, len(x0s)])
        return tuple([Cell(self.starts[a], end, x0s[a], max(x1s[a:b])) for (a, b), end in zip(runs, ends, strict=True)])

    def _is_grouped(self, i: int) -> bool:
        """«1 070,00»: two words that may be one amount, the first of which stands between columns."""
        return bool(_GROUPED.fullmatch(f"{self.words[i - 1].text} {self.words[i].text}"))

    def _tokens_by_cell(self) -> tuple[tuple[Token, ...], ...]:
        if len(self.cells) == 1:
            return (self.tokens,)
        return tuple([tuple([t for t in self.tokens if c.start <= t.start < c.end]) for c in self.cells])

    def retell(self, tokens: tuple[Token, ...]) -> None:
        """Other keys for the same places: what was misread is compared as what it must be."""
        self.tokens = tokens
        self.cell_tokens = self._tokens_by_cell()

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

    def height_of(self, index: int) -> float:
        """The height of a cell's tallest word: a heading may stand on a line with small print."""
        cell = self.cells[index]
        return max((w.bottom - w.top for w in self.words_in(cell.start, cell.end)), default=0.0)

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


def surround(words: Sequence[Word]) -> Box | None:
    if not words:
        return None
    return Box(
        min(w.x0 for w in words), min(w.top for w in words), max(w.x1 for w in words), max(w.bottom for w in words)
    )


def middle(values: list[float]) -> float:
    """The median, the upper one of two: ``statistics.median`` costs ten times as much."""
    return sorted(values)[len(values) // 2]


def _joined(texts: Sequence[str]) -> tuple[str, tuple[int, ...]]:
    """With single spaces, and where each begins."""
    return " ".join(texts), tuple(accumulate((len(text) + 1 for text in texts[:-1]), initial=0))


@lru_cache(maxsize=20_000)
def _folded(text: str) -> str:
    return fold(text)
