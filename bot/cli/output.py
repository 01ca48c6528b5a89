"""★ What a command prints: JSON lines for a program, tables and progress for a person."""

import argparse
import datetime as dt
import json
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
#: By the key of a column: code → what a person reads for it (``cli.words``).
Words = Mapping[str, Mapping[str, str]]
NO_WORDS: Words = {}
#: Work that takes longer than this (seconds) shows how far it is.
PATIENCE = 1.0


def plain(value: Any) -> Any:
    """JSON's types: dates ISO 8601, amounts with two decimals as text, tuples as lists."""
    from decimal import Decimal

    match value:
        case dt.datetime() | dt.date():
            return value.isoformat()
        case Decimal():
            return f"{value:.2f}"
        case dict():
            return {k: plain(v) for k, v in value.items()}
        case list() | tuple():
            return [plain(v) for v in value]
        case Path():
            return str(value)
        case _:
            return value


def emit(value: Any) -> None:
    """One object a line; a line is flushed at once, so that a reader sees what is done."""
    sys.stdout.write(json.dumps(plain(value), ensure_ascii=False) + "\n")
    sys.stdout.flush()


def note(text: str) -> None:
    """Progress and advice for a person: standard error, never in the way of a program."""
    print(text, file=sys.stderr)


def report(
    args: argparse.Namespace,
    rows: Iterable[dict[str, Any]],
    columns: Sequence[tuple[str, str]],
    empty: str,
    words: Words = NO_WORDS,
) -> None:
    """``rows`` as JSON lines, or as a table of ``columns`` (key, heading) for a person, with ``words`` for codes."""
    if args.json:
        for row in rows:
            emit(row)
        return
    listed = [in_words(row, words) for row in rows]
    if not listed:
        print(empty)
        return
    table(listed, columns)


def in_words(row: dict[str, Any], words: Words) -> dict[str, Any]:
    """The row as a person reads it; a code without a word stands as it is."""
    return row | {key: said.get(row[key], row[key]) for key, said in words.items() if key in row}


def picked(rows: Iterable[Any], keys: Sequence[str]) -> Iterable[dict[str, Any]]:
    """Rows of the store as objects with these keys, in this order."""
    return ({key: getattr(row, key) for key in keys} for row in rows)


def table(rows: Sequence[dict[str, Any]], columns: Sequence[tuple[str, str]]) -> None:
    """A table as wide as the terminal; outside text can't change colours or lines (markup off)."""
    # A column in which nothing stands tells nothing, and takes the room of those that do.
    columns = [c for c in columns if any(row.get(c[0]) not in (None, [], ()) for row in rows)] or columns
    if not sys.stdout.isatty():
        _print_columns([[heading for _, heading in columns], *([cell(row.get(k)) for k, _ in columns] for row in rows)])
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=None, pad_edge=False, header_style="bold")
    for _, heading in columns:
        shown.add_column(heading, overflow="fold")
    for row in rows:
        shown.add_row(*(Text(cell(row.get(key))) for key, _ in columns))
    Console().print(shown)


def _print_columns(lines: Sequence[Sequence[str]]) -> None:
    """To a file or a pipe: there is no width to fit and nothing to colour, and ``rich`` takes 40 ms to import."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        print("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip())


def cell(value: Any) -> str:
    """A value as it stands in a table."""
    if value is None:
        return "–"
    if isinstance(value, list | tuple):
        return ", ".join(cell(v) for v in value)
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return harmless(str(plain(value)))


def harmless(text: str) -> str:
    """Outside text on a terminal: nothing that moves the cursor or changes colours."""
    return "".join(c if c.isprintable() else " " for c in text)


def progress(items: Iterable[T], label: str, total: int | None = None) -> Iterator[T]:
    """The items, with a bar on standard error once they have taken a while; without a terminal there is none.

    ``total`` None: not known; then the bar only tells that something goes on.
    """
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import Progress

    begun = time.monotonic()
    bar = Progress(console=Console(stderr=True), transient=True)
    task = bar.add_task(label, total=total)
    try:
        for item in items:
            yield item
            bar.advance(task)
            if not bar.live.is_started and time.monotonic() - begun > PATIENCE:
                bar.start()
    finally:
        bar.stop()


def shown_path(path: object, inside: str = "") -> str:
    """A file's path, as it may be shown: senders give files names, and some have a CPR number in them.

    ``inside``: what follows it, of a file in a container.
    """
    from bot.danish.cpr import mask_cpr

    folder, slash, name = str(path).rpartition("/")
    return folder + slash + mask_cpr(name + inside)
