"""The invoice's number (BT-1), and the number of the invoice that a credit note or dunning letter is about (BT-25).

It stands beside its label, behind the heading («Faktura 1042»), or alone near it; a payment slip's ID often is that
number with a check digit, and the file is often named after it: both say which of several numbers it is, neither makes
one up.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from bot.danish.cpr import without_cpr
from bot.documents.fields.draft import Draft, Scored, best, make
from bot.documents.fields.found import Placed
from bot.documents.fields.number_words import document_cells, is_of_advance, is_of_receipt
from bot.documents.fields.sheet import Sheet
from bot.documents.line import Line, Span
from bot.model.payment import Account, Fik, Giro, Payment

#: Digits with letters, hyphens, slashes; not a lone "1", which is a quantity.
_NUMBER_HERE = re.compile(r"(?:[A-ZÆØÅ]{1,6}[-./]){0,2}(?:[A-ZÆØÅa-zæøå]{1,6}[-./]?)?\d[\w]*(?:[-/.]\w+){0,4}(?![\w])")
_NUMBER = re.compile(r"(?<![\w.,/-])" + _NUMBER_HERE.pattern)
#: «A 207»: a series and a number in it, where it stands right behind its label or heading.
_SERIES = re.compile(r"[A-ZÆØÅ] \d{2,7}(?![\w.,/-])")
_JOIN = re.compile(r"^[\s:.#–—-]*(?:(?:nr|no|nummer|bon|number)\b[\s:.#–—-]*)?$", re.IGNORECASE)
#: «Viborg, den 12. marts 2026»: how a letter opens.
_OPENING = re.compile(r"[A-ZÆØÅ][\w. ]+,\s*(?:d\.|den)?\s*$")
#: A date that may as well be a number: «2026-11-03», not «3. november».
_FIGURES = re.compile(r"[\d./-]+")
#: Labels that make their line the head of the table of goods.
_COLUMNS = ("column_text", "column_quantity", "column_price", "column_amount")
_SHORT = 3
#: A number alone is looked for this many lines around the heading.
_NEAR = 3
#: A heading's letters are so much higher than most.
_LARGE = 1.5


def read_invoice_number(sheet: Sheet, draft: Draft) -> Draft:
    candidates = [_supported(sheet, draft, c) for c in _candidates(sheet, draft)]
    found, draft = best(candidates), draft.weighing(sheet, "invoice_number", candidates)
    if found is not None:
        field = make(sheet, without_cpr(found.value), found.score, found.span, how=found.how)
        draft = draft.having(invoice_number=field).using(found.span)
    earlier = best(_labelled(sheet, "preceding_invoice"))
    if earlier is not None and (found is None or earlier.span != found.span):
        draft = replace(
            draft, preceding_invoice=make(sheet, without_cpr(earlier.value), earlier.score, earlier.span)
        ).using(earlier.span)
    return draft


def numbers_by_page(sheet: Sheet) -> dict[int, set[str]]:
    """Numbers labelled as the invoice's on each page: another number on a later page is another invoice."""
    found: dict[int, set[str]] = {}
    for c in (*_labelled(sheet, "invoice_number"), *_behind_heading(sheet)):
        if not is_of_advance(sheet, c.span):
            found.setdefault(c.span.line.page, set()).add(c.value)
    return found


def _candidates(sheet: Sheet, draft: Draft) -> list[Scored[str]]:
    accounts = {d for p in _payments(draft) if isinstance(p, Account) for d in (p.registration, p.account)}
    # «… Reg. no. 1234, Account» over «no. 0012345678»: the bank's number, where it stands alone
    labelled = [c for c in _labelled(sheet, "invoice_number") if c.value not in accounts]
    own = [c for c in labelled if not is_of_advance(sheet, c.span)]
    numbers = [*own, *(c for c in _behind_heading(sheet) if not is_of_advance(sheet, c.span))]
    found = [c for c in numbers if not is_of_receipt(sheet, c.span)] or numbers
    if not own:
        found += (c for c in (*_alone(sheet), *_large(sheet)) if c.value not in accounts)
    return found or list(_like_date(sheet)) or [*labelled, *_behind_heading(sheet)]


