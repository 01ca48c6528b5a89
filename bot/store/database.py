"""One SQLite file: opened, checked, migrated, and written in units that are whole or not there.

Theory of operation. WAL with ``synchronous=FULL``: a unit that was committed is on the disk before the next line runs
(sqlite.org/pragma.html#pragma_synchronous). Every unit starts with BEGIN IMMEDIATE: it waits for the other writer at
its start, where waiting costs nothing, instead of failing at its first write with a snapshot that has grown old.

``Database.atomic()`` is the method of sqlite-utils with that one difference. sqlite-utils itself (240 ms to import)
is only loaded when there is something to migrate: commands that read the register must not pay for it.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import Any
from urllib.parse import quote

from bot.store.errors import NewerDatabase, NoDatabase, NotOurDatabase, translated, typed
from bot.store.migrations import VERSION, migrate

#: "kvbo" (sqlite.org/pragma.html#pragma_application_id): tells our file from another program's.
APPLICATION_ID = 0x6B76626F
BUSY_SECONDS = 30.0
#: Seconds between two tries to change the journal's mode.
_PAUSE = 0.02

Values = Sequence[Any]


class Database:
    """A connection with the store's settings. Belongs to the thread that made it."""

    def __init__(self, path: Path, *, create: bool = False, busy_seconds: float = BUSY_SECONDS) -> None:
        """Raises ``NoDatabase``, ``NewerDatabase``, ``NotOurDatabase``, ``StoreBusy``, ``StoreFull``,
        ``StoreBroken``.
        """
        self.path = path
        self._busy_seconds = busy_seconds
        _make_file(path, create)
        with translated():
            self.conn = sqlite3.connect(_uri(path), uri=True, timeout=busy_seconds, isolation_level=None)
        try:
            self.conn.row_factory = sqlite3.Row
            with translated():
                self._check_and_migrate()
                self._settings()
        except BaseException:
            self.conn.close()
            raise

    def _check_and_migrate(self) -> None:
        version = self._ours()
        if version > VERSION:
            raise NewerDatabase(
                f"{self.path} er skrevet af en nyere kvalitetsbot (version {version}, denne kender {VERSION}); "
                "installér den nyere udgave."
            )
        if version == VERSION:
            return
        # Only at a file's first opening and after an upgrade; the journal mode cannot change inside a transaction.
        self._into_wal()
        self.conn.execute("PRAGMA synchronous=FULL")
        with self.atomic():
            if self._pragma("user_version") < VERSION:  # another process may have been first
                migrate(self.conn)
                self.conn.execute(f"PRAGMA application_id={APPLICATION_ID}")
                self.conn.execute(f"PRAGMA user_version={VERSION}")

    def _ours(self) -> int:
        """The file's schema version, 0 for an empty file."""
        try:
            version = self._pragma("user_version")
            if self._pragma("application_id") == APPLICATION_ID:
                return version
            tables = self._pragma("schema_version")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
                raise NotOurDatabase(f"{self.path} er ikke en database; er stien i config.toml rigtig?") from error
            raise
        if tables:
            raise NotOurDatabase(f"{self.path} er et andet programs database; vælg en anden sti i config.toml.")
        return 0

    def _settings(self) -> None:
        # 2 MB of pages a connection: with 16 MB a batch of mails was no faster, and memory grew for weeks as it filled.
        self._into_wal()
        for pragma in ("synchronous=FULL", "foreign_keys=ON", "cache_size=-2000"):
            self.conn.execute(f"PRAGMA {pragma}")

    def _into_wal(self) -> None:
        """Waits as for any lock: where several make a file at once, SQLite refuses the change of mode without asking
        its busy handler.
        """
        for left in range(round(self._busy_seconds / _PAUSE), -1, -1):
            try:
                self.conn.execute("PRAGMA journal_mode=WAL")
            except sqlite3.OperationalError as error:
                if not left or error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    raise
                sleep(_PAUSE)
            else:
                return

    def _pragma(self, name: str) -> int:
        return int(self.conn.execute(f"PRAGMA {name}").fetchone()[0])

    def _in_unit(self) -> bool:
        return self.conn.in_transaction

    @contextmanager
    def atomic(self, *, durable: bool = True) -> Iterator[None]:
        """A unit of work: all of it is written, or nothing. Inside another unit it joins that one.

        ``durable=False``: a power cut may take it, a killed process not; the next durable unit takes it along.
        """
        if self._in_unit():
            yield
            return
        if not durable:
            with self._soon_on_the_disk(), self.atomic():
                yield
            return
        with translated():
            self.conn.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.conn.execute("COMMIT")
            except BaseException:
                # A full disk may have ended the transaction already (sqlite.org/lang_transaction.html §3).
                if self._in_unit():
                    self.conn.execute("ROLLBACK")
                raise

    @contextmanager
    def _soon_on_the_disk(self) -> Iterator[None]:
        self.conn.execute("PRAGMA synchronous=NORMAL")
        try:
            yield
        finally:
            self.conn.execute("PRAGMA synchronous=FULL")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Several reads of one moment; writers go on beside it."""
        if self._in_unit():
            yield
            return
        with translated():
            self.conn.execute("BEGIN")
            try:
                yield
            finally:
                if self._in_unit():
                    self.conn.execute("COMMIT")

    # The hot path: a ``with translated()`` for each statement cost as much as the small statements themselves.

    def execute(self, sql: str, values: Values = ()) -> sqlite3.Cursor:
        try:
            return self.conn.execute(sql, values)
        except sqlite3.Error as error:
            raise (typed(error) or error) from error

    def executemany(self, sql: str, rows: Iterable[Values]) -> None:
        try:
            self.conn.executemany(sql, rows)
        except sqlite3.Error as error:
            raise (typed(error) or error) from error

    def insert(self, sql: str, values: Values = ()) -> int:
        """Runs an INSERT and returns the row's id."""
        row_id = self.execute(sql, values).lastrowid
        assert row_id is not None
        return row_id

    def all(self, sql: str, values: Values = ()) -> list[sqlite3.Row]:
        try:
            return self.conn.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise (typed(error) or error) from error

    def one(self, sql: str, values: Values = ()) -> sqlite3.Row | None:
        try:
            row: sqlite3.Row | None = self.conn.execute(sql, values).fetchone()
        except sqlite3.Error as error:
            raise (typed(error) or error) from error
        return row

    def close(self) -> None:
        with translated():
            self.conn.close()


def _uri(path: Path) -> str:
    """As a URI, so that another file can be attached for reading only (sqlite.org/uri.html)."""
    return f"file:{quote(str(path.absolute()))}"


def _make_file(path: Path, create: bool) -> None:
    """Personal data: readable by the owner only; SQLite gives its -wal and -shm files the same mode."""
    if path.is_dir():
        raise NotOurDatabase(f"{path} er en mappe; skriv filens navn med i config.toml.")
    if path.exists():
        return
    if not create:
        raise NoDatabase(f"{path}: databasen findes ikke; lav den med «kvalitetsbot init».")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError as error:
        raise NoDatabase(f"{path} kan ikke laves: {error.strerror}.") from error
