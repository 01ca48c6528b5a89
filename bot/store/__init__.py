"""Everything the program remembers, in one SQLite file. ``docs/schema.md`` has its tables.

Nothing outside this package knows a column's name: values of ``bot.model`` go in and come out, and those of
``mail_rows``, ``letter_rows`` and ``rows``.
"""

from bot.store.backup import BackupExists
from bot.store.errors import (
    BadCorrection,
    Conflict,
    Forgotten,
    NewerDatabase,
    NoDatabase,
    NotOurDatabase,
    StoreBroken,
    StoreBusy,
    StoreError,
    StoreFull,
    UnknownItem,
)
from bot.store.letter_rows import LetterRow, RecipientRow
from bot.store.mail_rows import (
    Access,
    AccessRow,
    Copy,
    InboxHealth,
    Incoming,
    MailPart,
    MessageRow,
    Move,
    Purpose,
    Refile,
    Returned,
    Waiting,
)
from bot.store.rows import InvoiceRow, OpenWork, ReviewDetail, Undone, Window
from bot.store.store import Store

__all__ = [
    "Access",
    "AccessRow",
    "BackupExists",
    "BadCorrection",
    "Conflict",
    "Copy",
    "Forgotten",
    "InboxHealth",
    "Incoming",
    "InvoiceRow",
    "LetterRow",
    "MailPart",
    "MessageRow",
    "Move",
    "NewerDatabase",
    "NoDatabase",
    "NotOurDatabase",
    "OpenWork",
    "Purpose",
    "RecipientRow",
    "Refile",
    "Returned",
    "ReviewDetail",
    "Store",
    "StoreBroken",
    "StoreBusy",
    "StoreError",
    "StoreFull",
    "Undone",
    "UnknownItem",
    "Waiting",
    "Window",
]
