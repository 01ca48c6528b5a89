"""Rows made straight: what is left of skew, perspective and curl after the picture was prepared.

The lines that were read say how rows run at each place. Their slope is taken to change evenly over the page,
``a + b x + c y``: ``a`` is skew, ``b`` curl, ``c`` perspective. A word is moved up or down by as much as its row has
risen or fallen since the left edge.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bot.documents.ocr.seen import SeenLine
from bot.model.document import Word

#: A line says how its row runs if it is so many times as wide as high.
_LONG = 4.0
#: So many of them say how the slope changes; fewer say what it is.
_ENOUGH = 8
#: Slopes further than this from the others' are of a stamp or a signature.
_STRAY = 0.02

_Floats = npt.NDArray[np.float64]


def straightened(words: Sequence[Word], lines: Sequence[SeenLine]) -> list[Word]:
    """The words, in their order, at the heights that they would have if all rows were level. Pixels."""
    slopes = _slopes(lines)
    if not len(slopes) or not words:
        return list(words)
    a, b, c = _fitted(slopes)
    out = []
    for word in words:
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        fall = a * x + b * x * x / 2 + c * x * y
        out.append(word._replace(top=word.top - fall, bottom=word.bottom - fall))
    return out


def _slopes(lines: Sequence[SeenLine]) -> _Floats:
    """Of each long line: x and y of its middle, its slope, its length."""
    out = []
    for line in lines:
        a, b, c, d = line.corners
        along = (b - a + c - d) / 2
        if along[0] > _LONG * float(np.hypot(*((d - a + c - b) / 2))):
            x, y = line.corners.mean(axis=0)
            out.append((x, y, along[1] / along[0], along[0]))
    return np.array(out, dtype=np.float64)


def _fitted(slopes: _Floats) -> tuple[float, float, float]:
    x, y, slope, weight = slopes.T
    order = np.argsort(slope)
    middle = float(slope[order][np.searchsorted(np.cumsum(weight[order]), weight.sum() / 2)])
    near = np.abs(slope - middle) < _STRAY
    if near.sum() < _ENOUGH:
        return middle, 0.0, 0.0
    terms = np.stack([np.ones(near.sum()), x[near], y[near]], axis=1)
    root = np.sqrt(weight[near])[:, None]
    # Drawn towards «no change»: few lines at one side of the page say little of the other.
    calm = np.diag([1e-6, 1.0, 1.0]) * float(weight[near].sum()) * (0.1 * float(max(x.max(), y.max()))) ** 2
    left = (terms * root).T @ (terms * root) + calm
    a, b, c = np.linalg.solve(left, (terms * root).T @ (slope[near][:, None] * root)).ravel()
    return float(a), float(b), float(c)
