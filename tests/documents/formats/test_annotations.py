"""Comments, stamps, fields and notes: what a person sees on a page or beside it, and its words do not have."""

import re
import zipfile
from io import BytesIO

import pytest

from tests.documents.formats.held import odt, xlsx
from tests.documents.formats.made import docx, paragraph, raw_pdf
from tests.documents.unprotected import read_document

PRINTED = b"BT /F1 10 Tf 50 700 Td (Konto 12345678 At betale 2.136,00) Tj ET\n"
HERE, OVER = "/Rect[50 500 250 520]", "/Rect[45 695 250 712]"
FIELD = f"/Subtype/Widget/FT/Tx/T(konto)/F 4/DA(/F1 10 Tf 0 g){HERE}"


def annotated(annotation: str, look: str | None = None, form: str = "") -> bytes:
    """The printed page with that annotation; ``look``: the text in its appearance stream; ``form``: of AcroForm."""
    objects: dict[int, str | tuple[str, bytes]] = {
        100: f"<</Type/Annot{annotation}{'' if look is None else '/AP<</N 101 0 R>>'}>>"
    }
    if look is not None:
        shape = "/Type/XObject/Subtype/Form/BBox[0 0 200 20]/Resources<</Font<</F1 3 0 R>>>>"
        objects[101] = (shape, f"BT /F1 10 Tf 2 5 Td ({look}) Tj ET".encode("latin-1"))
    page = "/MediaBox[0 0 595 842]/Annots[100 0 R]"
    catalog = f"/AcroForm<</Fields[100 0 R]/DR<</Font<</F1 3 0 R>>>>{form}>>" if "/Widget" in annotation else ""
    return raw_pdf(PRINTED, page=page, objects=objects, catalog=catalog)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(annotated(f"/Subtype/Text/Contents(Beløbet er rettet til 2.500,00){HERE}"), id="a note"),
        pytest.param(annotated(f"/Subtype/FreeText/Contents(Betalt)/DA(/F1 10 Tf){HERE}"), id="text without a look"),
        pytest.param(annotated(f"/Subtype/FreeText/Contents(9.999,00){HERE}", "2.136,00"), id="text with another look"),
        pytest.param(annotated(f"/Subtype/Stamp/Name/Paid{HERE}"), id="a stamp by its name"),
        pytest.param(annotated(f"/Subtype/Stamp{HERE}", ""), id="a stamp that is a picture"),
        pytest.param(annotated(f"/Subtype/Highlight/Contents(skal være 1.900){OVER}"), id="a remark on a mark"),
        pytest.param(annotated(f"/Subtype/StrikeOut{OVER}"), id="struck out"),
        pytest.param(annotated(f"/Subtype/Caret/Contents(1){OVER}"), id="put in"),
        pytest.param(annotated(f"/Subtype/Ink/InkList[[50 500 90 520]]{HERE}", ""), id="written by hand"),
        pytest.param(annotated(f"/Subtype/FileAttachment{HERE}"), id="a file"),
        pytest.param(annotated(f"/Subtype/FreeText/F 36/Contents(12345678){HERE}", "12345678"), id="printed only"),
        pytest.param(annotated(f"{FIELD}/V(87654321)", "12345678"), id="a field with another value than its look"),
        pytest.param(annotated(f"{FIELD}/V(87654321)"), id="a field that nothing draws"),
        pytest.param(annotated(f"/Subtype/Text/Contents({'Tak ' * 3000}){HERE}"), id="a note as long as a book"),
        pytest.param(raw_pdf(PRINTED, catalog="/AcroForm<</Fields[]/XFA(x)>>"), id="a second form (XFA)"),
        pytest.param(docx(f"{paragraph('x')}<w:p><w:r><w:commentReference/></w:r></w:p>"), id="Word: a comment"),
        pytest.param(docx(f"{paragraph('x')}<w:p><w:r><w:footnoteReference/></w:r></w:p>"), id="Word: a note"),
        pytest.param(docx(f"<w:p><w:del><w:r><w:delText>1</w:delText></w:r></w:del></w:p>{paragraph('x')}"),
                     id="Word: deleted"),
        pytest.param(odt("<text:p>x<office:annotation/></text:p>"), id="OpenDocument: a comment"),
        pytest.param(odt("<text:p>x<text:note>y</text:note></text:p>"), id="OpenDocument: a note"),
        pytest.param(b"<style>.x::after{content: '5'}</style><p class=x>Faktura", id="HTML: a style that adds words"),
        pytest.param(rb"{\rtf1 Faktura {\footnote Betalt}\par}", id="RTF: a note"),
    ],
)  # fmt: skip
def test_what_says_more_than_the_page_is_told(content: bytes) -> None:
    assert read_document(content, "x").is_annotated


@pytest.mark.parametrize(
    ("part", "content"), [("xl/comments1.xml", "x"), ("xl/drawings/drawing1.xml", "<a:t>Betalt</a:t>")]
)
def test_comments_and_boxes_in_a_sheet_are_told(part: str, content: str) -> None:
    book = BytesIO(xlsx('<sheetData><row><c t="inlineStr"><is><t>Faktura</t></is></c></row></sheetData>'))
    assert not read_document(book.getvalue(), "x").is_annotated
    with zipfile.ZipFile(book, "a") as package:
        package.writestr(part, content)
    assert read_document(book.getvalue(), "x").is_annotated


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(raw_pdf(PRINTED), id="nothing"),
        pytest.param(b"<style>.x::after{content: '\\f101'} p::before{content:''}</style><p>Faktura", id="HTML: icons"),
        pytest.param(annotated(f"/Subtype/Link/Contents(Vores hjemmeside){HERE}"), id="a link"),
        pytest.param(annotated(f"/Subtype/Highlight{OVER}"), id="a mark"),
        pytest.param(annotated(f"/Subtype/Highlight/Contents(at betale  2.136,00){OVER}"), id="a mark with its words"),
        pytest.param(annotated(f"/Subtype/FreeText/Contents(Ryg 12/3){HERE}", "Ryg 12/3"), id="text with its look"),
        pytest.param(annotated(f"/Subtype/Stamp{HERE}", "GODKENDT"), id="a stamp in words, which are read"),
        pytest.param(annotated(f"/Subtype/Text/F 2/Contents(Betalt){HERE}"), id="hidden"),
        pytest.param(annotated(f"{FIELD}/V(2136)", "2.136,00"), id="a field that shows its value with more figures"),
        pytest.param(annotated(f"/Subtype/Widget/FT/Sig/T(x){HERE}"), id="an empty place for a signature"),
        pytest.param(annotated(f"/Subtype/Widget/FT/Btn/T(x)/V/Yes{HERE}", "x"), id="a box to tick"),
    ],
)
def test_what_says_no_more_is_passed(content: bytes) -> None:
    assert not read_document(content, "x").is_annotated


def test_fields_that_the_viewer_is_to_draw_are_drawn_and_read() -> None:
    document = read_document(annotated(f"{FIELD}/V(87654321)", form="/NeedAppearances true"), "x")
    assert re.findall(r"\d{8}", " ".join(w.text for w in document.pages[0].words)) == ["12345678", "87654321"]
    assert not document.is_annotated
