"""``meetings import``: more meetings from a file of the register's form (docs/register.md), beside those already there.

All of it or nothing, with every fault by its line. A row without ``meeting_id`` is the network's meeting that begins
then, or a new one; the same file again changes nothing. Rows that the file does not have stay as they are.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from bot.model.zone import COPENHAGEN
from bot.store import register_csv
from bot.store.history import PROGRAM
from bot.store.register_cells import Row
from bot.store.register_csv import RegisterDiff
from bot.store.register_files import Numbered, read_one
from bot.store.register_rows import FILES, BadRow, RegisterError, RegisterFiles
from bot.store.store import Store

#: Octets and rows of a file: a year of all of Denmark's networks is a tenth of it.
MOST_BYTES = 5_000_000
MOST_ROWS = 20_000
_WHOLE = next(spec for spec in FILES if spec.table == "meetings")
#: An id may be left out here.
SPEC = replace(
    _WHOLE, columns=tuple(replace(c, required=False) if c.name == "meeting_id" else c for c in _WHOLE.columns)
)
_ID, _NETWORK, _START = (SPEC.index(name) for name in ("meeting_id", "network_id", "start"))


def read(path: Path, store: Store) -> RegisterFiles:
    """The meetings as they would be after it. Raises ``RegisterError`` with all that is wrong."""
    if path.stat().st_size > MOST_BYTES:
        raise RegisterError([BadRow(path.name, None, None, f"filen er større end {MOST_BYTES // 1_000_000} MB")])
    numbered = read_one(SPEC, path)
    if len(numbered) > MOST_ROWS:
        raise RegisterError([BadRow(path.name, None, None, f"filen har flere end {MOST_ROWS} møder")])
    stored = register_csv.rows(store, "meetings")
    named = [(line, _with_id(row, stored)) for line, row in numbered]
    bad = [*_unknown_networks(named, store, path.name), *_twice(named, path.name)]
    if bad:
        raise RegisterError(sorted(bad, key=lambda b: b.line or 0))
    merged = {row[_ID]: row for row in stored} | {row[_ID]: row for _, row in named}
    return RegisterFiles({"meetings": tuple(merged.values())})


def diff(store: Store, files: RegisterFiles) -> RegisterDiff:
    """What ``apply`` would do. Writes nothing."""
    return register_csv.diff(store, files)


def apply(store: Store, files: RegisterFiles, now: datetime, who: str = PROGRAM) -> RegisterDiff:
    """Makes it so, in one transaction; who is invited already hears of a change at the next tick."""
    return register_csv.apply(store, files, now, who)


def _with_id(row: Row, stored: Iterable[Row]) -> Row:
    """The id of the network's meeting that begins at that moment; else one made of network and day."""
    if row[_ID] is not None:
        return row
    moment = _moment(row)
    known = next((r[_ID] for r in stored if r[_NETWORK] == row[_NETWORK] and _moment(r) == moment), None)
    made = known or f"{row[_NETWORK]}-{_day(row).isoformat()}"
    return (*row[:_ID], made, *row[_ID + 1 :])


def _unknown_networks(rows: Iterable[Numbered], store: Store, name: str) -> Iterable[BadRow]:
    known = {network.network_id for network in store.register().networks}
    for line, row in rows:
        if row[_NETWORK] not in known:
            yield BadRow(name, line, "network_id", f"står ikke i registret (ikke «{row[_NETWORK]}»)")


def _twice(rows: Iterable[Numbered], name: str) -> Iterable[BadRow]:
    seen: dict[object, int] = {}
    for line, row in rows:
        first = seen.setdefault(row[_ID], line)
        if first != line:
            yield BadRow(
                name, line, "meeting_id", f"er samme møde som linje {first}; to møder samme dag skal have hver sit id"
            )


def _moment(row: Row) -> datetime:
    return datetime.fromisoformat(row[_START] or "")


def _day(row: Row) -> date:
    return _moment(row).astimezone(COPENHAGEN).date()
