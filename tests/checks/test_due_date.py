"""The due date, counted from the day of receipt."""

from dataclasses import replace
from datetime import date

import pytest

from bot.checks import judge
from tests.judging import (
    case,
    codes,
    finding,
    reading,
    rules,
    said,
)


@pytest.mark.parametrize(
    ("received", "due", "found"),
    [
        pytest.param(date(2026, 3, 15), date(2026, 3, 29), None, id="day 14, over the change to summer time"),
        pytest.param(date(2026, 3, 15), date(2026, 3, 28), "due_date_too_soon", id="day 13"),
        pytest.param(date(2026, 10, 20), date(2026, 11, 3), None, id="day 14, over the change from summer time"),
        pytest.param(date(2026, 10, 20), date(2026, 11, 2), "due_date_too_soon", id="day 13 in autumn"),
        pytest.param(date(2026, 12, 24), date(2027, 1, 7), None, id="day 14, over the new year"),
        pytest.param(date(2026, 3, 15), date(2026, 3, 15), "due_date_too_soon", id="today"),
        pytest.param(date(2026, 3, 15), date(2025, 3, 29), "due_date_too_soon", id="a year ago"),
        pytest.param(date(2026, 3, 15), None, "due_date_missing", id="none"),
    ],
)
def test_due_date(received: date, due: date | None, found: str | None) -> None:
    got = codes(case(reading(due_date=due), received=received, rules=rules(day=received)))
    assert got & {"due_date_too_soon", "due_date_missing"} == ({found} if found else set())


def test_due_date_too_soon_names_the_earliest_day_and_the_place() -> None:
    found = finding("due_date_too_soon", case(reading(due_date=said(date(2026, 3, 20), text="20/3-26"))))
    assert found is not None
    assert (found.read, found.expected, found.field) == ("20/3-26", "29. marts 2026", "due_date")
    assert found.place == "side 1, midtfor til venstre"
    assert "20. marts 2026" in found.detail


@pytest.mark.parametrize(
    ("terms", "due", "found"),
    [
        pytest.param("Netto 14 dage", date(2026, 3, 27), False, id="the same day"),
        pytest.param("Netto 14 dage", date(2026, 3, 30), False, id="over a weekend"),
        pytest.param("Netto 14 dage", date(2026, 4, 12), True, id="two weeks more"),
        pytest.param("14 dage", date(2026, 4, 12), True, id="terms without a word of paying"),
        pytest.param("Lb. md. + 30 dage", date(2026, 4, 30), False, id="from the end of the month"),
        pytest.param("Lb. md. + 30 dage", date(2026, 4, 12), True, id="not from the end of the month"),
        pytest.param("Netto kontant", date(2026, 4, 12), False, id="cash says nothing of a day"),
        pytest.param(None, date(2026, 4, 12), False, id="no terms"),
    ],
)
def test_due_date_and_terms(terms: str | None, due: date, found: bool) -> None:
    printed = reading(invoice_date=date(2026, 3, 13), due_date=due)
    told = case(replace(printed, terms=said(terms) if terms else None), received=date(2026, 3, 12))
    findings, verdict = judge(told)
    assert [(f.code, f.severity) for f in findings] == ([("due_date_differs", "note")] if found else [])
    assert verdict == "accepted"


def test_a_day_that_follows_from_the_terms_agrees_with_them() -> None:
    printed = reading(invoice_date=date(2026, 3, 13), due_date=date(2026, 4, 12))
    worked_out = replace(printed, terms=said("Netto 14 dage"), due_date_from_terms=True)
    assert codes(case(worked_out)) == set()


@pytest.mark.parametrize(
    ("method", "confidence", "severity"),
    [
        pytest.param("ocr", 0.6, "review", id="a scan, read with doubt"),
        pytest.param("mixed", 0.6, "review", id="a scan in part"),
        pytest.param("ocr", 0.97, "reject", id="a scan, read well"),
        pytest.param("text", 0.6, "reject", id="text, whatever its label was worth"),
    ],
)
def test_a_day_that_ocr_doubts_is_for_a_person(method: str, confidence: float, severity: str) -> None:
    read = reading(due_date=said(date(2026, 3, 20), confidence), method=method)
    found = finding("due_date_too_soon", case(read))
    assert found is not None
    assert found.severity == severity
