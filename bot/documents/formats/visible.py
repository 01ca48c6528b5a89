"""Which words of a PDF page a person would not see: an account that only we read must never be accepted.

Only words that could be paid by are looked at (``Limits.inspected``), all of them. First look, in small pictures: the
words by themselves must leave ink all along; nothing else may reach where they stand, or it must be a light and calm
ground that shows through just as it should. Whatever does not pass (white text in a logo, say, or a line across a
number) gets the close look: pictures of the page as it is, of the page without any text, and of those words alone in
black. What the first two differ by is the ink a person sees; the third says what it should be.

Hidden: no ink, or too faint, too small, turned over or off the page, or not the characters that are drawn (``digits``).
Overprinted: part of it is missing, or other ink is in it.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from bot.documents.formats.digits import DIGITS, shown_otherwise
from bot.documents.formats.drawing import Columns, Drawing
from bot.documents.formats.ink import HIDDEN, INK, OVERPRINTED, darker_than, is_on, judged
from bot.documents.formats.looks import Look, strip_of, touched
from bot.documents.formats.pdfium import Frame, LoadedPage
from bot.documents.limits import Limits
from bot.model.document import Word

#: First look, pixels a point: fine across, where letters are told from gaps, and coarse down.
_ACROSS, _DOWN = 1.2, 0.36
#: Close look.
_CLOSE = 2.0
#: A gap in a word's ink of so many times its mean letter width may be a letter that did not come out.
_GAP = 0.7


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
    drawing = Drawing(page, frame.size)
    if drawing.is_overfull:
        return dict.fromkeys(numbers, HIDDEN)
    found = {
        n: HIDDEN
        for n, is_turned in zip(numbers, drawing.turned_over([places[n] for n in numbers]), strict=True)
        if is_turned or _is_out_of_sight(words[n], frame.size, limits.smallest_type)
    }
    seen = [n for n in numbers if n not in found] if found else numbers
    drawers = drawing.drawers([places[n] for n in seen])
    looks = [Look.at(n, words[n], places[n], things) for n, things in zip(seen, drawers, strict=True)]
    if worded := drawing.worded_otherwise(set().union(*drawers)):
        # What we read is not what is drawn.
        found |= {look.number: HIDDEN for look in looks if not worded.isdisjoint(look.things)}
    found |= _shown_otherwise(drawing, looks)
    if looks:
        found = _close_look(drawing, _first_look(drawing, frame, looks, limits), limits) | found
        found.update(_same_place(looks, found))
        found.update(_veiled(page, frame, looks))
    return found


@lru_cache(maxsize=4)
def _pattern(inspected: str) -> Any:
    return re.compile(inspected, re.IGNORECASE).search


def _is_out_of_sight(word: Word, size: tuple[float, float], smallest: float) -> bool:
    """Off the page by a fifth or more, or too small."""
    text, x0, top, x1, bottom, *_ = word
    width, height = x1 - x0, bottom - top
    if height < smallest or (len(text) > 1 and width < smallest):
        return True
    return min(x1, size[0]) - max(x0, 0.0) < 0.8 * width or min(bottom, size[1]) - max(top, 0.0) < 0.8 * height


def _shown_otherwise(drawing: Drawing, looks: Sequence[Look]) -> dict[int, str]:
    """Words in a font whose digits look like others than they are said to be."""
    fonts = {look.number: drawing.digits_of(look.word.text, look.place, look.things) for look in looks}
    said: defaultdict[int, set[str]] = defaultdict(set)
    for font, text in chain.from_iterable(fonts.values()):
        said[font].update(DIGITS.intersection(text))
    lying = shown_otherwise(said)
    return {n: HIDDEN for n, parts in fonts.items() if any(font in lying for font, _ in parts)} if lying else {}


def _first_look(drawing: Drawing, frame: Frame, looks: Sequence[Look], limits: Limits) -> list[Look]:
    """Those of the words that cannot be passed at a glance."""
    own: set[int] = set().union(*(look.things for look in looks))
    other_texts = drawing.texts - own
    crowded, _ = touched(drawing, frame, looks, other_texts)
    on_ground, near = touched(drawing, frame, looks, drawing.others)
    drawing.switch(other_texts, on=False)
    drawing.switch(set(drawing.others) - near, on=False)
    strip = _ACROSS, _DOWN, *strip_of(looks)
    page = alone = ground = drawing.picture(*strip)
    if near:
        drawing.switch(own, on=False)
        ground = drawing.picture(*strip)
        drawing.switch(near, on=False)
        drawing.switch(own, on=True)
        alone = drawing.picture(*strip)
    ink = Columns(alone, darker_than(255 - limits.faintest))
    unclear = []
    for look in looks:
        if look.number not in crowded and look.is_upright:
            band = look.band
            is_itself = look.number not in on_ground or is_on(page.rows(*band), ground.rows(*band), alone.rows(*band))
            if is_itself and _has_ink(ink.of(*band), look, drawing, frame):
                continue
        unclear.append(look)
    return unclear


def _has_ink(ink: bytes, look: Look, drawing: Drawing, frame: Frame) -> bool:
    """Whether the word by itself leaves ink on white, all along: the columns that have ink have all their bits set."""
    width = len(ink)
    if not width:
        return False
    gap = len(max(ink.split(b"\xff")))
    return gap < _GAP * width / len(look.word.text) or (gap < width and _has_every_letter(ink, look, drawing, frame))


def _has_every_letter(ink: bytes, look: Look, drawing: Drawing, frame: Frame) -> bool:
    """Whether each letter and digit of a word with gaps in it has ink in the middle of its own place."""
    edges = iter(drawing.cells(*look.place))
    if len(look.word.text) != look.place[1] - look.place[0]:
        return False  # a ligature or a character without width: for the close look
    for letter, left, top, right, bottom in zip(look.word.text, edges, edges, edges, edges, strict=True):
        x0, _, x1, _ = frame.shown(left, bottom, right, top)
        margin = 0.15 * (x1 - x0)
        start, end = (round((x - look.word.x0) * _ACROSS) for x in (x0 + margin, x1 - margin))
        if letter.isalnum() and INK not in ink[max(0, start) : max(end, start + 1)]:
            return False
    return True


def _close_look(drawing: Drawing, looks: Sequence[Look], limits: Limits) -> dict[int, str]:
    """The doubts about words on a ground, between lines, or beside other text."""
    if not looks:
        return {}
    strip = _CLOSE, _CLOSE, *strip_of(looks)
    own: set[int] = set().union(*(look.things for look in looks))
    drawing.switch(drawing.others, on=True)
    drawing.switch(drawing.texts, on=True)
    page = drawing.picture(*strip)
    drawing.switch(drawing.texts, on=False)
    ground = drawing.picture(*strip)
    drawing.switch(drawing.others, on=False)
    drawing.switch(own, on=True)
    drawing.blacken(own)

    def look_at(looks: Sequence[Look]) -> dict[Look, str]:
        alone = drawing.picture(*strip)
        return {
            look: judged(
                page.rows(*look.band),
                ground.rows(*look.band),
                alone.rows(*look.band),
                limits.faintest,
                len(look.word.text),
                upright=look.is_upright,
            )
            for look in looks
        }

    found = look_at(looks)
    hidden = [look for look, doubt in found.items() if doubt == HIDDEN]
    overprinted = [look for look, doubt in found.items() if doubt == OVERPRINTED]
    if hidden and overprinted:
        # Black, an unseen word lies over its neighbours as it does not on the page: a watermark of a year, say.
        drawing.switch(set().union(*(look.things for look in hidden)), on=False)
        found |= look_at(overprinted)
    return {look.number: doubt for look, doubt in found.items() if doubt}


def _same_place(looks: Sequence[Look], found: Mapping[int, str]) -> dict[int, str]:
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
                out[look.number] = out[other.number] = OVERPRINTED
    return out


def _veiled(page: LoadedPage, frame: Frame, looks: Sequence[Look]) -> dict[int, str]:
    """Words under comments and form fields that viewers draw in their own way."""
    out: dict[int, str] = {}
    for veil in (annotation.box for annotation in page.annotations if annotation.is_veil):
        a, b, c, d = frame.shown(*veil)
        for look in looks:
            x0, top, x1, bottom = look.band
            if a < x1 and c > x0 and b < bottom and d > top:
                out[look.number] = OVERPRINTED
    return out
