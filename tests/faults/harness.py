"""What the campaigns of faults share: an installation, a stream of mails that can be told apart, and the comparison.

Each mail that is delivered carries a number in a header of its own. ``compare`` then holds three things against each
other that know nothing of one another: the folders at the IMAP server, the database, and what the SMTP server took.
"""

import random
import re
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path

from bot.danish.dates import format_date
from bot.demo.cast import mails, meetings
from bot.demo.paper import Paper, draw
from bot.store import Store
from tests.servers.dovecot import Dovecot
from tests.servers.fixtures import PASSWORD, Box
from tests.servers.sink import SmtpSink
from tests.service.live import INVOICES, Live, today, until
from tests.store.making import original

NUMBER = re.compile(rb"^X-Number: (\d+)", re.MULTILINE)
#: No campaign is about the limit of answers a day.
SERVICE = "answers_per_day = 100000"

#: How a letter whose fate is not known is told in the outbox.
FINAL_DOT = "efter brevets sidste linje"

#: (Message-ID of a letter, recipient).
Sent = tuple[str, str]


@contextmanager
def installation(*, smtp_port: int = 0, imap_port: int = 0, timeout: int = 20) -> Iterator[Live]:
    """A whole one in a folder of its own, in front of Dovecot and a sink."""
    with (
        tempfile.TemporaryDirectory(prefix="faults-") as folder,
        Dovecot({"bot": PASSWORD}) as server,
        SmtpSink() as sink,
    ):
        yield Live(
            Path(folder), Box(server, "bot"), sink, smtp_port=smtp_port, imap_port=imap_port, timeout=timeout,
            service=SERVICE,
        )  # fmt: skip


def numbered(raw: bytes, number: int) -> bytes:
    return b"X-Number: %d\r\n" % number + raw


def number_of(raw: bytes) -> int:
    found = NUMBER.search(raw[:400])
    return int(found[1]) if found else -1


def fresh(number: int, day: date) -> bytes:
    """An invoice like no other: in turn right, with a due date too soon, and without a network."""
    held = meetings(day)["FYS-041"]
    about = ("Kvalitetsnetværk Aarhus Midt", f"Mødedato: {format_date(held)}", "Koordinator: Mette Holm")
    paper = Paper(
        "Restaurant Møllen ApS", "Åboulevarden 12, 8000 Aarhus C", "12345674", f"N{number}", day,
        day + timedelta(days=28), about, 8, Decimal(300), ("Betales til reg.nr. 1234 kontonr. 0012345678",),
    )  # fmt: skip
    paper = (paper, replace(paper, due=day + timedelta(days=7)), replace(paper, about=about[1:2]))[number % 3]
    mail = EmailMessage()
    mail["From"] = f"Møllen <regnskab{number % 7}@moellen.example>"
    mail["To"] = INVOICES
    mail["Subject"] = f"Faktura {paper.number}"
    mail["Message-ID"] = f"<fresh-{number}@moellen.example>"
    mail.set_content("Hermed faktura.")
    mail.add_attachment(draw(paper), maintype="application", subtype="pdf", filename=f"faktura-{number}.pdf")
    return mail.as_bytes()


