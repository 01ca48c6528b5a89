"""Invented networks, their people and the places where they meet. The same seed, the same town."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

Program = Literal["outlook", "google", "apple", "thunderbird", "nextcloud", "words", "silent"]
PROGRAMS: tuple[Program, ...] = (
    "outlook", "outlook", "outlook", "google", "google", "apple", "thunderbird", "nextcloud", "words", "words",
    "silent",
)  # fmt: skip


def _words(text: str) -> list[str]:
    return text.split()


_FIRST = _words(
    "Anne Bente Carl Dorte Erik Freja Gitte Hans Ida Jens Karen Lars Mette Niels Olga Poul Rikke "
    "Søren Tove Ulla Vagn Åse Signe Troels Birthe Henrik Jytte Kaj Lone Mogens Nete Ole Pia Rasmus "
    "Sanne Torben Vibeke Asger Ebba Finn "
)
_LAST = _words(
    "Agerskov Birkholm Colding Dalsgård Egelund Fogh Gravesen Hedegård Ibsen Juul Kirkeby Lindholt "
    "Mosegård Nørlund Overgård Paludan Riis Skovbo Thorup Uhrskov Vestager Winther Østerby Aagesen "
    "Bjerring Engholm Fuglsang Holst Kragh "
)
_PLACES = _words(
    "Askeby Birkum Dalby Elverum Fjordby Grenå Havby Istrup Jelved Klinte Lundby Mosbæk Nørreby "
    "Odderup Præstby Ravnsby Skovby Tranum Ulstrup Vejlby Østrup Åstrup Bøgeby Ellinge Farum Gammelby "
    "Hjelm Kirkeby Lindved Møgelby "
)
_INNS = ("Hotel Fjorden", "Restaurant Møllen", "Hotel Havblik", "Restaurant Laden", "Hotel Søpark", "Restaurant Broen")


@dataclass(frozen=True)
class Person:
    """Somebody of one network. ``start`` and ``end``: first and last day as a member, both counted."""

    network: str
    name: str
    email: str
    clinic: str
    ydernummer: str
    program: Program
    start: date = date(2020, 1, 1)
    end: date | None = None

    def in_office(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True)
class Head:
    """A coordinator's time in office."""

    network: str
    name: str
    email: str
    start: date = date(2020, 1, 1)
    end: date | None = None

    def in_office(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True)
class Inn:
    """A place, and who writes its invoices."""

    name: str
    address: str
    email: str
    cvr: str


@dataclass(frozen=True)
class Network:
    """As the year begins."""

    network_id: str
    name: str
    secretariat: str
    people: tuple[Person, ...]
    head: Head
    inns: tuple[Inn, Inn]


def town(networks: int, seed: int) -> tuple[Network, ...]:
    """Every fourth network is a cluster of eKVIS', the others are EKM's."""
    chance = random.Random(f"town {seed}")
    names = [f"{first} {last}" for first in _FIRST for last in _LAST]
    chance.shuffle(names)
    pool = iter(names)
    return tuple(_network(number, chance, pool) for number in range(1, networks + 1))


def newcomer(network: Network, number: int, start: date, chance: random.Random) -> Person:
    """Somebody who joins. ``number``: of all newcomers."""
    name = f"{_FIRST[number % len(_FIRST)]} Ny{_LAST[number // len(_FIRST) % len(_LAST)].lower()}"
    return _person(network.network_id, name, f"9{number:05}", f"nye{number}.example", chance, start)


def _network(number: int, chance: random.Random, names: Iterator[str]) -> Network:
    cluster = number % 4 == 0
    place, more = _PLACES[(number - 1) % len(_PLACES)], " Syd" if number > len(_PLACES) else ""
    network_id = f"{'KLY' if cluster else 'FYS'}-{number:03}"
    domain = f"n{number}.example"
    people = tuple(
        _person(network_id, next(names), f"{number:03}{k:03}", f"k{k}.{domain}", chance)
        for k in range(1, chance.randint(6, 9) + 1)
    )
    head = Head(network_id, people[0].name, people[0].email)
    inns = chance.sample(_INNS, 2)
    return Network(
        network_id, f"{'Klyngen' if cluster else 'Kvalitetsnetværk'} {place}{more}", "eKVIS" if cluster else "EKM",
        people, head,
        (_inn(inns[0], number, 1), _inn(inns[1], number, 2)),
    )  # fmt: skip


def _inn(name: str, network: int, number: int) -> Inn:
    return Inn(
        name,
        f"Havnevej {network}, 8000 Aarhus C",
        f"regnskab@kro{network}-{number}.example",
        _cvr(network * 10 + number),
    )


def _cvr(number: int) -> str:
    """Eight digits with the check of modulus 11 (weights 2 7 6 5 4 3 2 1)."""
    for digits in range(10_000_000 + number * 1000, 99_999_999):
        if sum(w * int(d) for w, d in zip((2, 7, 6, 5, 4, 3, 2, 1), str(digits), strict=True)) % 11 == 0:
            return str(digits)
    raise AssertionError("there is one in every few")


def _person(
    network: str, name: str, yder: str, domain: str, chance: random.Random, start: date = date(2020, 1, 1)
) -> Person:
    first, _, last = name.partition(" ")
    local = first.lower().replace("å", "aa").replace("ø", "oe").replace("æ", "ae")
    return Person(network, name, f"{local}@{domain}", f"{last} Fysioterapi", yder, chance.choice(PROGRAMS), start)
