"""The register as CSV files: read and checked as a whole, written so that reading them again gives the same register.

Read leniently in form (UTF-8 with or without BOM, ``,`` or Excel's ``;``, any line ends, empty lines), strictly in
content: every cell of every row is checked and everything wrong is told at once. Cells are written as they are: a text
that begins with ``=`` stays that text, so open exported files by a spreadsheet's import, as text, not by double click.
"""

import csv
import difflib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bot.danish.text import nfc, one_line
from bot.store.register_cells import Cell, Row
from bot.store.register_rows import FILES, BadRow, FileSpec, RegisterError, RegisterFiles
from bot.store.values import masked

Numbered = tuple[int, Row]


@dataclass(frozen=True, slots=True)
class _File:
    """What one file gave: its good rows with their line numbers, all ids in its first column, and what is wrong."""

    rows: tuple[Numbered, ...] = ()
    #: None where the file could not be read as rows at all.
    ids: frozenset[Cell] | None = None
    bad: tuple[BadRow, ...] = ()


def read(folder: Path) -> RegisterFiles:
    """Every file of ``folder``, checked in itself and against the others.

    Raises ``RegisterError`` with all that is wrong.
    """
    bad: list[BadRow] = []
    read_: dict[str, _File] = {}
    if not folder.is_dir():
        raise RegisterError([BadRow(str(folder), None, None, "mappen findes ikke")])
    for spec in FILES:
        path = folder / spec.file
        if path.is_file():
            read_[spec.table] = _read_file(spec, path.read_bytes())
            bad += read_[spec.table].bad
        elif not spec.optional:
            bad.append(BadRow(spec.file, None, None, "filen mangler"))
    for spec in FILES:
        if spec.table in read_:
            bad += _duplicates(spec, read_[spec.table].rows) + _dangling(spec, read_)
    if bad:
        order = {spec.file: position for position, spec in enumerate(FILES)}
        raise RegisterError(sorted(bad, key=lambda b: (order[b.file], b.line or 0)))
    return RegisterFiles({table: tuple(row for _, row in file.rows) for table, file in read_.items()})


def read_one(spec: FileSpec, path: Path) -> tuple[Numbered, ...]:
    """The rows of one file by itself, each with its line. Raises ``RegisterError`` with all that is wrong in it."""
    found = _read_file(spec, path.read_bytes())
    if found.bad:
        raise RegisterError([replace(bad, file=path.name) for bad in found.bad])
    return found.rows


def _read_file(spec: FileSpec, content: bytes) -> _File:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return _File(bad=(BadRow(spec.file, line, None, "er ikke UTF-8; gem filen som «CSV UTF-8»"),))
    records = _records(text)
    try:
        line, header = next(records, (1, []))
        columns, bad = _columns(spec, line, header)
        if bad:
            return _File(bad=tuple(bad))
        rows: list[Numbered] = []
        ids: set[Cell] = set()
        first = columns.index(spec.names[0])
        for line, cells in records:
            row, faults = _row(spec, columns, line, cells)
            bad += faults
            ids.update(nfc(cell.strip()) for cell in cells[first : first + 1])
            if not faults:
                rows.append((line, row))
    except csv.Error:
        why = "er ikke en gyldig CSV-fil; er der et anførselstegn for lidt?"
        return _File(bad=(BadRow(spec.file, None, None, why),))
    return _File(tuple(rows), frozenset(ids), tuple(bad))


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """(line where it begins, cells) of every record that is not empty."""
    first = text.split("\n", 1)[0]
    skip = 1 if first.lower().startswith("sep=") else 0  # a hint that Excel writes and reads
    body = text.split("\n", skip)[-1]
    head = body.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    begin = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield begin + skip, cells
        begin = reader.line_num + 1


def _columns(spec: FileSpec, line: int, header: Sequence[str]) -> tuple[list[str], list[BadRow]]:
    found = [cell.strip().lower() for cell in header]
    bad: list[BadRow] = []
    for name in dict.fromkeys(found):
        shown = masked(one_line(name))[:60]
        if name not in spec.names:
            near = difflib.get_close_matches(name, spec.names, 1)
            hint = f"mente du {near[0]}?" if near else f"de kendte er {', '.join(spec.names)}"
            bad.append(BadRow(spec.file, line, shown or "(tom)", f"er en ukendt kolonne; {hint}"))
        elif found.count(name) > 1:
            bad.append(BadRow(spec.file, line, shown, "står der to gange"))
    bad += [BadRow(spec.file, line, name, "kolonnen mangler") for name in spec.names if name not in found]
    return found, bad


def _row(spec: FileSpec, columns: Sequence[str], line: int, cells: Sequence[str]) -> tuple[Row, list[BadRow]]:
    if len(cells) != len(columns):
        return (), [BadRow(spec.file, line, None, f"har {len(cells)} felter, overskriften har {len(columns)}")]
    given = dict(zip(columns, cells, strict=True))
    row: list[Cell] = []
    bad: list[BadRow] = []
    for column in spec.columns:
        try:
            value = column.check(given[column.name])
            if value is None and column.required:
                raise ValueError("må ikke være tom")
            row.append(value)
        except ValueError as error:
            bad.append(BadRow(spec.file, line, column.name, _why(str(error), given[column.name])))
    if not bad:
        bad = _backwards(spec, line, row)
    return tuple(row), bad


def _why(reason: str, cell: str) -> str:
    shown = masked(one_line(cell.strip()))[:60]
    return f"{reason} (ikke «{shown}»)" if shown else reason


def _backwards(spec: FileSpec, line: int, row: Sequence[Cell]) -> list[BadRow]:
    bad: list[BadRow] = []
    for first, last in spec.spans:
        start, end = row[spec.index(first)], row[spec.index(last)]
        if start and end and datetime.fromisoformat(end) < datetime.fromisoformat(start):
            bad.append(BadRow(spec.file, line, last, f"ligger før {first} ({end} før {start})"))
    return bad


def _duplicates(spec: FileSpec, rows: Sequence[Numbered]) -> list[BadRow]:
    seen: dict[Row, int] = {}
    bad: list[BadRow] = []
    for line, row in rows:
        first = seen.setdefault(spec.key_of(row), line)
        if first != line:
            what = " og ".join(spec.key)
            bad.append(BadRow(spec.file, line, spec.key[0], f"har samme {what} som linje {first}"))
    return bad


def _dangling(spec: FileSpec, files: Mapping[str, _File]) -> list[BadRow]:
    """Rows that refer to an id that no row has, not even one with another fault: one mistake is told once."""
    bad: list[BadRow] = []
    for column, table in spec.refers.items():
        known = files[table].ids if table in files else None
        if known is None:
            continue  # that file is missing or broken, and said to be
        bad += [
            BadRow(spec.file, line, column, f"findes ikke i {table}.csv (ikke «{row[spec.index(column)]}»)")
            for line, row in files[spec.table].rows
            if row[spec.index(column)] not in known
        ]
    return bad


def write(files: RegisterFiles, folder: Path) -> None:
    """Writes every file of the register, each whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    for spec in FILES:
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(spec.names)
        writer.writerows([[cell or "" for cell in row] for row in files.tables.get(spec.table, ())])
        part = folder / f".{spec.file}.part"
        part.write_text(out.getvalue(), encoding="utf-8", newline="")
        part.replace(folder / spec.file)
