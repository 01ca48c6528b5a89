"""The network's coordinator: behind a label, behind «c/o», «v/» or «att.», or a name of the register standing anywhere.

Never the seller's person («vor ref.», «ekspederet af»): only a label of the buyer's side, or the register, makes a
name a
coordinator's. A first name or initial that fits the network's coordinator is enough (docs/interface.md).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.danish.names import name_tokens, same_person
from bot.documents.fields.draft import Draft, Scored, make
from bot.documents.fields.networks import index_of
from bot.documents.fields.sheet import Sheet
from bot.documents.line import Line, Span, Token
from bot.model.field import How
from bot.model.register import Coordinator

#: «v/ Mette», «ved Mette Holm», «att. Mette»: what stands before a name in running text.
_BEFORE_NAME = re.compile(
    r"(?:(?<![^\W_])v\s?/|(?<![^\W_])c\s?/\s?o|(?<![^\W_])v\.(?=\s?[A-ZÆØÅ])|(?<![^\W_])(?:att|attn|ved|hos)(?![^\W_])\.?)[\s:.,]*$",
    re.IGNORECASE,
)
_MARKS = frozenset(("v", "o", "att", "attn", "ved", "hos"))
_NAME_JOIN = re.compile(r"^[ .‑-]{1,3}$|^-$|^[.]$")
#: «Serveret den», «Sælgers ref.»: an unknown label, no name.
_LABEL_GOES_ON = re.compile(r"\s?:|\s(?:den|d\.|ref|reference|dato|nr|no|kl)\b", re.IGNORECASE)
_INITIAL = re.compile(r"^[A-ZÆØÅ]$")
_BUYER = ("coordinator", "buyer_ref")
#: The lines of one cell begin this close, in points.
_SAME_EDGE = 3.0
#: A first name and a surname: they need no capitals, an initial does.
_WHOLE = 0.8


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
        chosen = _standing_anywhere(sheet, own)
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
        if len(wanted) < 2:
            continue
        for line in sheet.lines:
            found = _name_on(line, wanted) or _name_over(sheet, line, wanted)
            if found and not _is_sellers(sheet, line, found[0].start) and not _is_signature(sheet, line):
                return Scored(coordinator.name, found[1], found[0], "register")
    return None


def stands_on(sheet: Sheet, name: str) -> bool:
    """Whether first name and surname stand together on a line that is not the seller's person's."""
    wanted = name_tokens(name)
    for line in sheet.lines:
        found = _name_on(line, wanted)
        if found and found[1] > _WHOLE and not _is_sellers(sheet, line, found[0].start):
            return not _is_signature(sheet, line)
    return False


def _name_on(line: Line, wanted: tuple[str, ...]) -> tuple[Span, float] | None:
    """First and last name close together in one cell, in either order; middle names may lack. With its worth."""
    first, last = wanted[0], wanted[-1]
    keys = {t.key for t in line.tokens}
    if first not in keys and last not in keys:
        return None
    middle = [((first, name), 0.78) for name in wanted[1:-1] if len(name) > 1]
    for pair, worth in (((first, last), 0.86), *middle, ((first[0], last), 0.76), ((first, last[0]), 0.72)):
        for i, token in enumerate(line.tokens):
            initial = i + 1 < len(line.tokens) and len(line.tokens[i + 1].key) == 1  # «K-M Toft»
            reach = 4 if worth > _WHOLE else 3 if initial else 2 + _between(line, i, wanted)
            for other in line.tokens[i + 1 : i + reach]:
                if {token.key, other.key} != set(pair) or line.cell_at(token.start) != line.cell_at(other.start):
                    continue
                written = [line.text[t.start] for t in (token, other)]
                if all(c.isupper() for c in written) or (worth > _WHOLE and all(c.islower() for c in written)):
                    return Span(line, token.start, other.end), worth
    return None


def _name_over(sheet: Sheet, line: Line, wanted: tuple[str, ...]) -> tuple[Span, float] | None:
    """The same where a narrow column broke it: «C. Vestergaard» over «Juhl»."""
    for k, cell in enumerate(line.cells):
        tail = [t for t in line.cell_tokens[k][-3:] if t.key in wanted or t.key == wanted[0][0]]
        if not tail or tail[0].key not in (wanted[0], wanted[0][0]) or tail[-1] != line.cell_tokens[k][-1]:
            continue
        below = sheet.layout.below(line, cell, reach=0.8)
        if below is None or abs(below[0].cells[below[1]].x0 - cell.x0) > _SAME_EDGE:
            continue
        head = [t.key for t in below[0].cell_tokens[below[1]][:2]]
        if wanted[-1] in head and all(key in wanted for key in head[: head.index(wanted[-1])]):
            return Span(line, tail[0].start, tail[-1].end), 0.86 if tail[0].key == wanted[0] else 0.76
    return None


def _between(line: Line, at: int, wanted: tuple[str, ...]) -> int:
    """How many middle names stand behind the initial: «C. Vestergaard Juhl»."""
    middle = [t.key for t in line.tokens[at + 1 : at + 3]]
    return sum(key in wanted[1:-1] for key in middle)


def _is_sellers(sheet: Sheet, line: Line, start: int) -> bool:
    label = sheet.label_of(line, start)
    return label is not None and label.group in ("seller_ref", "supplier", "account", "cvr")


def _is_signature(sheet: Sheet, line: Line) -> bool:
    """A name under «Med venlig hilsen» is the sender's."""
    above = sheet.layout.above(line, line.cells[0], reach=3.0)
    return above is not None and bool(sheet.hits_of(above[0], "seller_ref"))


