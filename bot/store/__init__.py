"""Everything the program remembers, in one SQLite file. ``docs/schema.md`` has its tables.

Nothing outside this package knows a column's name: values of ``bot.model`` and ``bot.store.rows`` go in and come out.
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
from bot.store.rows import (
    Access,
    AccessRow,
    Copy,
    InboxHealth,
    Incoming,
    InvoiceRow,
    LetterRow,
    MailPart,
    MessageRow,
    Move,
    OpenWork,
    Purpose,
    RecipientRow,
    Refile,
    Returned,
    ReviewDetail,
    Waiting,
    Window,
)
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
    "UnknownItem",
    "Waiting",
    "Window",
]
