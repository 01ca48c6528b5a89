"""★ ``originals read|list|expire``: mails as they came, which are read for a reason and not for ever there."""

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.arguments import command, day, group, start_of
from bot.cli.common import CommandError, config_of, store_of
from bot.cli.output import note, picked, report
from bot.cli.words import MESSAGES, PURPOSES

if TYPE_CHECKING:
    from bot.config import Config
    from bot.model.privacy import PrivacyRules
    from bot.store import Purpose

#: Those of docs/interface.md, in its order.
ACCESS_KEYS = ("at", "who", "purpose", "message", "message_id", "reason")
EXPIRED_KEYS = ("kind", "count", "deleted")


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    sub = group(commands, "originals", "mails, som de kom: hvem læser dem, og hvor længe er de der")
    text = "skriv en mail, som den kom, til en fil; hvem der læste den og hvorfor, skrives op"
    read = command(sub, "read", read_original, text, json=False)
    read.add_argument("message", metavar="MAIL", help="mailens nummer i «messages show» eller dens Message-ID")
    read.add_argument("--reason", required=True, metavar="TEKST", help="hvorfor originalen skal læses; gemmes")
    read.add_argument("--out", required=True, type=Path, metavar="FIL", help="filen, der skrives; må ikke findes")
    listing = command(sub, "list", list_accesses, "vis, hvem der har læst originaler, ældste først")
    listing.add_argument("--since", type=day, metavar="DATO", help="kun fra og med denne dag")
    listing.add_argument("--all", action="store_true", help="også tjenestens egen behandling")
    gone = command(sub, "expire", expire, "vis, hvad der har ligget længe nok efter rules/privacy.toml")
    gone.add_argument("--delete", action="store_true", help="slet det (ellers vises det kun)")


def read_original(args: argparse.Namespace) -> int:
    from bot.cli.review import who
    from bot.clock import SystemClock
    from bot.store import Access

    reason = args.reason.strip()
    if not reason:
        raise CommandError("--reason må ikke være tom: den, der senere ser efter, skal kunne forstå hvorfor")
    config = config_of(args)
    if not _rules(config).may_read(who()):
        raise CommandError(f"{who()} må ikke læse originaler; rules/privacy.toml siger, hvem der må")
    if args.out.exists():
        raise CommandError(f"{args.out}: filen findes allerede; vælg et andet navn")
    if not args.out.absolute().parent.is_dir():
        raise CommandError(f"{args.out}: mappen findes ikke")
    with store_of(config) as store:
        number = store.numbered(args.message)
        content = store.original(number, Access(who(), "person", reason), SystemClock().now())
    # For the one who asked, and nobody else on the machine.
    with os.fdopen(os.open(args.out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    note(f"Mail {number} ligger i {args.out}. Det er skrevet op. Slet filen, når den er brugt.")
    return 0


def list_accesses(args: argparse.Namespace) -> int:
    people: tuple[Purpose, ...] = ("decision", "person")
    with store_of(config_of(args)) as store:
        found = store.accesses(start_of(args.since) if args.since else None, (*people, *(("handling",) * args.all)))
        rows = list(picked(found, ACCESS_KEYS))
    columns = (("at", "Tid"), ("who", "Hvem"), ("purpose", "Formål"), ("message", "Mail"), ("reason", "Hvorfor"))
    report(args, rows, columns, "Ingen har læst en original.", {"purpose": PURPOSES})
    return 0


def expire(args: argparse.Namespace) -> int:
    from bot.clock import SystemClock
    from bot.model.zone import COPENHAGEN
    from bot.service.retention import expired, forget

    config = config_of(args)
    rules, now = _rules(config), SystemClock().now()
    today = now.astimezone(COPENHAGEN).date()
    if args.delete and not rules.confirmed:
        raise CommandError("rules/privacy.toml: retention.confirmed er false; den dataansvarlige skal bekræfte tallene")
    with store_of(config) as store:
        found = expired(rules, store, today)
        if args.delete:
            forget(rules, store, today, now)
    rows = [dict(zip(EXPIRED_KEYS, (kind, count, args.delete), strict=True)) for kind, count in found.items()]
    columns = (("kind", "Art"), ("count", "Mails"), ("deleted", "Slettet"))
    report(args, rows, columns, "Intet har ligget længe nok til at skulle slettes.", {"kind": MESSAGES})
    return 0


def _rules(config: "Config") -> "PrivacyRules":
    from bot.rulebook import Rulebook

    return Rulebook.load(overlay=config.rules).privacy
