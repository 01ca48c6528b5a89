"""Captions: labels in small print, under a row of values or right over one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.documents.line import SAME_EDGE, Cell, Line

if TYPE_CHECKING:
    from bot.documents.fields.labelling import Labelled

#: Captions are so much smaller than their values.
_CAPTION = 0.85
#: A caption has so many words at most; so many of a row are labels that are known, at least, or one under such a row.
_WORDS, _LEAST = 3, 2


def caption_rows(sheet: "Labelled") -> frozenset[int]:
    """Indexes of lines that are small captions under the values of the line above them."""
    found: set[int] = set()
    for line in sheet.lines:
        under_captions = line.index - 2 in found
        if not _is_captions(sheet, line, 1 if under_captions else _LEAST):
            continue
        # A row of labels above the values, that is no caption itself: then the values are its, not this line's.
        headed = line.index > 1 and not under_captions and _is_labels(sheet, sheet.lines[line.index - 2])
        if not headed:
            found.add(line.index)
    return frozenset(found)


def _is_labels(sheet: "Labelled", line: Line) -> bool:
    return len(line.cells) > 1 and all(sheet.pure_hit(line, n) is not None for n in range(len(line.cells)))


def _is_captions(sheet: "Labelled", line: Line, least: int) -> bool:
    """Labels, ``least`` cells or more, smaller than the line right above, which has a value over each and no label. A
    few words that are no label («Netværk») may stand among them.
    """
    if len(line.cells) < least or line.index == 0:
        return False
    above = sheet.lines[line.index - 1]
    near = above.page == line.page and line.top - above.bottom < 0.6 * above.height
    is_small = line.height <= _CAPTION * above.height or (
        line.height < above.height and _is_nearer(line, above, sheet.lines[line.index + 1 : line.index + 2])
    )
    if not near or not is_small or sheet.hits[above.index]:
        return False
    starts = [c.x0 for c in above.cells]
    labels = sum(sheet.pure_hit(line, n) is not None for n in range(len(line.cells)))
    short = not line.has_figure and all(len(tokens) <= _WORDS for tokens in line.cell_tokens)
    known = labels == len(line.cells) or (labels >= least and short)
    return known and all(any(abs(c.x0 - x) < SAME_EDGE for x in starts) for c in line.cells)


def _is_nearer(line: Line, above: Line, below: Sequence[Line]) -> bool:
    """Whether the line belongs to the one above by their distance: a picture's heights alone do not tell."""
    return bool(below) and 2 * max(0.0, line.top - above.bottom) < below[0].top - line.bottom


def is_caption_over(line: Line, caption: Cell, below: Line, value: Cell) -> bool:
    """Whether the label is printed smaller than the value right under it, and begins where that does: a panel of
    captions, beside which the rows of another column stand.
    """
    if abs(caption.x0 - value.x0) > SAME_EDGE:
        return False
    small, usual = line.height_of(line.cells.index(caption)), below.height_of(below.cells.index(value))
    return 0 < small <= _CAPTION * usual
