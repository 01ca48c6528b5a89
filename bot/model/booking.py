"""What a mail says about meetings: understood, not yet believed. Times of day are Danish local time."""

from dataclasses import dataclass
from datetime import date, time
from typing import Generic, Literal, TypeVar

T_co = TypeVar("T_co", covariant=True)

#: ``"book"``: a meeting is to be; ``"move"``: another day, time or place; ``"cancel"``; ``"update"``: anything else.
Act = Literal["book", "move", "cancel", "update"]


@dataclass(frozen=True, slots=True)
class Said(Generic[T_co]):
    """A value and the words that it was read from. ``source``: "mail", "forwarded", or the name of a file."""

    value: T_co
    text: str
    source: str = "mail"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to ask about: ``code`` is a key of the question's wording in ``mailtemplates``, ``asks`` INTERFACE's
    word for what is missing (``date``, ``start``, ``end``, ``venue``, ``network``, ``meeting``).
    """

    code: str
    asks: str
    text: str = ""
    #: The readings between which a person must choose, in order of likelihood.
    choices: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class BookingReading:
    """One meeting as one mail tells it. None: not said; never guessed."""

    act: Act
    day: Said[date] | None = None
    start: Said[time] | None = None
    end: Said[time] | None = None
    venue: Said[str] | None = None
    address: Said[str] | None = None
    participants: Said[int] | None = None
    catering: Said[str] | None = None
    price: Said[str] | None = None
    contact: Said[str] | None = None
    topic: Said[str] | None = None
    #: Whom the words for the invoice may be sent to, if the coordinator says yes.
    place_email: Said[str] | None = None
    #: "The date may move": STATUS:TENTATIVE (RFC 5545 §3.8.1.11).
    tentative: bool = False
    #: The day of the meeting that is moved, cancelled or changed, where the mail names it.
    of_day: Said[date] | None = None
    #: How long it lasts, in hours, where only that is told («3 timer»).
    hours: float | None = None
    #: The same where it is said to be the meeting's length («Varighed: 3 timer»), not asked for.
    lasts: float | None = None
    #: So many days later (minus: earlier) than it was, where no day is told («udskydes 14 dage»).
    later_days: int | None = None
    #: So many minutes later (minus: earlier) than it began and ended, where no hour is told («en time senere»).
    later_start: int | None = None
    later_end: int | None = None
    #: What may have moved is certain now.
    final: bool = False
    #: Told in place of what it was («og ikke Kroen», «i stedet», «rettet bekræftelse»).
    instead: bool = False
    #: Said of a moved meeting: the rest stays as it was.
    same_time: bool = False
    same_place: bool = False
    doubts: tuple[Doubt, ...] = ()
    #: Codes of doubts that the coordinator has settled by saying the same once more: they are not asked again.
    settled: tuple[str, ...] = ()
