"""What was weighed, for a person: every candidate with its label, and beside them what was never in question because
its label says that it is another thing (the order's date, the customer's number). Only made where a trace is wanted.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from bot.danish.cpr import mask_cpr
from bot.documents.fields.anchors import anchor_of
from bot.documents.fields.days import days_of
from bot.documents.fields.draft import Draft, Scored
from bot.documents.fields.sheet import Sheet
from bot.documents.fields.sum_lines import sums_of
from bot.documents.line import Span
from bot.model.field import Candidate, Field, How
from bot.model.invoice import InvoiceFields

_DATES = ("invoice_date", "due_date", "meeting_date")
#: Labels of numbers that are not the invoice's.
_NUMBERS = ("other_number", "preceding_invoice", "buyer_ref", "buyer_cvr")
#: Rows of a field that are kept: a hostile page can have thousands.
_MOST = 12


def trace_of(sheet: Sheet, draft: Draft) -> tuple[Candidate, ...]:
    """By field in the order of the interface, best first, what was read before all."""
    out: list[Candidate] = []
    for name in InvoiceFields.__dataclass_fields__:
        own = [scored for field, scored in draft.weighed if field == name]
        chosen = getattr(draft.fields, name)
        seen: dict[tuple[str, int, int], Candidate] = {}
        for scored in (*own, *_never_in_question(sheet, name, own)):
            made = _candidate(sheet, name, scored, _is(scored, chosen))
            key = (made.value, scored.span.line.index, scored.span.start)
            if key not in seen or seen[key].score < made.score:
                seen[key] = made
        rows = sorted(seen.values(), key=lambda c: (not c.chosen, -c.score))[:_MOST]
        if chosen is not None and not (rows and rows[0].chosen):
            out.append(of_field(name, chosen))
        out.extend(rows)
    return tuple(out)


def of_field(name: str, field: Field[Any]) -> Candidate:
    """A field that had no rivals, or whose value was worked out."""
    value, text = mask_cpr(as_text(field.value)), mask_cpr(field.text)
    return Candidate(name, value, field.confidence, field.how, text, page=field.page, box=field.box, chosen=True)


def _is(scored: Scored[Any], chosen: Any) -> bool:
    return chosen is not None and scored.score > 0 and (scored.value == chosen.value or scored.span.text == chosen.text)


def _never_in_question(sheet: Sheet, name: str, own: Iterable[Scored[Any]]) -> Iterator[Scored[Any]]:
    """Things of the same sort that no reader took for this field."""
    taken = {(c.span.line.index, c.span.start) for c in own}
    for value, span, how in _alike(sheet, name):
        if (span.line.index, span.start) not in taken:
            yield Scored(value, 0.0, span, how)


def _alike(sheet: Sheet, name: str) -> Iterator[tuple[Any, Span, How]]:
    if name in _DATES:
        for day in days_of(sheet):
            yield day.value, day.span, "label" if day.group else "place"
    elif name in ("total", "vat"):
        for found in sums_of(sheet).found:
            yield found.value, found.span, "label"
    elif name == "invoice_number":
        for line in sheet.lines:
            for hit in sheet.hits_of(line, *_NUMBERS):
                where = next(iter(sheet.values_of(line, hit)), None)
                span = Span(*where) if where else None
                if span is not None and any(c.isdigit() for c in span.text):
                    yield span.text.strip(" :."), span, "label"


def _candidate(sheet: Sheet, name: str, scored: Scored[Any], chosen: bool) -> Candidate:
    span = scored.span
    label = sheet.label_of(span.line, span.start)
    anchor = anchor_of(sheet, span)
    said = label.line.text[label.hit.start : label.hit.end] if label else anchor.text if anchor else ""
    if "(" in said and ")" not in said:
        said = said.partition("(")[0].rstrip()  # «Moms (25 pct. af 2.065,00)»
    paged = sheet.layout.paged
    return Candidate(
        field=name,
        value=mask_cpr(as_text(scored.value)),
        score=round(max(0.0, min(scored.score, 0.99)), 3),
        how=scored.how,
        text=mask_cpr(span.text),
        label=mask_cpr(said),
        group=label.group if label else "",
        page=span.line.page if paged else None,
        box=span.box if paged else None,
        chosen=chosen,
    )


def as_text(value: Any) -> str:
    """As the interface writes it; a payment as its parts with spaces."""
    match value:
        case Decimal():
            return f"{value:.2f}"
        case date():
            return value.isoformat()
        case str() | int():
            return str(value)
        case _:
            return " ".join(str(part) for part in value.as_json().values())
