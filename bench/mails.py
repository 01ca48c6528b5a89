"""A year's mail of an invented secretariat: its register, and invoices as PDFs in mails, each another one.

The same number gives the same mail. Networks, people, firms and account numbers are made up; a CVR number passes its
check. Of ten invoices seven are right, one has its due date too soon, one names no coordinator and one no network.
"""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from bot.danish.amounts import format_amount
from bot.danish.cvr import is_cvr
from bot.danish.dates import format_date
from bot.model.zone import COPENHAGEN

INVOICES = "faktura@ekm.example"
FIRST_DAY = date(2026, 1, 12)
_PLACES = (
    "Aarhus Midt", "Aarhus Nord", "Viborg", "Silkeborg", "Horsens", "Randers", "Djursland", "Skive", "Herning",
    "Holstebro", "Ringkøbing", "Struer", "Aalborg", "Hjørring", "Thisted", "Mors", "Himmerland", "Frederikshavn",
    "Sydfyn", "Odense Vest", "Odense Øst", "Nyborg", "Middelfart", "Assens", "Kolding", "Vejle", "Fredericia",
    "Esbjerg", "Varde", "Haderslev", "Sønderborg", "Tønder", "Aabenraa", "Roskilde", "Køge", "Greve", "Holbæk",
    "Kalundborg", "Slagelse", "Næstved", "Vordingborg", "Lolland", "Falster", "Bornholm", "Amager", "Valby",
    "Gladsaxe", "Lyngby",
)  # fmt: skip
_GIVEN = ("Mette", "Søren", "Bodil", "Jørgen", "Åse", "Frederik", "Sofie", "Nikolaj", "Lone", "Anders", "Ulla")
_FAMILY = ("Holm", "Ågesen", "Ravn Kjær", "Øllgaard", "Lind", "Bruun-Sø", "Æbelø", "Fløe", "Toft", "Krag", "Due")
_FIRMS = ("Restaurant", "Café", "Hotel", "Kroen ved", "Madkompagniet", "Kursusstedet", "Traktørstedet", "Kantinen i")
_NAMES = ("Møllen", "Strandløkken", "Ådalen", "Bækhøj", "Æblegården", "Østerport", "Havnen", "Lunden", "Skov", "Engen")
_FORMS = (" ApS", " A/S", " I/S", "")
_STREETS = ("Åboulevarden", "Søndergade", "Nørre Allé", "Strandvejen", "Bækkevej", "Havnepladsen", "Møllestien")
_CITIES = ("8000 Aarhus C", "5800 Nyborg", "7100 Vejle", "9000 Aalborg", "3700 Rønne", "4800 Nykøbing F")
_ITEMS = (
    "Lokaleleje, mødelokale 3", "Smørrebrød, 3 stk. pr. kuvert", "Kaffe, the og kage", "Isvand og danskvand",
    "Økologisk æblemost", "Frugtfad", "Projektor og flipchart", "Håndmadder", "Grøntsagsfad", "Kuvert, 3 retter",
)  # fmt: skip
_TERMS = "Ved betaling efter forfaldsdato beregnes rente efter renteloven. Alle priser er i danske kroner."
#: A bill of so many lines has one of each: each cup of coffee by itself.
_LONG = 40
MEETINGS_A_NETWORK = 30


@dataclass(frozen=True, slots=True)
class Firm:
    """A supplier: always the same account, or staff would be asked about each invoice."""

    name: str
    street: str
    city: str
    cvr: str
    account: tuple[str, str]
    mail: str
    logo: bytes


@dataclass(frozen=True, slots=True)
class Order:
    """One invoice's content. Amounts in DKK including VAT."""

    firm: Firm
    number: str
    network: str
    coordinator: str
    meeting: date
    issued: date
    due: date
    lines: tuple[tuple[str, int, Decimal], ...]

    @property
    def total(self) -> Decimal:
        return sum((count * price for _, count, price in self.lines), Decimal(0))


