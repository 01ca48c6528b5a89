"""Fonts whose digits look like others than the text says (ToUnicode, ISO 32000-1 §9.10)."""

from io import BytesIO

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from bot.documents.formats import pdf
from tests.documents.formats.made import raw_pdf

OPEN = b"BT /F1 10 Tf 50 700 Td (Konto 12345678) Tj ET\n"


def doubts(content: bytes) -> set[str]:
    words = [word for page in pdf.read(content, "x.pdf").pages for word in page.words]
    return {word.doubt for word in words if any(map(str.isdigit, word.text))}


def said_of(named: dict[str, str]) -> str:
    """A CMap in which those characters are called others."""
    rows = "".join(f"<{ord(drawn):02X}> <{ord(said):04X}>\n" for drawn, said in named.items())
    return (
        f"begincmap 1 begincodespacerange <00> <FF> endcodespacerange {len(named)} beginbfchar\n{rows}endbfchar endcmap"
    )


def named(base: str, names: dict[str, str], encoding: str = "/WinAnsiEncoding") -> bytes:
    font = f"<</Type/Font/Subtype/Type1/BaseFont/{base}/Encoding{encoding}/ToUnicode 100 0 R>>"
    every = {digit: digit for digit in "0123456789"} | names
    return raw_pdf(OPEN, font=font, objects={100: ("", said_of(every).encode())})


@pytest.mark.parametrize("base", ["Helvetica", "Times-Roman", "Courier"])
@pytest.mark.parametrize(
    "names", [{"3": "8", "8": "3"}, {"1": "7", "7": "1"}, {"5": "6", "6": "5"}, {"2": "4", "4": "2"}], ids=str
)
def test_digits_that_are_called_others_are_doubted(base: str, names: dict[str, str]) -> None:
    assert "hidden" in doubts(named(base, names))


def test_digits_that_are_drawn_as_others_are_doubted() -> None:
    assert doubts(named("Helvetica", {}, "<</Differences[51/eight 56/three]>>")) == {"hidden"}


def test_digits_that_are_drawn_and_called_others_are_those() -> None:
    swapped = named("Helvetica", {"3": "8", "8": "3"}, "<</Differences[51/eight 56/three]>>")
    assert doubts(swapped) == {""}
    assert "12845673" in " ".join(word.text for word in pdf.read(swapped, "x.pdf").pages[0].words)


@pytest.mark.parametrize(
    "base", ["Helvetica", "Helvetica-Oblique", "Times-BoldItalic", "Courier-Bold", "Symbol", "Arial"]
)
def test_digits_that_are_what_they_are_called_are_not(base: str) -> None:
    assert doubts(named(base, {})) <= {""}


@pytest.mark.parametrize("file", ["Vera.ttf", "VeraBI.ttf"])
def test_embedded_fonts_are_not(file: str) -> None:
    pdfmetrics.registerFont(TTFont(file, file))
    out = BytesIO()
    canvas = Canvas(out)
    canvas.setFont(file, 10)
    canvas.drawString(50, 700, "Konto 1234 0056789012, 3.417,60 kr.")
    canvas.save()
    assert doubts(out.getvalue()) == {""}
