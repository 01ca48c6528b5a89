"""Pages that lie on their side or upside down: quarter turns of pictures and of the lines found on them.

All turns are counterclockwise, as ``numpy.rot90`` makes them.
"""

from collections.abc import Sequence

import numpy as np

from bot.documents.ocr.seen import Corners, Grey, SeenLine

#: A line runs across, or down, when it is so many times as long as high.
_LONG = 1.5
#: On an upright page a line of print runs up or down from so many times as high as wide; a letter or a figure is less.
_STEEP = 4.0


def turned(picture: Grey, quarters: int) -> Grey:
    return picture if quarters % 4 == 0 else np.ascontiguousarray(np.rot90(picture, quarters))


def turned_corners(corners: Corners, size: tuple[int, int], quarters: int) -> Corners:
    """Where a line is after the turn; ``size`` is the picture's height and width before it. Its first corner is again
    the top left one of the line as it then lies.
    """
    height, width = size
    for _ in range(quarters % 4):
        corners = np.stack([corners[:, 1], width - 1 - corners[:, 0]], axis=1)[[1, 2, 3, 0]]
        height, width = width, height
    return corners


def is_lying(places: Sequence[Corners]) -> bool:
    """Whether most print runs up or down the picture."""
    across = down = 0.0
    for a, b, _, d in places:
        width, height = float(np.hypot(*(b - a))), float(np.hypot(*(d - a)))
        if height > _LONG * width:
            down += height
        elif width > _LONG * height:
            across += width
    return down > across


def sideways(corners: Corners) -> list[Corners]:
    """The two ways to read a line that is far higher than wide, up and down the page; none where it is not."""
    a, b, _, d = corners
    if float(np.hypot(*(d - a))) <= _STEEP * float(np.hypot(*(b - a))):
        return []
    return [np.roll(corners, 1, axis=0), np.roll(corners, -1, axis=0)]


def runs_across(corners: Corners) -> bool:
    """Whether a line, as it is read, runs across the page and not up or down."""
    along = corners[1] - corners[0]
    return bool(abs(along[0]) >= abs(along[1]))


def sense(lines: Sequence[SeenLine]) -> float:
    """How sure the engine is of its characters, on average; 0 where there are none."""
    count = sum(len(line.characters) for line in lines)
    return sum(c.sure for line in lines for c in line.characters) / count if count else 0.0