def is_numbered_as_invoice(sheet: Sheet) -> bool:
    """«Fakturanr. 1042»; not «Bon nr. 12»."""
    return any(not is_of_receipt(sheet, c.span) for c in _labelled(sheet, "invoice_number"))


@lru_cache(maxsize=4)
def _labelled(sheet: Sheet, group: str) -> tuple[Scored[str], ...]:
    return tuple(_beside_labels(sheet, group))


def _beside_labels(sheet: Sheet, group: str) -> Iterable[Scored[str]]:
    scores = sheet.scores("invoice_number")
    score = scores[group]
    for line, hit in sheet.labelled(group):
        short = hit.end - hit.start <= _SHORT
        if short and sheet.hits_of(line, *_COLUMNS):
            continue  # «Nr. | Beskrivelse | Antal»: the goods' numbers
        for i, (where, start, end) in enumerate(sheet.values_of(line, hit)):
            if sheet.is_buyers(where, start) and not sheet.is_buyers(line, hit.start):
                continue  # «Fakturanr. | 2300 København S»: a margin's label beside our address
            span = _number_in(sheet, where, start, end)
            if span is not None:
                weak = scores["short_label"] if short else 0.0  # «nr»
                yield Scored(_value(span), score - scores["further"] * i - weak, span)
                break


@lru_cache(maxsize=4)
def _behind_heading(sheet: Sheet) -> tuple[Scored[str], ...]:
    return tuple(_numbers_behind_headings(sheet))


def _numbers_behind_headings(sheet: Sheet) -> Iterable[Scored[str]]:
    """«Faktura – F-1070», «FAKTURA nr. 12», «Bilag 377»: a document's word and at once a number."""
    for line, hit, end in document_cells(sheet):
        cell = line.cells[hit]
        for start, stop in ((end, cell.end), *((c.start, c.end) for c in line.cells[hit + 1 : hit + 2])):
            span = _number_in(sheet, line, start, stop)
            if span is not None and len(span.text) == 1:
                span = _number_in(sheet, line, span.end, stop) or span  # «Rykkerskrivelse 1 F-28594»
            if span is not None and _JOIN.match(line.text[end : span.start].lstrip(" 0123456789")):
                yield Scored(_value(span), sheet.scores("invoice_number")["behind_heading"], span, "place")
                break


def _alone(sheet: Sheet) -> Iterable[Scored[str]]:
    """A cell that is nothing but a number, near the heading and without another label."""
    headings = {line.index for line, _, _ in document_cells(sheet)}
    for line in sheet.lines:
        if not any(abs(line.index - h) <= _NEAR for h in headings):
            continue
        for cell in line.cells:
            span = _number_in(sheet, line, cell.start, cell.end)
            if span is None or not line.is_blank(cell.start, span.start) or not _ends(sheet, span, cell.end):
                continue
            if len(_digits(span.text)) >= 3 and sheet.label_of(line, span.start) is None:
                yield Scored(_value(span), sheet.scores("invoice_number")["alone"], span, "place")


def _ends(sheet: Sheet, span: Span, end: int) -> bool:
    """Nothing follows in the cell, or only a date: «#64481 / 21/08/2026»."""
    dates = [d.span for d in sheet.dates_by_line.get(span.line.index, ()) if span.end <= d.span.start < end]
    stop, go_on = (dates[0].start, dates[0].end) if dates else (end, end)
    return span.line.is_blank(span.end, stop) and span.line.is_blank(go_on, end)


def _large(sheet: Sheet) -> Iterable[Scored[str]]:
    """A number alone in letters of a heading's size, high on the first page."""
    for line in sheet.lines[:_NEAR]:
        if line.height > _LARGE * sheet.usual_height and len(line.cells) == 1:
            span = _number_in(sheet, line, 0, len(line.text))
            if span is not None and len(_digits(span.text)) >= 3 and len(line.tokens) <= 2:
                yield Scored(_value(span), sheet.scores("invoice_number")["large"], span)


