"""PDF (ISO 32000-1) with a text layer → pages of words with their places and doubts. Pictures of text are not
read here.
"""

import hashlib
import re
from collections.abc import Sequence

from bot.documents.errors import UnreadableDocument
from bot.documents.limits import DEFAULTS, Limits
from bot.model.document import Document, Page

_LETTER = re.compile(r"[^\W\d_]")
#: A character that stands for a glyph nobody can name: replacement, or private use (ISO 10646).
_LOST = re.compile("[\ufffd\ue000-\uf8ff]")


def recognise(name: str, head: bytes) -> bool:  # noqa: ARG001 - the bytes say it; the same signature for every format
    """``%PDF-`` within the first 1,024 bytes, as readers accept it (ISO 32000-1 annex H.3, note 13)."""
    return b"%PDF-" in head[:1024]


def read(content: bytes, source: str, limits: Limits = DEFAULTS) -> Document:
    """Raises ``UnreadableDocument``: ``encrypted``, ``damaged``, ``no_text``.

    ``no_text`` also where the first page is a picture, or where letters were lost: a font without ToUnicode
    gives digits and plain letters right and the Danish ones wrong, so a name would be read wrong rather than
    not at all.
    """
    # Loading PDFium takes some 90 ms, which a parent that leaves PDFs to its child never needs to spend.
    from bot.documents.formats import pdf_words, pdfium, visible  # noqa: PLC0415

    pages: list[Page] = []
    left = limits.words
    with pdfium.opened(content) as document:
        count = pdfium.page_count(document)
        for index in range(min(count, limits.pages)):
            with pdfium.loaded(document, index) as page:
                frame = pdfium.frame_of(page.handle)
                words, places = pdf_words.words(page.text, frame, left)
                for number, doubt in visible.doubts(page, frame, words, places, limits).items():
                    words[number] = words[number]._replace(doubt=doubt)
                left -= len(words)
                pages.append(Page(index + 1, *frame.size, tuple(words)))
    if not pages[0].words or _letters_lost(pages, limits.lost_words):
        raise UnreadableDocument("no_text")
    return Document(
        source=source,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        pages=tuple(pages),
        page_count=count,
        format="pdf",
        unread_pages=tuple(page.number for page in pages if not page.words),
    )


def _letters_lost(pages: Sequence[Page], accepted: float) -> bool:
    """Whether more than that share of the words with letters hold a character nobody can name.

    A lost character alone is a bullet or an icon, and says nothing about the words.
    """
    texts = [word.text for page in pages for word in page.words]
    whole = "\n".join(texts)
    if _LOST.search(whole) is None:
        return False
    lost = sum(len(text) > 1 and _LOST.search(text) is not None for text in texts)
    return lost > accepted * sum(_LETTER.search(text) is not None for text in texts)
