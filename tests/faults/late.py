"""The submission server thinks for almost ten minutes after the final dot of one letter (RFC 5321 §4.5.3.2.6).

    python -m tests.faults.late --seconds 590

The letter must arrive once, and its lease must be renewed all the while, or a second sender would take it.
"""

import argparse
import sys
import time
from dataclasses import dataclass
from itertools import count

from tests.faults.harness import Delivered, Outcome, compare, fresh, installation, is_quiet, numbered
from tests.servers.sink import Fault
from tests.service.live import Live, kill, today, until


@dataclass(frozen=True)
class Late:
    seconds: float
    outcome: Outcome

    def __str__(self) -> str:
        return f"answered after {self.seconds:.0f} s: {self.outcome}"


def wait_for(live: Live, seconds: float) -> Late:
    """Two services at once, as the lock would never allow, so that the lease is what keeps the letter."""
    live.sink.faults.append(Fault("content", stall=seconds, keep=True, times=1))
    delivered = Delivered(live.box, (numbered(fresh(3 * n, today()), n) for n in count(1)))
    delivered.more(1)
    begun = time.monotonic()
    first = live.process()
    until(lambda: bool(live.sink.accepted), 60)
    live.config.database.with_name(live.config.database.name + ".lock").unlink()
    second = live.process()
    until(lambda: is_quiet(live, delivered), seconds + 60)
    took = time.monotonic() - begun
    for process in (first, second):
        kill(process)
    return Late(took, compare(live, delivered))


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seconds", type=float, default=590)
    given = arguments.parse_args()
    with installation() as live:
        late = wait_for(live, given.seconds)
    print(late)
    return 1 if late.outcome.faults else 0


if __name__ == "__main__":
    sys.exit(main())
