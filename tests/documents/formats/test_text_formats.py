"""Plain text, HTML and Word files: what is read, in which columns, and what is marked as hidden."""

import pytest

from bot.documents.formats import calendar, docx, html, pdf, picture, plain, xml
from bot.documents.formats.registry import FORMATS, HEAD
from bot.documents.limits import Limits
from bot.model.document import Document
from tests.documents.formats.made import WORDS, paragraph, raw_pdf, table, wordml
from tests.documents.formats.made import docx as made_docx
from tests.documents.unprotected import read_document


def rows(document: Document) -> list[str]:
    """The words of each line, by where they stand."""
    lines: dict[float, list[str]] = {}
    for word in sorted(document.pages[0].words, key=lambda word: (word.top, word.x0)):
        lines.setdefault(word.top, []).append(word.text)
    return [" ".join(line) for line in lines.values()]


def hidden(document: Document) -> list[str]:
    return [word.text for page in document.pages for word in page.words if word.doubt == "hidden"]


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        pytest.param("faktura.pdf", raw_pdf(WORDS), pdf, id="PDF"),
        pytest.param("faktura.txt", raw_pdf(WORDS), pdf, id="the bytes say PDF, the name text"),
        pytest.param("x", b"\0\0junk before" + raw_pdf(WORDS), pdf, id="PDF after a few odd bytes"),
        pytest.param("faktura.docx", made_docx(paragraph("Faktura")), docx, id="Word"),
        pytest.param("faktura.pdf", made_docx(paragraph("Faktura")), docx, id="Word that is called PDF"),
        pytest.param("f.html", b"<p>Faktura", html, id="HTML"),
        pytest.param("f.txt", b"\xef\xbb\xbf<!-- a -->\n<!DOCTYPE html><p>x", html, id="HTML after a comment"),
        pytest.param("f.txt", b"Faktura < 3\n", plain, id="text"),
        pytest.param("f", "Møde".encode("cp1252"), plain, id="text without a name"),
        pytest.param("f.bin", "Møde".encode("utf-16"), plain, id="text with a byte order mark"),
        pytest.param("f.txt", b"\x7fELF\0\0\1", None, id="a program that is called text"),
        pytest.param("f.xml", b"<?xml version='1.0'?><Invoice/>", xml, id="an e-invoice"),
        pytest.param("f.txt", b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", calendar, id="a calendar that is called text"),
        pytest.param("f.png", b"\x89PNG\r\n\x1a\n\0\0", picture, id="a picture"),
        pytest.param("tom.txt", b"", None, id="nothing"),
    ],
)
def test_formats_are_told_by_content_first(name: str, content: bytes, form: object) -> None:
    assert next((form for form in FORMATS if form.recognise(name, content[:HEAD])), None) is form


@pytest.mark.parametrize(
    ("content", "name", "limits", "reason"),
    [
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0", "x.png", Limits(), "no_text", id="a picture"),
        pytest.param(b"", "x.pdf", Limits(), "unsupported", id="no bytes"),
        pytest.param(b"Faktura " * 100, "x.txt", Limits(size=100), "too_large", id="over the size"),
        pytest.param(b" \n\t ", "x.txt", Limits(), "unsupported", id="white space"),
        pytest.param(b"<html><body></body></html>", "x.html", Limits(), "no_text", id="an empty page"),
        pytest.param(made_docx("")[:60] + b"\0" * 60, "x.docx", Limits(), "damaged", id="half a Word file"),
        pytest.param(made_docx(paragraph("x" * 10**6)), "x.docx", Limits(unpacked=10**5), "too_large", id="bomb"),
        pytest.param(made_docx(paragraph("&aa;")), "x.docx", Limits(), "damaged", id="an entity of its own"),
    ],
)
def test_unreadable(content: bytes, name: str, limits: Limits, reason: str) -> None:
    document = read_document(content, name, limits)
    assert (document.unreadable, document.source) == (reason, name)
    assert not document.pages
    assert len(document.sha256) == 64


def test_text_columns_become_places() -> None:
    document = plain.read(b"Kaffe     8\t240,00\n\nI alt   4.272,00\r\n", "x.txt")
    first = {word.text: word for word in document.pages[0].words}
    assert first["Kaffe"][1:5] == (0, 0, 30, 12)
    assert (first["8"].x0, first["240,00"].x0) == (60, 96)
    assert first["I"].top == 24
    assert not document.paged


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-32"])
def test_text_encodings(encoding: str) -> None:
    assert rows(plain.read("Mødet på Ærø".encode(encoding), "x.txt")) == ["Mødet på Ærø"]


