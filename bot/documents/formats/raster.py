"""Pages as a person sees them: PDF → pixels. Not for reading; ``documents.picture`` draws on them.

Bytes from strangers: in the child only (``sandbox.Reader``). What goes to the parent are bare pixels, which nothing
has to decode.
"""

import ctypes
from collections.abc import Collection, Sequence

from bot.documents.errors import UnreadableDocument
from bot.documents.limits import DEFAULTS, Limits
from bot.model.document import Document, PagePicture

#: Pixels of a page at most: A4 at 250 dpi. A larger page is drawn smaller.
MOST_PIXELS = 6_000_000
#: Pages that are drawn: an invoice has one to three.
MOST_PAGES = 6
_WHITE = 0xFFFFFFFF


def pages_of(
    content: bytes, document: Document, dpi: float, limits: Limits = DEFAULTS, passwords: Sequence[str] = ()
) -> tuple[PagePicture, ...]:
    """The first pages that have words. Raises ``UnreadableDocument``."""
    read = [page.number for page in document.pages if page.words][:MOST_PAGES]
    return pdf_pages(content, dpi, read, limits, passwords) if document.format == "pdf" and read else ()


def pdf_pages(
    content: bytes,
    dpi: float,
    pages: Collection[int] = (),
    limits: Limits = DEFAULTS,
    passwords: Sequence[str] = (),
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
                out.append(_drawn(page.handle, index + 1, width, height, dpi / 72))
    return tuple(out)


def _drawn(page: object, number: int, width: float, height: float, scale: float) -> PagePicture:
    from pypdfium2 import raw  # noqa: PLC0415

    if not width > 0 or not height > 0:
        raise UnreadableDocument("damaged")
    scale = min(scale, (MOST_PIXELS / (width * height)) ** 0.5)
    columns, rows = max(1, round(width * scale)), max(1, round(height * scale))
    bitmap = raw.FPDFBitmap_CreateEx(columns, rows, raw.FPDFBitmap_BGR, None, 0)
    if not bitmap:
        raise UnreadableDocument("memory")
    try:
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, columns, rows, _WHITE)
        flags = raw.FPDF_ANNOT | raw.FPDF_REVERSE_BYTE_ORDER
        raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, columns, rows, 0, flags)
        stride = raw.FPDFBitmap_GetStride(bitmap)
        pixels = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * rows)
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
    if stride != columns * 3:
        pixels = b"".join(pixels[row * stride : row * stride + columns * 3] for row in range(rows))
    return PagePicture(number, width, height, columns, rows, pixels)
