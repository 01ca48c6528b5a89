"""A thousand CPR numbers, and two secrets, in at every place of a mail: none may come out anywhere in clear.

    python -m tests.faults.privacy --numbers 1000

Written in every way that people, spreadsheets, programs and scans write one, in mails, PDFs, Word files, web pages,
e-invoices, archives, file names, Message-IDs. Looked through: the log at DEBUG, every column of the database but the
originals, the database's files byte by byte (the WAL among them), every letter and workbook (decoded), what the
commands print, what ``process --letters`` and ``report --write`` write, and every file left over.
"""

import argparse
import io
import os
import random
import re
import sqlite3
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from bot.danish.dates import format_date
from bot.danish.lookalikes import in_digits
from bot.demo.cast import meetings
from bot.demo.paper import Paper, draw
from tests.documents.einvoice.samples import Sample
from tests.documents.formats.made import docx, paragraph
from tests.faults.harness import installation
from tests.servers.fixtures import PASSWORD
from tests.service.live import INVOICES, Live, said, today

#: How people write one; all of them with a dash, or a word that says what it is.
WRITTEN = (
    "{0}-{1}",
    "CPR {0}{1}",
    "cpr-nr. {0} {1}",
    "CPR: {0}-{1}",
    "NemKonto {0}{1}",
    "{0} - {1}",
    "CPR {0}\u00a0{1}",
)
#: In running text: with nothing that says so, over the end of a line, in two columns.
IN_TEXT = (*WRITTEN, "{0}{1}", "{0} {1}", "{0}\u00a0{1}", "{0}\n{1}", "{0}-\n{1}", "{0}–{1}", "CPR | {0} | {1}")
#: Where a program wrote it, or a scan did: each digit as another sign (full width, and letters for digits).
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_SCANNED = str.maketrans("015", "OlS")
_TEN = re.compile(r"(?<!\d)(\d{6})[\s|_·–-]{0,4}(\d{4})(?!\d)")
#: Everything that reports.
COMMANDS = (
    "messages list --json", "invoices list --json", "outbox list --json", "review list --json", "status --json",
    "messages list", "invoices list", "outbox list", "review list", "status", "originals list --all",
    "originals list --all --json", "originals expire",
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

    def odd(self, where: str) -> str:
        """One in other signs than 0 to 9."""
        plain = self.one(where, "{0}-{1}")
        scanned = plain.translate(_SCANNED)
        few_letters = sum(c.isdecimal() for c in scanned) >= 6
        return scanned if few_letters and self._chance.random() < 0.5 else plain.translate(_WIDE)

    def in_text(self, where: str) -> str:
        return self.one(where, self._chance.choice(IN_TEXT))


def seeded(numbers: Numbers, count: int) -> Iterator[bytes]:
    """Mails of every kind, until ``count`` numbers are used."""
    kinds = (_invoice, _text, _odd, _nested, _einvoice, _archive, _page)
    number = 0
    while len(numbers.used) < count:
        yield kinds[number % len(kinds)](numbers, number)
        number += 1


def _envelope(numbers: Numbers, number: int) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = f'"Firma {numbers.one("From", "{0}-{1}")}" <post{number}@firma{number}.example>'
    mail["To"] = INVOICES
    mail["Subject"] = f"Faktura {number} {numbers.one('Subject')}"
    mail["Message-ID"] = f"<{number}.{numbers.one('Message-ID', '{0}-{1}')}@firma.example>"
    mail["References"] = f"<{numbers.one('References', '{0}{1}')}@firma.example>"
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
    mail.set_content(f"Hej\n\nMit nummer er {numbers.in_text('body')}.\nOg {numbers.odd('odd body')}.\n")
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
    """A letter that was locked, a Word file, and a mail that answers another."""
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


def _einvoice(numbers: Numbers, number: int) -> bytes:
    """To a person's NemKonto, as the OIOUBL scheme DK:CPR says whose, and in every free text of it."""
    means = (
        "<cbc:PaymentMeansCode>97</cbc:PaymentMeansCode>{due}<cac:PayeeFinancialAccount>"
        f'<cbc:ID schemeID="DK:CPR">{numbers.one("DK:CPR", "{0}{1}")}</cbc:ID></cac:PayeeFinancialAccount>'
    )
    party = f'<cbc:EndpointID schemeID="DK:CPR">{numbers.one("endpoint", "{0}{1}")}</cbc:EndpointID>'
    sample = Sample(
        number=f"E{number}", means=(means,), more={"customer": party}, contact=f"Mette {numbers.one('contact')}",
        notes=(f"Kvalitetsnetværk Aarhus Midt, {numbers.one('note')}",), line=f"Menu {numbers.one('UBL line')}",
    )  # fmt: skip
    mail = _envelope(numbers, number)
    mail.set_content("Se vedhæftede")
    name = f"{numbers.one('XML name', '{0}_{1}')}.xml"
    mail.add_attachment(sample.ubl().encode(), maintype="application", subtype="xml", filename=name)
    return mail.as_bytes()


def _archive(numbers: Numbers, number: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(f"{numbers.one('name in archive', '{0}-{1}')}.pdf", draw(_paper(numbers, number)))
        archive.writestr("note.txt", f"Faktura {number}\nTil {numbers.in_text('text in archive')}\nI alt 10,00 kr.")
    mail = _envelope(numbers, number)
    mail.set_content("Se arkivet")
    name = f"{numbers.one('archive', '{0}-{1}')}.zip"
    mail.add_attachment(packed.getvalue(), maintype="application", subtype="zip", filename=name)
    return mail.as_bytes()


def _page(numbers: Numbers, number: int) -> bytes:
    """Halves in two elements and in two cells, an entity for the dash, a comment."""
    six, four = numbers.one("two elements", "{0} {1}").split()
    left, right = numbers.one("two cells", "{0} {1}").split()
    begin, end = numbers.one("entity", "{0} {1}").split()
    page = (
        f"<html><body><h1>Faktura {number}</h1><p>Kvalitetsnetværk Aarhus Midt</p><p><b>{six}</b>-<i>{four}</i></p>"
        f"<p>{begin}&#8209;{end}</p><p>{numbers.odd('odd HTML')}</p><table><tr><td>CPR</td><td>{left}</td>"
        f"<td>{right}</td></tr></table><!-- {numbers.one('comment')} --><p>I alt 100,00 kr.</p></body></html>"
    )
    mail = _envelope(numbers, number)
    mail.set_content(page, subtype="html")
    mail.add_attachment(page.encode(), maintype="text", subtype="html", filename="faktura.html")
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
        for match in _TEN.finditer(in_digits(text)):
            if (where := self.numbers.used.get(match[1] + match[2])) is not None:
                self.leaks[where, place] += 1
        for secret in self._secrets:
            if secret in text:
                self.leaks["a secret", place] += 1

    def mail(self, place: str, raw: bytes) -> None:
        """Every header and every part, decoded."""
        for part in message_from_bytes(raw, policy=default).walk():
            self.text(place, "\n".join(f"{name}: {value}" for name, value in part.items()))
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                self.file(place, payload)

    def file(self, place: str, content: bytes) -> None:
        """Text, or a workbook: whatever is packed in it."""
        if content[:4] != b"PK\x03\x04":
            self.text(place, content.decode("utf-8", "replace"))
            return
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                self.text(place, name + "\n" + packed.read(name).decode("utf-8", "replace"))

    def database(self, file: Path) -> None:
        """The files as they lie on the disk, then every column but the originals."""
        for lying in file.parent.glob(file.name + "*"):
            self.text("the database's files", lying.read_bytes().decode("latin-1"))
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


def commands(live: Live, search: Search) -> None:
    """What the commands say, on both streams."""
    written = live.folder / "report"
    report = ["report", "daily", "--date", str(today())]
    for words in (*(c.split() for c in COMMANDS), [*report, "--json"], [*report, "--write", str(written)]):
        search.text("kvalitetsbot " + " ".join(words[:2]), said(live, *words)[1])
    for file in written.rglob("*"):
        (search.mail if file.suffix == ".eml" else search.file)("report --write", file.read_bytes())
    with live.store() as store:
        numbers = [row.id for row in store.messages()]
    for number in numbers:
        search.text("messages show", said(live, "messages", "show", str(number))[1])
    for number in numbers[:20]:
        reason = f"{search.numbers.one('reason')} spørger"
        out = live.folder / f"{number}.original"
        search.text(
            "originals read", said(live, "originals", "read", str(number), "--reason", reason, "--out", str(out))[1]
        )
        out.unlink()
    for row in live.store().review_list()[:20]:
        reason = f"Skriv {search.numbers.one('reason')} igen"
        search.text("review reject", said(live, "review", "reject", str(row.id), "--reason", reason)[1])


def _attachments(folder: Path, mails: list[bytes]) -> Iterator[str]:
    """As files, by the names that they came with."""
    folder.mkdir()
    for number, raw in enumerate(mails):
        for part in message_from_bytes(raw, policy=default).iter_attachments():
            name, payload = part.get_filename(), part.get_payload(decode=True)
            if name and isinstance(payload, bytes):
                (folder / f"{number}").mkdir(exist_ok=True)
                file = folder / f"{number}" / name
                file.write_bytes(payload)
                yield str(file)


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
        attached = list(_attachments(live.folder / "attached", mails))
        for more in ((), ("--json",), ("--json", "--explain")):
            search.text("extract", said(live, "extract", *more, *attached)[1])
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
