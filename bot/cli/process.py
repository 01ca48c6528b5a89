"""★ ``process PATH...``: mail on disk, by the same path as live mail."""

import argparse
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.arguments import command, moment
from bot.cli.common import CommandError, config_of, store_of
from bot.cli.output import emit, progress

if TYPE_CHECKING:
    from bot.config import Config
    from bot.store import Store


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    taken = command(commands, "process", process, "tag mails fra disken (.eml, Maildir, mbox) ad samme vej som ny post")
    taken.add_argument(
        "paths", nargs="+", type=Path, metavar="STI", help="en .eml-fil, en Maildir, en mbox eller en mappe med dem"
    )
    taken.add_argument("--now", type=moment, metavar="TID", help="sæt uret, f.eks. 2026-03-15T09:00+01:00")
    taken.add_argument("--dry-run", action="store_true", help="lad databasen og breve være, som de er")
    taken.add_argument("--inbox", metavar="ADRESSE", help="adressen, som mailen blev afleveret på")
    taken.add_argument("--letters", type=Path, metavar="MAPPE", help="skriv også brevene som .eml i mappen")


def process(args: argparse.Namespace) -> int:
    config = config_of(args)
    from bot.cli.batch import ahead
    from bot.cli.taking import Taking
    from bot.clock import FixedClock, SystemClock
    from bot.documents.formats.sandbox_nursery import split_off
    from bot.mailin.disk import messages_on_disk
    from bot.service.pipeline import Pipeline
    from bot.service.surroundings import Surroundings, ours

    for path in args.paths:
        if not path.exists():
            raise CommandError(f"{path}: findes ikke")
        if not (path.is_file() or path.is_dir()):
            raise CommandError(f"{path}: er hverken en fil eller en mappe")
    if args.inbox and ours(config, args.inbox) is None:
        raise CommandError(f"--inbox {args.inbox}: adressen er ingen af vores; de står i config.toml")
    if args.is_program:
        split_off()
    clock = FixedClock(args.now) if args.now else SystemClock()
    person_needed = False
    with ExitStack() as stack:
        around = Surroundings(config)
        stack.callback(around.close)
        store = stack.enter_context(_copied(config) if args.dry_run else store_of(config, create=True))
        mails = (m for path in args.paths for m in messages_on_disk(path))
        taking = Taking(args, around, store, Pipeline(around, store, clock.now), clock)
        for begun in ahead(progress(mails, "behandler"), taking.begin):
            shown, needed = taking.end(begun)
            person_needed |= needed
            emit(shown) if args.json else _print_message(shown)
    return 1 if person_needed else 0


@contextmanager
def _copied(config: "Config") -> Iterator["Store"]:
    """A copy of the database that is thrown away: a dry run is the real run on other paper."""
    import tempfile

    from bot.store import Store

    with (
        tempfile.TemporaryDirectory(prefix="kvalitetsbot-") as folder,
        Store(Path(folder) / "dry-run.sqlite", create=True) as store,
    ):
        if config.database.exists():
            with store_of(config):  # migrated, where it is of an older version
                store.fill_without_originals(config.database)
        yield store


def _print_message(shown: dict[str, Any]) -> None:
    from bot.cli.words import KINDS, MESSAGES, VERDICTS

    verdict = VERDICTS.get(shown.get("verdict", ""), "ingen afgørelse")
    kind = MESSAGES.get(shown.get("kind", ""), "kunne ikke behandles")
    print(f"{shown['source']}: {kind}, {verdict}")
    for invoice in shown.get("invoices", []):
        verdict = VERDICTS.get(invoice.get("verdict", ""), "ingen afgørelse")
        print(f"  {invoice.get('attachment') or 'mailens tekst'}: {KINDS[invoice['kind']]}, {verdict}")
        for finding in invoice["findings"]:
            print(f"    {finding['code']}: {finding['detail']}")
    for letter in shown.get("outgoing", []):
        print(f"  brev til {', '.join(letter['to'])}: {letter['subject']}")
