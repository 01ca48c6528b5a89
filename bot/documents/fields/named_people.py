"""Who is named on the page for the buyer's side: behind a label, behind «c/o», «v/» or «att.», or as who ordered.

Only a label of the buyer's side, or words of the meeting, make a name one of ours; whose it is the register knows
(``coordinator``).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from bot.danish.names import name_tokens
from bot.danish.text import fold
from bot.documents.fields.openings import BEFORE_NAME
from bot.documents.fields.person import name_in
from bot.documents.fields.sheet import Sheet
from bot.documents.fields.standing import is_sellers
from bot.documents.line import Line, Span
from bot.model.field import How

#: «v/ Mette», «ved Mette Holm», «att. Mette»: what stands before a name in running text.
_BEFORE_NAME = re.compile(
    r"(?:(?<![^\W_])v\s?/|(?<![^\W_])c\s?/\s?o|(?<![^\W_])(?-i:v)\.|(?<![^\W_])(?:att|attn|ved|hos)(?![^\W_])\.?)[\s:.,]*$",
    re.IGNORECASE,
)
#: «Ved Skoven 112»: a street.
_STREET_NUMBER = re.compile(r"\s\d{1,3}\s?[A-Za-z]?(?![\w./-])")
#: Words of a name at most.
_NAME_WORDS = 4
_BUYER = ("coordinator", "buyer_ref")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A printed name. ``strength``: how surely it is the buyer's person, before the register is asked."""

    text: str
    span: Span
    strength: float
    how: How = "label"


def named_people(sheet: Sheet) -> Iterable[Candidate]:
    is_ordered = _tells_who_ordered(sheet)
    for line, opens in zip(sheet.lines, sheet.opens, strict=True):
        for hit in sheet.hits_of(line, *_BUYER):
            strength = _label_strength(sheet, line, hit.group, line.text[hit.start : hit.end], hit.start)
            for where, start, end in sheet.values_of(line, hit):
                name = name_in(sheet, where, start, end)
                if name is not None:
                    yield Candidate(_whole(sheet, name), name, strength)
                    break
        if opens & BEFORE_NAME:
            yield from _in_running_text(sheet, line)
        if is_ordered:
            yield from _who_ordered(sheet, line)


def sellers_people(sheet: Sheet) -> Iterable[Span]:
    """«Vores ref. Annika Blom»: who is the seller's there is so wherever else («… kontakt Annika Blom»)."""
    for line, hit in sheet.labelled("seller_ref"):
        for where, start, end in sheet.values_of(line, hit):
            name = name_in(sheet, where, start, end)
            if name is not None:
                yield name
                break


def _ordering(sheet: Sheet) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    has, ordered, did = (sheet.vocabulary.word_set("person", name) for name in ("has", "ordered", "did_order"))
    return has, ordered, did


def _tells_who_ordered(sheet: Sheet) -> bool:
    """Whether the sheet has the words for it at all: few sheets have."""
    has, ordered, did = _ordering(sheet)
    keys = sheet.keys
    return not keys.isdisjoint(did) or not (keys.isdisjoint(has) or keys.isdisjoint(ordered))


def _label_strength(sheet: Sheet, line: Line, group: str, text: str, start: int) -> float:
    scores = sheet.scores("coordinator")
    if group == "coordinator":
        return scores["label"]
    weak = fold(text) in sheet.vocabulary.word_set("person", "either_side") and not sheet.is_buyers(line, start)
    return scores["weak_label" if weak else "our_reference"]


def _in_running_text(sheet: Sheet, line: Line) -> Iterable[Candidate]:
    """«kval.møde netv. Sydfyn 12/3 v/ Mette»; not «Restaurant Møllen v/ Jens Bo», whose line is the supplier's."""
    for token in line.tokens:
        before = _BEFORE_NAME.search(line.text, max(0, token.start - 12), token.start)
        if before is None or is_sellers(sheet, line, token.start):
            continue
        name = name_in(sheet, line, token.start, line.cells[line.cell_at(token.start)].end)
        if name is None or name.start != token.start or _STREET_NUMBER.match(line.text, name.end):
            continue
        ours = sheet.is_buyers(line, token.start) or _speaks_of_meeting(sheet, line) or _is_under(sheet, line, before)
        yield Candidate(
            _whole(sheet, name), name, sheet.scores("coordinator")["in_text" if ours else "elsewhere_in_text"], "form"
        )


def _who_ordered(sheet: Sheet, line: Line) -> Iterable[Candidate]:
    """«… som Mette Holm har bestilt»; «Mette bestilte», where the network has a Mette."""
    scores = sheet.scores("coordinator")
    has, ordered, did = _ordering(sheet)
    for i, (token, following) in enumerate(pairwise(line.tokens)):
        if following.key in did:
            name = name_in(sheet, line, token.start, following.start)
            if name is not None and line.is_blank(name.end, following.start):
                yield Candidate(name.text, name, scores["elsewhere_in_text"], "form")
        if token.key not in has or following.key not in ordered:
            continue
        for first in line.tokens[max(0, i - _NAME_WORDS) : i]:
            name = name_in(sheet, line, first.start, token.start)
            if name is not None and name.start == first.start and line.is_blank(name.end, token.start):
                yield Candidate(_begun_above(sheet, name) + name.text, name, scores["in_text"], "form")
                break


def _begun_above(sheet: Sheet, name: Span) -> str:
    """The name's words at the end of the line above, where a sentence breaks it."""
    above = sheet.sentence_above(name.line) if name.start == name.line.tokens[0].start else None
    for first in above.tokens[-_NAME_WORDS:] if above is not None else ():
        begun = name_in(sheet, above, first.start, len(above.text)) if above is not None else None
        if above is not None and begun is not None and begun.start == first.start:
            return f"{begun.text} " if above.is_blank(begun.end, len(above.text)) else ""
    return ""


def _speaks_of_meeting(sheet: Sheet, line: Line) -> bool:
    words = sheet.vocabulary
    return words.network_words.occur_in(line.tokens) or words.near_event.occur_in(line.tokens)


def _is_under(sheet: Sheet, line: Line, mark: re.Match[str]) -> bool:
    """«v/ Mette Holm» on a line of its own, right under those of the network and its meeting."""
    if mark.start() > line.cells[0].start:
        return False
    above = sheet.layout.above(line, line.cells[0], reach=1.2)
    return above is not None and _speaks_of_meeting(sheet, above[0])


def _whole(sheet: Sheet, name: Span) -> str:
    """The name with its surname from the line below, where an initial or a first name ends the cell."""
    text = name.text.strip(" ,")
    line = name.line
    cell = line.cells[line.cell_at(name.start)]
    if len(name_tokens(text)) != 1 or not line.is_blank(name.end, cell.end):
        return text.rstrip(".") if len(text) > 2 else text
    below = sheet.layout.below(line, cell, reach=1.2)
    if below is not None:
        other, number = below
        rest = name_in(sheet, other, other.cells[number].start, other.cells[number].end, surname=True)
        if rest is not None and rest.start == other.cells[number].start:
            return f"{text} {rest.text}"
    return text
