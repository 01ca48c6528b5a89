"""One clock, handed in. Only the shell makes ``SystemClock``; tests and ``--now`` use ``FixedClock``."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.model.zone import COPENHAGEN


class Clock(Protocol):
    """What tells the time."""

    def now(self) -> datetime:
        """The moment, aware, in Europe/Copenhagen."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(COPENHAGEN)


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still: ``--now``, replays, tests. ``moment`` is aware."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment.astimezone(COPENHAGEN)
