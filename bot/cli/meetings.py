"""★ ``meetings list|show|plan|import|invite|cancel|export``: what is booked, who comes, and what the calendars show."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.arguments import command, group, year
from bot.cli.common import CommandError, config_of, store_of
from bot.cli.output import cell, emit, in_words, note, report
from bot.cli.words import ANSWERS, MEETINGS, METHODS

if TYPE_CHECKING:
    from bot.model.register import BookedMeeting, Register
    from bot.store import Store

#: Those of docs/interface.md, in its order.
MEETING_KEYS = (
    "meeting_id", "uid", "reference", "network_id", "start", "end", "venue", "address", "topic", "mandatory_topic",
    "status", "sequence", "invited", "accepted", "declined", "tentative", "unanswered",
)  # fmt: skip
INVITEE_KEYS = (
    "name", "address", "method", "sequence", "partstat", "answered_at", "diet", "eats", "bounced_at",
    "bounce",
)  # fmt: skip
WORDS = {"status": MEETINGS, "method": METHODS, "partstat": ANSWERS}
COUNTED = {"accepted": "ACCEPTED", "declined": "DECLINED", "tentative": "TENTATIVE", "unanswered": "NEEDS-ACTION"}


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    sub = group(commands, "meetings", "møder: booket, indkaldt, aflyst")
    listing = command(sub, "list", list_meetings, "vis møderne med svarene på indkaldelsen")
    listing.add_argument("--year", type=year, metavar="ÅR", help="kun dem i det år")
    listing.add_argument("--network", metavar="NETVÆRK", help="kun dette netværks")
    shown = command(sub, "show", show, "vis ét møde med hver indkaldt og svaret")
    shown.add_argument("meeting", metavar="MØDE", help="mødets id eller reference")
    planned = command(sub, "plan", plan, "vis netværk med for få møder, for kort plan eller uden emne")
    planned.add_argument("--year", type=year, metavar="ÅR", help="året (ellers dette)")
    imported = command(sub, "import", import_, "læs møder ind fra en CSV-fil: alt eller intet, og intet fjernes")
    imported.add_argument("file", type=Path, metavar="FIL", help="en fil som registrets meetings.csv")
    imported.add_argument("--dry-run", action="store_true", help="vis kun, hvad der ville blive ændret")
    invited = command(sub, "invite", invite, "indkald medlemmerne til et møde fra registrets filer", json=False)
    invited.add_argument("meeting", nargs="+", metavar="MØDE", help="mødets id eller reference")
    called_off = command(sub, "cancel", cancel, "aflys et møde; de indkaldte får besked", json=False)
    called_off.add_argument("meeting", metavar="MØDE", help="mødets id eller reference")
    exported = command(sub, "export", export, "skriv møderne som en kalenderfil (.ics)", json=False)
    exported.add_argument("--ics", type=Path, required=True, metavar="FIL", help="filen, der skrives")
    exported.add_argument("--network", metavar="NETVÆRK", help="kun dette netværks (ellers alle sekretariatets)")
    exported.add_argument("--secretariat", metavar="NAVN", help="kun dette sekretariats")


def list_meetings(args: argparse.Namespace) -> int:
    """The year is that of the Danish day on which a meeting begins."""
    from bot.model.zone import COPENHAGEN

    config = config_of(args)
    with store_of(config) as store:
        register = store.register()
        meetings = [
            m
            for m in register.meetings
            if args.year in (None, m.start.astimezone(COPENHAGEN).year) and args.network in (None, m.network_id)
        ]
        columns = (
            ("meeting_id", "Møde"), ("network_id", "Netværk"), ("start", "Start"), ("venue", "Sted"),
            ("status", "Status"), ("invited", "Indkaldt"), ("accepted", "Ja"), ("declined", "Nej"),
            ("unanswered", "Mangler"),
        )  # fmt: skip
        report(args, _rows(config, store, register, meetings), columns, "Der er ingen møder i databasen.", WORDS)
    lacking = set() if args.json else {row["network_id"] for row in _gaps(config, register, None)}
    if lacking:
        note(f"{len(lacking)} netværk har en mødeplan, der mangler noget: «kvalitetsbot meetings plan» viser hvad.")
    return 0


def show(args: argparse.Namespace) -> int:
    config = config_of(args)
    with store_of(config) as store:
        register = store.register()
        meeting = _named(register, args.meeting)
        (row,) = _rows(config, store, register, [meeting])
        invitees = [{key: getattr(i, key) for key in INVITEE_KEYS} for i in store.meetings.invitees(meeting.meeting_id)]
    if args.json:
        emit(row | {"invitees": invitees})
        return 0
    told = in_words(row, WORDS)
    names = (
        "Møde", "UID", "Reference", "Netværk", "Start", "Slut", "Sted", "Adresse", "Emne", "Obligatorisk", "Status",
    )  # fmt: skip
    for name, key in zip(names, MEETING_KEYS, strict=False):
        if row[key] is not None:
            print(f"{name + ':':14} {cell(told[key])}")
    columns = (
        ("name", "Navn"), ("address", "Adresse"), ("method", "Sidst sendt"), ("partstat", "Svar"), ("diet", "Kost"),
        ("bounced_at", "Kom tilbage"),
    )  # fmt: skip
    report(args, invitees, columns, "Ingen er indkaldt.", WORDS)
    return 0


def plan(args: argparse.Namespace) -> int:
    config = config_of(args)
    with store_of(config) as store:
        rows = _gaps(config, store.register(), args.year)
    columns = (("network_id", "Netværk"), ("name", "Navn"), ("detail", "Mangler"))
    report(args, rows, columns, "Alle netværk har en plan.")
    return 1 if rows else 0


def _gaps(config: Any, register: "Register", year: int | None) -> list[dict[str, Any]]:
    from bot.clock import SystemClock
    from bot.model.zone import COPENHAGEN
    from bot.rulebook import Rulebook
    from bot.service.convening import plan_gaps

    today = SystemClock().now().astimezone(COPENHAGEN).date()
    rulebook = Rulebook.load(overlay=config.rules)
    return [
        {"network_id": found.network.network_id, "name": found.network.name, "code": gap.code, "year": gap.year,
         "detail": gap.detail}
        for name in config.secretariat
        for found in plan_gaps(register, rulebook.rules(name, today), today, year)
        for gap in found.gaps
    ]  # fmt: skip


def import_(args: argparse.Namespace) -> int:
    from bot.cli.register import faultless, say
    from bot.cli.review import who
    from bot.clock import SystemClock
    from bot.store import meetings_import

    if not args.file.is_file():
        raise CommandError(f"{args.file}: filen findes ikke")
    with store_of(config_of(args)) as store:
        files = faultless(args.file, lambda: meetings_import.read(args.file, store))
        if args.dry_run:
            found = meetings_import.diff(store, files)
        else:
            found = meetings_import.apply(store, files, SystemClock().now(), who())
    say(args, found)
    return 0


def invite(args: argparse.Namespace) -> int:
    from bot.cli.review import who
    from bot.clock import SystemClock
    from bot.service import convening

    with store_of(config_of(args)) as store, store.atomic():
        register = store.register()
        meetings = [_named(register, name) for name in args.meeting]
        for meeting in meetings:
            if not meeting.is_on:
                raise CommandError(f"{meeting.meeting_id} er aflyst")
        for meeting in meetings:
            convening.invite(store, meeting, SystemClock().now(), who())
    note("Indkaldelserne sendes, næste gang tjenesten ser efter.")
    return 0


def cancel(args: argparse.Namespace) -> int:
    from bot.cli.review import who
    from bot.clock import SystemClock
    from bot.service import convening

    with store_of(config_of(args)) as store, store.atomic():
        meeting = _named(store.register(), args.meeting)
        if not meeting.is_on:
            raise CommandError(f"{meeting.meeting_id} er aflyst i forvejen")
        convening.cancel(store, meeting, SystemClock().now(), who())
    note("Mødet er aflyst. De indkaldte får besked, næste gang tjenesten ser efter.")
    return 0


def export(args: argparse.Namespace) -> int:
    from bot.clock import SystemClock
    from bot.service.convening import calendar_file
    from bot.service.surroundings import Surroundings

    config = config_of(args)
    with store_of(config) as store:
        register = store.register()
        if args.network is not None and register.network(args.network) is None:
            raise CommandError(f"{args.network}: netværket står ikke i registret")
        chosen = {
            n.network_id: n.name
            for n in register.networks
            if args.network in (None, n.network_id) and args.secretariat in (None, n.secretariat)
        }
        meetings = tuple(m for m in register.meetings if m.network_id in chosen)
        name = next(iter(chosen.values())) if len(chosen) == 1 else "Kvalitetsnetværk og klynger"
        around = Surroundings(config)
        try:
            args.ics.write_bytes(calendar_file(around, store, meetings, name, SystemClock().now()))
        finally:
            around.close()
    note(f"{len(meetings)} møder er skrevet i {args.ics}.")
    return 0


def _named(register: "Register", name: str) -> "BookedMeeting":
    found = register.meeting(name) or next((m for m in register.meetings if m.reference == name.upper()), None)
    if found is None:
        raise CommandError(f"{name}: der er intet møde med det id eller den reference")
    return found


def _rows(config: Any, store: "Store", register: "Register", meetings: "list[BookedMeeting]") -> list[dict[str, Any]]:
    from bot.service.convening import uid

    invitees = store.meetings.invitees_of(tuple(m.meeting_id for m in meetings))
    rows = []
    for meeting in meetings:
        asked = [i for i in invitees.get(meeting.meeting_id, ()) if i.is_invited]
        counts = {key: sum(i.partstat == value for i in asked) for key, value in COUNTED.items()}
        row = {key: getattr(meeting, key, None) for key in MEETING_KEYS}
        rows.append(row | {"uid": uid(config, register, meeting), "invited": len(asked)} | counts)
    return rows
