"""From a document's words to what it says as an invoice: pure, and at least one reading for every document.

One file may hold several invoices: a page with another invoice number begins another part. Each part is read by
``FIELDS`` in order; each step sees what those before it found.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from bot.documents.confidence import calibrated
from bot.documents.einvoice.reading import read_stated
from bot.documents.fields.annex import without_annexes
from bot.documents.fields.cautions import read_cautions
from bot.documents.fields.coordinator import read_coordinator
from bot.documents.fields.currency import read_currency
from bot.documents.fields.cvr import read_cvr
from bot.documents.fields.draft import Draft
from bot.documents.fields.due_date import read_due_date
from bot.documents.fields.headings import headings
from bot.documents.fields.invoice_date import read_invoice_date
from bot.documents.fields.invoice_number import numbers_by_page, read_invoice_number
from bot.documents.fields.kind import read_kind
from bot.documents.fields.meeting_date import read_meeting_date
from bot.documents.fields.network import read_network
from bot.documents.fields.participants import read_participants
from bot.documents.fields.payment import read_payment
from bot.documents.fields.phone import read_phone
from bot.documents.fields.reference import read_reference
from bot.documents.fields.result import as_reading
from bot.documents.fields.sheet import Sheet, make_sheet
from bot.documents.fields.supplier import read_supplier
from bot.documents.fields.taught import read_taught, reapplied
from bot.documents.fields.total import read_total
from bot.documents.fields.vat import read_vat
from bot.documents.fields.vocabulary import Vocabulary, compiled
from bot.documents.layout import PICTURES, is_cut_short, lay_out, within_limits
from bot.documents.pictured import as_pictured
from bot.model.document import Document, Page
from bot.model.invoice import MONEY, InvoiceFields, InvoiceReading
from bot.model.payment import Account
from bot.model.register import Register

if TYPE_CHECKING:
    from bot.model.world import Supplier

#: In this order, because: a payment slip's ID vouches for the number; the number's digits are then no date; the
#: network's booked
#: meetings vouch for the date; the date says which coordinator was in office; the total says what the VAT must fit.
FIELDS: tuple[Callable[[Sheet, Draft], Draft], ...] = (
    read_payment,
    read_cvr,
    read_taught,
    read_invoice_number,
    read_supplier,
    read_network,
    read_invoice_date,
    read_due_date,
    read_meeting_date,
    read_reference,
    read_coordinator,
    read_total,
    read_vat,
    read_currency,
    read_participants,
)

#: The doubt about a document that nobody has looked at yet (``Document.looked_at``), where it is about money.
UNSEEN = "not_looked_at"


def read_invoices(
    document: Document,
    register: Register,
    suppliers: Sequence["Supplier"],
    vocabulary: Mapping[str, Any],
    received: date,
    *,
    traced: bool = False,
) -> tuple[InvoiceReading, ...]:
    """Every invoice in the document, in order; kind "other" where it is nothing of ours.

    ``vocabulary`` is ``rules/vocabulary/*.toml`` and ``rules/reading/*.toml`` by file stem. ``received``: the day of
    receipt in Copenhagen, from which missing years are told. ``traced``: what was weighed is kept
    (``InvoiceReading.trace``).
    """
    words = compiled(vocabulary)
    if document.einvoices:
        return tuple(_stated(document, register, suppliers, words, received, traced=traced))
    if document.unreadable or not any(page.words for page in document.pages):
        return (
            InvoiceReading("other", InvoiceFields(), document.method, max(document.page_count, len(document.pages))),
        )

    def sheet_of(pages: Sequence[Page]) -> Sheet:
        layout = lay_out(document, pages)
        source, misread = document.source, document.method in PICTURES
        return make_sheet(layout, words, register, suppliers, received, source, traced=traced, misread=misread)

    pages = list(within_limits(document.pages))
    whole = sheet_of(pages)
    parts = _parts(document, pages, whole, sheet_of)
    if len(parts) == 1:
        return (_without_annexes(whole, pages, document, sheet_of) or _read(whole, document, None),)
    return tuple(_read(sheet_of(part), document, number) for number, part in enumerate(parts, start=1))


def sheets_of(
    document: Document,
    register: Register,
    suppliers: Sequence["Supplier"],
    vocabulary: Mapping[str, Any],
    received: date,
) -> tuple[Sheet, ...]:
    """The sheets that ``read_invoices`` reads, one for each invoice; not of electronic ones."""

    def sheet_of(pages: Sequence[Page]) -> Sheet:
        layout, words = lay_out(document, pages), compiled(vocabulary)
        source, misread = document.source, document.method in PICTURES
        return make_sheet(layout, words, register, suppliers, received, source, misread=misread)

    pages = list(within_limits(document.pages))
    whole = sheet_of(pages)
    parts = _parts(document, pages, whole, sheet_of)
    return tuple(sheet_of(part) for part in parts) if len(parts) > 1 else (sheet_of(without_annexes(whole, pages)),)


def _stated(
    document: Document,
    register: Register,
    suppliers: Sequence["Supplier"],
    words: Vocabulary,
    received: date,
    *,
    traced: bool,
) -> Iterator[InvoiceReading]:
    """Electronic invoices, each with the page of its words; several in one file (an envelope) are parts of it."""
    for number, (invoice, page) in enumerate(zip(document.einvoices, document.pages, strict=True), start=1):
        layout = lay_out(document, [page])
        sheet = make_sheet(layout, words, register, suppliers, received, document.source, traced=traced)
        reading = read_stated(invoice, sheet, number if len(document.einvoices) > 1 else None)
        yield calibrated(reading, document, register, words.confidence)


def _without_annexes(
    whole: Sheet, pages: list[Page], document: Document, sheet_of: Callable[[Sequence[Page]], Sheet]
) -> InvoiceReading | None:
    """Read without the menus and terms that came along; None where there are none, or where the sums stand there."""
    own = without_annexes(whole, pages)
    if len(own) == len(pages):
        return None
    reading = _read(replace(sheet_of(own), whole=whole), document, None)
    if reading.fields.total is None or reading.fields.payment is None:
        return None
    return replace(reading, pages=len(pages), doubts=(*reading.doubts, *_of_annexes(whole, reading)))


def _of_annexes(whole: Sheet, reading: InvoiceReading) -> tuple[str, ...]:
    """An account that only the terms name: which of them is it?"""
    own = {field.value.key for field in (reading.fields.payment, *reading.other_payments) if field is not None}
    named = {p.found.payment.key for p in whole.payments if p.found.labelled and p.found.payment is not None
             and isinstance(p.found.payment, Account) and p.found.payment.is_valid}  # fmt: skip
    return ("several_accounts",) if named - own and "several_accounts" not in reading.doubts else ()


def _parts(
    document: Document, pages: list[Page], whole: Sheet, sheet_of: Callable[[Sequence[Page]], Sheet]
) -> list[list[Page]]:
    """Pages that belong together. Another invoice number under a heading begins another invoice; the same one goes
    on.

    The numbers come from the sheet of all pages, nearly always the one that is read afterwards; a page is laid out by
    itself only where its number is another.
    """
    if len(pages) < 2 or not document.paged:
        return [pages]
    found = numbers_by_page(whole)
    parts: list[list[Page]] = []
    current: set[str] = set()
    for page in pages:
        numbers = found.get(page.number, set())
        if not parts or (current and numbers and not numbers & current and _is_headed(sheet_of([page]))):
            parts.append([page])
            current = numbers
        else:
            parts[-1].append(page)
            current |= numbers
    return parts


def _is_headed(sheet: Sheet) -> bool:
    least = sheet.scores("heading")["begins_part"]
    return any(h.score > least and h.kind in ("invoice", "credit_note") for h in headings(sheet))


def _read(sheet: Sheet, document: Document, part: int | None) -> InvoiceReading:
    draft = Draft()
    for field in FIELDS:
        draft = reapplied(sheet, field(sheet, draft)) if draft.taught else field(sheet, draft)
    kind, why = read_kind(sheet, draft)
    draft = draft.doubting(*why, *(read_cautions(sheet, draft) if kind == "invoice" else ()))
    if any(word.doubt == "hidden" for page in sheet.layout.pages for word in page.words):
        draft = draft.doubting("hidden_text")
    if kind == "invoice":
        beyond = ("annotated", document.is_annotated), ("cut_short", is_cut_short(document))
        draft = draft.doubting(*(doubt for doubt, holds in beyond if holds))
    if not document.looked_at and kind in MONEY:
        draft = draft.doubting(UNSEEN)
    reading = replace(
        as_reading(sheet, draft, kind),
        method=document.method,
        pages=len(sheet.layout.pages),
        part=part,
        supplier_phone=read_phone(sheet),
    )
    return as_pictured(calibrated(reading, document, sheet.register, sheet.vocabulary.confidence), document)
