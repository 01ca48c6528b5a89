"""An electronic invoice beside the page that people see: one invoice, read from the format and held against the page.

What is stated is what is paid; so where the page says another amount, account, day, number, supplier, network or
kind, a person looks. A page that does not say what is paid, or to whom, can't bear it out. What only the page says
(often the network and its coordinator) is taken from there.
"""

from collections.abc import Iterator
from dataclasses import fields as fields_of
from dataclasses import replace
from typing import Any

from bot.danish.cpr import mask_cpr
from bot.danish.text import fold
from bot.documents.einvoice.printed import Printed
from bot.documents.einvoice.stating import Scores
from bot.documents.fields.evidence import as_text
from bot.model.field import Field
from bot.model.invoice import Difference, InvoiceFields, InvoiceReading

#: The doubt about a field that differs, and the finding's code; about the reading where it is no field that does.
DIFFERS = "einvoice_differs"
#: Compared as they are.
_PLAIN = ("due_date", "currency", "cvr", "invoice_number")
#: What may stand on the page without having been read there.
_PRINTED = ("total", "due_date", "invoice_number")
#: So many letters of a number tell it from another.
_TELLING = 3


def is_stated(reading: InvoiceReading) -> bool:
    """Whether the reading is of an electronic invoice."""
    return any(field.how == "e-invoice" for _, field in reading.fields.found())


def against_page(
    stated: InvoiceReading, page: InvoiceReading, scores: Scores, printed: Printed | None = None
) -> InvoiceReading:
    """``stated`` with what only ``page`` says, the places of what both say, and a doubt on each field that differs.

    ``scores``: ``[einvoice]`` of ``scores.toml``. ``printed``: all that stands on the page, where it is known. What is
    stated and stands there, though the page was read otherwise and not surely, does not differ.
    """
    found = _paid_as_on(page, _with_the_pages(stated, page, scores))
    surely = scores["read_surely"]
    said = _differences(found, page, scores["read_well"])
    differences = tuple(d for d in said if not _is_there(d.field, found, page, printed, surely))
    out = replace(found, fields=_doubted(found.fields, page.fields, {d.field for d in differences}))
    others = tuple(d for d in differences if getattr(out.fields, d.field, None) is None)
    return replace(
        out,
        method=stated.method if found.fields == stated.fields else "mixed",
        pages=page.pages,
        paid=stated.paid or page.paid,
        amounts=stated.amounts if stated.amounts.lines or not page.amounts.lines else page.amounts,
        terms=stated.terms or page.terms,
        preceding_invoice=stated.preceding_invoice or page.preceding_invoice,
        supplier_phone=stated.supplier_phone or page.supplier_phone,
        doubts=tuple(dict.fromkeys((*stated.doubts, *page.doubts, *((DIFFERS,) if others else ())))),
        differences=differences,
        trace=(*stated.trace, *page.trace),
    )


def without_page(stated: InvoiceReading) -> InvoiceReading:
    """Beside a page that nobody could read: that it says the same is not known."""
    return replace(stated, doubts=tuple(dict.fromkeys((*stated.doubts, DIFFERS))))


def _with_the_pages(stated: InvoiceReading, page: InvoiceReading, scores: Scores) -> InvoiceReading:
    """What is not stated, from the page; its network and day where they are surer there."""
    own, other = stated.fields, page.fields
    taken: dict[str, Field[Any]] = {
        name: field for name, field in other.found() if getattr(own, name) is None and name != "network"
    }
    day, its_day = own.meeting_date, other.meeting_date
    if day is not None and its_day is not None and day.confidence < scores["weak_day"] < its_day.confidence:
        taken["meeting_date"] = its_day
    out = replace(stated, fields=replace(own, **taken)) if taken else stated
    if "payment" in taken:
        out = replace(out, other_payments=page.other_payments)
    if "due_date" in taken:
        out = replace(out, due_date_from_terms=page.due_date_from_terms)
    known = stated.network_id is not None and not stated.network_rivals
    if other.network is None or known or (own.network is not None and page.network_id is None):
        return out
    network = replace(out.fields, network=other.network)
    return replace(out, fields=network, network_id=page.network_id, network_rivals=page.network_rivals)


