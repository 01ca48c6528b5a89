"""The network's coordinator: behind a label, behind «c/o», «v/» or «att.», or a name of the register standing anywhere.

Never the seller's person («vor ref.», «ekspederet af»): only a label of the buyer's side, or the register, makes a
name a
coordinator's. A first name or initial that fits the network's coordinator is enough (docs/interface.md).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from bot.danish.names import name_tokens, same_person
from bot.documents.fields.draft import Draft, Scored, make
from bot.documents.fields.networks import index_of
from bot.documents.fields.openings import BEFORE_NAME
from bot.documents.fields.person import name_in
from bot.documents.fields.sheet import Sheet
from bot.documents.fields.standing import WHOLE, name_on, name_over
from bot.documents.line import Line, Span
from bot.model.field import How
from bot.model.register import Coordinator

#: «v/ Mette», «ved Mette Holm», «att. Mette»: what stands before a name in running text.
_BEFORE_NAME = re.compile(
    r"(?:(?<![^\W_])v\s?/|(?<![^\W_])c\s?/\s?o|(?<![^\W_])(?-i:v)\.|(?<![^\W_])(?:att|attn|ved|hos)(?![^\W_])\.?)[\s:.,]*$",
    re.IGNORECASE,
)
#: «Ved Skoven 112»: a street.
_STREET_NUMBER = re.compile(r"\s\d{1,3}\s?[A-Za-z]?(?![\w./-])")
#: A part of a line: between commas, dashes and the like.
_BEGINS_PART, _ENDS_PART = re.compile(r"(?:^|[,;/|–(-])\s*$"), re.compile(r"\s*(?:$|[,;/|–)-])")
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


def read_coordinator(sheet: Sheet, draft: Draft) -> Draft:
    own = _of_network(sheet, draft)
    candidates = [c for c in _candidates(sheet) if not _is_of_firm(draft, c)]
    draft = draft.weighing(sheet, "coordinator", (Scored(c.text, c.strength, c.span, c.how) for c in candidates))
    chosen = _best(candidates, own, sheet)
    if chosen is None:
        chosen = _standing_anywhere(sheet, own) or _first_name(sheet, own, draft)
    if chosen is None:
        return draft
    draft = draft.weighing(sheet, "coordinator", (chosen,))
    return draft.having(coordinator=make(sheet, chosen.value, chosen.score, chosen.span, how=chosen.how))


def _is_of_firm(draft: Draft, candidate: Candidate) -> bool:
    """«Lindas Madhus v/ Linda Bech»: the owner is part of the firm's name, wherever it stands."""
    supplier = draft.fields.supplier
    if supplier is None or candidate.how != "form":
        return False
    _, mark, owner = supplier.value.casefold().partition("v/")
    return bool(mark) and set(name_tokens(candidate.text)) <= set(name_tokens(owner))


def _of_network(sheet: Sheet, draft: Draft) -> tuple[Coordinator, ...]:
    """Those of the network, the one in office on the day first."""
    if draft.network_id is None:
        return ()
    everyone = sheet.register.coordinators_of(draft.network_id)
    day = draft.fields.meeting_date.value if draft.fields.meeting_date else sheet.received
    return tuple(sorted(everyone, key=lambda c: not c.in_office(day)))


def _best(candidates: list[Candidate], own: tuple[Coordinator, ...], sheet: Sheet) -> Scored[str] | None:
    """The network's own coordinator where one is named; else a name under a sure label, as the register or the page
    spells it.
    """
    ranked: list[Scored[str]] = []
    for c in candidates:
        fit, who = max(((same_person(c.text, o.name), o.name) for o in own), default=(0.0, ""), key=lambda f: f[0])
        if fit >= 0.45 and c.strength >= 0.5:
            ranked.append(Scored(who, min(0.99, 0.8 + 0.14 * fit + 0.05 * c.strength), c.span, c.how))
    if ranked:
        return max(ranked, key=lambda r: r.score)
    strangers = [c for c in candidates if c.strength >= 0.6]
    if not strangers:
        return None
    found = max(strangers, key=lambda c: (_in_register(sheet, c.text) is not None, c.strength))
    registered = _in_register(sheet, found.text)
    if registered is not None:
        return Scored(registered, 0.6 + 0.33 * found.strength, found.span, found.how)
    score = min(0.88, 0.35 + 0.5 * found.strength)
    score = score if len(name_tokens(found.text)) > 1 else min(score, 0.7)
    return Scored(found.text, score, found.span, found.how)


def spelled(sheet: Sheet, printed: str) -> str:
    """As the register spells the name, where it is one person's there."""
    return _in_register(sheet, printed) or printed


def _in_register(sheet: Sheet, text: str) -> str | None:
    """The one coordinator of any network with that name; None where it is none's or several people's."""
    if len(name_tokens(text)) < 2:
        return None
    names = {name for name in index_of(sheet.register).namesakes(text) if same_person(text, name) >= 0.7}
    if len(names) > 1:
        names = {n for n in names if same_person(text, n) >= 0.99}
    return next(iter(names)) if len(names) == 1 else None


