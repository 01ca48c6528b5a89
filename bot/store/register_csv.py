"""The register's rows against the files': what an import would change, the import itself, and the way back.

A file that is given is the whole truth for its table: a row that it does not have any more is removed. Where something
filed refers to the row (an invoice of the network or the meeting, attendance), it is kept, and said to be. A file that
is not given (attendance) changes nothing. All in one transaction, every change with its line in the history.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from bot.store import health, history, register_files
from bot.store.database import Database
from bot.store.history import PROGRAM
from bot.store.register import VERSION_KEY, version
from bot.store.register_cells import Cell, Row
from bot.store.register_files import read
from bot.store.register_rows import FILES, BadRow, FileSpec, RegisterError, RegisterFiles
from bot.store.store import Store

__all__ = [
    "BadRow",
    "Change",
    "RegisterDiff",
    "RegisterError",
    "RegisterFiles",
    "apply",
    "diff",
    "export",
    "read",
    "rows",
]

#: Columns of a meeting that stand in the invited people's calendars.
SHOWN = {"start", "end", "venue", "address", "topic"}
#: Those after which who has answered is asked anew.
ASKS_ANEW = SHOWN - {"topic"}

Action = Literal["added", "changed", "removed", "kept"]


@dataclass(frozen=True, slots=True)
class Change:
    """One row. ``kept``: the file has it no more, but something filed refers to it."""

    file: str
    key: Row
    action: Action
    #: column → (before, after), those that differ; before is None throughout for an added row, after for a removed one.
    columns: Mapping[str, tuple[Cell, Cell]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RegisterDiff:
    """What an import changes, in the files' order. ``rows`` counts the rows of the files."""

    changes: tuple[Change, ...]
    rows: Mapping[str, int]

    def count(self, action: Action) -> int:
        return sum(change.action == action for change in self.changes)

    @property
    def changes_anything(self) -> bool:
        return any(change.action != "kept" for change in self.changes)


def diff(store: Store, files: RegisterFiles) -> RegisterDiff:
    """What ``apply`` would do. Writes nothing."""
    return _diff(store.db, files)


def _diff(db: Database, files: RegisterFiles) -> RegisterDiff:
    with db.snapshot():
        stored = _load(db)
        needed = _needed(db, stored, files)
    changes: list[Change] = []
    for spec in FILES:
        if spec.table in files.tables:
            new, old = files.tables[spec.table], stored.tables[spec.table]
            changes += _changes(spec, old, new, needed.get(spec.table, frozenset()))
    return RegisterDiff(tuple(changes), {table: len(rows) for table, rows in files.tables.items()})


def apply(store: Store, files: RegisterFiles, now: datetime, who: str = PROGRAM) -> RegisterDiff:
    """Makes the register what the files say. The same files again change nothing and leave no line in the history."""
    db = store.db
    with db.atomic():
        found = _diff(db, files)
        for spec in FILES:
            _write(db, spec, [c for c in found.changes if c.file == spec.file and c.action in ("added", "changed")])
        _announce(db, found.changes)
        for spec in reversed(FILES):
            _remove(db, spec, [c for c in found.changes if c.file == spec.file and c.action == "removed"])
        reordered = [_reorder(db, spec, files.tables.get(spec.table, ())) for spec in FILES]
        for change in found.changes:
            if change.action != "kept":
                _note(db, change, now, who)
        if found.changes_anything or any(reordered):
            health.set_meta(db, VERSION_KEY, str(version(db) + 1))
    return found


def _announce(db: Database, changes: Sequence[Change]) -> None:
    """SEQUENCE one higher where a calendar shows the change (RFC 5546 §2.1.4): the next tick tells who is invited."""
    moved = [
        (c.key[0],) for c in changes if c.file == "meetings.csv" and c.action == "changed" and SHOWN & set(c.columns)
    ]
    db.executemany("UPDATE meetings SET sequence = sequence + 1 WHERE meeting_id = ? AND inviting", moved)
    asks = [(c.key[0],) for c in changes if (c.key[0],) in moved and ASKS_ANEW & set(c.columns)]
    db.executemany("UPDATE meetings SET moved_sequence = sequence WHERE meeting_id = ?", asks)


def _load(db: Database) -> RegisterFiles:
    """The register as rows of its files."""
    return RegisterFiles(
        {
            spec.table: tuple(
                tuple(row)
                for row in db.all(f"SELECT {_stored(spec)} FROM {spec.table} ORDER BY position, rowid")  # noqa: S608
            )
            for spec in FILES
        }
    )


def rows(store: Store, table: str) -> tuple[Row, ...]:
    """One table as the rows of its file."""
    with store.db.snapshot():
        return _load(store.db).tables[table]


