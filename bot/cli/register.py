"""★ ``register import|export|show``: networks, coordinators, members, meetings, attendance as CSV."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.arguments import command, group
from bot.cli.common import CommandError, config_of, store_of
from bot.cli.output import emit, note, report

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.store.register_csv import Change, RegisterDiff
    from bot.store.register_rows import RegisterFiles


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    sub = group(commands, "register", "netværk, koordinatorer, medlemmer, møder og fremmøde")
    imported = command(sub, "import", import_, "læs CSV-filer ind: alt eller intet")
    imported.add_argument("dir", type=Path, metavar="MAPPE", help="mappen med networks.csv, coordinators.csv, …")
    imported.add_argument("--dry-run", action="store_true", help="vis kun, hvad der ville blive ændret")
    exported = command(sub, "export", export, "skriv CSV-filer", json=False)
    exported.add_argument("dir", type=Path, metavar="MAPPE", help="mappen, der skrives i")
    command(sub, "show", show, "vis registret i tal og netværk for netværk")


def import_(args: argparse.Namespace) -> int:
    from bot.cli.review import who
    from bot.clock import SystemClock
    from bot.store import register_csv

    if not args.dir.is_dir():
        raise CommandError(f"{args.dir}: mappen findes ikke")
    with store_of(config_of(args), create=True) as store:
        files = faultless(args.dir, lambda: register_csv.read(args.dir))
        if args.dry_run:
            found = register_csv.diff(store, files)
        else:
            found = register_csv.apply(store, files, SystemClock().now(), who())
    say(args, found)
    return 0


def faultless(path: Path, read: "Callable[[], RegisterFiles]") -> "RegisterFiles":
    """What ``read`` gives; where one row is wrong, all that are wrong are told and nothing is taken in."""
    from bot.store.register_rows import RegisterError

    try:
        return read()
    except RegisterError as error:
        for row in error.rows:
            note(str(row))
        raise CommandError(f"{path}: {len(error.rows)} fejl; intet er læst ind") from None


def say(args: argparse.Namespace, found: "RegisterDiff") -> None:
    """Each changed row, and how many there are."""
    for change in found.changes:
        line = _line(change)
        if args.json:
            emit(line)
        else:
            print(line["text"])
    _sum_up(found, dry_run=args.dry_run)


#: What an import does to a row, as a person reads it.
ACTIONS = {
    "added": "ny",
    "changed": "ændret",
    "removed": "fjernet",
    "kept": "beholdt, fordi noget arkiveret bruger den",
}


def _line(change: "Change") -> dict[str, Any]:
    """``key`` names the row, ``columns`` gives each changed value before and after."""
    key = " ".join(str(v) for v in change.key if v not in (None, ""))
    columns = {name: list(values) for name, values in change.columns.items()}
    text = f"{change.file}: {key}: {ACTIONS[change.action]}"
    if change.action == "changed":
        text += " (" + ", ".join(f"{name}: {old or '–'} → {new or '–'}" for name, (old, new) in columns.items()) + ")"
    return {"file": change.file, "key": key, "action": change.action, "columns": columns, "text": text}


def _sum_up(found: "RegisterDiff", *, dry_run: bool) -> None:
    read = ", ".join(f"{count} i {table}" for table, count in found.rows.items())
    if not found.changes_anything:
        note(f"Intet er ændret: registret er det samme ({read}).")
        return
    counted = ((found.count("added"), "nye"), (found.count("changed"), "ændrede"), (found.count("removed"), "fjernede"))
    told = ", ".join(f"{n} {word}" for n, word in counted if n)
    note(f"{told}{' ville det blive' if dry_run else ''} (læst: {read}).")


def export(args: argparse.Namespace) -> int:
    from bot.store import register_csv

    with store_of(config_of(args)) as store:
        args.dir.mkdir(parents=True, exist_ok=True)
        register_csv.export(store, args.dir)
    note(f"Registret er skrevet i {args.dir}.")
    return 0


def show(args: argparse.Namespace) -> int:
    from bot.clock import SystemClock

    today = SystemClock().now().date()
    with store_of(config_of(args)) as store:
        register = store.register()
    rows = [
        {
            "network_id": n.network_id,
            "name": n.name,
            "secretariat": n.secretariat,
            "region": n.region,
            "specialty": n.specialty,
            "coordinators": [c.name for c in register.coordinators_of(n.network_id, today)],
            "members": sum(
                m.network_id == n.network_id and (m.end is None or m.end >= today) for m in register.members
            ),
            "meetings": len(register.meetings_of(n.network_id)),
        }
        for n in register.networks
    ]
    columns = (
        ("network_id", "Nr."), ("name", "Navn"), ("secretariat", "Sekretariat"), ("region", "Region"),
        ("coordinators", "Koordinator"), ("members", "Medlemmer"), ("meetings", "Møder"),
    )  # fmt: skip
    report(args, rows, columns, "Registret er tomt; læs det ind med «kvalitetsbot register import MAPPE».")
    return 0
