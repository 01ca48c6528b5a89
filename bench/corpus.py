"""Invented Danish invoices as PDFs of nine styles, each with its truth beside it, to measure with and to try things on.

    python -m bench.corpus FOLDER [N]

Deterministic: the same N gives the same files. All people, firms and numbers are made up.
"""

import json
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

from PIL import Image
from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 595, 842
_SUPPLIERS = (
    "Restaurant Strandløkken ApS", "Café Æblegård I/S", "Hotel Ådalen A/S", "Kursusstedet Bækhøj",
    "Forsamlingshuset Øster Vrå", "Smørrebrød & Søn", "Kroen ved Søen ApS", "Madværkstedet Grønært",
)  # fmt: skip
_NETWORKS = (
    "Kvalitetsnetværk Aarhus Midt", "Kvalitetsnetværk Fyn Øst", "Kvalitetsnetværk Vejle Fjord",
    "Kvalitetsklynge Øre-næse-hals Nord", "Kvalitetsnetværk Bornholm", "Kvalitetsnetværk Lolland-Falster",
)  # fmt: skip
_COORDINATORS = ("Mette Holm", "Søren Ågesen", "Bodil Ravn Kjær", "Jørgen Øllgaard", "Åse Lind", "Sofie Æbelø")
_ITEMS = (
    "Lokaleleje, mødelokale 3", "Smørrebrød, 3 stk. pr. kuvert", "Kaffe, the og kage", "Isvand og danskvand",
    "Økologisk æblemost", "Frugtfad", "AV-udstyr og flipchart", "Håndmadder", "Grøntsagsfad", "Kuvert, 3 retter",
)  # fmt: skip
_STREETS = ("Åboulevarden", "Søndergade", "Nørre Allé", "Strandvejen", "Bækkevej", "Møllestien")
_CITIES = ("8000 Aarhus C", "5800 Nyborg", "7100 Vejle", "9000 Aalborg", "3700 Rønne", "4800 Nykøbing F")
_MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september",
    "oktober", "november", "december",
)  # fmt: skip
_TERMS = (
    "Ved betaling efter forfaldsdato beregnes rente efter renteloven. Reklamationer skal ske inden otte dage.",
    "Alle priser er i danske kroner og inklusive moms. Vi takker for besøget og håber at se jer igen.",
)


@dataclass(frozen=True)
class Text:
    """A string on a page, its left (or right) end at ``x`` points from the left, its baseline ``y`` from the bottom."""

    page: int
    x: float
    y: float
    text: str
    size: float = 10
    bold: bool = False
    right: bool = False


@dataclass(frozen=True)
class Invoice:
    """What is written, and where: a layout that every style draws in its own way."""

    texts: tuple[Text, ...]
    pages: int
    #: Top and bottom of every second row of the table, as (page, y0, y1).
    stripes: tuple[tuple[int, float, float], ...]
    truth: dict[str, Any] = field(default_factory=dict)


