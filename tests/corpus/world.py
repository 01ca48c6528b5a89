"""Two invented worlds, one to train in and one to judge in: no network, person or firm of one is in the other.

Networks come in neighbours that differ in one word, as real ones do.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from bot.danish.cvr import is_cvr
from bot.model.register import BookedMeeting, Coordinator, Network, Register
from tests.corpus import names

Split = Literal["training", "judging"]
HERE = ZoneInfo("Europe/Copenhagen")
#: Firms of these sorts are no VAT payers.
_SMALL = ("Forsamlingshus", "Klubhus", "Sognegård", "Aktivitetshus", "Missionshus", "Spejder", "Beboerhus", "Højskole")


class World(NamedTuple):
    """A register, and who sends invoices in it. ``unknown``: networks that the register does not have."""

    split: Split
    register: Register
    firms: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class Firm:
    name: str
    street: str
    city: str
    cvr: str
    phone: str
    mail: str
    exempt: bool

    @property
    def address(self) -> list[str]:
        return [self.name, self.street, self.city]


@lru_cache(maxsize=2)
def world(split: Split) -> World:
    own = names.TRAINING if split == "training" else names.JUDGING
    return World(split, _register(own), own.firms, own.unknown)


def _register(own: names.Names) -> Register:
    rnd = Random(f"register of {own.networks[0]}")
    networks, coordinators, meetings = [], [], []
    used: set[str] = set()
    for i, name in enumerate(own.networks):
        nid = f"N-{i + 1:03d}"
        networks.append(Network(nid, name, "eKVIS" if name.startswith("Klynge") else "EKM"))
        person = ""
        while not person or person in used:
            person = " ".join(w for w in (rnd.choice(own.first), rnd.choice(own.middle), rnd.choice(own.last)) if w)
        used.add(person)
        coordinators.append(Coordinator(nid, person, start=date(2024, 1, 1)))
        for k in range(4):
            day = date(2026, 1, 5) + timedelta(days=rnd.randint(0, 80) + 88 * k)
            day -= timedelta(days=max(0, day.weekday() - 4))
            start = datetime(day.year, day.month, day.day, 17, tzinfo=HERE)
            meetings.append(BookedMeeting(f"M-{i}-{k}", nid, start, start + timedelta(hours=3)))
    return Register(tuple(networks), tuple(coordinators), (), tuple(meetings))


def cvr(rnd: Random) -> str:
    while True:
        digits = f"{rnd.randint(10_000_000, 45_999_999)}"
        if is_cvr(digits):
            return digits


def firm(rnd: Random, own: World) -> Firm:
    name = rnd.choice(own.firms)
    host = "".join(c for c in name.split()[0].lower() if c.isascii() and c.isalpha()) or "firma"
    phone = f"{rnd.randint(20, 99)} {rnd.randint(10, 99)} {rnd.randint(10, 99)} {rnd.randint(10, 99)}"
    letter = rnd.choice(["", "", "A", "B", ", 1. sal"])
    return Firm(
        name,
        f"{rnd.choice(names.STREETS)} {rnd.randint(1, 199)}{letter}",
        rnd.choice(names.CITIES),
        cvr(rnd),
        phone,
        f"post@{host}.example",
        any(word in name for word in _SMALL),
    )
