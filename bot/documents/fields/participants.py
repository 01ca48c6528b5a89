"""How many took part, where the page says it in heads: «8 personer», «8 kuverter», «Antal deltagere: 8».

A quantity of dishes is no number of heads, and «pr. person», «max 40 personer» are none either.
"""

from collections.abc import Iterable

from bot.danish.numbers import NUMBERS
from bot.danish.text import fold
from bot.documents.fields.draft import Draft, Scored, best, make
from bot.documents.fields.labels import Hit
from bot.documents.fields.openings import PEOPLE
from bot.documents.fields.products import is_bound
from bot.documents.fields.sheet import Sheet
from bot.documents.line import SAME_EDGE, Line, Span, Token

#: What a head of the table of goods has.
_GOODS = ("column_text", "column_price", "column_amount")
#: Characters between a number and its word, at most; words of a line that runs on, at least, and how near the next one
#: is to it, in its heights.
_WIDEST, _SENTENCE, _NEXT_LINE = 14, 3, 0.9


def read_participants(sheet: Sheet, draft: Draft) -> Draft:
    candidates = list(_candidates(sheet))
    found, draft = best(candidates), draft.weighing(sheet, "participants", candidates)
    if found is None:
        return draft
    scores = sheet.scores("participants")
    others = {c.value for c in candidates if c.score >= found.score - scores["rival"]} - {found.value}
    score = min(found.score, scores["contradicted"]) if others else found.score
    return draft.having(participants=make(sheet, found.value, score, found.span, how=found.how))


def _candidates(sheet: Sheet) -> Iterable[Scored[int]]:
    for line, opens in zip(sheet.lines, sheet.opens, strict=True):
        counted = list(_before_word(sheet, line)) if opens & PEOPLE else []
        yield from counted
        for hit in (*sheet.hits_of(line, "participants"), *_heads_in_panel(sheet, line)):
            if any(c.span.start < hit.start < c.span.end for c in counted):
                continue  # «10,00 pers. 65,00»: the number before the word is the heads, the one behind it a price
            for where, start, end in sheet.values_of(line, hit)[:2]:
                token = next((t for t in where.tokens if t.start >= start), None)
                if token is not None and token.start < end and (value := _heads(sheet, where, token)) is not None:
                    yield Scored(value, sheet.scores("participants")["label"], Span(where, token.start, token.end))
                    break


def _heads_in_panel(sheet: Sheet, line: Line) -> Iterable[Hit]:
    """«Fakturanr. | Arrangementsdato | Pers.»: a word of quantity in a row of labels that is no head of goods."""
    if sheet.hits_of(line, *_GOODS):
        return
    people = sheet.vocabulary.word_set("participants", "people")
    for hit in sheet.hits_of(line, "column_quantity"):
        if fold(line.text[hit.start : hit.end]) in people and sheet.is_pure(line, hit):
            yield hit


def _before_word(sheet: Sheet, line: Line) -> Iterable[Scored[int]]:
    """A whole number and at once a word for heads."""
    people = sheet.vocabulary.word_set("participants", "people")
    after = sheet.vocabulary.word_set("participants", "unless_after")
    whole = sheet.vocabulary.word_set("participants", "whole")
    tokens = line.tokens
    for i, token in enumerate(tokens):
        if token.key not in people or (i + 1 < len(tokens) and tokens[i + 1].key in after):
            continue
        found = _number_before(sheet, line, i) or _number_above(sheet, line, token)
        if found is not None:
            value, span = found
            yield Scored(
                value, sheet.scores("participants")["word" if token.key in whole else "short_word"], span, "form"
            )


def _number_before(sheet: Sheet, line: Line, i: int) -> tuple[int, Span] | None:
    """The heads right before the word that is token ``i``, with that."""
    tokens, token = line.tokens, line.tokens[i]
    if i == 0:
        return None
    at = i - 1
    if tokens[at].key == "00" and at and line.text[tokens[at - 1].end : tokens[at].start] in (",", "."):
        at -= 1  # «10,00 pers.»
    number = tokens[at]
    value, gap = _heads(sheet, line, number), line.text[number.end : token.start]
    if value is None or gap.strip(" .,0-à") or len(gap) > _WIDEST or _is_else(sheet, line, at):
        return None
    return value, Span(line, number.start, token.end)


def _number_above(sheet: Sheet, line: Line, token: Token) -> tuple[int, Span] | None:
    """«Klynge Gynækologi (10» over «delegates)»: the end of a line that runs on, where the word begins the next."""
    cell = line.cell_at(token.start)
    if not line.text[token.start].islower() or not line.is_blank(line.cells[cell].start, token.start):
        return None
    over = sheet.layout.above(line, line.cells[cell], reach=_NEXT_LINE)
    if over is None or abs(over[0].cells[over[1]].x0 - line.cells[cell].x0) > SAME_EDGE:
        return None
    above, tokens = over[0], over[0].cell_tokens[over[1]]
    if len(tokens) < _SENTENCE or not above.is_blank(tokens[-1].end, above.cells[over[1]].end):
        return None
    value = _heads(sheet, above, tokens[-1])
    if value is None or _is_else(sheet, above, above.tokens.index(tokens[-1])):
        return None
    return value, Span(above, tokens[-1].start, tokens[-1].end)


def _is_else(sheet: Sheet, line: Line, at: int) -> bool:
    """Whether the number that is token ``at`` is one of «max 40» or of an amount."""
    start = line.tokens[at].start
    amounts = (a.span for a in sheet.amounts_by_line.get(line.index, []) if a.found.currency)
    return is_bound(sheet, line, start) or any(s.start <= start < s.end for s in amounts)


def _heads(sheet: Sheet, line: Line, token: Token) -> int | None:
    raw = line.text[token.start : token.end]
    told = NUMBERS.get(raw.casefold(), 0)
    if told > 1:
        return told  # «Der deltog syv personer»
    if (
        not (raw.isascii() and raw.isdecimal())
        or not 0 < int(raw) <= sheet.scores("participants")["most"]
        or len(raw) > 3
    ):
        return None
    before = line.text[max(0, token.start - 1) : token.start]
    after = line.text[token.end : token.end + 3]
    if before in (",", "/", ":") or (before == "." and token.start > 1 and line.text[token.start - 2].isdigit()):
        return None
    if after[:1] in (",", ".") and after[1:2].isdigit() and after[1:3] != "00":
        return None
    return int(raw)
