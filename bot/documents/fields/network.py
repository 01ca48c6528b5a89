"""The network: where its name stands, and which of the register's networks that is (``networks``).

A name announces itself by a word («kvalitetsnetværk», «kval.netv.», «klynge») before or behind it. Without such a word
a name of the register counts only behind a label that speaks of the meeting: a place in an address is not a network.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.documents.fields.draft import Draft, Scored, make
from bot.documents.fields.mentions import Mention, in_passing, mentions_on, unannounced
from bot.documents.fields.openings import NETWORK
from bot.documents.fields.sheet import Sheet
from bot.documents.fields.witness import witnessed


def read_network(sheet: Sheet, draft: Draft) -> Draft:
    index = sheet.networks
    mentions = [m for line in sheet.opening(NETWORK) for m in mentions_on(sheet, index, line)]
    known = [m for m in mentions if m.match.network is not None]
    if not known:
        known = list(unannounced(sheet, index)) if not mentions else []
    draft = draft.weighing(sheet, "network", _weighed(sheet, known, mentions))
    draft = draft.changed(network_lines=frozenset(s.line.index for m in mentions for s in (m.head, *m.places)))
    if known:
        return _decide(sheet, draft, known)
    rivals = [m for m in mentions if m.match.rivals]
    named = rivals or [m for m in mentions if _is_name(m)] or list(in_passing(sheet, index))
    if not named:
        return draft
    first = named[0]
    score = sheet.scores("network")["rivals" if first.match.rivals else "unknown"]
    draft = draft.having(network=make(sheet, first.text, score, first.span, how="form"))
    likely = witnessed(sheet, first.match.rivals) if first.match.open else None
    return replace(
        draft, network_rivals=first.match.rivals, network_id=likely.network_id if likely is not None else None
    )


def _decide(sheet: Sheet, draft: Draft, known: Sequence[Mention]) -> Draft:
    ids = {m.match.network.network_id for m in known if m.match.network}
    best = max(known, key=lambda m: m.match.score)
    network, scores = best.match.network, sheet.scores("network")
    assert network is not None
    if len(ids) > 1:
        # Two networks of the register are named: the page does not decide between them.
        field = make(sheet, best.text, scores["several"], best.span, "contradicted", how="register")
        draft = draft.having(network=field).doubting("several_networks")
        return draft.changed(network_rivals=tuple(sorted(ids)))
    twice = scores["told_twice"] if len(known) > 1 else 0.0
    score = min(scores["most"], best.match.score * scores["share"] + twice)
    # One place of two («Netværk Herning» of Herning-Ikast) is enough with its coordinator and its meeting beside.
    half = score < scores["half"] and witnessed(sheet, [network.network_id]) is None
    field = make(sheet, network.name, score, best.span, *(("half_name",) if half else ()), how="register")
    return draft.having(network=field).changed(network_id=network.network_id)


def _weighed(sheet: Sheet, known: Sequence[Mention], mentions: Sequence[Mention]) -> Iterable[Scored[str]]:
    for m in known:
        if m.match.network is not None:
            yield Scored(m.match.network.name, m.match.score, m.span, "register")
    scores = sheet.scores("network")
    for m in mentions:
        if m.match.network is None:
            yield Scored(m.text, scores["beside_known" if known else "rivals"], m.span, "form")


def _is_name(mention: Mention) -> bool:
    """Whether unknown words look like a network's name: a capitalised word of some length, or a number behind the
    announcing word.
    """
    texts = [p.line.text[p.start : p.end] for p in mention.places]
    return any(t[0].isupper() and len(t) >= 3 for t in texts) or (
        len(texts) == 1 and texts[0].isdecimal() and len(texts[0]) <= 2
    )
