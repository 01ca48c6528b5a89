"""Ink in small pictures of one word: is it there, is it the word's own, is it all of it. Bytes in, a doubt out.

Pixels are grey, a byte each, 255 white. Masks of them are whole numbers with a byte of ones for each pixel that is
meant, so that counting, growing and comparing are single operations.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import compress
from operator import sub

INK = 0xFF
HIDDEN, OVERPRINTED = "hidden", "overprinted"
#: A ground is light and calm from this grey, and up to so many steps of grey within a word; and a word on it is as it
#: should be up to so many.
_LIGHT, _CALM, _ALIKE = 140, 40, 24
#: Of the pixels that should have ink, the share that may lack it; other ink, as a share of them.
_MAY_LACK, _MAY_EXCEED = 0.15, 0.15
#: Marks under or over the word: their contrast as a share of the word's own.
_MARKS = 0.5

#: The pixels of a rectangle, row by row.
Rows = Sequence[bytearray]


def is_on(page: Rows, ground: Rows, alone: Rows) -> bool:
    """Whether the page shows the word just as it is by itself, on a ground that is light and calm."""
    under = b"".join(ground)
    if not under or min(under) < _LIGHT or max(under) - min(under) > _CALM:
        return False
    expected: Iterable[int]
    if under.count(under[0]) == len(under):
        expected = b"".join(alone).translate(_on_ground(under[0]))
    else:
        expected = (ink * white // 255 for ink, white in zip(b"".join(alone), under, strict=True))
    return bool(max(map(abs, map(sub, b"".join(page), expected))) < _ALIKE)


def judged(page: Rows, ground: Rows, alone: Rows, faintest: int, letters: int, *, upright: bool) -> str:
    """The doubt about a word of so many letters; empty where there is none.

    The rows are of the page as it is, of the page without text, and of the word alone in black; all of the same place.
    """
    width = len(alone[0]) if alone else 0
    expected, under = b"".join(alone), b"".join(ground)
    darkest = min(expected, default=255)
    if 255 - darkest < faintest:
        return HIDDEN  # no ink even in black: empty glyphs, a clip, a layer that is off
    seen = _differences(b"".join(page), under)
    is_letter = darker_than(darkest + int(0.45 * (255 - darkest)))
    should = _mask(expected, is_letter)
    strength = _mean_where(seen, expected.translate(is_letter))
    if strength < faintest * (255 - darkest) / 255:
        return HIDDEN
    lacks = should & ~_mask(seen, _lighter_than(int(0.35 * strength)))
    if lacks.bit_count() > 0.6 * should.bit_count():
        return HIDDEN
    if _worst_letter(_slices(width, len(alone), upright=upright), lacks, should, letters, len(expected)) > _MAY_LACK:
        return OVERPRINTED
    near = _grown(_mask(expected, darker_than(235)), width)
    exceeds = _mask(seen, _lighter_than(max(faintest, int(0.35 * strength)))) & ~near
    if exceeds.bit_count() > _MAY_EXCEED * should.bit_count() or max(under) - min(under) > _MARKS * strength:
        return OVERPRINTED
    return ""


def _slices(width: int, lines: int, *, upright: bool) -> list[slice]:
    """Where the pixels of each column are (or of each row, where letters stand above each other)."""
    if upright:
        return [slice(column, None, width) for column in range(width)]
    return [slice(line * width, (line + 1) * width) for line in range(lines)]


def _worst_letter(slices: Sequence[slice], lacks: int, should: int, letters: int, size: int) -> float:
    """The largest share of its ink that any letter lacks, letters taken as equally wide."""
    missing, wanted = lacks.to_bytes(size, "big"), should.to_bytes(size, "big")
    worst = 0.0
    for letter in range(letters):
        part = slices[letter * len(slices) // letters : (letter + 1) * len(slices) // letters]
        ink = sum(wanted[one].count(INK) for one in part)
        if ink > 3:  # else a point or a comma at the edge of a cell
            worst = max(worst, sum(missing[one].count(INK) for one in part) / ink)
    return worst


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
def darker_than(limit: int) -> bytes:
    return bytes(INK if value < limit else 0 for value in range(256))


@lru_cache(maxsize=256)
def _lighter_than(limit: int) -> bytes:
    return bytes(INK if value > limit else 0 for value in range(256))


@lru_cache(maxsize=256)
def _on_ground(ground: int) -> bytes:
    return bytes(value * ground // 255 for value in range(256))


@lru_cache(maxsize=256)
def _distance_from(ground: int) -> bytes:
    return bytes(abs(value - ground) for value in range(256))
