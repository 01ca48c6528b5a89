"""Whether the program does its work: when each inbox was last read, when the service last beat; small notes."""

from datetime import datetime

from bot.store.database import Database
from bot.store.mail_rows import InboxHealth
from bot.store.values import masked, moment_or_none, stamp

BEAT_KEY = "beat"


def meta(db: Database, key: str) -> str | None:
    """A small note by its key; None where nobody wrote it."""
    row = db.one("SELECT value FROM meta WHERE key = ?", (key,))
    return None if row is None else str(row["value"])


def set_meta(db: Database, key: str, value: str) -> None:
    """Writes the note, in place of an earlier one of that key."""
    db.execute("INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (key, value))


def beat(db: Database, now: datetime) -> None:
    """The service is alive."""
    set_meta(db, BEAT_KEY, stamp(now))


def last_beat(db: Database) -> datetime | None:
    """When the service last said that it is alive; None: it never ran on this database."""
    return moment_or_none(meta(db, BEAT_KEY))


def inbox_read(db: Database, inbox: str, now: datetime, new: int) -> None:
    """A reading that went well and found ``new`` mails."""
    db.execute(
        "INSERT INTO inboxes (inbox, last_read_at, last_new) VALUES (?, ?, ?) ON CONFLICT (inbox) DO UPDATE SET"
        " last_read_at = excluded.last_read_at, last_new = excluded.last_new, failing_since = NULL",
        (inbox, stamp(now), new),
    )


def inbox_failed(db: Database, inbox: str, now: datetime, error_code: str) -> None:
    """A reading that did not go well; ``failing_since`` is the first of a row of them."""
    db.execute(
        "INSERT INTO inboxes (inbox, last_error, last_error_at, failing_since) VALUES (?1, ?2, ?3, ?3)"
        " ON CONFLICT (inbox) DO UPDATE SET last_error = excluded.last_error, last_error_at = excluded.last_error_at,"
        " failing_since = coalesce(failing_since, excluded.failing_since)",
        (inbox, masked(error_code), stamp(now)),
    )


def inboxes(db: Database) -> list[InboxHealth]:
    """Every inbox that was ever tried, also one that the configuration has no more."""
    return [
        InboxHealth(
            row["inbox"],
            moment_or_none(row["last_read_at"]),
            row["last_error"],
            moment_or_none(row["last_error_at"]),
            moment_or_none(row["failing_since"]),
        )
        for row in db.all("SELECT * FROM inboxes ORDER BY inbox")
    ]
