"""What the oracle's secretary knows and writes: her rules, a card for each meeting, the letters that she would send."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple

from tests.year.journal import Meeting, Partstat

Kind = Literal[
    "invitation", "update", "cancellation", "unanswered", "all", "head_count", "no_place", "no_invoice",
    "no_invoice_staff", "plan", "words", "answer", "invoice", "summary", "alarm",
]  # fmt: skip
#: Letters that the secretary begins by herself: never at night, on Sundays or holidays.
BY_HERSELF: frozenset[Kind] = frozenset({
    "invitation", "update", "cancellation", "unanswered", "all", "head_count", "no_place", "no_invoice",
    "no_invoice_staff", "plan",
})  # fmt: skip
#: Days before the meeting (a minus: after), and how many days too late it is still of use.
UNANSWERED, ALL, HEAD_COUNT = ((14, 4), (7, 4)), ((2, 1),), ((5, 4),)
NO_PLACE, NO_INVOICE, NO_INVOICE_STAFF = ((42, 14), (21, 14)), ((-21, 60),), ((-42, 120),)
#: News of a meeting that begins so soon after people are up again does not wait for that.
URGENT = timedelta(hours=24)
JUST_INVITED = timedelta(days=2)
STILL_ANSWERED = timedelta(hours=12)
#: Meetings that a year has at least.
FEWEST = 2
SUMMARY_AT, SUMMARY_LATE = time(7), timedelta(days=7)
STAFF = {"EKM": "sekretariat@ekm.example", "eKVIS": "kontor@ekvis.example"}


@dataclass(frozen=True)
class Expected:
    """One letter to one person. ``about`` tells letters of one kind to one person apart."""

    kind: Kind
    to: str
    about: str
    at: datetime
    #: Calendar letters: SEQUENCE. Head counts: how many eat.
    number: int | None = None
    #: May come, and need not.
    optional: bool = False
    #: Moments at which it is right as well: what it waits for ended while they were lived through, or mail came then.
    or_at: tuple[datetime, ...] = ()

    @property
    def moments(self) -> tuple[datetime, ...]:
        return (self.at, *self.or_at)


class Told(NamedTuple):
    """The SEQUENCE at which somebody knows of a meeting, and between which times of the clock they were told."""

    sequence: int
    at: datetime
    end: datetime


@dataclass
class Card:
    """A meeting in the paper calendar. ``told``: who knows of it."""

    meeting: Meeting
    #: Whether its people are invited: not those of a meeting that only stands in the register's files.
    inviting: bool
    sequence: int = 0
    is_off: bool = False
    told: dict[str, Told] = field(default_factory=dict)
    answers: dict[str, Partstat] = field(default_factory=dict)
    stamps: dict[str, datetime] = field(default_factory=dict)
    reminded: set[str] = field(default_factory=set)
    is_billed: bool = False
    #: SEQUENCE of the last change of time or place: who answered before that is asked anew.
    moved: int = 0
    #: By its cause a reminder that was perhaps sent already, and when: one of two ways to go, and both are right.
    perhaps: dict[str, Expected] = field(default_factory=dict)

    @property
    def day(self) -> date:
        return self.meeting.start.date()

    @property
    def where_and_when(self) -> tuple[object, ...]:
        return (self.meeting.start, self.meeting.end, self.meeting.venue)
