"""Calibrated confidence: what it weighs, and what it never does."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.documents.confidence import calibrated, probability
from bot.documents.marks import LEAST, MOST, marks, seen_of
from bot.model.document import Document, Page, Word
from bot.model.field import Box, Field
from bot.model.invoice import Amounts, InvoiceFields, InvoiceReading
from bot.model.payment import Account
from bot.model.register import Register
from bot.rulebook import Rulebook
from tests.documents.fields.paper import vocabulary

WEIGHTS = {"total": {"intercept": 0.0, "raw": 1.0, "adds_up": 2.0, "ocr": -2.0, "unsure": -4.0}}
TOTAL = Field(Decimal("1250.00"), 0.8, "1.250,00", 1, Box(10, 10, 60, 20), how="label")
NOWHERE = Document("x.pdf", "", 0)


def _reading(**changes: object) -> InvoiceReading:
    base = InvoiceReading("invoice", InvoiceFields(total=TOTAL))
    return replace(base, **changes)  # type: ignore[arg-type]


def _given(reading: InvoiceReading, document: Document = NOWHERE) -> float:
    field = calibrated(reading, document, Register(), WEIGHTS).fields.total
    assert field is not None
    return field.confidence


def test_a_weight_of_one_on_the_readers_own_score_changes_nothing() -> None:
    assert _given(_reading()) == pytest.approx(0.8, abs=0.001)


def test_sums_that_agree_make_surer() -> None:
    amounts = Amounts(net=Decimal("1000.00"), vat=Decimal("250.00"))
    assert _given(_reading(amounts=amounts)) > 0.95


def test_a_word_that_the_ocr_is_unsure_of_makes_less_sure() -> None:
    def scanned(sure: float) -> Document:
        return replace(
            NOWHERE, method="ocr", pages=(Page(1, 595, 842, (Word("1.250,00", 10, 10, 60, 20, sure=sure),)),)
        )

    reading = _reading(method="ocr")
    assert _given(reading, scanned(0.4)) < _given(reading, scanned(1.0)) < _given(_reading())


def test_a_doubt_is_never_talked_away() -> None:
    doubted = replace(TOTAL, confidence=0.5, doubts=("hidden",))
    amounts = Amounts(net=Decimal("1000.00"), vat=Decimal("250.00"))
    assert _given(_reading(fields=InvoiceFields(total=doubted), amounts=amounts)) <= 0.5


def test_what_its_reader_wants_looked_at_is_not_lifted() -> None:
    weights = {**WEIGHTS, "look": {"total": 0.85}}
    amounts = Amounts(net=Decimal("1000.00"), vat=Decimal("250.00"))
    field = calibrated(_reading(amounts=amounts), NOWHERE, Register(), weights).fields.total
    assert field is not None
    assert field.confidence == 0.8


def test_no_reader_wants_a_look_where_the_rules_do_not() -> None:
    limits = Rulebook.load().rules("EKM", date(2026, 3, 15)).checks["low_confidence"].numbers
    look = vocabulary()["confidence"]["look"]
    assert all(0 < limit <= float(limits[name]) for name, limit in look.items())


@pytest.mark.parametrize("how", ["e-invoice", "taught"])
def test_what_was_not_read_is_left_alone(how: str) -> None:
    stated = replace(TOTAL, confidence=0.99, how=how)  # type: ignore[arg-type]
    assert _given(_reading(fields=InvoiceFields(total=stated))) == 0.99


def test_no_weights_no_change() -> None:
    assert calibrated(_reading(), NOWHERE, Register(), {}) == _reading()


@pytest.mark.parametrize("total", [-900.0, 900.0])
def test_nothing_is_certain(total: float) -> None:
    assert LEAST <= probability({"intercept": total}, {}) <= MOST


def test_every_mark_of_the_file_is_one_that_the_program_makes() -> None:
    """A mark renamed in the program and not in the file would silently weigh nothing."""
    shipped = {name: weights for name, weights in vocabulary()["confidence"].items() if name != "look"}
    always = {"intercept", "raw", "sure", "missing", "ocr", "unsure"}
    assert set(shipped) <= set(InvoiceFields.__dataclass_fields__)
    for name, weights in shipped.items():
        known = always | _own_marks(name)
        assert {m for m in weights if not m.startswith("how_")} <= known, name


def _own_marks(name: str) -> set[str]:
    values = {"payment": Account("1234", "0012345678"), "participants": 8, "total": Decimal(1), "vat": Decimal(1)}
    value = date(2026, 3, 12) if name.endswith("_date") else values.get(name, "Navn")
    seen = seen_of(_reading(), NOWHERE, Register())
    return set(marks(seen, name, Field(value, 0.9, "Navn")))
