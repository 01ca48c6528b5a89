# ruff: noqa: E501 - lists of wordings and places read better as long lines
"""An invented register and invented suppliers for the corpus. Networks come in neighbours that differ in one word."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.danish.cvr import is_cvr
from bot.model.register import BookedMeeting, Coordinator, Network, Register

HERE = ZoneInfo("Europe/Copenhagen")
_NAMES = [
    "Kvalitetsnetværk Aarhus Midt", "Kvalitetsnetværk Aarhus Nord", "Kvalitetsnetværk Aarhus Syd", "Netværk Sydfyn", "Netværk Østfyn",
    "Netværk Herning-Ikast", "Kvalitetsnetværk Ringkøbing-Skjern", "Netværk Hillerød", "Netværk Gentofte-Lyngby", "Netværk Haderslev",
    "Kvalitetsnetværk Aabenraa", "Kvalitetsnetværk 2 – Midtsjælland", "Kvalitetsnetværk 22 – Nordvestsjælland", "Kvalitetsnetværk 3 – Sydsjælland",
    "Kvalitetsnetværk Viborg", "Kvalitetsnetværk Lolland-Falster", "Netværk Bornholm", "Kvalitetsnetværk Vejle Fjord", "Kvalitetsnetværk Odense Vest",
    "Kvalitetsnetværk Odense Øst", "Netværk Frederiksberg", "Netværk Amager 1", "Netværk Amager 2", "Kvalitetsnetværk Silkeborg-Skanderborg",
    "Klynge Reumatologi Syddanmark", "Klynge Kirurgi Hovedstaden", "Klynge Kirurgi Sjælland", "Klynge Dermatologi Nordjylland", "Klynge Gynækologi Midtjylland",
    "Klynge Øre-næse-hals Sjælland", "Klynge Øjenlæger Hovedstaden", "Klynge Psykiatri Syddanmark",
]  # fmt: skip
_FIRST = [
    "Mette",
    "Søren",
    "Bodil",
    "Jørgen",
    "Åse",
    "Frederik",
    "Sofie",
    "Nikolaj",
    "Kåre",
    "Nanna",
    "Ole",
    "Birgitte",
    "Torben",
    "Hanne",
    "Rasmus",
    "Pia",
    "Charlotte",
    "Thomas",
    "Lars",
    "Jesper",
    "Gitte",
    "Anne",
    "Kirsten",
    "Malene",
]
_MIDDLE = ["", "", "", "Holm", "Bruun", "Dahl", "Frandsen", "Hedegaard", "Marie", "Bo"]
_LAST = [
    "Lauritsen",
    "Kragh",
    "Bach",
    "Smed",
    "Overgaard",
    "Winther",
    "Bruun",
    "Bonde",
    "Pihl",
    "Hjort",
    "Sørensen",
    "Friis",
    "Aagaard",
    "Ravn",
    "Fløe",
    "Bjerregaard",
    "Toft",
    "Enevoldsen",
    "Kofoed",
    "Mogensen",
    "Juhl",
    "Birk",
    "Vestergaard",
    "Jensen",
]


def register() -> Register:
    rnd = Random(4711)
    networks, coordinators, meetings = [], [], []
    used: set[str] = set()
    for i, name in enumerate(_NAMES):
        nid = f"N-{i + 1:03d}"
        networks.append(Network(nid, name, "eKVIS" if name.startswith("Klynge") else "EKM"))
        person = ""
        while not person or person in used:
            person = " ".join(w for w in (rnd.choice(_FIRST), rnd.choice(_MIDDLE), rnd.choice(_LAST)) if w)
        used.add(person)
        coordinators.append(Coordinator(nid, person, start=date(2024, 1, 1)))
        for k in range(4):
            day = date(2026, 1, 5) + timedelta(days=rnd.randint(0, 80) + 88 * k)
            start = datetime(day.year, day.month, day.day, 17, tzinfo=HERE)
            meetings.append(BookedMeeting(f"M-{i}-{k}", nid, start, start + timedelta(hours=3)))
    return Register(tuple(networks), tuple(coordinators), (), tuple(meetings))


@dataclass(frozen=True)
class Firm:
    name: str
    street: str
    city: str
    cvr: str
    phone: str
    mail: str
    exempt: bool


_FIRMS = [
    "Restaurant Møllen ApS", "Café Ærø I/S", "Hotel Ålborghus A/S", "Madkompagniet Sønderup", "Kursuscenter Bækdal ApS", "Forsamlingshuset i Øster Åby",
    "Smørrebrød & Co.", "Træskibets Køkken ApS", "Konferencehotel Søvang A/S", "Fjordens Catering", "Grønærten", "Kroen ved Åen", "Lindas Madhus v/ Linda Bech",
    "Sushi Nami ApS", "Spisehuset 1898", "Gæstgivergaarden ApS", "Brasserie Bryggen A/S", "Den Gamle Vinkælder", "Hansens Eftf.", "Aktivitetshuset Kernen", "Birthe Kok",
    "KØKKEN & KLINGE APS", "Nordic Event House ApS", "Bowl'n'Dine A/S", "Jysk Mødecenter A/S", "Vestegnens Selskabslokaler", "Klubhuset Ørnen", "Sct. Knuds Sognegård",
]  # fmt: skip
_STREETS = [
    "Åboulevarden",
    "Søndergade",
    "Nørre Allé",
    "Strandvejen",
    "Bækkevej",
    "Kirkegårdsvej",
    "Havnepladsen",
    "Møllestien",
    "Torvet",
    "H.C. Andersens Vej",
    "Gl. Landevej",
]
_CITIES = [
    "8000 Aarhus C",
    "5800 Nyborg",
    "7100 Vejle",
    "9000 Aalborg",
    "2620 Albertslund",
    "3700 Rønne",
    "4800 Nykøbing F",
    "6700 Esbjerg",
    "6200 Aabenraa",
    "3400 Hillerød",
    "8800 Viborg",
]


def cvr(rnd: Random) -> str:
    while True:
        digits = f"{rnd.randint(10_000_000, 45_999_999)}"
        if is_cvr(digits):
            return digits


def firm(rnd: Random) -> Firm:
    name = rnd.choice(_FIRMS)
    host = "".join(c for c in name.split()[0].lower() if c.isascii() and c.isalpha()) or "firma"
    phone = f"{rnd.randint(20, 99)} {rnd.randint(10, 99)} {rnd.randint(10, 99)} {rnd.randint(10, 99)}"
    small = any(w in name for w in ("Forsamlingshuset", "Klubhuset", "Sognegård", "Aktivitetshuset"))
    letter = rnd.choice(["", "", "A", "B", ", 1. sal"])
    return Firm(
        name,
        f"{rnd.choice(_STREETS)} {rnd.randint(1, 199)}{letter}",
        rnd.choice(_CITIES),
        cvr(rnd),
        phone,
        f"post@{host}.example",
        small,
    )


BUYERS = {
    "EKM": [
        ["Enhed for Kvalitet og Modernisering (EKM)", "Kvalitetsvej 10, 2. sal", "2300 København S"], ["EKM", "Kvalitetsvej 10, 2. sal", "2300 København S"],
        ["Danske Fysioterapeuter-EKM", "Att.: Bogholderiet", "Kvalitetsvej 10", "2300 København S"], ["EKM, Enhed for Kvalitet og Modernisering", "Kvalitetsvej 10, 2.", "DK-2300 København S"],
    ],
    "eKVIS": [
        ["eKVIS – Enhed for Kvalitet i Speciallægepraksis", "Speciallægernes Hus, Domus 4", "2100 København Ø"], ["eKVIS", "Speciallægernes Hus", "2100 København Ø"],
        ["EKVIS v/ sekretariatet", "Domus 4", "2100 København Ø"],
    ],
}  # fmt: skip
