"""★ APScheduler rings, the service works. Its jobs hold nothing: what is due stands in the database.

Memory store only, coalescing, and interval jobs alone: a cron job at 02:30 would run twice on the night when the clock
is set back, and one missed by more than APScheduler's one second of grace would be dropped.
"""

from collections.abc import Callable, Sequence
from typing import Any

#: Seconds between two looks at what is due by the clock, and between two heartbeats.
DUE_SECONDS = 20


class Bell:
    """Rings the given functions until it is stopped. They must return at once: they only wake threads."""

    def __init__(
        self,
        poll_seconds: float,
        polls: Sequence[Callable[[], object]],
        due: Callable[[], object],
        due_seconds: float = DUE_SECONDS,
    ) -> None:
        from apscheduler.schedulers.background import BackgroundScheduler  # noqa: PLC0415  # 150 ms that only run needs

        self._scheduler: Any = BackgroundScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        )
        for ring in polls:
            self._scheduler.add_job(ring, "interval", seconds=poll_seconds)
        self._scheduler.add_job(due, "interval", seconds=due_seconds)

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)
