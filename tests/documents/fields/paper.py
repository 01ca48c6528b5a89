"""Documents for tests written as they look: one string a line, columns divided by two spaces or more.

A character is 6 points wide and a line 14 high, so what stands under each other in the source stands so on the page.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.documents.reading import read_invoices
from bot.model.document import Document, Page, Word
from bot.model.invoice import InvoiceReading
from bot.model.register import BookedMeeting, Coordinator, Network, Register
from bot.model.world import Supplier

ROOT = Path(__file__).parents[3]
RECEIVED = date(2026, 3, 15)
_HERE = ZoneInfo("Europe/Copenhagen")


@lru_cache(maxsize=1)
def vocabulary() -> Mapping[str, Any]:
    files = sorted(p for folder in ("vocabulary", "reading") for p in (ROOT / "rules" / folder).glob("*.toml"))
    return {p.stem: tomllib.loads(p.read_text(encoding="utf-8")) for p in files}


def _meeting(number: int, network: str, day: date) -> BookedMeeting:
    return BookedMeeting(f"M{number}", network, datetime(day.year, day.month, day.day, 17, tzinfo=_HERE))


REGISTER = Register(
    networks=(
        Network("FYS-1", "Kvalitetsnetværk Aarhus Midt", "EKM"),
        Network("FYS-2", "Kvalitetsnetværk Aarhus Nord", "EKM"),
        Network("FYS-3", "Netværk Sydfyn", "EKM"),
        Network("FYS-4", "Netværk Herning-Ikast", "EKM"),
        Network("FYS-5", "Kvalitetsnetværk 2 – Midtsjælland", "EKM"),
        Network("FYS-6", "Kvalitetsnetværk Nordvestsjælland", "EKM"),
        Network("FYS-7", "Netværk Haderslev", "EKM"),
        Network("SPL-1", "Klynge Kirurgi Hovedstaden", "eKVIS"),
        Network("SPL-2", "Klynge Kirurgi Sjælland", "eKVIS"),
    ),
    coordinators=(
        Coordinator("FYS-1", "Mette Holm Sørensen", start=date(2024, 1, 1)),
        Coordinator("FYS-2", "Jens Bo Krag", start=date(2024, 1, 1)),
        Coordinator("FYS-3", "Mette Riis", start=date(2024, 1, 1)),
        Coordinator("FYS-4", "Kåre Overgaard", start=date(2024, 1, 1)),
        Coordinator("FYS-7", "Pia Bonde", start=date(2020, 1, 1), end=date(2026, 2, 28)),
        Coordinator("FYS-7", "Nanna Smed", start=date(2026, 3, 1)),
        Coordinator("SPL-1", "Ole Winther", start=date(2024, 1, 1)),
    ),
    meetings=(_meeting(1, "FYS-1", date(2026, 3, 12)), _meeting(2, "FYS-3", date(2026, 3, 12))),
)


def paper(*pages: str, source: str = "faktura.pdf", paged: bool = True) -> Document:
    """The pages as a Document. Leading blank lines and common indentation do not matter."""
    made = tuple(_page(number, text) for number, text in enumerate(pages, start=1))
    return Document(source, "0" * 64, 1000, "text", made, len(made), paged)


def _page(number: int, text: str) -> Page:
    lines = text.strip("\n").split("\n")
    indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    words = [
        Word(m[0], 40 + 6.0 * (m.start() - indent), 40 + 14.0 * row, 40 + 6.0 * (m.end() - indent), 51 + 14.0 * row)
        for row, line in enumerate(lines)
        for m in re.finditer(r"\S+", line)
    ]
    return Page(number, 595.0, 842.0, tuple(words))


def read_all(
    document: Document, *, register: Register = REGISTER, suppliers: Sequence[Supplier] = (), received: date = RECEIVED
) -> tuple[InvoiceReading, ...]:
    return read_invoices(document, register, suppliers, vocabulary(), received)


def read(text: str, **more: Any) -> InvoiceReading:
    (reading,) = read_all(paper(text), **more)
    return reading


def values(reading: InvoiceReading) -> dict[str, Any]:
    return {name: field.value for name, field in reading.fields.found()}
