"""Headings: cells that begin with a word for a kind of document («Faktura», «Rykker»), and how surely each is one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from weakref import WeakKeyDictionary

from bot.documents.fields.invoice_number import is_numbered_as_invoice
from bot.documents.fields.openings import HEADING
from bot.documents.fields.sheet import Sheet
from bot.documents.line import Line, Token

#: «Faktura - kopi nr.»
_ENDS_IN_LABEL = re.compile(r"\bnr\.\s*$", re.IGNORECASE)
#: Words of a heading, at most; and of those behind its kind.
_MOST_WORDS, _MOST_WORDS_BEHIND = 12, 4
#: Words of a label behind its first.
_LABEL_WORDS = 2
#: A heading's letters are so many times as high as most.
_LARGE = 1.25
#: These stand in small letters too.
_OF_MONEY = ("invoice", "credit_note", "reminder")


class Heading(NamedTuple):
    kind: str
    score: float
    line: Line
    #: Whether it only names a number of that kind: «Booking-id: B-77120».
    names_number: bool = False


@dataclass(frozen=True)
class _Cell:
    """A cell that begins with a kind's words; ``last``: the index of the last of them."""

    line: Line
    number: int
    tokens: Sequence[Token]
    kind: str
    last: int

    @cached_property
    def rest(self) -> Sequence[Token]:
        return self.tokens[self.last + 1 :]

    @cached_property
    def words(self) -> list[Token]:
        """Of the rest, those without figures."""
        return [t for t in self.rest if not any(c.isdigit() for c in t.key)]


#: Several readers ask for a sheet's headings.
_FOUND: WeakKeyDictionary[Sheet, list[Heading]] = WeakKeyDictionary()


def headings(sheet: Sheet) -> list[Heading]:
    """Cells that begin with a kind's word, best first: alone in the cell, large, high on the first page."""
    found = _FOUND.get(sheet)
    if found is None:
        found = _FOUND[sheet] = sorted(_headings(sheet), key=lambda h: -h.score)
    return found


def _headings(sheet: Sheet) -> Iterable[Heading]:
    for line in sheet.opening(HEADING):
        for number, tokens in enumerate(line.cell_tokens):
            if not tokens or len(tokens) > _MOST_WORDS:
                continue
            match = sheet.vocabulary.headings.match(tokens, 0)
            if match is None or (line.index, number) in sheet.buyer_cells:
                continue
            cell = _Cell(line, number, tokens, *match)
            if not _heads_nothing(sheet, cell):
                kind = _more_said(sheet, tokens, match)
                yield Heading(kind, _score(sheet, cell), line, _names_number(sheet, cell))


def _heads_nothing(sheet: Sheet, cell: _Cell) -> bool:
    if cell.kind == "receipt" and sheet.hits_of(cell.line, "account"):
        return True  # «Kvittering | Indbetalingskort»: the two halves of a payment slip
    if _is_reference(sheet, cell):
        return True
    if cell.line.text[cell.tokens[0].start].islower() or len(cell.words) > _MOST_WORDS_BEHIND:
        return True
    ended = cell.line.cell_text(cell.number).rstrip().endswith(".")
    # «Faktura fremsendes efter mødet.»
    return len(cell.words) > 1 and ended and not _ENDS_IN_LABEL.search(cell.line.text)


def _is_reference(sheet: Sheet, cell: _Cell) -> bool:
    """«BON 004417» beside «FAKTURA NR. 26-0093», «Booking» and «Fakturanr.» over their values: it names a number."""
    is_tills = cell.tokens[0].key in sheet.vocabulary.kinds["labelled"]["till"]
    named = any(t.key.isdecimal() for t in cell.rest) if is_tills else cell.kind == "booking" and _is_label(cell)
    return named and not _is_large(sheet, cell) and is_numbered_as_invoice(sheet)


def _names_number(sheet: Sheet, cell: _Cell) -> bool:
    """The label of a number that is not the invoice's, with the number behind it in the cell."""
    labelled = any(h.start == cell.tokens[0].start for h in sheet.hits_of(cell.line, "other_number"))
    return labelled and not _is_large(sheet, cell) and any(c.isdigit() for t in cell.rest for c in t.key)


def _is_large(sheet: Sheet, cell: _Cell) -> bool:
    return max(cell.line.height, cell.line.height_of(cell.number)) > _LARGE * sheet.usual_height


def _score(sheet: Sheet, cell: _Cell) -> float:
    """Large, in capitals, high on the first page, and alone."""
    scores, line, words = sheet.scores("heading"), cell.line, cell.words
    start, end = cell.tokens[0].start, cell.tokens[cell.last].end
    score = scores["start"] - scores["word"] * len(words)
    score -= scores["line"] * min(line.index, scores["most_lines"])
    large = _is_large(sheet, cell)
    score += scores["large"] if large else 0.0
    score += scores["capitals"] if line.text[start:end].isupper() else 0.0
    score -= scores["later_page"] if line.page != sheet.layout.pages[0].number else 0.0
    if sheet.amounts_by_line.get(line.index) or (words and sheet.hits_of(line, "payable", "gross")):
        score -= scores["beside_amount"]
    if line.text[end : end + 1] == ":" and not cell.rest:
        score -= scores["label"]  # its value is elsewhere
    if not large and cell.kind not in _OF_MONEY and _is_label(cell):
        score -= scores["label"]
    return score


def _is_label(cell: _Cell) -> bool:
    """«Booking navn | Morten Skov»: a word or three with something beside."""
    figures = any(c.isdigit() for t in cell.rest for c in t.key)
    return cell.number + 1 < len(cell.line.cells) and len(cell.rest) <= _LABEL_WORDS and not figures


def _more_said(sheet: Sheet, tokens: Sequence[Token], match: tuple[str, int]) -> str:
    """«Kopi af faktura 1042 – 1. rykker» is a reminder."""
    if match[0] != "invoice":
        return match[0]
    numbered = (at for at in range(match[1] + 1, len(tokens)) if tokens[at].key.isdecimal())
    for at in numbered:
        found = sheet.vocabulary.headings.match(tokens, at)
        if found is not None and found[0] == "reminder" and found[1] == len(tokens) - 1:
            return found[0]
    return match[0]
