"""SIGKILL at random moments, again and again, to ``kvalitetsbot run`` with all its children.

    python -m tests.faults.kill --rounds 200 [--mails DIR] [--seed N]

Mails keep coming while it is killed. At the end it is left alone until all is quiet, and everything is compared.
"""

import argparse
import random
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.faults.harness import (
    Ambiguous,
    Delivered,
    Outcome,
    compare,
    end_leases,
    installation,
    is_quiet,
    stream,
    until,
)
from tests.service.live import Live, kill


@dataclass(frozen=True)
class Killed:
    """Of one campaign: the comparison, and at how many kills a letter was in the ambiguous moment."""

    outcome: Outcome
    kills: int
    ambiguous_moments: int

    def __str__(self) -> str:
        return f"{self.kills} kills, {self.ambiguous_moments} of them after a final dot: {self.outcome}"


def campaign(live: Live, rounds: int, seed: int, folder: Path | None = None, *, longest: float = 4.0) -> Killed:
    """``longest``: seconds that a process lives at the most."""
    chance = random.Random(seed)
    delivered = Delivered(live.box, stream(folder, seed))
    ambiguous = Ambiguous()
    for number in range(1, rounds + 1):
        delivered.more(chance.randint(1, 6))
        process = live.process()
        # Half of them while it starts and takes what it finds, which is where most happens.
        time.sleep(chance.uniform(0.2, longest if number % 2 else longest / 2))
        kill(process)
        ambiguous.look(live)
        if number % 10 == 0:
            end_leases(live)
            print(f"{number} kills, {sum(delivered.count.values())} mails", file=sys.stderr, flush=True)
    settle(live, delivered)
    return Killed(compare(live, delivered, ambiguous), rounds, ambiguous.kills)


def settle(live: Live, delivered: Delivered, seconds: float = 600) -> None:
    """Lets it run undisturbed until there is nothing left to do."""
    process = live.process()
    try:
        until(lambda: is_quiet(live, delivered), seconds)
    finally:
        process.terminate()
        process.wait(15)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=200)
    arguments.add_argument("--seed", type=int, default=20260315)
    arguments.add_argument("--mails", type=Path)
    given = arguments.parse_args()
    with installation() as live:
        killed = campaign(live, given.rounds, given.seed, given.mails)
        if killed.outcome.faults:
            sys.stderr.write((live.folder / "service.log").read_text(errors="replace")[-4000:])
    print(killed)
    return 1 if killed.outcome.faults else 0


if __name__ == "__main__":
    sys.exit(main())
