"""A thousand CPR numbers, and two secrets, in at every place of a mail: none may come out anywhere in clear.

    python -m tests.faults.privacy --numbers 1000

Looked through: the log at DEBUG, every column of the database but the kept mails, every letter (decoded), what the
commands print, what ``process --letters`` writes, and every file left over.
"""

import argparse
import os
import random
import re
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from pathlib import Path

from bot.danish.dates import format_date
from bot.demo.cast import meetings
from bot.demo.paper import Paper, draw
from tests.documents.formats.made import docx, paragraph
from tests.faults.harness import installation
from tests.servers.fixtures import PASSWORD
from tests.service.live import INVOICES, Live, said, today

#: How people write one; all of them with a dash, or a word that says what it is.
WRITTEN = ("{0}-{1}", "CPR {0}{1}", "cpr-nr. {0} {1}", "CPR: {0}-{1}", "NemKonto {0}{1}", "{0} - {1}")
_TEN = re.compile(r"(?<!\d)(\d{6})\s?[-–]?\s?(\d{4})(?!\d)")
#: Everything that reports.
COMMANDS = (
    "messages list --json", "invoices list --json", "outbox list --json", "review list --json", "status --json",
    "messages list", "invoices list", "outbox list", "review list", "status",
)  # fmt: skip


