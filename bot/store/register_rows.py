"""The five register files of docs/register.md: their columns, and what each cell may hold. Pure.

A cell's check takes the text and gives it back as it is stored (``None``: empty), or raises ``ValueError`` with the
reason in Danish, without the cell's text: that is added by whoever knows whether it may be shown.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.danish.cpr import mask_cpr
from bot.danish.text import nfc

Cell = str | None
Check = Callable[[str], Cell]
Row = tuple[Cell, ...]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
#: One @, a dot in the domain, nothing that would end a header or an address list (RFC 5322 §3.4.1, simplified).
_EMAIL = re.compile(r"[^@\s<>()\[\],;:\"\\]+@[^@\s<>()\[\],;:\"\\.]+(?:\.[^@\s<>()\[\],;:\"\\.]+)+")
_SHARE = re.compile(r"(?:0|1|0?[.,]\d{1,4}|0[.,]\d{1,4}|1[.,]0{1,4})")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


def text(cell: str) -> Cell:
    """One line, without CPR numbers."""
    line = identifier(cell)
    if line is not None and mask_cpr(line) != line:
        raise ValueError("indeholder et CPR-nummer, som ikke må stå i registret")
    return line


def identifier(cell: str) -> Cell:
    """One line; NFC, so that å is one letter however the file's program wrote it."""
    if _CONTROL.search(cell.strip()):
        raise ValueError("skal stå på én linje uden tabulatorer og styretegn")
    return nfc(cell.strip()) or None


def word(cell: str) -> Cell:
    line = identifier(cell)
    if line is not None and re.search(r"\s", line):
        raise ValueError("må ikke indeholde mellemrum")
    return line


def email(cell: str) -> Cell:
    line = text(cell)
    if line is not None and not _EMAIL.fullmatch(line):
        raise ValueError("er ikke en mailadresse; f.eks. mette@klinik.example")
    return line


def day(cell: str) -> Cell:
    """ISO 8601, a day that exists."""
    if not cell.strip():
        return None
    try:
        if _DAY.fullmatch(cell.strip()):
            return date.fromisoformat(cell.strip()).isoformat()
    except ValueError:
        raise ValueError("er en dato, der ikke findes") from None
    raise ValueError("skal være en dato som 2026-03-12")


def moment(cell: str) -> Cell:
    """ISO 8601 with date, clock time and offset."""
    if not cell.strip():
        return None
    try:
        value = datetime.fromisoformat(cell.strip())
    except ValueError:
        raise ValueError("skal være et tidspunkt som 2026-03-12T17:00:00+01:00") from None
    if value.utcoffset() is None:
        raise ValueError("mangler tidszone; f.eks. 2026-03-12T17:00:00+01:00")
    return value.isoformat()


def ydernummer(cell: str) -> Cell:
    """Digits, leading zeros kept. Six as a rule, but not by any rule that could be tested."""
    number = cell.strip()
    if number and not (number.isascii() and number.isdigit() and len(number) <= 10):
        raise ValueError("skal være et ydernummer: kun cifre, f.eks. 012345")
    return number or None


def fee_share(cell: str) -> Cell:
    if cell.strip() and not _SHARE.fullmatch(cell.strip()):
        raise ValueError("skal være 1, 0 eller en brøkdel som 0.5")
    return cell.strip() or None


def one_of(*values: str) -> Check:
    def check(cell: str) -> Cell:
        if cell.strip() and cell.strip() not in values:
            raise ValueError(f"skal være en af: {', '.join(values)}")
        return cell.strip() or None

    return check


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
