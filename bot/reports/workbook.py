"""The summary's rows as .xlsx: one sheet a section, dates as dates, amounts as numbers, outside text as text."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from bot.model.summary import SummaryFinding
from bot.model.zone import COPENHAGEN
from bot.reports.words import SummaryWords

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: A cell that begins with one of these can be taken for a formula (OWASP, «CSV injection»); it gets a ``'`` in front.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class Rows(Protocol):
    """What a sheet is made of: ``bot.reports.daily.Section``."""

    @property
    def title(self) -> str: ...
    @property
    def rows(self) -> tuple[Any, ...]: ...


def workbook(sections: Sequence[Rows], words: SummaryWords) -> bytes:
    """The sections that have rows, a sheet each; one sheet that says so where none has."""
    from openpyxl import Workbook  # noqa: PLC0415  # 265 ms, and most commands never make one

    book = Workbook()
    for sheet in list(book.worksheets):
        book.remove(sheet)
    for section in sections:
        if section.rows:
            _sheet(book.create_sheet(_sheet_name(section.title)), section.rows, words.columns)
    if not book.sheetnames:
        book.create_sheet(words.empty["workbook_title"]).append([words.empty["workbook"]])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(sheet: Any, rows: Iterable[Any], columns: Mapping[str, str]) -> None:
    from openpyxl.styles import Font  # noqa: PLC0415

    listed = list(rows)
    names = [f.name for f in fields(listed[0]) if f.name in columns]
    sheet.append([columns[name] for name in names])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, row in enumerate(listed, 2):
        for column, name in enumerate(names, 1):
            _write(sheet.cell(number, column), getattr(row, name))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    for column in sheet.columns:
        width = max(len(str(c.value)) for c in column if c.value is not None) if any(c.value for c in column) else 8
        sheet.column_dimensions[column[0].column_letter].width = min(60, width + 2)


def _write(cell: Any, value: Any) -> None:
    """Numbers and dates as what they are; text never as a formula, whatever it begins with."""
    if isinstance(value, Decimal):
        cell.value, cell.number_format = value, "#,##0.00"
    elif isinstance(value, datetime):
        cell.value, cell.number_format = value.astimezone(COPENHAGEN).replace(tzinfo=None), "dd-mm-yyyy hh:mm"
    elif value is None or isinstance(value, int | float):
        cell.value = value
    elif hasattr(value, "isoformat"):
        cell.value, cell.number_format = value, "dd-mm-yyyy"
    else:
        cell.value = safe_cell(_text(value))
        cell.data_type = "s"


def safe_cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula; control characters, which .xlsx can't hold, left out."""
    kept = "".join(c for c in text if c.isprintable() or c in "\n\t\r")[:32_000]
    return f"'{kept}" if kept.startswith(FORMULA_STARTS) else kept.replace("\r", " ")


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return "\n".join(f.detail if isinstance(f, SummaryFinding) else str(f) for f in value)
    return str(value)


def _sheet_name(title: str) -> str:
    """Excel's limits: 31 characters, none of ``[]:*?/\\``."""
    return "".join(c for c in title if c not in "[]:*?/\\")[:31]
