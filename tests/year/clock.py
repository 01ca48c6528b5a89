"""A clock in a file: one process moves it, another reads it. It runs, too, ``RATE`` times as fast as ours."""

import struct
import time
from datetime import UTC, datetime
from pathlib import Path

from bot.model.zone import COPENHAGEN

#: A dead sender's letters are lent for 20 seconds of this clock: two of ours.
RATE = 10.0
_FORM = struct.Struct("<ddq")


class MovableClock:
    """``bot.clock.Clock`` of a moment that was set, and what has passed since by the machine's monotonic clock."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._number = 0

    def move_to(self, moment: datetime) -> None:
        """Sets it; never back. Only one process may."""
        posix = moment.timestamp()
        if self._file.exists():
            posix = max(posix, self.now().timestamp())
        self._number += 1
        new = self._file.with_suffix(".new")
        new.write_bytes(_FORM.pack(posix, time.monotonic(), self._number))
        new.replace(self._file)

    def now(self) -> datetime:
        posix, begun, _ = _FORM.unpack(self._file.read_bytes())
        return datetime.fromtimestamp(posix + (time.monotonic() - begun) * RATE, UTC).astimezone(COPENHAGEN)
