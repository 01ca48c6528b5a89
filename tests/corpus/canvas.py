"""A page that is drawn once and comes out as words with boxes, or as a PDF by ReportLab or fpdf2: with the same places.

Points from the top left corner; ``y`` is a baseline.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from bot.model.document import Document, Page, Word

A4 = (595.0, 842.0)
#: Family → (regular, bold) of the PDF standard's fonts; "vera" is a TrueType font that ReportLab brings.
FONTS = {
    "helvetica": ("Helvetica", "Helvetica-Bold"),
    "times": ("Times-Roman", "Times-Bold"),
    "courier": ("Courier", "Courier-Bold"),
    "vera": ("Vera", "VeraBd"),
}
Colour = tuple[float, float, float]
BLACK: Colour = (0.0, 0.0, 0.0)
GREY: Colour = (0.45, 0.45, 0.45)
WHITE: Colour = (1.0, 1.0, 1.0)


class Text(NamedTuple):
    page: int
    x: float
    y: float
    size: float
    bold: bool
    text: str
    font: str = "helvetica"
    colour: Colour = BLACK


class Rule(NamedTuple):
    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    width: float = 0.6
    colour: Colour = BLACK


class Fill(NamedTuple):
    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    colour: Colour
    edge: bool = False


@lru_cache(maxsize=1)
def vera_folder() -> Path:
    import reportlab
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    folder = Path(reportlab.__file__).parent / "fonts"
    for name in FONTS["vera"]:
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))
    return folder


def width(text: str, font: str, size: float, *, bold: bool = False) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    if font == "vera":
        vera_folder()
    return float(stringWidth(text, FONTS[font][bold], size))


class Canvas:
    """``put`` with ``align`` "r" ends at ``x``; "c" has it in the middle."""

    def __init__(self, size: tuple[float, float] = A4, font: str = "helvetica") -> None:
        self.size, self.font = size, font
        self.texts: list[Text] = []
        self.rules: list[Rule] = []
        self.fills: list[Fill] = []
        self.page = 0

    def put(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 10,
        *,
        bold: bool = False,
        align: str = "l",
        font: str | None = None,
        colour: Colour = BLACK,
    ) -> float:
        """Draws and returns where the text ends on the right."""
        chosen = font or self.font
        long = width(text, chosen, size, bold=bold)
        left = x - long if align == "r" else x - long / 2 if align == "c" else x
        self.texts.append(Text(self.page, left, y, size, bold, text, chosen, colour))
        return left + long

    def rule(self, x0: float, y0: float, x1: float, y1: float, thick: float = 0.6, colour: Colour = BLACK) -> None:
        self.rules.append(Rule(self.page, x0, y0, x1, y1, thick, colour))

    def fill(self, x0: float, y0: float, x1: float, y1: float, colour: Colour, *, edge: bool = False) -> None:
        self.fills.append(Fill(self.page, x0, y0, x1, y1, colour, edge))

    def box(self, x0: float, y0: float, x1: float, y1: float, thick: float = 0.6) -> None:
        for a, b, c, d in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
            self.rule(a, b, c, d, thick)

    def document(self, source: str) -> Document:
        """As the words of the PDF would be, without making one."""
        pages = tuple(
            Page(number + 1, *self.size, tuple(w for t in self.texts if t.page == number for w in _words(t)))
            for number in range(self.page + 1)
        )
        return Document(source, "0" * 64, 1000, "text", pages, len(pages), format="pdf")

    def reportlab(self) -> bytes:
        from io import BytesIO

        from reportlab.pdfgen import canvas

        vera_folder()
        out = BytesIO()
        pdf = canvas.Canvas(out, pagesize=self.size, invariant=1)
        high = self.size[1]
        for number in range(self.page + 1):
            for f in (f for f in self.fills if f.page == number):
                pdf.setFillColorRGB(*f.colour)
                pdf.rect(f.x0, high - f.y1, f.x1 - f.x0, f.y1 - f.y0, stroke=int(f.edge), fill=1)
            for t in (t for t in self.texts if t.page == number):
                pdf.setFillColorRGB(*t.colour)
                pdf.setFont(FONTS[t.font][t.bold], t.size)
                pdf.drawString(t.x, high - t.y, t.text)
            for r in (r for r in self.rules if r.page == number):
                pdf.setLineWidth(r.width)
                pdf.setStrokeColorRGB(*r.colour)
                pdf.line(r.x0, high - r.y0, r.x1, high - r.y1)
            pdf.showPage()
        pdf.save()
        return out.getvalue()

    def fpdf(self) -> bytes:
        from fpdf import FPDF

        pdf = FPDF(unit="pt", format=self.size)
        pdf.set_auto_page_break(auto=False)
        for style, name in zip(("", "B"), FONTS["vera"], strict=True):
            pdf.add_font("vera", style, str(vera_folder() / f"{name}.ttf"))
        for number in range(self.page + 1):
            pdf.add_page()
            for f in (f for f in self.fills if f.page == number):
                pdf.set_fill_color(*(int(255 * part) for part in f.colour))
                pdf.rect(f.x0, f.y0, f.x1 - f.x0, f.y1 - f.y0, style="DF" if f.edge else "F")
            for t in (t for t in self.texts if t.page == number):
                pdf.set_text_color(*(int(255 * part) for part in t.colour))
                pdf.set_font(t.font, "B" if t.bold else "", t.size)
                pdf.text(t.x, t.y, t.text if t.font == "vera" else t.text.replace("–", "-").replace("’", "'"))
            for r in (r for r in self.rules if r.page == number):
                pdf.set_line_width(r.width)
                pdf.set_draw_color(*(int(255 * part) for part in r.colour))
                pdf.line(r.x0, r.y0, r.x1, r.y1)
        return bytes(pdf.output())


def _words(t: Text) -> list[Word]:
    out = []
    for m in re.finditer(r"\S+", t.text):
        x0 = t.x + width(t.text[: m.start()], t.font, t.size, bold=t.bold)
        x1 = x0 + width(m[0], t.font, t.size, bold=t.bold)
        out.append(Word(m[0], x0, t.y - 0.93 * t.size, x1, t.y + 0.22 * t.size))
    return out