def make_corpus(folder: Path, n: int = 60) -> list[Path]:
    """Write ``n`` PDFs and a JSON of the same name with each: ``extract``'s fields, ``style`` and ``words``."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for index in range(n):
        name, draw = STYLES[index % len(STYLES)]
        invoice = make_invoice(index)
        path = folder / f"{index:04d}-{name}.pdf"
        path.write_bytes(draw(invoice))
        words = [word for text in invoice.texts for word in text.text.split()]
        truth = {"style": name, "fields": invoice.truth, "words": words}
        path.with_suffix(".json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), "utf-8")
        paths.append(path)
    return paths


def make_invoice(seed: int) -> Invoice:
    """One invoice of one to three pages, always the same for the same seed."""
    rnd = random.Random(seed)
    meeting = date(2026, 1, 5) + timedelta(rnd.randrange(300))
    issued = meeting + timedelta(rnd.randrange(1, 10))
    due = issued + timedelta(rnd.choice((14, 21, 30)))
    lines = [(rnd.choice(_ITEMS), rnd.randint(1, 24), Decimal(rnd.choice((2500, 4850, 9500, 12900, 24900))) / 100)
             for _ in range(rnd.choice((3, 6, 9, 12, 45, 80)))]  # fmt: skip
    total = sum((count * price for _, count, price in lines), Decimal())
    truth = {
        "network": rnd.choice(_NETWORKS),
        "coordinator": rnd.choice(_COORDINATORS),
        "meeting_date": meeting.isoformat(),
        "invoice_number": str(1000 + seed * 7),
        "invoice_date": issued.isoformat(),
        "due_date": due.isoformat(),
        "supplier": rnd.choice(_SUPPLIERS),
        "cvr": _cvr(rnd),
        "total": f"{total:.2f}",
        "vat": f"{total / 5:.2f}",
        "currency": "DKK",
        "participants": rnd.randint(5, 14),
        "payment": {
            "type": "account",
            "registration": str(rnd.randint(1000, 9999)),
            "account": f"{rnd.randint(10**6, 10**10 - 1):010d}",
        },
    }
    written = rnd.choice((_in_words, _with_dashes, _with_points))
    return _laid_out(truth, lines, written, f"{rnd.choice(_STREETS)} {rnd.randint(1, 199)}", rnd.choice(_CITIES))


def _laid_out(
    truth: dict[str, Any],
    lines: list[tuple[str, int, Decimal]],
    written: Callable[[date], str],
    street: str,
    city: str,
) -> Invoice:
    day = {key: written(date.fromisoformat(truth[key])) for key in ("meeting_date", "invoice_date", "due_date")}
    head = [truth["supplier"], street, city, f"CVR-nr. {truth['cvr']}"]
    texts = [Text(0, 50, 790 - 14 * k, line, 16 if not k else 10, not k) for k, line in enumerate(head)]
    to = ("Enhed for Kvalitet", "Fakturamodtagelse", "Havnegade 70", "2300 København S")
    texts += [Text(0, 50, 700 - 13 * k, line) for k, line in enumerate(to)]
    facts = (
        ("Faktura nr.", truth["invoice_number"]),
        ("Fakturadato", day["invoice_date"]),
        ("Forfaldsdato", day["due_date"]),
    )
    for k, (label, value) in enumerate(facts):
        texts += [Text(0, 340, 700 - 13 * k, label, bold=True), Text(0, 545, 700 - 13 * k, value, right=True)]
    about = (
        f"Møde i {truth['network']}", f"Mødedato: {day['meeting_date']}", f"Koordinator: {truth['coordinator']}",
        f"Antal deltagere: {truth['participants']}",
    )  # fmt: skip
    texts += [Text(0, 50, 625 - 14 * k, line, 11) for k, line in enumerate(about)]
    page, y, stripes = 0, 545.0, []
    for number, (item, count, price) in enumerate(lines):
        if y < 110:
            page, y = page + 1, 790.0
        columns = ((340, str(count)), (440, _kroner(price)), (545, _kroner(count * price)))
        texts += [Text(page, 50, y, item), *(Text(page, x, y, value, right=True) for x, value in columns)]
        if number % 2:
            stripes.append((page, y - 4, y + 11))
        y -= 15
    if y < 220:
        page, y = page + 1, 790.0
    total = Decimal(truth["total"])
    sums = (("I alt uden moms", total * 4 / 5), ("Moms 25 %", total / 5), ("At betale DKK", total))
    for k, (label, amount) in enumerate(sums):
        last = k == len(sums) - 1
        texts += [
            Text(page, 340, y - 12 - 15 * k, label, bold=last),
            Text(page, 545, y - 12 - 15 * k, _kroner(amount), bold=last, right=True),
        ]
    account = truth["payment"]
    pay = f"Betales til reg.nr. {account['registration']} konto {account['account']} senest {day['due_date']}"
    texts.append(Text(page, 50, y - 75, pay))
    texts += [Text(page, 50, y - 95 - 11 * k, line, 8) for k, line in enumerate(_TERMS)]
    return Invoice(tuple(texts), page + 1, tuple(stripes), truth)


def _cvr(rnd: random.Random) -> str:
    """Eight digits that pass the check of modulus 11 (weights 2 7 6 5 4 3 2 1)."""
    while True:
        digits = [rnd.randint(1, 4), *(rnd.randrange(10) for _ in range(6))]
        check = -sum(weight * digit for weight, digit in zip((2, 7, 6, 5, 4, 3, 2), digits, strict=True)) % 11
        if check < 10:
            return "".join(map(str, (*digits, check)))


def _kroner(amount: Decimal) -> str:
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))


def _in_words(day: date) -> str:
    return f"{day.day}. {_MONTHS[day.month - 1]} {day.year}"


def _with_dashes(day: date) -> str:
    return f"{day:%d-%m-%Y}"


def _with_points(day: date) -> str:
    return f"{day:%d.%m.%Y}"


@cache
def _fonts(family: str) -> tuple[str, str]:
    """Names of the regular and the bold font; reportlab's own Vera is embedded as TrueType."""
    if family == "Vera":
        for name, file in (("Vera", "Vera.ttf"), ("VeraBd", "VeraBd.ttf")):
            pdfmetrics.registerFont(TTFont(name, file))
        return "Vera", "VeraBd"
    return family, f"{family}-Bold"


