"""What can be wrong with the database file, each with the next step in its one sentence (Danish: staff read it)."""

# ruff: noqa: N818 - the names say what is the matter; "Error" would add nothing to NoDatabase

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from bot.model.errors import TellableError


class StoreError(TellableError):
    """Anything that the store raises on purpose."""


class NoDatabase(StoreError):
    """There is no such file, and none was to be made."""

    exit_status = 2


class NewerDatabase(StoreError):
    """A newer version of the program wrote the file; opening it might lose what this version does not know."""

    exit_status = 2


class NotOurDatabase(StoreError):
    """The file is something else: no SQLite file, or another program's."""

    exit_status = 2


class StoreBusy(StoreError):
    """Another process held the file for longer than the busy time-out. Nothing was written; trying again is right."""


class StoreFull(StoreError):
    """No room on the disk (ENOSPC, quota, file size limit). Nothing of the unit was written; stop taking mail."""


class StoreBroken(StoreError):
    """The disk or the file fails (EIO, no descriptors, damage). Nothing of the unit was written."""


class Damaged(StoreBroken):
    """What is in the file contradicts itself: no waiting mends that."""

    exit_status = 2


class Conflict(StoreError):
    """What is to be written contradicts what another unit wrote first: decide again on the world as it is now."""


class UnknownItem(StoreError):
    """No row has that number."""


class Forgotten(StoreError):
    """The original was deleted when its time was up."""


class BadCorrection(StoreError):
    """A value given by a person does not fit its field."""


#: SQLite's primary result codes (sqlite.org/rescode.html) that mean the file or the disk.
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_BROKEN = {
    sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PROTOCOL,
}  # fmt: skip
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


#: How SQLite names the two indexes of schema/001_first.sql that let one bill be accepted once.
_ACCEPTED_ONCE = ("invoices_accepted_once", "invoices.sha256, invoices.part")


@contextmanager
def translated() -> Iterator[None]:
    """Turns sqlite3's errors about the file into ours; faults in SQL or in a value rise as they are."""
    try:
        yield
    except sqlite3.Error as error:
        raise (typed(error) or error) from error


def typed(error: sqlite3.Error) -> StoreError | None:
    """The store's word for SQLite's error; None where it is about a statement or a value, not about the file."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    name = getattr(error, "sqlite_errorname", "")
    if code in _BUSY:
        return StoreBusy("Databasen er optaget af et andet program; prøv igen om lidt.")
    if code == sqlite3.SQLITE_FULL:
        return StoreFull("Der er ikke plads til databasen; ryd op på disken. Intet er gået tabt.")
    if code in _DAMAGED:
        return Damaged(
            f"Databasen er beskadiget ({name}); stop botten, og læg den nyeste kopi fra «kvalitetsbot backup» i stedet."
        )
    if code in _BROKEN:
        return StoreBroken(f"Databasen kan ikke læses eller skrives ({name}); se efter disken og filens rettigheder.")
    if code == sqlite3.SQLITE_CONSTRAINT and any(name in str(error) for name in _ACCEPTED_ONCE):
        return Conflict("Den samme regning er allerede godkendt.")
    return None
