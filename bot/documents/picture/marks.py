"""What is drawn on each page: a frame for every field that has a place, black over every CPR number."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bot.danish.amounts import format_amount
from bot.danish.cpr import find_cpr, find_misread_cpr, mask_cpr
from bot.danish.dates import format_date
from bot.documents.fields.evidence import as_text
from bot.documents.layout import PICTURES, lay_out
from bot.documents.line import surround
from bot.documents.telling import Telling
from bot.model.document import Document, Page
from bot.model.field import Box, Field
from bot.model.invoice import InvoiceReading

#: Longer values are cut in the legend.
_LONGEST = 60
#: Fields that every invoice should have: told as missing where they were not found.
REQUIRED = (
    "network", "coordinator", "meeting_date", "invoice_number", "invoice_date", "due_date", "supplier", "total",
    "payment",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """One field: its frame (None: it has no place on a page), its Danish name, its value in Danish, its colour."""

    field: str
    name: str
    value: str
    #: As printed.
    text: str
    colour: str
    sure: float
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """A page's marks, its words' places (names must not cover them), and what is blacked out. Points."""

    number: int
    marks: tuple[Mark, ...]
    words: tuple[Box, ...]
    black: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """One reading of a document: its pages, all its marks in the order of the interface, and what was not found."""

    title: str
    pages: tuple[MarkedPage, ...]
    marks: tuple[Mark, ...]
    missing: tuple[str, ...]


def marked(document: Document, reading: InvoiceReading, telling: Telling) -> Marked:
    """``document`` with its words: without them no CPR number could be found, and so ``pages`` is then empty."""
    marks = tuple(marks_of(reading, telling))
    numbers = _pages_of(document, reading)
    unread = set(document.unread_pages)
    pages = tuple(
        _page(document, page, marks) for page in document.pages if page.number in numbers and page.number not in unread
    )
    missing = tuple(telling.name(name) for name in REQUIRED if getattr(reading.fields, name) is None)
    return Marked(mask_cpr(document.source), pages if document.paged else (), marks, missing)


def marks_of(reading: InvoiceReading, telling: Telling) -> Iterator[Mark]:
    """Every field that was found, other accounts too, in the order of the interface; also what has no place."""
    for name, field in reading.fields.found():
        yield _mark(name, field, telling)
    for field in reading.other_payments:
        yield _mark("payment", field, telling)


def _mark(name: str, field: Field[Any], telling: Telling) -> Mark:
    value = mask_cpr(_shown(field))
    cut = value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"
    return Mark(
        name,
        telling.name(name),
        cut,
        mask_cpr(field.text),
        telling.colour(name),
        field.confidence,
        field.page,
        field.box,
    )


def _shown(field: Field[Any]) -> str:
    match field.value:
        case Decimal():
            return format_amount(field.value)
        case date():
            return format_date(field.value)
        case str() | int():
            return as_text(field.value)
        case _:
            return field.text or as_text(field.value)


def _pages_of(document: Document, reading: InvoiceReading) -> set[int]:
    """All of a document that holds one invoice; of one that holds several, those from this one's first field to its
    last.
    """
    everything = {page.number for page in document.pages}
    if reading.part is None:
        return everything
    found = [field.page for _, field in reading.fields.found() if field.page is not None]
    return set(range(min(found), max(found) + 1)) if found else everything


def _page(document: Document, page: Page, marks: Sequence[Mark]) -> MarkedPage:
    as_seen = _as_seen(page)
    # A reading's boxes are places of the page as people see it already (``documents.pictured``); words' are not.
    own = tuple(m for m in marks if m.page == page.number and m.box is not None)
    words = tuple(as_seen(word.box) for word in page.words if word.text.strip())
    return MarkedPage(page.number, own, words, tuple(as_seen(box) for box in _black(document, page)))


def _as_seen(page: Page) -> Callable[[Box], Box]:
    """From the page as it was read (made level, cut out of a photo, turned) to the page as people see it."""
    return (lambda box: box) if page.shown is None else page.shown.box


def _black(document: Document, page: Page) -> Iterable[Box]:
    """The words that hold a CPR number, also one that runs over a line's end, or that OCR may have misread."""
    find = find_misread_cpr if document.method in PICTURES else find_cpr
    lines = lay_out(document, [page]).lines
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line.text) + 1
    for start, end in find("\n".join(line.text for line in lines)):
        for line, begin in zip(lines, starts, strict=True):
            if begin < end and start < begin + len(line.text):
                box = surround(line.words_in(max(0, start - begin), end - begin))
                if box is not None:
                    yield box