def export(store: Store, folder: Path) -> RegisterFiles:
    """Writes the five files; importing them again changes nothing."""
    with store.db.snapshot():
        files = _load(store.db)
    register_files.write(files, folder)
    return files


def _changes(spec: FileSpec, old: Iterable[Row], new: Iterable[Row], needed: frozenset[Cell]) -> list[Change]:
    before = {spec.key_of(row): row for row in old}
    after = {spec.key_of(row): row for row in new}
    changes: list[Change] = []
    for key, row in after.items():
        was = before.get(key)
        if was != row:
            columns = _columns(spec, was, row)
            changes.append(Change(spec.file, key, "added" if was is None else "changed", columns))
    for key, row in before.items():
        if key not in after:
            if key[0] in needed:
                changes.append(Change(spec.file, key, "kept"))
            else:
                changes.append(Change(spec.file, key, "removed", _columns(spec, row, None)))
    return changes


def _columns(spec: FileSpec, was: Row | None, row: Row | None) -> dict[str, tuple[Cell, Cell]]:
    nothing: Row = (None,) * len(spec.columns)
    pairs = zip(spec.names, was or nothing, row or nothing, strict=True)
    return {name: (before, after) for name, before, after in pairs if before != after}


def _needed(db: Database, stored: RegisterFiles, files: RegisterFiles) -> dict[str, frozenset[Cell]]:
    """Ids that something outside the files refers to: they are not removed."""
    meetings = {
        row[0]
        for row in db.all(
            "SELECT meeting_id FROM invoices WHERE meeting_id IS NOT NULL UNION SELECT meeting_id FROM invitations"
            " UNION SELECT meeting_id FROM meeting_letters"
            " UNION SELECT meeting_id FROM meeting_acts WHERE meeting_id IS NOT NULL"
        )
    }
    if "attendance" not in files.tables:
        meetings |= {row[0] for row in stored.tables["attendance"]}
    networks = {
        row[0]
        for row in db.all(
            "SELECT network_id FROM invoices WHERE network_id IS NOT NULL"
            " UNION SELECT network_id FROM own_firm_agreements"
            " UNION SELECT network_id FROM questions WHERE network_id IS NOT NULL"
            " UNION SELECT network_id FROM meeting_acts WHERE network_id IS NOT NULL"
        )
    }
    networks |= {network for meeting, network, *_ in stored.tables["meetings"] if meeting in meetings}
    return {"meetings": frozenset(meetings), "networks": frozenset(networks)}


def _stored(spec: FileSpec) -> str:
    return ", ".join(f'"{column.stored}"' for column in spec.columns)


def _where(spec: FileSpec) -> str:
    stored = {column.name: column.stored for column in spec.columns}
    return " AND ".join(f'"{stored[name]}" IS ?' for name in spec.key)


def _write(db: Database, spec: FileSpec, changes: Iterable[Change]) -> None:
    stored = {column.name: column.stored for column in spec.columns}
    for change in changes:
        if change.action == "added":
            names = ", ".join(f'"{stored[name]}"' for name in change.columns)
            marks = ", ".join("?" * len(change.columns))
            values = [after for _, after in change.columns.values()]
            db.execute(f"INSERT INTO {spec.table} (position, {names}) VALUES (0, {marks})", values)  # noqa: S608
        else:
            sets = ", ".join(f'"{stored[name]}" = ?' for name in change.columns)
            values = [after for _, after in change.columns.values()]
            db.execute(f"UPDATE {spec.table} SET {sets} WHERE {_where(spec)}", [*values, *change.key])  # noqa: S608


def _remove(db: Database, spec: FileSpec, changes: Iterable[Change]) -> None:
    sql = f"DELETE FROM {spec.table} WHERE {_where(spec)}"  # noqa: S608 - names of this module
    db.executemany(sql, [change.key for change in changes])


def _reorder(db: Database, spec: FileSpec, rows: Iterable[Row]) -> bool:
    """Rows stand in the order of the file. True where any did not before."""
    sql = f"UPDATE {spec.table} SET position = ?1 WHERE {_where(spec)} AND position <> ?1"  # noqa: S608
    moved = 0
    for position, row in enumerate(rows, 1):
        moved += db.execute(sql, (position, *spec.key_of(row))).rowcount
    return moved > 0


def _note(db: Database, change: Change, now: datetime, who: str) -> None:
    before = {name: was for name, (was, _) in change.columns.items() if was is not None}
    after = {name: value for name, (_, value) in change.columns.items() if value is not None}
    table = change.file.removesuffix(".csv")
    item = "/".join(cell or "" for cell in change.key)
    history.add(db, now, table, item, change.action, who=who, before=before or None, after=after or None)
