"""Words with their boxes from a PDF page, by PDFium's raw interface: two native calls a word, not two a character.

A page's text comes in one call; a word is a run without white space in it, and its box is that of its first and last
character. Where PDFium ran strings together, or took words apart, the characters' places set it right.
"""

import ctypes
import re
import unicodedata
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium

from bot.documents.formats import natives
from bot.documents.formats.pdf_spaces import SPACE, along, divided, without_torn
from bot.documents.formats.pdfium import Frame
from bot.model.document import Word

#: U+FFFE is PDFium's mark for a hyphen at the end of a line: it ends a word, and is printed.
_HYPHEN = "\ufffe"
_WORD = re.compile(rf"[^\s\0{_HYPHEN}]+{_HYPHEN}?")
#: Letters drawn as one glyph, characters without width, and control characters: what a font without ToUnicode
#: leaves.
_ODD_CHARACTERS = {
    **dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), "\ufffd"),
    **dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A))),
    **dict(zip(range(0xFB00, 0xFB07), ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)),
    ord(_HYPHEN): "-",
}
#: Those of them that may stand in a word: every page has line ends.
_ODD = re.compile(
    "[" + "".join(re.escape(c) for c in map(chr, sorted(_ODD_CHARACTERS)) if c != "\0" and not c.isspace()) + "]"
)
#: A letter on a line of its own; from so many on a page, they may be what is left of words.
_LONE_LETTER, _MANY = re.compile(r"\r\n\S(?=\r\n)"), 4
#: A character's width at most, as a share of its height.
_WIDEST = 1.1
#: A named tuple of what is ready, without its constructor's own call: it is made for every word.
_new = tuple.__new__


def words(text_page: Any, frame: Frame, limit: int) -> tuple[list[Word], list[tuple[int, int]]]:
    """The words of a page, at most ``limit``, in the order in which they are drawn; and for each the indices,
    as PDFium counts characters, of its first one and of the one after its last.
    """
    text = without_torn(text_page, _text(text_page))
    is_odd = _ODD.search(text) is not None or not unicodedata.is_normalized("NFC", text)
    todo = divided(text_page, text, [match.span() for match in _WORD.finditer(text)][:limit])
    found: list[Word] = []
    places: list[tuple[int, int]] = []
    upright, left, top = frame.rotation == 0, frame.left, frame.top
    boxes = iter(_end_boxes(text_page, todo))
    for (start, end), l0, t0, r0, b0, l1, t1, r1, b1 in zip(todo, *(boxes,) * 8, strict=True):
        if upright and t0 == t1 and b0 == b1 and l0 <= l1 and r1 - l0 <= (end - start) * _WIDEST * (t0 - b0):
            # Nearly every word: its first and last character stand side by side on one line.
            if word := _cleaned(text[start:end]) if is_odd else text[start:end]:
                found.append(_new(Word, (word, l0 - left, top - t0, r1 - left, top - b0, "", 1.0)))
                places.append((start, end))
            continue
        x0, y0, _, y1 = frame.shown(l0, b0, r0, t0)
        u0, v0, u1, v1 = frame.shown(l1, b1, r1, t1)
        height = y1 - y0
        # Cheap signs that a word is none: it runs backwards, over two rows, or is far wider than its letters.
        if end - start > 1 and (
            u0 < x0 or v1 - y0 < 0.3 * height or y1 - v0 < 0.3 * height or u1 - x0 > (end - start) * _WIDEST * height
        ):
            for first, last, *edges in _parts(text_page, start, end):
                if word := _cleaned(text[first:last]):
                    found.append(Word(word, *frame.shown(*edges)))
                    places.append((first, last))
            continue
        word = _cleaned(text[start:end]) if is_odd else text[start:end]
        if word:
            found.append(Word(word, x0, v0 if v0 < y0 else y0, u1, v1 if v1 > y1 else y1))
            places.append((start, end))
    if len(_LONE_LETTER.findall(text)) > _MANY:
        return _rejoined(text, found, places)
    return found, places


