"""Whether the money is to go to another firm than the seller: «Betales til Nordlys Holding ApS»."""

import re
from collections.abc import Iterator

from bot.danish.text import firm_key, fold
from bot.documents.fields.draft import Draft
from bot.documents.fields.sheet import Sheet

#: A firm's name as far as its legal form.
_FIRM = re.compile(
    r"[\s:–-]*([^\W\d_][^\d,;:|()]{0,60}?(?<!\w)(?:aps|a/s|i/s|ivs|p/s|k/s|amba|gmbh|ltd))(?!\w)", re.IGNORECASE
)
#: Letters of a word that can tell one firm from another.
_TELLING = 4


def is_anothers(sheet: Sheet, draft: Draft) -> bool:
    """A payee who shares no word with the supplier, and whom the page names nowhere else: the firm behind a café's name
    stands at its foot as well.
    """
    supplier = draft.fields.supplier
    if supplier is None:
        return False
    own = _words(firm_key(supplier.value))
    return any(own.isdisjoint(_words(key)) and sheet.folded_text.count(f" {key} ") < 2 for key in _payees(sheet))


def _payees(sheet: Sheet) -> Iterator[str]:
    """The keys of firms behind words of paying: banks and «vores konto» stand there too."""
    banks = sheet.vocabulary.word_set("slip", "banks")
    for line in sheet.lines:
        for number in range(len(line.tokens)):
            said = sheet.vocabulary.payee.match(line.tokens, number)
            firm = said and _FIRM.match(line.text, line.tokens[said[1]].end)
            if firm and not any(bank in fold(firm[1]) for bank in banks):
                yield firm_key(firm[1])


def _words(key: str) -> set[str]:
    return {word for word in key.split() if len(word) >= _TELLING}
