"""★ ``messages list|show|retry``, ``invoices list``: what is filed."""

import argparse

from bot.cli.arguments import command, day, group, number, start_of, year
from bot.cli.common import config_of, store_of
from bot.cli.output import cell, emit, in_words, note, picked, report
from bot.cli.words import MESSAGES, STATES, VERDICTS

#: Those of docs/interface.md, in its order.
MESSAGE_KEYS = ("message_id", "mailbox", "received", "kind", "verdict", "state", "folder")
SHOWN_KEYS = (
    "id", "message_id", "mailbox", "received", "from_address", "subject", "kind", "verdict", "state", "folder",
    "contents", "parts",
)  # fmt: skip
WORDS = {"kind": MESSAGES, "verdict": VERDICTS, "state": STATES}
#: What became of a part of a mail, as a person reads it.
FATES = {
    "text": "mailens tekst", "read": "læst", "opened": "åbnet", "unreadable": "kan ikke læses", "ornament": "pynt",
    "proof": "signatur", "calendar": "kalender", "contact": "visitkort", "closed": "ikke åbnet", "unread": "ikke læst",
}  # fmt: skip
INVOICE_KEYS = (
    "id", "network_id", "meeting_id", "supplier", "cvr", "invoice_number", "meeting_date", "due_date", "total",
    "verdict", "pay_on",
)  # fmt: skip


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    messages = group(commands, "messages", "mails, der er arkiveret")
    listing = command(messages, "list", list_messages, "vis arkiverede mails, ældste først")
    listing.add_argument("--since", type=day, metavar="DATO", help="kun dem, der er modtaget fra og med denne dag")
    shown = command(messages, "show", show_message, "vis en mail og dens bilag, som de er arkiveret")
    shown.add_argument("message", metavar="MAIL", help="mailens nummer eller dens Message-ID")
    retry = command(
        messages, "retry", retry_messages, "prøv mails igen, der er sat til side efter tre forsøg", json=False
    )
    retry.add_argument("id", nargs="*", type=number, metavar="NR", help="kun disse (ellers alle, der er sat til side)")
    invoices = group(commands, "invoices", "fakturaer, der er arkiveret")
    listing = command(invoices, "list", list_invoices, "vis arkiverede fakturaer")
    listing.add_argument("--year", type=year, metavar="ÅR", help="kun dem med møde (ellers modtagelse) i det år")


def list_messages(args: argparse.Namespace) -> int:
    """A person also sees the numbers that ``show`` and ``retry`` take."""
    with store_of(config_of(args)) as store:
        columns = (
            ("id", "Nr."), ("received", "Modtaget"), ("mailbox", "Postkasse"), ("kind", "Art"),
            ("verdict", "Afgørelse"), ("state", "Tilstand"), ("folder", "Mappe"), ("message_id", "Message-ID"),
        )  # fmt: skip
        rows = store.messages(start_of(args.since) if args.since else None)
        keys = MESSAGE_KEYS if args.json else ("id", *MESSAGE_KEYS)
        report(args, picked(rows, keys), columns, "Der er ingen mails i databasen.", WORDS)
    return 0


def show_message(args: argparse.Namespace) -> int:
    """The copy, in which CPR numbers are masked: nobody needs the original for this."""
    from dataclasses import asdict

    with store_of(config_of(args)) as store:
        number = store.numbered(args.message)
        row, copies, made_of = store.message(number), store.copies(number), store.parts(number)
    assert row is not None
    parts = [{"name": c.name, "sha256": c.sha256, "whole": c.whole, "text": c.text} for c in copies]
    contents = [asdict(part) for part in made_of]
    shown = {key: getattr(row, key) for key in SHOWN_KEYS[:-2]} | {"contents": contents, "parts": parts}
    if args.json:
        emit(shown)
        return 0
    told = in_words(shown, WORDS)
    names = ("Nr.", "Message-ID", "Postkasse", "Modtaget", "Fra", "Emne", "Art", "Afgørelse", "Tilstand", "Mappe")
    for name, key in zip(names, SHOWN_KEYS[:-2], strict=True):
        print(f"{name + ':':12} {cell(told[key])}")
    for piece in made_of:
        name, became = cell(piece.name or piece.content_type or ""), FATES[piece.fate]
        print(f"  {piece.path or '1':8} {name}: {became}{f' ({piece.detail})' if piece.detail else ''}")
    for part in parts:
        print(f"\n--- {cell(part['name'] or 'mailens tekst')}" + ("" if part["whole"] else " (ikke det hele)"))
        print("\n".join(cell(line) for line in str(part["text"]).splitlines()))
    if not parts:
        print("\nDer er ingen kopi af teksten: mailen venter, eller den er slettet efter rules/privacy.toml.")
    return 0


def list_invoices(args: argparse.Namespace) -> int:
    """Credit notes and reminders too."""
    with store_of(config_of(args)) as store:
        columns = (
            ("id", "Nr."), ("network_id", "Netværk"), ("supplier", "Leverandør"), ("invoice_number", "Faktura"),
            ("meeting_date", "Møde"), ("total", "Beløb"), ("due_date", "Forfald"), ("verdict", "Afgørelse"),
            ("pay_on", "Betales"),
        )  # fmt: skip
        rows = store.invoices(args.year)
        report(args, picked(rows, INVOICE_KEYS), columns, "Der er ingen fakturaer i databasen.", WORDS)
    return 0


def retry_messages(args: argparse.Namespace) -> int:
    """Mails that were put aside are handled by the service when it next looks."""
    from bot.cli.review import who
    from bot.clock import SystemClock

    with store_of(config_of(args)) as store:
        numbers = args.id or [m.id for m in store.parked()]
        found = sum(store.unpark(number, SystemClock().now(), who()) for number in numbers)
    note(
        f"{found} {'mail' if found == 1 else 'mails'} tages igen, næste gang tjenesten ser efter."
        if found
        else "Ingen mails er sat til side."
    )
    return 0
