"""What a corrected field teaches: the document is looked at once more for where the right value stands."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.documents.fields.taught import learnt, likeness
from bot.documents.fields.vocabulary import compiled
from bot.documents.reading import sheets_of
from bot.model.document import Document
from bot.model.lesson import Lesson
from bot.model.register import Register


def lessons_of(
    document: Document,
    part: int,
    values: Mapping[str, Any],
    register: Register,
    vocabulary: Mapping[str, Any],
    received: date,
) -> tuple[Lesson, ...]:
    """``document`` with its words; ``part`` counts its invoices from 1; ``values``: the right ones by field.

    A value that does not stand there, or stands where it cannot be told from others, teaches nothing.
    """
    if document.unreadable or document.einvoices or not document.pages:
        return ()
    sheets = sheets_of(document, register, (), vocabulary, received)
    if not 1 <= part <= len(sheets):
        return ()
    sheet = sheets[part - 1]
    return tuple(lesson for field, value in values.items() for lesson in learnt(sheet, field, value))


def takes_the_place_of(new: Sequence[Lesson], old: Lesson, vocabulary: Mapping[str, Any]) -> bool:
    """Whether a later correction of the same field in the same layout says otherwise."""
    least = compiled(vocabulary).lessons["alike"]
    return any(x.field == old.field and likeness(x.layout, old.layout) >= least for x in new)
