"""What every field is read from: one invoice's lines with their labels, dates and amounts found once, and who is asked.

A ``Sheet`` is evidence only; it decides nothing. ``Draft`` is what has been read so far; each field module returns a
new one.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from statistics import median
from typing import Any, Generic, NamedTuple, TypeVar

from bot.danish.amounts import FoundAmount, find_amounts
from bot.danish.cpr import mask_cpr
from bot.danish.dates import FoundDate, find_dates
from bot.danish.payments import FoundPayment, find_payments
from bot.documents.fields.labels import Hit, Vocabulary, hits_on
from bot.documents.layout import Cell, Layout, Line, Span
from bot.model.field import Field, How
from bot.model.invoice import Amounts, InvoiceFields
from bot.model.payment import Payment
from bot.model.register import Register
from bot.model.world import Supplier

T = TypeVar("T")
#: Lines longer than this are cut before they are searched (a hostile page can be one line).
MAX_LINE = 2000
#: Punctuation, a rate and small words that may stand between a label and its value.
_FILLER = re.compile(
    r"^[\s:;.,–—\-=|#*>•)%]*(?:(?:\(?\d{1,2}(?:[.,]\d{1,2})?\s?(?:%|pct\.?)\)?|er|den|d\.?|nr\.?|dkk|kr\.?|is|the|on|pr\.?)[\s:;.,–—\-=|#)]*)*$",
    re.IGNORECASE,
)
#: Labels that may stand in the buyer's address.
_IN_ADDRESS = ("buyer", "buyer_ref", "coordinator", "concerning", "network", "buyer_cvr", "cvr", "other_number")
_POSTCODE = re.compile(r"(?<!\d)\d{4}\s+[A-ZÆØÅ]")
#: Captions are so much smaller than the values over them, and begin where those do (points).
_CAPTION, _SAME_EDGE = 0.85, 3.0
#: More words of a label that is known by its beginning: «Forfaldsdato for betaling:».
_TAIL = re.compile(r"^(?:\s[a-zæøå]{1,12}\.?){1,3}\s?:?$")
#: «Moms (25 % af 3.417,60)»: a label that ends in a remark.
_BRACKETED = re.compile(r"^[^()]+\([^()]*\)\s?:?$")


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


class Label(NamedTuple):
    """The label that a value belongs to. ``how``: "same" cell, "left", "above" or "below"."""

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
        return _search(self.lines, lambda text: find_dates(text, self.received), cells="|", ends="|")

    @cached_property
    def amounts(self) -> tuple[Placed, ...]:
        return _search(self.lines, find_amounts, cells="\n", ends="\n")

    @cached_property
    def payments(self) -> tuple[Placed, ...]:
        """Over the cells of a line («Reg. | 1234 | Konto | 567»); and cell by cell: a line may hold several things."""
        joined = _search(self.lines, find_payments, cells=" ", ends="\n")
        apart = _search(self.lines, find_payments, cells="\n", ends="\n")
        taken = _by_line(joined)
        extra = [p for p in apart if not any(_overlap(p.span, t.span) for t in taken.get(p.line.index, []))]
        return tuple(sorted((*joined, *extra), key=lambda p: (p.line.index, p.span.start))) if extra else joined

    @cached_property
    def amounts_by_line(self) -> dict[int, list[Placed]]:
        return _by_line(self.amounts)

    @cached_property
    def dates_by_line(self) -> dict[int, list[Placed]]:
        return _by_line(self.dates)

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
        return frozenset(_buyer_cells(self))

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
            return self._label_beside(line, line.cells[cell])
        return None

    def _label_beside(self, line: Line, cell: Cell) -> Label | None:
        if line.index + 1 in self.caption_rows:
            under = self.layout.below(line, cell, reach=1.0)
            hit = self.pure_hit(*under) if under else None
            return Label(hit.group, "below", under[0], hit) if under and hit else None
        above = self.layout.above(line, cell)
        if above is not None:
            other, index = above
            hit = self.pure_hit(other, index)
            if hit is not None:
                return Label(hit.group, "above", other, hit)
        return None

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
            if len(out) > 1 and self._is_head(line, hit.cell, other):
                out.reverse()
        return out

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


@dataclass(frozen=True)
class Draft:
    """What has been read of one invoice so far."""

    fields: InvoiceFields = field(default_factory=InvoiceFields)
    network_id: str | None = None
    network_rivals: tuple[str, ...] = ()
    other_payments: tuple[Field[Payment], ...] = ()
    terms: Field[str] | None = None
    due_date_from_terms: bool = False
    amounts: Amounts = field(default_factory=Amounts)
    preceding_invoice: Field[str] | None = None
    doubts: tuple[str, ...] = ()
    #: Lines that name the network.
    network_lines: frozenset[int] = frozenset()
    #: Where values were read that no other field may read: (line index, start).
    used: frozenset[tuple[int, int]] = frozenset()
    #: What each field was chosen from, in the order read: empty unless the sheet is traced.
    weighed: tuple[tuple[str, "Scored[Any]"], ...] = ()

    def having(self, **found: Field[Any] | None) -> "Draft":
        """With these fields; ``None`` leaves a field as it is."""
        given = {name: value for name, value in found.items() if value is not None}
        return replace(self, fields=replace(self.fields, **given)) if given else self

    def using(self, span: Span) -> "Draft":
        return replace(self, used=self.used | {(span.line.index, span.start)})

    def weighing(self, sheet: Sheet, field: str, candidates: "Iterable[Scored[Any]]") -> "Draft":
        """``candidates`` is looked at only where a trace is wanted: a generator costs nothing else."""
        if not sheet.traced:
            return self
        return replace(self, weighed=(*self.weighed, *((field, candidate) for candidate in candidates)))

    def doubting(self, *doubts: str) -> "Draft":
        new = tuple(d for d in doubts if d not in self.doubts)
        return replace(self, doubts=self.doubts + new) if new else self


class Scored(NamedTuple, Generic[T]):
    """A candidate: its value, how sure, where it stands, and what speaks for it."""

    value: T
    score: float
    span: Span
    how: How = "label"


def make(sheet: Sheet, value: T, confidence: float, span: Span, *doubts: str, how: How = "label") -> Field[T]:
    """The field, with its evidence; what is not plainly to be seen on the page is worth no more than a look."""
    seen = tuple(dict.fromkeys((*doubts, *span.doubts)))
    if span.doubts:
        confidence = min(confidence, 0.5)
    paged = sheet.layout.paged
    return Field(
        value,
        round(max(0.05, min(confidence, 0.99)), 3),
        _masked(span.text),
        span.line.page if paged else None,
        span.box if paged else None,
        seen,
        how,
    )


def _masked(text: str) -> str:
    """CPR numbers masked; what has fewer than ten figures holds none."""
    return mask_cpr(text) if sum(c.isdecimal() for c in text) >= 6 else text


def best(candidates: Iterable[Scored[T]]) -> Scored[T] | None:
    """The highest score; of equals, the first on the page."""
    out: Scored[T] | None = None
    for candidate in candidates:
        if out is None or candidate.score > out.score + 1e-9:
            out = candidate
    return out


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
    hits = tuple(hits_on(line, vocabulary) for line in layout.lines)
    return Sheet(layout, vocabulary, register, suppliers, received, source, hits, traced)


_Found = FoundDate | FoundAmount | FoundPayment


def _search(
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


def _overlap(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def _by_line(found: Iterable[Placed]) -> dict[int, list[Placed]]:
    out: dict[int, list[Placed]] = {}
    for item in found:
        out.setdefault(item.line.index, []).append(item)
    return out


def _buyer_cells(sheet: Sheet) -> Iterable[tuple[int, int]]:
    names = sheet.vocabulary.buyer
    for line in sheet.lines:
        for index, cell in enumerate(line.cells):
            tokens = line.cell_tokens[index]
            if names.first_in(tokens, 12) is not None:
                yield line.index, index
                yield from _cells_below(sheet, line, cell)


def _cells_below(sheet: Sheet, line: Line, cell: Cell) -> Iterable[tuple[int, int]]:
    """The rest of an address: cells that begin under the first one, close below each other, to the town."""
    for _ in range(6):
        if _POSTCODE.search(line.text, cell.start, cell.end):
            return
        below = sheet.layout.below(line, cell, reach=0.9)
        if below is None or abs(below[0].cells[below[1]].x0 - cell.x0) > 3:
            return
        line, index = below
        cell = line.cells[index]
        labels = [h for h in sheet.hits[line.index] if h.cell == index]
        if line.index in sheet.amounts_by_line or any(h.group not in _IN_ADDRESS for h in labels):
            return
        yield line.index, index
