"""The picture: every frame around the words that it names, on pages turned any way; no CPR number; nothing covered."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents import picture
from bot.documents.answering import answer
from bot.documents.formats.raster import MOST_PIXELS, pages_of, pdf_pages
from bot.documents.job import Framing, Job, Known
from bot.documents.picture.marks import Marked
from bot.documents.picture.placing import Rect, place
from bot.documents.reading import read_invoices
from bot.documents.telling import Telling
from bot.model.document import Document, FramedPicture, Page, PagePicture, Word
from bot.model.field import Box
from bot.model.invoice import InvoiceReading
from tests.documents.fields.paper import REGISTER, paper, vocabulary
from tests.documents.unprotected import read_document

if TYPE_CHECKING:
    from PIL.Image import Image

TELLING = Telling(vocabulary())
DPI = 100.0
LINES = (
    "Restaurant Møllen ApS", "Algade 14, 8000 Aarhus C", "CVR 12345674", "FAKTURA 1042", "Fakturadato: 13.03.2026",
    "Forfaldsdato: 12.04.2026", "Møde 12.03.2026, Kvalitetsnetværk Aarhus Midt, koordinator Mette Holm Sørensen",
    "Patient 010190-1234 deltog ikke", "At betale 4.272,00 kr.", "Heraf moms 854,40", "Reg. 1234 konto 0012345678",
)  # fmt: skip


def pdf(*pages: tuple[str, ...], turn: int = 0, crop: tuple[float, float] = (0.0, 0.0)) -> bytes:
    """Pages of lines, upright as shown. ``turn``: the page's /Rotate; ``crop``: what the crop box takes off left and
    below.
    """
    from reportlab.pdfgen import canvas

    out = BytesIO()
    # reportlab turns a page's size with the page.
    sheet = canvas.Canvas(out, pagesize=(842, 595) if turn % 180 else (595, 842), invariant=1)
    sheet.setCropBox((crop[0], crop[1], 595, 842))
    for lines in pages:
        sheet.setPageRotation(turn)
        sheet.translate(*{0: (0, 0), 90: (595, 0), 180: (595, 842), 270: (0, 842)}[turn])
        sheet.rotate(turn)
        for row, line in enumerate(lines):
            sheet.drawString(130, (780 if turn % 180 == 0 else 533) - 24 * row, line)
        sheet.showPage()
    sheet.save()
    return out.getvalue()


def read(content: bytes) -> tuple[Document, tuple[InvoiceReading, ...]]:
    document = read_document(content, "faktura.pdf")
    return document, read_invoices(document, REGISTER, (), vocabulary(), date(2026, 3, 15))


def drawn(content: bytes) -> "list[Image]":
    document, readings = read(content)
    pages = pdf_pages(content, DPI)
    return [i for r in readings for i in picture.draw(picture.marked(document, r, TELLING), pages, legend=False)]


def _is_near(pixel: Any, colour: str) -> bool:
    return all(abs(a - b) < 8 for a, b in zip(pixel, bytes.fromhex(colour[1:]), strict=True))


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [(0.0, 0.0), (20.0, 100.0)], ids=["whole", "cropped"])
def test_a_frame_holds_all_the_ink_of_its_words(turn: int, crop: tuple[float, float]) -> None:
    """Between the words' box and the frame there is no ink; inside the box there is."""
    content = pdf(LINES, turn=turn, crop=crop)
    document, (reading,) = read(content)
    (page,) = picture.marked(document, reading, TELLING).pages
    (plain,) = pdf_pages(content, DPI)
    assert {m.field for m in page.marks} >= {"total", "due_date", "invoice_number", "network", "meeting_date"}
    for mark in page.marks:
        assert mark.box is not None
        inside = _ink(plain, mark.box, 0.5)
        assert inside > 20, mark.field
    total = next(m for m in page.marks if m.field == "total")
    assert total.box is not None
    assert _ink(plain, total.box, 0.5) == _ink(plain, total.box, 3.0), "ink outside the frame"


def _ink(page: PagePicture, box: Any, more: float) -> int:
    """Dark pixels in the box, grown by so many points."""
    from PIL import Image

    scale = page.columns / page.width
    area = tuple(round(v * scale) for v in (box[0] - more, box[1] - more, box[2] + more, box[3] + more))
    image = Image.frombytes("RGB", (page.columns, page.rows), page.pixels).convert("L")
    return sum(image.crop((area[0], area[1], area[2], area[3])).histogram()[:128])


def test_the_frames_have_their_colours() -> None:
    (image,) = drawn(pdf(LINES))
    seen = {pixel for _, pixel in image.getcolors(1 << 20) or ()}
    for field in ("total", "due_date", "network", "payment", "supplier"):
        assert any(_is_near(pixel, TELLING.colour(field)) for pixel in seen), field


