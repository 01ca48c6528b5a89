"""What a person's corrections taught of this supplier's invoices: by which label, in which layout, a field stands.

A lesson says where to look, never what to find. It is used where the CVR number is the supplier's, the sheet's labels
are those of the layout that it was learnt on, and what stands by the label is one value of the field's sort; else it
is as if there were none. It never says where the money goes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.danish.text import fold
from bot.documents.fields.anchors import Anchor, anchor_of
from bot.documents.fields.draft import Draft, Scored, make
from bot.documents.fields.sheet import Sheet
from bot.documents.fields.things import Thing, is_value, things
from bot.model.field import Field
from bot.model.lesson import TEACHABLE, Lesson

#: Labels that come and go from one invoice to the next, and say nothing of the layout.
_COMES_AND_GOES = (
    *("balance", "discount", "prepaid", "rounding", "fee"),
    *("exempt", "taxable", "participants", "preceding_invoice"),
)
#: What a lesson on a field says of the doubt that several values stand there.
_DECIDES = {"due_date": "several_due_dates", "network": "several_networks"}


def read_taught(sheet: Sheet, draft: Draft) -> Draft:
    """Needs the CVR number; what it finds is kept in ``Draft.taught``, for ``reapplied``."""
    lessons = _lessons(sheet, draft)
    if not lessons:
        return draft
    numbers = sheet.vocabulary.lessons
    labels = skeleton(sheet)
    fitting = [x for x in lessons if likeness(labels, x.layout) >= numbers["alike"]]
    taught: dict[str, Field[Any]] = {}
    for name in dict.fromkeys(x.field for x in fitting if x.field in TEACHABLE):
        found = _found(sheet, name, [x for x in fitting if x.field == name])
        if found is not None:
            scored = Scored(found.value, float(numbers["confidence"]), found.span, "taught")
            draft = draft.weighing(sheet, name, (scored,)).using(found.span)
            taught[name] = make(sheet, found.value, scored.score, found.span, how="taught")
    return reapplied(sheet, replace(draft, taught=taught))


def reapplied(sheet: Sheet, draft: Draft) -> Draft:
    """What was taught in place of what a reader found since."""
    for name, field in draft.taught.items():
        if getattr(draft.fields, name) is field:
            continue
        draft = draft.having(**{name: field})
        draft = replace(draft, doubts=tuple(d for d in draft.doubts if d != _DECIDES.get(name)))
        if name == "network":
            network = next(n for n in sheet.register.networks if n.name == field.value)
            draft = replace(draft, network_id=network.network_id, network_rivals=())
        elif name == "due_date":
            draft = replace(draft, due_date_from_terms=False)
        elif name == "total" and isinstance(field.value, Decimal):
            draft = replace(draft, amounts=replace(draft.amounts, payable=field.value))
    return draft


def _lessons(sheet: Sheet, draft: Draft) -> list[Lesson]:
    cvr = draft.fields.cvr
    if cvr is None or cvr.doubts:
        return []
    return [lesson for s in sheet.suppliers if s.cvr == cvr.value for lesson in s.lessons]


def _found(sheet: Sheet, field: str, lessons: Sequence[Lesson]) -> Thing | None:
    """The one value that stands by the labels; None where there is none, or several."""
    wanted = {(x.label, x.place) for x in lessons}
    by_label = [
        thing
        for thing in things(sheet, field)
        if (anchor := anchor_of(sheet, thing.span)) is not None and (anchor.key, anchor.where) in wanted
    ]
    values = {thing.value for thing in by_label}
    return by_label[0] if len(values) == 1 else None


def learnt(sheet: Sheet, field: str, value: Any) -> tuple[Lesson, ...]:
    """The labels by which the value stands, and no other of its sort; () where it does not stand there, or cannot be
    told from others.

    A label that is known to be another field's teaches only where there is no other.
    """
    if field not in TEACHABLE:
        return ()
    by_anchor: dict[tuple[str, str], list[bool]] = {}
    own: list[tuple[Anchor, bool]] = []
    for thing in things(sheet, field):
        anchor = anchor_of(sheet, thing.span)
        if anchor is None:
            continue
        right = is_value(sheet, field, thing.value, value)
        by_anchor.setdefault((anchor.key, anchor.where), []).append(right)
        if right:
            label = sheet.label_of(thing.span.line, thing.span.start)
            own.append((anchor, label is not None and label.group not in _NAMES_ITSELF.get(field, (field,))))
    telling = [(a, others) for a, others in own if all(by_anchor[a.key, a.where])]
    chosen = [a for a, others in telling if not others] or [a for a, _ in telling]
    layout = skeleton(sheet)
    places = dict.fromkeys((a.key, a.where) for a in chosen)
    return tuple(Lesson(field, layout, key, where) for key, where in places)


#: Groups of labels that say the field, or leave open what it is.
_NAMES_ITSELF: Mapping[str, tuple[str, ...]] = {
    "meeting_date": ("event_date", "event_date_weak", "issue_date_weak", "concerning", "network", "buyer_ref"),
    "invoice_date": ("invoice_date", "issue_date_weak"),
    "due_date": ("due_date", "terms", "payable"),
    "total": ("payable", "gross", "total"),
    "coordinator": ("coordinator", "buyer_ref"),
    "network": ("network", "concerning", "buyer_ref"),
}


def skeleton(sheet: Sheet) -> tuple[str, ...]:
    """The sheet's labels, folded and sorted: what stays the same from one invoice of a layout to the next."""
    return tuple(sorted(set(_labels(sheet))))


def _labels(sheet: Sheet) -> Iterator[str]:
    for line in sheet.lines:
        for hit in sheet.hits[line.index]:
            if hit.group not in _COMES_AND_GOES:
                yield fold(line.text[hit.start : hit.end])
        yield from _before_colons(line.cell_text(n) for n in range(len(line.cells)))


def _before_colons(cells: Iterable[str]) -> Iterator[str]:
    """Labels that no vocabulary knows: a few words without a figure, and a colon."""
    for text in cells:
        words, colon, _ = text.partition(":")
        if colon and 0 < len(words.split()) <= 4 and not any(c.isdigit() for c in words):
            yield fold(words)


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """Labels in both, as a share of those in either."""
    a, b = set(one), set(other)
    return len(a & b) / len(a | b) if a | b else 0.0