def _rejoined(
    text: str, words: Sequence[Word], places: Sequence[tuple[int, int]]
) -> tuple[list[Word], list[tuple[int, int]]]:
    """Letters that stand side by side as words again.

    Where each glyph is drawn by itself and the page is full, PDFium takes it for vertical writing and ends the line
    after every letter.
    """
    found: list[Word] = []
    spans: list[tuple[int, int]] = []
    for word, (start, end) in zip(words, places, strict=True):
        before = found[-1] if found else None
        if before is not None and text[spans[-1][1] : start] == "\r\n" and _is_next(before, word):
            top, bottom = min(before.top, word.top), max(before.bottom, word.bottom)
            found[-1] = Word(before.text + word.text, before.x0, top, word.x1, bottom)
            spans[-1] = (spans[-1][0], end)
        else:
            found.append(word)
            spans.append((start, end))
    return found, spans


def _is_next(word: Word, following: Word) -> bool:
    height = word.bottom - word.top
    overlap = min(word.bottom, following.bottom) - max(word.top, following.top)
    return -0.15 * height < following.x0 - word.x1 < SPACE * height and overlap > 0.7 * height


def _end_boxes(text_page: Any, spans: Sequence[tuple[int, int]]) -> list[float]:
    """Left, top, right, bottom of the first and of the last character of each."""
    out, at = natives.floats(8 * len(spans))
    ends = [index for start, end in spans for index in (start, end - 1)]
    # Nothing but native calls: a loop in Python takes longer than they do.
    boxes = map(natives.loose_char_box, repeat(natives.handle_of(text_page)), ends, range(at, at + 32 * len(spans), 16))
    deque(boxes, maxlen=0)
    return out.tolist()


def _parts(text_page: Any, start: int, end: int) -> Iterator[tuple[int, int, float, float, float, float]]:
    """Start, end and the place of each string of what PDFium ran together."""
    while start < end:
        cut = _joint(text_page, start, end) or end
        edges = _end_boxes(text_page, [(start, cut)])
        yield (
            start,
            cut,
            min(edges[0], edges[4]),
            min(edges[3], edges[7]),
            max(edges[2], edges[6]),
            max(edges[1], edges[5]),
        )
        start = cut


def _text(text_page: Any) -> str:
    """All characters of the page, one for each that PDFium counts, so that a place in the string is a
    character's index.
    """
    count = pdfium.FPDFText_CountChars(text_page)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    got = pdfium.FPDFText_GetText(text_page, 0, count, buffer)
    text = bytes(buffer)[: max(0, got - 1) * 2].decode("utf-16-le", "replace")
    if len(text) == count:
        return text
    # A character beyond U+FFFF, or one that PDFium leaves out of the string.
    codes = (pdfium.FPDFText_GetUnicode(text_page, index) for index in range(count))
    return "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\0" for code in codes)


def _cleaned(word: str) -> str:
    if word.isascii() and word.isprintable():
        return word
    return unicodedata.normalize("NFC", word.translate(_ODD_CHARACTERS))


def _joint(text_page: Any, start: int, end: int) -> int:
    """Where two separately drawn strings were run together: index of the second's first character, 0 where
    there is none.

    PDFium joins strings that are drawn one after the other without a space, also when they stand in different
    rows: "11" and "21" of two rows came as "1121". The next character then stands in another row, before the
    last one, or far from it.
    """
    vertical = abs(pdfium.FPDFText_GetCharAngle(text_page, start) % 3.141592653589793 - 1.5707963267948966) < 0.5
    before = along(text_page, start, vertical)
    for index in range(start + 1, end):
        here = along(text_page, index, vertical)
        height = max(1.0, min(before[3] - before[2], here[3] - here[2]))
        overlap = min(before[3], here[3]) - max(before[2], here[2])
        gap = max(here[0] - before[1], before[0] - here[1]) if vertical else here[0] - before[1]
        backwards = not vertical and here[0] < before[0] - 0.5 * height
        if overlap < 0.3 * height or gap > 0.3 * height or backwards:
            return index
        before = here
    return 0
