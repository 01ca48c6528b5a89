"""What a mail is made of: every part of it by name and hash, with what became of it."""

from collections.abc import Sequence

from bot.store.database import Database
from bot.store.mail_rows import MailPart
from bot.store.values import masked

_COLUMNS = "path, name, content_type, size, sha256, fate, detail"


def add(db: Database, message: int, parts: Sequence[MailPart]) -> None:
    """Names are masked: senders give files names, and some have a CPR number in them."""
    db.executemany(
        f"INSERT INTO mail_parts (message, position, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        [
            (message, position, p.path, masked(p.name), p.content_type, p.size, p.sha256, p.fate, p.detail)
            for position, p in enumerate(parts)
        ],
    )


def of(db: Database, message: int) -> tuple[MailPart, ...]:
    """In the mail's order, what lies in a file behind that file."""
    rows = db.all(f"SELECT {_COLUMNS} FROM mail_parts WHERE message = ? ORDER BY position", (message,))  # noqa: S608
    return tuple(MailPart(*row) for row in rows)
