"""An electronic invoice and the PDF of it in one mail: one invoice, judged once, and the PDF filed as its copy."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath

from bot.checks.repeats import number_key
from bot.documents.einvoice.pairing import against_page, is_stated
from bot.kinds.invoice.selection import Selected
from bot.kinds.request import Request
from bot.model.invoice import MONEY, InvoiceReading


def paired(request: Request, chosen: Sequence[Selected]) -> tuple[Selected, ...]:
    """In the same order: the electronic ones held against their pages, their pages as copies that have no verdict."""
    out = list(chosen)
    for stated, page in _pairs(chosen):
        scores = request.world.rules.vocabulary["scores"]["einvoice"]
        own, its_page = chosen[stated].reading, chosen[page].reading
        out[stated] = replace(chosen[stated], reading=against_page(own, its_page, scores))
        out[page] = replace(chosen[page], is_copy=True)
    return tuple(out)


def _pairs(chosen: Sequence[Selected]) -> Iterator[tuple[int, int]]:
    """(index of the electronic one, index of its page), each at most once: by file name, by number, or because there is
    one of each from the same firm.
    """
    stated = [n for n, s in enumerate(chosen) if is_stated(s.reading) and s.reading.kind in MONEY]
    pages = [n for n, s in enumerate(chosen) if n not in stated and _is_seen(s)]
    for belongs in (_same_name, _same_number, _same_firm):
        if belongs is _same_firm:
            pages = [n for n in pages if _is_invoice(chosen[n])]
            if len(stated) != 1 or len(pages) != 1:
                return
        for number in list(stated):
            page = next((p for p in pages if belongs(chosen[number], chosen[p])), None)
            if page is not None:
                stated.remove(number)
                pages.remove(page)
                yield number, page


def _is_seen(chosen: Selected) -> bool:
    """A document that people see, and that could be read: no archive, and no file of XML."""
    document = chosen.read.document
    is_readable = chosen.unreadable is None and not document.unreadable
    return chosen.read.attachment is not None and is_readable and document.page_count > 0 and not document.einvoices


def _is_invoice(chosen: Selected) -> bool:
    return chosen.reading.kind in (*MONEY, "booking")


def _same_number(stated: Selected, page: Selected) -> bool:
    """Two firms may use one number: then they are two invoices."""
    mine, its = stated.reading.fields.cvr, page.reading.fields.cvr
    is_another = mine is not None and its is not None and mine.value != its.value
    number = _number(stated.reading)
    return number != "" and number == _number(page.reading) and _is_invoice(page) and not is_another


def _number(reading: InvoiceReading) -> str:
    return number_key(reading.fields.invoice_number.value) if reading.fields.invoice_number else ""


def _same_name(stated: Selected, page: Selected) -> bool:
    """«faktura-1042.xml» and «faktura-1042.pdf»."""
    names = [PurePath(s.read.document.source) for s in (stated, page)]
    return names[0].stem != "" and names[0].stem.casefold() == names[1].stem.casefold() and names[0] != names[1]


def _same_firm(stated: Selected, page: Selected) -> bool:
    mine, its = stated.reading.fields, page.reading.fields
    if mine.cvr is not None and its.cvr is not None:
        return mine.cvr.value == its.cvr.value
    return mine.total is not None and its.total is not None and mine.total.value == its.total.value
