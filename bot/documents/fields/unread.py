"""What may be there unread: fields that were not found, where the page shows signs of them.

A supplier is asked for a new invoice only where the page is clean and nothing of the field is there. None of these
signs is a value: they say no more than that a person should look (``InvoiceReading.unread``). But for the total they
are looked for on scans only.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise

from bot.danish.names import name_tokens
from bot.danish.terms import find_terms
from bot.documents.fields.days import Day, days_of, unused
from bot.documents.fields.draft import Draft
from bot.documents.fields.found import overlap
from bot.documents.fields.labels import Hit
from bot.documents.fields.openings import TERMS
from bot.documents.fields.sheet import Sheet
from bot.documents.fields.standing import is_sellers, is_signature
from bot.documents.fields.total import shows_amount
from bot.documents.line import Cell, Line, Span, has_figure
from bot.model.document import Word

#: A day whose signs ran together, or one of whose digits was read as a letter: «12.042026», «1Z/8-2026».
_LIKE_DAY = re.compile(r"\W*[\dOoIlZSB]{1,2}[./-]?[\dOoIlZSB]{1,2}[./-]?20[\dOoIlZSB]{2}\W*")
#: How many days: «30», «I4».
_COUNT = re.compile(r"[\dOoIlZSB]{1,2}")
_YEAR = re.compile(r"\W*20\d\d\W*")
#: A word that OCR is less sure of may be another.
_SURE = 0.9
#: Letters of a label that is one without a colon too.
_TELLING = 6


def unread_fields(sheet: Sheet, draft: Draft) -> tuple[str, ...]:
    """By their outer names; of a document whose words are its own, the total alone: an amount without a label that is
    known is as unread there as on a scan.
    """
    names = _SIGNS if sheet.misread else ("total",)
    return tuple(name for name in names if getattr(draft.fields, name) is None and _SIGNS[name](sheet, draft))


def _shows_due_date(sheet: Sheet, draft: Draft) -> bool:
    """A day that lies ahead, a label whose day is lost, half a day, or terms of which a part is lost."""
    issued = draft.fields.invoice_date.value if draft.fields.invoice_date else sheet.received
    least = timedelta(days=int(sheet.scores("due_date")["least_ahead"]))
    ahead = any(d.value - issued >= least and d.value >= sheet.received for d in _nobodys(sheet, draft))
    return ahead or _is_bare(sheet, "due_date") or _has_half_day(sheet) or _has_half_terms(sheet)


def _shows_meeting_date(sheet: Sheet, draft: Draft) -> bool:
    issued = draft.fields.invoice_date.value if draft.fields.invoice_date else sheet.received
    behind = any(d.value <= issued for d in _nobodys(sheet, draft))
    return behind or _is_bare(sheet, "event_date") or _has_half_day(sheet)


def _shows_coordinator(sheet: Sheet, draft: Draft) -> bool:
    """A label whose name is lost, or the letters of a name of the network's own coordinator."""
    own = sheet.register.coordinators_of(draft.network_id) if draft.network_id else ()
    return _is_bare(sheet, "coordinator") or any(_is_nearly_named(sheet, c.name) for c in own)


def _shows_network(sheet: Sheet, _: Draft) -> bool:
    """A label whose name is lost, or the word that announces a network beside one that OCR was not sure of."""
    announcing = sheet.vocabulary.network_words
    return _is_bare(sheet, "network") or any(
        announcing.occur_in(line.cell_tokens[n]) and _is_doubted(line, cell)
        for line in sheet.lines
        for n, cell in enumerate(line.cells)
    )


def _is_doubted(line: Line, cell: Cell) -> bool:
    return any(word.sure < _SURE for word in line.words_in(cell.start, cell.end))


def _shows_payment(sheet: Sheet, _: Draft) -> bool:
    """A label of an account with figures beside it."""
    return any(
        has_figure(where.text[start:end])
        for line, hit in sheet.labelled("account")
        for where, start, end in sheet.values_of(line, hit)
    )


def _shows_total(sheet: Sheet, _: Draft) -> bool:
    """An amount that is no price for one, no fee and no bound; on a scan the label of a sum says enough."""
    return shows_amount(sheet) or (sheet.misread and bool(sheet.labelled("payable") or sheet.labelled("gross")))


