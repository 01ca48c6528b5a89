"""PDFium's documents and pages, opened and closed again, and the frame in which a page is shown.

Importing this loads PDFium (some 90 ms), so ``pdf.py`` does it only when a PDF is to be read.

Coordinates: PDF's own have their origin at the bottom left, before the page's rotation. Ours have it at the top left of
the page as it is shown: the crop box taken off and the rotation applied (ISO 32000-1 §7.7.3.3, §8.3.2.3).
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from math import pi
from typing import Any

import pypdfium2.raw as pdfium

from bot.documents.errors import UnreadableDocument
from bot.documents.formats import natives
from bot.documents.formats.annotations import Annotation, annotations_on

#: Things on a page beyond which nobody drew an invoice, and looking at each would take seconds.
MOST_THINGS = 50_000
#: Letters of a page that are asked which way they run, and the share of them that decides.
_LETTERS_ASKED, _MOST_OF_THEM = 24, 0.8


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible rectangle of a page in PDF coordinates, and its rotation in quarter turns clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points as shown."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.rotation % 2 else (width, height)

    def shown(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """A rectangle in PDF coordinates → (x0, top, x1, bottom) on the page as shown."""
        match self.rotation:
            case 0:
                return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0
            case 1:
                return y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left
            case 2:
                return self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom
            case _:
                return self.top - y1, self.right - x1, self.top - y0, self.right - x0


@contextmanager
def opened(content: bytes, passwords: Iterable[str] = ()) -> Iterator[Any]:
    """The document's handle. Raises ``UnreadableDocument``: ``encrypted`` where a user password is asked for and none
    of ``passwords`` is it, else ``damaged``.

    A PDF with an owner password only opens without one (ISO 32000-1 §7.6.3.1) and is read.
    """
    document = pdfium.FPDF_LoadMemDocument64(content, len(content), None)
    if not document and _is_locked():
        document = _unlocked(content, passwords)
    try:
        if not document:
            raise UnreadableDocument("encrypted" if _is_locked() else "damaged")
        if page_count(document) < 1:
            raise UnreadableDocument("damaged")
        yield document
    finally:
        if document:
            pdfium.FPDF_CloseDocument(document)


def _is_locked() -> bool:
    return pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)


def _unlocked(content: bytes, passwords: Iterable[str]) -> Any:
    """Opened by the first that fits: UTF-8 (AES-256), or Latin-1, close to the PDFDocEncoding of before (§7.6.3.3)."""
    for spelling in dict.fromkeys(p.encode(code, "replace") for p in passwords for code in ("utf-8", "latin-1")):
        document = pdfium.FPDF_LoadMemDocument64(content, len(content), spelling)
        if document:
            return document
    return None


def has_second_form(document: Any) -> bool:
    """An XFA form, which some viewers show in place of the pages, and we do not read (ISO 32000-1 §12.7.8)."""
    return pdfium.FPDF_GetFormType(document) in (pdfium.FORMTYPE_XFA_FULL, pdfium.FORMTYPE_XFA_FOREGROUND)


def page_count(document: Any) -> int:
    return int(pdfium.FPDF_GetPageCount(document))


@dataclass(frozen=True)
class LoadedPage:
    """A page that is open: PDFium's handles of it and of its text, and what lay on it."""

    handle: Any
    text: Any
    annotations: tuple[Annotation, ...] = ()

    @cached_property
    def things(self) -> tuple[list[int], list[int]]:
        """What is drawn on it, in order, and of which type each is: at most so many of a page that has more."""
        return natives.things_on(natives.handle_of(self.handle), MOST_THINGS)


@contextmanager
def loaded(document: Any, index: int) -> Iterator[LoadedPage]:
    """Page number ``index`` (from 0), with comments and form fields made part of the page: they are seen too."""
    page = pdfium.FPDF_LoadPage(document, index)
    annotations = annotations_on(document, page) if page else ()
    if any(annotation.has_look for annotation in annotations):
        pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
        pdfium.FPDF_ClosePage(page)
        page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        raise UnreadableDocument("damaged")
    try:
        text = pdfium.FPDFText_LoadPage(page)
        if text and _set_upright(page, text):
            pdfium.FPDFText_ClosePage(text)
            pdfium.FPDF_ClosePage(page)
            page = pdfium.FPDF_LoadPage(document, index)
            text = pdfium.FPDFText_LoadPage(page)  # its lines are other ones now
        if not text:
            raise UnreadableDocument("damaged")
        try:
            yield LoadedPage(page, text, annotations)
        finally:
            pdfium.FPDFText_ClosePage(text)
    finally:
        pdfium.FPDF_ClosePage(page)


def _set_upright(page: Any, text: Any) -> bool:
    """Whether the page had to be turned: where its letters run up, down or upside down as it is shown, a person turns
    it, and so does everybody who reads or draws it here.
    """
    count = pdfium.FPDFText_CountChars(text)
    looked_at = range(0, count, max(1, count // _LETTERS_ASKED))
    handle = natives.handle_of(text)
    turns = Counter(
        round(natives.char_angle(handle, index) / (pi / 2)) % 4
        for index in looked_at
        if natives.unicode_of(handle, index) > 0x20
    )
    if not turns:
        return False
    turn, letters = turns.most_common(1)[0]
    upright = -turn % 4
    if upright == pdfium.FPDFPage_GetRotation(page) % 4 or letters < _MOST_OF_THEM * turns.total():
        return False
    pdfium.FPDFPage_SetRotation(page, upright)
    return True


def frame_of(page: Any) -> Frame:
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    return Frame(box.left, box.bottom, box.right, box.top, pdfium.FPDFPage_GetRotation(page) % 4)
