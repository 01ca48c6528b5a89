"""★ ``backup FILE``: a copy of the database while the service runs, checked before it is called done."""

import argparse
from pathlib import Path

from bot.cli.arguments import command
from bot.cli.common import CommandError, config_of, store_of
from bot.cli.output import note


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    sub = command(commands, "backup", backup, "tag en kopi af databasen, mens botten kører", json=False)
    sub.add_argument("file", type=Path, metavar="FIL", help="den nye kopi; må ikke findes i forvejen")


def backup(args: argparse.Namespace) -> int:
    if args.file.exists():
        raise CommandError(f"{args.file}: filen findes allerede; vælg et andet navn")
    if not args.file.absolute().parent.is_dir():
        raise CommandError(f"{args.file}: mappen findes ikke")
    with store_of(config_of(args)) as store:
        try:
            store.backup(args.file)
        except OSError as error:
            raise CommandError(f"{args.file}: kopien kunne ikke skrives ({error.strerror})") from None
    note(f"Kopien ligger i {args.file} og er kontrolleret ({args.file.stat().st_size / 1e6:.1f} MB).")
    return 0
