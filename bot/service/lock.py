"""★ One service a database. The lock is the kernel's (flock): it is gone when the process is, however it ends."""

import fcntl
import os
from pathlib import Path
from types import TracebackType


class AlreadyRunningError(Exception):
    """Another process serves this database. ``pid`` is its process id where it could be read."""

    def __init__(self, database: Path, pid: str) -> None:
        self.pid = pid
        who = f" (proces {pid})" if pid else ""
        super().__init__(f"{database}: en anden kvalitetsbot{who} bruger databasen; stop den først")


class SingleInstance:
    """Held while ``run`` runs. The file stays: removing it would let two processes lock two different files."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._path = database.with_name(database.name + ".lock")
        self._fd: int | None = None

    def __enter__(self) -> "SingleInstance":
        fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pid = os.read(fd, 20).decode("ascii", "replace").strip()
            os.close(fd)
            raise AlreadyRunningError(self._database, pid) from None
        os.ftruncate(fd, 0)
        os.write(fd, f"{os.getpid()}\n".encode())
        self._fd = fd
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None
