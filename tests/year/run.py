"""Lives through a year, or less: moves the clock, has the service killed and switched off, and asks the oracle."""

import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

from bot.model.zone import COPENHAGEN
from tests.year.journal import Journal
from tests.year.letters import Letter
from tests.year.life import Life
from tests.year.oracle import expected
from tests.year.scenario import Scenario
from tests.year.stage import stage
from tests.year.town import town
from tests.year.verdict import Verdict, judge

#: When what people wrote since is delivered; some minutes later each day, so that no two days' moments are the same.
_POSTS = ("11:40", "16:20", "22:10")
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
    #: Looks by the clock alone: when people are up.
    ticks: tuple[str, ...] = ("08:20",)
    #: And on every so many days in the night and when the summary is due.
    nights: int = 4


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
        plan = self.plan
        head = ", ".join((
            f"{plan.networks} netværk, {plan.days} dage fra {plan.first}, frø {plan.seed}: {self.mails} mails ind",
            f"{len(self.journal.steps)} gange set efter, {self.kills} drab",
            f"{len(self.off)} gange slukket i {OFF_DAYS} dage, {self.seconds:.0f} s",
        ))  # fmt: skip
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
        for at, is_post in _moments(plan, life):
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
            delivered += set_up.step(at, pauses, is_post=is_post)
            if progress and at.date().day == 1 and at.hour == 8:
                so_far = judge(expected(set_up.journal), set_up.taken, set_up.excused)
                print(f"{at:%Y-%m-%d}, {time.monotonic() - begun:.0f} s: {so_far}", file=sys.stderr, flush=True)
        letters, journal = set_up.taken, set_up.journal
        verdict = judge(expected(journal), letters, set_up.excused)
        log = (folder / "service.log").read_text("utf-8", "replace")
        if verdict.faults and progress:
            sys.stderr.write(log[-3000:])
        return Lived(plan, journal, letters, verdict, delivered, set_up.kills, windows, time.monotonic() - begun)


def _moments(plan: Plan, life: Life) -> Iterator[tuple[datetime, bool]]:
    """Every look by the clock, and those deliveries for which there is something."""
    for number in range(plan.days):
        day = plan.first + timedelta(days=number)
        nightly = ["02:30", "07:10"] if number % plan.nights == 0 else []
        clocks = [(c, False) for c in (*nightly, *plan.ticks)] + [(c, True) for c in _POSTS]
        for text, needs in clocks:
            later = timedelta(minutes=4 * (number % 5)) if needs else timedelta()
            at = datetime.combine(day, clock_time.fromisoformat(text), COPENHAGEN) + later
            next_moment = life.next_moment()
            if not needs or (next_moment is not None and next_moment <= at):
                yield at, needs


def _windows(plan: Plan, chance: random.Random) -> tuple[tuple[datetime, datetime], ...]:
    """When it is off: three whole days each, one in each part of the time."""
    out = []
    for number in range(plan.off):
        part = plan.days / plan.off
        day = plan.first + timedelta(days=int(part * number + chance.uniform(8, max(9, part - OFF_DAYS - 2))))
        begin = datetime.combine(day, clock_time(chance.randint(0, 23), 5), COPENHAGEN)
        out.append((begin, begin + timedelta(days=OFF_DAYS)))
    return tuple(out)
