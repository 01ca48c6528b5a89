"""A reading as rows, and back: every field with its value, its text, its place and how sure it is."""

import json
import math
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bot.danish.cpr import without_cpr
from bot.model.field import Box, Field
from bot.model.invoice import Amounts, InvoiceFields, InvoiceReading, Line
from bot.model.payment import Payment, payment_from_json
from bot.store.database import Database
from bot.store.values import clean, masked, money, money_or_none, to_json

#: How each field's value is read back from its text; what is not named here is text.
_FROM_TEXT: Mapping[str, Callable[[str], Any]] = {
    "meeting_date": date.fromisoformat,
    "invoice_date": date.fromisoformat,
    "due_date": date.fromisoformat,
    "total": Decimal,
    "vat": Decimal,
    "participants": int,
    "payment": lambda text: payment_from_json(json.loads(text)),
    "other_payments": lambda text: payment_from_json(json.loads(text)),
}

#: Texts that are identifiers: plain masking would make two of them the same one.
_IDENTIFIERS = ("invoice_number", "preceding_invoice", "cvr", "currency")

#: The columns of ``fields`` in the order of ``_INSERT``, all but the invoice.
FieldRow = tuple[object, ...]

_INSERT = (
    "INSERT OR REPLACE INTO fields (name, position, value, confidence, text, page, x0, top, x1, bottom, doubts,"
    " source, invoice) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def all_fields(reading: InvoiceReading) -> Iterator[tuple[str, int, Field[Any]]]:
    """(name, position, field) of every field that was found; position counts from 0 where a name has several."""
    for name, field in reading.fields.found():
        yield name, 0, field
    for position, field in enumerate(reading.other_payments):
        yield "other_payments", position, field
    if reading.terms is not None:
        yield "terms", 0, reading.terms
    if reading.preceding_invoice is not None:
        yield "preceding_invoice", 0, reading.preceding_invoice


def to_text(name: str, value: Any) -> str:
    """A field's value as it is stored."""
    match value:
        case Decimal():
            return money(value) or ""
        case date():
            return value.isoformat()
        case int():
            return str(value)
        case str():
            return without_cpr(clean(value)) if name in _IDENTIFIERS else masked(value)
        case _:
            return payment_text(value)


def from_text(name: str, text: str) -> Any:
    """The inverse of ``to_text``. Raises ``ValueError`` or ``KeyError`` for a text that is no value of that field."""
    return _FROM_TEXT.get(name, str)(text)


def payment_text(payment: Payment) -> str:
    """A way to pay as JSON, with its ``type`` (docs/interface.md)."""
    return to_json(payment.as_json())


def field_rows(reading: InvoiceReading) -> list[FieldRow]:
    """Every field that was found, as it is stored: name, position, value, …"""
    return [_row(name, position, field, "read") for name, position, field in all_fields(reading)]


def add_fields(db: Database, invoice: int, rows: Iterable[FieldRow]) -> None:
    """Call it inside the unit that files or corrects the invoice."""
    db.executemany(_INSERT, [(*row, invoice) for row in rows])


def set_field(db: Database, invoice: int, name: str, value: Any, text: str) -> None:
    """A person's word for one field: sure, with no place."""
    add_fields(db, invoice, [_row(name, 0, Field(value, 1.0, text), "person")])


def drop_field(db: Database, invoice: int, name: str) -> None:
    """Takes away the first value of a field; further accounts stay."""
    db.execute("DELETE FROM fields WHERE invoice = ? AND name = ? AND position = 0", (invoice, name))


def _row(name: str, position: int, field: Field[Any], source: str) -> FieldRow:
    # A hostile page may have coordinates that are no numbers: a field without a place is better than a mail not filed.
    placed = field.box is not None and all(map(math.isfinite, field.box))
    box: tuple[float | None, ...] = tuple(field.box) if field.box is not None and placed else (None,) * 4
    value = to_text(name, field.value)
    text = masked(field.text)
    return (
        name, position, value, min(max(field.confidence, 0.0), 1.0), text, field.page, *box,
        to_json(field.doubts), source,
    )  # fmt: skip


def reading_of(row: sqlite3.Row, fields: Iterable[sqlite3.Row]) -> InvoiceReading:
    """The reading again. ``row`` is of ``invoices`` with the document's ``method`` and ``pages``."""
    found: dict[str, list[Field[Any]]] = {}
    for f in fields:
        found.setdefault(f["name"], []).append(_field(f))
    first: dict[str, Field[Any]] = {name: several[0] for name, several in found.items()}
    others = tuple(found.get("other_payments", ()))
    terms, preceding = first.pop("terms", None), first.pop("preceding_invoice", None)
    first.pop("other_payments", None)
    return InvoiceReading(
        kind=row["kind"],
        fields=InvoiceFields(**first),
        method=row["method"],
        pages=row["pages"],
        part=row["part"] if row["several"] else None,
        network_id=row["network_id"],
        network_rivals=tuple(json.loads(row["network_rivals"])),
        language=row["language"],
        other_payments=others,
        terms=terms,
        due_date_from_terms=bool(row["due_date_from_terms"]),
        amounts=amounts_from_json(row["amounts"]),
        paid=bool(row["paid"]),
        preceding_invoice=preceding,
        supplier_phone=row["supplier_phone"],
        doubts=tuple(json.loads(row["doubts"])),
    )


def _field(row: sqlite3.Row) -> Field[Any]:
    box = None if row["x0"] is None else Box(row["x0"], row["top"], row["x1"], row["bottom"])
    value = from_text(row["name"], row["value"])
    return Field(value, row["confidence"], row["text"], row["page"], box, tuple(json.loads(row["doubts"])))


_SUMS = ("net", "vat", "taxable", "gross", "prepaid", "rounding", "payable")


def amounts_json(amounts: Amounts) -> str:
    """The sums and lines as JSON; what was not printed is left out. Quantities and prices keep their own decimals."""
    out: dict[str, Any] = {name: money(value) for name in _SUMS if (value := getattr(amounts, name)) is not None}
    if amounts.lines:
        out["lines"] = [
            [masked(line.text), _plain(line.quantity), _plain(line.unit_price), money(line.amount)]
            for line in amounts.lines
        ]
    return to_json(out)


def _plain(value: Decimal | None) -> str | None:
    if value is None:
        return None
    text = str(value)
    return format(value, "f") if "E" in text else text


def amounts_from_json(text: str) -> Amounts:
    """The inverse of ``amounts_json``."""
    data = json.loads(text)
    sums: dict[str, Decimal | None] = {name: money_or_none(data.get(name)) for name in _SUMS}
    lines = tuple(
        Line(words, money_or_none(quantity), money_or_none(price), Decimal(amount))
        for words, quantity, price, amount in data.get("lines", ())
    )
    return Amounts(lines=lines, **sums)