def _candidates(sheet: Sheet) -> Iterable[Candidate]:
    for line in sheet.lines:
        for hit in sheet.hits_of(line, *_BUYER):
            strength = _label_strength(sheet, line, hit.group, line.text[hit.start : hit.end], hit.start)
            for where, start, end in sheet.values_of(line, hit):
                name = name_in(sheet, where, start, end)
                if name is not None:
                    yield Candidate(_whole(sheet, name), name, strength)
                    break
        yield from _in_running_text(sheet, line)


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
    if not any(t.key in _MARKS for t in line.tokens):
        return
    for token in line.tokens:
        before = _BEFORE_NAME.search(line.text, max(0, token.start - 12), token.start)
        if before is None or _is_sellers(sheet, line, token.start):
            continue
        name = name_in(sheet, line, token.start, line.cells[line.cell_at(token.start)].end)
        if name is None or name.start != token.start:
            continue
        ours = sheet.is_buyers(line, token.start) or any(
            sheet.vocabulary.network_words.match(line.tokens, i) or sheet.vocabulary.near_event.match(line.tokens, i)
            for i in range(len(line.tokens))
        )
        yield Candidate(_whole(sheet, name), name, 0.85 if ours else 0.55, "form")


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


def name_in(sheet: Sheet, line: Line, start: int, end: int, *, surname: bool = False) -> Span | None:
    """A person's name at the start of the stretch: capitalised words and initials, «Holm, Mette» too; a network's
    name is none.
    """
    words = sheet.vocabulary
    never, particles, titles = (words.word_set("person", n) for n in ("never", "particles", "titles"))
    index = index_of(sheet.register)
    tokens = [t for t in line.tokens if start <= t.start < end]
    while tokens and tokens[0].key in titles:
        tokens.pop(0)
    if not tokens or (not line.is_blank(start, tokens[0].start) and _has_words(line, start, tokens[0].start, titles)):
        return None
    taken: list[int] = []
    for i, token in enumerate(tokens[:6]):
        raw = line.text[token.start : token.end]
        gap = line.text[tokens[i - 1].end : token.start] if i else ""
        if i and not _NAME_JOIN.match(gap) and not (gap.strip() == "," and _is_turned(sheet, line, tokens, i)):
            break
        if i and token.key in particles and raw.islower():
            taken.append(i)
            continue
        if (
            not raw[0].isupper()
            or not raw.isalpha()
            or (token.key in never and len(raw) > 1)
            or words.network_words.match(tokens, i)
        ):
            break
        if len(raw) > 1 and index.is_word(token.key) and token.key not in index.people:
            break
        taken.append(i)
    while taken and tokens[taken[-1]].key in particles:
        taken.pop()
    if len(taken) == 1 and (_sounds_like_label(sheet, tokens[0].key) or _LABEL_GOES_ON.match(line.text, tokens[0].end)):
        return None
    if not taken or (surname and tokens[taken[0]].key not in index.people):
        return None
    if all(_INITIAL.match(line.text[tokens[i].start : tokens[i].end]) for i in taken) and taken[-1] < len(tokens) - 1:
        return None  # an initial alone is a name only where the surname may stand on the next line
    return Span(line, tokens[0].start, tokens[taken[-1]].end)


def _sounds_like_label(sheet: Sheet, key: str) -> bool:
    """«Bestillingsdato», «Ordrenr»: an unknown label in the place of a name."""
    return key.endswith(("dato", "nr", "ref", "dag", "navn", "nummer", "termin")) or (
        any(
            key.startswith(stem)
            for stem in ("betal", "forfald", "bestil", "faktura", "ordre", "moede", "levering", "lev", "arr")
        )
        and key not in index_of(sheet.register).people
    )


def _has_words(line: Line, start: int, stop: int, allowed: frozenset[str]) -> bool:
    return any(t.key not in allowed for t in line.tokens if start <= t.start < stop)


def _is_turned(sheet: Sheet, line: Line, tokens: Sequence[Token], i: int) -> bool:
    """«Holm, Mette»: one surname before the comma, and behind it what is no network, date or place."""
    if i > 2 or i >= len(tokens):
        return False
    token = tokens[i]
    raw = line.text[token.start : token.end]
    index = index_of(sheet.register)
    if not raw[0].isupper() or index.is_word(token.key) or token.key in sheet.vocabulary.word_set("person", "never"):
        return False
    turned = line.text[tokens[0].start : token.end]
    return i == 1 or any(same_person(turned, name) >= 0.9 for name in index.namesakes(turned))
