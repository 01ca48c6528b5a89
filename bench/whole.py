"""The whole way of one text-PDF mail through the service's own code, against the floor.

Fetched from Dovecot in batches, kept, read in the child, decided, filed and its letters queued; the moves to the
outcomes' folders come after and are told apart, and so is what starting costs. Rounds of floor and program take turns,
each in a fresh process, and each round of the program is compared with the floors before and after it. Beside the clock
stands processor time: of the service and its children together, on so many processors as there are, against the floor's
on one. It is what the clock would show if nobody waited for anybody, and says something on a busy machine too.
"""

import logging
import os
import shutil
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self, TypeVar

from imapclient import IMAPClient

from bench import figures, floor
from bench.figures import Row
from bench.mails import INVOICES, mails, write_register
from tests.servers.dovecot import Dovecot

if TYPE_CHECKING:
    from bot.config import Config
    from bot.service.intake import Intake
    from bot.service.surroundings import Surroundings
    from bot.store import Store

T = TypeVar("T")
PASSWORD = "bench-kode"
GOAL = 2.5
#: MB that 5,000 mails may take more than 1,000, beside a batch.
GOAL_GROWTH = 150 + 8
ROUNDS = {100: 5, 1000: 3, 5000: 1}
#: Mails handled before the clock starts, other ones: templates are compiled, the children run, PDFium is loaded, the
#: register and most suppliers are known to them.
WARM, FIRST_WARM = 60, 7152
CONFIG = """
database = "kvalitetsbot.sqlite"
[smtp]
host = "127.0.0.1"
port = {smtp_port}
security = "none"
auth = "none"
user = "{invoices}"
[secretariat.EKM]
invoice_address = "{invoices}"
network_address = "netvaerk@ekm.example"
staff = ["sekretariat@ekm.example"]
[[secretariat.EKM.inbox]]
host = "127.0.0.1"
port = {port}
security = "none"
user = "{user}"
password = "env:BENCH_PASSWORD"
[service]
answers_per_day = 1000000
"""


def options(parser: ArgumentParser) -> None:
    parser.add_argument("--mails", type=int, nargs="*", default=list(ROUNDS), help="inboxes of so many mails")
    parser.add_argument("--rounds", type=int, help="rounds of each; else 5, 3 and 1")


@dataclass(frozen=True, slots=True)
class Round:
    """One inbox through the program: milliseconds in all, MB at most."""

    keep: float
    handle: float
    move: float
    start: float
    processor: float
    child_processor: float
    peak: float
    child_peak: float
    verdicts: dict[str, int]
    letters: int

    @property
    def wall(self) -> float:
        return self.keep + self.handle

    @property
    def processors(self) -> float:
        """Processor time of all, shared by so many processors as they can use."""
        return (self.processor + self.child_processor) / min(os.cpu_count() or 1, 3)


class Floor(NamedTuple):
    """Milliseconds in all."""

    wall: float
    processor: float


def run(given: Namespace) -> Iterator[Row]:
    sizes = sorted(given.mails or ROUNDS)
    peaks: dict[int, Round] = {}
    with tempfile.TemporaryDirectory() as folder, Stage(Path(folder), max(*sizes, WARM)) as stage:
        for size in sizes:
            floors, rounds = stage.take_turns(size, given.rounds or ROUNDS.get(size, 3))
            peaks[size] = rounds[-1]
            yield from _rows(size, floors, rounds)
    if {1000, 5000} <= peaks.keys():
        grown = [getattr(peaks[5000], what) - getattr(peaks[1000], what) for what in ("peak", "child_peak")]
        yield Row("memory from 1,000 to 5,000 mails, the service", grown[0], goal=GOAL_GROWTH, unit="MB")
        yield Row("memory from 1,000 to 5,000 mails, its child", grown[1], goal=GOAL_GROWTH, unit="MB")


