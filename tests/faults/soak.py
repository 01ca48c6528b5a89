"""Thirty days of the service's loops in minutes: memory and descriptors must not grow.

    python -m tests.faults.soak --rounds 3000

A round is a poll, what is new through the pipeline, the clock's bell and the outbox, as the threads of ``run`` do it;
every tenth has a new invoice. Thirty days have 43,200 polls and some 300 invoices.
"""

import argparse
import gc
import logging
import sys
import threading
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.clock import SystemClock
from bot.mailout.smtp import Delivery
from bot.service.intake import Intake
from bot.service.outgoing import smtp_account
from bot.service.pipeline import Pipeline
from bot.service.sources import sources
from bot.service.surroundings import Surroundings
from bot.service.timed import Timed
from tests.faults.harness import fresh, installation, numbered
from tests.service.live import Live, today


@dataclass(frozen=True)
class Soaked:
    """RSS in kB and open descriptors, of this process: after a third of the rounds, and at the end."""

    rounds: int
    mails: int
    early: tuple[int, int]
    late: tuple[int, int]

    @property
    def growth(self) -> float:
        """Of the memory; 0.05 is 5 %."""
        return self.late[0] / self.early[0] - 1

    def __str__(self) -> str:
        return (
            f"{self.rounds} rounds, {self.mails} mails: memory {self.early[0] // 1024} to {self.late[0] // 1024} MB "
            f"({self.growth:+.1%}), descriptors {self.early[1]} to {self.late[1]}"
        )


def soak(live: Live, rounds: int, a_mail_every: int = 10) -> Soaked:
    config, now, stop = live.config, SystemClock().now, threading.Event()
    mails, early = 0, (0, 0)
    with closing(Surroundings(config)) as around, live.store() as store:
        intake = Intake(config, sources(config)[0], store, now)
        pipeline, timed = Pipeline(around, store, now), Timed(around, store, now)
        with Delivery(smtp_account(config.smtp), now) as delivery:
            for number in range(1, rounds + 1):
                if number % a_mail_every == 0:
                    live.box.deliver(numbered(fresh(number, today()), number))
                    mails += 1
                intake.visit()
                for _ in pipeline.drain():
                    pass
                timed.ring()
                delivery.deliver_due(store, stop)
                intake.move_handled()
                if number == rounds // 3:
                    early = _measured(live)
            late = _measured(live)
        intake.mailbox.close()
    return Soaked(rounds, mails, early, late)


def _measured(live: Live) -> tuple[int, int]:
    live.sink.accepted.clear()  # the sink lives in this process too
    gc.collect()
    status = Path("/proc/self/status").read_text()
    rss = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    return rss, len(list(Path("/proc/self/fd").iterdir()))


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=3000)
    given = arguments.parse_args()
    logging.disable()
    with installation() as live:
        soaked = soak(live, given.rounds)
    print(soaked)
    return 1 if soaked.growth >= 0.05 or soaked.late[1] > soaked.early[1] else 0


if __name__ == "__main__":
    sys.exit(main())
