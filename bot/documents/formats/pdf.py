"""PDF (ISO 32000-1) → pages of words with their places and doubts. Pages that are pictures are read where the
limits say that OCR is wanted; elsewhere they are named (``Document.unread_pages``), so that a child that can read them
is asked.
"""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.documents.errors import UnreadableDocument
from bot.documents.formats.inside import Inside, Matters, always
from bot.documents.limits import DEFAULTS, Limits
from bot.model.document import Document, Page

if TYPE_CHECKING:
    from bot.documents.formats import pictured

_LETTER = re.compile(r"[^\W\d_]")
#: A character that stands for a glyph nobody can name: replacement, or private use (ISO 10646).
_LOST = re.compile("[\ufffd\ue000-\uf8ff]")


def recognise(name: str, head: bytes) -> bool:  # noqa: ARG001 - the bytes say it; the same signature for every format
    """``%PDF-`` within the first 1,024 bytes, as readers accept it (ISO 32000-1 annex H.3, note 13)."""
    return b"%PDF-" in head[:1024]


def read(
    content: bytes,
    source: str,
    limits: Limits = DEFAULTS,
    matters: Matters = always,
    inside: Inside | None = None,
) -> Document:
    """Raises ``UnreadableDocument``: ``encrypted``, ``damaged``, ``no_text``. Files embedded in it go to ``inside``,
    also where the pages can't be read.

    Without OCR, ``no_text`` also where the first page that is not blank is a picture, or where letters were lost: a
    font without ToUnicode gives digits and plain letters right and the Danish ones wrong, so a name would be read
    wrong rather than not at all.

    Whether words are hidden takes as long to find out as the words themselves, so it is done where it ``matters``.
    """
    # Loading PDFium takes some 90 ms, which a parent that leaves PDFs to its child never needs to spend.
    from bot.documents.formats import embedded, pdfium  # noqa: PLC0415

    with ExitStack() as stack:
        document = stack.enter_context(pdfium.opened(content, inside.account.passwords if inside else ()))
        if inside is not None and embedded.count(document):
            embedded.take(document, inside)
        count = pdfium.page_count(document)
        sheets = _sheets(document, min(count, limits.pages), limits, stack)
        lost = _letters_lost([sheet.page for sheet in sheets], limits.lost_words)
        needs = _needs(sheets, limits, lost=lost)
        found = Document(
            source=source,
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            pages=tuple(sheet.page for sheet in sheets),
            page_count=count,
            format="pdf",
            unread_pages=tuple(number for number, need in needs.items() if need),
            looked_at=False,
            is_annotated=_is_annotated(document, sheets),
        )
        if limits.ocr and found.unread_pages:
            return _with_pictures(found, sheets, needs, limits)
        first = next((page for page in found.pages if page.words or needs[page.number]), None)
        if first is None or not first.words or lost:
            raise UnreadableDocument("no_text")
        return _looked_at(found, sheets, limits) if matters(found) else found


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page with what is needed to look at its ink: it stays loaded until ``close``."""

    page: Page
    #: ``pdfium.LoadedPage`` and ``pdfium.Frame``, and each word's characters.
    loaded: Any
    frame: Any
    places: Sequence[tuple[int, int]]
    close: Callable[[], None]


def _sheets(document: Any, count: int, limits: Limits, stack: ExitStack) -> list[_Sheet]:
    from bot.documents.formats import pdf_words, pdfium  # noqa: PLC0415 - as in ``read``

    sheets: list[_Sheet] = []
    left = limits.words
    for index in range(count):
        own = stack.enter_context(ExitStack())
        loaded = own.enter_context(pdfium.loaded(document, index))
        frame = pdfium.frame_of(loaded.handle)
        words, places = pdf_words.words(loaded.text, frame, left)
        left -= len(words)
        sheets.append(_Sheet(Page(index + 1, *frame.size, tuple(words)), loaded, frame, places, own.close))
    return sheets


def _needs(sheets: Sequence[_Sheet], limits: Limits, *, lost: bool) -> dict[int, "pictured.Need"]:
    """What each page needs of OCR, by its number."""
    from bot.documents.formats import pictured  # noqa: PLC0415 - as in ``read``

    if lost:
        return dict.fromkeys((sheet.page.number for sheet in sheets), "ocr")
    return {s.page.number: pictured.need(s.loaded, s.frame, s.page.words, limits) for s in sheets}


def _is_annotated(document: Any, sheets: Sequence[_Sheet]) -> bool:
    from bot.documents.formats import annotations, pdfium  # noqa: PLC0415 - as in ``read``

    says_more = (annotations.say_more(s.loaded.annotations, s.page.words, s.frame) for s in sheets)
    return pdfium.has_second_form(document) or any(says_more)


def _with_pictures(
    document: Document, sheets: Sequence[_Sheet], needs: Mapping[int, "pictured.Need"], limits: Limits
) -> Document:
    """With the pages that are pictures read by OCR. Raises ``UnreadableDocument``: ``no_text``."""
    try:
        from bot.documents.ocr.pdf_pages import drawn, joined  # noqa: PLC0415 - a second and half a gigabyte
        from bot.documents.ocr.reading import page_reader  # noqa: PLC0415 - as above
    except ImportError:
        raise UnreadableDocument("no_text") from None
    read = page_reader(limits)
    seen: dict[int, Page] = {}
    for sheet in sheets:
        number = sheet.page.number
        if needs[number] and len(seen) < limits.ocr_pages:
            seen[number] = read(drawn(sheet.loaded, sheet.frame), number, limits.words)
    looked_at = _looked_at(document, sheets, limits)
    pages, has_text = [], False
    for page in looked_at.pages:
        joint, own = page, bool(page.words)
        if page.number in seen:
            joint, own = joined(page, seen[page.number], believed=needs[page.number] == "mixed")
        pages.append(joint)
        has_text |= own
    if not any(page.words for page in pages):
        raise UnreadableDocument("no_text")
    return replace(
        looked_at,
        pages=tuple(pages),
        method="mixed" if has_text else "ocr",
        unread_pages=tuple(number for number in document.unread_pages if number not in seen),
    )


def _looked_at(document: Document, sheets: Sequence[_Sheet], limits: Limits) -> Document:
    """With a doubt on each word that a person would not see. Where there is none, the pages are the same objects."""
    from bot.documents.formats import visible  # noqa: PLC0415 - as in ``read``

    pages = []
    for sheet in sheets:
        doubts = visible.doubts(sheet.loaded, sheet.frame, sheet.page.words, sheet.places, limits)
        sheet.close()  # with the pictures that looking has unpacked
        pages.append(_doubted(sheet.page, doubts) if doubts else sheet.page)
    same = all(new is old for new, old in zip(pages, document.pages, strict=True))
    return replace(document, looked_at=True, pages=document.pages if same else tuple(pages))


def _doubted(page: Page, doubts: Mapping[int, str]) -> Page:
    words = (word._replace(doubt=doubts.get(number, "")) for number, word in enumerate(page.words))
    return replace(page, words=tuple(words))


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
