"""Which label a value belongs to, and where a label's value stands: beside, below, above, behind, over a line's end."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from bot.documents.fields.captions import caption_rows, is_caption_over
from bot.documents.fields.labels import Hit
from bot.documents.layout import Layout
from bot.documents.line import SAME_EDGE, Cell, Line

#: Punctuation, a rate and small words that may stand between a label and its value.
_FILLER = re.compile(
    r"^[\s:;.,–—\-=|#*>•)%]*(?:(?:\(?\d{1,2}(?:[.,]\d{1,2})?\s?(?:%|pct\.?)\)?|er|den|d\.?|nr\.?|dkk|kr\.?|is|the|on|pr\.?)[\s:;.,–—\-=|#)]*)*$",
    re.IGNORECASE,
)
#: A line of so many words is a sentence's.
_SENTENCE = 6
#: More words of a label that is known by its beginning: «Forfaldsdato for betaling:».
_TAIL = re.compile(r"^(?:\s[a-zæøå]{1,12}\.?){1,3}\s?:?$")
#: The same in capitals, where a name would look no different: «KONTAKTPERSON HOS KUNDE».
_TAIL_IN_CAPITALS = re.compile(
    r"^\s(?:HOS|FOR|TIL|AF|PÅ|I|VED|MED|OF|TO|AT|WITH|FROM)(?:\s[A-ZÆØÅ]{1,12}\.?){1,2}\s?:?$"
)
#: «Moms (25 % af 3.417,60)»: a label that ends in a remark; not «Fra: Café Bakken, Algade 9 (CVR …)», a value.
_BRACKETED = re.compile(r"^[^():]+:?\s*\([^()]*\)\s?:?$")


class Label(NamedTuple):
    """The label that a value belongs to. ``how``: "same" cell, "left", "above", "below", or "behind" it in its cell."""

    group: str
    how: str
    line: Line
    hit: Hit


@dataclass(frozen=True, eq=False)
class Labelled:
    """A layout with the labels found on its lines (``hits``, by line index)."""

    layout: Layout
    hits: tuple[tuple[Hit, ...], ...]
    #: What may begin on each line (``openings``), by its index.
    opens: tuple[int, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.layout.lines

    def opening(self, bits: int) -> Iterator[Line]:
        """The lines on which one of those may begin, in order."""
        return (line for line, bits_of_line in zip(self.lines, self.opens, strict=True) if bits_of_line & bits)

    @cached_property
    def _hits_by_group(self) -> dict[str, list[tuple[Line, Hit]]]:
        out: dict[str, list[tuple[Line, Hit]]] = {}
        for line, hits in zip(self.lines, self.hits, strict=True):
            for hit in hits:
                out.setdefault(hit.group, []).append((line, hit))
        return out

    def labelled(self, group: str) -> list[tuple[Line, Hit]]:
        """Every label of the group with its line, in order."""
        return self._hits_by_group.get(group, [])

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
            and any(abs(c.x0 - h_line.cells[h.cell].x0) < SAME_EDGE for c in below.cells)
        )

    @cached_property
    def caption_rows(self) -> frozenset[int]:
        """Indexes of lines that are small captions under the values of the line above them."""
        return caption_rows(self)

    def under(self, line: Line, cell: Cell, reach: float = 3.0) -> tuple[Line, int] | None:
        """Where the value of a label that is its whole cell stands, if not beside it: below, or above a caption."""
        if line.index in self.caption_rows:
            return self.layout.above(line, cell, reach)
        return self.layout.below(line, cell, reach)

    def hits_of(self, line: Line, *groups: str) -> list[Hit]:
        found = self.hits[line.index]
        return [h for h in found if h.group in groups] if found else []

    def is_pure(self, line: Line, hit: Hit) -> bool:
        """Whether the label reaches the end of its cell: its value stands in another."""
        rest = line.text[hit.end : line.cells[hit.cell].end]
        if rest.lstrip()[:1] == "/":
            # «Contact/Kontakt»: the same in two languages.
            twin = [
                h for h in self.hits[line.index] if h.cell == hit.cell and h.start > hit.end and h.group == hit.group
            ]
            if len(twin) == 1 and line.is_blank(hit.end, twin[0].start):
                return self.is_pure(line, twin[0])
        whole = line.text[hit.start : line.cells[hit.cell].end]
        tail = _TAIL_IN_CAPITALS if whole.isupper() else _TAIL
        return bool(_FILLER.match(rest) or tail.match(rest) or _BRACKETED.match(whole))

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
                if abs(word.x0 - x0) < SAME_EDGE and not above.has_figure:
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
        close = -1 <= line.top - above.bottom < above.height and abs(line.x0 - above.x0) < SAME_EDGE
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
        return self._is_head(line, cell, below) or is_caption_over(line, line.cells[cell], below, below.cells[under])

    def _is_head(self, line: Line, cell: int, below: Line) -> bool:
        """Whether the line is a row of labels over a row of values: no figure in it, two labels or three columns, and
        values begin under this cell and the next.
        """
        if line.has_figure:
            return False
        labels = sum(1 for number in range(len(line.cells)) if self.pure_hit(line, number))
        starts = [c.x0 for c in below.cells]
        here, right = line.cells[cell], line.cells[cell + 1]
        under = all(any(abs(c.x0 - x) < 3 for x in starts) for c in (here, right))
        return labels > 1 or (under and len(line.cells) >= 3 and len(below.cells) >= 3)
