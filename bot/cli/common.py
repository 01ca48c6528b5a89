"""★ What every command shares: its options, its configuration, its database, its two ways to print."""

import argparse
import datetime as dt
import json
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

if TYPE_CHECKING:
    from bot.config import Config
    from bot.store import Store

CONFIG_HELP = "opsætningen (ellers config.toml her, ellers KVALITETSBOT_CONFIG)"
T = TypeVar("T")
Run = Callable[[argparse.Namespace], int]


class CommandError(Exception):
    """The call is wrong, or what it needs is not there: one sentence, exit status 2."""


def command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Run,
    text: str,
    *,
    json: bool = True,
) -> argparse.ArgumentParser:
    """Adds a command with the options that all have."""
    sub = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    # Given before the command's name it counts too: a default here would hide it.
    sub.add_argument("--config", metavar="FIL", default=argparse.SUPPRESS, help=CONFIG_HELP)
    if json:
        sub.add_argument("--json", action="store_true", help="ét JSON-objekt pr. linje på standard output")
    sub.set_defaults(run=run)
    return sub


def group(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, text: str
) -> "argparse._SubParsersAction[argparse.ArgumentParser]":
    """Adds a command that has commands of its own (``outbox list``)."""
    sub = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    return sub.add_subparsers(dest="subcommand", metavar="HVAD", required=True)


def config_of(args: argparse.Namespace) -> "Config":
    """Raises ``ConfigError``."""
    from bot.config import load, locate

    return load(locate(args.config))


def store_of(config: "Config", *, create: bool = False) -> "Store":
    """The database, migrated. Raises ``CommandError`` with what to do where it can't be opened."""
    from bot.store import NewerDatabase, NoDatabase, Store

    try:
        return Store(config.database, create=create)
    except NoDatabase:
        raise CommandError(f"{config.database}: databasen findes ikke; lav den med «kvalitetsbot init»") from None
    except NewerDatabase as error:
        raise CommandError(str(error)) from None


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
    args: argparse.Namespace, rows: Iterable[dict[str, Any]], columns: Sequence[tuple[str, str]], empty: str
) -> None:
    """``rows`` as JSON lines, or as a table of ``columns`` (key, heading) for a person."""
    if args.json:
        for row in rows:
            emit(row)
        return
    listed = list(rows)
    if not listed:
        print(empty)
        return
    table(listed, columns)


#: Work that takes longer than this (seconds) shows how far it is.
PATIENCE = 1.0


def shown_path(path: object, inside: str = "") -> str:
    """A file's path, as it may be shown: senders give files names, and some have a CPR number in them.

    ``inside``: what follows it, of a file in a container.
    """
    from bot.danish.cpr import mask_cpr

    folder, slash, name = str(path).rpartition("/")
    return folder + slash + mask_cpr(name + inside)


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


def picked(rows: Iterable[Any], keys: Sequence[str]) -> Iterable[dict[str, Any]]:
    """Rows of the store as objects with these keys, in this order."""
    return ({key: getattr(row, key) for key in keys} for row in rows)


def start_of(value: dt.date) -> dt.datetime:
    """The first moment of a Danish day."""
    from bot.model.message import COPENHAGEN

    return dt.datetime.combine(value, dt.time(), COPENHAGEN)


def table(rows: Sequence[dict[str, Any]], columns: Sequence[tuple[str, str]]) -> None:
    """A table as wide as the terminal; outside text can't change colours or lines (markup off)."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    # A column in which nothing stands tells nothing, and takes the room of those that do.
    columns = [c for c in columns if any(row.get(c[0]) not in (None, [], ()) for row in rows)] or columns
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for _, heading in columns:
        shown.add_column(heading, overflow="fold")
    for row in rows:
        shown.add_row(*(Text(cell(row.get(key))) for key, _ in columns))
    console = Console()
    # To a file or a pipe there is no width to fit: nothing is folded.
    (console if console.is_terminal else Console(width=200)).print(shown)


def cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, list | tuple):
        return ", ".join(cell(v) for v in value)
    if isinstance(value, bool):
        return "ja" if value else "nej"
    text = str(plain(value))
    return "".join(c if c.isprintable() else " " for c in text)


#: Years that a date of the command line may have: clocks and calendars hold there, and so do sums with days.
YEARS = range(1990, 2200)


def day(text: str) -> dt.date:
    """A date of the command line."""
    try:
        return _in_range(dt.date.fromisoformat(text))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} er ikke en dato; skriv f.eks. 2026-03-12") from None


def moment(text: str) -> dt.datetime:
    """A moment of the command line: with its offset, or Danish time where none stands there."""
    from bot.model.message import COPENHAGEN

    try:
        value = _in_range(dt.datetime.fromisoformat(text))
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} er ikke et tidspunkt; skriv f.eks. 2026-03-15T09:00+01:00"
        ) from None
    return value.replace(tzinfo=COPENHAGEN) if value.tzinfo is None else value.astimezone(COPENHAGEN)


def year(text: str) -> int:
    """A year of the command line."""
    if text.isascii() and text.isdecimal() and int(text[:9]) in YEARS:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} er ikke et år; skriv f.eks. 2026")


def number(text: str) -> int:
    """A number by which something is filed."""
    if text.isascii() and text.isdecimal() and len(text) <= 18:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} er ikke et nummer; skriv f.eks. 12")


Day = TypeVar("Day", bound=dt.date)


def _in_range(value: Day) -> Day:
    if value.year not in YEARS:
        raise ValueError(value)
    return value


class Parser(argparse.ArgumentParser):
    """Answers a wrong call with one sentence in Danish, not with a page of usage."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"kvalitetsbot: {_in_danish(message)}; se «{self.prog} --help»\n")


#: argparse's own sentences (its English is the same in every locale without a catalogue).
_SENTENCES = (
    (r"the following arguments are required: (.*)", r"der mangler \1"),
    (r"unrecognized arguments: (.*)", r"\1 kendes ikke"),
    (r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)", r"\1: \2 kendes ikke; vælg mellem \3"),
    (r"argument (.*?): expected (?:one argument|at least one argument|\d+ arguments?)", r"\1: der mangler en værdi"),
    (r"argument (.*?): ignored explicit argument (.*)", r"\1: skal stå uden \2"),
    (r"ambiguous option: (.*) could match (.*)", r"\1 kan være \2"),
    (r"argument (.*?): (.*)", r"\1: \2"),
)


def _in_danish(message: str) -> str:
    for english, danish in _SENTENCES:
        found = re.fullmatch(english, message, re.DOTALL)
        if found is not None:
            return " ".join(found.expand(danish).split())
    return message
