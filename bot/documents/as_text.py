"""A document as plain text, row by row: for people to read in place of the original. Nothing is masked here."""

from itertools import pairwise

from bot.documents.einvoice.copy import copy_of
from bot.documents.layout import within_limits
from bot.documents.rows import rows
from bot.model.document import Document, Word

#: A gap wider than this many heights of the row is shown as a gap.
_GAP = 1.2


def as_text(document: Document) -> str:
    """Rows as lines, pages apart by an empty line; what nobody sees on the page is left out."""
    if document.einvoices:
        return "\n\n".join(map(copy_of, document.einvoices))
    pages = ("\n".join(_line(row) for row in rows(w for w in page.words if w.doubt != "hidden"))
             for page in within_limits(document.pages))  # fmt: skip
    return "\n\n".join(pages)


def _line(row: list[Word]) -> str:
    out = row[0].text
    for before, word in pairwise(row):
        wide = word.x0 - before.x1 > _GAP * max(1.0, word.bottom - word.top)
        out += ("   " if wide else " ") + word.text
    return out
