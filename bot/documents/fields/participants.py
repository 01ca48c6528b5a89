"""How many took part, where the page says it in heads: «8 personer», «8 kuverter», «Antal deltagere: 8».

A quantity of dishes is no number of heads, and «pr. person», «max 40 personer» are none either.
"""

from collections.abc import Iterable

from bot.danish.numbers import NUMBERS
from bot.danish.text import fold
from bot.documents.fields.draft import Draft, Scored, best, make
from bot.documents.fields.labels import Hit
from bot.documents.fields.openings import PEOPLE
from bot.documents.fields.sheet import Sheet
from bot.documents.line import Line, Span, Token

#: What a head of the table of goods has.
_GOODS = ("column_text", "column_price", "column_amount")


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
    before = sheet.vocabulary.word_set("participants", "unless_before")
    after = sheet.vocabulary.word_set("participants", "unless_after")
    whole = sheet.vocabulary.word_set("participants", "whole")
    tokens = line.tokens
    for i, token in enumerate(tokens):
        if token.key not in people or i == 0:
            continue
        number = tokens[i - 1]
        if number.key == "00" and i > 1 and line.text[tokens[i - 2].end : number.start] in (",", "."):
            number = tokens[i - 2]  # «10,00 pers.»
        gap = line.text[number.end : token.start]
        value = _heads(sheet, line, number)
        if value is None or gap.strip(" .,0-à") or len(gap) > 14:
            continue
        at = tokens.index(number)
        if (at > 0 and tokens[at - 1].key in before) or (i + 1 < len(tokens) and tokens[i + 1].key in after):
            continue
        amount = any(
            a.span.start <= number.start < a.span.end and a.found.currency
            for a in sheet.amounts_by_line.get(line.index, [])
        )
        if not amount:
            score = sheet.scores("participants")["word" if token.key in whole else "short_word"]
            yield Scored(value, score, Span(line, number.start, token.end), "form")


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
