"""★ ``extract FILE...``: what stands in documents, read by the sandboxed child as those of live mail are."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.arguments import command
from bot.cli.common import CommandError, config_of, store_of
from bot.cli.output import progress

if TYPE_CHECKING:
    from bot.config import Config
    from bot.documents.job import Known
    from bot.service.readers import AnyReader


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    read = command(commands, "extract", extract, "læs dokumenter og vis, hvad der står; intet gemmes")
    read.add_argument("files", nargs="+", type=Path, metavar="FIL", help="PDF, e-faktura, Word, HTML, tekst")
    read.add_argument("--explain", action="store_true", help="vis også, hvad hvert felt blev valgt imellem, og hvorfor")
    read.add_argument(
        "--picture",
        type=Path,
        metavar="UD.png",
        help="tegn siderne med hvert felt i en ramme (flere filer: UD-2.png, …)",
    )
    read.add_argument(
        "--into",
        type=Path,
        metavar="UD.jsonl",
        help="skriv JSON-linjerne i den fil; dokumenter, som står der i forvejen, springes over",
    )


def extract(args: argparse.Namespace) -> int:
    """Works without a configuration too: then no register is known, and the shipped rules are used."""
    from bot.cli.batch import Output, ahead
    from bot.cli.told import Told
    from bot.clock import SystemClock
    from bot.documents.formats.sandbox_nursery import split_off
    from bot.documents.job import Job

    for file in args.files:
        if not file.is_file():
            raise CommandError(f"{file}: filen findes ikke")
    config = _configured(args)
    if args.is_program:
        split_off()
    known = _known(config)
    today = SystemClock().now().date()
    with _reader(config, len(args.files)) as reader, Output(args.into) as output:
        told = Told(args, output, known.vocabulary)

        def begin(file: Path) -> tuple[Path, Any]:
            content = file.read_bytes()
            if output.has(content):
                return file, None
            asked = Job(content, file.name, today, look="always", **told.asked)
            return file, reader.submit(asked, known)

        files = progress(args.files, "læser", len(args.files))
        for number, (file, ticket) in enumerate(ahead(files, begin)):
            if ticket is not None:
                told.tell(number, file, reader.result(ticket))
    return 1 if told.unreadable else 0


def _configured(args: argparse.Namespace) -> "Config | None":
    """The configuration, where there is one or one was named."""
    from bot.data import locate

    if args.config is None and not locate(None).exists():
        return None
    return config_of(args)


def _known(config: "Config | None") -> "Known":
    """The words for reading, and the register and the suppliers of the database, where there is one."""
    from bot.documents.job import Known
    from bot.model.register import Register
    from bot.rulebook.words import load_words

    vocabulary = load_words(overlay=config.rules if config else None)
    if config is None or not config.database.exists():
        return Known(Register(), (), vocabulary)
    with store_of(config) as store:
        return Known(store.register(), store.ledger.suppliers(), vocabulary)


@contextmanager
def _reader(config: "Config | None", files: int) -> Iterator["AnyReader"]:
    """As the configuration says; without one, two children where there is more than one file."""
    reader: AnyReader
    if config is None:
        from bot.documents.formats.sandbox import Reader

        reader = Reader(children=min(2, files))
    else:
        from bot.service.readers import reader_of

        reader = reader_of(config)
    try:
        yield reader
    finally:
        reader.close()
