"""A word of a PDF page that is looked at, and what is drawn so near that it may reach into it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from bot.documents.formats.drawing import Drawing
from bot.documents.formats.pdfium import Frame
from bot.model.document import Word

#: The part of a character's box, from its top, that digits fill: nothing of the lines above and below reaches
#: into it.
_UPPER, _LOWER = 0.2, 0.78
#: Points of a row into which things are sorted, to find what lies near what.
_ROW = 8.0


class Look(NamedTuple):
    """A word looked at: its number on the page, itself, its characters, and the things that draw it."""

    number: int
    word: Word
    #: Its first character and the one after its last.
    place: tuple[int, int]
    things: frozenset[int]
    #: Whether its letters stand beside each other, not above each other.
    is_upright: bool
    #: The part of its box that its letters fill: x0, top, x1, bottom in points.
    band: tuple[float, float, float, float]

    @classmethod
    def at(cls, number: int, word: Word, place: tuple[int, int], things: frozenset[int]) -> "Look":
        text, x0, top, x1, bottom, *_ = word
        width, height = x1 - x0, bottom - top
        if len(text) < 3 or width > 0.8 * height:
            return cls(number, word, place, things, True, (x0, top + _UPPER * height, x1, top + _LOWER * height))
        return cls(number, word, place, things, False, (x0 + _UPPER * width, top, x0 + _LOWER * width, bottom))


def strip_of(looks: Sequence[Look]) -> tuple[float, float]:
    """From the highest of the words to the lowest, with a little around them."""
    return max(0.0, min(look.word.top for look in looks) - 2), max(look.word.bottom for look in looks) + 2


def touched(
    drawing: Drawing, frame: Frame, looks: Sequence[Look], things: Collection[int]
) -> tuple[set[int], set[int]]:
    """Numbers of the words into which one of those things may reach, and those things."""
    if not things:
        return set(), set()
    rows = _by_row(drawing, frame, things)
    words, near = set(), set()
    for look in looks:
        x0, y0, x1, y1 = look.band
        inner, outer = x1 - 0.5, x0 + 0.5
        for row in range(int(y0 / _ROW), int(y1 / _ROW) + 1):
            for left, top, right, bottom, thing in rows.get(row, ()):
                if left < inner and right > outer and top < y1 and bottom > y0:
                    words.add(look.number)
                    near.add(thing)
    return words, near


def _by_row(
    drawing: Drawing, frame: Frame, things: Collection[int]
) -> Mapping[int, Sequence[tuple[float, float, float, float, int]]]:
    """The places of the things on the page as shown (left, top, right, bottom), by the rows that they reach into."""
    rows: defaultdict[int, list[tuple[float, float, float, float, int]]] = defaultdict(list)
    last = int(frame.size[1] / _ROW) + 1
    bounds = iter(drawing.bounds(things))
    shown, upright, x, y = frame.shown, frame.rotation == 0, frame.left, frame.top
    for thing, x0, y0, x1, y1 in zip(things, bounds, bounds, bounds, bounds, strict=True):
        left, top, right, bottom = place = (x0 - x, y - y1, x1 - x, y - y0) if upright else shown(x0, y0, x1, y1)
        first, stop = int(top / _ROW), int(bottom / _ROW)
        if first == stop and 0 <= first <= last:
            rows[first].append((*place, thing))
            continue
        for row in range(max(0, first), min(last, stop) + 1):
            rows[row].append((left, top, right, bottom, thing))
    return rows
