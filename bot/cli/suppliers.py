"""★ ``suppliers list|show|forget``: whom we have paid, and what corrections taught of how their invoices are read."""

import argparse
import re
from typing import TYPE_CHECKING, Any

from bot.cli.arguments import command, group
from bot.cli.common import CommandError, config_of, store_of
from bot.cli.output import emit, note, report, table

if TYPE_CHECKING:
    from bot.store.lessons import SupplierRow

PLACES = {"same": "foran", "left": "til venstre", "above": "over"}


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    sub = group(commands, "suppliers", "leverandører, og hvad rettelser har lært om deres fakturaer")
    command(sub, "list", list_suppliers, "vis leverandørerne")
    shown = command(sub, "show", show, "vis én leverandør: konti, og hvor felterne er lært at stå")
    shown.add_argument("cvr", type=cvr, metavar="CVR", help="leverandørens CVR-nummer, 8 cifre")
    forgotten = command(sub, "forget", forget, "glem, hvad rettelser har lært om leverandørens fakturaer")
    forgotten.add_argument("cvr", type=cvr, metavar="CVR", help="leverandørens CVR-nummer, 8 cifre")
    forgotten.add_argument("--field", metavar="FELT", help="kun dette felt, f.eks. meeting_date")


def cvr(text: str) -> str:
    """A CVR number of the command line."""
    digits = re.sub(r"[ .]|^DK", "", text)
    if re.fullmatch(r"[0-9]{8}", digits) is None:
        raise argparse.ArgumentTypeError(f"{text!r} er ikke et CVR-nummer; skriv 8 cifre")
    return digits


def list_suppliers(args: argparse.Namespace) -> int:
    with store_of(config_of(args)) as store:
        rows = [_row(s) for s in store.suppliers()]
    counted = [r | {"lessons": len(r["lessons"]), "accounts": [_account(a) for a in r["accounts"]]} for r in rows]
    shown = rows if args.json else counted
    columns = (
        ("cvr", "CVR"), ("name", "Navn"), ("phone", "Telefon"), ("accounts", "Konti"), ("lessons", "Lært"),
    )  # fmt: skip
    report(args, shown, columns, "Ingen leverandører endnu.")
    return 0


def show(args: argparse.Namespace) -> int:
    with store_of(config_of(args)) as store:
        rows = [_row(s) for s in store.suppliers(args.cvr)]
    if not rows:
        raise CommandError(f"{args.cvr}: leverandøren kendes ikke; «suppliers list» viser dem")
    for row in rows:
        if args.json:
            emit(row)
            continue
        print(f"{row['cvr']} {row['name']}" + (f", tlf. {row['phone']}" if row["phone"] else ""))
        print(f"Konti: {', '.join(map(_account, row['accounts'])) or 'ingen'}")
        lessons = [
            x | {"where": f"{PLACES[x['place']]}: «{x['label']}»", "day": x["at"].date()} for x in row["lessons"]
        ]
        columns = (
            ("field", "Felt"), ("where", "Etiketten står"), ("invoice", "Faktura"), ("by", "Rettet af"), ("day", "Dag"),
        )  # fmt: skip
        if lessons:
            table(lessons, columns)
        else:
            print("Ingen rettelser har lært noget.")
    return 0


def forget(args: argparse.Namespace) -> int:
    from bot.cli.review import who
    from bot.clock import SystemClock

    with store_of(config_of(args)) as store:
        count = store.unlearn(args.cvr, args.field, who(), SystemClock().now())
    if args.json:
        emit({"cvr": args.cvr, "forgotten": count})
    else:
        note(f"{args.cvr}: glemt, hvad der var lært ({count})." if count else f"{args.cvr}: der var intet lært.")
    return 0


def _account(key: str) -> str:
    """A ``Payment.key`` as a person writes the account."""
    return key.removeprefix("dk:").replace(":", " ")


def _row(s: "SupplierRow") -> dict[str, Any]:
    lessons = [
        {"field": x.lesson.field, "label": x.lesson.label, "place": x.lesson.place, "invoice": x.invoice, "by": x.by,
         "at": x.at}
        for x in s.lessons
    ]  # fmt: skip
    return {"cvr": s.cvr, "name": s.name, "phone": s.phone, "accounts": list(s.accounts), "lessons": lessons}
