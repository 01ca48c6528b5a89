"""Pages as a person sees them: PDF → pixels. Not for reading; ``documents.picture`` draws on them.

Bytes from strangers: in the child only (``sandbox.Reader``). What goes to the parent are bare pixels, which nothing
has to decode.
"""

import ctypes
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from bot.documents.errors import UnreadableDocument
from bot.documents.limits import DEFAULTS, Limits
from bot.model.document import Document, Page, PagePicture

if TYPE_CHECKING:
    from PIL.Image import Image

#: Pixels of a page at most: A4 at 250 dpi. A larger page is drawn smaller.
MOST_PIXELS = 6_000_000
#: Pages that are drawn: an invoice has one to three.
MOST_PAGES = 6
_WHITE = 0xFFFFFFFF


def pages_of(
    content: bytes,
    document: Document,
    dpi: float,
    limits: Limits = DEFAULTS,
    passwords: Sequence[str] = (),
    *,
    grey: bool = False,
) -> tuple[PagePicture, ...]:
    """The first pages that have words. ``grey``: those of a PDF without colours, in half the time. Raises
    ``UnreadableDocument``.
    """
    read = [page for page in document.pages if page.words][:MOST_PAGES]
    if document.format == "pdf" and read:
        return pdf_pages(content, dpi, [page.number for page in read], limits, passwords, grey=grey)
    return _image_pages(content, read, dpi) if document.format == "picture" else ()


def pdf_pages(
    content: bytes,
    dpi: float,
    pages: Collection[int] = (),
    limits: Limits = DEFAULTS,
    passwords: Sequence[str] = (),
    *,
    grey: bool = False,
) -> tuple[PagePicture, ...]:
    """The pages (from 1; none given: all within the limits) at so many dots per inch, rotated as they are shown, with
    comments and form fields. Raises ``UnreadableDocument``.
    """
    from bot.documents.formats import pdfium  # noqa: PLC0415 - loads PDFium

    out = []
    with pdfium.opened(content, passwords) as document:
        for index in range(min(pdfium.page_count(document), limits.pages)):
            if pages and index + 1 not in pages:
                continue
            with pdfium.loaded(document, index) as page:
                width, height = pdfium.frame_of(page.handle).size
                out.append(_drawn(page.handle, index + 1, width, height, dpi / 72, grey))
    return tuple(out)


def _image_pages(content: bytes, pages: Sequence[Page], dpi: float) -> tuple[PagePicture, ...]:
    """Pages of a photo or scan, the way up that the file says; their sizes are those that reading gave them."""
    from io import BytesIO  # noqa: PLC0415

    from PIL import Image, ImageSequence  # noqa: PLC0415 - few documents are drawn

    _with_heif()
    wanted = {page.number: page for page in pages}
    out = []
    try:
        with Image.open(BytesIO(content)) as image:
            for number, frame in enumerate(ImageSequence.Iterator(image), start=1):
                if number in wanted:
                    out.append(_image_page(frame, wanted[number], dpi))
                if number >= max(wanted, default=0):
                    break
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as problem:
        raise UnreadableDocument("damaged") from problem
    return tuple(out)


def _image_page(frame: "Image", page: Page, dpi: float) -> PagePicture:
    """On white where it is transparent."""
    from PIL import Image, ImageOps  # noqa: PLC0415

    width, height = _size_as_shown(page)
    scale = min(dpi / 72, (MOST_PIXELS / (width * height)) ** 0.5)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    frame.draft("RGB", (max(size), max(size)))  # a JPEG is unpacked no larger than needed
    upright = ImageOps.exif_transpose(frame).convert("RGBA")
    seen = Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright).convert("RGB")
    return PagePicture(page.number, width, height, *size, seen.resize(size, reducing_gap=2.0).tobytes())


def _with_heif() -> None:
    try:
        import pillow_heif  # noqa: PLC0415 - an extra
    except ImportError:
        return
    pillow_heif.register_heif_opener()


def _size_as_shown(page: Page) -> tuple[float, float]:
    """Points, of the page as people see it: OCR may have read a part of it, turned and made level."""
    shown = getattr(page, "shown", None) or page
    return max(1.0, float(shown.width)), max(1.0, float(shown.height))


def _drawn(page: object, number: int, width: float, height: float, scale: float, grey: bool) -> PagePicture:
    from pypdfium2 import raw  # noqa: PLC0415

    if not width > 0 or not height > 0:
        raise UnreadableDocument("damaged")
    scale = min(scale, (MOST_PIXELS / (width * height)) ** 0.5)
    columns, rows = max(1, round(width * scale)), max(1, round(height * scale))
    form, octets = (raw.FPDFBitmap_Gray, 1) if grey else (raw.FPDFBitmap_BGR, 3)
    bitmap = raw.FPDFBitmap_CreateEx(columns, rows, form, None, 0)
    if not bitmap:
        raise UnreadableDocument("memory")
    try:
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, columns, rows, _WHITE)
        flags = raw.FPDF_ANNOT if grey else raw.FPDF_ANNOT | raw.FPDF_REVERSE_BYTE_ORDER
        raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, columns, rows, 0, flags)
        stride = raw.FPDFBitmap_GetStride(bitmap)
        pixels = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * rows)
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
    if stride != columns * octets:
        pixels = b"".join(pixels[row * stride : row * stride + columns * octets] for row in range(rows))
    return PagePicture(number, width, height, columns, rows, pixels)
