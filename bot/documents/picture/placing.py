"""Where the name of each frame goes: beside it where nothing stands, else beside the page with a line to the frame.

Rectangles are (x0, top, x1, bottom) in pixels of the page.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

Rect = tuple[float, float, float, float]
#: Pixels between a frame and its name, and around what must not be covered.
_GAP, _AIR = 3.0, 2.0
#: Pixels from which a name has a line to its frame; and how far right of it room is looked for, in steps.
_CLOSE, _STEP, _STEPS = 8.0, 12.0, 24
#: A name in a margin keeps this far from the page.
_EDGE = 8.0


class Tag(NamedTuple):
    """A name's rectangle; ``is_apart``: not close to its frame, and so with a line to it."""

    rect: Rect
    is_apart: bool


def place(
    frames: Sequence[Rect],
    sizes: Sequence[tuple[float, float]],
    taken: Sequence[Rect],
    page: tuple[float, float],
    is_blank: Callable[[Rect], bool],
) -> list[Tag]:
    """A tag for every frame, in their order. ``sizes``: of the names, width and height. ``taken``: what no name may
    cover. ``is_blank`` looks at the page itself: rulings and logos are no words.
    """
    obstacles = [*taken, *frames]
    tags: list[Tag | None] = [None] * len(frames)

    def is_free(rect: Rect) -> bool:
        inside = rect[0] >= 0 and rect[1] >= 0 and rect[2] <= page[0] and rect[3] <= page[1]
        return inside and not any(_overlap(rect, other) for other in obstacles) and is_blank(rect)

    for i in sorted(range(len(frames)), key=lambda i: (frames[i][1], frames[i][0])):
        found = next((rect for rect in _around(frames[i], *sizes[i]) if is_free(rect)), None)
        found = found or next(
            (r for r in _along(frames[i], *sizes[i]) if is_free(r) and not _crossed(frames[i], r, taken)), None
        )
        if found is not None:
            tags[i] = Tag(found, is_apart=max(found[0] - frames[i][2], frames[i][0] - found[2]) > _CLOSE)
            obstacles.append(found)
    return _with_margins(frames, sizes, tags, taken, page)


def _around(frame: Rect, width: float, height: float) -> Iterator[Rect]:
    x0, top, x1, bottom = frame
    middle = (top + bottom) / 2 - height / 2
    for left, upper in (
        (x1 + _GAP, middle),
        (x0 - _GAP - width, middle),
        (x0, top - _GAP - height),
        (x0, bottom + _GAP),
        (x1 - width, top - _GAP - height),
        (x1 - width, bottom + _GAP),
        (x1 + _GAP, top - height),
        (x1 + _GAP, bottom),
        (x0 - _GAP - width, top - height),
        (x0 - _GAP - width, bottom),
    ):
        yield left, upper, left + width, upper + height


def _along(frame: Rect, width: float, height: float) -> Iterator[Rect]:
    """Farther off in the same row, to both sides."""
    x0, top, x1, bottom = frame
    upper = (top + bottom) / 2 - height / 2
    for steps in range(1, _STEPS):
        for left in (x1 + _GAP + steps * _STEP, x0 - _GAP - width - steps * _STEP):
            yield left, upper, left + width, upper + height


def _crossed(frame: Rect, rect: Rect, taken: Sequence[Rect]) -> int:
    """How much a line from the frame to the tag would run through."""
    middle = (frame[1] + frame[3]) / 2
    x0, x1 = (frame[2], rect[0]) if rect[0] > frame[0] else (rect[2], frame[0])
    return sum(1 for t in taken if t[1] <= middle <= t[3] and t[0] < x1 and x0 < t[2])


def _with_margins(
    frames: Sequence[Rect],
    sizes: Sequence[tuple[float, float]],
    tags: Sequence[Tag | None],
    taken: Sequence[Rect],
    page: tuple[float, float],
) -> list[Tag]:
    """Those that found no room go beside the page, where the line runs through less; from the top down, none over
    another.
    """
    out = list(tags)
    free = {True: 0.0, False: 0.0}
    for i in sorted((i for i, tag in enumerate(tags) if tag is None), key=lambda i: (frames[i][1], frames[i][0])):
        width, height = sizes[i]
        right, left = page[0] + _EDGE, -_EDGE - width
        at_right = _crossed(frames[i], (right, 0, right, 0), taken) <= _crossed(frames[i], (left, 0, -_EDGE, 0), taken)
        top = max(free[at_right], (frames[i][1] + frames[i][3]) / 2 - height / 2)
        x0 = right if at_right else left
        out[i] = Tag((x0, top, x0 + width, top + height), is_apart=True)
        free[at_right] = top + height + _GAP
    return [tag for tag in out if tag is not None]


def _overlap(a: Rect, b: Rect) -> bool:
    return a[0] - _AIR < b[2] and b[0] - _AIR < a[2] and a[1] - _AIR < b[3] and b[1] - _AIR < a[3]