def _paid_as_on(page: InvoiceReading, stated: InvoiceReading) -> InvoiceReading:
    """Where several ways to pay are stated, the first that the page names too."""
    own, seen = stated.fields.payment, _accounts(page)
    if own is None or own.value.key in seen:
        return stated
    other = next(
        (f for f in stated.other_payments if f.value.key in seen and f.value.is_danish and f.value.is_valid), None
    )
    if other is None:
        return stated
    others = (own, *(f for f in stated.other_payments if f is not other))
    return replace(stated, fields=replace(stated.fields, payment=other), other_payments=others)


def _differences(stated: InvoiceReading, page: InvoiceReading, well: float) -> Iterator[Difference]:
    """``well``: a page's word counts only where it was read so surely."""
    own, other = stated.fields, page.fields
    if stated.kind != page.kind:
        yield Difference("kind", stated.kind, page.kind)
    if own.total is not None and (other.total is None or own.total.value != other.total.value):
        yield _difference("total", own.total, other.total)
    if own.payment is not None and own.payment.value.key not in _accounts(page):
        yield _difference("payment", own.payment, other.payment)
    for name in _PLAIN:
        mine, its = getattr(own, name), getattr(other, name)
        if mine is not None and its is not None and not _same(mine.value, its.value) and _counts(its, well):
            yield _difference(name, mine, its)
    if stated.network_id and page.network_id and stated.network_id != page.network_id:
        yield Difference("network", _text(own.network), _text(other.network))
    day, its_day = own.meeting_date, other.meeting_date
    if day is not None and its_day is not None and day.value != its_day.value and _counts(its_day, well):
        yield _difference("meeting_date", day, its_day)


def _is_there(name: str, stated: InvoiceReading, page: InvoiceReading, printed: Printed | None, surely: float) -> bool:
    own, other = getattr(stated.fields, name, None), getattr(page.fields, name, None)
    if printed is None or own is None or name not in _PRINTED or not printed.has(own.value):
        return False
    return name == "invoice_number" or other is None or (other.confidence < surely and not other.doubts)


def _accounts(page: InvoiceReading) -> set[str]:
    """Keys of the ways to pay that a person sees on the page."""
    found = (page.fields.payment, *page.other_payments)
    return {f.value.key for f in found if f is not None and not {"hidden", "overprinted"} & set(f.doubts)}


def _counts(field: Field[Any], well: float) -> bool:
    return field.confidence >= well or bool(field.doubts)


def _same(stated: object, printed: object) -> bool:
    """«1042» and «F-1042» are one number."""
    mine, its = _key(stated), _key(printed)
    if mine == its or not (isinstance(mine, str) and isinstance(its, str)):
        return mine == its
    return min(len(mine), len(its)) >= _TELLING and (mine.endswith(its) or its.endswith(mine))


def _key(value: object) -> object:
    return fold(value).replace(" ", "") if isinstance(value, str) else value


def _difference(name: str, stated: Field[Any], printed: Field[Any] | None) -> Difference:
    return Difference(name, _shown(stated.value), _shown(printed.value) if printed is not None else "")


def _shown(value: Any) -> str:
    """As the interface writes it; of a way to pay its numbers, for its kind is no Danish word."""
    parts = value.as_json() if hasattr(value, "as_json") else {}
    numbers = " ".join(text for name, text in parts.items() if name != "type")
    return mask_cpr(numbers or as_text(value))


def _text(field: Field[str] | None) -> str:
    return field.value if field is not None else ""


def _doubted(own: InvoiceFields, page: InvoiceFields, differing: set[str]) -> InvoiceFields:
    """Each field with the place on the page where both say the same, or with the doubt."""
    out: dict[str, Field[Any]] = {}
    for name in (f.name for f in fields_of(own)):
        field, printed = getattr(own, name), getattr(page, name)
        if field is None:
            continue
        if name in differing:
            out[name] = replace(field, doubts=tuple(dict.fromkeys((*field.doubts, DIFFERS))))
        elif printed is not None and field.page is None and _key(field.value) == _key(printed.value):
            doubts = tuple(dict.fromkeys((*field.doubts, *printed.doubts)))
            out[name] = replace(field, text=printed.text, page=printed.page, box=printed.box, doubts=doubts)
    return replace(own, **out)
