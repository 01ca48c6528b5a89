"""★ ``init`` and ``check``: from nothing to a bot that can be started, and what is wrong where it can't."""

import argparse
import datetime as dt
import re
from pathlib import Path

from bot.cli.arguments import command
from bot.cli.common import CommandError, config_of
from bot.cli.output import emit, note


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command(
        commands, "init", init, "lav en kommenteret config.toml og databasen, og sig hvad der så skal ske", json=False
    )
    command(commands, "check", check, "prøv alt, der kan være galt: opsætning, postkasser, breve, regler")


NEXT = """
Så mangler der dette:
  1. Ret {config}: postkassernes server, bruger og adresser. Filen forklarer hver nøgle.
  2. Sæt hemmelighederne, som filen peger på (f.eks. miljøvariablen EKM_IMAP_PASSWORD).
  3. {program} check                       prøver det hele og siger, hvad der mangler
  4. {program} register import MAPPE       læser netværk, koordinatorer, medlemmer og møder ind
  5. {program} run                         starter botten
{older}"""
OLDER = "Post fra før {day:%d-%m-%Y} bliver læst og meldt, men ikke besvaret (answer_from)."
ALL = "Også gammel post i postkasserne bliver besvaret: answer_from er ikke sat."


def init(args: argparse.Namespace) -> int:
    """Never overwrites a configuration; the database is made (or migrated) beside it."""
    from bot.clock import SystemClock
    from bot.config import load
    from bot.data import data_path
    from bot.store import Store

    path = Path(args.config or "config.toml")
    today = SystemClock().now().date()
    if path.exists():
        note(f"{path} findes allerede og er ikke rørt.")
    else:
        text = data_path("config.example.toml").read_text(encoding="utf-8")
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(path, _dated(text, today))
        note(f"{path} er skrevet.")
    config = load(path)
    try:
        config.database.parent.mkdir(parents=True, exist_ok=True)
        Store(config.database, create=True).close()
    except OSError as error:
        raise CommandError(f"{config.database}: databasen kan ikke skrives ({error.strerror})") from None
    note(f"Databasen er {config.database}.")
    program = "kvalitetsbot"
    begins = config.service.answer_from
    print(NEXT.format(config=path, program=program, older=OLDER.format(day=begins) if begins else ALL))
    return 0


def _write_whole(path: Path, text: str) -> None:
    """All of it or no file: half a configuration would be taken for somebody's own."""
    new = path.with_name(path.name + ".new")
    try:
        new.touch(0o600)
        new.write_text(text, encoding="utf-8")
        new.replace(path)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from None


def _dated(text: str, today: dt.date) -> str:
    """The example with ``answer_from`` set to today: an old inbox must not be answered."""
    return re.sub(r"^# answer_from = \S+ +", f"answer_from = {today}          ", text, count=1, flags=re.MULTILINE)


def check(args: argparse.Namespace) -> int:
    """One line for each thing; exit status 1 where something must be mended."""
    config = config_of(args)
    from bot.service.checking import checks

    good = True
    for line in checks(config):
        good &= line["ok"]
        if args.json:
            emit(line)
        else:
            print(f"{'✓' if line['ok'] else '✗'} {line['part']}: {line['detail']}", flush=True)
    return 0 if good else 1
