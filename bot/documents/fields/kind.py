"""What sort of document it is: its heading, then the sentences that say it, then what was read from it."""

from bot.documents.fields.draft import Draft
from bot.documents.fields.headings import Heading, headings
from bot.documents.fields.paid import is_paid
from bot.documents.fields.sheet import Sheet
from bot.model.invoice import DocumentKind, Language

#: Headings that are "other", and the doubt that says which.
_OTHER = ("other", "offer", "draft", "delivery_note", "statement", "receipt")
_KINDS: tuple[DocumentKind, ...] = ("invoice", "credit_note", "reminder", "booking")
#: What a document is by the label of its number («Tilbud nr.») where nothing on it speaks of an invoice's.
_NUMBERED = ("offer", "draft", "delivery_note")
#: «nr» alone names no document.
_SHORT_LABEL = 3


def read_kind(sheet: Sheet, draft: Draft) -> tuple[DocumentKind, tuple[str, ...]]:
    """(kind, doubts). A heading that says more than «Faktura» beats it; sentences turn an invoice into what it
    really is.
    """
    found = [h for h in headings(sheet) if h.score > sheet.scores("heading")["least"]]
    kind = _of_headings(sheet, found)
    said = kinds_said(sheet)
    if kind in ("", "invoice", "other"):
        for name in ("draft", "reminder", "booking", "statement", "offer"):
            if name in said and not (
                name == "booking" and kind == "invoice" and "this is not" not in said.get(name, "")
            ):
                kind = name
                break
    kind = kind or _labelled(sheet)
    if kind == "" and (_is_invoice_without_heading(draft) or _has_invoice_number(sheet, draft)):
        kind = "credit_note" if draft.fields.total is not None and draft.fields.total.value < 0 else "invoice"
    if kind == "invoice" and _is_negative(draft):
        return "credit_note", ("negative_invoice",)
    if kind == "receipt" and _is_owed(sheet, draft):
        kind = "invoice"
    if not _says_anything(draft):
        return "other", ()
    for known in _KINDS:
        if kind == known:
            return known, ()
    return "other", (kind,) if kind in _OTHER and kind != "other" else ()


def _labelled(sheet: Sheet) -> str:
    """«Ordrebekræftelse nr.: 1042» among the numbers of a page that has no heading; "" where there is none.

    Only words that name nothing but the document: «Booking nr.» stands on invoices too.
    """
    sure = tuple(sheet.vocabulary.kinds["labelled"]["booking"])
    for heading in headings(sheet):
        if heading.kind == "booking" and any(t.key.endswith(sure) for t in heading.line.tokens):
            return "booking"
    if not _names_invoice_number(sheet):
        return next((h.kind for h in headings(sheet) if h.kind in _NUMBERED), "")
    return ""


def _of_headings(sheet: Sheet, found: list[Heading]) -> str:
    if not found:
        return ""
    top, scores = _top(sheet, found), sheet.scores("heading")
    if top.kind == "invoice":
        # «Faktura» may head a reminder's or credit note's table, or name the file: another heading nearly as strong
        # says more.
        for other in found:
            if (
                other.kind not in ("invoice", "other", "receipt", "booking")
                and other.score >= top.score - scores["near_invoice"]
            ):
                return other.kind
        return "invoice"
    if top.kind in ("other", "receipt"):
        for other in found[1:]:
            if other.kind in ("invoice", "credit_note", "reminder") and other.score >= top.score - scores["near_other"]:
                return other.kind
    return top.kind


def _top(sheet: Sheet, found: list[Heading]) -> Heading:
    """The best; but «Opkrævning for leje af lokale» over «Booking-id: B-77120» heads more than that number does, where
    no sentence confirms a booking. «Faktura til: …» says where one is to be sent.
    """
    top = found[0]
    if top.kind == "booking" and top.names_number and "booking" not in kinds_said(sheet):
        bills = (h for h in found if h.kind == "invoice" and not sheet.hits_of(h.line, "buyer"))
        over = (h for h in bills if h.line.index <= top.line.index)
        return next(over, top)
    return top


def kinds_said(sheet: Sheet) -> dict[str, str]:
    """Kinds that a sentence speaks of, each with that sentence."""
    text = sheet.folded_text
    out = {}
    for kind, phrases in sheet.vocabulary.sentences.items():
        for phrase in phrases:
            if phrase in text:
                out[kind] = phrase
                break
    return out


def _is_invoice_without_heading(draft: Draft) -> bool:
    """An amount to pay and a number, or a supplier's CVR number with a way to pay: an invoice whatever it is called."""
    f = draft.fields
    return f.total is not None and (
        f.invoice_number is not None or (f.cvr is not None and f.payment is not None) or (f.due_date is not None)
    )


def _has_invoice_number(sheet: Sheet, draft: Draft) -> bool:
    """«Fakt.nr. 1042» and a way or a day to pay, though nothing is headed «Faktura»."""
    f = draft.fields
    if f.invoice_number is None or (f.payment is None and f.due_date is None):
        return False
    return _names_invoice_number(sheet)


def _names_invoice_number(sheet: Sheet) -> bool:
    """«Fakturanr.», «Regning nr.» somewhere."""
    return any(
        hit.end - hit.start > _SHORT_LABEL and sheet.vocabulary.documents_in(line.text[hit.start : hit.end])
        for line, hit in sheet.labelled("invoice_number")
    )


def _says_anything(draft: Draft) -> bool:
    """A heading alone makes no invoice: something to pay, a number or a way to pay must stand there."""
    f = draft.fields
    return any(x is not None for x in (f.total, f.invoice_number, f.payment, f.due_date, f.meeting_date, f.network))


def _is_owed(sheet: Sheet, draft: Draft) -> bool:
    """A «bon» with a due date or an account to pay to is an invoice; a receipt says that it was paid."""
    f = draft.fields
    return (f.due_date is not None or f.payment is not None) and f.total is not None and not is_paid(sheet, draft)


def _is_negative(draft: Draft) -> bool:
    return draft.fields.total is not None and draft.fields.total.value < 0


def read_language(sheet: Sheet) -> Language:
    """English only where its words clearly outnumber the Danish ones."""
    words = sheet.folded_text.split()
    danish, english = (sheet.vocabulary.word_set("language", code) for code in ("da", "en"))
    da, en = sum(map(danish.__contains__, words)), sum(map(english.__contains__, words))
    return "en" if en > da + 2 else "da"