def _standing_anywhere(sheet: Sheet, own: tuple[Coordinator, ...]) -> Scored[str] | None:
    """First name and surname of the network's own coordinator (one of them may be an initial), on a line that is not
    the seller's person's.
    """
    for coordinator in own:
        wanted = name_tokens(coordinator.name)
        if len(wanted) < 2 or not {wanted[0], wanted[-1]} & sheet.keys:
            continue
        for line in sheet.lines:
            found = name_on(line, wanted) or name_over(sheet, line, wanted)
            if found and not _is_sellers(sheet, line, found[0].start) and not _is_signature(sheet, line):
                return Scored(coordinator.name, found[1], found[0], "register")
    return None


def _first_name(sheet: Sheet, own: tuple[Coordinator, ...], draft: Draft) -> Scored[str] | None:
    """«Kvalitetsnetværk Sønderborg, 11.05.2026, Christian»: the first name of the network's own coordinator, alone
    between commas or the line's ends, where its network is named.
    """
    for coordinator in own:
        first = name_tokens(coordinator.name)[:1]
        for line in sheet.lines:
            if line.index not in draft.network_lines:
                continue
            for token in line.tokens:
                alone = _BEGINS_PART.search(line.text[: token.start]) and _ENDS_PART.match(line.text[token.end :])
                if (token.key,) == first and len(token.key) > 2 and line.text[token.start].isupper() and alone:
                    return Scored(coordinator.name, 0.75, Span(line, token.start, token.end), "register")
    return None


def stands_on(sheet: Sheet, name: str) -> bool:
    """Whether first name and surname stand together on a line that is not the seller's person's."""
    wanted = name_tokens(name)
    for line in sheet.lines:
        found = name_on(line, wanted)
        if found and found[1] > WHOLE and not _is_sellers(sheet, line, found[0].start):
            return not _is_signature(sheet, line)
    return False


def _is_sellers(sheet: Sheet, line: Line, start: int) -> bool:
    label = sheet.label_of(line, start)
    return label is not None and label.group in ("seller_ref", "supplier", "account", "cvr")


def _is_signature(sheet: Sheet, line: Line) -> bool:
    """A name under «Med venlig hilsen» is the sender's."""
    above = sheet.layout.above(line, line.cells[0], reach=3.0)
    return above is not None and bool(sheet.hits_of(above[0], "seller_ref"))


def _ordering(sheet: Sheet) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    has, ordered, did = (sheet.vocabulary.word_set("person", name) for name in ("has", "ordered", "did_order"))
    return has, ordered, did


def _tells_who_ordered(sheet: Sheet) -> bool:
    """Whether the sheet has the words for it at all: few sheets have."""
    has, ordered, did = _ordering(sheet)
    keys = sheet.keys
    return not keys.isdisjoint(did) or not (keys.isdisjoint(has) or keys.isdisjoint(ordered))


def _candidates(sheet: Sheet) -> Iterable[Candidate]:
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


def _label_strength(sheet: Sheet, line: Line, group: str, text: str, start: int) -> float:
    if group == "coordinator":
        return 1.0
    if text.casefold().rstrip(".") in (
        "kontakt",
        "kontaktperson",
        "contact",
        "ref",
        "reference",
        "ved",
        "contact person",
    ) and not sheet.is_buyers(line, start):
        return 0.8
    return 0.95


def _in_running_text(sheet: Sheet, line: Line) -> Iterable[Candidate]:
    """«kval.møde netv. Sydfyn 12/3 v/ Mette»; not «Restaurant Møllen v/ Jens Bo», whose line is the supplier's."""
    for token in line.tokens:
        before = _BEFORE_NAME.search(line.text, max(0, token.start - 12), token.start)
        if before is None or _is_sellers(sheet, line, token.start):
            continue
        name = name_in(sheet, line, token.start, line.cells[line.cell_at(token.start)].end)
        if name is None or name.start != token.start or _STREET_NUMBER.match(line.text, name.end):
            continue
        ours = sheet.is_buyers(line, token.start) or _speaks_of_meeting(sheet, line) or _is_under(sheet, line, before)
        yield Candidate(_whole(sheet, name), name, 0.85 if ours else 0.55, "form")


def _who_ordered(sheet: Sheet, line: Line) -> Iterable[Candidate]:
    """«… som Mette Holm har bestilt»; «Mette bestilte», where the network has a Mette."""
    has, ordered, did = _ordering(sheet)
    for i, (token, following) in enumerate(pairwise(line.tokens)):
        if following.key in did:
            name = name_in(sheet, line, token.start, following.start)
            if name is not None and line.is_blank(name.end, following.start):
                yield Candidate(name.text, name, 0.55, "form")
        if token.key not in has or following.key not in ordered:
            continue
        for first in line.tokens[max(0, i - _NAME_WORDS) : i]:
            name = name_in(sheet, line, first.start, token.start)
            if name is not None and name.start == first.start and line.is_blank(name.end, token.start):
                yield Candidate(_begun_above(sheet, name) + name.text, name, 0.85, "form")
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
