"""What is drawn on a PDF page: the things on it, switched on and off, and pictures of what is on.

A picture answers what no list of properties does: whether ink came out. White on white, a layer that is off,
a clip, a font of empty glyphs, type of no size, a patch painted over: each leaves the same mark, which is
none.
"""

import ctypes
from collections import deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, repeat
from math import hypot

import pypdfium2.raw as pdfium

from bot.documents.formats import natives
from bot.documents.formats.pdfium import MOST_THINGS, LoadedPage

#: Pixels of a picture at most: A4 at 4 pixels a point, say.
_MOST_PIXELS = 8_000_000
_DEPTH = 12


_TEXT, _FORM = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_FORM


@dataclass(frozen=True, slots=True)
class Picture:
    """Grey, a byte a pixel, 255 white. ``top`` is the point at which it starts; scales are pixels a point."""

    pixels: bytearray
    width: int
    height: int
    top: float
    across: float
    down: float

    def rows(self, x0: float, top: float, x1: float, bottom: float) -> list[bytearray]:
        """The pixels of a rectangle in points, row by row; less where it reaches over the edge."""
        width, pixels = self.width, self.pixels
        left, right, first, last = self.pixels_of(x0, top, x1, bottom)
        return [pixels[at + left : at + right] for at in range(first * width, last * width, width)]

    def pixels_of(self, x0: float, top: float, x1: float, bottom: float) -> tuple[int, int, int, int]:
        """Of a rectangle in points: its first column and the one after its last, and the same of its rows."""
        across, down = self.across, self.down
        first = max(0, round((top - self.top) * down))
        last = min(self.height, max(first + 1, round((bottom - self.top) * down)))
        left = max(0, round(x0 * across))
        return left, max(left, min(self.width, round(x1 * across))), first, last


class Columns:
    """Which columns of a place in a picture have a pixel that the table says yes to (all bits set; else none).

    Words that stand side by side share their rows, which are put together once.
    """

    def __init__(self, picture: Picture, table: bytes) -> None:
        self._picture, self._pixels = picture, picture.pixels.translate(table)
        self._rows: dict[tuple[int, int], bytes] = {}

    def of(self, x0: float, top: float, x1: float, bottom: float) -> bytes:
        """One byte for each column of a rectangle in points; fewer where it reaches over the edge."""
        left, right, *rows = self._picture.pixels_of(x0, top, x1, bottom)
        key = rows[0], rows[1]
        if (joined := self._rows.get(key)) is None:
            joined = self._rows[key] = self._joined(*key)
        return joined[left:right]

    def _joined(self, first: int, last: int) -> bytes:
        width, columns = self._picture.width, 0
        for at in range(first * width, last * width, width):
            columns |= int.from_bytes(self._pixels[at : at + width], "big")
        return columns.to_bytes(width, "big")


