"""One picture of a page → a ``Page`` of words: prepared, the right way up, read, its rows made straight."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

import cv2
import numpy as np
import numpy.typing as npt

from bot.documents.ocr.mending import mended
from bot.documents.ocr.rows import straightened
from bot.documents.ocr.seen import Engine, Grey, SeenLine
from bot.documents.ocr.turning import runs_across
from bot.documents.ocr.upright import Prepared, prepared
from bot.documents.ocr.wording import words_of
from bot.model.document import Page, Shown, Word

#: Lines under this, and with no more than so many characters, are specks.
_SPECK, _SPECK_LETTERS = 0.35, 2
#: The longer side of A4 in points: the size of paper that says nothing of its own (ISO 216).
_A4 = 842.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as pixels. ``width`` and ``height`` in points are those of the page as shown, where the file tells them.

    ``photo``: it may be paper on a table. (A page of a PDF fills its picture.)
    """

    pixels: Grey
    width: float | None = None
    height: float | None = None
    photo: bool = True


#: Takes a line and the picture it is on; gives it back, its characters more or less sure.
Witness = Callable[[SeenLine, Grey], SeenLine]


def read_page(picture: Picture, engine: Engine, number: int, limit: int, witness: Witness | None = None) -> Page:
    """``number`` from 1; at most ``limit`` words, from the top."""
    width, height = _size(picture)
    ready = prepared(picture.pixels, photo=picture.photo)
    sight = engine.read(ready.pixels)
    ready = ready.turned(sight.quarters)
    lines = [line for line in sight.lines if line.sure > _SPECK or len(line.characters) > _SPECK_LETTERS]
    if witness is not None:
        lines = [witness(line, ready.pixels) for line in lines]
    found = [(word, runs_across(line.corners)) for line in lines for word in mended(words_of(line, ready.pixels))]
    seen = [word for word, _ in found]
    words = straightened(seen, lines)
    # What runs up or down the page is in its own order, behind all else.
    order = sorted(range(len(words)), key=lambda i: (words[i].top, words[i].x0) if found[i][1] else (inf, i))[:limit]
    scale = _points_a_pixel(picture, ready, width)
    shown = _shown(ready, [seen[i] for i in order], [words[i] for i in order], scale, (width, height), picture)
    rows, columns = ready.pixels.shape
    return Page(number, columns * scale, rows * scale, tuple(_scaled(words[i], scale) for i in order), shown)


def _size(picture: Picture) -> tuple[float, float]:
    """Of the page as shown, in points; A4's longer side where the file says nothing."""
    rows, columns = picture.pixels.shape
    if picture.width and picture.height:
        return picture.width, picture.height
    scale = _A4 / max(rows, columns)
    return columns * scale, rows * scale


def _points_a_pixel(picture: Picture, ready: Prepared, width: float) -> float:
    """Of the prepared picture. Paper cut out of a photo is taken for A4; it says nothing of its size."""
    rows, columns = ready.pixels.shape
    if picture.photo and picture.width is None:
        return float(_A4 / max(rows, columns))
    scale = float(np.sqrt(abs(np.linalg.det(ready.matrix[:2, :2]))))
    return float(width / picture.pixels.shape[1] * scale)


def _scaled(word: Word, scale: float) -> Word:
    return word._replace(x0=word.x0 * scale, top=word.top * scale, x1=word.x1 * scale, bottom=word.bottom * scale)


def _shown(
    ready: Prepared,
    seen: Sequence[Word],
    level: Sequence[Word],
    scale: float,
    size: tuple[float, float],
    picture: Picture,
) -> Shown | None:
    """How the page as it was read lies on the page as shown; straightened rows as well as one matrix can say it."""
    matrix = ready.matrix
    moved = [(b.x0, b.top, a.x0, a.top) for a, b in zip(seen, level, strict=True)]
    if any(abs(top - was) > 2 for _, top, _, was in moved) and len(moved) >= 8:
        pairs = np.array(moved, dtype=np.float32)
        bent, _ = cv2.findHomography(pairs[:, :2], pairs[:, 2:], 0)
        if bent is not None:
            matrix = matrix @ bent
    points = np.diag([size[0] / picture.pixels.shape[1], size[1] / picture.pixels.shape[0], 1.0])
    whole = points @ matrix @ np.diag([1 / scale, 1 / scale, 1.0])
    if _is_identity(whole, size):
        return None
    return Shown(*size, tuple(float(value) for value in (whole / whole[2, 2]).ravel()))


def _is_identity(matrix: npt.NDArray[np.float64], size: tuple[float, float]) -> bool:
    """Whether no corner of the page is moved by half a point."""
    corners = np.array([[0, 0, 1], [size[0], 0, 1], [0, size[1], 1], [*size, 1]], dtype=np.float64)
    there = corners @ matrix.T
    return bool(np.abs(there[:, :2] / there[:, 2:] - corners[:, :2]).max() < 0.5)
