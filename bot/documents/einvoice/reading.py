"""An electronic invoice → an ``InvoiceReading``: what it states (``stating``), and network, coordinator, day of the
meeting and heads as those who find them on a page find them in its words (``lines``).
"""

from dataclasses import replace

from bot.documents.einvoice.lines import PERSON
from bot.documents.einvoice.meeting import read_day
from bot.documents.einvoice.stating import field, stated
from bot.documents.fields.cautions import read_cautions
from bot.documents.fields.coordinator import read_coordinator
from bot.documents.fields.draft import Draft
from bot.documents.fields.due_date import read_due_date
from bot.documents.fields.kind import kinds_said
from bot.documents.fields.network import read_network
from bot.documents.fields.paid import is_paid
from bot.documents.fields.participants import read_participants
from bot.documents.fields.payment import read_payment
from bot.documents.fields.result import as_reading
from bot.documents.fields.sheet import Sheet
from bot.model.einvoice import EInvoice
from bot.model.invoice import InvoiceReading

#: Sentences in its words that say that it is something else.
_OTHER_THINGS = ("draft", "reminder", "statement", "offer")


def read_stated(invoice: EInvoice, sheet: Sheet, part: int | None = None) -> InvoiceReading:
    """``sheet`` is of the page that ``lines`` made of the same invoice."""
    scores = sheet.scores("einvoice")
    draft = _to_pay(sheet, _terms(sheet, stated(invoice, scores)))
    draft = read_day(sheet, read_network(sheet, draft), invoice)
    draft = _heads(sheet, invoice, read_participants(sheet, read_coordinator(sheet, draft)))
    draft = draft.doubting(*_cautions(sheet, draft, invoice))
    return replace(
        as_reading(sheet, draft, invoice.kind),
        method=invoice.syntax,
        part=part,
        paid=invoice.kind == "invoice" and (_nothing_left(invoice) or is_paid(sheet, draft)),
        preceding_invoice=field(invoice.preceding[0], scores["stated"]) if invoice.preceding else None,
        supplier_phone=invoice.seller.contact.phone,
    )


def _terms(sheet: Sheet, draft: Draft) -> Draft:
    """The terms in its words; the due date that follows from them only where none is stated."""
    read = read_due_date(sheet, draft)
    return read if draft.fields.due_date is None else replace(draft, terms=read.terms)


def _to_pay(sheet: Sheet, draft: Draft) -> Draft:
    """Ways to pay in its words count where none is stated. One beside another that is stated is how money goes astray:
    a person looks.
    """
    if draft.fields.payment is None and not draft.doubts:
        return read_payment(sheet, draft)
    known = {f.value.key for f in (draft.fields.payment, *draft.other_payments) if f is not None}
    found = [p.found for p in sheet.payments if p.found.labelled and p.found.payment is not None]
    if any(p.payment.key not in known for p in found):
        return draft.doubting("several_accounts")
    return draft


def _heads(sheet: Sheet, invoice: EInvoice, draft: Draft) -> Draft:
    """A quantity of persons (UN/ECE Recommendation 20: «IE») where words name none."""
    if draft.fields.participants is not None:
        return draft
    scores = sheet.scores("participants")
    heads = {line.quantity for line in invoice.lines if line.unit == PERSON and line.quantity}
    number = next(iter(heads)) if len(heads) == 1 else None
    if number is None or number != number.to_integral_value() or not 0 < number <= scores["most"]:
        return draft
    return draft.having(participants=field(int(number), scores["quantity"]))


def _cautions(sheet: Sheet, draft: Draft, invoice: EInvoice) -> tuple[str, ...]:
    if invoice.kind != "invoice":
        return ()
    words = kinds_said(sheet)
    return (*(kind for kind in _OTHER_THINGS if kind in words), *read_cautions(sheet, draft))


def _nothing_left(invoice: EInvoice) -> bool:
    t = invoice.totals
    return t.payable == 0 and bool(t.gross or t.prepaid)