def _canvas(
    invoice: Invoice,
    *,
    family: str = "Helvetica",
    before: Callable[[Canvas, Invoice, int], None] | None = None,
    string: Callable[[Canvas, float, Text], None] | None = None,
    shuffled: bool = False,
) -> bytes:
    """The layout on reportlab's canvas: ``before`` draws under each page's text, ``string`` draws one text."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT), invariant=True)
    regular, bold = _fonts(family)
    for page in range(invoice.pages):
        if before is not None:
            before(canvas, invoice, page)
        texts = [text for text in invoice.texts if text.page == page]
        if shuffled:
            random.Random(page).shuffle(texts)
        for text in texts:
            font = bold if text.bold else regular
            canvas.setFont(font, text.size)
            start = text.x - (pdfmetrics.stringWidth(text.text, font, text.size) if text.right else 0)
            (string or _whole)(canvas, start, text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _whole(canvas: Canvas, x: float, text: Text) -> None:
    canvas.drawString(x, text.y, text.text)


def _by_glyph(canvas: Canvas, x: float, text: Text) -> None:
    """Every glyph placed by itself, as some printer drivers do."""
    ends = [canvas.stringWidth(text.text[:k], canvas._fontname, text.size) for k in range(len(text.text) + 1)]
    for letter, (start, _) in zip(text.text, pairwise(ends), strict=True):
        if letter != " ":
            canvas.drawString(x + start, text.y, letter)


def _ruled(canvas: Canvas, invoice: Invoice, page: int) -> None:
    """Lines between the rows of the table, and a box around the facts on the first page."""
    canvas.setLineWidth(0.4)
    for at, low, high in invoice.stripes:
        if at == page:
            canvas.line(48, low, 548, low)
            canvas.line(48, high, 548, high)
    if not page:
        canvas.rect(332, 664, 218, 52)


def _shaded(canvas: Canvas, invoice: Invoice, page: int) -> None:
    """Every second row grey."""
    canvas.setFillGray(0.92)
    for at, low, high in invoice.stripes:
        if at == page:
            canvas.rect(46, low, 504, high - low, stroke=0, fill=1)
    canvas.setFillGray(0)


@cache
def _paper() -> ImageReader:
    picture = Image.radial_gradient("L").resize((200, 283)).point(lambda value: 255 - value // 10)
    return ImageReader(picture)


def _letterhead(canvas: Canvas, invoice: Invoice, page: int) -> None:  # noqa: ARG001 - as the others
    """A picture under the whole page."""
    canvas.drawImage(_paper(), 0, 0, WIDTH, HEIGHT)


def _turned(canvas: Canvas, invoice: Invoice, page: int) -> None:  # noqa: ARG001 - as the others
    """Drawn sideways on a page whose /Rotate turns it upright."""
    canvas.setPageRotation(90)
    canvas.transform(0, 1, -1, 0, HEIGHT, 0)


def _by_fpdf(invoice: Invoice) -> bytes:
    """The other common Python library, as a second way to write the same strings."""
    from fpdf import FPDF  # half a second, for one style

    pdf = FPDF(unit="pt", format=(WIDTH, HEIGHT))
    pdf.set_auto_page_break(False)
    pdf.set_creation_date(datetime(2026, 1, 1, tzinfo=UTC))
    for page in range(invoice.pages):
        pdf.add_page()
        for text in invoice.texts:
            if text.page == page:
                pdf.set_font("helvetica", "B" if text.bold else "", text.size)
                start = text.x - (pdf.get_string_width(text.text) if text.right else 0)
                pdf.text(start, HEIGHT - text.y, text.text)
    return bytes(pdf.output())


#: Ways in which the same page is drawn by the programs that suppliers use.
STYLES: tuple[tuple[str, Callable[[Invoice], bytes]], ...] = (
    ("standard-fonts", _canvas),
    ("truetype", lambda invoice: _canvas(invoice, family="Vera", before=_ruled)),
    ("fpdf", _by_fpdf),
    ("ruled", lambda invoice: _canvas(invoice, before=_ruled)),
    ("glyph-by-glyph", lambda invoice: _canvas(invoice, string=_by_glyph)),
    ("turned", lambda invoice: _canvas(invoice, before=_turned)),
    ("scrambled", lambda invoice: _canvas(invoice, shuffled=True)),
    ("shaded", lambda invoice: _canvas(invoice, family="Vera", before=_shaded)),
    ("letterhead", lambda invoice: _canvas(invoice, before=_letterhead)),
)

if __name__ == "__main__":
    rl_config.invariant = 1
    written = make_corpus(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 60)
    print(f"{len(written)} invoices in {sys.argv[1]}")
