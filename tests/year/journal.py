"""What happened, as somebody who stood by would write it down: what people did and meant, and when the service looked.

Nothing here was read from the bot.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from tests.year.town import Head, Person

Partstat = Literal["NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE"]


@dataclass(frozen=True)
class Meeting:
    """A meeting as its coordinator has it in mind. ``key`` names it in the simulation for ever."""

    key: str
    network: str
    start: datetime
    end: datetime
    venue: str | None = None
    topic: str | None = None
    tentative: bool = False


@dataclass(frozen=True)
class Wrote:
    """A mail about meetings, answered by one letter. ``made``: meetings as they are from then on; ``called_off``: keys.

    Neither: the bot must ask, or knows it already.
    """

    message_id: str
    sender: str
    made: tuple[Meeting, ...] = ()
    called_off: tuple[str, ...] = ()
    #: Who gets a copy of the answer.
    copy_to: str = ""


@dataclass(frozen=True)
class Answered:
    """A member's answer. ``sequence`` None: in words. ``asks``: more than yes or no; it goes on to the coordinator."""

    message_id: str
    sender: str
    key: str
    partstat: Partstat | None
    sequence: int | None
    stamp: datetime
    asks: bool = False


@dataclass(frozen=True)
class Billed:
    """An invoice for a meeting. ``good``: nothing is wrong with it."""

    message_id: str
    sender: str
    key: str
    good: bool


@dataclass(frozen=True)
class Nothing:
    """A mail that nobody gets a letter for: a machine's, a stranger's."""

    message_id: str


@dataclass(frozen=True)
class Register:
    """The register's files were read in: who is a member and coordinator from now on, and meetings that they move."""

    people: tuple[Person, ...]
    heads: tuple[Head, ...]
    moved: tuple[Meeting, ...] = ()


Fact = Wrote | Answered | Billed | Nothing | Register


@dataclass
class Step:
    """A moment at which things were done. ``up``: whether the service was there to see it.

    The clock runs on while they are done: ``until`` is what it showed when nothing was left to do (None: as ``at``).
    """

    at: datetime
    up: bool
    facts: list[Fact] = field(default_factory=list)
    until: datetime | None = None

    @property
    def end(self) -> datetime:
        return max(self.at, self.until or self.at)


@dataclass
class Journal:
    """``networks``: id → (name, secretariat). ``planned``: meetings of the register's files at the beginning."""

    networks: dict[str, tuple[str, str]]
    people: tuple[Person, ...]
    heads: tuple[Head, ...]
    planned: tuple[Meeting, ...]
    first_day: date
    steps: list[Step] = field(default_factory=list)
