"""How long to wait: between the tries of one recipient, and between letters. Pure; the clock is the caller's."""

from collections import deque
from datetime import datetime, timedelta

FIRST_WAIT = timedelta(minutes=1)
#: RFC 5321 §4.5.4.1 wants 30 minutes at least in the long run; most greylisting lets through after five.
LONGEST_WAIT = timedelta(hours=4)


def next_try(attempts: int, first_try: datetime | None, now: datetime, give_up_days: int) -> datetime | None:
    """When a recipient is to be tried again after its ``attempts``-th try (from 1) failed at ``now``.

    1, 2, 4, … minutes up to four hours, with no chance in it. None: it has been tried for ``give_up_days``.
    """
    if first_try is not None and now - first_try >= timedelta(days=give_up_days):
        return None
    doublings = min(max(attempts, 1) - 1, 10)
    return now + min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


class RateLimit:
    """At most ``per_minute`` letters in any 60 seconds. Moments are seconds of a clock that never goes back."""

    def __init__(self, per_minute: int) -> None:
        self._sent: deque[float] = deque(maxlen=max(1, per_minute))

    def wait(self, moment: float) -> float:
        """Seconds until the next letter may go."""
        if len(self._sent) < (self._sent.maxlen or 1):
            return 0.0
        return max(0.0, self._sent[0] + 60.0 - moment)

    def room(self, moment: float, most: int) -> int:
        """How many letters may go now; at least one, at most ``most``."""
        room = (self._sent.maxlen or 1) - len(self._sent)
        for sent in self._sent:  # the oldest first
            if room >= most or sent + 60.0 > moment:
                break
            room += 1
        return max(1, min(most, room))

    def count(self, moment: float) -> None:
        """A letter went."""
        self._sent.append(moment)


class Hold:
    """All letters wait after the server itself failed: 5, 10, 20, … seconds, up to ``longest``."""

    def __init__(self, first: float = 5.0, longest: float = 600.0) -> None:
        self._first, self._longest = first, longest
        self._failures = 0
        self._until = 0.0

    def failed(self, moment: float) -> float:
        """Returns the seconds to wait from ``moment``."""
        wait = float(min(self._longest, self._first * (1 << min(self._failures, 10))))
        self._failures += 1
        self._until = moment + wait
        return wait

    def worked(self) -> None:
        self._failures, self._until = 0, 0.0

    def holds(self, moment: float) -> bool:
        return moment < self._until
