"""What a person should look at before an invoice is paid, though every field of it is right: the page itself says that
it is not to be paid, is paid another way, takes something back, or has a new account. Words in ``cautions.toml``.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.documents.fields.days import ABOUT_MEETING, days_of
from bot.documents.fields.draft import Draft
from bot.documents.fields.headings import Heading, headings
from bot.documents.fields.openings import FEE, STAMP
from bot.documents.fields.payee import is_anothers
from bot.documents.fields.sheet import Sheet
from bot.documents.fields.vat_to_come import VAT_TO_COME, has_vat_in_it, is_vat_added
from bot.documents.fields.wordings import STOP, said_in

#: Headings beside «Faktura» that make it another thing: «Faktura / ordrebekræftelse», «Faktura (rykker)».
_OTHER_THINGS = ("credit_note", "reminder", "booking", "draft", "offer", "receipt", "delivery_note")
#: What stands between two headings in one: «Faktura for booking 12» is an invoice all the same.
_EITHER = re.compile(r"\s*[/(\[+&–-]\s*")
#: Groups of labels that name what is to be paid.
_SUMS = ("payable", "gross", "total")
#: Labels of a day in a row that say no other thing of it than that something was served.
_OF_MEETINGS = ("", "event_date_weak", *ABOUT_MEETING)
#: A row of the table, not the small print about fees to come.
_MOST_WORDS_OF_A_FEE = 5


def read_cautions(sheet: Sheet, draft: Draft) -> tuple[str, ...]:
    """Codes of what the page says against paying it; for invoices only."""
    return tuple(dict.fromkeys(_cautions(sheet, draft)))


def _cautions(sheet: Sheet, draft: Draft) -> Iterator[str]:
    top = next(iter(headings(sheet)), None)
    if top is not None and top.kind == "receipt":
        yield "receipt"
    if top is not None and top.kind == "invoice" and _is_two_things(sheet, top):
        yield "two_kinds"
    for code in said_in(_below_its_name(sheet, top), sheet.vocabulary.wordings):
        if not _is_settled(sheet, draft, code):
            yield code
    if is_vat_added(sheet) and not has_vat_in_it(sheet, draft):
        yield VAT_TO_COME
    if _is_vague(sheet, draft):
        yield "vague_total"
    if _is_of_another_day(sheet, draft):
        yield "several_meetings"
    if is_anothers(sheet, draft):
        yield "other_payee"
    marks = sheet.vocabulary.marks
    for line in sheet.opening(STAMP | FEE):
        if any(" ".join([token.key for token in tokens]) in marks["stamps"] for tokens in line.cell_tokens):
            yield "stamped"
        if _is_fee(sheet, line.index, " ".join(token.key for token in line.cell_tokens[0]), marks["fees"]):
            yield "reminder_fee"


def _below_its_name(sheet: Sheet, top: Heading | None) -> str:
    """The sheet's words, but for a heading that is an invoice's name and nothing more, where that alone would say
    something: «Endelig faktura» is no draft, «Endelig faktura følger» is.
    """
    cells = top.line.cell_tokens if top is not None and top.kind == "invoice" else ()
    for tokens in cells:
        name = f" {' '.join(token.key for token in tokens)} "
        if sheet.vocabulary.headings.contains(name) == "invoice" and any(said_in(name, sheet.vocabulary.wordings)):
            return sheet.folded_text.replace(name, f" {STOP} ", 1)
    return sheet.folded_text


def _is_settled(sheet: Sheet, draft: Draft, code: str) -> bool:
    """What was paid is a deposit that is taken off; the VAT that is to come is in the total; the whole invoice is in
    euro, as it says.
    """
    if code == "mixed_currencies":
        currency = draft.fields.currency
        return currency is not None and currency.value != "DKK"
    if code == "paid_otherwise":
        return draft.amounts.prepaid is not None
    return code == VAT_TO_COME and has_vat_in_it(sheet, draft)


def _is_vague(sheet: Sheet, draft: Draft) -> bool:
    """«I alt ca.», «I alt pr. kuvert», and no other line that names the amount."""
    total = draft.fields.total
    printed = [line for line in sheet.lines if total and total.text in line.text]
    named = [line for line in printed if sheet.hits_of(line, *_SUMS)] or printed[-1:]
    vague, each = (sheet.vocabulary.word_set("total", name) for name in ("vague", "each"))
    said = [" ".join(token.key for token in line.tokens) for line in named]
    return bool(said) and all(
        not vague.isdisjoint(words.split()) or any(phrase in words for phrase in each) for words in said
    )


def _is_of_another_day(sheet: Sheet, draft: Draft) -> bool:
    """A row of what was served on another day than the meeting's."""
    meeting = draft.fields.meeting_date
    return meeting is not None and any(
        day.in_row and day.near_event and day.group in _OF_MEETINGS and day.value != meeting.value
        for day in days_of(sheet)
    )


def _is_two_things(sheet: Sheet, heading: Heading) -> bool:
    line = heading.line
    return any(
        _EITHER.fullmatch(line.text[before.end : token.start]) is not None
        and (match := sheet.vocabulary.headings.match(tokens, number)) is not None
        and match[0] in _OTHER_THINGS
        for tokens in line.cell_tokens
        for number, (before, token) in enumerate(pairwise(tokens), start=1)
    )


def _is_fee(sheet: Sheet, line: int, first_cell: str, fees: frozenset[str]) -> bool:
    is_short = len(first_cell.split()) <= _MOST_WORDS_OF_A_FEE
    return is_short and bool(sheet.amounts_by_line.get(line)) and any(first_cell.startswith(fee) for fee in fees)
