"""★ ``demo``: the real service against a real mail server on this machine, with sixteen invented mails."""

import argparse
from pathlib import Path

from bot.cli.common import CommandError
from bot.cli.output import note


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    text = "vis det hele på egen maskine: mailserver, leverandører, svar og opsamling"
    sub = commands.add_parser("demo", help=text, description=text[0].upper() + text[1:] + ".")
    sub.add_argument(
        "--out", type=Path, default=Path("demo-out"), metavar="MAPPE", help="mappen, som det lægges i (ellers demo-out)"
    )
    sub.set_defaults(run=demo)


def demo(args: argparse.Namespace) -> int:
    try:
        from bot.demo.show import show
    except ModuleNotFoundError as error:
        raise CommandError(f"demoen kræver pakken {error.name}: pip install 'kvalitetsbot[demo]'") from None
    note("Demoen kører på 127.0.0.1 og rører ingen rigtige postkasser.")
    return show(args.out)