def test_a_cpr_number_is_black() -> None:
    content = pdf(LINES)
    document, (reading,) = read(content)
    (page,) = picture.marked(document, reading, TELLING).pages
    word = next(w for w in document.pages[0].words if "010190" in w.text)
    assert page.black == (word.box,)
    (image,) = picture.draw(Marked("", (replace(page, marks=()),), (), ()), pdf_pages(content, DPI), legend=False)
    scale = DPI / 72
    area = image.crop((int(word.x0 * scale), int(word.top * scale), int(word.x1 * scale), int(word.bottom * scale)))
    assert area.getextrema() == ((0, 0), (0, 0), (0, 0))


def test_a_cpr_number_that_ocr_misread_is_black() -> None:
    document, (reading,) = read(pdf(LINES))
    (page,) = document.pages
    words = tuple(w._replace(text=w.text.replace("010190", "810190")) for w in page.words)
    misread = replace(document, method="ocr", pages=(replace(page, words=words),))
    (shown,) = picture.marked(misread, reading, TELLING).pages
    assert shown.black == (next(w for w in words if "810190" in w.text).box,)


def test_a_page_without_words_is_not_drawn() -> None:
    """A CPR number on it could not be seen, and so could not be blacked out."""
    document, (reading,) = read(pdf(LINES, ("",)))
    document = replace(document, unread_pages=(2,))  # as where a picture fills it
    assert [p.number for p in picture.marked(document, reading, TELLING).pages] == [1]


def test_several_invoices_have_their_own_pages() -> None:
    second = tuple(line.replace("1042", "1043") for line in LINES)
    document, readings = read(pdf(LINES, second))
    assert [[p.number for p in picture.marked(document, r, TELLING).pages] for r in readings] == [[1], [2]]


def test_what_has_no_page_has_no_picture() -> None:
    document = paper("FAKTURA 1042\nAt betale 4.272,00", paged=False)
    (reading,) = read_invoices(document, REGISTER, (), vocabulary(), date(2026, 3, 15))
    what = picture.marked(document, reading, TELLING)
    assert what.pages == ()
    assert [m.value for m in what.marks if m.field == "total"] == ["4.272,00"]


def test_an_endless_page_is_drawn_smaller() -> None:
    from reportlab.pdfgen import canvas

    out = BytesIO()
    sheet = canvas.Canvas(out, pagesize=(14_000, 14_000))
    sheet.drawString(60, 60, "stor")
    sheet.save()
    (page,) = pdf_pages(out.getvalue(), 150)
    assert page.columns * page.rows <= MOST_PIXELS * 1.01
    assert len(page.pixels) == page.columns * page.rows * 3


@pytest.mark.parametrize("most", [300_000])
def test_small_is_small(most: int) -> None:
    from PIL import Image

    images = drawn(pdf(LINES, ("Vilkår",), ("Menu",)))
    noisy = Image.effect_noise((900, 1200), 60).convert("RGB")  # as bad as a photo gets
    for image in (picture.below_each_other(images), noisy):
        made = picture.small(image, most)
        assert made is not None
        assert len(made[0]) <= most
        with Image.open(BytesIO(made[0])) as again:
            assert Image.MIME[again.format or ""] == made[1]


_NUMBERS = st.floats(0, 900, allow_nan=False)
_RECTS = st.builds(lambda x, y, w, h: (x, y, x + w, y + h), _NUMBERS, _NUMBERS, st.floats(5, 90), st.floats(5, 30))


def _overlap(a: Rect, b: Rect) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@given(st.lists(_RECTS, max_size=9), st.lists(_RECTS, max_size=40))
def test_no_name_covers_a_word_or_another_name(frames: list[Rect], words: list[Rect]) -> None:
    tags = place(frames, [(70.0, 22.0)] * len(frames), words, (990.0, 990.0), lambda _: True)
    assert len(tags) == len(frames)
    for i, tag in enumerate(tags):
        assert not any(_overlap(tag.rect, word) for word in words if word[2] < 990)
        assert not any(_overlap(tag.rect, other.rect) for other in tags[:i])


@pytest.mark.parametrize("turned", [1, 6, 3, 8], ids=["upright", "right", "upside down", "left"])
def test_a_photo_is_drawn_the_way_up_that_it_says(turned: int) -> None:
    """Exif 2.32 §4.6.4, Orientation: the bytes lie turned, the page is seen upright, and so are its words' places."""
    from PIL import Image, ImageDraw

    upright = Image.new("RGB", (400, 600), "white")
    ImageDraw.Draw(upright).rectangle((300, 40, 380, 60), fill="black")
    laid = {1: upright, 6: upright.rotate(90, expand=True), 3: upright.rotate(180), 8: upright.rotate(-90, expand=True)}
    exif = Image.Exif()
    exif[0x0112] = turned
    out = BytesIO()
    laid[turned].save(out, "PNG", exif=exif)
    word = Word("4.272,00", 150, 20, 190, 30)
    document = Document("foto.png", "0" * 64, 1, "ocr", (Page(1, 200.0, 300.0, (word,)),), 1, format="picture")
    (page,) = pages_of(out.getvalue(), document, 144.0)
    assert (page.columns, page.rows) == (400, 600)
    assert _ink(page, word.box, 0) > 0.9 * 81 * 21
    assert _ink(page, (0, 100, 200, 300), 0) == 0


