"""A value that was read, with the evidence for it."""

from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

T_co = TypeVar("T_co", covariant=True)


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
