"""pdfplumber's word on a PDF, for the few where PDFium's is odd. Some 23 times slower, so it is asked for,
never the first.
"""

import hashlib
from io import BytesIO

from bot.documents.errors import UnreadableDocument
from bot.documents.limits import Limits
from bot.model.document import Document, Page, Word

#: With pdfplumber's own default, words run together where each glyph is placed by itself.
_SPACE_OF_A_LETTER = 0.15


def second_opinion(content: bytes, limits: Limits, source: str = "") -> Document:
    """The words of a PDF as pdfplumber sees them. Doubts are not looked for: those of the first reading hold.

    Raises ``UnreadableDocument``: ``damaged``, ``no_text``.
    """
    import pdfplumber  # noqa: PLC0415 - 250 ms
    from pdfminer.pdfexceptions import PDFException  # noqa: PLC0415
    from pdfplumber.utils.exceptions import PdfminerException  # noqa: PLC0415

    pages: list[Page] = []
    left = limits.words
    try:
        with pdfplumber.open(BytesIO(content)) as document:
            count = len(document.pages)
            for page in document.pages[: limits.pages]:
                x0, top, _, _ = page.bbox
                found = page.extract_words(x_tolerance_ratio=_SPACE_OF_A_LETTER)[:left]
                words = (Word(w["text"], w["x0"] - x0, w["top"] - top, w["x1"] - x0, w["bottom"] - top) for w in found)
                left -= len(found)
                pages.append(Page(page.page_number, float(page.width), float(page.height), tuple(words)))
                page.close()
    except (PDFException, PdfminerException):
        raise UnreadableDocument("damaged") from None
    if not any(page.words for page in pages):
        raise UnreadableDocument("no_text")
    return Document(
        source=source,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        pages=tuple(pages),
        page_count=count,
        format="pdf",
        second_opinion=True,
    )
