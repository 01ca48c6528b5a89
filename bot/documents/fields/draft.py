"""What has been read of one invoice so far (``Draft``), what a field was chosen from (``Scored``), and how a field is
made of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar

from bot.danish.cpr import mask_cpr
from bot.documents.fields.sheet import Sheet
from bot.documents.line import Span
from bot.model.field import Field, How
from bot.model.invoice import Amounts, InvoiceFields
from bot.model.payment import Payment

T = TypeVar("T")


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
    #: What a person's corrections of earlier invoices taught, by field (``fields.taught``).
    taught: Mapping[str, Field[Any]] = field(default_factory=dict)
    #: What each field was chosen from, in the order read: empty unless the sheet is traced.
    weighed: tuple[tuple[str, "Scored[Any]"], ...] = ()

    def having(self, **found: Field[Any] | None) -> "Draft":
        """With these fields; ``None`` leaves a field as it is."""
        given = {name: value for name, value in found.items() if value is not None}
        return self.changed(fields=InvoiceFields(**{**dict(self.fields.found()), **given})) if given else self

    def changed(self, **values: Any) -> "Draft":
        """As ``dataclasses.replace``, at a tenth of its cost: a draft changes some thirty times for each invoice."""
        new = object.__new__(Draft)
        new.__dict__.update(self.__dict__, **values)
        return new

    def using(self, span: Span) -> "Draft":
        return self.changed(used=self.used | {(span.line.index, span.start)})

    def weighing(self, sheet: Sheet, field: str, candidates: "Iterable[Scored[Any]]") -> "Draft":
        """``candidates`` is looked at only where a trace is wanted: a generator costs nothing else."""
        if not sheet.traced:
            return self
        return self.changed(weighed=(*self.weighed, *((field, candidate) for candidate in candidates)))

    def doubting(self, *doubts: str) -> "Draft":
        new = tuple(d for d in doubts if d not in self.doubts)
        return self.changed(doubts=self.doubts + new) if new else self


class Scored(NamedTuple, Generic[T]):
    """A candidate: its value, how sure, where it stands, and what speaks for it."""

    value: T
    score: float
    span: Span
    how: How = "label"


def make(sheet: Sheet, value: T, confidence: float, span: Span, *doubts: str, how: How = "label") -> Field[T]:
    """The field, with its evidence; what is not plainly to be seen on the page is worth no more than a look."""
    unseen = span.doubts
    if unseen:
        confidence = min(confidence, 0.5)
    paged = sheet.layout.paged
    return Field(
        value,
        round(max(0.05, min(confidence, 0.99)), 3),
        _masked(span.text),
        span.line.page if paged else None,
        span.box if paged else None,
        tuple(dict.fromkeys((*doubts, *unseen))),
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
