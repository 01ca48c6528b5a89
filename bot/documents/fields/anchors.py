"""The words that a value belongs to as a person sees it, known to the vocabulary or not: before it in its cell, in the
cell left of it, or above it.
"""

from typing import NamedTuple

from bot.danish.text import fold
from bot.documents.fields.sheet import Sheet
from bot.documents.line import Line, Span, Token
from bot.model.lesson import LabelPlace

#: A label has so many words at most; of a longer stretch before a value the last ones count.
_MOST_WORDS = 5


class Anchor(NamedTuple):
    """``key`` is ``text`` folded: what the label is compared by. ``where`` it stands, seen from the value."""

    text: str
    key: str
    where: LabelPlace
    span: Span


def anchor_of(sheet: Sheet, span: Span) -> Anchor | None:
    """None where nothing stands there that could be a label, as at the top of a page."""
    line, number = span.line, span.line.cell_at(span.start)
    cell = line.cells[number]
    before = [t for t in line.cell_tokens[number] if t.end <= span.start]
    if before:
        return _anchor(line, _last_words(sheet, before), "same")
    while number > 0:
        number -= 1
        if line.cell_tokens[number]:
            return _anchor(line, _words(line, number), "left") or _above(sheet, line, span)
    above = sheet.layout.above(line, cell)
    return _anchor(above[0], _words(*above), "above") if above else None


def _above(sheet: Sheet, line: Line, span: Span) -> Anchor | None:
    above = sheet.layout.above(line, line.cells[line.cell_at(span.start)])
    return _anchor(above[0], _words(*above), "above") if above else None


def _last_words(sheet: Sheet, tokens: list[Token]) -> list[Token]:
    """Those behind the last figure or name: what stands before that belongs to it."""
    index = sheet.networks
    out: list[Token] = []
    for token in reversed(tokens):
        named = index.is_word(token.key) or token.key in index.people
        if named or any(c.isdigit() for c in token.key) or len(out) == _MOST_WORDS:
            break
        out.insert(0, token)
    return out


def _words(line: Line, number: int) -> list[Token]:
    """The cell's words; none where it is no label: a figure in it, or a sentence."""
    tokens = list(line.cell_tokens[number])
    is_label = len(tokens) <= _MOST_WORDS and not any(c.isdigit() for t in tokens for c in t.key)
    return tokens if is_label else []


def _anchor(line: Line, tokens: list[Token], where: LabelPlace) -> Anchor | None:
    if not tokens:
        return None
    span = Span(line, tokens[0].start, tokens[-1].end)
    return Anchor(span.text, fold(span.text), where, span)
