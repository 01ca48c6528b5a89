"""A document that holds its own e-invoice (Factur-X, ZUGFeRD: XML in a PDF), or an e-invoice that holds its page
(BT-125: a PDF in XML): one invoice, told by the outer document. The inner one then tells of nothing.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.documents.einvoice.pairing import against_page, is_stated, without_page
from bot.documents.einvoice.printed import Printed
from bot.documents.einvoice.stating import Scores
from bot.model.document import Document
from bot.model.invoice import MONEY, InvoiceFields, InvoiceReading

Readings = tuple[InvoiceReading, ...]
#: What a person looks at; an annex in another format is no page of the invoice.
_SEEN = ("pdf", "png", "jpg", "tif", "heic", "webp")


def joined(document: Document, readings: Sequence[Readings], scores: Scores) -> list[Readings]:
    """The readings of ``Document.all``, in its order, with those of an invoice and its page made one.

    ``scores``: ``[einvoice]`` of ``scores.toml``.
    """
    documents = list(document.all())
    out = list(readings)
    places = {id(one): n for n, one in enumerate(documents)}
    for number, outer in enumerate(documents[: len(out)]):
        inner = [n for part in outer.parts if (n := places[id(part)]) < len(out)]
        for n, joint in _joined(outer, documents, number, inner, out, scores):
            out[n] = joint
    return out


def _joined(
    outer: Document,
    documents: Sequence[Document],
    number: int,
    inner: Sequence[int],
    readings: Sequence[Readings],
    scores: Scores,
) -> list[tuple[int, Readings]]:
    """(place, readings) of those that become others."""
    if outer.einvoices:
        pages = [n for n in inner if documents[n].format in _SEEN]
        readable = [n for n in pages if not documents[n].unreadable]
        seen = [(r, documents[n]) for n in readable for r in readings[n] if r.kind in (*MONEY, "booking")]
        own = _made_one(list(readings[number]), seen, scores, is_unread=len(readable) < len(pages))
        return [(number, own), *((n, _nothing(readings[n])) for n in readable)]
    stated = [r for n in inner for r in readings[n] if documents[n].einvoices and r.kind in MONEY and is_stated(r)]
    if outer.format not in _SEEN or not stated:
        return []
    seen = [] if outer.unreadable else [(r, outer) for r in readings[number]]
    own = _made_one(stated, seen, scores, is_unread=True)
    return [(number, own), *((n, _nothing(readings[n])) for n in inner if documents[n].einvoices)]


def _made_one(
    stated: Sequence[InvoiceReading],
    pages: list[tuple[InvoiceReading, Document]],
    scores: Scores,
    *,
    is_unread: bool,
) -> Readings:
    """Each e-invoice held against the page of its number, else the first that is left; and what other invoices the
    pages tell of. ``is_unread``: where no page is left, nobody knows what it says.
    """
    out = []
    for one in stated:
        own = next((p for p in pages if _number(p[0]) and _number(p[0]) == _number(one)), next(iter(pages), None))
        if own is not None:
            pages.remove(own)
            out.append(against_page(one, own[0], scores, Printed.on(own[1])))
        else:
            out.append(without_page(one) if is_unread else one)
    out += [page for page, _ in pages if page.kind in MONEY]
    return tuple(replace(one, part=n if len(out) > 1 else None) for n, one in enumerate(out, start=1))


def _number(reading: InvoiceReading) -> str:
    return reading.fields.invoice_number.value if reading.fields.invoice_number else ""


def _nothing(readings: Readings) -> Readings:
    return tuple(InvoiceReading("other", InvoiceFields(), reading.method) for reading in readings[:1])