def _nobodys(sheet: Sheet, draft: Draft) -> Iterator[Day]:
    """Days that no field was read from and no label gives to another."""
    return (d for d in unused(days_of(sheet), draft.used) if not d.group and not d.in_row)


def _is_bare(sheet: Sheet, group: str) -> bool:
    """Whether a label stands alone where its value should stand, or beside figures that were not read as one."""
    return any(_has_lost(sheet, line, hit) for line, hit in sheet.labelled(group))


def _has_lost(sheet: Sheet, line: Line, hit: Hit) -> bool:
    """A label in a sentence («forfaldne beløb …») is none: it begins its cell, and nothing that can be read stands
    behind it; nor is a short word without a colon («Møde» over an agenda).
    """
    cell = line.cells[hit.cell]
    if not line.is_blank(cell.start, hit.start):
        return False
    values = sheet.values_of(line, hit)
    if not any(where is line for where, _, _ in values):
        return hit.end - hit.start >= _TELLING or ":" in line.text[hit.end : cell.end]
    return any(
        has_figure(where.text[start:end]) and not _is_elses(sheet, where, start, end) for where, start, end in values
    )


def _is_elses(sheet: Sheet, line: Line, start: int, end: int) -> bool:
    """Whether the figures there are of an amount, an account or terms of payment that were read."""
    stretch = Span(line, start, end)
    placed = (*sheet.amounts_by_line.get(line.index, ()), *sheet.dates_by_line.get(line.index, ()))
    accounts = (p for p in sheet.payments if p.line is line)
    return any(overlap(stretch, p.span) for p in (*placed, *accounts)) or bool(find_terms(line.text[start:end]))


def _has_half_day(sheet: Sheet) -> bool:
    """A day that is none, or a year alone beside a word that OCR was not sure of: a stamp lies over the day."""
    for line in sheet.lines:
        dates = [d.span for d in sheet.dates_by_line.get(line.index, ())]
        for cell in line.cells:
            words = line.words_in(cell.start, cell.end)
            if any(overlap(span, Span(line, cell.start, cell.end)) for span in dates):
                continue
            if any(_is_half_day(word, words) for word in words):
                return True
    return False


def _is_half_day(word: Word, beside: Sequence[Word]) -> bool:
    if _YEAR.fullmatch(word.text):
        return any(other.sure < _SURE and other is not word for other in beside)
    return word.sure < _SURE and _LIKE_DAY.fullmatch(word.text) is not None


def _has_half_terms(sheet: Sheet) -> bool:
    """«Lobenne mned + 30 dage»: a number of days of no other matter, from which no day was worked out."""
    words = sheet.vocabulary
    for line in sheet.opening(TERMS):
        for before, token in pairwise(line.tokens):
            counted = _COUNT.fullmatch(line.text, before.start, before.end) and line.is_blank(before.end, token.start)
            is_terms = words.term_words.match((token,), 0) is not None and not words.not_terms.occur_in(line.tokens)
            if counted and is_terms:
                return True
    return False


def _is_nearly_named(sheet: Sheet, name: str) -> bool:
    """Whether the letters of a person's name stand on a line in their order, but for a slip in five, with or without
    its spaces; not where the seller's people are named.
    """
    from rapidfuzz.fuzz import partial_ratio  # noqa: PLC0415 - 11 ms, and for what was read by OCR only

    tokens = name_tokens(name)
    wanted = "".join((tokens[0], tokens[-1])), "".join(tokens)
    likeness = 100 * sheet.scores("coordinator")["nearly_named"]
    for line in sheet.lines:
        for cell in line.cell_tokens:
            letters = "".join(t.key for t in cell)
            if not any(len(letters) >= len(w) - 1 and partial_ratio(w, letters) >= likeness for w in wanted):
                continue
            if not is_sellers(sheet, line, cell[0].start) and not is_signature(sheet, line):
                return True
    return False


_SIGNS: Mapping[str, Callable[[Sheet, Draft], bool]] = {
    "network": _shows_network,
    "coordinator": _shows_coordinator,
    "meeting_date": _shows_meeting_date,
    "due_date": _shows_due_date,
    "total": _shows_total,
    "payment": _shows_payment,
}