def _rows(size: int, floors: list[Floor], rounds: list[Round]) -> Iterator[Row]:
    """Milliseconds a mail. The ratio is the middle one of the rounds', each against the floors around it."""
    around = [(a.wall + b.wall) / 2 for a, b in pairwise(floors)]
    least = [(a.processor + b.processor) / 2 for a, b in pairwise(floors)]
    order = sorted(range(len(rounds)), key=lambda n: rounds[n].wall / around[n])
    n = order[len(order) // 2]
    one = rounds[n]
    ratios = sorted(r.wall / f for r, f in zip(rounds, around, strict=True))
    spread = f"{ratios[0]:.2f}-{ratios[-1]:.2f}" if len(ratios) > 1 else "one round"
    note = f"({spread}; load {figures.load()})"
    yield Row(f"whole way, {size} mails", one.wall / size, around[n] / size, GOAL, note=note)
    shares = sorted(r.processors / f for r, f in zip(rounds, least, strict=True))
    spread = f"({shares[0]:.2f}-{shares[-1]:.2f})" if len(shares) > 1 else ""
    yield Row("  the same by processor time", one.processors / size, least[n] / size, note=spread)
    yield Row("  fetch and keep", one.keep / size)
    yield Row("  read, decide, file, queue", one.handle / size)
    yield Row(
        "  processor: the service", one.processor / size, note=f"and its children {one.child_processor / size:.2f}"
    )
    yield Row("  move to the outcomes' folders (apart)", one.move / size)
    told = ", ".join(f"{count} {verdict}" for verdict, count in sorted(one.verdicts.items()))
    yield Row("  peak memory: the service", one.peak, unit="MB", note=f"and each child {one.child_peak:.0f} at most")
    yield Row("  start and first letters (once, apart)", one.start, note=f"{told}; {one.letters} letters")


class Stage:
    """A Dovecot with inboxes that hold the same mails, and a register, until the ``with`` ends."""

    def __init__(self, folder: Path, most: int) -> None:
        self._folder = folder
        self._users = {"warm": PASSWORD}
        for size in (*ROUNDS, most):
            self._users |= {f"box{size}-{turn}": PASSWORD for turn in range(99)}
        self._server = Dovecot(self._users)
        self._most = most

    def __enter__(self) -> Self:
        os.environ["BENCH_PASSWORD"] = PASSWORD
        write_register(self._folder / "register")
        self._server.__enter__()
        spool = self._server.maildir("spool")
        for mail in mails(self._most):
            self._server.deliver("spool", mail.raw, when=mail.received)
        self._spool = sorted((spool / "new").iterdir())
        for mail in mails(WARM, FIRST_WARM):
            self._server.deliver("warm", mail.raw, when=mail.received)
        self._fill("warm", 0)
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.__exit__(*exc)

    def _fill(self, user: str, count: int) -> None:
        """Hard links of the first mails: an inbox of its own, opened once, as the server's first look is not ours."""
        there = self._server.maildir(user) / "new"
        for file in self._spool[:count]:
            os.link(file, there / file.name)
        with IMAPClient("127.0.0.1", self._server.port, ssl=False, timeout=120) as client:
            client.login(user, PASSWORD)
            client.select_folder("INBOX")
            client.fetch(client.search("ALL"), ["RFC822.SIZE"])

    def take_turns(self, size: int, rounds: int) -> tuple[list[Floor], list[Round]]:
        """One floor more than rounds: before the first, between them, after the last."""
        floors, done = [], []
        for turn in range(rounds + 1):
            user = f"box{size}-{turn}"
            self._fill(user, size)
            folder = self._folder / user
            folder.mkdir()
            floors.append(_fresh(_floor, self._server.port, user, folder))
            if turn < rounds:
                done.append(_fresh(_program, self._server.port, user, folder))
            shutil.rmtree(folder)
        return floors, done


def _fresh(measure: Callable[..., T], *arguments: object) -> T:
    """In a process of its own, so that no round inherits another's memory or its warmth."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(measure, *arguments).result()


def _floor(port: int, user: str, folder: Path) -> Floor:
    floor.run(port, "warm", PASSWORD, folder / "warm-floor.db")
    return Floor(*floor.run(port, user, PASSWORD, folder / "floor.db"))


def _program(port: int, user: str, folder: Path) -> Round:
    """The service's steps one after the other, on this thread, where the clock can be read between them."""
    from bot.service.memory import settle
    from bot.service.surroundings import Surroundings

    logging.disable()
    began = time.perf_counter()
    config = _config(port, user, folder, "config.toml")
    around = Surroundings(config)
    with _opened(config, folder) as store:
        around.templates.warm()
        _take(_config(port, "warm", folder, "warm.toml"), around, store).intake.mailbox.close()
        before = len(store.outbox())
        start = _since(began)
        settle()
        children = figures.children()
        used, child_used = figures.processor_ms(), sum(map(figures.processor_ms_of, children))
        one = _take(config, around, store)
        used, child_used = figures.processor_ms() - used, sum(map(figures.processor_ms_of, children)) - child_used
        began = time.perf_counter()
        while one.intake.move_handled():
            pass
        moved = _since(began)
        one.intake.mailbox.close()
        letters = len(store.outbox()) - before
        peaks = figures.peak_mb(), max(map(figures.peak_mb, children))
    around.close()
    return Round(one.keep, one.handle, moved, start, used, child_used, *peaks, dict(one.verdicts), letters)


@dataclass(frozen=True, slots=True)
class _Taken:
    intake: "Intake"
    keep: float
    handle: float
    verdicts: Counter[str]


def _take(config: "Config", around: "Surroundings", store: "Store") -> _Taken:
    from bot.service.intake import Intake
    from bot.service.pipeline import Pipeline
    from bot.service.sources import sources

    def now() -> datetime:
        return datetime.now(UTC)

    intake = Intake(config, sources(config)[0], store, now)
    intake.mailbox.open()
    began = time.perf_counter()
    intake.visit()
    kept = _since(began)
    began = time.perf_counter()
    verdicts = Counter(str(handled.decision.verdict) for handled in Pipeline(around, store, now).drain())
    return _Taken(intake, kept, _since(began), verdicts)


def _config(port: int, user: str, folder: Path, name: str) -> "Config":
    from bot.config import load

    file = folder / name
    file.write_text(CONFIG.format(port=port, smtp_port=25, user=user, invoices=INVOICES), encoding="utf-8")
    return load(file)


def _opened(config: "Config", folder: Path) -> "Store":
    """A new database with the register in it."""
    from bot.store import Store, register_csv

    store = Store(config.database, create=True)
    register_csv.apply(store, register_csv.read(folder.parent / "register"), datetime.now(UTC))
    return store


def _since(began: float) -> float:
    return 1000 * (time.perf_counter() - began)
