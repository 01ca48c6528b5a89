"""The open file: what every part of the store's facade works on."""

import secrets
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.store.database import BUSY_SECONDS, Database


class Opened:
    """One SQLite file. Belongs to the thread that opened it; every other thread opens its own.

    Every method may raise ``StoreBusy``, ``StoreFull`` or ``StoreBroken``: then nothing of it was written.
    """

    def __init__(self, path: Path | str, *, create: bool = False, busy_seconds: float = BUSY_SECONDS) -> None:
        self.db = Database(Path(path), create=create, busy_seconds=busy_seconds)
        #: Whose letters are lent: this opening of the file, no other.
        self._owner = secrets.token_hex(8)

    def close(self) -> None:
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def atomic(self) -> AbstractContextManager[None]:
        """Several calls as one unit."""
        return self.db.atomic()
