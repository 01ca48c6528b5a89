"""What a person wrote into an electronic invoice, as the lines of a page: so that whoever looks for a network, a
coordinator or a day in words need not know that there are elements.

Only words that nobody has given a place of their own: notes, references, the buyer's person, what was delivered. What
the format states (numbers, days, accounts) is not written again, and neither is the seller's own name and person.
"""

import re
from collections.abc import Iterable, Iterator

from bot.danish.amounts import format_amount
from bot.danish.cpr import mask_cpr
from bot.documents.einvoice.nodes import is_wordy
from bot.model.einvoice import EInvoice, Party, StatedLine

#: Labels as ``rules/vocabulary/labels.toml`` knows them.
_CONCERNING, _BUYER, _BUYERS_PERSON, _ORDER, _TERMS = "Vedr.", "Køber", "Deres ref.", "Ordrenr.", "Betalingsbetingelser"
_HOLDER = "Kontonavn"
_PERSONS = "personer"
#: UN/ECE Recommendation 20: a person.
PERSON = "IE"
#: «Netværk: Aarhus Midt; Koordinator: Mette Holm | Dato: …»: one line for each.
_PIECES = re.compile(r"[;|·•\r\n]+")
_HAS_LABEL = re.compile(r"[^\d:]{2,40}:\s")
#: Wider than the gap that divides cells (``documents.line``).
GUTTER = "     "


def text_of(invoice: EInvoice) -> str:
    """Lines with line feeds between; rows have their cells wide apart. CPR numbers are masked once more as a whole: a
    label and its number may have stood in two elements.
    """
    return mask_cpr("\n".join(_lines(invoice)))


def _lines(invoice: EInvoice) -> Iterator[str]:
    for note in invoice.notes:
        yield from _labelled(_CONCERNING, note)
    for reference in invoice.references:
        yield from _labelled(_CONCERNING, reference) if is_wordy(reference) else (f"{_ORDER}: {reference}",)
    yield from _buyer(invoice.buyer)
    for reference in invoice.buyer_references:
        yield from _labelled(_BUYERS_PERSON, reference)
    yield ""
    for line in invoice.lines:
        yield from _row(line)
    yield ""
    for terms in invoice.terms:
        yield from _labelled(_TERMS, terms)
    for means in invoice.instructions:
        if means.code != "97":
            yield from _pieces(means.notes)
            if means.holder:
                yield f"{_HOLDER}: {means.holder}"


def _buyer(buyer: Party) -> Iterator[str]:
    if buyer.name:
        yield f"{_BUYER}: {buyer.name}"
    if buyer.trading_name and buyer.trading_name != buyer.name:
        yield f"{_BUYER}: {buyer.trading_name}"
    yield from buyer.address
    if buyer.contact.name:
        yield f"{_BUYERS_PERSON}: {buyer.contact.name}"


def _row(line: StatedLine) -> Iterator[str]:
    """«8 Middag     3.417,60»: as a row of an invoice, the other words of it below.

    Two cells and no more: under a row of three the lines below would be taken for its columns (``documents.line``).
    """
    texts = _without_beginnings(_pieces(t for t in (line.name, line.description, *line.notes) if t))
    quantity = f"{line.quantity.normalize():f}".replace(".", ",") if line.quantity is not None else ""
    if line.unit == PERSON and quantity:
        quantity = f"{quantity} {_PERSONS}"
    text = texts[0] if texts else ""
    if text[:1].isalpha():
        text, quantity = f"{quantity} {text}".strip(), ""
    yield GUTTER.join(cell for cell in (quantity, text, format_amount(line.amount)) if cell)
    yield from texts[1:]


def _without_beginnings(texts: Iterable[str]) -> list[str]:
    """Each once, and none that another begins with: names are often the first forty letters of the description."""
    once = list(dict.fromkeys(texts))
    return [text for text in once if not any(other != text and other.startswith(text) for other in once)]


def _labelled(label: str, text: str) -> Iterator[str]:
    """The label before the first piece, unless that has one of its own."""
    pieces = list(_pieces((text,)))
    for number, piece in enumerate(pieces):
        bare = number > 0 or _HAS_LABEL.match(piece) or piece.casefold().startswith(label.casefold().rstrip("."))
        yield piece if bare else f"{label}: {piece}"


def _pieces(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from (" ".join(piece.split()) for piece in _PIECES.split(text) if piece.strip())
