"""Labels that a narrow column broke in two, put together again on the line of their value.

«Sidste frist for» over «betaling» with the date beside one of the two, or between them; «Jeres» over «kontaktperson»
beside «Mette» over «Holm». A table's head in two lines, whose values stand below, is ``labels.wrapped_labels``'.
"""

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from bot.documents.fields.labels import HEADS, LABEL_WORDS, is_wordy
from bot.documents.fields.openings import LABEL
from bot.documents.fields.vocabulary import Vocabulary
from bot.documents.layout import Layout
from bot.documents.line import SAME_EDGE, Line, Token
from bot.model.document import Word

#: They follow each other closer than so many times their height, and are of one size.
_NEAR, _SAME_SIZE = 0.7, 1.3

#: What a text ends with that goes on.
_OPEN_ENDS = ("/", "-")

_Cells = dict[int, list[list[Word]]]


class _Broken(NamedTuple):
    """A label's two cells, as (line index, cell), the line that gets it, and its value's, where that is in two too."""

    upper: tuple[int, int]
    lower: tuple[int, int]
    onto: int
    values: bool


def unwrapped(layout: Layout, words: Vocabulary) -> Layout:
    """The layout with such labels on one line each; the layout itself where there are none, as nearly always."""
    broken = list(_broken_labels(layout.lines, words))
    if not broken:
        return layout
    cells: _Cells = {}
    for index in {i for b in broken for i in range(b.upper[0], b.lower[0] + 1)}:
        line = layout.lines[index]
        cells[index] = [list(line.words_in(c.start, c.end)) for c in line.cells]
    for label in broken:
        _join(label, cells)
    lines: list[Line] = []
    for line in layout.lines:
        made = _line_of(line, cells[line.index], len(lines)) if line.index in cells else _moved(line, len(lines))
        lines.extend([made] if made is not None else [])
    return replace(layout, lines=tuple(lines))


def _join(label: _Broken, cells: _Cells) -> None:
    (up, u), (low, d) = label.upper, label.lower
    whole = [*cells[up][u], *cells[low][d]]
    cells[up][u], cells[low][d] = [], []
    if label.onto == up:
        cells[up][u] = whole
        if label.values:
            cells[up][u + 1] += cells[low][d + 1]
            cells[low][d + 1] = []
    elif label.onto == low:
        cells[low][d] = whole
    else:
        cells[label.onto].append(whole)


def _line_of(line: Line, cells: Sequence[list[Word]], index: int) -> Line | None:
    """The line with these cells; None where all of them have gone elsewhere."""
    left = sorted((cell for cell in cells if cell), key=lambda cell: cell[0].x0)
    if not left:
        return None
    edges = [(max(w.x1 for w in a), b[0].x0) for a, b in pairwise(left)]
    return Line([word for cell in left for word in cell], line.page, index, edges, line.gap)


def _moved(line: Line, index: int) -> Line:
    if line.index == index:
        return line
    other = copy(line)
    other.index = index
    return other


def _broken_labels(lines: Sequence[Line], words: Vocabulary) -> Iterator[_Broken]:
    taken: set[tuple[int, int]] = set()
    for line in lines:
        for u, tokens in enumerate(line.cell_tokens):
            if not tokens or not words.openings[tokens[0].key] & LABEL or (line.index, u) in taken:
                continue
            if not is_wordy(tokens):
                continue
            for lower in lines[line.index + 1 : line.index + 3]:
                if lower.page != line.page:
                    break
                label = _label_over(line, u, lower, lines, words)
                if label is not None:
                    taken |= {label.upper, label.lower}
                    yield label
                    break


def _label_over(line: Line, u: int, lower: Line, lines: Sequence[Line], words: Vocabulary) -> _Broken | None:
    d = next((n for n, c in enumerate(lower.cells) if abs(c.x0 - line.cells[u].x0) < SAME_EDGE), None)
    if d is None or not is_wordy(lower.cell_tokens[d]) or not _goes_on(line, u, lower, d):
        return None
    if not _is_one_label((*line.cell_tokens[u], *lower.cell_tokens[d]), len(line.cell_tokens[u]), line, u, words):
        return None
    between = lines[line.index + 1 : lower.index]
    onto = _beside_value(line, u, lower, d, between, words)
    if onto is None:
        return None
    return _Broken((line.index, u), (lower.index, d), *onto)


def _beside_value(
    line: Line, u: int, lower: Line, d: int, between: Sequence[Line], words: Vocabulary
) -> tuple[int, bool] | None:
    """The index of the line on which the label's value stands, and whether the value is broken in two as well."""
    if len(line.cells) >= HEADS and len(lower.cells) >= HEADS and not (line.has_figure or lower.has_figure):
        return None
    over, under = _value(line, u, words), _value(lower, d, words)
    if over and under and not line.cells[u + 1].overlaps(lower.cells[d + 1]):
        under = False  # of another block
    is_label = [_is_label(tokens, words) for tokens in (line.cell_tokens[u], lower.cell_tokens[d])]
    if over and under:
        # «Mette» over «Holm», «onsdag den 21.» over «oktober»: what has figures below is a value of its own
        wordy = len(line.cell_tokens[u + 1]) <= LABEL_WORDS and is_wordy(lower.cell_tokens[d + 1])
        return (line.index, True) if wordy and not is_label[0] and _goes_on(line, u + 1, lower, d + 1) else None
    if over:
        return None if all(is_label) and not _is_open(line, u) else (line.index, False)
    if under:
        is_heading = words.headings.match(line.cell_tokens[u], 0) is not None and not _is_open(line, u)
        return None if is_heading else (lower.index, False)
    for middle in between:
        if not any(c.overlaps(line.cells[u]) for c in middle.cells) and middle.cells[-1].x0 > line.cells[u].x1:
            return middle.index, False
    return None


def _value(line: Line, cell: int, words: Vocabulary) -> bool:
    """Whether something that is no label itself stands right of the cell."""
    return cell + 1 < len(line.cells) and not _is_label(line.cell_tokens[cell + 1], words)


def _is_label(tokens: Sequence[Token], words: Vocabulary) -> bool:
    found = words.labels.match(tokens, 0)
    return found is not None and found[1] == len(tokens) - 1


def _is_one_label(whole: Sequence[Token], first: int, line: Line, u: int, words: Vocabulary) -> bool:
    """One label over the line's end, or the same in two languages («Due date /» over «Forfaldsdato»)."""
    groups: set[str] = set()
    at, across = 0, _is_open(line, u)
    while at < len(whole):
        found = words.labels.match(whole, at)
        if found is None:
            return False
        across = across or at < first <= found[1]
        groups.add(found[0])
        at = found[1] + 1
    return across and len(groups) == 1


def _is_open(line: Line, cell: int) -> bool:
    """«Faktura-», «Due date /»: the text says itself that it goes on."""
    return line.cell_text(cell).rstrip().endswith(_OPEN_ENDS)


def _goes_on(line: Line, u: int, lower: Line, d: int) -> bool:
    """Whether the two cells may be the lines of one: right under each other, of one size."""
    a, b = (ln.words_in(ln.cells[n].start, ln.cells[n].end)[0] for ln, n in ((line, u), (lower, d)))
    high, low = max(a.bottom - a.top, b.bottom - b.top), max(1.0, min(a.bottom - a.top, b.bottom - b.top))
    return high < _SAME_SIZE * low + 1 and abs(b.top - a.bottom) < _NEAR * high
