"""Inviting and reminding members against bare ``aiosmtplib`` sending of the same bytes over one kept connection.

The whole counts: what is due is worked out, letters are composed with their calendar parts, queued and delivered, and
each recipient's fate is written down. The sink is a process of its own. Rounds of ours and of the floor take turns:
each round is a share of the members through invitation and two reminders, and then the same bytes again, bare. The
deployment's rate (``rate_per_minute``) is out of the way.
"""

import asyncio
import tempfile
import threading
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from bench import figures
from bench.figures import Row
from bench.outbox import HOST, sink
from bench.tick import write_register
from bot.model.zone import COPENHAGEN

if TYPE_CHECKING:
    from bot.store import Store

GOAL = 1.5
#: Members of a network.
EACH = 20
START = datetime(2026, 3, 2, 12, tzinfo=COPENHAGEN)
MEETING = datetime(2026, 5, 7, 17, tzinfo=COPENHAGEN)
CONFIG = """
database = "inviting.sqlite"
[smtp]
host = "127.0.0.1"
port = {port}
security = "none"
auth = "none"
rate_per_minute = 1000000
[secretariat.EKM]
invoice_address = "faktura@ekm.example"
network_address = "netvaerk@ekm.example"
staff = ["sekretariat@ekm.example"]
summary_to = []
"""


@dataclass(frozen=True, slots=True)
class Share:
    """Milliseconds for all letters of one round, by the clock and by this process's processor time."""

    ours: float
    floor: float
    ours_processor: float
    floor_processor: float
    letters: int
    #: Of ours: working out, composing and queueing.
    queueing: float

    @property
    def ratio(self) -> float:
        return self.ours / self.floor


def options(parser: ArgumentParser) -> None:
    parser.add_argument("--members", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=10, help="shares that the members are cut into")


def run(given: Namespace) -> Iterator[Row]:
    share = max(EACH, given.members // given.rounds // EACH * EACH)
    with sink() as port:
        rounds = [_round(port, share) for _ in range(given.rounds)]
    letters = sum(r.letters for r in rounds)
    ours, floor = (sum(getattr(r, name) for r in rounds) / letters for name in ("ours", "floor"))
    ratios = sorted(r.ratio for r in rounds)
    note = f"({ratios[0]:.2f}-{ratios[-1]:.2f}, middle {median(ratios):.2f}; load {figures.load()})"
    yield Row(f"inviting and reminding {share * given.rounds} members", ours, floor, GOAL, note=note)
    used, floor_used = (sum(getattr(r, f"{name}_processor") for r in rounds) / letters for name in ("ours", "floor"))
    yield Row("  processor of the sender alone", used, floor_used, note=f"{letters} letters")
    yield Row("  working out, composing, queueing", sum(r.queueing for r in rounds) / letters)


def _round(port: int, members: int) -> Share:
    from bot.config import load
    from bot.mailout.smtp import Delivery
    from bot.service.outgoing import smtp_account
    from bot.service.surroundings import Surroundings
    from bot.store import Store, register_csv

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "config.toml").write_text(CONFIG.format(port=port), "utf-8")
        write_register(folder / "register", members // EACH, [MEETING])
        around = Surroundings(load(folder / "config.toml"))
        with Store(around.config.database, create=True) as store:
            register_csv.apply(store, register_csv.read(folder / "register"), START)
            store.first_day(START.date())
            store.db.execute("UPDATE meetings SET inviting = 1")
            with Delivery(smtp_account(around.config.smtp), lambda: START) as delivery:
                _warm(around, delivery)
                used, began = figures.processor_ms(), time.perf_counter()
                queueing = 0.0
                for days in (0, 52, 59):  # invited; 14 and 7 days before
                    queueing += _told(around, store, delivery, START + timedelta(days=days))
                ours, ours_used = _since(began), figures.processor_ms() - used
            floor, floor_used, letters = _bare(store, port)
        around.close()
    return Share(ours, floor, ours_used, floor_used, letters, queueing)


def _told(around: object, store: "Store", delivery: object, now: datetime) -> float:
    """All that is due now, queued and delivered, as the service does it in turn; the milliseconds of queueing."""
    from bot.service.timed import Timed

    timed, spent = Timed(around, store, lambda: now), 0.0  # type: ignore[arg-type]
    delivery._now = lambda: now  # type: ignore[attr-defined]  # the one clock, moved
    while True:
        began = time.perf_counter()
        queued = timed.ring()
        spent += _since(began)
        if not queued:
            return spent
        delivery.deliver_due(store, threading.Event())  # type: ignore[attr-defined]


def _warm(around: object, delivery: object) -> None:
    """What a process does once, whatever it sends: to load reportlab takes 0.1 s."""
    import reportlab.pdfgen.canvas  # noqa: F401

    around.templates.warm()  # type: ignore[attr-defined]
    delivery.sender.login()  # type: ignore[attr-defined]


def _bare(store: "Store", port: int) -> tuple[float, float, int]:
    """The same letters, kept in memory, with nothing written down."""
    rows = store.db.all("SELECT l.raw, l.sender, r.address FROM letters AS l JOIN recipients AS r ON r.letter = l.id")
    letters = [(bytes(r["raw"]), str(r["sender"]), str(r["address"])) for r in rows]

    async def send() -> tuple[float, float]:
        import aiosmtplib

        client = aiosmtplib.SMTP(hostname=HOST, port=port, start_tls=False, use_tls=False)
        await client.connect()
        used, began = figures.processor_ms(), time.perf_counter()
        for raw, sender, address in letters:
            await client.sendmail(sender, [address], raw)
        spent = _since(began), figures.processor_ms() - used
        await client.quit()
        return spent

    return *asyncio.run(send()), len(letters)


def _since(began: float) -> float:
    return 1000 * (time.perf_counter() - began)
