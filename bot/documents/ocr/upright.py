"""A picture of a page made fit to be read: paper cut out, level, evenly lit, black on white. And the way back.

Places that were read on the prepared picture are told on the page as it is shown (``Prepared.shown``), where a person
looks for them.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from bot.documents.ocr.paper import Corners, corners_of_paper
from bot.documents.ocr.seen import Grey
from bot.documents.ocr.turning import turned

Matrix = npt.NDArray[np.float64]

#: A skew is looked for at this size of picture, up to so many degrees; below ``_LEVEL`` rows are as they should be.
_SIDE, _MOST, _LEVEL = 900, 7.0, 0.08
#: A picture is evenly lit where its ground differs by less than so many steps of grey.
_EVEN = 36
#: Steps of grey between the ground and the darkest hundredth, below which print is faint.
_FAINT = 110
#: Pixels of the longer side beyond which nothing is read better.
_LARGEST = 3600


@dataclass(frozen=True, slots=True)
class Prepared:
    """``matrix`` takes (x, y, 1) of the prepared picture to the picture as it was given (homogeneous, 3 × 3)."""

    pixels: Grey
    matrix: Matrix

    def turned(self, quarters: int) -> "Prepared":
        """By so many quarter turns counterclockwise."""
        if quarters % 4 == 0:
            return self
        height, width = self.pixels.shape
        back = {
            1: [[0, -1, width - 1], [1, 0, 0], [0, 0, 1]],
            2: [[-1, 0, width - 1], [0, -1, height - 1], [0, 0, 1]],
            3: [[0, 1, 0], [-1, 0, height - 1], [0, 0, 1]],
        }[quarters % 4]
        return Prepared(turned(self.pixels, quarters), self.matrix @ np.array(back, float))


def prepared(picture: Grey, *, photo: bool = True) -> Prepared:
    """``photo``: whether paper is looked for on what lies under it; a page of a PDF has edges of its own."""
    pixels, matrix = _reduced(picture)
    corners = corners_of_paper(pixels) if photo else None
    if corners is not None:
        pixels, step = _flat(pixels, corners)
        matrix = matrix @ step
    pixels = _evenly_lit(pixels)
    angle = skew(pixels)
    if abs(angle) > _LEVEL:
        pixels, step = _levelled(pixels, angle)
        matrix = matrix @ step
    return Prepared(pixels, matrix)


def _reduced(picture: Grey) -> tuple[Grey, Matrix]:
    longest = max(picture.shape)
    if longest <= _LARGEST:
        return picture, np.eye(3)
    scale = _LARGEST / longest
    height, width = picture.shape
    small = cv2.resize(picture, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
    return small, np.diag([width / small.shape[1], height / small.shape[0], 1.0])  # type: ignore[return-value]


def _flat(picture: Grey, corners: Corners) -> tuple[Grey, Matrix]:
    """The paper as if seen from above, its sides as long as the longer of each pair."""
    a, b, c, d = corners
    width = int(max(np.hypot(*(b - a)), np.hypot(*(c - d))))
    height = int(max(np.hypot(*(d - a)), np.hypot(*(c - b))))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    there = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    flat = cv2.warpPerspective(picture, there, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return flat, np.linalg.inv(there)  # type: ignore[return-value]


def _evenly_lit(picture: Grey) -> Grey:
    """Shadows and folds taken out, and faint print made strong; a picture that needs neither is left as it is."""
    height, width = picture.shape
    scale = 8
    small = cv2.resize(picture, (max(8, width // scale), max(8, height // scale)), interpolation=cv2.INTER_AREA)
    size = max(5, min(small.shape) // 18) | 1
    ground = cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8)), size)
    low, high = np.percentile(ground, (2, 98))
    darkest = float(np.percentile(picture[::4, ::4], 1))
    if high - low < _EVEN and high - darkest > _FAINT:
        return picture
    whole = cv2.resize(ground, (width, height), interpolation=cv2.INTER_LINEAR)
    lit = cv2.divide(picture, np.maximum(whole, 1), scale=250)
    darkest = float(np.percentile(lit[::4, ::4], 0.5))
    if 250 - darkest < _FAINT and darkest < 240:
        lit = cv2.convertScaleAbs(lit, alpha=170 / (250 - darkest), beta=250 - 250 * 170 / (250 - darkest))
    return lit  # type: ignore[return-value]


def skew(picture: Grey) -> float:
    """Degrees that the rows run downwards to the right; 0 where no rows are to be seen.

    Rows of print make the sums of a picture's rows differ most when they are level. A page that lies on its side is
    judged by its columns.
    """
    scale = _SIDE / max(picture.shape)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else picture
    block = max(3, _SIDE // 40) | 1
    ink = cv2.adaptiveThreshold(small, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 18)
    ink = _without_edges(ink)  # type: ignore[arg-type]
    upright, lying = _sharpest(ink), _sharpest(np.ascontiguousarray(np.rot90(ink)))
    angle, strength = max(upright, lying, key=lambda found: found[1])
    return angle if strength > 0 else 0.0


def _without_edges(ink: Grey) -> Grey:
    """The rim of the picture left out: scanners draw the paper's edge there."""
    rim = max(2, min(ink.shape) // 50)
    out = np.zeros_like(ink)
    out[rim:-rim, rim:-rim] = ink[rim:-rim, rim:-rim]
    return out


def _sharpest(ink: Grey) -> tuple[float, float]:
    """The angle of the rows of print, and how clearly they show; first in half degrees, then in twentieths."""
    rows, columns = np.nonzero(ink)
    if len(rows) < 50:
        return 0.0, 0.0
    if len(rows) > 30_000:
        chosen = np.random.default_rng(0).choice(len(rows), 30_000, replace=False)
        rows, columns = rows[chosen], columns[chosen]
    best = 0.0
    for reach, step in ((_MOST, 0.5), (0.5, 0.1), (0.1, 0.02)):
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(angles, key=lambda angle: _sharpness(rows, columns, float(angle))))
    return best, _sharpness(rows, columns, best)


def _sharpness(rows: npt.NDArray[np.intp], columns: npt.NDArray[np.intp], angle: float) -> float:
    heights = rows - columns * np.tan(np.radians(angle))
    counts = np.bincount((heights - heights.min()).astype(np.intp))
    return float(np.square(np.diff(counts.astype(np.float64))).sum())


def _levelled(picture: Grey, angle: float) -> tuple[Grey, Matrix]:
    height, width = picture.shape
    there = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0), [0, 0, 1]])
    level = cv2.warpAffine(picture, there[:2], (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return level, np.linalg.inv(there)  # type: ignore[return-value]
