"""Filing one mail against plain sqlite3 writing the same rows: ``python -m bench.filing [MAILS]``.

Both sides, in turn, one transaction a mail (WAL, synchronous=FULL): ``Store.file`` of a reading with 11 fields, a
finding and a letter with two recipients; and the very same INSERTs and UPDATEs, values ready, run by sqlite3 on a file
of its own. Goal: at most 1.5 times. The lower quartile of each, for what other programs do to the disk is not meant.
"""

import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.model.decision import Decision
from bot.model.letter import ComposedLetter
from bot.model.message import Message
from bot.store import Store
from tests.store.making import INBOX, NOW, document, incoming, judged, letter, message, reading, too_soon

Statement = tuple[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Work:
    """What there is to file of one mail, made before the clock runs."""

    number: int
    message: Message
    decision: Decision
    letters: list[ComposedLetter]

    @classmethod
    def of(cls, number: int) -> "Work":
        what = document(reading(str(number)), findings=(too_soon(),), verdict="review")
        return cls(number, message(number), judged(what), [letter(number)])

    def file(self, store: Store) -> None:
        assert store.file(self.number, self.message, self.decision, self.letters, NOW)


def recorded(path: Path, mails: int) -> list[list[Statement]]:
    """What filing writes, mail by mail."""
    found: list[list[Statement]] = []
    with Store(path, create=True) as store:
        store.keep(INBOX, 1, [incoming(n) for n in range(1, mails + 1)], NOW)
        one, many = store.db.execute, store.db.executemany

        def execute(sql: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
            if not sql.startswith("SELECT"):
                found[-1].append((sql, [tuple(values)]))
            return one(sql, values)

        def executemany(sql: str, rows: Iterable[Sequence[Any]]) -> None:
            listed = [tuple(row) for row in rows]
            found[-1].append((sql, listed))
            many(sql, listed)

        store.db.execute, store.db.executemany = execute, executemany  # type: ignore[method-assign]
        for number in range(1, mails + 1):
            found.append([])
            Work.of(number).file(store)
    return found


def plainly(conn: sqlite3.Connection, statements: list[Statement]) -> None:
    conn.execute("BEGIN IMMEDIATE")
    for sql, rows in statements:
        conn.executemany(sql, rows) if len(rows) > 1 else conn.execute(sql, rows[0])
    conn.execute("COMMIT")


def timed(work: Callable[[], None]) -> float:
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


def main(mails: int = 300) -> None:
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:  # /tmp may be memory, where a sync costs nothing
        work = recorded(Path(folder) / "recorded.db", mails)
        files = [Path(folder) / name for name in ("ours.db", "plain.db")]
        for path in files:
            with Store(path, create=True) as store:
                store.keep(INBOX, 1, [incoming(n) for n in range(1, mails + 1)], NOW)
        conn = sqlite3.connect(files[1], isolation_level=None)
        for pragma in ("synchronous=FULL", "foreign_keys=ON", "cache_size=-16000"):
            conn.execute(f"PRAGMA {pragma}")
        ours: list[float] = []
        plain: list[float] = []
        with Store(files[0]) as store:
            for number, statements in enumerate(work, 1):
                mail = Work.of(number)
                ours.append(timed(lambda m=mail: m.file(store)))  # type: ignore[misc]
                plain.append(timed(lambda s=statements: plainly(conn, s)))  # type: ignore[misc]
        conn.close()
    first, second = (statistics.quantiles(times, n=4)[0] for times in (ours, plain))
    rows = sum(len(r) for _, r in work[0])
    print(f"file {first:.3f} ms, plain sqlite3 {second:.3f} ms, {rows} rows: {first / second:.2f} x")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
