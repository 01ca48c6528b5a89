"""Everything the program remembers, in one SQLite file. ``docs/schema.md`` has its tables.

Nothing outside this package knows a column's name: values of ``bot.model`` and ``bot.store.rows`` go in and come out.
"""

from bot.store.backup import BackupExists
from bot.store.errors import (
    BadCorrection,
    Conflict,
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
    InboxHealth,
    Incoming,
    InvoiceRow,
    LetterRow,
    MessageRow,
    Move,
    OpenWork,
    RecipientRow,
    Refile,
    ReviewDetail,
    Waiting,
)
from bot.store.store import Store

__all__ = [
    "BackupExists",
    "BadCorrection",
    "Conflict",
    "InboxHealth",
    "Incoming",
    "InvoiceRow",
    "LetterRow",
    "MessageRow",
    "Move",
    "NewerDatabase",
    "NoDatabase",
    "NotOurDatabase",
    "OpenWork",
    "RecipientRow",
    "Refile",
    "ReviewDetail",
    "Store",
    "StoreBroken",
    "StoreBusy",
    "StoreError",
    "StoreFull",
    "UnknownItem",
    "Waiting",
]