def stream(folder: Path | None = None, seed: int = 1) -> Iterator[bytes]:
    """Mails without end: those of the cast and of ``folder`` (``*.eml``, also below), with fresh ones between."""
    day = today()
    cast = [m.raw for m in mails(day)]
    cast += [f.read_bytes() for f in sorted(folder.rglob("*.eml"))] if folder else []
    chance = random.Random(seed)
    for number in range(1, 1_000_000):
        raw = cast[number // 2 % len(cast)] if number % 2 else fresh(number, day)
        yield numbered(raw, number)
        if chance.random() < 0.05:
            yield numbered(raw, number)  # a server that delivers one mail twice


def mixture() -> Iterator[bytes]:
    """Few mails with every outcome among them, for campaigns that start anew for each fault."""
    day = today()
    cast = {m.what: m.raw for m in mails(day)}
    what = ("alt er i orden", "for kort betalingsfrist", "samme faktura sendt igen", "kreditnota", "fraværsbesked",
            "låst med adgangskode", "faktura som ren tekst", "ødelagt mail")  # fmt: skip
    yield from (numbered(cast[name], number) for number, name in enumerate(what, 1))


@dataclass
class Delivered:
    """What was put into the inbox, and how often."""

    box: Box
    source: Iterator[bytes]
    count: Counter[int] = field(default_factory=Counter)

    def more(self, mails: int) -> None:
        for raw in (next(self.source) for _ in range(mails)):
            self.box.deliver(raw)
            self.count[number_of(raw)] += 1


def taken(sink: SmtpSink) -> Counter[Sent]:
    """How often the sink accepted each letter for each recipient."""
    return Counter(
        (str(message_from_bytes(a.content)["Message-ID"]), recipient) for a in sink.accepted for recipient in a.rcpt_tos
    )


class Ambiguous:
    """Counts what was left in the one moment that nobody can close: accepted by the sink, not noted as delivered.

    After a kill the letter is still lent to the dead; after a lost connection its last error says what is not known.
    """

    def __init__(self) -> None:
        #: How often each letter was caught there; it may be delivered so many times more than once.
        self.count: Counter[Sent] = Counter()
        #: How many kills fell there.
        self.kills = 0
        self._seen: set[tuple[Sent, int]] = set()

    def look(self, live: Live) -> None:
        """To be called after a kill, when no process of ours is running, and after a lost connection."""
        with live.store() as store:
            lent = {
                (x.message_id, r.address)
                for x in store.outbox()
                for r in x.recipients
                if r.state == "sending" or (r.state == "queued" and FINAL_DOT in (r.last_error or ""))
            }
        sent = taken(live.sink)
        new = {(key, sent[key]) for key in lent if sent[key]} - self._seen
        self._seen |= new
        self.count.update(key for key, _ in new)
        self.kills += bool(new)


def end_leases(live: Live) -> None:
    """As if the time that a dead sender's letters are lent for had passed."""
    with closing(sqlite3.connect(live.config.database, timeout=30)) as db, db:
        db.execute("UPDATE letters SET lease_until = '2000-01-01T00:00:00.000Z' WHERE state = 'sending'")


def is_quiet(live: Live, delivered: Delivered) -> bool:
    """Whether every mail is handled and moved, and every letter sent."""
    with live.store() as store:
        return not store.counts().anything and len(store.messages()) >= len(delivered.count) and _inbox_done(live)


def _inbox_done(live: Live) -> bool:
    """Nothing lies in the inbox that has no place in the database yet."""
    with live.store() as store:
        for box, key in live.boxes:
            with box.open() as mailbox:
                if store.new_uids(key, mailbox.uidvalidity, mailbox.uids()):
                    return False
    return True


@dataclass(frozen=True)
class Outcome:
    """What the comparison found. ``faults`` is empty where every promise held."""

    mails: int
    letters: int
    recipients: int
    #: Delivered more than once, each of them in the moment after the final dot.
    twice_explained: int
    faults: Sequence[str]

    def __str__(self) -> str:
        told = (
            f"{self.mails} mails, {self.letters} letters to {self.recipients} recipients, "
            f"{self.twice_explained} twice after the final dot (same Message-ID), {len(self.faults)} faults"
        )
        return "\n  ".join([told, *self.faults[:20]])


def compare(live: Live, delivered: Delivered, ambiguous: Ambiguous | None = None) -> Outcome:
    """``ambiguous``: what the kills left after a final dot; nothing else may be delivered twice."""
    with live.store() as store:
        letters = store.outbox()
        faults = [*_database(store, delivered), *_folders(live, store, delivered)]
    sent = taken(live.sink)
    wanted = {(x.message_id, r.address): r.state for x in letters for r in x.recipients}
    twice = {key: n for key, n in sent.items() if n > 1}
    excused = ambiguous.count if ambiguous else Counter[Sent]()
    unexplained = {key: n for key, n in twice.items() if n - 1 > excused[key]}
    faults += [f"not delivered: {key} is {state}" for key, state in wanted.items() if state != "delivered"]
    faults += [
        f"noted as delivered and never was: {key}"
        for key, state in wanted.items()
        if state == "delivered" and not sent[key]
    ]
    faults += [f"delivered and not in the outbox: {key}" for key in sent.keys() - wanted.keys()]
    faults += [f"delivered {n} times: {key}" for key, n in unexplained.items()]
    return Outcome(sum(delivered.count.values()), len(letters), len(wanted), len(twice) - len(unexplained), faults)


def _database(store: Store, delivered: Delivered) -> Iterator[str]:
    """Whole, and every mail filed once, whatever the number of ways it came by."""
    if [row[0] for row in store.db.all("PRAGMA integrity_check")] != ["ok"]:
        yield "the database is damaged"
    if store.db.all("PRAGMA foreign_key_check"):
        yield "the database has rows that point nowhere"
    filed = Counter(number_of(original(store, m.id)) for m in store.messages())
    yield from (f"mail {n} is not filed" for n in delivered.count.keys() - filed.keys())
    yield from (f"mail {n} is filed {times} times" for n, times in filed.items() if times > 1 or n < 0)
    yield from (f"mail row {m.id} is {m.state}: {m.last_error}" for m in store.messages() if m.state != "handled")
    histories = Counter(r["item"] for r in store.db.all("SELECT item FROM history WHERE action = 'filed'"))
    yield from (f"row {row} was filed {n} times" for row, n in histories.items() if n > 1)


def _folders(live: Live, store: Store, delivered: Delivered) -> Iterator[str]:
    """Each mail as often as it was delivered, and in the folder that shows its outcome."""
    names = live.config.folders
    should = {
        number_of(original(store, m.id)): getattr(names, m.outcome or "", "") or "INBOX" for m in store.messages()
    }
    lying: Counter[tuple[int, str]] = Counter()
    for box, _ in live.boxes:
        with box.open() as mailbox:
            folders = mailbox.folders()
        for folder in folders:
            lying.update((number_of(raw), folder) for raw in box.contents(folder))
    wanted = Counter({(n, should.get(n, "?")): times for n, times in delivered.count.items()})
    yield from (f"mail {n} lies {times} times too few in {folder}" for (n, folder), times in (wanted - lying).items())
    yield from (f"mail {n} lies {times} times too many in {folder}" for (n, folder), times in (lying - wanted).items())


def verdicts(live: Live) -> dict[int, tuple[str | None, tuple[str, ...]]]:
    """Of each mail: its verdict, and the templates of its letters."""
    with live.store() as store:
        letters = store.outbox()
        return {
            number_of(original(store, m.id)): (
                m.verdict,
                tuple(sorted(x.template for x in letters if x.message == m.id)),
            )
            for m in store.messages()
        }


__all__ = [
    "Ambiguous", "Delivered", "Outcome", "Sent", "compare", "end_leases", "fresh", "installation", "is_quiet",
    "mixture", "number_of", "numbered", "stream", "taken", "until", "verdicts",
]  # fmt: skip