@dataclass(frozen=True, slots=True)
class Mail:
    raw: bytes
    received: datetime


def network(index: int) -> tuple[str, str, str]:
    """Its id, its name and its coordinator."""
    rnd = random.Random(index)
    return f"FYS-{100 + index}", f"Kvalitetsnetværk {_PLACES[index]}", f"{rnd.choice(_GIVEN)} {rnd.choice(_FAMILY)}"


def meeting_day(index: int, turn: int) -> date:
    """Of network ``index`` the meeting number ``turn``: some eleven days apart."""
    return FIRST_DAY + timedelta(days=turn * 11 + index % 11)


def write_register(folder: Path) -> None:
    """The four CSV files: 48 networks with eight members and thirty meetings each."""
    folder.mkdir(parents=True, exist_ok=True)
    heads = {
        "networks": ("network_id", "name", "secretariat", "region", "specialty"),
        "coordinators": ("network_id", "name", "email", "phone", "from", "to", "fee_share"),
        "members": ("network_id", "ydernummer", "name", "clinic", "email", "role", "from", "to"),
        "meetings": ("meeting_id", "network_id", "start", "end", "venue", "address", "topic", "mandatory_topic"),
    }  # fmt: skip
    rows: dict[str, list[tuple[object, ...]]] = {name: [] for name in heads}
    for index in range(len(_PLACES)):
        number, name, leader = network(index)
        rnd = random.Random(f"members {index}")
        rows["networks"].append((number, name, "EKM", "Danmark", "fysioterapi"))
        rows["coordinators"].append((number, leader, f"koordinator{index}@netvaerk.example", "", "2020-01-01", "", 1))
        for member in range(8):
            person = leader if not member else f"{rnd.choice(_GIVEN)} {rnd.choice(_FAMILY)}"
            yder = f"{100000 + 10 * index + member}"
            rows["members"].append((number, yder, person, f"Klinik {yder}", "", "owner", "2020-01-01", ""))
        for turn in range(MEETINGS_A_NETWORK):
            start = datetime.combine(meeting_day(index, turn), datetime.min.time(), COPENHAGEN).replace(hour=17)
            end = start + timedelta(hours=3)
            rows["meetings"].append((f"M{index}-{turn}", number, start.isoformat(), end.isoformat(), "", "", "", ""))
    for file, head in heads.items():
        with (folder / f"{file}.csv").open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([head, *rows[file]])


def mails(count: int, first: int = 0) -> Iterator[Mail]:
    for number in range(first, first + count):
        order = _order(number)
        yield Mail(_mail(order, _LAYOUTS[number % len(_LAYOUTS)](order, number % 10)), _received(order))


