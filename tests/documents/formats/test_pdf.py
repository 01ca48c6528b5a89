"""PDF text layers: words, their places, and the files that cannot be read."""

from io import BytesIO

import pypdfium2
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from bot.documents.errors import UnreadableDocument
from bot.documents.formats import pdf
from bot.documents.limits import Limits
from bot.model.document import Document, Word
from tests.documents.formats.made import WORDS, drawn, raw_pdf
from tests.documents.unprotected import read_document


def texts(document: Document) -> list[str]:
    return [word.text for page in document.pages for word in page.words]


def word(document: Document, text: str) -> Word:
    return next(word for page in document.pages for word in page.words if word.text == text)


def test_words_have_places_from_the_top_left() -> None:
    document = pdf.read(drawn((72, 700, "Faktura 1042")), "faktura.pdf")
    first, second = document.pages[0].words
    assert (first.text, second.text) == ("Faktura", "1042")
    assert first.x0 == pytest.approx(72, abs=0.5)
    assert first.top < 842 - 700 < first.bottom
    assert first.bottom - first.top < 15
    assert first.x1 < second.x0
    assert (document.pages[0].width, document.pages[0].height) == (595, 842)
    assert (document.format, document.method, document.paged, document.page_count) == ("pdf", "text", True, 1)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_rotation_and_crop_box_are_those_of_the_page_as_shown(rotation: int) -> None:
    """Turned on the sheet so that /Rotate turns it back: the words stand where they stand without either."""
    turn = {0: "1 0 0 1 0 0", 90: "0 1 -1 0 600 0", 180: "-1 0 0 -1 600 600", 270: "0 -1 1 0 0 600"}[rotation]
    content = f"q {turn} cm BT /F1 10 Tf 150 400 Td (Konto 1234) Tj ET Q".encode()
    shown = f"/MediaBox[0 0 600 600]/CropBox[100 100 500 500]/Rotate {rotation}"
    found = word(pdf.read(raw_pdf(content, page=shown), ""), "Konto")
    assert found.x0 == pytest.approx(50, abs=1)
    assert found.top < 100 < found.bottom + 0.1
    assert found.bottom - found.top < 15


def test_strings_of_different_rows_are_not_joined() -> None:
    """PDFium alone gives "1121": amounts of two rows run together when they are drawn one after the other."""
    content = b"BT /F1 10 Tf 1 0 0 1 300 500 Tm (11) Tj 1 0 0 1 311.1 485 Tm (21) Tj ET"
    assert sorted(texts(pdf.read(raw_pdf(content), ""))) == ["11", "21"]


def test_glyphs_placed_one_by_one_make_words() -> None:
    file = BytesIO()
    canvas = Canvas(file)
    for number, text in enumerate(("Beløb", "4.272,00")):
        x = 72.0
        for letter in text:
            canvas.drawString(x, 700 - 20 * number, letter)
            x += canvas.stringWidth(letter, "Helvetica", 12)
    canvas.save()
    assert texts(pdf.read(file.getvalue(), "")) == ["Beløb", "4.272,00"]


@pytest.mark.parametrize(
    ("printed", "spacing"),
    [
        pytest.param("SELSKAB", (120, 150), id="some gaps are taken for spaces"),
        pytest.param("CAFÉ ÅEN", (120, 150), id="a letter with an accent"),
        pytest.param("BEDES BETALT SENEST", (120, 150), id="three words"),
        pytest.param("REGNING NR.", (100, 150), id="a point at the end"),
        pytest.param("KUVERTER", (160, 160), id="all gaps are taken for spaces"),
        pytest.param("VI ER I GANG", (120, 150), id="short words"),
        pytest.param("VI ER I GANG", (0, 0), id="short words, nothing letter-spaced"),
        pytest.param("VI ER I GANG", (-10, 10), id="short words, kerned"),
    ],
)
def test_letter_spaced_capitals_stay_in_words(printed: str, spacing: tuple[int, int]) -> None:
    """As browsers draw captions: each letter moved by itself, by more here and less there."""
    moved = " ".join(f"({letter}) {-spacing[number % 2]}" for number, letter in enumerate(printed))
    content = f"BT /F1 7.5 Tf 60 700 Td [{moved}] TJ ET".encode("cp1252")
    assert texts(pdf.read(raw_pdf(content), "")) == printed.split()


def test_vertical_text_stays_in_words() -> None:
    content = b"BT /F1 10 Tf 0 1 -1 0 40 300 Tm (CVR 12345674) Tj ET"
    assert texts(pdf.read(raw_pdf(content), "")) == ["CVR", "12345674"]


def test_ligatures_and_invisible_characters_are_taken_apart() -> None:
    to_unicode = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        b"1 begincodespacerange <00> <FF> endcodespacerange\n"
        b"3 beginbfchar <41> <FB01> <42> <200B> <43> <0073> endbfchar endcmap end end"
    )
    font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 100 0 R>>"
    content = raw_pdf(b"BT /F1 10 Tf 50 700 Td (ABC) Tj ET", font=font, objects={100: ("", to_unicode)})
    assert texts(pdf.read(content, "")) == ["fis"]


