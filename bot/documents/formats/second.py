"""pdfplumber's word on a PDF, for the few where PDFium's is odd. Some 23 times slower, so it is asked for,
never the first.
"""

import hashlib
import re
from collections.abc import Sequence
from io import BytesIO

from bot.documents.errors import UnreadableDocument
from bot.documents.formats import pdf
from bot.documents.limits import Limits
from bot.model.document import Document, Page, Word

#: With pdfplumber's own default, words run together where each glyph is placed by itself.
_SPACE_OF_A_LETTER = 0.15


def second_opinion(content: bytes, limits: Limits, source: str = "") -> Document:
    """The words of a PDF as pdfplumber sees them, with the doubts of the first reading.

    A word that could be paid by is only free of doubt where the first reading saw one at the same place that is.

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
        pages=_doubted(pages, _first_pages(content, source, limits), limits.inspected),
        page_count=count,
        format="pdf",
        second_opinion=True,
        unread_pages=tuple(page.number for page in pages if not page.words),
    )


def _first_pages(content: bytes, source: str, limits: Limits) -> tuple[Page, ...]:
    try:
        return pdf.read(content, source, limits).pages
    except UnreadableDocument:
        return ()


def _doubted(pages: Sequence[Page], first: Sequence[Page], inspected: str) -> tuple[Page, ...]:
    pattern = re.compile(inspected, re.IGNORECASE)
    out = []
    for page in pages:
        seen = next((other.words for other in first if other.number == page.number), ())
        words = (
            word._replace(doubt=_doubt_at(word, seen)) if pattern.search(word.text) else word for word in page.words
        )
        out.append(Page(page.number, page.width, page.height, tuple(words)))
    return tuple(out)


def _doubt_at(word: Word, seen: Sequence[Word]) -> str:
    """The worst doubt of the first reading's words at that place; hidden where it read nothing there."""
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    doubts = {
        other.doubt
        for other in seen
        if other.top < y < other.bottom
        and (other.x0 < x < other.x1 or (other.x0 < word.x1 and other.x1 > word.x0 and other.text in word.text))
    }
    return max(doubts, key=("", "overprinted", "hidden").index, default="hidden")
