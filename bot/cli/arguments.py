"""★ What stands on the command line: commands with the options that all have, dates, numbers, and wrong calls told in
Danish.
"""

import argparse
import datetime as dt
import re
from collections.abc import Callable
from typing import NoReturn, TypeVar

CONFIG_HELP = "opsætningen (ellers config.toml her, ellers KVALITETSBOT_CONFIG)"
Run = Callable[[argparse.Namespace], int]


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
    from bot.model.zone import COPENHAGEN

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


def start_of(value: dt.date) -> dt.datetime:
    """The first moment of a Danish day."""
    from bot.model.zone import COPENHAGEN

    return dt.datetime.combine(value, dt.time(), COPENHAGEN)


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