def _like_date(sheet: Sheet) -> Iterable[Scored[str]]:
    """«Faktura 2026-11-03» over «Dato: 19-11-2026»: what looks like a date where the number stands, while the day of
    issue is told elsewhere; behind the heading it must be another day.
    """
    issued = [d for d in sheet.dates if _is_of_issue(sheet, d)]
    for line, start, end, group in _number_places(sheet):
        for day in sheet.dates_by_line.get(line.index, ()):
            if not _FIGURES.fullmatch(day.span.text):
                continue
            right_there = start <= day.span.start < end and _JOIN.match(line.text[start : day.span.start])
            told = any(d is not day and (group == "invoice_number" or d.found.value != day.found.value) for d in issued)
            if right_there and told and _ends(sheet, day.span, end):
                scores = sheet.scores("invoice_number")
                yield Scored(_value(day.span), scores[group] - scores["like_date"], day.span)


def _is_of_issue(sheet: Sheet, day: Placed) -> bool:
    label = sheet.label_of(day.line, day.span.start)
    if label is not None:
        return label.group in ("invoice_date", "issue_date_weak")
    return _OPENING.match(day.line.text, day.line.cells[day.cell].start, day.span.start) is not None


def _number_places(sheet: Sheet) -> Iterable[tuple[Line, int, int, str]]:
    """(line, start, end, its score's name) of where the number may stand: by its label, behind the heading."""
    for line, hit in sheet.labelled("invoice_number"):
        yield from ((*place, "invoice_number") for place in sheet.values_of(line, hit)[:1])
    for line, number, end in document_cells(sheet):
        yield line, end, line.cells[number].end, "behind_heading"


def _number_in(sheet: Sheet, line: Line, start: int, end: int) -> Span | None:
    """The first thing like a number that is no date, amount or postcode with its town; the first word or the second."""
    while start < end and line.text[start] in " .:#":
        start += 1  # «Fakturanr.9881»
    dates = [d for d in sheet.dates_by_line.get(line.index, []) if not d.found.text.isalnum()]
    for match in _numbers(line.text, start, end):
        if sum(any(c.isalnum() for c in w) for w in line.text[start : match.start()].split()) > 1:
            return None
        if any(d.span.start < match.end() and match.start() < d.span.end for d in dates):
            return None
        if any(
            a.span.start <= match.start() < a.span.end and not match[0].isalnum()
            for a in sheet.amounts_by_line.get(line.index, [])
        ):
            return None
        if line.text[match.end() : match.end() + 1] in ("%",) or len(match[0]) > 30:
            return None
        return Span(line, match.start(), match.end())
    return None


def _numbers(text: str, start: int, end: int) -> Iterable[re.Match[str]]:
    """What stands right at ``start`` counts whatever is before it: a label's point."""
    first = _SERIES.match(text, start, end) or _NUMBER_HERE.match(text, start, end)
    return [first] if first else _NUMBER.finditer(text, start, end)


def numbers_on(sheet: Sheet, line: Line) -> Iterator[tuple[str, Span]]:
    """Everything on the line that could be a number of an invoice."""
    for match in _NUMBER.finditer(line.text):
        span = _number_in(sheet, line, match.start(), match.end())
        if span is not None:
            yield _value(span), span


def _value(span: Span) -> str:
    return span.text.rstrip(".,;:")


def _supported(sheet: Sheet, draft: Draft, c: Scored[str]) -> Scored[str]:
    """More where the payment slip or the file's name says the same; less for one digit."""
    digits = _digits(c.value)
    scores = sheet.scores("invoice_number")
    score = c.score - (scores["one_figure"] if len(digits) < 2 else 0.0)
    if any(_digits(payment_id)[:-1].lstrip("0") == digits.lstrip("0") for payment_id in _payment_ids(draft)):
        score += scores["payment_id"]
    if len(digits) >= 3 and c.value.casefold() in sheet.source.casefold():
        score += scores["file_name"]
    return c._replace(score=min(score, scores["most"]))


def _payments(draft: Draft) -> Iterable[Payment]:
    return (field.value for field in (draft.fields.payment, *draft.other_payments) if field is not None)


def _payment_ids(draft: Draft) -> Iterable[str]:
    return (payment.id for payment in _payments(draft) if isinstance(payment, Fik | Giro) and payment.id)


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())
