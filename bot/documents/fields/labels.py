"""The labels found on a line: which printed words announce which value."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.documents.fields.vocabulary import Vocabulary
from bot.documents.line import Cell, Line, Token

#: «Nr. 1042 · Dato 12.3.2026 | Forfald 1.4.2026»: what stands between labels with their values on one line.
_DIVIDER = re.compile(r"[\s.]*[·•|;(]\s*|,\s+")


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
        while i < len(tokens):
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
    if weak[0] == "start" and (first == 0 or _DIVIDER.fullmatch(line.text, tokens[first - 1].end, tokens[first].start)):
        return True
    rest = line.text[tokens[last].end : cell.end]
    if weak[0] == "start" and rest.lstrip(" .)")[:1] == ":":
        return True
    return first == 0 and (rest.lstrip(" .)")[:1] == ":" or last == len(tokens) - 1)
