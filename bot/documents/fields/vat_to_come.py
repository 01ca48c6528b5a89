"""Whether VAT is still to be added to the amount: «I alt 1.708,80 + moms», «ekskl. moms»."""

import re
from decimal import Decimal

from bot.danish.text import fold
from bot.documents.fields.draft import Draft
from bot.documents.fields.sheet import Sheet
from bot.documents.fields.sums import near
from bot.documents.line import Line

#: The code of ``cautions.toml`` whose words say so.
VAT_TO_COME = "vat_to_come"
#: «+ moms», «+ 25 % moms»: folding a line leaves the sign out.
_PLUS = re.compile(r"\+\s*(?:\d{1,2}\s?%\s*)?([^\W\d_]+)")
_NOTHING, _KRONE = Decimal(0), Decimal(1)


def is_vat_added(sheet: Sheet) -> bool:
    """Whether some line adds VAT by a sign."""
    words = sheet.vocabulary.word_set("vat", "words")
    return any(fold(word) in words for line in sheet.lines for word in _PLUS.findall(line.text))


def has_vat_in_it(sheet: Sheet, draft: Draft) -> bool:
    """Whether the total has its VAT in it, by the sums or by the words beside it."""
    total = draft.fields.total
    if total is None:
        return True  # nothing that could be too little
    printed, vat = draft.amounts, draft.fields.vat
    whole = max(total.value + (printed.prepaid or _NOTHING), printed.gross or _NOTHING)
    if vat is not None and vat.value > 0:
        return vat.value * 5 <= whole + _KRONE or (printed.net is not None and near(printed.net + vat.value, whole))
    if printed.net is not None and whole > printed.net + _KRONE:
        return True
    return any(_says_with(sheet, line) for line in sheet.lines if total.text and total.text in line.text)


def _says_with(sheet: Sheet, line: Line) -> bool:
    keys = [token.key for token in line.tokens]
    with_it, vat = (sheet.vocabulary.word_set("vat", name) for name in ("with", "words"))
    return not with_it.isdisjoint(keys) and not vat.isdisjoint(keys)
