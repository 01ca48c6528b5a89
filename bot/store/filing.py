"""What became of one mail, in one unit: documents, readings, findings, verdicts, letters, the mail's next place.

All of it or none; a mail that is handled already is left alone, so that a second try after a crash adds nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bot.danish.text import firm_key
from bot.model.decision import Decision, DocumentDecision
from bot.model.finding import Finding
from bot.model.invoice import InvoiceReading
from bot.model.letter import ComposedLetter
from bot.model.message import Message
from bot.store import copies, history, meetings, outbox, suppliers
from bot.store.database import Database
from bot.store.errors import UnknownItem
from bot.store.inbox import location_state
from bot.store.mail_rows import Copy
from bot.store.reading_rows import add_fields, amounts_json, field_rows
from bot.store.values import clean, day, masked, stamp, to_json

#: Fields that have a column of their own in ``invoices``, for questions and indexes.
COLUMNS = (
    "network", "coordinator", "meeting_date", "invoice_number", "invoice_date", "due_date", "supplier", "cvr", "total",
    "vat", "currency", "participants",
)  # fmt: skip


def file(
    db: Database,
    message_row: int,
    message: Message,
    decision: Decision,
    letters: Sequence[ComposedLetter],
    now: datetime,
    texts: Sequence[Copy] = (),
    numbered: Callable[[Sequence[int]], Sequence[ComposedLetter]] | None = None,
) -> bool:
    """``numbered`` is given the numbers that the decision's documents got, in order, and makes the letters that tell
    them: queued in the same unit.

    False where the mail was handled before. Raises ``Conflict`` where another unit accepted the same bill first."""
    with db.atomic():
        known = db.one("SELECT state FROM messages WHERE id = ?", (message_row,))
        if known is None:
            raise UnknownItem(f"Der er ingen besked {message_row}.")
        if known["state"] == "handled":
            return False
        documents: dict[tuple[str | None, str], int] = {}
        invoices = [_invoice(db, message_row, documents, item, now) for item in decision.documents]
        meetings.file(db, message_row, decision, letters, now)  # letters speak of them
        letters = (*letters, *(numbered(invoices) if numbered else ()))
        for letter in letters:
            outbox.queue(db, letter, now, message_row)
        _handled(db, message_row, message, decision, now)
        copies.add(db, message_row, texts)
        history.add(
            db, now, "messages", message_row, "filed",
            after={"kind": decision.kind, "verdict": decision.verdict, "outcome": decision.outcome,
                   "invoices": invoices, "letters": [letter.cause for letter in letters]},
        )  # fmt: skip
        return True


def _handled(db: Database, row: int, message: Message, decision: Decision, now: datetime) -> None:
    sender = message.from_
    db.execute(
        "UPDATE messages SET state = 'handled', handled_at = ?, last_error = NULL, message_id = ?, in_reply_to = ?,"
        " from_address = ?, from_name = ?, subject = ?, kind = ?, verdict = ?, outcome = ?, unanswered = ?,"
        " attention = ?, authentication = ? WHERE id = ?",
        (
            stamp(now), clean(message.message_id), clean(message.in_reply_to),
            masked(sender.address if sender else None), masked(sender.name if sender else None),
            masked(message.subject), decision.kind, decision.verdict,
            decision.outcome, decision.unanswered, to_json(decision.attention), message.authentication.result, row,
        ),
    )  # fmt: skip
    db.execute(
        "UPDATE locations SET state = ?, outcome = ? WHERE message = ? AND state IN ('waiting', 'stays')",
        (location_state("handled", decision.outcome), decision.outcome, row),
    )


def _invoice(
    db: Database, message: int, documents: dict[tuple[str | None, str], int], item: DocumentDecision, now: datetime
) -> int:
    """One judged document: its rows, and what follows for the supplier and for the invoice that it corrects."""
    reading = item.reading
    key = (item.attachment, item.sha256)
    if key not in documents:
        documents[key] = db.insert(
            "INSERT INTO documents (message, attachment, sha256, method, pages) VALUES (?, ?, ?, ?, ?)",
            (message, masked(item.attachment), item.sha256, reading.method, reading.pages),
        )
    fields = field_rows(reading)
    columns = _columns(documents[key], item, {str(name): text for name, _, text, *_ in fields})
    names, marks = ", ".join(columns), ", ".join("?" * len(columns))
    invoice = db.insert(f"INSERT INTO invoices ({names}) VALUES ({marks})", tuple(columns.values()))  # noqa: S608
    add_fields(db, invoice, fields)
    add_findings(db, invoice, item.findings)
    db.execute(
        "INSERT INTO decisions (invoice, at, by, verdict) VALUES (?, ?, ?, ?)",
        (invoice, stamp(now), history.PROGRAM, item.verdict),
    )
    if item.corrects is not None:
        _close(db, item.corrects, invoice, now)
    if item.verdict == "accepted":
        learn_supplier(db, invoice, reading, now)
    return invoice


def _columns(document: int, item: DocumentDecision, texts: Mapping[str, object]) -> Mapping[str, object]:
    """``texts``: the values of the reading's fields as they are stored."""
    reading, fields = item.reading, item.reading.fields
    # All columns always: one SQL text, prepared once.
    columns: dict[str, object] = {name: texts.get(name) for name in COLUMNS} | {
        "document": document,
        "sha256": item.sha256,
        "part": item.part,
        "several": int(reading.part is not None),
        "kind": reading.kind,
        "language": reading.language,
        "network_id": reading.network_id,
        "network_rivals": to_json(reading.network_rivals),
        "meeting_id": item.meeting_id,
        "due_date_from_terms": int(reading.due_date_from_terms),
        "supplier_key": firm_key(fields.supplier.value) if fields.supplier else None,
        "supplier_phone": masked(reading.supplier_phone),
        "payment": texts.get("payment"),
        "payment_key": fields.payment.value.key if fields.payment else None,
        "amounts": amounts_json(reading.amounts),
        "paid": int(reading.paid),
        "doubts": to_json(reading.doubts),
        "verdict": item.verdict,
        "pay_on": day(item.pay_on),
        "corrects": item.corrects,
        "belongs_to": item.belongs_to,
    }
    return columns


def add_findings(db: Database, invoice: int, findings: Sequence[Finding]) -> None:
    """In the order given, texts masked. Call it inside the unit that files or judges again."""
    db.executemany(
        "INSERT INTO findings (invoice, position, code, severity, detail, read, place, expected, field)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                invoice, position, f.code, f.severity, masked(f.detail), masked(f.read), masked(f.place),
                masked(f.expected), f.field,
            )
            for position, f in enumerate(findings)
        ],
    )  # fmt: skip


def learn_supplier(db: Database, invoice: int, reading: InvoiceReading, now: datetime) -> None:
    """What an accepted invoice tells of its supplier: name, CVR number, phone, account."""
    fields = reading.fields
    suppliers.learn(
        db,
        invoice,
        fields.supplier.value if fields.supplier else None,
        fields.cvr.value if fields.cvr else None,
        reading.supplier_phone,
        fields.payment.value if fields.payment else None,
        now,
    )


def _close(db: Database, corrected: int, by: int, now: datetime) -> None:
    """The correction takes the place of the earlier one; the first correction stands."""
    closed = db.execute("UPDATE invoices SET closed_by = ? WHERE id = ? AND closed_by IS NULL", (by, corrected))
    if closed.rowcount:
        history.add(db, now, "invoices", corrected, "closed", after={"closed_by": by})
