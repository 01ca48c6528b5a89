"""Invoices of another hand: designs as Danish accounting programs, hotels and clubs print them, each with its truth.

Every pair in ``designs/`` is named after what it teaches and says so in its JSON. They were drawn with Chromium,
WeasyPrint, Typst, groff, reportlab and fpdf2; firms and people are invented.
"""

import json
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.danish.text import fold
from bot.documents.reading import read_invoices
from bot.model.invoice import InvoiceReading
from bot.model.payment import payment_from_json
from bot.model.register import BookedMeeting, Coordinator, Network, Register
from tests.documents.fields.paper import vocabulary
from tests.documents.unprotected import read_document

DESIGNS = Path(__file__).parent / "designs"
_HERE = ZoneInfo("Europe/Copenhagen")
_NAMES = sorted(path.stem for path in DESIGNS.glob("*.pdf"))


@lru_cache(maxsize=1)
def _people() -> tuple[tuple[Network, ...], tuple[Coordinator, ...]]:
    written = json.loads((DESIGNS / "register.json").read_text(encoding="utf-8"))
    coordinators = (
        Coordinator(
            network, name, start=date.fromisoformat(start), end=None if end is None else date.fromisoformat(end)
        )
        for network, name, start, end in written["coordinators"]
    )
    return tuple(Network(*row) for row in written["networks"]), tuple(coordinators)


def _truth(name: str) -> dict[str, Any]:
    truth: dict[str, Any] = json.loads((DESIGNS / f"{name}.json").read_text(encoding="utf-8"))
    return truth


@lru_cache(maxsize=len(_NAMES))
def _read(name: str) -> InvoiceReading:
    truth = _truth(name)
    networks, coordinators = _people()
    meetings = tuple(
        BookedMeeting(f"M{n}", m["network_id"], datetime.fromisoformat(f"{m['day']}T17:00").replace(tzinfo=_HERE))
        for n, m in enumerate(truth["booked"])
    )
    document = read_document((DESIGNS / f"{name}.pdf").read_bytes(), f"{name}.pdf")
    register = Register(networks, coordinators, (), meetings)
    (reading,) = read_invoices(document, register, (), vocabulary(), date.fromisoformat(truth["received"]))
    return reading


def _as_told(name: str, value: Any) -> Any:
    """A value of the JSON as the fields hold it, or folded where only the words count."""
    if name == "payment":
        return payment_from_json(value).key
    if name in ("total", "vat"):
        return Decimal(value)
    if name.endswith("_date"):
        return date.fromisoformat(value)
    return _words(value) if isinstance(value, str) else value


def _words(text: str) -> str:
    """Letters and digits only: a letter-spaced heading keeps some of its spaces."""
    return fold(text).replace(" ", "")


def _as_read(name: str, value: Any) -> Any:
    if name == "payment":
        return value.key
    return _words(value) if isinstance(value, str) else value


def test_every_design_has_its_truth() -> None:
    assert sorted(path.stem for path in DESIGNS.glob("*.json") if path.stem != "register") == _NAMES
    assert len(_NAMES) > 10


@pytest.mark.parametrize("name", _NAMES)
def test_design(name: str) -> None:
    truth, reading = _truth(name), _read(name)
    found = {field: _as_read(field, value.value) for field, value in reading.fields.found()}
    for field, value in truth["fields"].items():
        right = [_as_told(field, v) for v in (value, *truth.get("or", {}).get(field, ()))]
        assert found.get(field) in right, field
    assert reading.network_id == truth["network_id"]
    assert reading.kind == "invoice"


@pytest.mark.parametrize("name", _NAMES)
def test_nothing_is_made_up(name: str) -> None:
    """A field that the page does not print is absent; heads are counted where the truth does not ask for them."""
    found = {field for field, _ in _read(name).fields.found()}
    assert found - set(_truth(name)["fields"]) <= {"participants"}


@pytest.mark.parametrize("name", _NAMES)
def test_rows_multiply_where_they_should(name: str) -> None:
    rows = _read(name).amounts.lines
    wrong = [r for r in rows if r.quantity is not None and r.unit_price is not None and not _multiplies(r)]
    assert len(wrong) == _truth(name).get("rows_that_do_not_multiply", 0)


def _multiplies(row: Any) -> bool:
    return bool(abs(row.quantity * row.unit_price - row.amount) < Decimal("0.06"))
