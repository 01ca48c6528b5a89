"""Invented invoices on A4, drawn with reportlab: what the demo's suppliers send. Dates count from a given day."""

import io
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bot.danish.amounts import format_amount

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas


@dataclass(frozen=True, slots=True)
class Paper:
    """What is to stand on one. A text left out (``""``) is not printed. Amounts in DKK including VAT."""

    supplier: str
    address: str
    cvr: str
    number: str
    issued: date
    due: date | None
    about: tuple[str, ...]
    heads: int
    price: Decimal
    payment: tuple[str, ...]
    title: str = "FAKTURA"
    buyer: tuple[str, ...] = ("EKM", "Holmens Kanal 7", "1060 København K")
    food: str = "Kursusmiddag inkl. lokale"
    password: str = ""
    words: dict[str, str] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        return self.price * self.heads

    @property
    def vat(self) -> Decimal:
        """20 % of a total that includes VAT of 25 %."""
        return (self.total / 5).quantize(Decimal("0.01"))


def draw(paper: Paper) -> bytes:
    """The page as PDF, with a text layer."""
    from reportlab.lib.pagesizes import A4  # noqa: PLC0415  # only the demo draws
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, encrypt=_encryption(paper.password), invariant=1)
    canvas.setTitle(f"{paper.title.title()} {paper.number}")
    _head(canvas, paper)
    _lines(canvas, paper)
    _foot(canvas, paper)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _encryption(password: str) -> Any:
    if not password:
        return None
    from reportlab.lib.pdfencrypt import StandardEncryption  # noqa: PLC0415

    return StandardEncryption(password, canPrint=1)


def _word(paper: Paper, danish: str) -> str:
    return paper.words.get(danish, danish)


def _head(canvas: "Canvas", paper: Paper) -> None:
    canvas.setFont("Helvetica-Bold", 20)
    canvas.drawString(56, 770, paper.supplier)
    canvas.setFont("Helvetica", 9)
    canvas.drawString(56, 754, paper.address)
    canvas.drawString(56, 742, f"CVR-nr. {paper.cvr}")
    canvas.setFont("Helvetica", 10)
    for n, line in enumerate(paper.buyer):
        canvas.drawString(56, 700 - 13 * n, line)
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawString(360, 700, paper.title)
    canvas.setFont("Helvetica", 10)
    rows = [(_word(paper, "Fakturanr."), paper.number), (_word(paper, "Fakturadato"), _day(paper.issued))]
    if paper.due:
        rows.append((_word(paper, "Forfaldsdato"), _day(paper.due)))
    for n, (label, value) in enumerate(rows):
        canvas.drawString(360, 680 - 14 * n, label)
        canvas.drawRightString(540, 680 - 14 * n, value)
    for n, line in enumerate(paper.about):
        canvas.drawString(56, 620 - 14 * n, line)


def _lines(canvas: "Canvas", paper: Paper) -> None:
    canvas.setFont("Helvetica-Bold", 10)
    canvas.drawString(56, 540, _word(paper, "Beskrivelse"))
    for x, label in ((360, "Antal"), (450, "Pris"), (540, "Beløb")):
        canvas.drawRightString(x, 540, _word(paper, label))
    canvas.line(56, 534, 540, 534)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(56, 518, paper.food)
    for x, value in ((360, str(paper.heads)), (450, format_amount(paper.price)), (540, format_amount(paper.total))):
        canvas.drawRightString(x, 518, value)
    canvas.line(56, 504, 540, 504)
    canvas.drawRightString(450, 486, _word(paper, "Heraf moms 25 %"))
    canvas.drawRightString(540, 486, format_amount(paper.vat))
    canvas.setFont("Helvetica-Bold", 11)
    canvas.drawRightString(450, 468, _word(paper, "I alt DKK"))
    canvas.drawRightString(540, 468, format_amount(paper.total))


def _foot(canvas: "Canvas", paper: Paper) -> None:
    canvas.setFont("Helvetica", 9)
    for n, line in enumerate(paper.payment):
        canvas.drawString(56, 120 - 12 * n, line)


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"
