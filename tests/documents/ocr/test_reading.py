"""Scans and photos from bytes to words: formats by content, turned pages, layers that lie, pictures that are bombs.

Each page takes the engine a second or two, so there are few of them.
"""

import io
import struct
import time
import zlib
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

pytest.importorskip("rapidocr", reason="OCR is an extra: pip install 'kvalitetsbot[ocr]'")

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

import bot.documents
from bot.documents.formats.picture import recognise
from bot.documents.formats.sandbox import Reader
from bot.documents.job import Job
from bot.documents.limits import Limits
from bot.documents.ocr.engines import engines
from bot.model.document import Document
from tests.documents.unprotected import read_document

FONT = Path(bot.documents.__file__).parent / "fonts" / "Vera.ttf"
OCR = replace(Limits(), ocr=True)
LINES = ("Faktura 1042", "Ærø Smørrebrød ApS", "Konto: 1234 0012345678", "At betale 4.272,00 kr.")


@cache
def page(lines: tuple[str, ...] = LINES) -> Image.Image:
    """A sheet at 100 dpi."""
    image = Image.new("L", (827, 1169), 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(FONT), 24)
    for row, line in enumerate(lines):
        draw.text((90, 120 + 70 * row), line, 0, font)
    return image


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def text_of(document: Document) -> str:
    return " ".join(w.text for p in document.pages for w in sorted(p.words, key=lambda w: (round(w.top / 12), w.x0)))


def pdf(picture: Image.Image | None, text: tuple[str, ...], *, invisible: bool) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    if picture is not None:
        canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
    words = canvas.beginText(65, 742)
    words.setTextRenderMode(3 if invisible else 0)
    for line in text:
        words.textLine(line)
    canvas.drawText(words)
    canvas.save()
    return file.getvalue()


@pytest.mark.parametrize(
    ("head", "is_one"),
    [
        pytest.param(b"\x89PNG\r\n\x1a\n", True, id="PNG"),
        pytest.param(b"\xff\xd8\xff\xe1", True, id="JPEG"),
        pytest.param(b"MM\0*", True, id="TIFF, the other byte order"),
        pytest.param(b"RIFF\0\0\0\0WEBP", True, id="WebP"),
        pytest.param(b"RIFF\0\0\0\0WAVE", False, id="sound"),
        pytest.param(b"\0\0\0\x18ftypheic", True, id="HEIC"),
        pytest.param(b"\0\0\0\x18ftypmp42", False, id="a film"),
    ],
)
def test_a_picture_is_told_by_its_first_bytes(head: bytes, is_one: bool) -> None:
    assert recognise("faktura.pdf", head) is is_one


def test_the_engines_know_danish() -> None:
    found = engines()
    assert found.first is not None
    assert found.first.name.startswith("rapidocr")


@pytest.mark.slow
def test_two_pages_of_a_fax() -> None:
    first, second = page().convert("1"), page(("Side to", "Heraf moms 854,40")).convert("1")
    content = saved(first, "TIFF", save_all=True, append_images=[second], compression="group4", dpi=(100, 100))
    document = read_document(content, "scan", OCR)
    assert (document.method, document.page_count, document.unread_pages) == ("ocr", 2, ())
    assert "Ærø Smørrebrød ApS" in text_of(document)
    assert "854,40" in text_of(document)
    amount = next(w for w in document.pages[0].words if w.text == "4.272,00")
    assert amount.sure > 0.8
    assert amount.top * 100 / 72 == pytest.approx(330, abs=20)


@pytest.mark.slow
def test_letterheads_that_run_up_and_down_the_margins() -> None:
    sheet = page().copy()
    band = page(("Bryghus, CVR 12345674",)).crop((80, 110, 440, 160))
    sheet.paste(band.rotate(90, expand=True), (10, 300))
    sheet.paste(band.rotate(270, expand=True), (760, 300))
    words = read_document(saved(sheet, "PNG"), "scan.png", OCR).pages[0].words
    beside = [w for w in words if w.x1 < 80 * 0.72 or w.x0 > 750 * 0.72]
    assert " ".join(w.text for w in beside) == "Bryghus, CVR 12345674 Bryghus, CVR 12345674"
    assert all(w.bottom - w.top > w.x1 - w.x0 for w in beside if len(w.text) > 3)


