"""Lines of characters → words with boxes: spaces that were lost come back where the paper shows them.

An engine now and then runs words together («Kontoibanken»). The picture of the line says where nothing is printed;
between letters, such a gap is a space. Digits are parted only by a gap that no number has inside it.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from bot.documents.ocr.rapid import cut_out
from bot.documents.ocr.seen import Character, Corners, Grey, SeenLine
from bot.documents.ocr.turning import runs_across
from bot.model.document import Word

#: A line is looked at at this height, in pixels; engines' boxes are some 1.4 times as high as a font's own.
_HEIGHT, _AIR = 48, 0.72
#: The narrowest space between words, as a share of the height of a line; and as a multiple of its usual gap.
_SPACE, _USUAL = 0.155, 2.5
#: A line is letter-spaced where its usual gap is wider than this share of its height.
_LETTER_SPACED = 0.11
#: The parts of an amount with spaces in it, and the widest of these in heights of the line.
_GROUP, _REST, _THOUSANDS = re.compile(r"[-(]?\d{1,3}"), re.compile(r"\d{3}(?!\d)"), 0.7
#: Between two digits a space is put only where the gap is so wide: between two numbers.
_BETWEEN_NUMBERS = 0.2
#: Between these no other space is put, whatever the gap: numbers are set wider than words.
_INSIDE_NUMBERS = frozenset("0123456789.,-/:+<>")


def words_of(line: SeenLine, picture: Grey) -> list[Word]:
    """The line's words, left to right, in pixels of the picture; the box is level, round what may be tilted."""
    ink = _ink(cut_out(picture, line.corners))
    spaced, usual = _spaced(line.characters, ink)
    out: list[Word] = []
    for run in _runs(spaced):
        text = unicodedata.normalize("NFC", "".join(c.text for c in run))
        start, end = _printed(ink, run[0].start, run[-1].end)
        sure = min(c.sure for c in run)
        word = Word(text, *_box(line.corners, start, end), "", round(sure, 4))
        if out and (usual > _LETTER_SPACED * _HEIGHT or _is_one_amount(out[-1], word)):
            # Each word reaches to a common word space before the next: the wide gaps between them divide no cells.
            out[-1] = out[-1]._replace(x1=max(out[-1].x1, word.x0 - 0.25 * (word.bottom - word.top)))
        out.append(word)
    return out


def _is_one_amount(before: Word, word: Word) -> bool:
    """«2 238,00»: thousands set apart by a space. A column's gap is wider."""
    near = word.x0 - before.x1 < _THOUSANDS * (word.bottom - word.top)
    return near and _GROUP.fullmatch(before.text) is not None and _REST.match(word.text) is not None


def _runs(characters: Sequence[Character]) -> Iterator[list[Character]]:
    """Characters between spaces."""
    run: list[Character] = []
    for character in characters:
        if not character.text.isspace():
            run.append(character)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _ink(crop: Grey) -> npt.NDArray[np.bool_]:
    """For each column of the line's picture, whether anything is printed in it."""
    height, width = crop.shape
    if height < 4 or width < 4:
        return np.ones(max(1, width), dtype=np.bool_)
    level = cv2.resize(crop, (max(4, round(width * _HEIGHT / height)), _HEIGHT), interpolation=cv2.INTER_AREA)
    inner = cv2.GaussianBlur(level, (3, 3), 0)[6:-6]
    limit, _ = cv2.threshold(inner, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    dark = inner <= limit
    if dark.mean() > 0.5:  # white on dark
        dark = ~dark
    return np.asarray(dark.sum(axis=0) > 1)


def _spaced(characters: Sequence[Character], ink: npt.NDArray[np.bool_]) -> tuple[list[Character], float]:
    """With a space where the paper shows one between two letters; and the usual gap between two characters.

    What is blank before the first and behind the last of them is the line's margin, and no gap («apri l»).
    """
    printed = np.flatnonzero(ink)
    first, last = (int(printed[0]), int(printed[-1])) if len(printed) else (0, len(ink))
    middles = [min(max((c.start + c.end) / 2 * len(ink), first), last) for c in characters]
    gaps = [_widest_gap(ink, a, b) for a, b in pairwise(middles)]
    usual = float(np.median(gaps)) if gaps else 0.0
    limit = max(_SPACE * _HEIGHT, _USUAL * usual)
    out: list[Character] = list(characters[:1])
    for (before, after), gap in zip(pairwise(characters), gaps, strict=True):
        inside = before.text in _INSIDE_NUMBERS and after.text in _INSIDE_NUMBERS
        if inside and before.text.isdigit() and after.text.isdigit():
            inside = gap < max(_BETWEEN_NUMBERS * _HEIGHT, limit)
        if gap > limit and not inside and not before.text.isspace() and not after.text.isspace():
            out.append(Character(" ", before.end, before.end, 1.0))
        out.append(after)
    return out, usual


def _widest_gap(ink: npt.NDArray[np.bool_], start: float, end: float) -> int:
    """Columns without ink in a row between two places, at most."""
    widest = run = 0
    for printed in ink[int(start) : int(end) + 1]:
        run = 0 if printed else run + 1
        widest = max(widest, run)
    return widest


def _printed(ink: npt.NDArray[np.bool_], start: float, end: float) -> tuple[float, float]:
    """A word's extent drawn in to its first and last column of ink; shares of the line's width."""
    width = len(ink)
    first, last = int(start * width), max(int(start * width) + 1, int(np.ceil(end * width)))
    columns = np.flatnonzero(ink[first:last])
    if not len(columns):
        return start, end
    return (first + int(columns[0])) / width, (first + int(columns[-1]) + 1) / width


def _box(corners: Corners, start: float, end: float) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of a part of the line, about as high as a font's own box. Where the line runs up or down
    the page, so wide.
    """
    if not runs_across(corners):
        top, left, bottom, right = _box(corners[:, ::-1], start, end)
        return min(left, right), min(top, bottom), max(left, right), max(top, bottom)
    a, b, c, d = corners
    top_left, top_right = a + (b - a) * start, a + (b - a) * end
    bottom_left, bottom_right = d + (c - d) * start, d + (c - d) * end
    left, right = (top_left[0] + bottom_left[0]) / 2, (top_right[0] + bottom_right[0]) / 2
    top, bottom = (top_left[1] + top_right[1]) / 2, (bottom_left[1] + bottom_right[1]) / 2
    middle, half = (top + bottom) / 2, (bottom - top) / 2 * _AIR
    return float(left), float(middle - half), float(right), float(middle + half)
