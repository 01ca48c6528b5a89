"""What is still to be done or told: for the service's own questions, for ``status`` and for ``run --once``."""

from collections.abc import Iterable
from datetime import date

from bot.store.database import Database
from bot.store.errors import UnknownItem
from bot.store.health import meta, set_meta
from bot.store.history import PROGRAM
from bot.store.mail_rows import Waiting
from bot.store.rows import OpenWork
from bot.store.values import moment, to_json

FIRST_DAY_KEY = "first_day"


def waiting(db: Database, message: int) -> Waiting:
    """One kept mail, whatever its state. Raises ``UnknownItem``."""
    row = db.one("SELECT id, mailbox, secretariat, received, attempts FROM messages WHERE id = ?", (message,))
    if row is None:
        raise UnknownItem(f"Der er ingen mail {message}.")
    return Waiting(row["id"], row["mailbox"], row["secretariat"], moment(row["received"]), row["attempts"])


def has_letter(db: Database, cause: str) -> bool:
    """Whether there is a letter for the cause, in whatever state."""
    return db.one("SELECT 1 FROM letters WHERE cause = ?", (cause,)) is not None


def first_day(db: Database, today: date) -> date:
    """The first day that the service worked on this database: no summary is owed for one before it."""
    known = meta(db, FIRST_DAY_KEY)
    if known is None:
        set_meta(db, FIRST_DAY_KEY, today.isoformat())
        return today
    return date.fromisoformat(known)


def counts(db: Database) -> OpenWork:
    """Letters on their way, mails that wait, invoices for a person, moves that are due."""
    row = db.one(
        "SELECT (SELECT count(*) FROM messages WHERE state = 'waiting') AS unhandled,"
        " (SELECT count(*) FROM messages WHERE state = 'parked') AS parked,"
        " (SELECT count(*) FROM invoices WHERE verdict = 'review' AND closed_by IS NULL) AS review,"
        " (SELECT count(*) FROM letters WHERE state IN ('queued', 'sending')) AS queued_letters,"
        " (SELECT count(*) FROM letters WHERE state = 'failed') AS failed_letters,"
        " (SELECT count(*) FROM locations WHERE state = 'due') AS moves"
    )
    assert row is not None
    return OpenWork(**{key: row[key] for key in row.keys()})  # noqa: SIM118  # a sqlite3.Row's keys, not a dict's


def deciders(db: Database, invoices: Iterable[int]) -> dict[int, str]:
    """Who decided last, of those of the invoices that a person decided."""
    rows = db.all(
        "SELECT invoice, by FROM decisions AS d WHERE invoice IN (SELECT value FROM json_each(?)) AND by <> ? AND id ="
        " (SELECT max(id) FROM decisions WHERE invoice = d.invoice)",
        (to_json([*invoices]), PROGRAM),
    )
    return {row["invoice"]: row["by"] for row in rows}
