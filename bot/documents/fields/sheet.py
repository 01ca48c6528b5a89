"""What every field is read from: one invoice's lines with their labels, dates and amounts found once, and who is asked.

A ``Sheet`` is evidence only; it decides nothing. ``draft`` holds what has been read so far.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from bot.danish.amounts import find_amounts
from bot.danish.dates import find_dates
from bot.danish.payments import find_payments
from bot.documents.fields.buyer import buyer_cells
from bot.documents.fields.currencies import paid_in
from bot.documents.fields.found import Placed, by_line, overlap, search
from bot.documents.fields.labels import Hit, hits_on, wrapped_labels
from bot.documents.fields.vocabulary import Vocabulary
from bot.documents.layout import Layout
from bot.documents.line import Cell, Line, Span
from bot.model.register import Register
from bot.model.world import Supplier

#: Punctuation, a rate and small words that may stand between a label and its value.
_FILLER = re.compile(
    r"^[\s:;.,–—\-=|#*>•)%]*(?:(?:\(?\d{1,2}(?:[.,]\d{1,2})?\s?(?:%|pct\.?)\)?|er|den|d\.?|nr\.?|dkk|kr\.?|is|the|on|pr\.?)[\s:;.,–—\-=|#)]*)*$",
    re.IGNORECASE,
)
#: Captions are so much smaller than the values over them, and begin where those do (points).
_CAPTION, _SAME_EDGE = 0.85, 3.0
_DAY_AND_MONTH = re.compile(r"\d{1,2}([-/.])\d{1,2}\1")
#: A date's letters on each side of a line's end.
_TAIL_LETTERS = 24
#: A line of so many words is a sentence's.
_SENTENCE = 6
#: More words of a label that is known by its beginning: «Forfaldsdato for betaling:».
_TAIL = re.compile(r"^(?:\s[a-zæøå]{1,12}\.?){1,3}\s?:?$")
#: «Moms (25 % af 3.417,60)»: a label that ends in a remark.
_BRACKETED = re.compile(r"^[^()]+\([^()]*\)\s?:?$")


class Label(NamedTuple):
    """The label that a value belongs to. ``how``: "same" cell, "left", "above", "below", or "behind" it in its cell."""

    group: str
    how: str
    line: Line
    hit: Hit


@dataclass(frozen=True, eq=False)
class Sheet:
    """One invoice inside a document, and the world it is read in."""

    layout: Layout
    vocabulary: Vocabulary
    register: Register
    suppliers: Sequence[Supplier]
    received: date
    source: str = ""
    hits: tuple[tuple[Hit, ...], ...] = ()
    #: Whether ``Draft.weighed`` is kept.
    traced: bool = False

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.layout.lines

    @cached_property
    def dates(self) -> tuple[Placed, ...]:
        """Every date on the sheet; a missing year is the one nearest the day of receipt."""
        found = search(self.lines, lambda text: find_dates(text, self.received), cells="|", ends="|")
        broken = [d for line in self.lines if (d := self._broken_date(line) or self._broken_cell(line)) is not None]
        if not broken:
            return found
        cut = {(d.line.index, d.span.start) for d in broken}
        kept = (p for p in found if not any(p.line.index == i and p.span.end > start for i, start in cut))
        return tuple(sorted((*kept, *broken), key=lambda p: (p.line.index, p.span.start)))

    def _broken_cell(self, line: Line) -> Placed | None:
        """«18-09-» over «2026» in a narrow column."""
        for cell in line.cells:
            text = line.text[cell.start : cell.end]
            if text[-1:] not in "-/." or not _DAY_AND_MONTH.fullmatch(text):
                continue
            below = self.layout.below(line, cell, reach=0.8)
            year = below[0].cell_text(below[1]) if below else ""
            found = find_dates(text + year, self.received) if year.isdecimal() else []
            if found and found[0].year_given:
                return Placed(found[0], Span(line, cell.start, cell.end))
        return None

    def _broken_date(self, line: Line) -> Placed | None:
        """«… tirsdag den 6.» over «oktober 2026 …»: a date that a sentence's end of line broke."""
        if not line.tokens or not line.text[0].isalpha() or (above := self.sentence_above(line)) is None:
            return None
        if not above.text.rstrip(".")[-1:].isdigit():
            return None
        start = max(0, len(above.text) - _TAIL_LETTERS)
        tail = above.text[start:]
        for found in find_dates(f"{tail} {line.text[:_TAIL_LETTERS]}", self.received):
            if found.start < len(tail) < found.end:
                return Placed(found, Span(above, start + found.start, len(above.text)))
        return None

    @cached_property
    def amounts(self) -> tuple[Placed, ...]:
        found = search(self.lines, find_amounts, cells="\n", ends="\n")
        return paid_in(self.vocabulary, self.lines, found)

    @cached_property
    def payments(self) -> tuple[Placed, ...]:
        """Over the cells of a line («Reg. | 1234 | Konto | 567»); and cell by cell: a line may hold several things."""
        joined = search(self.lines, find_payments, cells=" ", ends="\n")
        apart = search(self.lines, find_payments, cells="\n", ends="\n")
        taken = by_line(joined)
        extra = [p for p in apart if not any(overlap(p.span, t.span) for t in taken.get(p.line.index, []))]
        return tuple(sorted((*joined, *extra), key=lambda p: (p.line.index, p.span.start))) if extra else joined

    @cached_property
    def amounts_by_line(self) -> dict[int, list[Placed]]:
        return by_line(self.amounts)

    @cached_property
    def dates_by_line(self) -> dict[int, list[Placed]]:
        return by_line(self.dates)

    @cached_property
    def usual_height(self) -> float:
        """The height of most lines: a heading stands out from it."""
        return median(line.height for line in self.lines) if self.lines else 1.0

    @cached_property
    def folded_text(self) -> str:
        """The sheet's words, folded, with single spaces: for sentences that may run over lines."""
        return f" {' '.join(t.key for line in self.lines for t in line.tokens)} "

    @cached_property
    def buyer_cells(self) -> frozenset[tuple[int, int]]:
        """(line index, cell index) of the cells that are our own name and address."""
        return frozenset(buyer_cells(self))

    @cached_property
    def wrapped_heads(self) -> frozenset[int]:
        """Indexes of lines with a label of more words than stand on it: the rest is on the line below."""
        return frozenset(
            h_line.index
            for h_line, below in pairwise(self.lines)
            for h in self.hits[h_line.index]
            if len(h_line.cells) > len(below.cells)
            and not self.hits[below.index]
            and h == self.pure_hit(h_line, h.cell)
            and any(abs(c.x0 - h_line.cells[h.cell].x0) < _SAME_EDGE for c in below.cells)
        )

    @cached_property
    def caption_rows(self) -> frozenset[int]:
        """Indexes of lines that are small captions under the values of the line above them."""
        return frozenset(line.index for line in self.lines if self._is_captions(line))

    def _is_captions(self, line: Line) -> bool:
        """Labels only, two or more, smaller than the line right above, which has a value over each and no label."""
        if len(line.cells) < 2 or line.index == 0:
            return False
        above = self.lines[line.index - 1]
        near = above.page == line.page and line.top - above.bottom < 0.6 * above.height
        if not near or line.height > _CAPTION * above.height or self.hits[above.index]:
            return False
        starts = [c.x0 for c in above.cells]
        return all(
            self.pure_hit(line, n) is not None and any(abs(c.x0 - x) < _SAME_EDGE for x in starts)
            for n, c in enumerate(line.cells)
        )

    def under(self, line: Line, cell: Cell, reach: float = 3.0) -> tuple[Line, int] | None:
        """Where the value of a label that is its whole cell stands, if not beside it: below, or above a caption."""
        if line.index in self.caption_rows:
            return self.layout.above(line, cell, reach)
        return self.layout.below(line, cell, reach)

    def is_buyers(self, line: Line, start: int) -> bool:
        return (line.index, line.cell_at(start)) in self.buyer_cells

    def hits_of(self, line: Line, *groups: str) -> list[Hit]:
        found = self.hits[line.index]
        return [h for h in found if h.group in groups] if found else []

    def is_pure(self, line: Line, hit: Hit) -> bool:
        """Whether the label reaches the end of its cell: its value stands in another."""
        rest = line.text[hit.end : line.cells[hit.cell].end]
        whole = line.text[hit.start : line.cells[hit.cell].end]
        return bool(_FILLER.match(rest) or _TAIL.match(rest) or _BRACKETED.match(whole))

    def label_of(self, line: Line, start: int, *, taken: Iterable[tuple[int, int]] = ()) -> Label | None:
        """The label that a value beginning at ``start`` belongs to: in its cell, then left of it, then above it.

        ``taken``: places of other values of the same sort; a label left of one of them is that one's.
        """
        cell = line.cell_at(start)
        before = [h for h in self.hits[line.index] if h.end <= start]
        if before and not any(before[-1].end <= a < start for a, _ in taken):
            hit = before[-1]
            if hit.cell == cell:
                return Label(hit.group, "same", line, hit)
            if self.is_pure(line, hit) and line.is_blank(line.cells[hit.cell].end, line.cells[cell].start):
                return Label(hit.group, "left", line, hit)
        if line.is_blank(line.cells[cell].start, start):
            behind = self.hit_behind(line, cell)
            if behind is not None:
                return Label(behind.group, "behind", line, behind)
            wrapped = self.wrapped(line) if cell == 0 else None
            if wrapped is not None:
                return Label(wrapped.group, "left", self.lines[line.index - 1], wrapped)
            return self._label_beside(line, line.cells[cell])
        return self._label_over(line, start) if cell or not before else None

    def _label_over(self, line: Line, start: int) -> Label | None:
        """The label right above by place, where narrow columns ran together: both begin at the same edge."""
        x0 = line.words_in(start, start + 1)[0].x0
        for above in reversed(self.lines[max(0, line.index - 3) : line.index]):
            if above.page != line.page or line.top - above.bottom > 3 * line.height:
                return None
            for hit in self.hits[above.index]:
                word = above.words_in(hit.start, hit.end)[0]
                if abs(word.x0 - x0) < _SAME_EDGE and not any(c.isdigit() for c in above.text):
                    return Label(hit.group, "above", above, hit)
        return None

    def hit_behind(self, line: Line, cell: int) -> Hit | None:
        """«07.06.2026 fakturadato», «12.6. (betaling)»: the one label of the cell, at its end, behind the value."""
        hits = [h for h in self.hits[line.index] if h.cell == cell] if self.hits[line.index] else []
        if (
            len(hits) != 1
            or len(line.cell_tokens[cell]) > _SENTENCE
            or not line.is_blank(hits[0].end, line.cells[cell].end)
        ):
            return None
        own = line.cells[cell]
        if line.is_blank(own.start, hits[0].start) or ":" in line.text[hits[0].end : own.end]:
            return None
        return hits[0]

    def wrapped(self, line: Line) -> Hit | None:
        """The label that ends the line above, where a sentence runs on: «… hvoraf moms udgør» over «760,00 kr. …»."""
        above = self.sentence_above(line)
        hits = self.hits[above.index] if above is not None else ()
        return hits[-1] if above and hits and above.is_blank(hits[-1].end, len(above.text)) else None

    def sentence_above(self, line: Line) -> Line | None:
        """The line right above, where it is a sentence that may run on in this one."""
        above = self.lines[line.index - 1] if line.index else line
        if len(above.tokens) < _SENTENCE or len(above.cells) > 1 or above.page != line.page or above is line:
            return None
        close = -1 <= line.top - above.bottom < above.height and abs(line.x0 - above.x0) < _SAME_EDGE
        return above if close else None

    def _label_beside(self, line: Line, cell: Cell) -> Label | None:
        if line.index + 1 in self.caption_rows:
            under = self.layout.below(line, cell, reach=1.0)
            hit = self.pure_hit(*under) if under else None
            return Label(hit.group, "below", under[0], hit) if under and hit else None
        above = self.layout.above(line, cell)
        hit = self.pure_hit(*above) if above else None
        if above and hit is None and len(above[0].cell_tokens[above[1]]) == 1:
            # «Betales» over «senest»: a head in two lines, whose label stands on the upper one.
            above = self.layout.above(above[0], above[0].cells[above[1]], reach=0.6)
            hit = self.pure_hit(*above) if above else None
            hit = hit if above and hit and above[0].index in self.wrapped_heads else None
        return Label(hit.group, "above", above[0], hit) if above and hit else None

    def pure_hit(self, line: Line, cell: int) -> Hit | None:
        """The label that is all of a cell, or None."""
        for hit in self.hits[line.index]:
            if hit.cell == cell and self.is_pure(line, hit) and line.is_blank(line.cells[cell].start, hit.start):
                return hit
        return None

    def values_of(self, line: Line, hit: Hit) -> list[tuple[Line, int, int]]:
        """Where a label's value may stand, best first: the rest of its cell, the next cell, the cell below."""
        out = []
        cell = line.cells[hit.cell]
        next_hit = min((h.start for h in self.hits[line.index] if h.start >= hit.end), default=len(line.text))
        if not self.is_pure(line, hit):
            out.append((line, hit.end, min(cell.end, max(next_hit, hit.end))))
            return out
        if line.index in self.caption_rows:
            over = self.under(line, cell)
            return [(over[0], over[0].cells[over[1]].start, over[0].cells[over[1]].end)] if over else []
        if self.hit_behind(line, hit.cell) == hit:
            out.append((line, cell.start, hit.start))
        beside = hit.cell + 1
        while beside < len(line.cells) and line.is_blank(line.cells[beside].start, line.cells[beside].end):
            beside += 1  # «Faktura-nr | : | 1042»
        if beside < len(line.cells) and self.pure_hit(line, beside) is None:
            right = line.cells[beside]
            out.append((line, right.start, right.end))
        below = self.layout.below(line, cell)
        if below is not None and self.pure_hit(*below) is None:
            other, index = below
            out.append((other, other.cells[index].start, other.cells[index].end))
            if len(out) > 1 and hit.cell + 1 < len(line.cells) and self._is_over(line, hit.cell, other, index):
                out.reverse()
        return out

    def _is_over(self, line: Line, cell: int, below: Line, under: int) -> bool:
        return self._is_head(line, cell, below) or _is_caption_over(line, line.cells[cell], below, below.cells[under])

    def _is_head(self, line: Line, cell: int, below: Line) -> bool:
        """Whether the line is a row of labels over a row of values: no figure in it, two labels or three columns, and
        values begin under this cell and the next.
        """
        if any(c.isdigit() for c in line.text):
            return False
        labels = sum(1 for number in range(len(line.cells)) if self.pure_hit(line, number))
        starts = [c.x0 for c in below.cells]
        here, right = line.cells[cell], line.cells[cell + 1]
        under = all(any(abs(c.x0 - x) < 3 for x in starts) for c in (here, right))
        return labels > 1 or (under and len(line.cells) >= 3 and len(below.cells) >= 3)


def make_sheet(
    layout: Layout,
    vocabulary: Vocabulary,
    register: Register,
    suppliers: Sequence[Supplier],
    received: date,
    source: str = "",
    *,
    traced: bool = False,
) -> Sheet:
    hits = tuple(wrapped_labels(layout.lines, [hits_on(line, vocabulary) for line in layout.lines], vocabulary))
    return Sheet(layout, vocabulary, register, suppliers, received, source, hits, traced)


def _is_caption_over(line: Line, caption: Cell, below: Line, value: Cell) -> bool:
    """Whether the label is printed smaller than the value right under it, and begins where that does: a panel of
    captions, beside which the rows of another column stand.
    """
    if abs(caption.x0 - value.x0) > _SAME_EDGE:
        return False
    small, usual = _height(line, caption), _height(below, value)
    return 0 < small <= _CAPTION * usual


def _height(line: Line, cell: Cell) -> float:
    return max((w.bottom - w.top for w in line.words_in(cell.start, cell.end)), default=0.0)
