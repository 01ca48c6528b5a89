"""Pages that come with an invoice and are none of it: menus, price lists, terms of trade.

Their prices, dates and accounts are not this invoice's.
"""

from collections.abc import Sequence

from bot.documents.fields.sheet import Sheet
from bot.model.document import Page

#: A heading is looked for in so many lines of a page.
_TOP = 4
#: Labels that an annex does not have.
_INVOICES = ("invoice_number", "invoice_date", "due_date", "payable", "gross", "vat")


def without_annexes(sheet: Sheet, pages: Sequence[Page]) -> list[Page]:
    """The pages but for annexes; the first page is none."""
    return [page for n, page in enumerate(pages) if n == 0 or not _is_annex(sheet, page.number)]


def _is_annex(sheet: Sheet, number: int) -> bool:
    lines = [line for line in sheet.lines if line.page == number]
    headed = any(
        (match := sheet.vocabulary.headings.match(line.tokens, 0)) is not None
        and match[0] == "other"
        and match[1] >= len(line.tokens) - 3
        for line in lines[:_TOP]
        if line.tokens
    )
    return headed and not any(
        sheet.pure_hit(line, h.cell) == h for line in lines for h in sheet.hits_of(line, *_INVOICES)
    )
