"""What speaks for and against a field that was read, as numbers that ``confidence`` weighs: how sure its reader was,
how it was found, whether the register and the other fields agree. Cheap: a few comparisons a field.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from math import log
from typing import Any, NamedTuple

from bot.model.document import Document
from bot.model.field import Field
from bot.model.invoice import InvoiceReading
from bot.model.register import Register
from bot.model.zone import COPENHAGEN

#: By the names that the file of weights uses. A mark that is not there is 0.
Marks = dict[str, float]

#: No score is taken for less or more than this before its logarithm, and nothing is ever said to be surer.
LEAST, MOST = 0.02, 0.998
_CENT = Decimal("0.05")
_MAIN = (
    "network", "coordinator", "meeting_date", "invoice_number", "invoice_date", "due_date", "supplier", "cvr", "total",
    "payment",
)  # fmt: skip
_LEGAL_FORMS = ("aps", "a/s", "i/s", "p/s", "ivs", "k/s")


class Seen(NamedTuple):
    """What the marks of a reading are taken from, and what holds of all of it."""

    reading: InvoiceReading
    document: Document
    #: Whether the network has a meeting booked on that day, and the person is its coordinator.
    booked: bool
    its_coordinator: bool
    #: Whether net and VAT make the gross (or VAT is a fifth of it), and the rows one of the sums.
    adds_up: bool
    rows_add_up: bool
    #: The share of the main fields that were not found.
    missing: float


def seen_of(reading: InvoiceReading, document: Document, register: Register) -> Seen:
    """What the marks of one reading are taken from."""
    missing = sum(getattr(reading.fields, name) is None for name in _MAIN) / len(_MAIN)
    return Seen(
        reading,
        document,
        _is_booked(reading, register),
        _is_its_coordinator(reading, register),
        _adds_up(reading),
        _rows_add_up(reading),
        missing,
    )


def marks(seen: Seen, name: str, field: Field[Any]) -> Marks:
    """What speaks for and against one field; most are 0 or 1. The same names as in the file of weights."""
    reading = seen.reading
    raw = max(LEAST, min(field.confidence, MOST))
    out: Marks = {
        "raw": log(raw / (1 - raw)),
        "sure": float(raw >= 0.9),
        f"how_{field.how or 'none'}": 1.0,
        "missing": seen.missing,
    }
    if reading.method in ("ocr", "mixed"):
        out["ocr"] = 1.0
        out["unsure"] = 1.0 - _worst_word(seen.document, field)
    special = _SPECIAL.get(name)
    if special is not None:
        out.update(special(seen, field))
    return out


def _worst_word(document: Document, field: Field[Any]) -> float:
    """How sure the OCR is of the worst word of a field."""
    box = field.box
    if box is None or field.page is None:
        return 1.0
    page = next((p for p in document.pages if p.number == field.page), None)
    inside = (
        w.sure
        for w in (page.words if page else ())
        if w.x0 < box.x1 and box.x0 < w.x1 and w.top < box.bottom - 1 and box.top + 1 < w.bottom
    )
    return min(inside, default=1.0)


def _network(seen: Seen, field: Field[Any]) -> Iterator[tuple[str, float]]:
    reading = seen.reading
    yield "known", reading.network_id is not None
    yield "rivals", bool(reading.network_rivals)
    yield "booked", seen.booked
    yield "its_coordinator", seen.its_coordinator
    yield "long", len(field.text.split()) > 6


def _coordinator(seen: Seen, field: Field[Any]) -> Iterator[tuple[str, float]]:
    yield "its_coordinator", seen.its_coordinator
    yield "network_known", seen.reading.network_id is not None
    yield "one_word", len(field.text.split()) < 2
    yield "figures", any(c.isdigit() for c in field.text)


def _meeting_date(seen: Seen, field: Field[Any]) -> Iterator[tuple[str, float]]:
    issued = seen.reading.fields.invoice_date
    yield "booked", seen.booked
    yield "network_known", seen.reading.network_id is not None
    yield "after_issue", issued is not None and field.value > issued.value
    yield "long_before", issued is not None and (issued.value - field.value).days > 60


def _invoice_date(seen: Seen, field: Field[Any]) -> Iterator[tuple[str, float]]:
    due, met = seen.reading.fields.due_date, seen.reading.fields.meeting_date
    yield "before_due", due is not None and due.value > field.value
    yield "same_as_meeting", met is not None and met.value == field.value
    yield "after_due", due is not None and due.value < field.value


def _due_date(seen: Seen, field: Field[Any]) -> Iterator[tuple[str, float]]:
    issued = seen.reading.fields.invoice_date
    days = (field.value - issued.value).days if issued is not None and isinstance(field.value, date) else None
    yield "usual_days", days is not None and 7 <= days <= 62
    yield "not_after_issue", days is not None and days <= 0
    yield "from_terms", seen.reading.due_date_from_terms


def _supplier(_seen: Seen, field: Field[Any]) -> Iterator[tuple[str, float]]:
    name = str(field.value)
    words = name.casefold().replace(".", "").split()
    yield "legal_form", any(form in words for form in _LEGAL_FORMS)
    yield "figures", sum(c.isdigit() for c in name) >= 4
    yield "one_word", len(words) < 2
    yield "long", len(words) > 4
    yield "capital", name[:1].isupper()


def _total(seen: Seen, _field: Field[Any]) -> Iterator[tuple[str, float]]:
    yield "adds_up", seen.adds_up
    yield "rows_add_up", seen.rows_add_up
    yield "vat_known", seen.reading.amounts.vat is not None


def _vat(seen: Seen, field: Field[Any]) -> Iterator[tuple[str, float]]:
    total = seen.reading.amounts.gross or (seen.reading.fields.total.value if seen.reading.fields.total else None)
    yield "a_fifth", total is not None and abs(abs(field.value) * 5 - abs(total)) <= 5 * _CENT
    yield "too_much", total is not None and abs(field.value) * 5 > abs(total) + 5
    yield "adds_up", seen.adds_up


def _participants(seen: Seen, field: Field[Any]) -> Iterator[tuple[str, float]]:
    yield "on_a_row", any(line.quantity == field.value for line in seen.reading.amounts.lines)
    yield "many", field.value > 40
    yield "is_price", any(line.unit_price == field.value for line in seen.reading.amounts.lines)


def _payment(seen: Seen, field: Field[Any]) -> Iterator[tuple[str, float]]:
    yield "valid", field.value.is_valid
    yield "danish", field.value.is_danish
    yield "others", bool(seen.reading.other_payments)


def _number(seen: Seen, field: Field[Any]) -> Iterator[tuple[str, float]]:
    digits = "".join(c for c in str(field.value) if c.isdigit()).lstrip("0")
    payment = seen.reading.fields.payment
    payment_id = getattr(payment.value, "id", None) if payment else None
    yield "on_slip", bool(digits) and payment_id is not None and digits in payment_id
    yield "short", len(digits) < 3
    yield "no_figures", not digits


_SPECIAL = {
    "network": _network, "coordinator": _coordinator, "meeting_date": _meeting_date, "invoice_date": _invoice_date,
    "due_date": _due_date, "supplier": _supplier, "total": _total, "vat": _vat, "participants": _participants,
    "payment": _payment, "invoice_number": _number,
}  # fmt: skip


def _is_booked(reading: InvoiceReading, register: Register) -> bool:
    day = reading.fields.meeting_date
    if day is None or reading.network_id is None:
        return False
    return any(m.start.astimezone(COPENHAGEN).date() == day.value for m in register.meetings_of(reading.network_id))


def _is_its_coordinator(reading: InvoiceReading, register: Register) -> bool:
    who = reading.fields.coordinator
    if who is None or reading.network_id is None:
        return False
    return any(c.name == who.value for c in register.coordinators_of(reading.network_id))


def _adds_up(reading: InvoiceReading) -> bool:
    """Net and VAT make the gross, or the VAT is a fifth of it; the lines are the net where none is printed."""
    a, total = reading.amounts, reading.fields.total
    if total is None:
        return False
    gross = a.gross if a.gross is not None else total.value
    if a.vat is None:
        return False
    net = a.net if a.net is not None else sum((line.amount for line in a.lines), Decimal(0)) if a.lines else None
    made = [a.vat * 5] if a.net is None else []
    made += [net + a.vat] if net is not None else []
    return any(abs(whole - gross) <= 5 * _CENT for whole in made)


def _rows_add_up(reading: InvoiceReading) -> bool:
    a, total = reading.amounts, reading.fields.total
    if total is None or not a.lines:
        return False
    rows = sum((line.amount for line in a.lines), Decimal(0))
    net = a.net if a.net is not None or a.vat is None else total.value - a.vat
    return any(abs(rows - other) <= _CENT for other in (net, a.gross, total.value) if other is not None)
