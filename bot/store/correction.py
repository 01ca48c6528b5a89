"""A person's correction of one field of one invoice: checked as the field demands, with its line in the history."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, get_args

from bot.danish.amounts import parse_amount
from bot.danish.cvr import is_cvr
from bot.danish.dates import parse_date
from bot.danish.payments import find_payments
from bot.danish.text import firm_key, fold, one_line
from bot.model.invoice import DocumentKind
from bot.model.payment import Account, Payment
from bot.model.zone import COPENHAGEN
from bot.store import history
from bot.store.database import Database
from bot.store.errors import BadCorrection, Conflict, UnknownItem
from bot.store.reading_rows import drop_field, payment_text, set_field, to_text
from bot.store.values import masked

_PLAIN_AMOUNT = re.compile(r"-?\d{1,12}(?:\.\d{2})?")
_BARE_ACCOUNT = re.compile(r"(\d{4})[ -]?(\d{1,10})")


def correct(db: Database, invoice: int, field: str, value: str, by: str, now: datetime) -> None:
    """Sets ``field`` (its outer name; also ``network_id``, ``meeting_id``, ``kind``); an empty value removes it.

    Raises ``UnknownItem``, ``Conflict`` where it was decided meanwhile, ``BadCorrection`` with what the field wants.
    """
    with db.atomic():
        row = db.one("SELECT * FROM invoices WHERE id = ?", (invoice,))
        if row is None:
            raise UnknownItem(f"Der er ingen faktura {invoice}; «review list» viser dem, der venter.")
        if row["verdict"] not in ("review", None):
            raise Conflict(f"Faktura {invoice} venter ikke på nogen: {row['verdict']}.")
        values = _values(db, field, one_line(value).strip(), row["network_id"])
        for name in _FIELDS.keys() & values.keys():
            _set_field(db, invoice, name, values[name], value)
        columns: dict[str, Any] = {}
        for name, given in values.items():
            columns |= _columns(name, given)
        before = {name: row[name] for name in columns}
        sets = ", ".join(f"{name} = ?" for name in columns)
        db.execute(f"UPDATE invoices SET {sets} WHERE id = ?", (*columns.values(), invoice))  # noqa: S608 - own names
        history.add(db, now, "invoices", invoice, f"corrected {field}", who=by, before=before, after=columns)


def _set_field(db: Database, invoice: int, field: str, value: Any, text: str) -> None:
    if value is None:
        drop_field(db, invoice, field)
    else:
        set_field(db, invoice, field, value, text)


def _values(db: Database, field: str, text: str, network_id: str | None) -> dict[str, Any]:
    """What the correction says, by name: the field's own value, and what follows from it in the register."""
    if field == "network_id":
        return _network(db, text)
    if field == "meeting_id":
        return _meeting(db, text, network_id)
    if field == "kind":
        if text not in get_args(DocumentKind):
            raise BadCorrection(f"kind skal være en af: {', '.join(get_args(DocumentKind))}.")
        return {"kind": text}
    if field not in _FIELDS:
        known = ", ".join((*_FIELDS, "network_id", "meeting_id", "kind"))
        raise BadCorrection(f"{field} kan ikke rettes; vælg en af: {known}.")
    value = _FIELDS[field](text) if text else None
    if field == "network":
        found = [row for row in db.all("SELECT * FROM networks") if fold(row["name"]) == fold(text)]
        return {"network": value, "network_id": found[0]["network_id"] if len(found) == 1 else None}
    return {field: value}


def _network(db: Database, text: str) -> dict[str, Any]:
    if not text:
        return {"network_id": None, "network": None}
    row = db.one("SELECT name FROM networks WHERE network_id = ?", (text,))
    if row is None:
        raise BadCorrection(f"Registret har intet netværk «{masked(text)}».")
    return {"network_id": text, "network": row["name"]}


def _meeting(db: Database, text: str, network_id: str | None) -> dict[str, Any]:
    if not text:
        return {"meeting_id": None}
    row = db.one("SELECT network_id, start FROM meetings WHERE meeting_id = ?", (text,))
    if row is None:
        raise BadCorrection(f"Registret har intet møde «{masked(text)}».")
    if network_id is not None and row["network_id"] != network_id:
        raise BadCorrection(f"Mødet {text} er {row['network_id']}s, ikke {network_id}s.")
    start = datetime.fromisoformat(row["start"]).astimezone(COPENHAGEN)
    return {"meeting_id": text, "meeting_date": start.date()} | (_network(db, row["network_id"]))


def _columns(name: str, value: Any) -> dict[str, Any]:
    """The columns of ``invoices`` that hold the value."""
    if name == "payment":
        return {
            "payment": None if value is None else payment_text(value),
            "payment_key": None if value is None else value.key,
        }
    columns: dict[str, Any] = {name: None if value is None else to_text(name, value)}
    if name == "supplier":
        columns["supplier_key"] = None if value is None else firm_key(value)
    if name == "due_date":
        columns["due_date_from_terms"] = 0
    return columns


def _day(text: str) -> date:
    found = parse_date(text, None)
    if found is None:
        raise BadCorrection("Skriv datoen som 2026-03-12.")
    return found


def _amount(text: str) -> Decimal:
    found = Decimal(text) if _PLAIN_AMOUNT.fullmatch(text) else parse_amount(text)
    if found is None:
        raise BadCorrection("Skriv beløbet som 4272.00 eller 4.272,00.")
    return found


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise BadCorrection("Skriv antallet med cifre, f.eks. 8.")
    return int(text)


def _cvr(text: str) -> str:
    digits = re.sub(r"[ .]|^DK", "", text)
    if not is_cvr(digits):
        raise BadCorrection("Det er ikke et CVR-nummer (8 cifre med rigtigt kontrolciffer).")
    return digits


def _currency(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{3}", text):
        raise BadCorrection("Skriv valutaen med tre bogstaver, f.eks. DKK.")
    return text.upper()


def _payment(text: str) -> Payment:
    bare = _BARE_ACCOUNT.fullmatch(text)
    if bare:
        return Account(bare[1], bare[2])
    match [found.payment for found in find_payments(text) if found.payment is not None]:
        case [payment]:
            return payment
    raise BadCorrection("Skriv én konto, f.eks. 1234 0012345678, +71<…+12345678< eller DK50….")


_FIELDS: Mapping[str, Callable[[str], Any]] = {
    "network": str,
    "coordinator": str,
    "meeting_date": _day,
    "invoice_number": str,
    "invoice_date": _day,
    "due_date": _day,
    "supplier": str,
    "cvr": _cvr,
    "total": _amount,
    "vat": _amount,
    "currency": _currency,
    "participants": _count,
    "payment": _payment,
}
