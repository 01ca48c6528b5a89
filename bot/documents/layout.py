"""Words with places → pages of lines, lines of cells: what the fields are read from. Nothing here knows what an
invoice is.

A *line* is the words that stand at one height. A *cell* is a run of them without a wide gap: a column, a label, a
value. Every line carries its tokens: folded runs of letters and digits, which labels and names are compared with.

All of it is linear in the number of words but for sorting; the limits below keep hostile input
cheap.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.documents.line import CELL_GAP, COLUMN_EDGE, COLUMNS, Cell, Columns, Line
from bot.documents.rows import rows_of
from bot.documents.sideways import apart, levelled
from bot.model.document import Document, Page, Word

#: A page of small print has some 1,200 words, an invoice of ten pages 3,000; what lies beyond is not read.
MAX_PAGE_WORDS = 3000
MAX_WORDS = 6000
MAX_PAGES = 40
#: Words of a line: a table across A3 has some 60.
MAX_LINE_WORDS = 300
#: Captions in a panel's boxes are so much smaller than the values; the last box is so wide, in points.
_CAPTION, _BOX = 0.85, 200.0
#: Lines that the longest label of a head may take below its first.
_HEAD_RESTS = 2
#: ``Document.method`` of words that an engine read from a picture; and two cells of one are so many letters apart.
PICTURES = ("ocr", "mixed")
_LETTERS = 1.7


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
            boxed = _in_panel(line, cell, other, step) if i == line.index + step else None
            if boxed is not None:
                return other, boxed
            i += step
        return None


def _in_panel(line: Line, cell: Cell, other: Line, step: int) -> int | None:
    """The cell of the same number in a row of captions over a row of as many values, which are centred or stand to
    the right in their boxes: no figure in the captions, one right over the other.
    """
    count = len(line.cells)
    captions, values = (other, line) if step < 0 else (line, other)
    if count < 2 or count != len(other.cells) or values.top - captions.bottom > captions.height:
        return None
    if captions.height > _CAPTION * values.height or any(c.isdigit() for c in captions.text):
        return None
    k = line.cells.index(cell)
    ends = [c.x0 for c in captions.cells[1:]] + [captions.cells[-1].x0 + _BOX]
    fits = all(a.x0 <= v.x0 < end for a, v, end in zip(captions.cells, values.cells, ends, strict=True))
    return k if fits else None


def lay_out(document: Document, pages: Sequence[Page] | None = None) -> Layout:
    """The document's pages (or some of them) as lines, within the limits above."""
    chosen = within_limits(document.pages if pages is None else pages)
    lines: list[Line] = []
    for page in chosen:
        gap = _cell_gap(page) if document.method in PICTURES else CELL_GAP
        across, runs = apart(page.words)
        for row in rows_of(across):
            words = row if len(row) <= MAX_LINE_WORDS else row[:MAX_LINE_WORDS]
            lines.append(Line(words, page.number, len(lines), _columns(lines[-2:], words, page.number), gap))
        lines.extend(_sideways(page, runs, len(lines)))
    for n, line in enumerate(lines):
        below = _row_under(lines, n)
        if below is not None and _is_narrow_head(line, below):
            lines[n] = Line(line.words, line.page, line.index, _edges(below), line.gap)
    return Layout(tuple(lines), chosen, document.paged)


def _sideways(page: Page, runs: Sequence[Sequence[Word]], count: int) -> Iterator[Line]:
    """Lines that run up or down the page, as lines below its others, far from all of them."""
    for number, run in enumerate(runs):
        words = run[:MAX_LINE_WORDS]
        line = Line(levelled(words, page.height * (number + 2)), page.number, count + number)
        line.shown = tuple(words)
        yield line


def _cell_gap(page: Page) -> float:
    """What divides cells on a picture, in heights of a line: words stand close around their letters there, and a till's
    are wide apart for their height.
    """
    advances = sorted(
        (w.x1 - w.x0) / len(w.text) / (w.bottom - w.top) for w in page.words if len(w.text) >= 3 and w.bottom > w.top
    )
    return max(CELL_GAP, _LETTERS * advances[len(advances) // 2]) if advances else CELL_GAP


def _row_under(lines: Sequence[Line], n: int) -> Line | None:
    """The line below, or that below the rest of the head's longest label («Sidste» over «rettidige» over «frist»)."""
    for below in lines[n + 1 : n + 2 + _HEAD_RESTS]:
        if len(below.cells) > 1 or below.has_figure or below.x0 <= lines[n].x0:
            return below
    return None


def _is_narrow_head(line: Line, below: Line) -> bool:
    """Words without figures over a row of more cells than they make: a head whose columns stand close. Where they are
    one run, each cell must begin under a word: a sentence's words do not stand so. Over as few cells as three they may
    by chance, but not in capitals.
    """
    count = len(below.cells)
    if count < COLUMNS or len(line.cells) >= count or line.page != below.page or line.has_figure:
        return False
    if len(line.cells) == 1 and not _begins_under_words(line, below):
        return False
    if len(line.cells) == 1 and count == COLUMNS and not line.text.isupper():
        return False
    between = below.index - line.index - 1
    near: bool = below.top - line.bottom < (1 + 1.5 * between) * line.height
    return near


def _begins_under_words(line: Line, below: Line) -> bool:
    return all(any(abs(c.x0 - w.x0) < COLUMN_EDGE for w in line.words) for c in below.cells)


def _edges(line: Line) -> Columns:
    return [(a.x1, b.x0) for a, b in pairwise(line.cells)]


def _columns(above: Sequence[Line], row: Sequence[Word], page: int) -> Columns:
    """Where the cells of the row above begin, but the first: of the one before, where the last only ends its words."""
    head = next((line for line in reversed(above) if len(line.cells) >= COLUMNS), None)
    if head is None or head.page != page:
        return ()
    close = min([w.top for w in row]) - head.bottom < 2 * head.height
    return _edges(head) if close else ()


def is_cut_short(document: Document) -> bool:
    """Whether there is more in it than is read."""
    read = sum(len(page.words) for page in within_limits(document.pages))
    return document.page_count > len(document.pages) or read < sum(len(page.words) for page in document.pages)


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
