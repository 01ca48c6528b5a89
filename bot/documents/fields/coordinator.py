"""The network's coordinator: whom the page names for the buyer's side (``named_people``), or a name of the register
standing anywhere.

Never the seller's person («vor ref.», «ekspederet af»). A first name or initial that fits the network's coordinator is
enough (docs/interface.md).
"""

import re

from bot.danish.names import name_tokens, same_person
from bot.documents.fields.draft import Draft, Scored, make
from bot.documents.fields.named_people import Candidate, named_people, sellers_people
from bot.documents.fields.sheet import Sheet
from bot.documents.fields.standing import is_sellers, is_signature, name_on, name_over, worth
from bot.documents.line import Span
from bot.model.register import Coordinator

#: A part of a line: between commas, dashes and the like.
_BEGINS_PART, _ENDS_PART = re.compile(r"(?:^|[,;/|–(-])\s*$"), re.compile(r"\s*(?:$|[,;/|–)-])")


def read_coordinator(sheet: Sheet, draft: Draft) -> Draft:
    own = _of_network(sheet, draft)
    candidates = [c for c in named_people(sheet) if not _is_of_firm(draft, c)]
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
    scores = sheet.scores("coordinator")
    ranked: list[Scored[str]] = []
    for c in candidates:
        fit, who = max(((same_person(c.text, o.name), o.name) for o in own), default=(0.0, ""), key=lambda f: f[0])
        if fit >= scores["own_least_likeness"] and c.strength >= scores["own_least_strength"]:
            score = scores["own_base"] + scores["own_likeness"] * fit + scores["own_strength"] * c.strength
            ranked.append(Scored(who, min(scores["most"], score), c.span, c.how))
    if ranked:
        return max(ranked, key=lambda r: r.score)
    sellers = [set(name_tokens(name.text)) for name in sellers_people(sheet)]
    strangers = [
        c for c in candidates if c.strength >= scores["least_strength"] and set(name_tokens(c.text)) not in sellers
    ]
    return _of_strangers(sheet, strangers) if strangers else None


def _of_strangers(sheet: Sheet, strangers: list[Candidate]) -> Scored[str]:
    """The surest name under a label, one of the register before others."""
    scores = sheet.scores("coordinator")
    found = max(strangers, key=lambda c: (_in_register(sheet, c.text) is not None, c.strength))
    registered = _in_register(sheet, found.text)
    if registered is not None:
        score = scores["registered_base"] + scores["registered_strength"] * found.strength
        return Scored(registered, score, found.span, found.how)
    score = scores["stranger_base"] + scores["stranger_strength"] * found.strength
    score = min(score, scores["most_stranger"] if len(name_tokens(found.text)) > 1 else scores["most_one_word"])
    return Scored(found.text, score, found.span, found.how)


def spelled(sheet: Sheet, printed: str) -> str:
    """As the register spells the name, where it is one person's there."""
    return _in_register(sheet, printed) or printed


def _in_register(sheet: Sheet, text: str) -> str | None:
    """The one coordinator of any network with that name; None where it is none's or several people's."""
    if len(name_tokens(text)) < 2:
        return None
    scores = sheet.scores("coordinator")
    namesakes = sheet.networks.namesakes(text)
    names = {name for name in namesakes if same_person(text, name) >= scores["same_person"]}
    if len(names) > 1:
        names = {n for n in names if same_person(text, n) >= scores["same_name"]}
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
            if found and not is_sellers(sheet, line, found[0].start) and not is_signature(sheet, line):
                return Scored(coordinator.name, worth(sheet, found[1]), found[0], "register")
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
                    return Scored(
                        coordinator.name,
                        sheet.scores("coordinator")["first_name"],
                        Span(line, token.start, token.end),
                        "register",
                    )
    return None
