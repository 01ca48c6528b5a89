"""A value that was read, with the evidence for it."""

from dataclasses import dataclass
from typing import Generic, Literal, NamedTuple, TypeVar

T_co = TypeVar("T_co", covariant=True)


#: How a value was found. "label": behind a label that says what it is. "form": it looks like what it is, whatever
#: stands around it (an account with its check digit, «8 personer»). "place": where such a value stands on a page.
#: "register": it is of our own register, or an earlier supplier's. "arithmetic": other numbers lead to it.
#: "e-invoice": the format states it. "taught": a person's correction said where it stands on this supplier's invoices.
How = Literal["label", "form", "place", "register", "arithmetic", "e-invoice", "taught", ""]


class Box(NamedTuple):
    """A rectangle in PDF points (1/72 inch) from the page's top left corner, the page's rotation applied."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Field(Generic[T_co]):
    """A value, the text it was read from, and the place of that text.

    A field that was not found is ``None`` where it is held, never a Field with an empty value.
    """

    value: T_co
    #: 0..1, calibrated: of the fields given 0.9 or more, at least nine in ten are right.
    confidence: float
    #: As printed, before any normalisation (CPR numbers already masked).
    text: str
    #: Counted from 1; None where the format has no pages (a mail body, an e-invoice).
    page: int | None = None
    box: Box | None = None
    #: Why a person should look at this one (``"hidden"``, ``"overprinted"``, ``"contradicted"``, …); empty: no reason.
    doubts: tuple[str, ...] = ()
    how: How = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the things that a field's value could have been, and what spoke for it: kept only where a trace is
    wanted.
    """

    #: The field's outer name (docs/interface.md).
    field: str
    #: As the interface writes it (days ISO 8601, amounts with a point), CPR numbers masked.
    value: str
    #: 0..1, the reader's own, before calibration. 0: seen and never in question.
    score: float
    how: How
    #: As printed, and the label that it stands by ("" where none does); CPR numbers masked.
    text: str
    label: str = ""
    #: What the vocabulary takes that label for (a group of labels.toml); "" where it is not known.
    group: str = ""
    page: int | None = None
    box: Box | None = None
    #: Whether its value is the one that was read.
    chosen: bool = False
