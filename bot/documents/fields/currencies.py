"""Amounts of a second currency beside the one that is to be paid: «DKK 2.495,00 (EUR 334,45)», a column for each.

Danish kroner are what is paid here, so where both are printed the others are only told.
"""

from collections.abc import Iterable, Mapping, Sequence

from bot.documents.fields.found import Placed
from bot.documents.fields.vocabulary import Vocabulary
from bot.documents.line import Cell, Line

#: A head of columns has no more words.
_MOST_WORDS = 30


def paid_in(words: Vocabulary, lines: Iterable[Line], amounts: Sequence[Placed]) -> tuple[Placed, ...]:
    """``amounts`` without those that only tell the sum in another currency than kroner. ``lines``: those with a word
    for a currency.
    """
    heads = list(_heads(words.code_of_word, lines)) if amounts else []
    kroner = {a.line.index for a in amounts if a.found.currency == "DKK"}
    return tuple(
        a
        for a in amounts
        if not any(_is_under(a, line, foreign, own) for line, foreign, own in heads)
        and not (a.line.index in kroner and a.found.currency not in (None, "DKK"))
    )


def _heads(code_of: Mapping[str, str], lines: Iterable[Line]) -> Iterable[tuple[Line, list[Cell], list[Cell]]]:
    """Lines with cells that name another currency, and cells that name kroner. ``code_of``: folded word → code."""
    for line in lines:
        if not len(line.cells) >= 2 or len(line.tokens) > _MOST_WORDS:
            continue
        if len([t for t in line.tokens if t.key in code_of]) < 2:
            continue
        codes = [next((c for t in tokens if (c := code_of.get(t.key))), None) for tokens in line.cell_tokens]
        if "DKK" in codes and any(c not in (None, "DKK") for c in codes):
            pairs = list(zip(line.cells, codes, strict=True))
            yield line, [cell for cell, c in pairs if c not in (None, "DKK")], [cell for cell, c in pairs if c == "DKK"]


def _is_under(amount: Placed, head: Line, foreign: Sequence[Cell], own: Sequence[Cell]) -> bool:
    """Whether the nearest head is one of another currency: heads and amounts may be set left, right or centred."""
    line = amount.line
    if line.page != head.page or line.index <= head.index:
        return False
    cell = line.cells[amount.cell]
    return min(_apart(cell, c) for c in foreign) < min(_apart(cell, c) for c in own)


def _apart(cell: Cell, head: Cell) -> float:
    middle = abs(cell.x0 + cell.x1 - head.x0 - head.x1) / 2
    return min(abs(cell.x0 - head.x0), abs(cell.x1 - head.x1), middle)