def test_characters_without_width_are_left_out() -> None:
    assert rows(plain.read("konto 12\u200b34\u202e 56\0".encode(), "x")) == ["konto 1234 56"]


def test_html_tables_keep_their_columns() -> None:
    markup = "<table><tr><td>Smørrebrød<td>8<td>240,00<tr><td>I alt<td><td>4.272,00</table>"
    document = html.read(markup.encode(), "x.html")
    assert rows(document) == ["Smørrebrød 8 240,00", "I alt 4.272,00"]
    places = {word.text: word.x0 for word in document.pages[0].words}
    assert places["240,00"] == places["4.272,00"]


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param('<p style="display:none">9999</p>', id="not displayed"),
        pytest.param("<p hidden>9999</p>", id="the attribute"),
        pytest.param('<p style="visibility: hidden">9999</p>', id="invisible"),
        pytest.param('<p style="opacity:0.0">9999</p>', id="transparent"),
        pytest.param('<p style="font-size:0">9999</p>', id="no size"),
        pytest.param('<p style="font-size:1px !important">9999</p>', id="one pixel"),
        pytest.param('<p style="color:#fff">9999</p>', id="white on white"),
        pytest.param('<p style="color:rgb(254, 254,254)">9999</p>', id="nearly white"),
        pytest.param('<p style="color:rgba(0,0,0,0.02)">9999</p>', id="black, but see-through"),
        pytest.param('<font color="white">9999</font>', id="the old tag"),
        pytest.param('<div bgcolor="#112233"><b style="color:#112234">9999</b></div>', id="dark on dark"),
        pytest.param('<div style="background:url(x.png) #123"><b style="color:#123">9999</b></div>', id="shorthand"),
        pytest.param('<p style="position:absolute;left:-9999px">9999</p>', id="off the page"),
        pytest.param('<p style="text-indent:-5000px">9999</p>', id="indented away"),
        pytest.param('<div style="max-height:0;overflow:hidden">9999</div>', id="shut"),
        pytest.param('<div style="clip: rect(0 0 0 0)">9999</div>', id="clipped"),
        pytest.param('<div style="mso-hide:all">9999</div>', id="hidden from Outlook"),
        pytest.param("<style>.x{display:none}</style><p class=x>9999</p>", id="by a style sheet"),
        pytest.param("<style>td > b{color:white}</style><table><tr><td><b>9999</b></table>", id="by a selector"),
        pytest.param('<div style="color:white"><p>9999</p></div>', id="inherited"),
        pytest.param('<p style="filter: opacity(0%)">9999</p>', id="transparent by a filter"),
        pytest.param('<p style="content-visibility:hidden">9999</p>', id="contents not drawn"),
        pytest.param('<p style="-webkit-text-fill-color:transparent">9999</p>', id="letters not filled"),
        pytest.param('<p style="zoom:0.05">9999</p>', id="zoomed away"),
        pytest.param("<style>@media screen{.x{display:none}}</style><p class=x>9999</p>", id="hidden on every screen"),
        pytest.param("<template>9999</template>", id="a template"),
        pytest.param('<p style="transform:rotate(180deg)">9999</p>', id="on its head"),
        pytest.param('<p style="transform: scaleX(-1)">9999</p>', id="mirrored"),
        pytest.param('<div style="display:flex;flex-direction:row-reverse">9999</div>', id="in another order"),
        pytest.param("<details><summary></summary>9999</details>", id="folded away"),
        pytest.param("<p><del>9999</del>", id="struck out"),
        pytest.param('<p style="text-decoration: line-through">9999</p>', id="struck out by its style"),
        pytest.param('<p><bdo dir="rtl">9999</bdo>', id="written backwards"),
        pytest.param("<p>\u202e9999\u202c</p>", id="written backwards by a character"),
    ],
)
def test_hidden_html_is_dropped_or_marked(markup: str) -> None:
    document = html.read(f"<html><body><p>Konto 1234 0012345678</p>{markup}</body></html>".encode(), "x.html")
    seen = [word.text for word in document.pages[0].words if not word.doubt]
    assert seen == ["Konto", "1234", "0012345678"]


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param('<td bgcolor="#003366"><font color="#ffffff">9999</font>', id="white on a dark cell"),
        pytest.param('<td style="background-color:navy;color:white">9999', id="white on navy"),
        pytest.param('<td style="color:#c00">9999', id="red"),
        pytest.param('<td style="height:1px">9999', id="a cell that grows"),
        pytest.param('<td style="transform:translateY(-1px)">9999', id="moved a little"),
        pytest.param('<td style="font-size:8pt;opacity:.8">9999', id="small and a little pale"),
        pytest.param("<style>td{background:#024;color:#fff}</style><td>9999", id="by a style sheet"),
        pytest.param("<style>@media (max-width:9px){td{display:none}}</style><td>9999", id="hidden on a phone only"),
    ],
)
def test_html_designs_are_left_alone(markup: str) -> None:
    document = html.read(f"<table><tr>{markup}</table>".encode(), "x.html")
    assert [(word.text, word.doubt) for word in document.pages[0].words] == [("9999", "")]


