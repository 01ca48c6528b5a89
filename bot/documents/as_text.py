"""A document as plain text, row by row: for people to read in place of the original. Nothing is masked here."""

from collections.abc import Sequence
from itertools import pairwise

from bot.documents.einvoice.copy import copy_of
from bot.documents.layout import within_limits
from bot.documents.rows import rows_of
from bot.model.document import Document, Word

#: A gap wider than this many heights of the row is shown as a gap.
_GAP = 1.2


def as_text(document: Document) -> str:
    """Rows as lines, pages apart by an empty line; what nobody sees on the page is left out."""
    if document.einvoices:
        return "\n\n".join(map(copy_of, document.einvoices))
    return "\n\n".join("\n".join(map(_line, rows_of(_seen(page.words)))) for page in within_limits(document.pages))


def _seen(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The same object where all are to be seen."""
    return tuple(w for w in words if w.doubt != "hidden") if any(w.doubt for w in words) else words


def _line(row: Sequence[Word]) -> str:
    out = row[0].text
    for before, word in pairwise(row):
        wide = word.x0 - before.x1 > _GAP * max(1.0, word.bottom - word.top)
        out += ("   " if wide else " ") + word.text
    return out
