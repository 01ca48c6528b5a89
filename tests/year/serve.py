"""The service as ``kvalitetsbot run`` starts it, by a clock that is handed to it: ``python -m tests.year.serve``."""

import sys
from pathlib import Path

from bot.config import load
from bot.logs import set_up
from bot.service.running import Service
from tests.year.clock import MovableClock

#: Seconds between two looks at the inbox and at what is due: an hour of the year passes in little more.
POLL, DUE = 0.15, 0.1


def main() -> int:
    config_file, clock_file = map(Path, sys.argv[1:3])
    config = load(config_file)
    set_up(config.service.log_level)
    return Service(config, MovableClock(clock_file), poll_seconds=POLL, due_seconds=DUE).run()


if __name__ == "__main__":
    sys.exit(main())