def test_a_page_that_was_made_level_has_its_frames_where_people_see_it() -> None:
    """A scan that lies a quarter turn to the left of how it was read: what was read at (x, y) is seen at (y, W − x)."""

    class Shown(NamedTuple):
        width: float = 300.0
        height: float = 200.0

        def box(self, box: Box) -> Box:
            return Box(box.top, 200.0 - box.x1, box.bottom, 200.0 - box.x0)

    class TurnedPage(NamedTuple):
        number: int
        width: float
        height: float
        words: tuple[Word, ...]
        shown: Shown

    words = tuple(Word(t, 20 + 60.0 * i, 20, 70 + 60.0 * i, 30) for i, t in enumerate(("At", "betale", "4.272,00")))
    turned: Any = TurnedPage(1, 200.0, 300.0, words, Shown())
    document = Document("scan.png", "0" * 64, 1, "ocr", (turned,), 1, format="picture")
    (reading,) = read_invoices(document, REGISTER, (), vocabulary(), date(2026, 3, 15))
    (page,) = picture.marked(document, reading, TELLING).pages
    total = next(m for m in page.marks if m.field == "total")
    assert total.box == Box(20, 10, 30, 60)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"pixels": b"\0" * 7}, id="too few bytes"),
        pytest.param({"columns": 0, "pixels": b""}, id="nothing"),
        pytest.param({"width": float("nan")}, id="no number"),
        pytest.param({"height": -1.0}, id="less than nothing"),
    ],
)
def test_pixels_that_do_not_add_up_are_not_drawn(change: dict[str, Any]) -> None:
    """They come from a child that may have been broken into."""
    content = pdf(LINES)
    document, (reading,) = read(content)
    (page,) = pdf_pages(content, DPI)
    assert picture.draw(picture.marked(document, reading, TELLING), (replace(page, **change),)) == []


def framed(content: bytes) -> FramedPicture:
    """As the child makes it for a letter."""
    document, (reading,) = read(content)
    job = Job(content, "faktura.pdf", look="never", dpi=DPI, framings=(Framing(document.sha256, reading),))
    done = answer(job, Known(vocabulary=vocabulary()))
    assert done.pictures == ()
    assert done.document.pages == ()
    (made,) = done.framed
    assert made is not None
    return made


def test_a_framed_picture_has_its_frames_and_no_cpr_number() -> None:
    """Grey, with the frames in their colours; the number's place is black and holds nothing else."""
    from PIL import Image

    content = pdf(LINES)
    made = framed(content)
    image = Image.frombytes("P", (made.columns, made.rows), made.pixels)
    image.putpalette(made.palette)
    seen = {pixel for _, pixel in image.convert("RGB").getcolors(1 << 20) or ()}
    frames = {TELLING.colour(field) for field in ("total", "due_date", "network", "payment", "supplier")}
    assert all(any(_is_near(pixel, colour) for pixel in seen) for colour in frames)
    document, (reading,) = read(content)
    (box,) = picture.marked(document, reading, TELLING).pages[0].black
    bar = b"\0" * round((box[2] - box[0]) * DPI / 72)
    rows = [made.pixels[at : at + made.columns] for at in range(0, len(made.pixels), made.columns)]
    assert sum(bar in row for row in rows) >= round((box[3] - box[1]) * DPI / 72), "letters are never as wide and black"


def test_a_framed_picture_becomes_a_small_file() -> None:
    from PIL import Image

    made = framed(pdf(LINES))
    file = picture.as_small(made, 280_000)
    assert file is not None
    with Image.open(BytesIO(file[0])) as again:
        assert (again.size, file[1]) == ((made.columns, made.rows), "image/png")
    tiny = picture.as_small(made, 9_000)
    assert tiny is not None
    assert len(tiny[0]) <= 9_000 < len(file[0]) <= 280_000
    assert tiny[1] == "image/jpeg"
    assert picture.as_small(made, 500) is None, "nothing legible is that small"


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"pixels": b"\0" * 7}, id="too few bytes"),
        pytest.param({"columns": 0, "pixels": b""}, id="nothing"),
        pytest.param({"palette": b""}, id="no palette"),
        pytest.param({"palette": b"\0" * 1000}, id="too many tones"),
        pytest.param({"columns": -1, "rows": -1, "pixels": b"\0"}, id="less than nothing"),
    ],
)
def test_what_a_child_says_and_does_not_add_up_is_no_file(change: dict[str, Any]) -> None:
    made = FramedPicture(4, 2, bytes(8), bytes(6))
    assert picture.as_small(made, 1000) is not None
    assert picture.as_small(replace(made, **change), 1000) is None


def test_a_reading_of_another_document_is_not_drawn() -> None:
    content = pdf(LINES)
    _, (reading,) = read(content)
    job = Job(content, "faktura.pdf", look="never", dpi=DPI, framings=(Framing("0" * 64, reading),))
    assert answer(job, Known(vocabulary=vocabulary())).framed == (None,)
