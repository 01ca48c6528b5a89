"""Years of bells in minutes: the clock jumps, is set twice a year, and stands still while the machine is off.

    python -m tests.faults.years --years 10

``Timed.ring`` is called several times a simulated day, against a real database, with outages of the inbox between.
Then every day must have its summary once and every outage its alarm once.
"""

import argparse
import logging
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.config import load
from bot.demo.cast import write_register
from bot.model.zone import COPENHAGEN
from bot.service.sources import sources
from bot.service.surroundings import Surroundings
from bot.service.timed import Timed
from bot.store import Store, register_csv
from tests.service.live import CONFIG, INVOICES

#: Before dawn: the first summary is owed the day after.
START = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)
ALARM = timedelta(minutes=120)


@dataclass(frozen=True)
class Bell:
    """``moment``: what the clock shows, which is not always what it is. ``reads``: whether the inbox answers."""

    moment: datetime
    reads: bool


@dataclass(frozen=True)
class Years:
    rings: int
    summaries: Counter[str]
    alarms: Counter[str]
    #: Causes, in the sense of the letters, of what there should be.
    days: frozenset[str]
    #: When the inbox was read last before each outage that a ring could notice.
    outages: frozenset[str]

    @property
    def faults(self) -> list[str]:
        return [
            *(f"no summary: {cause}" for cause in sorted(self.days - self.summaries.keys())),
            *(f"summary of a day that is not owed: {cause}" for cause in sorted(self.summaries.keys() - self.days)),
            *(f"{n} times: {c}" for c, n in (self.summaries + self.alarms).items() if n > 1),
            *(f"no alarm: {cause}" for cause in sorted(self.outages - self.alarms.keys())),
            *(f"alarm without an outage: {cause}" for cause in sorted(self.alarms.keys() - self.outages)),
        ]

    def __str__(self) -> str:
        told = (
            f"{self.rings} rings, {len(self.summaries)} summaries for {len(self.days)} days, "
            f"{len(self.alarms)} alarms for {len(self.outages)} outages, {len(self.faults)} faults"
        )
        return "\n  ".join([told, *self.faults[:20]])


def bells(start: datetime, years: float, seed: int) -> Iterator[Bell]:
    """Some a day, and every 20 minutes of the nights on which the clock is set."""
    chance = random.Random(seed)
    now, end = start, start + timedelta(days=365.25 * years)
    while now < end:
        local = now.astimezone(COPENHAGEN)
        set_tonight = local.utcoffset() != (local + timedelta(days=1)).utcoffset()
        now += timedelta(minutes=20) if set_tonight else timedelta(hours=chance.uniform(0.5, 9))
        kind = chance.random()
        if kind < 0.01:
            now += timedelta(days=chance.uniform(0.2, 6))  # the machine is off
        jump = timedelta()
        if kind > 0.98:
            jump = timedelta(hours=chance.uniform(-30, 3))  # and then it is put right
        elif kind > 0.979:
            jump = datetime(1970, 1, 1, tzinfo=UTC) - now  # a dead battery
        yield Bell(now + jump, reads=chance.random() > 0.1 and not jump)
        if jump:
            yield Bell(now, reads=True)


def simulate(folder: Path, years: float, seed: int = 1, at: str = "07:00", start: datetime = START) -> Years:
    """``at``: when the summary is sent, Danish time."""
    config_file = folder / "config.toml"
    text = CONFIG.format(
        smtp_port=25, imap_port=143, invoices=INVOICES, user=INVOICES, timeout=5, final_dot_timeout=600, service=""
    )
    config_file.write_text(text.replace("summary_to", f'summary_at = "{at}"\nsummary_to'))
    write_register(folder / "register", start.date())
    config = load(config_file)
    key = sources(config)[0].inbox.key
    clock = start
    with Store(config.database, create=True) as store, closing(Surroundings(config)) as around:
        register_csv.apply(store, register_csv.read(folder / "register"), start)
        store.db.execute("PRAGMA synchronous=OFF")  # no power is cut here, and years are long
        timed = Timed(around, store, lambda: clock.astimezone(COPENHAGEN))
        rings, last_read, outages = 0, None, set()
        moments = []
        for bell in bells(start, years, seed):
            clock = bell.moment
            if bell.reads:
                store.inbox_read(key, clock.astimezone(COPENHAGEN), 0)
                last_read = store.inboxes()[0].last_read_at
            else:
                store.inbox_failed(key, clock.astimezone(COPENHAGEN), "imap_unreachable")
                last_read = last_read or store.inboxes()[0].failing_since
            if last_read is not None and clock - last_read >= ALARM:
                outages.add(f"alarm:{key}:{last_read.astimezone(COPENHAGEN).isoformat()}")
            timed.ring()
            rings += 1
            moments.append(clock)
        causes = Counter(row[0] for row in store.db.all("SELECT cause FROM letters"))
    return Years(
        rings,
        Counter({c: n for c, n in causes.items() if c.startswith("summary:")}),
        Counter({c: n for c, n in causes.items() if c.startswith("alarm:")}),
        frozenset(f"summary:EKM:{day}" for day in _owed(start, max(moments), at)),
        frozenset(outages),
    )


def _owed(start: datetime, last: datetime, at: str) -> Iterator[date]:
    """Every whole day from the first on whose morning after has come by ``last``."""
    day = start.astimezone(COPENHAGEN).date()
    hour, minute = map(int, at.split(":"))
    while True:
        due = datetime.combine(day + timedelta(days=1), datetime.min.time(), COPENHAGEN).replace(
            hour=hour, minute=minute
        )
        if due > last.astimezone(COPENHAGEN):
            return
        yield day
        day += timedelta(days=1)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--years", type=float, default=10)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--at", default="07:00")
    given = arguments.parse_args()
    logging.disable()  # each alarm is logged
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        found = simulate(Path(folder), given.years, given.seed, given.at)
    print(found)
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main())
