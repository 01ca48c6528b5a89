"""What a draft is when all has been read: a reading, of a page's words or of an electronic invoice's."""

from bot.documents.fields.draft import Draft
from bot.documents.fields.evidence import trace_of
from bot.documents.fields.kind import read_language
from bot.documents.fields.paid import is_paid
from bot.documents.fields.sheet import Sheet
from bot.documents.fields.unread import unread_fields
from bot.model.invoice import DocumentKind, InvoiceReading


def as_reading(sheet: Sheet, draft: Draft, kind: DocumentKind) -> InvoiceReading:
    """How it was read (``method``), from how many pages and of which part is the caller's to say."""
    return InvoiceReading(
        kind=kind,
        fields=draft.fields,
        network_id=draft.network_id,
        network_rivals=draft.network_rivals,
        language=read_language(sheet),
        other_payments=draft.other_payments,
        terms=draft.terms,
        due_date_from_terms=draft.due_date_from_terms,
        amounts=draft.amounts,
        paid=is_paid(sheet, draft),
        preceding_invoice=draft.preceding_invoice,
        doubts=draft.doubts,
        unread=unread_fields(sheet, draft) if kind == "invoice" else (),
        trace=trace_of(sheet, draft) if sheet.traced else (),
    )
