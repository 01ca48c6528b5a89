"""The spreadsheet: the same rows, values as what they are, and no outside text that a program would run."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.summary import SummaryFinding, SummaryInvoice
from bot.reports.daily import Section
from bot.reports.workbook import FORMULA_STARTS, safe_cell, workbook
from tests.reports.figures import WORDS

INVOICE = SummaryInvoice(
    invoice_id=12, kind="invoice", verdict="review", received=datetime(2026, 3, 15, 23, 30, tzinfo=UTC),
    attachment="faktura.pdf", network_id="FYS-041", network="Kvalitetsnetværk Åby", coordinator="Mette Holm",
    meeting_date=date(2026, 3, 12), meeting_id="M1", supplier="Café Ærø ApS", invoice_number="1042",
    total=Decimal("4272.00"), currency="DKK", due_date=date(2026, 4, 12), pay_on=None, sender="info@cafe.example",
    findings=(SummaryFinding("payment_changed", "review", "Kontoen er en anden end før."),),
)  # fmt: skip


def cells(*rows: SummaryInvoice) -> dict[str, Any]:
    """The first row of the first sheet, by heading."""
    book = openpyxl.load_workbook(io.BytesIO(workbook([Section("x", "Nye: til gennemsyn", rows, ())], WORDS)))
    sheet = book.worksheets[0]
    return {str(head.value): value for head, value in zip(sheet[1], sheet[2], strict=True)}


def test_values_are_what_they_are() -> None:
    row = cells(INVOICE)
    assert row["Beløb"].value == 4272
    assert row["Beløb"].number_format == "#,##0.00"
    assert row["Forfald"].value == datetime(2026, 4, 12)
    assert row["Modtaget"].value == datetime(2026, 3, 16, 0, 30), "Danish time, not UTC"
    assert row["Netværk"].value == "Kvalitetsnetværk Åby"
    assert row["Fund"].value == "Kontoen er en anden end før."


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_outside_text_is_never_a_formula(start: str) -> None:
    cell = cells(replace(INVOICE, supplier=f"{start}HYPERLINK(0)"))["Leverandør"]
    assert cell.data_type == "s"
    assert not str(cell.value).startswith(FORMULA_STARTS)


@given(st.text())
def test_any_text_can_be_written(text: str) -> None:
    assert not safe_cell(text).startswith(FORMULA_STARTS)
    workbook([Section("x", "x", (replace(INVOICE, supplier=safe_cell(text)),), ())], WORDS)


def test_a_title_that_no_sheet_may_have() -> None:
    title = "Puljen: møde for møde [2026] / alle netværk i regionen"
    book = openpyxl.load_workbook(io.BytesIO(workbook([Section("x", title, (INVOICE,), ())], WORDS)))
    assert len(book.sheetnames[0]) <= 31


def test_a_quiet_day_still_opens() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook([Section("x", "Nye", (), ())], WORDS)))
    assert book.worksheets[0]["A1"].value == "Ingen rækker i dag."
