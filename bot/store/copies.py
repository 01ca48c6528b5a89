"""What people see of a mail: its own text and its documents' text, as filed, with CPR numbers masked."""

from collections.abc import Sequence

from bot.store.database import Database
from bot.store.mail_rows import Copy
from bot.store.values import masked

#: Characters kept of one text. An invoice of ten pages has some 20,000; what is longer is in the original.
LONGEST = 100_000


def add(db: Database, message: int, copies: Sequence[Copy]) -> None:
    """Masked here, whoever made them, and before they are cut: half a number is no number to a search."""
    db.executemany(
        "INSERT INTO copies (message, position, name, sha256, text, whole) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (message, position, masked(c.name), c.sha256, masked(c.text)[:LONGEST], int(_whole(c)))
            for position, c in enumerate(copies)
        ],
    )


def of(db: Database, message: int) -> tuple[Copy, ...]:
    """The mail's own text first, then its documents in their order; none where they were deleted by their age."""
    rows = db.all("SELECT name, sha256, text, whole FROM copies WHERE message = ? ORDER BY position", (message,))
    return tuple(Copy(r["name"], r["sha256"], r["text"], bool(r["whole"])) for r in rows)


def _whole(copy: Copy) -> bool:
    return copy.whole and len(copy.text) <= LONGEST
