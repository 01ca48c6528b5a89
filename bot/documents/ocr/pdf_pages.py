"""Pages of PDFs that are pictures: drawn as they are shown, read, and joined with what text of theirs is to be seen."""

import ctypes

import numpy as np
from pypdfium2 import raw

from bot.danish.text import fold
from bot.documents.errors import UnreadableDocument
from bot.documents.formats.pdfium import Frame, LoadedPage
from bot.documents.formats.pictured import dots_per_inch
from bot.documents.ocr.page import Picture
from bot.documents.ocr.seen import Grey
from bot.model.document import Page, Word

#: Dots per inch in which a page is drawn: that of its own picture, within these; and the most pixels of a side.
_COARSEST, _FINEST, _LONGEST = 200.0, 300.0, 3600
#: Of the text layer's words, the share that OCR must have seen too for the layer to be believed.
_SEEN_TOO = 0.5
#: Words shorter than this say nothing about it.
_SHORTEST = 3
#: Of a word of OCR's, the share that a word of the text layer covers where they are the same word.
_SAME = 0.4


def drawn(page: LoadedPage, frame: Frame) -> Picture:
    """The page as it is shown, comments and form fields too. Raises ``UnreadableDocument``."""
    width, height = frame.size
    if not width > 0 or not height > 0:
        raise UnreadableDocument("damaged")
    dots = min(_FINEST, max(_COARSEST, dots_per_inch(page, frame)))
    scale = min(dots / 72, _LONGEST / max(width, height))
    columns, rows = max(1, round(width * scale)), max(1, round(height * scale))
    bitmap = raw.FPDFBitmap_CreateEx(columns, rows, raw.FPDFBitmap_Gray, None, 0)
    if not bitmap:
        raise UnreadableDocument("memory")
    try:
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, columns, rows, 0xFFFFFFFF)
        raw.FPDF_RenderPageBitmap(bitmap, page.handle, 0, 0, columns, rows, 0, raw.FPDF_ANNOT | raw.FPDF_GRAYSCALE)
        stride = raw.FPDFBitmap_GetStride(bitmap)
        data = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * rows)
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
    pixels: Grey = np.frombuffer(data, dtype=np.uint8).reshape(rows, stride)[:, :columns].copy()
    return Picture(pixels, width, height)


def joined(text: Page, seen: Page, *, believed: bool) -> tuple[Page, bool]:
    """The page of both readings, and whether it holds words of the text layer.

    ``believed``: whether the text layer can be seen. Then its words win over OCR's at the same place, unless most of
    them are nowhere on the picture: a layer that says other things than the page is not what a person reads.
    """
    kept = [word for word in text.words if not word.doubt] if believed else []
    if not kept or not _agrees(kept, seen):
        return seen, False
    others = [word for word in _level(seen) if not any(_is_same(word, own) for own in kept)]
    return Page(text.number, text.width, text.height, (*kept, *others)), True


def _agrees(words: list[Word], seen: Page) -> bool:
    read = {fold(word.text) for word in seen.words}
    telling = [key for key in (fold(word.text) for word in words) if len(key) >= _SHORTEST]
    return not telling or sum(key in read for key in telling) >= _SEEN_TOO * len(telling)


def _level(page: Page) -> list[Word]:
    """OCR's words where they are on the page as it is shown."""
    if page.shown is None:
        return list(page.words)
    return [Word(word.text, *page.shown.box(word.box), word.doubt, word.sure) for word in page.words]


def _is_same(word: Word, own: Word) -> bool:
    across = min(word.x1, own.x1) - max(word.x0, own.x0)
    down = min(word.bottom, own.bottom) - max(word.top, own.top)
    if across <= 0 or down <= 0:
        return False
    return across * down > _SAME * max(1.0, (word.x1 - word.x0) * (word.bottom - word.top))