@pytest.mark.slow
@pytest.mark.parametrize("quarters", [1, 2])
def test_a_photo_that_lies(quarters: int) -> None:
    """Turned by the one who took it; one of them also says so (EXIF, orientation 3)."""
    turned = page().rotate(90 * quarters, expand=True, fillcolor=255)
    exif = Image.Exif()
    exif[0x0112] = 3 if quarters == 1 else 1
    document = read_document(saved(turned, "JPEG", exif=exif, quality=80), "IMG_1.jpg", OCR)
    assert "1234 0012345678" in text_of(document)
    assert document.pages[0].shown is not None
    account = next(w for w in document.pages[0].words if w.text == "0012345678")
    there = document.pages[0].shown.box(account.box)
    assert 0 < there.x0 < there.x1 < document.pages[0].shown.width
    assert (there.bottom - there.top > there.x1 - there.x0) is (quarters == 1)


@pytest.mark.slow
def test_a_scanner_s_own_layer_is_not_believed() -> None:
    content = pdf(page(), ("Konto: 9999 0099999999", "At betale 1.000,00 kr."), invisible=True)
    document = read_document(content, "scan.pdf", OCR)
    assert document.method == "ocr"
    assert "0012345678" in text_of(document)
    assert "9999" not in text_of(document)


@pytest.mark.slow
def test_text_printed_on_a_scan_is_taken_as_it_is() -> None:
    stamp = ("Modtaget 17-03-2026 af bogholderiet",)
    document = read_document(pdf(page(("", "", *LINES)), stamp, invisible=False), "scan.pdf", OCR)
    assert document.method == "mixed"
    assert [w.sure for w in document.pages[0].words if w.text == "17-03-2026"] == [1.0]
    assert "4.272,00" in text_of(document)


def test_a_text_layer_on_a_letterhead_needs_no_engine() -> None:
    words = tuple(f"Linje {n} Kaffe og kage 1 stk. 120,00 kr." for n in range(12))
    document = read_document(pdf(page(("Ærø",)), words, invisible=False), "faktura.pdf")
    assert (document.method, document.unread_pages) == ("text", ())


def bomb(side: int) -> bytes:
    """A PNG of so many pixels square in some kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = b"\0" + b"\0" * (side // 8)
    packer = zlib.compressobj(9)
    data = b"".join([packer.compress(row) for _ in range(min(side, 2000))]) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(bomb(30_000), "too_large", id="30,000 pixels square"),
        pytest.param(saved(page(), "PNG")[:2000], "damaged", id="cut short"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "damaged", id="no PNG"),
        pytest.param(b"\0\0\0\x18ftypheic" + b"\0" * 500, "unsupported", id="no HEIC"),
        pytest.param(saved(Image.new("L", (40, 20), 0), "PNG"), "no_text", id="a logo"),
    ],
)
def test_pictures_that_cannot_be_read(content: bytes, reason: str) -> None:
    assert read_document(content, "x.png", OCR).unreadable == reason


@pytest.mark.slow
def test_a_child_of_its_own_reads_what_the_first_cannot() -> None:
    with Reader() as reader:
        bad = reader.read(bomb(30_000), "bombe.png")
        good = reader.read(saved(page(), "PNG"), "faktura.png")
        text = reader.read(pdf(None, LINES, invisible=False), "faktura.pdf")
    assert bad.unreadable == "too_large"
    assert (good.unreadable, good.method) == (None, "ocr")
    assert "4.272,00" in text_of(good)
    assert text.method == "text"


@pytest.mark.slow
def test_pictures_have_their_own_time() -> None:
    with Reader() as reader:
        ticket = reader.submit(Job(saved(page(), "PNG"), "faktura.png"))
        reader.lanes[0].wait_for(ticket)
        read = reader.result(ticket, until=time.monotonic()).document
    assert (read.unreadable, read.method) == (None, "ocr")