def _order(number: int) -> Order:
    rnd = random.Random(f"order {number}")
    index = number % len(_PLACES)
    _, name, leader = network(index)
    meeting = meeting_day(index, number // len(_PLACES) % MEETINGS_A_NETWORK)
    issued = meeting + timedelta(days=rnd.randint(1, 5))
    count = rnd.choice((3, 5, 7, 9, 12, 14, 45, 80))
    most = 12 if count < _LONG else 1  # no meeting costs what a person would have to look at
    lines = tuple(
        (rnd.choice(_ITEMS), rnd.randint(1, most), Decimal(rnd.choice((2500, 4850, 9500, 12900, 17800))) / 100)
        for _ in range(count)
    )
    days = 6 if number % 10 == 7 else rnd.choice((20, 24, 30))
    return Order(_firm(index), f"{1000 + number}", name, leader, meeting, issued, issued + timedelta(days=days), lines)


@cache
def _firm(index: int) -> Firm:
    """The one that a network goes to."""
    rnd = random.Random(f"firm {index}")
    name = f"{_FIRMS[index % 8]} {_NAMES[index % 10]}{_FORMS[index // 10 % 4]}"
    cvr = next(c for c in iter(lambda: str(rnd.randint(10_000_000, 44_999_999)), "") if is_cvr(c))
    account = (str(rnd.randint(1000, 9899)), f"{rnd.randint(10**6, 10**10 - 1):010d}")
    noise = Image.effect_noise((168, 112), 60)
    logo = BytesIO()
    noise.save(logo, "JPEG", quality=88)
    street = f"{rnd.choice(_STREETS)} {rnd.randint(1, 199)}"
    return Firm(name, street, rnd.choice(_CITIES), cvr, account, f"kontor@firma{index}.example", logo.getvalue())


def _received(order: Order) -> datetime:
    day = datetime.combine(order.issued + timedelta(days=1), datetime.min.time(), COPENHAGEN)
    return day.replace(hour=9, minute=int(order.number) % 60)


def _mail(order: Order, pdf: bytes) -> bytes:
    mail = EmailMessage()
    mail["From"] = f'"{order.firm.name}" <{order.firm.mail}>'
    mail["To"] = INVOICES
    mail["Subject"] = f"Faktura {order.number} fra {order.firm.name}"
    mail["Date"] = _received(order)
    mail["Message-ID"] = f"<{order.number}@{order.firm.mail.partition('@')[2]}>"
    mail.set_content(f"Hej\n\nHermed faktura {order.number} for mødet.\n\nVenlig hilsen\n{order.firm.name}\n")
    mail.add_attachment(pdf, maintype="application", subtype="pdf", filename=f"faktura-{order.number}.pdf")
    return mail.as_bytes(policy=SMTP)


# -- three layouts, as accounting programs, tills and word processors make them ---------------------------------------


class _Page:
    """A canvas that begins another page where the first is full."""

    def __init__(self, order: Order, font: str, bold: str) -> None:
        self.out = BytesIO()
        self.canvas = Canvas(self.out, pagesize=(595, 842), invariant=True)
        self.order, self.font, self.bold = order, font, bold
        self.y = 800.0

    def text(self, x: float, text: str, size: float = 10, *, bold: bool = False, right: bool = False) -> None:
        self.canvas.setFont(self.bold if bold else self.font, size)
        (self.canvas.drawRightString if right else self.canvas.drawString)(x, self.y, text)

    def logo(self, x: float, y: float) -> None:
        self.canvas.drawImage(ImageReader(BytesIO(self.order.firm.logo)), x, y, 84, 56)

    def down(self, points: float, needed: float = 0) -> None:
        self.y -= points
        if self.y - needed < 60:
            self.canvas.showPage()
            self.y = 790.0

    def table(self) -> None:
        for item, count, price in self.order.lines:
            self.text(56, item)
            for x, value in ((350, str(count)), (450, format_amount(price)), (540, format_amount(count * price))):
                self.text(x, value, right=True)
            self.down(14)

    def done(self) -> bytes:
        self.canvas.showPage()
        self.canvas.save()
        return self.out.getvalue()


@cache
def _truetype() -> tuple[str, str]:
    for name, file in (("Vera", "Vera.ttf"), ("VeraBd", "VeraBd.ttf")):
        pdfmetrics.registerFont(TTFont(name, file))
    return "Vera", "VeraBd"


def _about(order: Order, fault: int) -> list[tuple[str, str]]:
    rows = [
        ("Netværk", order.network),
        ("Mødedato", format_date(order.meeting)),
        ("Koordinator", order.coordinator),
    ]
    return [row for number, row in enumerate(rows) if (number, fault) not in ((0, 9), (2, 8))]


def _accounting(order: Order, fault: int) -> bytes:
    """Labels left, values right, as an accounting program prints them."""
    page = _Page(order, "Helvetica", "Helvetica-Bold")
    page.logo(456, 770)
    for line in (order.firm.name, order.firm.street, order.firm.city, f"CVR-nr. {order.firm.cvr}"):
        page.text(56, line, bold=line is order.firm.name)
        page.down(14)
    page.down(16)
    issued, due = f"{order.issued:%d-%m-%Y}", f"{order.due:%d-%m-%Y}"
    facts = [("Fakturanr.", order.number), ("Fakturadato", issued), ("Forfaldsdato", due)]
    to = ("EKM", "Holmens Kanal 7", "1060 København K")
    for (label, value), address in zip(facts, to, strict=True):
        page.text(56, address)
        page.text(360, label)
        page.text(540, value, right=True)
        page.down(14)
    page.down(16)
    for label, value in _about(order, fault):
        page.text(56, f"{label}: {value}")
        page.down(14)
    page.down(14)
    for x, label in ((56, "Beskrivelse"), (350, "Antal"), (450, "Pris"), (540, "Beløb")):
        page.text(x, label, bold=True, right=x > 56)
    page.down(14)
    page.table()
    return _sums(page, ("Subtotal", "Moms 25 %", "I alt DKK"))


def _till(order: Order, fault: int) -> bytes:
    """An embedded TrueType font, facts in a row under their labels."""
    page = _Page(order, *_truetype())
    page.text(56, "FAKTURA", 18, bold=True)
    page.logo(456, 770)
    page.down(30)
    issued, due = f"{order.issued:%d.%m.%Y}", f"{order.due:%d.%m.%Y}"
    heads = (("Faktura nr.", order.number), ("Dato", issued), ("Betalingsfrist", due))
    for n, (label, _) in enumerate(heads):
        page.text(56 + 150 * n, label, 9)
    page.down(13)
    for n, (_, value) in enumerate(heads):
        page.text(56 + 150 * n, value, bold=True)
    page.down(30)
    for label, value in _about(order, fault):
        page.text(56, label, 9)
        page.text(170, value)
        page.down(15)
    page.down(14)
    page.table()
    return _sums(page, ("Heraf ekskl. moms", "Heraf moms", "Total inkl. moms"))


def _letter(order: Order, fault: int) -> bytes:
    """Sentences, as somebody writes it by hand."""
    page = _Page(order, "Times-Roman", "Times-Bold")
    page.logo(56, 760)
    page.down(60)
    said = dict(_about(order, fault))
    for line in (order.firm.name, f"{order.firm.street}, {order.firm.city}", f"CVR {order.firm.cvr}"):
        page.text(540, line, right=True)
        page.down(14)
    page.text(56, f"Faktura {order.number} af {format_date(order.issued)}", 14, bold=True)
    page.down(26)
    about = f"Forplejning ved møde den {format_date(order.meeting)}"
    page.text(56, about + (f" i {said['Netværk']}" if "Netværk" in said else ""))
    page.down(15)
    if "Koordinator" in said:
        page.text(56, f"Bestilt af koordinator {order.coordinator}")
        page.down(15)
    page.down(12)
    page.table()
    return _sums(page, ("Beløb uden moms", "25 % moms", "At betale i alt"))


def _sums(page: _Page, labels: tuple[str, str, str]) -> bytes:
    order = page.order
    page.down(10, needed=110)
    vat = (order.total / 5).quantize(Decimal("0.01"))
    for label, amount in zip(labels, (order.total - vat, vat, order.total), strict=True):
        page.text(440, label, right=True, bold=amount == order.total)
        page.text(540, format_amount(amount), right=True, bold=amount == order.total)
        page.down(15)
    page.down(20)
    registration, account = order.firm.account
    page.text(56, f"Betales til reg.nr. {registration} kontonr. {account} senest {format_date(order.due)}.")
    page.down(14)
    page.text(56, f"{order.firm.name}, CVR-nr. {order.firm.cvr}", 8)
    page.down(11)
    page.text(56, _TERMS, 8)
    return page.done()


_LAYOUTS = (_accounting, _till, _letter)
