"""★ ``report daily``: the day's figures, by section, or the summary as it would be sent."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.arguments import command, day, group
from bot.cli.common import CommandError, config_of, store_of
from bot.cli.output import emit, note

if TYPE_CHECKING:
    from bot.model.letter import ComposedLetter, Letter


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    sub = group(commands, "report", "opgørelser")
    daily = command(sub, "daily", report_daily, "dagens opsamling: nyt, det der venter, forfald, postkassernes helbred")
    daily.add_argument(
        "--date",
        type=day,
        metavar="DATO",
        help="dagen, der meldes om, som den så ud, da opsamlingen blev sendt (ellers i dag)",
    )
    daily.add_argument("--secretariat", metavar="NAVN", help="kun dette sekretariat")
    daily.add_argument("--write", type=Path, metavar="MAPPE", help="skriv den også som HTML, tekst, .eml og .xlsx")


def report_daily(args: argparse.Namespace) -> int:
    """Exit status 1 where something waits for a person."""
    config = config_of(args)
    from bot.clock import SystemClock
    from bot.reports.daily import as_json, as_text
    from bot.service.summary import figures, letter_of, told_at
    from bot.service.surroundings import Surroundings

    if args.secretariat and args.secretariat not in config.secretariat:
        raise CommandError(f"sekretariatet {args.secretariat} kendes ikke; her er {', '.join(config.secretariat)}")
    now = SystemClock().now()
    wanted = args.date or now.date()
    if wanted > now.date():
        raise CommandError(f"{wanted} er ikke begyndt endnu; der kan meldes om dage til og med i dag")
    around = Surroundings(config)
    waiting = False
    with store_of(config) as store:
        for name in [args.secretariat] if args.secretariat else config.secretariat:
            at = min(now, told_at(around, name, wanted))
            found = figures(around, store, name, wanted, at, then=at < now)
            waiting |= bool(found.waiting)
            if args.json:
                for section in as_json(found, around.summary_words):
                    emit({"secretariat": name} | section)
            else:
                print(as_text(found, around.summary_words))
            if args.write:
                letter = letter_of(around, found)
                _write(args.write, f"opsamling-{name}-{wanted}", letter, around.compose(letter, now))
    return 1 if waiting else 0


def _write(folder: Path, stem: str, letter: "Letter", composed: "ComposedLetter") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (
        (f"{stem}.eml", composed.raw),
        (f"{stem}.html", composed.html.encode()),
        (f"{stem}.txt", composed.text.encode()),
        *((a.name, a.content) for a in letter.attachments),
    ):
        (folder / name).write_bytes(content)
        note(f"skrevet: {folder / name}")