class Numbers:
    """Seeded CPR numbers, each used once."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self.used: dict[str, str] = {}

    def one(self, where: str, written: str | None = None) -> str:
        """A new one, as somebody writes it there."""
        six = f"{self._chance.randint(1, 28):02}{self._chance.randint(1, 12):02}{self._chance.randint(40, 99)}"
        four = f"{self._chance.randint(1, 9998):04}"
        self.used[six + four] = where
        return (written or self._chance.choice(WRITTEN)).format(six, four)


def seeded(numbers: Numbers, count: int) -> Iterator[bytes]:
    """Mails of every kind, until ``count`` numbers are used."""
    kinds = (_invoice, _text, _odd, _nested)
    number = 0
    while len(numbers.used) < count:
        yield kinds[number % len(kinds)](numbers, number)
        number += 1


def _envelope(numbers: Numbers, number: int) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = f'"Firma {numbers.one("From", "{0}-{1}")}" <post{number}@firma{number}.example>'
    mail["To"] = INVOICES
    mail["Subject"] = f"Faktura {number} {numbers.one('Subject')}"
    mail["Message-ID"] = f"<{number}.seeded@firma.example>"
    mail["X-Sager"] = numbers.one("other header", "{0}-{1}")
    return mail


def _paper(numbers: Numbers, number: int) -> Paper:
    day = today()
    held = meetings(day)["FYS-041"]
    paper = Paper(
        f"Firma {number} {numbers.one('supplier', '{0}-{1}')}", "Gade 1, 8000 Aarhus C", "12345674", f"P{number}", day,
        day + timedelta(days=28),
        ("Kvalitetsnetværk Aarhus Midt", f"Mødedato: {format_date(held)}",
         f"Koordinator: Mette Holm {numbers.one('coordinator', '{0}-{1}')}"),
        8, Decimal(300), (f"Udbetales til NemKonto, {numbers.one('payment', 'CPR-nr. {0}-{1}')}",),
        food=f"Middag {numbers.one('line')}",
    )  # fmt: skip
    return replace(paper, due=day + timedelta(days=5)) if number % 3 == 0 else paper


def _invoice(numbers: Numbers, number: int) -> bytes:
    mail = _envelope(numbers, number)
    mail.set_content(f"Hej\n\nMit nummer er {numbers.one('body')}.\n")
    mail.add_alternative(f"<p>Hej <b>{numbers.one('HTML')}</b></p>", subtype="html")
    name = f"faktura {numbers.one('attachment name', '{0}-{1}')}.pdf"
    mail.add_attachment(draw(_paper(numbers, number)), maintype="application", subtype="pdf", filename=name)
    return mail.as_bytes()


def _text(numbers: Numbers, number: int) -> bytes:
    mail = _envelope(numbers, number)
    held = format_date(meetings(today())["FYS-041"])
    mail.set_content(
        f"Faktura nr. {number}-{numbers.one('number', '{0}-{1}')}\nFakturadato: {format_date(today())}\n"
        f"Sannes Smørrebrød {numbers.one('supplier')}, CVR 26138124\n"
        f"Kvalitetsnetværk Aarhus Midt, møde {held}, koordinator {numbers.one('coordinator')}\n"
        f"8 personer á 95,00 kr. ({numbers.one('line')})\nI alt 760,00 kr.\n"
        f"Betales til {numbers.one('payment')}\n"
    )
    return mail.as_bytes()


def _odd(numbers: Numbers, number: int) -> bytes:
    """A letter that was locked, a Word file, and a mail that answers another.

    Message-IDs are left out on purpose: programs make them, and answers are threaded by them as they stand.
    """
    mail = _envelope(numbers, number)
    mail["In-Reply-To"] = f"<before.{number}@firma.example>"
    mail["Comments"] = numbers.one("Comments")
    mail.set_content("Se bilag")
    locked = draw(replace(_paper(numbers, number), password="hemmelig"))
    mail.add_attachment(locked, maintype="application", subtype="pdf", filename=f"{numbers.one('name')}.pdf")
    word = docx(paragraph(f"Faktura {number}, deltager {numbers.one('docx')}"))
    mail.add_attachment(word, maintype="application", subtype="msword", filename=f"{numbers.one('name')}.docx")
    return mail.as_bytes()


def _nested(numbers: Numbers, number: int) -> bytes:
    inner = message_from_bytes(_invoice(numbers, 10_000 + number), policy=default)
    mail = _envelope(numbers, number)
    mail.set_content(f"Videresendt. {numbers.one('body')}")
    mail.add_attachment(inner)
    return mail.as_bytes()


@dataclass(frozen=True)
class Found:
    """Where something was found that must not be anywhere: (what it was, where it came in, where it came out)."""

    seeded: int
    mails: int
    places: Counter[str]
    leaks: Counter[tuple[str, str]]

    def __str__(self) -> str:
        told = f"{self.seeded} CPR numbers in {self.mails} mails; looked through {dict(self.places)}; "
        return told + f"{sum(self.leaks.values())} found" + "".join(f"\n  {k}: {n}" for k, n in self.leaks.items())


class Search:
    def __init__(self, numbers: Numbers, secrets: tuple[str, ...]) -> None:
        self.numbers, self._secrets = numbers, secrets
        self.places: Counter[str] = Counter()
        self.leaks: Counter[tuple[str, str]] = Counter()

    def text(self, place: str, text: str) -> None:
        self.places[place] += 1
        for match in _TEN.finditer(text):
            if (where := self.numbers.used.get(match[1] + match[2])) is not None:
                self.leaks[where, place] += 1
        for secret in self._secrets:
            if secret in text:
                self.leaks["a secret", place] += 1

    def mail(self, place: str, raw: bytes) -> None:
        """Every header and every part, decoded."""
        for part in message_from_bytes(raw, policy=default).walk():
            self.text(place, "\n".join(f"{name}: {value}" for name, value in part.items()))
            self.text(place, _decoded(part))

    def database(self, file: Path) -> None:
        with closing(sqlite3.connect(file)) as db:
            tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for table in tables:
                cursor = db.execute(f'SELECT * FROM "{table}"')
                names = [column[0] for column in cursor.description]
                for row in cursor:
                    for name, value in zip(names, row, strict=True):
                        if (table, name) == ("letters", "raw"):
                            self.mail("letters.raw", value)
                        elif (table, name) != ("originals", "bytes") and value is not None:
                            text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
                            self.text(f"{table}.{name}", text)


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def commands(live: Live, search: Search) -> None:
    """What the commands say, on both streams."""
    for words in (*(c.split() for c in COMMANDS), ["report", "daily", "--date", str(today()), "--json"]):
        search.text("kvalitetsbot " + " ".join(words[:2]), said(live, *words)[1])
    for row in live.store().review_list()[:20]:
        reason = f"Skriv {search.numbers.one('reason')} igen"
        search.text("review reject", said(live, "review", "reject", str(row.id), "--reason", reason)[1])


def campaign(live: Live, count: int, seed: int = 1) -> Found:
    """``live`` must log at DEBUG and keep its temporary files below ``live.folder``."""
    numbers = Numbers(seed)
    mails = list(seeded(numbers, count))
    on_disk = live.folder / "mails"
    on_disk.mkdir()
    for number, raw in enumerate(mails):
        live.box.deliver(raw)
        (on_disk / f"{number}.eml").write_bytes(raw)
    temporary = live.folder / "tmp"
    temporary.mkdir()
    os.environ["TMPDIR"] = str(temporary)
    search = Search(numbers, (PASSWORD,))
    try:
        letters = live.folder / "letters"
        search.text("process", said(live, "process", "--dry-run", "--json", "--letters", str(letters), str(on_disk))[1])
        for file in letters.glob("*"):
            search.mail("process --letters", file.read_bytes())
        status = live.process("run", "--once").wait(600)
        commands(live, search)
        # The rejections just made, and the summary of the day.
        status |= live.process("run", "--once").wait(600)
    finally:
        del os.environ["TMPDIR"]
    assert status in (0, 1), live.log()
    search.text("log", live.log())
    search.database(live.config.database)
    for accepted in live.sink.accepted:
        search.mail("letters sent", accepted.content)
    for file in temporary.rglob("*"):
        search.text("temporary files", str(file) + (file.read_text(errors="replace") if file.is_file() else ""))
    return Found(len(numbers.used), len(mails), search.places, search.leaks)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--numbers", type=int, default=1000)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    with installation() as live:
        live.service += '\nlog_level = "DEBUG"'
        live.write_config()
        found = campaign(live, given.numbers, given.seed)
    print(found)
    return 1 if found.leaks else 0


if __name__ == "__main__":
    sys.exit(main())