def test_html_of_a_named_charset() -> None:
    markup = '<meta http-equiv=Content-Type content="text/html; charset=iso-8859-1"><p>Mødet på Ærø'
    assert rows(html.read(markup.encode("latin-1"), "x.html")) == ["Mødet på Ærø"]


def test_word_files_in_reading_order() -> None:
    line = "<w:t>Koordinator:</w:t><w:tab/><w:t>Mette Holm</w:t><w:br/><w:t>12. marts 2026</w:t>"
    lines = f"<w:p><w:r>{line}</w:r></w:p>"
    grid = table([["Smørrebrød", "8", "240,00"], ["I alt", "", "4.272,00"]])
    around = {
        "word/header1.xml": wordml("hdr", paragraph("Restaurant Møllen ApS")),
        "word/footer1.xml": wordml("ftr", paragraph("Reg. 1234 konto 0012345678")),
    }
    document = docx.read(made_docx(lines + grid, around), "x.docx")
    assert rows(document) == [
        "Restaurant Møllen ApS",
        "Koordinator: Mette Holm",
        "12. marts 2026",
        "Smørrebrød 8 240,00",
        "I alt 4.272,00",
        "Reg. 1234 konto 0012345678",
    ]
    places = {word.text: word.x0 for word in document.pages[0].words}
    assert places["240,00"] == places["4.272,00"]


def test_word_deletions_and_fallbacks_are_not_read_twice() -> None:
    box = "<w:txbxContent>" + paragraph("Betales senest 1. maj") + "</w:txbxContent>"
    body = (
        "<w:p><w:del><w:r><w:delText>gammel</w:delText></w:r></w:del><w:ins><w:r><w:t>ny</w:t></w:r></w:ins></w:p>"
        f"<w:p><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert rows(docx.read(made_docx(body), "x.docx")) == ["ny", "Betales senest 1. maj"]


@pytest.mark.parametrize(
    "properties",
    [
        pytest.param("<w:vanish/>", id="hidden text"),
        pytest.param('<w:color w:val="FFFFFF"/>', id="white"),
        pytest.param('<w:sz w:val="2"/>', id="one point"),
    ],
)
def test_hidden_word_text_is_marked(properties: str) -> None:
    body = paragraph("Konto 1234") + paragraph("Konto 9999", properties)
    assert hidden(docx.read(made_docx(body), "x.docx")) == ["Konto", "9999"]


def test_white_word_text_in_a_dark_cell_is_seen() -> None:
    shade = '<w:tcPr><w:shd w:fill="1F3864"/></w:tcPr>'
    white = paragraph("Konto 1234", '<w:color w:val="FFFFFF"/>')
    body = f"<w:tbl><w:tr><w:tc>{shade}{white}</w:tc></w:tr></w:tbl>"
    assert hidden(docx.read(made_docx(body), "x.docx")) == []


def test_word_cap() -> None:
    assert len(plain.read(b"et to tre\n" * 100, "x.txt", Limits(words=50)).pages[0].words) == 50


def test_the_folded_lines_of_a_calendar_are_whole() -> None:
    document = read_document(b"BEGIN:VCALENDAR\r\nLOCATION:Hotel Bor\r\n gen\r\nEND:VCALENDAR\r\n", "f.ics")
    assert rows(document) == ["BEGIN:VCALENDAR", "LOCATION:Hotel Borgen", "END:VCALENDAR"]
