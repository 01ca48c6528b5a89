"""★ ``review list|accept|reject|correct``: what waits for a person, and what the person says."""

import argparse
import datetime as dt
import os
import pwd
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from bot.cli.arguments import command, group, number
from bot.cli.common import CommandError, config_of, store_of
from bot.cli.output import emit, note, report

if TYPE_CHECKING:
    from bot.service.review import Outcome
    from bot.service.surroundings import Surroundings
    from bot.store import Store


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    sub = group(commands, "review", "fakturaer, der venter på et menneske")
    command(sub, "list", list_waiting, "vis, hvad der venter, ældste først")
    accepted = command(sub, "accept", accept, "godkend en faktura")
    accepted.add_argument("id", type=number, metavar="NR", help="nummeret i «review list»")
    accepted.add_argument("values", nargs="*", metavar="FELT=VÆRDI", help="ret det, der er læst forkert, og godkend")
    accepted.add_argument("--reason", default="", metavar="TEKST", help="hvorfor; gemmes i historikken")
    rejected = command(sub, "reject", reject, "afvis en faktura; begrundelsen står i brevet")
    rejected.add_argument("id", type=number, metavar="NR", help="nummeret i «review list»")
    rejected.add_argument("--reason", required=True, metavar="TEKST", help="hvorfor; leverandøren læser det")
    corrected = command(sub, "correct", correct, "ret det, der blev læst forkert, og døm igen")
    corrected.add_argument("id", type=number, metavar="NR", help="nummeret i «review list»")
    corrected.add_argument("values", nargs="+", metavar="FELT=VÆRDI", help="f.eks. meeting_date=2026-03-12")


def list_waiting(args: argparse.Namespace) -> int:
    with store_of(config_of(args)) as store:
        rows: list[dict[str, Any]] = [
            {
                "id": r.id,
                "since": r.received,
                "message_id": r.message_id,
                "document": r.document,
                "findings": [{"code": f.code, "severity": f.severity, "detail": f.detail} for f in r.findings],
                "network_id": r.network_id,
                "supplier": r.supplier,
                "total": r.total,
            }
            for r in store.review_list()
        ]
    shown = rows if args.json else [r | {"why": " ".join(f["detail"] for f in r["findings"])} for r in rows]
    columns = (
        ("id", "Nr."), ("since", "Siden"), ("document", "Dokument"), ("network_id", "Netværk"),
        ("supplier", "Leverandør"), ("total", "Beløb"), ("why", "Hvorfor"),
    )  # fmt: skip
    report(args, shown, columns, "Intet venter.")
    return 1 if rows else 0


def accept(args: argparse.Namespace) -> int:
    """With corrections first, where there are some. Exit status 1 where it still waits, as for the other two."""
    from bot.service import review

    pairs = _pairs(args.values)
    with _desk(args) as (around, store, now):
        outcome = review.accept(around, store, args.id, pairs, args.reason, who(), now)
    return _told(args, outcome)


def reject(args: argparse.Namespace) -> int:
    """The supplier reads the reason."""
    from bot.service import review

    if not args.reason.strip():
        raise CommandError("--reason må ikke være tom: leverandøren skal vide, hvad der skal rettes")
    with _desk(args) as (around, store, now):
        outcome = review.decide(around, store, args.id, "rejected", args.reason, who(), now)
    return _told(args, outcome)


def correct(args: argparse.Namespace) -> int:
    """Judged again: what is then plain is decided and answered, the rest goes on waiting."""
    from bot.service import review

    pairs = _pairs(args.values)
    with _desk(args) as (around, store, now):
        outcome = review.correct(around, store, args.id, pairs, who(), now)
    return _told(args, outcome)


def _pairs(values: list[str]) -> list[tuple[str, str]]:
    pairs = []
    for text in values:
        field, equals, value = text.partition("=")
        if not equals:
            raise CommandError(f"{text!r}: skriv FELT=VÆRDI, f.eks. meeting_date=2026-03-12")
        pairs.append((field.strip(), value.strip()))
    return pairs


@contextmanager
def _desk(args: argparse.Namespace) -> Iterator[tuple["Surroundings", "Store", dt.datetime]]:
    """What a decision needs, for as long as it takes."""
    config = config_of(args)
    from bot.clock import SystemClock
    from bot.service.surroundings import Surroundings

    with closing(Surroundings(config)) as around, store_of(config) as store:
        yield around, store, SystemClock().now()


def _told(args: argparse.Namespace, outcome: "Outcome") -> int:
    from bot.cli.words import VERDICTS

    if args.json:
        emit(outcome)
    else:
        letters = ", ".join(outcome["letters"]) or "ingen"
        note(f"Nr. {outcome['id']} er {VERDICTS.get(outcome['verdict'], 'uden afgørelse')}. Breve: {letters}.")
        for lesson in outcome.get("learnt", ()):
            note(f"Lært om leverandørens fakturaer: {lesson['field']} står ved «{lesson['label']}».")
    return 0 if outcome["verdict"] != "review" else 1


def who() -> str:
    """Who decides, for the history: the name of the login."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid {os.getuid()}"
