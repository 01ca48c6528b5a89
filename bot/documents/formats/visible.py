"""Which words of a PDF page a person would not see: an account that only we read must never be the one that
is accepted.

Only words that could be paid by are looked at (``Limits.inspected``), all of them. First look: two small
pictures, one of those words and nothing else, one with lines, fills and images as well. Where both are the
same around a word, nothing is under or over it, and there must be ink where its letters are. Whatever does
not pass that (text on a shaded row, say) gets the close look: pictures of the page as it is, of the page
without any text, and of those words alone in black. What the first two differ by is the ink a person sees;
the third says what it should be.

Hidden: no ink, or too faint, too small or off the page. Overprinted: part of it is missing, or there is other
ink in it.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from operator import sub
from typing import Any

from bot.documents.formats.drawing import Drawing, Picture
from bot.documents.formats.pdfium import Frame
from bot.documents.limits import Limits
from bot.model.document import Word

_INK = 0xFF
#: First look, pixels a point: fine across, where letters are told from gaps, and coarse down.
_ACROSS, _DOWN = 1.2, 0.5
#: Close look.
_CLOSE = 2.0
#: The part of a character's box, from its top, that digits fill: nothing of the lines above and below reaches
#: into it.
_UPPER, _LOWER = 0.2, 0.78
#: A gap in a word's ink of so many times its mean letter width is a letter that did not come out.
_GAP = 0.8
#: Of the pixels that should have ink, the share that may lack it; other ink, as a share of them.
_MAY_LACK, _MAY_EXCEED = 0.15, 0.15
#: Marks under or over the word: their contrast as a share of the word's own.
_MARKS = 0.5
_HIDDEN, _OVERPRINTED = "hidden", "overprinted"


@dataclass(frozen=True, slots=True)
class _Look:
    """A word looked at: its number on the page, itself, the characters it is made of, and the things that
    draw them.
    """

    number: int
    word: Word
    things: frozenset[int]
    is_upright: bool

    @property
    def band(self) -> tuple[float, float, float, float]:
        """The part of its box that its letters fill, in points."""
        _, x0, top, x1, bottom, _ = self.word
        if self.is_upright:
            height = bottom - top
            return x0, top + _UPPER * height, x1, top + _LOWER * height
        width = x1 - x0
        return x0 + _UPPER * width, top, x0 + _LOWER * width, bottom


def doubts(
    page: Any, text_page: Any, frame: Frame, words: Sequence[Word], places: Sequence[tuple[int, int]], limits: Limits
) -> dict[int, str]:
    """For the numbers of those words that a person would not see: why. ``places`` are the words' first and
    last characters.

    The page is not to be used for anything else afterwards: things on it have been switched off.
    """
    wanted = _pattern(limits.inspected)
    numbers = [number for number, word in enumerate(words) if wanted(word.text)]
    if not numbers:
        return {}
    drawing = Drawing(page, text_page, frame.size)
    if drawing.is_overfull:
        return dict.fromkeys(numbers, _HIDDEN)
    found: dict[int, str] = {}
    looks: list[_Look] = []
    for number in numbers:
        word = words[number]
        if _is_out_of_sight(word, frame.size, limits.smallest_type):
            found[number] = _HIDDEN
        else:
            things = frozenset(drawing.drawers(*places[number]))
            looks.append(_Look(number, word, things, _is_upright(word)))
    crowded = _crowded(drawing, frame, looks)
    unclear = _first_look(drawing, looks, crowded, limits)
    found.update(_close_look(drawing, unclear, limits))
    found.update(_same_place(looks, found))
    return found


@lru_cache(maxsize=4)
def _pattern(inspected: str) -> Any:
    return re.compile(inspected, re.IGNORECASE).search


def _is_upright(word: Word) -> bool:
    """Whether its letters stand beside each other, not above each other."""
    return len(word.text) < 3 or word.x1 - word.x0 > 0.8 * (word.bottom - word.top)


def _is_out_of_sight(word: Word, size: tuple[float, float], smallest: float) -> bool:
    """Off the page by a fifth or more, or too small."""
    text, x0, top, x1, bottom, _ = word
    width, height = x1 - x0, bottom - top
    if height < smallest or (len(text) > 1 and width < smallest):
        return True
    return min(x1, size[0]) - max(x0, 0.0) < 0.8 * width or min(bottom, size[1]) - max(top, 0.0) < 0.8 * height


def _crowded(drawing: Drawing, frame: Frame, looks: Sequence[_Look]) -> set[int]:
    """Numbers of words at whose place text is drawn that is none of the words looked at."""
    own: set[int] = set().union(*(look.things for look in looks))
    if drawing.nested - own:
        return {look.number for look in looks}
    rows: defaultdict[int, list[tuple[float, float, float, float]]] = defaultdict(list)
    for thing in drawing.texts - own:
        box = frame.shown(*drawing.bounds(thing))
        if box[3] - box[1] < 100:
            for row in range(int(box[1] // 8), int(box[3] // 8) + 1):
                rows[row].append(box)
        else:
            for look in looks:
                rows[int(look.band[1] // 8)].append(box)
    found = set()
    for look in looks:
        x0, top, x1, bottom = look.band
        for row in range(int(top // 8), int(bottom // 8) + 1):
            if any(a < x1 - 0.5 and c > x0 + 0.5 and b < bottom and d > top for a, b, c, d in rows.get(row, ())):
                found.add(look.number)
    return found


def _first_look(drawing: Drawing, looks: Sequence[_Look], crowded: set[int], limits: Limits) -> list[_Look]:
    """Those of the words that cannot be passed at a glance."""
    own: set[int] = set().union(*(look.things for look in looks))
    drawing.switch(drawing.texts - own, on=False)
    page = drawing.picture(_ACROSS, _DOWN)
    if drawing.others:
        drawing.switch(drawing.others, on=False)
        alone = drawing.picture(_ACROSS, _DOWN)
    else:
        alone = page
    return [
        look
        for look in looks
        if look.number in crowded or not look.is_upright or not _is_plain(look, page, alone, limits.faintest)
    ]


def _is_plain(look: _Look, page: Picture, alone: Picture, faintest: int) -> bool:
    """Whether the word stands on white, by itself, with ink all along."""
    rows = alone.rows(*look.band)
    if alone is not page and rows != page.rows(*look.band):
        return False
    width = len(rows[0]) if rows else 0
    if not width:
        return False
    is_ink = _darker_than(255 - faintest)
    columns = 0
    for row in rows:
        columns |= int.from_bytes(row.translate(is_ink), "big")
    gaps = columns.to_bytes(width, "big").split(b"\xff")
    return len(gaps) > 1 and max(map(len, gaps)) < max(2.0, _GAP * width / len(look.word.text))


def _close_look(drawing: Drawing, looks: Sequence[_Look], limits: Limits) -> dict[int, str]:
    """The doubts about words on a ground, between lines, or beside other text."""
    if not looks:
        return {}
    top, bottom = min(look.word.top for look in looks) - 2, max(look.word.bottom for look in looks) + 2
    strip = (_CLOSE, _CLOSE, max(0.0, top), bottom)
    own: set[int] = set().union(*(look.things for look in looks))
    drawing.switch(drawing.others, on=True)
    drawing.switch(drawing.texts, on=True)
    page = drawing.picture(*strip)
    drawing.switch(drawing.texts, on=False)
    ground = drawing.picture(*strip)
    drawing.switch(drawing.others, on=False)
    drawing.switch(own, on=True)
    drawing.blacken(own)
    alone = drawing.picture(*strip)
    judged = ((look.number, _judged(look, page, ground, alone, limits.faintest)) for look in looks)
    return {number: doubt for number, doubt in judged if doubt}


def _judged(look: _Look, page: Picture, ground: Picture, alone: Picture, faintest: int) -> str:
    """The doubt about one word; empty where there is none."""
    rows = alone.rows(*look.band)
    width = len(rows[0]) if rows else 0
    expected, under = b"".join(rows), b"".join(ground.rows(*look.band))
    darkest = min(expected, default=255)
    if 255 - darkest < faintest:
        return _HIDDEN  # no ink even in black: empty glyphs, a clip, a layer that is off
    seen = _differences(b"".join(page.rows(*look.band)), under)
    is_letter = _darker_than(darkest + int(0.45 * (255 - darkest)))
    should = _mask(expected, is_letter)
    strength = _mean_where(seen, expected.translate(is_letter))
    if strength < faintest * (255 - darkest) / 255:
        return _HIDDEN
    lacks = should & ~_mask(seen, _lighter_than(int(0.35 * strength)))
    if lacks.bit_count() > 0.6 * should.bit_count():
        return _HIDDEN
    if _worst_letter(lacks, should, look, width, len(expected)) > _MAY_LACK:
        return _OVERPRINTED
    near = _grown(_mask(expected, _darker_than(235)), width)
    exceeds = _mask(seen, _lighter_than(max(faintest, int(0.35 * strength)))) & ~near
    if exceeds.bit_count() > _MAY_EXCEED * should.bit_count() or max(under) - min(under) > _MARKS * strength:
        return _OVERPRINTED
    return ""


def _worst_letter(lacks: int, should: int, look: _Look, width: int, size: int) -> float:
    """The largest share of its ink that any letter lacks, letters taken as equally wide."""
    missing, wanted = lacks.to_bytes(size, "big"), should.to_bytes(size, "big")
    lines = size // width
    if look.is_upright:
        slices = [slice(column, None, width) for column in range(width)]
    else:
        slices = [slice(line * width, (line + 1) * width) for line in range(lines)]
    letters = len(look.word.text)
    worst = 0.0
    for letter in range(letters):
        part = slices[letter * len(slices) // letters : (letter + 1) * len(slices) // letters]
        ink = sum(wanted[one].count(_INK) for one in part)
        if ink > 3:  # else a point or a comma at the edge of a cell
            worst = max(worst, sum(missing[one].count(_INK) for one in part) / ink)
    return worst


def _same_place(looks: Sequence[_Look], found: Mapping[int, str]) -> dict[int, str]:
    """Words that are drawn over each other, where both can be seen. The same word twice is only a way to make
    it bold.
    """
    rows: defaultdict[int, list[_Look]] = defaultdict(list)
    out: dict[int, str] = {}
    for look in looks:
        if look.number in found:
            continue
        x0, top, x1, bottom = look.band
        for row in range(int(top // 8), int(bottom // 8) + 1):
            for other in rows[row]:
                a, b, c, d = other.band
                beside = a > x1 - 1 or c < x0 + 1
                above = min(bottom, d) - max(top, b) < 0.3 * min(bottom - top, d - b)
                if not beside and not above and other.word.text != look.word.text:
                    out[look.number] = out[other.number] = _OVERPRINTED
            rows[row].append(look)
    return out


def _mask(pixels: bytes, table: bytes) -> int:
    """One byte of ones for each pixel that the table says yes to, as one number."""
    return int.from_bytes(pixels.translate(table), "big")


def _grown(mask: int, width: int) -> int:
    """The mask and every pixel beside it."""
    mask |= mask << 8 | mask >> 8
    return mask | mask << 8 * width | mask >> 8 * width


def _differences(pixels: bytes, ground: bytes) -> bytes:
    if ground.count(ground[:1]) == len(ground) and ground:
        return pixels.translate(_distance_from(ground[0]))
    return bytes(map(abs, map(sub, pixels, ground)))


def _mean_where(values: bytes, mask: bytes) -> float:
    chosen = bytes(compress(values, mask))
    return sum(chosen) / len(chosen) if chosen else 0.0


@lru_cache(maxsize=256)
def _darker_than(limit: int) -> bytes:
    return bytes(_INK if value < limit else 0 for value in range(256))


@lru_cache(maxsize=256)
def _lighter_than(limit: int) -> bytes:
    return bytes(_INK if value > limit else 0 for value in range(256))


@lru_cache(maxsize=256)
def _distance_from(ground: int) -> bytes:
    return bytes(abs(value - ground) for value in range(256))
