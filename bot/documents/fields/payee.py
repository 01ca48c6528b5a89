"""Whether another than the seller is to be paid: «Betales til Nordlys Holding ApS», «Kontohaver: Jens Hansen»."""

import re
from collections.abc import Iterator
from itertools import takewhile

from bot.danish.text import firm_key, fold
from bot.documents.fields.draft import Draft
from bot.documents.fields.firm_names import parts_of, said_of_address
from bot.documents.fields.labels import Hit
from bot.documents.fields.openings import PAYEE
from bot.documents.fields.sheet import Sheet
from bot.documents.line import Line

#: A firm's name as far as its legal form; else two words or more that begin with capitals, and what may stand behind.
_FIRM = re.compile(
    r"[\s:–-]*([^\W\d_][^\d,;:|()]{0,60}?(?<!\w)(?:aps|a/s|i/s|ivs|p/s|k/s|amba|gmbh|ltd))(?!\w)", re.IGNORECASE
)
_CAPITALS = re.compile(
    r"[\s:–-]*([A-ZÆØÅ][\w&.'’-]*(?:\s+(?:(?:&|og|v/)\s*)?[A-ZÆØÅ][\w&'’-]*)+)(?=\s*(?:$|[,;:|(.]|[a-zæøå\d]))"
)
#: Letters of a word that can tell one firm from another.
_TELLING = 4
#: A name is the firm's own where its address stands within so many lines, or at the very top.
_NEAR, _TOP = 2, 2


def is_anothers(sheet: Sheet, draft: Draft) -> bool:
    """A payee who shares no word with the supplier, and whose name stands nowhere over or beside an address: the firm
    behind a café's name does so at its foot.
    """
    supplier = draft.fields.supplier
    if supplier is None:
        return False
    own = _words(sheet, fold(supplier.value))
    return any(not _is_alike(own, _words(sheet, key)) and not _is_introduced(sheet, key) for key in _payees(sheet))


def is_holder(sheet: Sheet, line: Line, hit: Hit) -> bool:
    """Whether a label says whose the account is, and not only who sells."""
    return fold(line.text[hit.start : hit.end]) in sheet.vocabulary.word_set("payee", "holders")


def _payees(sheet: Sheet) -> Iterator[str]:
    """The keys of those who are named as the account's holder, or behind words of paying."""
    for line, hit in sheet.labelled("supplier"):
        if is_holder(sheet, line, hit):
            for where, start, end in sheet.values_of(line, hit)[:1]:
                name = next(iter(parts_of(where, start, end)), None)
                if name is not None and name.text[0].isupper():
                    yield from _holders_name(sheet, firm_key(name.text))
    for line in sheet.opening(PAYEE):
        for number in range(len(line.tokens)):
            said = sheet.vocabulary.payee.match(line.tokens, number)
            if said is not None:
                yield from _behind(sheet, *_after(sheet, line, line.tokens[said[1]].end))


def _holders_name(sheet: Sheet, key: str) -> Iterator[str]:
    """As far as the bank's; «Kontonavn: Erhvervskonto» names nobody."""
    banks = sheet.vocabulary.word_set("slip", "banks")
    words = list(takewhile(lambda word: not any(bank in word for bank in banks), key.split()))
    if words and (len(words) > 1 or words == key.split()):
        yield " ".join(words)


def _after(sheet: Sheet, line: Line, end: int) -> tuple[Line, int]:
    """What stands behind the words that end there, or below them where they end their cell."""
    number = line.cell_at(end - 1)
    below = sheet.layout.below(line, line.cells[number], reach=1.6)
    if below is None or line.text[end : line.cells[number].end].strip(" :–-"):
        return line, end
    return below[0], below[0].cells[below[1]].start


def _behind(sheet: Sheet, line: Line, start: int) -> Iterator[str]:
    """Banks, «vores konto» and the like stand there too."""
    end = line.cells[line.cell_at(start)].end
    name = _FIRM.match(line.text, start, end) or _CAPITALS.match(line.text, start, end)
    if name is None or any(hit.start == name.start(1) for hit in sheet.hits[line.index]):
        return
    said = fold(name[1])
    is_bank = any(bank in said for bank in sheet.vocabulary.word_set("slip", "banks"))
    if not is_bank and said.split()[0] not in sheet.vocabulary.word_set("payee", "never"):
        yield firm_key(name[1])


def _is_introduced(sheet: Sheet, key: str) -> bool:
    """The name by itself or behind «v/», at the top or with an address: not one that is only told in a sentence."""
    for line in sheet.lines:
        around = sheet.lines[max(0, line.index - _NEAR) : line.index + _NEAR + 1]
        if line.index < _TOP or any(_has_address(other) for other in around):
            for cell in line.cells:
                if any(_is_named(key, part.text) for part in parts_of(line, cell.start, cell.end)):
                    return True
    return False


def _is_named(key: str, text: str) -> bool:
    return firm_key(text) == key or fold(text).endswith(f" v {key}")


def _has_address(line: Line) -> bool:
    return any(said_of_address(part.text) for cell in line.cells for part in parts_of(line, cell.start, cell.end))


def _words(sheet: Sheet, key: str) -> set[str]:
    """Those that tell it from others: not «restaurant», where there are more."""
    words = {word for word in key.split() if len(word) >= _TELLING} or set(key.split())
    return words - sheet.vocabulary.word_set("supplier", "likely") or words


def _is_alike(own: set[str], other: set[str]) -> bool:
    return any(a.startswith(b) or b.startswith(a) for a in own for b in other)
