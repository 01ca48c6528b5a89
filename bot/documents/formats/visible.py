"""Which words of a PDF page a person would not see: an account that only we read must never be accepted.

Only words that could be paid by are looked at (``Limits.inspected``), all of them. First look, in small pictures: the
words by themselves must leave ink all along; nothing else may reach where they stand, or it must be a light and calm
ground that shows through just as it should. Whatever does not pass (white text in a logo, say, or a line across a
number) gets the close look: pictures of the page as it is, of the page without any text, and of those words alone in
black. What the first two differ by is the ink a person sees; the third says what it should be.

Hidden: no ink, or too faint, too small or off the page. Overprinted: part of it is missing, or other ink is in it.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from itertools import compress
from operator import sub
from typing import Any, NamedTuple

from bot.documents.formats.drawing import Drawing, Picture
from bot.documents.formats.pdfium import Frame, LoadedPage
from bot.documents.limits import Limits
from bot.model.document import Word

_INK = 0xFF
#: First look, pixels a point: fine across, where letters are told from gaps, and coarse down.
_ACROSS, _DOWN = 1.2, 0.36
#: Close look.
_CLOSE = 2.0
#: The part of a character's box, from its top, that digits fill: nothing of the lines above and below reaches
#: into it.
_UPPER, _LOWER = 0.2, 0.78
#: A gap in a word's ink of so many times its mean letter width may be a letter that did not come out.
_GAP = 0.7
#: Points of a row into which things are sorted, to find what lies near what.
_ROW = 8.0
#: A ground is light and calm from this grey, and up to so many steps of grey within a word; and a word on it is as it
#: should be up to so many.
_LIGHT, _CALM, _ALIKE = 140, 40, 24
#: Of the pixels that should have ink, the share that may lack it; other ink, as a share of them.
_MAY_LACK, _MAY_EXCEED = 0.15, 0.15
#: Marks under or over the word: their contrast as a share of the word's own.
_MARKS = 0.5
_HIDDEN, _OVERPRINTED = "hidden", "overprinted"


class _Look(NamedTuple):
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
    def at(cls, number: int, word: Word, place: tuple[int, int], things: frozenset[int]) -> "_Look":
        text, x0, top, x1, bottom, _ = word
        width, height = x1 - x0, bottom - top
        if len(text) < 3 or width > 0.8 * height:
            return cls(number, word, place, things, True, (x0, top + _UPPER * height, x1, top + _LOWER * height))
        return cls(number, word, place, things, False, (x0 + _UPPER * width, top, x0 + _LOWER * width, bottom))


def doubts(
    page: LoadedPage,
    frame: Frame,
    words: Sequence[Word],
    places: Sequence[tuple[int, int]],
    limits: Limits,
) -> dict[int, str]:
    """For the numbers of those words that a person would not see: why. ``places`` are the words' first and
    last characters.

    The page is not to be used for anything else afterwards: things on it have been switched off.
    """
    wanted = _pattern(limits.inspected)
    numbers = [number for number, word in enumerate(words) if wanted(word.text)]
    if not numbers:
        return {}
    drawing = Drawing(page.handle, page.text, frame.size)
    if drawing.is_overfull:
        return dict.fromkeys(numbers, _HIDDEN)
    found: dict[int, str] = {}
    looks: list[_Look] = []
    for number in numbers:
        word = words[number]
        if _is_out_of_sight(word, frame.size, limits.smallest_type):
            found[number] = _HIDDEN
        else:
            place = places[number]
            looks.append(_Look.at(number, word, place, drawing.drawers(*place)))
    if looks:
        found.update(_close_look(drawing, _first_look(drawing, frame, looks, limits), limits))
        found.update(_same_place(looks, found))
        found.update(_veiled(page, frame, looks))
    return found


@lru_cache(maxsize=4)
def _pattern(inspected: str) -> Any:
    return re.compile(inspected, re.IGNORECASE).search


def _is_out_of_sight(word: Word, size: tuple[float, float], smallest: float) -> bool:
    """Off the page by a fifth or more, or too small."""
    text, x0, top, x1, bottom, _ = word
    width, height = x1 - x0, bottom - top
    if height < smallest or (len(text) > 1 and width < smallest):
        return True
    return min(x1, size[0]) - max(x0, 0.0) < 0.8 * width or min(bottom, size[1]) - max(top, 0.0) < 0.8 * height


def _first_look(drawing: Drawing, frame: Frame, looks: Sequence[_Look], limits: Limits) -> list[_Look]:
    """Those of the words that cannot be passed at a glance."""
    own: set[int] = set().union(*(look.things for look in looks))
    other_texts = drawing.texts - own
    crowded, _ = _touched(drawing, frame, looks, other_texts)
    on_ground, near = _touched(drawing, frame, looks, drawing.others)
    drawing.switch(other_texts, on=False)
    drawing.switch(set(drawing.others) - near, on=False)
    strip = _ACROSS, _DOWN, *_strip(looks)
    page = alone = ground = drawing.picture(*strip)
    if near:
        drawing.switch(own, on=False)
        ground = drawing.picture(*strip)
        drawing.switch(near, on=False)
        drawing.switch(own, on=True)
        alone = drawing.picture(*strip)
    unclear = []
    for look in looks:
        if look.number not in crowded and look.is_upright:
            rows = alone.rows(*look.band)
            is_itself = look.number not in on_ground or _is_on(page.rows(*look.band), ground.rows(*look.band), rows)
            if is_itself and _has_ink(rows, look, limits.faintest, drawing, frame):
                continue
        unclear.append(look)
    return unclear


def _is_on(page: Sequence[bytearray], ground: Sequence[bytearray], alone: Sequence[bytearray]) -> bool:
    """Whether the page shows the word just as it is by itself, on a ground that is light and calm."""
    under = b"".join(ground)
    if not under or min(under) < _LIGHT or max(under) - min(under) > _CALM:
        return False
    expected = (ink * white // 255 for ink, white in zip(b"".join(alone), under, strict=True))
    return bool(max(map(abs, map(sub, b"".join(page), expected))) < _ALIKE)


def _touched(
    drawing: Drawing, frame: Frame, looks: Sequence[_Look], things: Collection[int]
) -> tuple[set[int], set[int]]:
    """Numbers of the words into which one of those things may reach, and those things."""
    if not things:
        return set(), set()
    rows: defaultdict[int, list[tuple[float, float, float, float, int]]] = defaultdict(list)
    last = int(frame.size[1] / _ROW) + 1
    bounds = iter(drawing.bounds(things))
    for thing, x0, y0, x1, y1 in zip(things, bounds, bounds, bounds, bounds, strict=True):
        left, top, right, bottom = frame.shown(x0, y0, x1, y1)
        for row in range(max(0, int(top / _ROW)), min(last, int(bottom / _ROW)) + 1):
            rows[row].append((left, top, right, bottom, thing))
    words, near = set(), set()
    for look in looks:
        x0, y0, x1, y1 = look.band
        for row in range(int(y0 / _ROW), int(y1 / _ROW) + 1):
            for left, top, right, bottom, thing in rows.get(row, ()):
                if left < x1 - 0.5 and right > x0 + 0.5 and top < y1 and bottom > y0:
                    words.add(look.number)
                    near.add(thing)
    return words, near


def _strip(looks: Sequence[_Look]) -> tuple[float, float]:
    """From the highest of the words to the lowest, with a little around them."""
    return max(0.0, min(look.word.top for look in looks) - 2), max(look.word.bottom for look in looks) + 2


def _has_ink(rows: Sequence[bytearray], look: _Look, faintest: int, drawing: Drawing, frame: Frame) -> bool:
    """Whether the word by itself leaves ink on white, all along."""
    width = len(rows[0]) if rows else 0
    if not width:
        return False
    is_ink = _darker_than(255 - faintest)
    columns = 0
    for row in rows:
        columns |= int.from_bytes(row.translate(is_ink), "big")
    ink = columns.to_bytes(width, "big")
    gap = len(max(ink.split(b"\xff")))
    return gap < _GAP * width / len(look.word.text) or (gap < width and _has_every_letter(ink, look, drawing, frame))


def _has_every_letter(ink: bytes, look: _Look, drawing: Drawing, frame: Frame) -> bool:
    """Whether each letter and digit of a word with gaps in it has ink in the middle of its own place."""
    edges = iter(drawing.cells(*look.place))
    if len(look.word.text) != look.place[1] - look.place[0]:
        return False  # a ligature or a character without width: for the close look
    for letter, left, top, right, bottom in zip(look.word.text, edges, edges, edges, edges, strict=True):
        x0, _, x1, _ = frame.shown(left, bottom, right, top)
        margin = 0.15 * (x1 - x0)
        start, end = (round((x - look.word.x0) * _ACROSS) for x in (x0 + margin, x1 - margin))
        if letter.isalnum() and _INK not in ink[max(0, start) : max(end, start + 1)]:
            return False
    return True


def _close_look(drawing: Drawing, looks: Sequence[_Look], limits: Limits) -> dict[int, str]:
    """The doubts about words on a ground, between lines, or beside other text."""
    if not looks:
        return {}
    strip = _CLOSE, _CLOSE, *_strip(looks)
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
    found = {look: _judged(look, page, ground, alone, limits.faintest) for look in looks}
    hidden = [look for look, doubt in found.items() if doubt == _HIDDEN]
    overprinted = [look for look, doubt in found.items() if doubt == _OVERPRINTED]
    if hidden and overprinted:
        # Black, an unseen word lies over its neighbours as it does not on the page: a watermark of a year, say.
        drawing.switch(set().union(*(look.things for look in hidden)), on=False)
        alone = drawing.picture(*strip)
        found.update((look, _judged(look, page, ground, alone, limits.faintest)) for look in overprinted)
    return {look.number: doubt for look, doubt in found.items() if doubt}


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
    """Words that are drawn over each other, where both can be seen.

    The same word twice is only a way to make it bold.
    """
    out: dict[int, str] = {}
    ordered = sorted((look.band[1], *look.band, look) for look in looks if look.number not in found)
    for place, (_, x0, top, x1, bottom, look) in enumerate(ordered):
        for _, a, b, c, d, other in ordered[place + 1 :]:
            if b > bottom:
                break
            beside = a > x1 - 1 or c < x0 + 1
            if not beside and min(bottom, d) - b > 0.3 * min(bottom - top, d - b) and other.word.text != look.word.text:
                out[look.number] = out[other.number] = _OVERPRINTED
    return out


def _veiled(page: LoadedPage, frame: Frame, looks: Sequence[_Look]) -> dict[int, str]:
    """Words under comments and form fields that viewers draw in their own way."""
    out: dict[int, str] = {}
    for veil in page.veils:
        a, b, c, d = frame.shown(*veil)
        for look in looks:
            x0, top, x1, bottom = look.band
            if a < x1 and c > x0 and b < bottom and d > top:
                out[look.number] = _OVERPRINTED
    return out


def _mask(pixels: bytes | bytearray, table: bytes) -> int:
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
