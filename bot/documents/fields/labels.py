"""The labels found on a line: which printed words announce which value."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.documents.fields.vocabulary import Vocabulary
from bot.documents.line import SAME_EDGE, Cell, Line, Token, has_figure

#: «Nr. 1042 · Dato 12.3.2026 | Forfald 1.4.2026»: what stands between labels with their values on one line.
_DIVIDER = re.compile(r"[\s.]*[·•|;(/]\s*|,\s+")

#: A label's words on one line, at most.
LABEL_WORDS = 4
#: A table's head has so many cells, at least.
HEADS = 3


class Hit(NamedTuple):
    """A label on a line: places in the line's text, and the index of its cell."""

    group: str
    start: int
    end: int
    cell: int


def hits_on(line: Line, vocabulary: Vocabulary) -> tuple[Hit, ...]:
    """The labels of a line, left to right, none inside another; a label does not run over the end of its cell."""
    out: list[Hit] = []
    for number, cell in enumerate(line.cells):
        tokens = line.cell_tokens[number]
        i = 0
        while (i := vocabulary.labels.next_in(tokens, i)) < len(tokens):
            found = vocabulary.labels.match(tokens, i)
            if found is None or not _counts(line, cell, tokens, i, found[1], vocabulary):
                i += 1
                continue
            group, last = found
            out.append(Hit(group, tokens[i].start, tokens[last].end, number))
            i = last + 1
    return tuple(out)


def _counts(line: Line, cell: Cell, tokens: Sequence[Token], first: int, last: int, vocabulary: Vocabulary) -> bool:
    """Whether a short word stands where it is a label (``[weak]`` in labels.toml)."""
    weak = vocabulary.weak.match(tokens[: last + 1], first)
    if weak is None or weak[1] != last:
        return True
    if weak[0] == "start" and (first == 0 or _begins_part(line, cell, tokens, first, last)):
        return True
    rest = line.text[tokens[last].end : cell.end]
    if weak[0] == "start" and rest.lstrip(" .)")[:1] == ":":
        return True
    return first == 0 and (rest.lstrip(" .)")[:1] == ":" or last == len(tokens) - 1)


def _begins_part(line: Line, cell: Cell, tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a divider stands before it, and behind a comma its value too: «Drikkevarer, samlet» is a row."""
    if not _DIVIDER.fullmatch(line.text, tokens[first - 1].end, tokens[first].start):
        return False
    return line.text[tokens[first - 1].end] != "," or not line.is_blank(tokens[last].end, cell.end)


def wrapped_labels(lines: Sequence[Line], hits: Sequence[tuple[Hit, ...]], words: Vocabulary) -> list[tuple[Hit, ...]]:
    """Labels that a narrow column broke in two («Dato for» over «møde»), on the line where they begin."""
    out = list(hits)
    for line, below in pairwise(lines):
        here, under = len(line.cells), len(below.cells)
        if here < 2 or under < 1 or (under >= here and min(here, under) < HEADS) or not _runs_on(line, below):
            continue
        if min(here, under) >= HEADS:
            _join_heads(line, below, out, words)
        if under >= here:
            continue
        for k, cell in enumerate(line.cells):
            lower = next((n for n, c in enumerate(below.cells) if abs(c.x0 - cell.x0) < SAME_EDGE), None)
            if lower is None or not is_wordy(line.cell_tokens[k]) or not is_wordy(below.cell_tokens[lower]):
                continue
            whole = (*line.cell_tokens[k], *below.cell_tokens[lower])
            found = words.labels.match(whole, 0)
            if found is None or found[1] < len(line.cell_tokens[k]) or found[1] != len(whole) - 1:
                continue
            joined = Hit(found[0], cell.start, cell.end, k)
            out[line.index] = tuple(
                sorted((*(h for h in out[line.index] if h.cell != k), joined), key=lambda h: h.start)
            )
            out[below.index] = tuple(h for h in out[below.index] if h.cell != lower)
    return out


def _join_heads(line: Line, below: Line, out: list[tuple[Hit, ...]], words: Vocabulary) -> None:
    """A table's head in two lines («CVR» over «nummer»): the labels stand on the lower one, over their values."""
    if line.has_figure or below.has_figure:
        return
    for k, cell in enumerate(below.cells):
        over = next((n for n, c in enumerate(line.cells) if c.overlaps(cell)), None)
        if over is None:
            continue
        whole = (*line.cell_tokens[over], *below.cell_tokens[k])
        found = words.labels.match(whole, 0)
        if found is not None and found[1] == len(whole) - 1:
            rest = (h for h in out[below.index] if h.cell != k)
            out[below.index] = tuple(sorted((*rest, Hit(found[0], cell.start, cell.end, k)), key=lambda h: h.start))
            out[line.index] = tuple(h for h in out[line.index] if h.cell != over)


def _runs_on(line: Line, below: Line) -> bool:
    return line.page == below.page and 0 <= below.top - line.bottom + 1 < 0.6 * line.height


def is_wordy(tokens: Sequence[Token]) -> bool:
    """A few words and no figures: what a label is made of."""
    return 0 < len(tokens) <= LABEL_WORDS and not any(has_figure(t.key) for t in tokens)