class Drawing:
    """The things on one page, by their handles. What is switched off stays off for as long as the page is
    loaded.
    """

    def __init__(self, page: LoadedPage, size: tuple[float, float]) -> None:
        self._page, self._size = page.handle, size
        self._text_page = natives.handle_of(page.text)
        self._rotation = pdfium.FPDFPage_GetRotation(page.handle) % 4
        things, kinds = page.things
        self.texts = {thing for thing, kind in zip(things, kinds, strict=True) if kind == _TEXT}
        #: Lines, fills, images, shadings.
        self.others = [thing for thing, kind in zip(things, kinds, strict=True) if kind not in (_TEXT, _FORM)]
        #: For what is inside form XObjects, the outermost form: bounds inside are in the form's own coordinates.
        self._form_of: dict[int, int] = {}
        self.is_overfull = natives.count_things(natives.handle_of(page.handle)) > MOST_THINGS
        for form in [thing for thing, kind in zip(things, kinds, strict=True) if kind == _FORM]:
            self._look_into(form, form)

    def _look_into(self, form: int, outermost: int, depth: int = 1) -> None:
        for index in range(natives.count_inside(form)):
            thing = natives.nth_inside(form, index)
            kind = natives.kind_of(thing)
            if kind == _FORM:
                if depth < _DEPTH:
                    self._look_into(thing, outermost, depth + 1)
                continue
            self._form_of[thing] = outermost
            if kind == _TEXT:
                self.texts.add(thing)
            else:
                self.others.append(thing)
            if len(self._form_of) > MOST_THINGS:
                self.is_overfull = True
                return

    def drawers(self, places: Sequence[tuple[int, int]]) -> list[frozenset[int]]:
        """For each place (a first character, and the one after the last) the things that draw its characters."""
        page, asked = self._text_page, natives.text_object
        firsts = map(asked, repeat(page), [start for start, _ in places])
        lasts = map(asked, repeat(page), [end - 1 for _, end in places])
        return [
            frozenset((first,) if first else ())
            if first == last
            else frozenset(filter(None, map(asked, repeat(page), range(*place))))
            for first, last, place in zip(firsts, lasts, places, strict=True)
        ]

    def worded_otherwise(self, things: Iterable[int]) -> set[int]:
        """Those for which the page itself gives another text than what is drawn: /ActualText (ISO 32000-1 §14.9.4)."""
        return {
            thing
            for thing in things
            if (count := natives.count_marks(thing))
            and any(natives.mark_parameter(natives.nth_mark(thing, index), b"ActualText") for index in range(count))
        }

    def digits_of(self, word: str, place: tuple[int, int], things: frozenset[int]) -> list[tuple[int, str]]:
        """The word's characters, digits among them, by the font (its handle) that they are drawn in."""
        if len(things) == 1:
            return [(natives.font_of(thing), word) for thing in things]
        asked, page = natives.unicode_of, self._text_page
        return [
            (natives.font_of(thing), chr(asked(page, index)))
            for index in range(*place)
            if (thing := natives.text_object(page, index))
        ]

    def turned_over(self, places: Sequence[tuple[int, int]]) -> list[bool]:
        """Whether a character of each place stands on its head or is mirrored: a 6 is seen as a 9, a 2 as a 5.

        Every character is asked (one alone may be turned), all of them by native calls in a row.
        """
        characters = list(chain.from_iterable(range(*place) for place in places))
        room, at = natives.floats(6 * len(characters))
        addresses = range(at, at + 24 * len(characters), 24)
        deque(map(natives.char_matrix, repeat(self._text_page), characters, addresses), maxlen=0)
        matrices = list(zip(*(room[part::6] for part in range(4)), strict=True))
        over = {matrix for matrix in set(matrices) if self._is_over(*matrix)}
        if not over:
            return [False] * len(places)
        ends = accumulate(end - start for start, end in places)
        return [
            not over.isdisjoint(matrices[to - end + start : to]) for (start, end), to in zip(places, ends, strict=True)
        ]

    def _is_over(self, a: float, b: float, c: float, d: float) -> bool:
        return a * d < b * c or (a, b, -a, -b)[self._rotation] < -0.5 * hypot(a, b)

    def cells(self, start: int, end: int) -> list[float]:
        """Left, top, right, bottom of the places of those characters in PDF coordinates, one after the other."""
        out, at = natives.floats(4 * (end - start))
        for index in range(start, end):
            natives.loose_char_box(self._text_page, index, at)
            at += 16
        return out.tolist()

    def bounds(self, things: Collection[int]) -> list[float]:
        """Left, bottom, right, top of each in PDF coordinates, in a row; of what is in a form, the form's."""
        out, at = natives.floats(4 * len(things))
        for thing in map(self._form_of.get, things, things) if self._form_of else things:
            natives.bounds_of(thing, at, at + 4, at + 8, at + 12)
            at += 16
        return out.tolist()

    def switch(self, things: Iterable[int], *, on: bool) -> None:
        for thing in things:
            natives.switch(thing, on)

    def blacken(self, things: Iterable[int]) -> None:
        """Text in plain black, whatever its colour, transparency or way of drawing was."""
        for thing in things:
            natives.set_fill(thing, 0, 0, 0, 255)
            natives.set_render_mode(thing, pdfium.FPDF_TEXTRENDERMODE_FILL)

    def picture(self, across: float, down: float, top: float = 0.0, bottom: float | None = None) -> Picture:
        """What is on, at so many pixels a point, from ``top`` to ``bottom`` of the page as shown; coarser
        where it is huge.
        """
        width, height = self._size
        bottom = height if bottom is None else bottom
        size = max(1.0, width * across) * max(1.0, (bottom - top) * down)
        coarser = min(1.0, (_MOST_PIXELS / size) ** 0.5)
        across, down = across * coarser, down * coarser
        columns, lines = max(1, round(width * across)), max(1, round((bottom - top) * down))
        stride = (columns + 3) & ~3
        pixels = bytearray(b"\xff") * (stride * lines)
        buffer = (ctypes.c_char * len(pixels)).from_buffer(pixels)
        bitmap = pdfium.FPDFBitmap_CreateEx(stride, lines, pdfium.FPDFBitmap_Gray, buffer, stride)
        try:
            whole = max(1, round(height * down))
            pdfium.FPDF_RenderPageBitmap(
                bitmap, self._page, 0, -round(top * down), columns, whole, 0, pdfium.FPDF_ANNOT
            )
            return Picture(pixels, stride, lines, round(top * down) / down, across, down)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
