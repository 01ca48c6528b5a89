"""What a reading of a scan or a photo owes to OCR: how sure its fields can be, and where they stand on the picture.

Before this step boxes are places of the page as it was made level; after it, of the page as people see it.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.model.document import Document, Page
from bot.model.field import Box, Field
from bot.model.invoice import InvoiceReading

#: Fields that cost money, or a deadline, when a digit is wrong.
_DEAR = ("meeting_date", "invoice_date", "due_date", "total", "payment")
#: OCR that is less sure than this of a word with a digit says that it may be another digit; then the field is no surer
#: than that word, and a person looks. (A number on which two engines disagree is put far below: ``ocr.witness``.)
_UNSURE = 0.65
_FIGURES = re.compile(r"[\d.]+")
#: An amount is no surer where a figure stands before it, so near in heights of its line.
_CUT, _THOUSANDS = 0.5, 0.6


def as_pictured(reading: InvoiceReading, document: Document) -> InvoiceReading:
    """The same object where nothing of the document was read by OCR."""
    if document.method not in ("ocr", "mixed"):
        return reading
    pages = {page.number: page for page in document.pages}
    changed = {name: _pictured(name, field, pages) for name, field in reading.fields.found()}
    others = tuple(_pictured("payment", field, pages) for field in reading.other_payments)
    return replace(reading, fields=replace(reading.fields, **changed), other_payments=others)


def _pictured(name: str, field: Field[Any], pages: Mapping[int, Page]) -> Field[Any]:
    page = pages.get(field.page or 0)
    if page is None or field.box is None:
        return field
    confidence = field.confidence
    if name in _DEAR:
        worst = _least_sure_number(page, field.box)
        if worst < _UNSURE:
            confidence = min(confidence, worst)
        if name == "total" and _goes_on_to_the_left(page, field.box):
            confidence = min(confidence, _CUT)
    return replace(field, confidence=confidence, box=page.shown.box(field.box) if page.shown else field.box)


def _goes_on_to_the_left(page: Page, box: Box) -> bool:
    """«7 486,00» of which only «486,00» was read, «4.1 15,88»: bare figures stand where the thousands would."""
    height = box.bottom - box.top
    middle = (box.top + box.bottom) / 2
    return any(
        _FIGURES.fullmatch(word.text)
        and word.top < middle < word.bottom
        and 0 <= box.x0 - word.x1 < _THOUSANDS * height
        for word in page.words
    )


def _least_sure_number(page: Page, box: Box) -> float:
    return min(
        (
            word.sure
            for word in page.words
            if any(c.isdigit() for c in word.text)
            and box.x0 - 1 <= (word.x0 + word.x1) / 2 <= box.x1 + 1
            and box.top - 1 <= (word.top + word.bottom) / 2 <= box.bottom + 1
        ),
        default=1.0,
    )
