# ruff: noqa: E501 - lists of wordings and places read better as long lines
"""A page that is drawn once and comes out as words with boxes, or as a PDF by ReportLab or fpdf2: the same places in all."""

import re
from pathlib import Path
from typing import NamedTuple

from reportlab.pdfbase.pdfmetrics import stringWidth

from bot.model.document import Document, Page, Word

WIDTH, HEIGHT = 595.0, 842.0


class Text(NamedTuple):
    page: int
    x: float
    y: float  # of the baseline, from the top
    size: float
    bold: bool
    text: str


class Canvas:
    """``y`` runs downwards from the top; ``put`` with ``align`` "r" ends at ``x``."""

    def __init__(self) -> None:
        self.texts: list[Text] = []
        self.lines: list[tuple[int, float, float, float, float]] = []
        self.page = 0

    def put(self, x: float, y: float, text: str, size: float = 10, *, bold: bool = False, align: str = "l") -> float:
        """Draws and returns where the text ends on the right."""
        width = stringWidth(text, "Helvetica-Bold" if bold else "Helvetica", size)
        left = x - width if align == "r" else x - width / 2 if align == "c" else x
        self.texts.append(Text(self.page, left, y, size, bold, text))
        return float(left + width)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.lines.append((self.page, x0, y0, x1, y1))

    def document(self, source: str) -> Document:
        pages: list[Page] = []
        for number in range(self.page + 1):
            words: list[Word] = []
            for t in self.texts:
                if t.page == number:
                    words.extend(_words(t))
            pages.append(Page(number + 1, WIDTH, HEIGHT, tuple(words)))
        return Document(source, "0" * 64, 1000, "text", tuple(pages), len(pages), format="pdf")

    def reportlab(self, path: Path) -> None:
        from reportlab.pdfgen import canvas

        pdf = canvas.Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=1)
        for number in range(self.page + 1):
            for t in self.texts:
                if t.page == number:
                    pdf.setFont("Helvetica-Bold" if t.bold else "Helvetica", t.size)
                    pdf.drawString(t.x, HEIGHT - t.y, t.text)
            for page, x0, y0, x1, y1 in self.lines:
                if page == number:
                    pdf.line(x0, HEIGHT - y0, x1, HEIGHT - y1)
            pdf.showPage()
        pdf.save()

    def fpdf(self, path: Path) -> None:
        from fpdf import FPDF

        pdf = FPDF(unit="pt", format=(WIDTH, HEIGHT))
        pdf.set_auto_page_break(False)
        for number in range(self.page + 1):
            pdf.add_page()
            for t in self.texts:
                if t.page == number:
                    pdf.set_font("helvetica", "B" if t.bold else "", t.size)
                    pdf.text(t.x, t.y, t.text.replace("–", "-"))
        pdf.output(str(path))


def _words(t: Text) -> list[Word]:
    font = "Helvetica-Bold" if t.bold else "Helvetica"
    out = []
    for m in re.finditer(r"\S+", t.text):
        x0 = t.x + stringWidth(t.text[: m.start()], font, t.size)
        x1 = x0 + stringWidth(m[0], font, t.size)
        out.append(Word(m[0], x0, t.y - 0.93 * t.size, x1, t.y + 0.22 * t.size))
    return out
