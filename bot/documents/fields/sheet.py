"""What every field is read from: one invoice's lines with their labels, dates and amounts found once, and who is asked.

A ``Sheet`` is evidence only; it decides nothing. ``draft`` holds what has been read so far.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain
from operator import itemgetter, or_
from statistics import median
from typing import TYPE_CHECKING

from bot.danish.amounts import find_amounts
from bot.danish.payments import find_payments
from bot.documents.fields.buyer import buyer_cells
from bot.documents.fields.currencies import paid_in
from bot.documents.fields.dates import dates_on
from bot.documents.fields.found import Placed, by_line, overlap, search
from bot.documents.fields.labelling import Labelled
from bot.documents.fields.labels import hits_on, wrapped_labels
from bot.documents.fields.misread import respell
from bot.documents.fields.networks import NetworkIndex, index_of
from bot.documents.fields.openings import CURRENCY, LABEL
from bot.documents.fields.torn import torn_accounts
from bot.documents.fields.vocabulary import Vocabulary
from bot.documents.fields.wrapping import unwrapped
from bot.documents.layout import Layout
from bot.documents.line import Line
from bot.model.register import Register

if TYPE_CHECKING:
    from bot.model.world import Supplier

#: What ends a sentence; and letters of another size are so many times as high.
_STOPS, _OTHER_SIZE = (".", "!", "?", ":"), 1.3
#: A token's ``key``.
_KEY = itemgetter(0)


def _is_other_size(a: float, b: float) -> bool:
    return max(a, b) > _OTHER_SIZE * min(a, b)


@dataclass(frozen=True, eq=False)
class Sheet(Labelled):
    """One invoice inside a document, and the world it is read in."""

    vocabulary: Vocabulary
    register: Register
    suppliers: Sequence["Supplier"]
    received: date
    source: str = ""
    #: Whether ``Draft.weighed`` is kept.
    traced: bool = False
    #: Whether the words come from a picture.
    misread: bool = False
    #: With the pages that came along and are none of the invoice (``annex``), where there are any.
    whole: "Sheet | None" = None

    def scores(self, reader: str) -> Mapping[str, float]:
        """What the reader gives and takes, of ``rules/reading/scores.toml``."""
        return self.vocabulary.scores[reader]

    @property
    def networks(self) -> NetworkIndex:
        return index_of(self.register, self.vocabulary.scores)

    @cached_property
    def dates(self) -> tuple[Placed, ...]:
        """Every date on the sheet; a missing year is the one nearest the day of receipt."""
        return dates_on(self, self.received)

    @cached_property
    def amounts(self) -> tuple[Placed, ...]:
        found = search(self.lines, find_amounts, cells="\n", ends="\n")
        return paid_in(self.vocabulary, self.opening(CURRENCY), found)

    @cached_property
    def payments(self) -> tuple[Placed, ...]:
        """Over the cells of a line («Reg. | 1234 | Konto | 567»); and cell by cell: a line may hold several things."""
        torn = tuple(torn_accounts(self))
        joined = search(self.lines, find_payments, cells=" ", ends="\n")
        apart = search(self.lines, find_payments, cells="\n", ends="\n")
        if torn:
            joined = (*torn, *(p for p in joined if not any(overlap(p.span, t.span) for t in torn if t.line is p.line)))
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
    def keys(self) -> frozenset[str]:
        """Every word of the sheet, folded."""
        return frozenset(chain.from_iterable(map(_KEY, line.tokens) for line in self.lines))

    @cached_property
    def folded_text(self) -> str:
        """The sheet's words, folded, with single spaces: for sentences that may run over lines. A full stop at a line's
        end, or letters of another size on the next, end one: « | ».
        """
        out: list[str] = []
        before: Line | None = None
        for line in self.lines:
            if before is not None and (before.text.endswith(_STOPS) or _is_other_size(before.height, line.height)):
                out.append("|")
            out.extend(map(_KEY, line.tokens))
            before = line
        return f" {' '.join(out)} "

    def may_say(self, phrases: Iterable[str]) -> Iterator[str]:
        """Those of the folded phrases whose first word stands on the sheet: few need to be looked for in its text."""
        return (phrase for phrase in phrases if phrase.partition(" ")[0] in self.keys)

    @cached_property
    def buyer_cells(self) -> frozenset[tuple[int, int]]:
        """(line index, cell index) of the cells that are our own name and address."""
        return frozenset(buyer_cells(self))

    def is_buyers(self, line: Line, start: int) -> bool:
        return (line.index, line.cell_at(start)) in self.buyer_cells


def make_sheet(
    layout: Layout,
    vocabulary: Vocabulary,
    register: Register,
    suppliers: Sequence["Supplier"],
    received: date,
    source: str = "",
    *,
    traced: bool = False,
    misread: bool = False,
) -> Sheet:
    """``misread``: the words come from a picture, and labels may be a slip away."""
    layout = unwrapped(layout, vocabulary)
    opens = tuple(map(vocabulary.openings.on, layout.lines))
    if misread:
        respell(layout.lines, vocabulary, register)
        opens = tuple(map(or_, opens, map(vocabulary.openings.on, layout.lines)))
    found = [hits_on(line, vocabulary) if bits & LABEL else () for line, bits in zip(layout.lines, opens, strict=True)]
    hits = tuple(wrapped_labels(layout.lines, found, vocabulary))
    return Sheet(layout, hits, opens, vocabulary, register, suppliers, received, source, traced, misread)
