"""The five register files of docs/register.md: their columns, their keys, and what is wrong with a row. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.store.register_cells import (
    Check,
    Row,
    day,
    email,
    fee_share,
    identifier,
    moment,
    one_of,
    text,
    word,
    ydernummer,
)


@dataclass(frozen=True, slots=True)
class Column:
    """``name`` is the file's, ``stored`` the database's (``from`` and ``to`` are SQL's own words)."""

    name: str
    check: Check
    required: bool = False
    stored_as: str = ""

    @property
    def stored(self) -> str:
        return self.stored_as or self.name


@dataclass(frozen=True, slots=True)
class FileSpec:
    """One file: its table, its columns in order, which of them tell two rows apart."""

    table: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    #: column → the table whose first column must have its value.
    refers: Mapping[str, str]
    #: (from, to) columns that must not run backwards.
    spans: tuple[tuple[str, str], ...] = ()
    optional: bool = False

    @property
    def file(self) -> str:
        return f"{self.table}.csv"

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def index(self, column: str) -> int:
        return self.names.index(column)

    def key_of(self, row: Row) -> Row:
        return tuple(row[self.index(name)] for name in self.key)


_FROM, _TO = Column("from", day, stored_as="start"), Column("to", day, stored_as="end")
_NETWORK = Column("network_id", word, required=True)
_TO_NETWORKS = {"network_id": "networks"}
ROLES = one_of("owner", "tenant", "guest")

#: In an order in which no row refers to a later file.
FILES: tuple[FileSpec, ...] = (
    FileSpec(
        "networks",
        (
            _NETWORK,
            Column("name", text, required=True),
            Column("secretariat", word, required=True),
            Column("region", text),
            Column("specialty", text),
        ),
        key=("network_id",),
        refers={},
    ),
    FileSpec(
        "coordinators",
        (
            _NETWORK,
            Column("name", text, required=True),
            Column("email", email),
            Column("phone", identifier),
            _FROM,
            _TO,
            Column("fee_share", fee_share),
        ),
        key=("network_id", "name", "from"),
        refers=_TO_NETWORKS,
        spans=(("from", "to"),),
    ),
    FileSpec(
        "members",
        (
            _NETWORK,
            Column("ydernummer", ydernummer),
            Column("name", text, required=True),
            Column("clinic", text),
            Column("email", email),
            Column("role", ROLES, required=True),
            _FROM,
            _TO,
        ),
        key=("network_id", "ydernummer", "name", "from"),
        refers=_TO_NETWORKS,
        spans=(("from", "to"),),
    ),
    FileSpec(
        "meetings",
        (
            Column("meeting_id", word, required=True),
            _NETWORK,
            Column("start", moment, required=True),
            Column("end", moment),
            Column("venue", text),
            Column("address", text),
            Column("topic", text),
            Column("mandatory_topic", text),
        ),
        key=("meeting_id",),
        refers=_TO_NETWORKS,
        spans=(("start", "end"),),
    ),
    FileSpec(
        "attendance",
        (
            Column("meeting_id", word, required=True),
            Column("ydernummer", ydernummer),
            Column("name", text, required=True),
            Column("role", ROLES),
            Column("state", one_of("present", "online", "excused", "absent", "unknown"), required=True),
        ),
        key=("meeting_id", "ydernummer", "name"),
        refers={"meeting_id": "meetings"},
        optional=True,
    ),
)


@dataclass(frozen=True, slots=True)
class RegisterFiles:
    """The checked rows of every file, in its order. An optional file that was not there is absent."""

    tables: Mapping[str, tuple[Row, ...]]


@dataclass(frozen=True, slots=True)
class BadRow:
    """One thing that is wrong: ``line`` counts from 1, the header's is 1; None where the whole file is meant."""

    file: str
    line: int | None
    column: str | None
    why: str

    def __str__(self) -> str:
        line = f", linje {self.line}" if self.line else ""
        column = f", kolonne {self.column}" if self.column else ""
        return f"{self.file}{line}{column}: {self.why}"


class RegisterError(Exception):
    """The files are not good enough; nothing was imported. ``rows`` has all that is wrong, in the files' order."""

    def __init__(self, rows: list[BadRow]) -> None:
        self.rows = tuple(rows)
        super().__init__("\n".join(map(str, rows)))
