"""What is filed, as people and reports ask for it: mails and invoices over a time, with their findings."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.model.finding import Finding
from bot.model.zone import COPENHAGEN
from bot.store.database import Database
from bot.store.mail_rows import MessageRow, MessageState
from bot.store.rows import InvoiceRow, Window
from bot.store.values import day, day_or_none, moment, moment_or_none, money_or_none, stamp

_INVOICES = (
    "SELECT i.*, d.attachment, d.method, d.pages, m.id AS message, m.message_id, m.in_reply_to, m.secretariat,"
    " m.received, m.subject, m.from_address"
    " FROM invoices AS i JOIN documents AS d ON d.id = i.document JOIN messages AS m ON m.id = d.message"
)


_MESSAGES = (
    "SELECT m.*, (SELECT l.folder FROM locations AS l WHERE l.message = m.id ORDER BY l.id DESC LIMIT 1) AS folder"
    " FROM messages AS m"
)


def messages(
    db: Database, since: datetime | None = None, until: datetime | None = None, state: MessageState | None = None
) -> tuple[MessageRow, ...]:
    """Every mail received from ``since`` and before ``until``, oldest first."""
    # Only what is asked for stands in the question: «? IS NULL OR …» would keep SQLite from its indexes.
    asked = [("m.received >= ?", since and stamp(since)), ("m.received < ?", until and stamp(until))]
    given = [(term, value) for term, value in asked if value is not None]
    where = " AND ".join((*(term for term, _ in given), f"m.state = '{state}'" if state else "1"))
    rows = db.all(f"{_MESSAGES} WHERE {where} ORDER BY m.received, m.id", [value for _, value in given])
    return tuple(_message(row) for row in rows)


def messages_handled_late(db: Database, before: datetime, since: datetime, until: datetime) -> tuple[MessageRow, ...]:
    """Mails received before a moment and handled from ``since`` and before ``until``, oldest first."""
    where = "WHERE m.received < ? AND m.handled_at >= ? AND m.handled_at < ? ORDER BY m.received, m.id"
    rows = db.all(f"{_MESSAGES} {where}", (stamp(before), stamp(since), stamp(until)))
    return tuple(_message(row) for row in rows)


def messages_numbered(db: Database, ids: Iterable[int]) -> tuple[MessageRow, ...]:
    """Those mails, oldest first."""
    wanted = "WHERE m.id IN (SELECT value FROM json_each(?)) ORDER BY m.received, m.id"
    return tuple(_message(row) for row in db.all(f"{_MESSAGES} {wanted}", (json.dumps([*ids]),)))


def message(db: Database, row_id: int) -> MessageRow | None:
    """One mail; None where there is none with that number."""
    row = db.one(f"{_MESSAGES} WHERE m.id = ?", (row_id,))
    return None if row is None else _message(row)


def _message(row: sqlite3.Row) -> MessageRow:
    return MessageRow(
        id=row["id"],
        message_id=row["message_id"],
        mailbox=row["mailbox"],
        secretariat=row["secretariat"],
        received=moment(row["received"]),
        kind=row["kind"],
        verdict=row["verdict"],
        state=row["state"],
        folder=row["folder"],
        outcome=row["outcome"],
        subject=row["subject"],
        from_address=row["from_address"],
        unanswered=row["unanswered"],
        attention=tuple(json.loads(row["attention"])),
        attempts=row["attempts"],
        last_error=row["last_error"],
        handled_at=moment_or_none(row["handled_at"]),
    )


def invoices(
    db: Database, year: int | None = None, since: datetime | None = None, until: datetime | None = None
) -> tuple[InvoiceRow, ...]:
    """Every invoice, credit note and reminder, in the order of receipt.

    ``year`` is the meeting's; an invoice without a meeting date counts where it was received.
    """
    return _select(
        db,
        "(?1 IS NULL OR i.meeting_date LIKE ?1 OR (i.meeting_date IS NULL AND m.received >= ?2 AND m.received < ?3))"
        " AND (?4 IS NULL OR m.received >= ?4) AND (?5 IS NULL OR m.received < ?5)",
        (*_year(year), stamp(since) if since else None, stamp(until) if until else None),
    )


def current_invoices(db: Database, secretariat: str, window: Window) -> tuple[InvoiceRow, ...]:
    """What came with mails about money and matters on one day, found by indexes however many years are filed."""
    return _select(
        db,
        "i.id IN ("
        "SELECT i.id FROM messages AS m JOIN documents AS d ON d.message = m.id JOIN invoices AS i ON i.document = d.id"
        " WHERE m.received >= ?2 OR m.id IN (SELECT value FROM json_each(?3))"
        " UNION SELECT value FROM json_each(?4)"
        " UNION SELECT id FROM invoices WHERE verdict = 'review' AND closed_by IS NULL"
        " UNION SELECT id FROM invoices WHERE verdict = 'accepted' AND closed_by IS NULL AND due_date BETWEEN ?5 AND ?6"
        " UNION SELECT id FROM invoices WHERE meeting_id IN (SELECT value FROM json_each(?7))"
        ") AND m.secretariat = ?1 AND m.kind = 'invoice'",
        (
            secretariat, stamp(window.fresh_since), json.dumps(window.messages), json.dumps(window.invoices),
            day(window.due_from), day(window.due_to), json.dumps(window.meetings),
        ),
    )  # fmt: skip


def _year(year: int | None) -> tuple[str | None, str | None, str | None]:
    """How the year's days begin, and the moments of its first and of the next one's first midnight in Copenhagen."""
    if year is None:
        return None, None, None
    first, after = (stamp(datetime(y, 1, 1, tzinfo=COPENHAGEN)) for y in (year, year + 1))
    return f"{year:04}-%", first, after


def waiting(db: Database) -> tuple[InvoiceRow, ...]:
    """Invoices that a person is to decide on, oldest first."""
    return _select(db, "i.verdict = 'review' AND i.closed_by IS NULL", ())


def invoices_of_message(db: Database, message: int) -> tuple[InvoiceRow, ...]:
    """The invoices of one mail, in the order of the mail."""
    return _select(db, "m.id = ?", (message,))


def invoice(db: Database, invoice_id: int) -> InvoiceRow | None:
    """One document about money, whatever its kind; None where there is none with that number."""
    return next(iter(_select(db, "i.id = ?", (invoice_id,))), None)


def invoice_record(db: Database, invoice_id: int) -> sqlite3.Row | None:
    """The bare row with its document's and its mail's columns, for ``reading_rows`` and ``review``."""
    return db.one(f"{_INVOICES} WHERE i.id = ?", (invoice_id,))


def _select(db: Database, where: str, values: Sequence[object]) -> tuple[InvoiceRow, ...]:
    with db.snapshot():
        rows = db.all(f"{_INVOICES} WHERE {where} ORDER BY m.received, i.id", values)
        findings = _findings(db, [row["id"] for row in rows])
    return tuple(invoice_row(row, findings.get(row["id"], ())) for row in rows)


def _findings(db: Database, ids: Sequence[int]) -> Mapping[int, tuple[Finding, ...]]:
    found: dict[int, tuple[Finding, ...]] = {}
    rows = db.all(
        "SELECT * FROM findings WHERE invoice IN (SELECT value FROM json_each(?)) ORDER BY invoice, position",
        (json.dumps(ids),),
    )
    for f in rows:
        finding = Finding(f["code"], f["severity"], f["detail"], f["read"], f["place"], f["expected"], f["field"])
        found[f["invoice"]] = (*found.get(f["invoice"], ()), finding)
    return found


#: Columns that ``InvoiceRow`` gives as they are.
_PLAIN = (
    "id", "message", "message_id", "secretariat", "subject", "from_address", "sha256", "part", "kind", "verdict",
    "network_id", "network", "coordinator", "meeting_id", "supplier", "cvr", "invoice_number", "currency",
    "participants", "corrects", "closed_by", "belongs_to",
)  # fmt: skip


def invoice_row(row: sqlite3.Row, findings: Iterable[Finding]) -> InvoiceRow:
    """A row of ``_INVOICES`` with its findings."""
    plain: dict[str, Any] = {name: row[name] for name in _PLAIN}
    return InvoiceRow(
        **plain,
        received=moment(row["received"]),
        document=row["attachment"],
        findings=tuple(findings),
        meeting_date=day_or_none(row["meeting_date"]),
        invoice_date=day_or_none(row["invoice_date"]),
        due_date=day_or_none(row["due_date"]),
        total=money_or_none(row["total"]),
        vat=money_or_none(row["vat"]),
        pay_on=day_or_none(row["pay_on"]),
    )
