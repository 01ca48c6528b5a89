"""Lives through a year, or less: moves the clock, has the service killed and switched off, and asks the oracle."""

import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

from bot.model.message import COPENHAGEN
from tests.year.journal import Journal
from tests.year.letters import Letter
from tests.year.life import Life
from tests.year.oracle import expected
from tests.year.scenario import Scenario
from tests.year.stage import stage
from tests.year.town import town
from tests.year.verdict import Verdict, judge

#: When what people wrote since is delivered; some minutes later each day, so that no two days' moments are the same.
_POSTS = ("09:40", "12:40", "16:20", "22:10")
OFF_DAYS = 3


@dataclass(frozen=True)
class Plan:
    """What to live through. ``kills`` and ``off``: how often the service is killed, and switched off for three days."""

    networks: int = 40
    first: date = date(2026, 1, 5)
    days: int = 361
    seed: int = 1
    kills: int = 0
    off: int = 0
    #: Looks by the clock alone: in the night, when the summary is due, when people are up.
    ticks: tuple[str, ...] = ("02:30", "07:10", "08:20")


@dataclass(frozen=True)
class Lived:
    plan: Plan
    journal: Journal
    letters: list[Letter]
    verdict: Verdict
    mails: int
    kills: int
    off: tuple[tuple[datetime, datetime], ...]
    seconds: float

    def __str__(self) -> str:
        head = (
            f"{self.plan.networks} netværk, {self.plan.days} dage fra {self.plan.first}, frø {self.plan.seed}: {self.mails} mails ind, "
            f"{len(self.journal.steps)} gange set efter, {self.kills} drab, {len(self.off)} gange slukket i {OFF_DAYS} dage, "
            f"{self.seconds:.0f} s"
        )
        return f"{head}\n{self.verdict}"


def live(plan: Plan, folder: Path, *, progress: bool = False) -> Lived:
    begun = time.monotonic()
    life = Life(town(plan.networks, plan.seed), plan.seed)
    last = plan.first + timedelta(days=plan.days)
    scenario = Scenario(life, plan.first, last, plan.seed)
    chance = random.Random(f"faults {plan.seed}")
    windows = _windows(plan, chance)
    delivered, busy, kills = 0, plan.days * 2.5, plan.kills
    start = datetime.combine(plan.first, clock_time(0, 30), COPENHAGEN)
    with stage(folder, life, scenario.planned, start) as set_up:
        set_up.start()
        for at in _moments(plan, life):
            off = any(begin <= at < end for begin, end in windows)
            if off and set_up.is_up:
                set_up.stop()
            elif not off and not set_up.is_up:
                set_up.start()
            life.is_off = off
            busy -= 1
            hits = not off and kills > 0 and chance.random() < kills / max(busy, kills)
            pauses = (
                [chance.uniform(0, 0.7), *([chance.uniform(0.3, 4)] if chance.random() < 0.2 else [])] if hits else []
            )
            kills -= len(pauses)
            delivered += set_up.step(at, pauses)
            if progress and at.day == 1 and at.hour == 2:
                print(
                    f"{at:%Y-%m-%d}: {len(set_up.taken)} breve, {time.monotonic() - begun:.0f} s",
                    file=sys.stderr,
                    flush=True,
                )
        letters, journal = set_up.taken, set_up.journal
        verdict = judge(expected(journal), letters, set_up.excused)
        log = (folder / "service.log").read_text("utf-8", "replace")
        if verdict.faults and progress:
            sys.stderr.write(log[-3000:])
        return Lived(plan, journal, letters, verdict, delivered, set_up.kills, windows, time.monotonic() - begun)


def _moments(plan: Plan, life: Life) -> Iterator[datetime]:
    """Every look by the clock, and those deliveries for which there is something."""
    for number in range(plan.days):
        day = plan.first + timedelta(days=number)
        clocks = [(c, False) for c in plan.ticks] + [(c, True) for c in _POSTS]
        for text, needs in clocks:
            later = timedelta(minutes=4 * (number % 5)) if needs else timedelta()
            at = datetime.combine(day, clock_time.fromisoformat(text), COPENHAGEN) + later
            next_moment = life.next_moment()
            if not needs or (next_moment is not None and next_moment <= at):
                yield at


def _windows(plan: Plan, chance: random.Random) -> tuple[tuple[datetime, datetime], ...]:
    """When it is off: three whole days each, one in each part of the time."""
    out = []
    for number in range(plan.off):
        part = plan.days / plan.off
        day = plan.first + timedelta(days=int(part * number + chance.uniform(8, max(9, part - OFF_DAYS - 2))))
        begin = datetime.combine(day, clock_time(chance.randint(0, 23), 5), COPENHAGEN)
        out.append((begin, begin + timedelta(days=OFF_DAYS)))
    return tuple(out)
