"""★ ``register import|export|show``: networks, coordinators, members, meetings, attendance as CSV."""

import argparse
from pathlib import Path
from typing import Any

from bot.cli.common import CommandError, command, config_of, emit, group, note, report, store_of


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    sub = group(commands, "register", "netværk, koordinatorer, medlemmer, møder og fremmøde")
    imported = command(sub, "import", import_, "læs CSV-filer ind: alt eller intet")
    imported.add_argument("dir", type=Path, metavar="MAPPE", help="mappen med networks.csv, coordinators.csv, …")
    imported.add_argument("--dry-run", action="store_true", help="vis kun, hvad der ville blive ændret")
    exported = command(sub, "export", export, "skriv CSV-filer", json=False)
    exported.add_argument("dir", type=Path, metavar="MAPPE", help="mappen, der skrives i")
    command(sub, "show", show, "vis registret i tal og netværk for netværk")


def import_(args: argparse.Namespace) -> int:
    from bot.clock import SystemClock
    from bot.store import register_csv

    with store_of(config_of(args), create=True) as store:
        try:
            files = register_csv.read(args.dir)
        except register_csv.RegisterError as error:
            for row in error.rows:
                note(str(row))
            raise CommandError(f"{args.dir}: {len(error.rows)} fejl; intet er læst ind") from None
        change = (
            register_csv.diff(store, files) if args.dry_run else register_csv.apply(store, files, SystemClock().now())
        )
    lines = [_line(c) for c in change]
    if args.json:
        for line in lines:
            emit(line)
    else:
        for line in lines:
            print(line["text"])
        done = "ville blive ændret" if args.dry_run else "er ændret"
        note(f"{len(lines)} rækker {done}." if lines else "Intet er ændret: registret er det samme.")
    return 0


def _line(change: Any) -> dict[str, Any]:
    return {"file": change.file, "action": change.action, "key": change.key, "text": str(change)}


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
