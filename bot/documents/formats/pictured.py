"""Whether a PDF page is a picture, in whole or in part, so that its text layer does not say what a person reads."""

import ctypes
import re
from collections.abc import Iterator, Sequence
from typing import Literal

from pypdfium2 import raw

from bot.documents.formats import natives
from bot.documents.formats.pdfium import Frame, LoadedPage
from bot.documents.limits import Limits
from bot.model.document import Word

#: "": the text layer is all there is. "mixed": visible text on a picture, or text of which nobody can say if its
#: letters are right. "ocr": a picture; what text there is cannot be seen.
Need = Literal["", "mixed", "ocr"]

#: Of the page, the share that pictures cover where it may be a scan.
_COVERED = 0.5
#: Words printed on a picture of a page: a letterhead as a background has a whole invoice on it, a scan a stamp.
_FEW = 40
#: Words with letters from which a page of an invoice should have one of ``Limits.expected``.
_MANY = 20
_MOST_OBJECTS, _DEEPEST = 4000, 3
_LETTERS = re.compile(r"[^\W\d_]{2}")
_TEXT, _IMAGE, _FORM = raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM
_UNSEEN = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)


def need(page: LoadedPage, frame: Frame, words: Sequence[Word], limits: Limits) -> Need:
    """What OCR has to do for a page with those words."""
    if not words:
        return "ocr" if raw.FPDFPage_CountObjects(page.handle) > 0 else ""
    covered, seen, unseen = _drawn(page, frame)
    if covered >= _COVERED:
        if unseen or not seen:
            return "ocr"
        return "mixed" if len(words) < _FEW else ""
    return "mixed" if _makes_no_sense(words, limits.expected) else ""


def dots_per_inch(page: LoadedPage, frame: Frame) -> float:
    """Of the finest large picture on the page; 0 where there is none."""
    best = 0.0
    for thing, kind in _objects(page):
        if kind == _IMAGE and _area(thing) > 0.2 * _whole(frame):
            columns, rows = ctypes.c_uint(), ctypes.c_uint()
            if raw.FPDFImageObj_GetImagePixelSize(ctypes.cast(thing, raw.FPDF_PAGEOBJECT), columns, rows):
                best = max(best, 72 * (columns.value * rows.value / max(1.0, _area(thing))) ** 0.5)
    return best


def _drawn(page: LoadedPage, frame: Frame) -> tuple[float, int, int]:
    """The share of the page that pictures cover; how much text is drawn on top of the last of them, and how much so
    that it cannot be seen: without ink, or under a picture. Text is counted only where they cover enough to matter.
    """
    things = _objects(page)
    shares = {thing: min(1.0, _area(thing) / _whole(frame)) for thing, kind in things if kind == _IMAGE}
    covered, seen, unseen = sum(shares.values()), 0, 0
    for thing, kind in things if covered >= _COVERED else ():
        if kind == _IMAGE and shares[thing] >= _COVERED:
            unseen, seen = unseen + seen, 0
        elif kind == _TEXT:
            is_unseen = natives.render_mode(thing) in _UNSEEN
            unseen, seen = unseen + is_unseen, seen + (not is_unseen)
    return covered, seen, unseen


def _objects(page: LoadedPage) -> list[tuple[int, int]]:
    """The page's objects, each with its type, in the order in which they are drawn; for a form, what is in it. None
    where no picture is among them.
    """
    things, kinds = page.things
    if _IMAGE not in kinds and _FORM not in kinds:
        return []
    return list(_opened(things[:_MOST_OBJECTS], kinds[:_MOST_OBJECTS], 0))


def _opened(things: Sequence[int], kinds: Sequence[int], depth: int) -> Iterator[tuple[int, int]]:
    for thing, kind in zip(things, kinds, strict=True):
        if kind != _FORM:
            yield thing, kind
        elif depth < _DEEPEST:
            yield from _opened(*natives.things_inside(thing, _MOST_OBJECTS // 10), depth + 1)


def _area(thing: int) -> float:
    """In square points. (Within a form that is scaled it is the form's own, which is near enough.)"""
    edges = (ctypes.c_float * 4)()
    at = ctypes.addressof(edges)
    if not natives.bounds_of(thing, at, at + 4, at + 8, at + 12):
        return 0.0
    left, bottom, right, top = edges
    return max(0.0, right - left) * max(0.0, top - bottom)


def _whole(frame: Frame) -> float:
    width, height = frame.size
    return max(1.0, width * height)


def _makes_no_sense(words: Sequence[Word], expected: str) -> bool:
    """Many words, and none that an invoice, a menu or a letter would have: the letters may stand for others."""
    if re.search(expected, " ".join([word.text for word in words]), re.IGNORECASE) is not None:
        return False
    return sum(_LETTERS.search(word.text) is not None for word in words) >= _MANY
