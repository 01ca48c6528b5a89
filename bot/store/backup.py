"""A copy of the file while it is in use, checked before it is called a backup."""

import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

from bot.store.database import Database
from bot.store.errors import StoreBroken, StoreError, translated

#: Tables that a copy for trying things out has no use for.
_STAY_BEHIND = ("copies", "accesses")


class BackupExists(StoreError):  # noqa: N818 - says what is the matter
    """The file is there already; a backup never writes over anything."""


def backup(db: Database, file: Path) -> int:
    """Copies the database (SQLite's online backup: one moment of it, writers go on) and checks the copy.

    Returns its size in bytes. Raises ``BackupExists``, ``StoreFull``, ``StoreBroken``; then there is no ``file``.
    """
    part = file.with_name(f".{file.name}.part")
    if file.exists():
        raise BackupExists(f"{file} findes allerede; vælg et andet navn.")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
    except OSError as error:
        raise StoreBroken(f"{file} kan ikke skrives: {error.strerror}.") from error
    try:
        _copy(db, part)
        _check(part)
        with part.open("rb") as copy:
            os.fsync(copy.fileno())
        part.replace(file)
    finally:
        for suffix in ("", "-journal", "-wal", "-shm"):
            part.with_name(part.name + suffix).unlink(missing_ok=True)
    return file.stat().st_size


def fill_without_originals(db: Database, source: Path) -> None:
    """Copies another database of this version into a new, empty one; of what came in only that it did.

    For a run whose results are thrown away: nobody's mail lies in a temporary file for it.
    """
    db.execute("ATTACH ? AS source", (f"file:{quote(str(source.absolute()))}?mode=ro",))
    db.execute("PRAGMA foreign_keys=OFF")
    try:
        with db.atomic():
            tables = db.all("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
            for (name,) in tables:
                if name in _STAY_BEHIND or name.startswith("_"):
                    continue
                if name == "meta":  # a new database has notes of its own
                    db.execute("DELETE FROM main.meta")
                columns = [c["name"] for c in db.all("SELECT name FROM pragma_table_info(?)", (name,))]
                wanted = ", ".join("x''" if (name, c) == ("originals", "bytes") else f'"{c}"' for c in columns)
                db.execute(f'INSERT INTO main."{name}" SELECT {wanted} FROM source."{name}"')  # noqa: S608 - our names
    finally:
        db.execute("DETACH source")
        db.execute("PRAGMA foreign_keys=ON")


def _copy(db: Database, part: Path) -> None:
    with translated():
        copy = sqlite3.connect(part)
        try:
            db.conn.backup(copy)
            # One file, whatever opens it: without WAL it needs no companions.
            copy.execute("PRAGMA journal_mode=DELETE")
        finally:
            copy.close()


def _check(part: Path) -> None:
    with translated():
        copy = sqlite3.connect(f"file:{part}?mode=ro", uri=True)
        try:
            said = [row[0] for row in copy.execute("PRAGMA integrity_check")]
            loose = copy.execute("PRAGMA foreign_key_check").fetchall()
        finally:
            copy.close()
    if said != ["ok"] or loose:
        raise StoreBroken("Kopien er ikke hel; se efter disken og tag en ny.")
