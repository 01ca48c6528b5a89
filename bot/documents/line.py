"""One line of a page: its words in cells, and its tokens, which labels and names are compared with."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, chain, pairwise
from operator import sub
from typing import NamedTuple

from bot.danish.text import fold
from bot.model.document import Word
from bot.model.field import Box

#: A gap wider than this many heights of the line divides cells: a word space is about 0.25, in justified text up to
#: 0.6.
CELL_GAP = 0.75
#: Points: words, cells or amounts of one column begin, or end, this close to each other.
SAME_EDGE = 3.0
#: Under a row of so many cells a word that begins where one of them does divides cells by a smaller gap: a narrow
#: table. Points, and heights of the line.
COLUMNS, COLUMN_EDGE, COLUMN_GAP = 3, 0.7, 0.35
_TOKEN = re.compile(r"[^\W_]+")
_FIGURE = re.compile("[0-9]")
#: ``Field.doubts``: figures of another script, or small or ringed ones, stand in it.
STRANGE = "strange_figures"
#: Named tuples of what is ready, without their constructor's own call: they are made for every word.
_new = tuple.__new__
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
    """One line of a page. ``index`` counts the part's lines from 0, over its pages. ``shown``: the words where they
    stand on the page, which for print that runs up or down it is not where they are read (``sideways``).
    """

    __slots__ = (
        "_cell_starts",
        "bottom",
        "cell_tokens",
        "cells",
        "gap",
        "has_figure",
        "height",
        "index",
        "page",
        "shown",
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
        heights = list(map(sub, bottoms, tops))
        self.words = self.shown = tuple(words)
        self.page = page
        self.index = index
        self.gap = gap
        self.top, self.bottom = min(tops), max(bottoms)
        self.height = max(1.0, middle(heights))
        self.x0, self.x1 = x0s[0], max(x1s)
        self.text = " ".join(texts)
        self.has_figure = has_figure(self.text)
        self.starts = starts = [0, *accumulate([len(text) + 1 for text in texts])]
        firsts = self._firsts(x0s, x1s, heights, columns, gap)
        runs = list(pairwise((*firsts, len(texts))))
        self.cells = tuple([_new(Cell, (starts[a], starts[b] - 1, x0s[a], max(x1s[a:b]))) for a, b in runs])
        self._cell_starts = [starts[a] for a in firsts]
        # A word's pieces lie within it, so each cell's tokens are those of its words.
        self.cell_tokens = tuple([tuple(_tokens(texts[a:b], starts[a:b])) for a, b in runs])
        self.tokens = self.cell_tokens[0] if len(runs) == 1 else tuple(chain.from_iterable(self.cell_tokens))

    def _firsts(
        self, x0s: Sequence[float], x1s: Sequence[float], heights: Sequence[float], columns: Columns, widest: float
    ) -> list[int]:
        """The indexes of the words that cells begin with."""
        firsts = [0]
        high = self.height
        for i, (x0, before, own) in enumerate(zip(x0s[1:], x1s, heights[1:], strict=False), start=1):
            height = high if high < own + 1 else own + 1
            gap = x0 - before
            if gap > COLUMN_GAP * height and (
                gap > widest * height or (columns and self._is_new_column(i, x0, x0s[i - 1], columns))
            ):
                firsts.append(i)
        return firsts

    def _is_new_column(self, i: int, x0: float, before: float, columns: Columns) -> bool:
        """Whether word ``i`` begins where a column of the row above does. ``before``: where word ``i - 1`` begins."""
        edge = next((c for c in columns if abs(x0 - c[1]) < COLUMN_EDGE), None)
        return edge is not None and not (before >= edge[0] and self._is_grouped(i))

    def _is_grouped(self, i: int) -> bool:
        """«1 070,00»: two words that may be one amount, the first of which stands between columns."""
        return bool(_GROUPED.fullmatch(f"{self.words[i - 1].text} {self.words[i].text}"))

    def retell(self, tokens: tuple[Token, ...]) -> None:
        """Other keys for the same places: what was misread is compared as what it must be."""
        self.tokens = tokens
        self.cell_tokens = tuple([tuple([t for t in tokens if c.start <= t.start < c.end]) for c in self.cells])

    def cell_at(self, place: int) -> int:
        """The index of the cell that the place in the text belongs to."""
        return max(0, bisect_right(self._cell_starts, place) - 1)

    def words_in(self, start: int, end: int) -> tuple[Word, ...]:
        return self.words[self._words_at(start, end)]

    def _words_at(self, start: int, end: int) -> slice:
        first = max(0, bisect_right(self.starts, start) - 1)
        last = bisect_left(self.starts, end, first, len(self.words))
        if first < last and self.starts[first] + len(self.words[first].text) <= start:
            first += 1
        return slice(first, last)

    def box_of(self, start: int, end: int) -> Box | None:
        """Where that stretch stands on the page."""
        return surround(self.shown[self._words_at(start, end)])

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
        return self.line.box_of(self.start, self.end)

    @property
    def doubts(self) -> tuple[str, ...]:
        words = self.words
        doubts = {w.doubt for w in words if w.doubt}
        return tuple(sorted(doubts | {STRANGE} if any(_is_strange(w.text) for w in words) else doubts))

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


def _is_strange(text: str) -> bool:
    """«١٢٣», «0012345678⁸», «2.136,0⓪»: figures that we read otherwise than people do, or not at all."""
    return not text.isascii() and any(c.isnumeric() and not c.isascii() for c in text)


def has_figure(text: str) -> bool:
    """Whether any character is a digit (``str.isdigit``: «²» is one too)."""
    return _FIGURE.search(text) is not None if text.isascii() else any(map(str.isdigit, text))


def _tokens(texts: Sequence[str], starts: Sequence[int]) -> list[Token]:
    return [
        _new(Token, (key, at + start, at + end))
        for text, at in zip(texts, starts, strict=True)
        for key, start, end in _pieces(text)
    ]


@lru_cache(maxsize=20_000)
def _pieces(word: str) -> tuple[tuple[str, int, int], ...]:
    """The runs of letters and digits of a word, folded, with their places in it: most words come back."""
    return tuple([(fold(match[0]), *match.span()) for match in _TOKEN.finditer(word)])