def test_form_fields_are_part_of_the_page() -> None:
    file = BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    canvas.drawString(50, 700, "Kontonr.")
    canvas.acroForm.textfield(value="0012345678", x=120, y=695, width=100, height=18)
    canvas.save()
    assert texts(pdf.read(file.getvalue(), "")) == ["Kontonr.", "0012345678"]


def encrypted(user: str, owner: str) -> bytes:
    return drawn((72, 700, "Faktura 1042"), encrypt=StandardEncryption(user, owner, canPrint=0))


def test_an_owner_password_alone_does_not_keep_it_shut() -> None:
    assert texts(pdf.read(encrypted("", "ejer"), "")) == ["Faktura", "1042"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(encrypted("hemmelig", "ejer"), "encrypted", id="a user password"),
        pytest.param(b"%PDF-1.7\n" + bytes(range(256)) * 40, "damaged", id="garbage"),
        pytest.param(b"%PDF-1.4\n", "damaged", id="nothing but a header"),
        pytest.param(raw_pdf(WORDS)[:200], "damaged", id="cut off"),
        pytest.param(raw_pdf(WORDS).replace(b"/Kids[10 0 R]", b"/Kids[2 0 R] "), "damaged", id="its own page tree"),
        pytest.param(raw_pdf(b"0 0 m 100 100 l S"), "no_text", id="a drawing"),
        pytest.param(raw_pdf(b"0 0 m 100 100 l S", WORDS), "no_text", id="a drawing on the first page"),
        pytest.param(raw_pdf(b"", b""), "no_text", id="blank pages"),
        pytest.param(
            raw_pdf(b"BT /F1 10 Tf 50 700 Td (Gr\\001nn\\002rten k\\002benhavn 4.272,00) Tj ET"),
            "no_text",
            id="letters lost for want of a ToUnicode",
        ),
    ],
)
def test_unreadable(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        pdf.read(content, "x.pdf")
    assert caught.value.reason == reason


def test_a_blank_first_page_is_turned() -> None:
    document = pdf.read(raw_pdf(b"", WORDS), "")
    assert (texts(document), [len(page.words) for page in document.pages]) == (["Faktura", "1042"], [0, 2])


def test_a_bad_cross_reference_table_is_mended() -> None:
    assert texts(pdf.read(raw_pdf(WORDS).replace(b"startxref\n", b"startxref\n9"), "")) == ["Faktura", "1042"]


def test_icons_and_bullets_do_not_make_a_text_unreadable() -> None:
    bullets = b"BT /F1 10 Tf 12 TL 50 700 Td " + b"(\\001 punkt) ' " * 5 + b"ET"
    assert texts(pdf.read(raw_pdf(bullets), "")).count("punkt") == 5


def test_page_and_word_caps() -> None:
    content = drawn((72, 700, "et to tre"), pages=5)
    document = pdf.read(content, "", Limits(pages=3))
    assert (document.page_count, len(document.pages)) == (5, 3)
    assert len(texts(pdf.read(content, "", Limits(words=4)))) == 4


def test_pages_without_text_are_told() -> None:
    assert pdf.read(raw_pdf(WORDS, b"0 0 m 9 9 l S", WORDS), "").unread_pages == (2,)


def test_same_text_as_the_library_gives() -> None:
    """The places in PDFium's string are the characters' indices, also beyond U+FFFF."""
    content = drawn(*((50, 780 - 20 * n, f"Linje {n} koster {n}.272,00 kr. åben æske") for n in range(30)))
    plain = pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range()
    assert texts(pdf.read(content, "")) == plain.split()


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("drawn_at", [0, 90, 180, 270])
def test_a_page_whose_letters_run_another_way_is_turned_upright(drawn_at: int, rotation: int) -> None:
    """Square, so that the rotation of the page's box does not show: the same words at the same places, whatever."""
    angle = {0: "1 0 0 1 0 0", 90: "0 1 -1 0 600 0", 180: "-1 0 0 -1 600 600", 270: "0 -1 1 0 0 600"}[drawn_at]
    lines = b"".join(b"BT /F1 12 Tf 100 %d Td (Faktura 1042 linje %d) Tj ET\n" % (500 - 20 * n, n) for n in range(5))
    content = raw_pdf(angle.encode() + b" cm\n" + lines, page=f"/MediaBox[0 0 600 600]/Rotate {rotation}")
    (page,) = read_document(content, "f.pdf").pages
    first = sorted(page.words, key=lambda word: (round(word.top), word.x0))[:4]
    assert [word.text for word in first] == ["Faktura", "1042", "linje", "0"]
    assert 98 < first[0].x0 < 103
    assert 85 < first[0].top < 100


def test_a_stamp_that_runs_another_way_turns_no_page() -> None:
    stamp = b"q 0 1 -1 0 580 100 cm BT /F1 8 Tf 0 0 Td (Betalt) Tj ET Q\n"
    lines = b"".join(b"BT /F1 12 Tf 50 %d Td (Faktura 1042 linje %d) Tj ET\n" % (500 - 20 * n, n) for n in range(5))
    (page,) = read_document(raw_pdf(lines + stamp), "f.pdf").pages
    assert (page.width, page.height) == (595, 842)
