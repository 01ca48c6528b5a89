"""★ ``outbox list|retry``: the letters that leave, and those that could not."""

import argparse

from bot.cli.arguments import command, group
from bot.cli.common import CommandError, config_of, store_of
from bot.cli.output import note, picked, report
from bot.cli.words import LETTERS

#: Those of docs/interface.md, in its order.
KEYS = (
    "message_id", "cause", "template", "to", "cc", "subject", "in_reply_to", "state", "attempts", "last_error",
)  # fmt: skip


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    sub = group(commands, "outbox", "breve, der er på vej, sendt eller afvist")
    listing = command(sub, "list", list_letters, "vis breve, nyeste sidst")
    said = ", ".join(f"{code} ({word})" for code, word in LETTERS.items())
    listing.add_argument("--state", choices=LETTERS, help=f"kun dem i denne tilstand: {said}")
    retry = command(sub, "retry", retry_letters, "prøv breve igen, der blev afvist eller venter", json=False)
    retry.add_argument("message_id", nargs="?", metavar="MESSAGE-ID", help="kun dette brev (ellers alle, der mangler)")


def list_letters(args: argparse.Namespace) -> int:
    with store_of(config_of(args)) as store:
        columns = (
            ("state", "Tilstand"), ("template", "Brev"), ("to", "Til"), ("cc", "Kopi"), ("subject", "Emne"),
            ("attempts", "Forsøg"), ("last_error", "Seneste fejl"),
        )  # fmt: skip
        report(args, picked(store.outbox(args.state), KEYS), columns, "Der er ingen breve.", {"state": LETTERS})
    return 0


def retry_letters(args: argparse.Namespace) -> int:
    from bot.cli.review import who
    from bot.clock import SystemClock

    with store_of(config_of(args)) as store:
        chosen = None
        if args.message_id:
            chosen = next((r.letter_id for r in store.outbox() if r.message_id == args.message_id), None)
            if chosen is None:
                raise CommandError(f"{args.message_id}: brevet findes ikke; se «kvalitetsbot outbox list»")
        found = store.retry(chosen, SystemClock().now(), who())
    note(
        f"{found} {'modtager' if found == 1 else 'modtagere'} prøves igen, næste gang der sendes."
        if found
        else "Der er ingen breve at prøve igen."
    )
    return 0
