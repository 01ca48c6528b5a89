"""★ ``messages list``, ``invoices list``: what is filed."""

import argparse

from bot.cli.common import command, config_of, day, group, note, number, picked, report, start_of, store_of, year

#: Those of docs/interface.md, in its order.
MESSAGE_KEYS = ("message_id", "mailbox", "received", "kind", "verdict", "state", "folder")
INVOICE_KEYS = (
    "id", "network_id", "meeting_id", "supplier", "cvr", "invoice_number", "meeting_date", "due_date", "total",
    "verdict", "pay_on",
)  # fmt: skip


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    messages = group(commands, "messages", "mails, der er arkiveret")
    listing = command(messages, "list", list_messages, "vis arkiverede mails, ældste først")
    listing.add_argument("--since", type=day, metavar="DATO", help="kun dem, der er modtaget fra og med denne dag")
    retry = command(
        messages, "retry", retry_messages, "prøv mails igen, der er sat til side efter tre forsøg", json=False
    )
    retry.add_argument("id", nargs="*", type=number, metavar="NR", help="kun disse (ellers alle, der er sat til side)")
    invoices = group(commands, "invoices", "fakturaer, der er arkiveret")
    listing = command(invoices, "list", list_invoices, "vis arkiverede fakturaer")
    listing.add_argument("--year", type=year, metavar="ÅR", help="kun dem med møde (ellers modtagelse) i det år")


def list_messages(args: argparse.Namespace) -> int:
    with store_of(config_of(args)) as store:
        columns = (
            ("received", "Modtaget"), ("mailbox", "Postkasse"), ("kind", "Art"), ("verdict", "Afgørelse"),
            ("state", "Tilstand"), ("folder", "Mappe"), ("message_id", "Message-ID"),
        )  # fmt: skip
        rows = store.messages(start_of(args.since) if args.since else None)
        report(args, picked(rows, MESSAGE_KEYS), columns, "Der er ingen mails i databasen.")
    return 0


def list_invoices(args: argparse.Namespace) -> int:
    with store_of(config_of(args)) as store:
        columns = (
            ("id", "Nr."), ("network_id", "Netværk"), ("supplier", "Leverandør"), ("invoice_number", "Faktura"),
            ("meeting_date", "Møde"), ("total", "Beløb"), ("due_date", "Forfald"), ("verdict", "Afgørelse"),
            ("pay_on", "Betales"),
        )  # fmt: skip
        rows = store.invoices(args.year)
        report(args, picked(rows, INVOICE_KEYS), columns, "Der er ingen fakturaer i databasen.")
    return 0


def retry_messages(args: argparse.Namespace) -> int:
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
