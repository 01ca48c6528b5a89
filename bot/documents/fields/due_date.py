"""When it must be paid (BT-9): as printed, else worked out from the terms (BT-20).

A printed date beats terms beside it (docs/interface.md). «Reklamation inden 8 dage» is no term of payment.
"""

from collections.abc import Iterable
from datetime import date

from bot.danish.terms import FoundTerms, due_from_terms, find_terms
from bot.documents.fields.days import Day, days_of, resolved, unused, weekday_doubts
from bot.documents.fields.draft import Draft, Scored, best, make
from bot.documents.fields.found import MAX_LINE
from bot.documents.fields.openings import TERMS
from bot.documents.fields.sheet import Sheet
from bot.documents.line import SAME_EDGE, Line, Span, Token

#: Words of a sentence that are looked at.
_SENTENCE = 60
#: Words of a line of a narrow column; the next is no further down, in heights of a line.
_NARROW, _NEXT_LINE = 6, 0.9
#: «Bon», «inv», «nota».
_SHORT_WORD = 4
_KINDS = ("net", "months", "end_of_month", "on_receipt")


def read_due_date(sheet: Sheet, draft: Draft) -> Draft:
    issued = draft.fields.invoice_date.value if draft.fields.invoice_date else None
    terms = best(_terms(sheet))
    if terms is not None:
        draft = draft.changed(terms=make(sheet, terms.span.text, terms.score, terms.span))
    days = [d for d in unused(days_of(sheet), draft.used) if not _is_of_else(sheet, d)]
    candidates = list(_printed(sheet, days, issued)) or list(_ahead(sheet, days, issued))
    found, draft = best(candidates), draft.weighing(sheet, "due_date", candidates)
    if found is not None:
        scores = sheet.scores("due_date")
        strong = {c.value for c in candidates if c.score >= found.score - scores["rival"]}
        slips = ("contradicted",) if len(strong) > 1 else () if candidates else ("unknown_label",)
        doubts = (*slips, *weekday_doubts(days, found.span))
        score = min(found.score, scores["contradicted"]) if doubts else found.score
        draft = draft.having(due_date=make(sheet, found.value, score, found.span, *doubts, how=found.how)).using(
            found.span
        )
        return draft.doubting("several_due_dates") if len(strong) > 1 else draft
    if terms is None and sheet.whole is not None:
        terms = _of_trade(sheet.whole)
        draft = draft.changed(terms=make(sheet, terms.span.text, terms.score, terms.span)) if terms else draft
    return _worked_out(sheet, draft, terms)


def _worked_out(sheet: Sheet, draft: Draft, terms: Scored[FoundTerms] | None) -> Draft:
    issued = draft.fields.invoice_date
    if terms is None or issued is None:
        return draft
    due = due_from_terms(terms.value, issued.value)
    if due is None:
        return draft
    score = min(terms.score, issued.confidence) - sheet.scores("due_date")["worked_out"]
    if terms.span.line in sheet.lines:  # else nobody can be shown what stands around it
        draft = draft.weighing(sheet, "due_date", (Scored(due, score, terms.span, "arithmetic"),))
    field = make(sheet, due, score, terms.span, how="arithmetic")
    return draft.having(due_date=field).changed(due_date_from_terms=True)


def _printed(sheet: Sheet, days: list[Day], issued: date | None) -> Iterable[Scored[date]]:
    scores = sheet.scores("due_date")
    for day in days:
        if day.group not in ("due_date", "terms"):
            continue
        score = scores["label"] - scores.get(day.how, 0.0)
        if not day.found.year_given:
            score -= scores["no_year"]
        due = _in_its_year(sheet, day, issued)
        if issued is not None and not 0 <= (due - issued).days <= scores["most_days"]:
            score -= scores["days_off"]
        yield Scored(due, score, day.span)


def _in_its_year(sheet: Sheet, day: Day, issued: date | None) -> date:
    """Without a year, the one nearest the day of issue: an old invoice may be read again. One of about a year ago has
    the wrong year, as invoices of January do.
    """
    if issued is None or not 0 <= (sheet.received - issued).days <= sheet.scores("due_date")["most_behind"]:
        return day.value
    return resolved(day, issued)


def _ahead(sheet: Sheet, days: list[Day], issued: date | None) -> Iterable[Scored[date]]:
    """Behind a label nobody knows, a day that lies ahead: as a rule the last day to pay, but a person should look."""
    scores = sheet.scores("due_date")
    for day in days:
        ahead = issued is not None and scores["least_ahead"] <= (day.value - issued).days <= scores["most_ahead"]
        plain = not (day.group or day.near_event or day.near_network or day.in_row)
        if day.unknown and plain and ahead and day.found.year_given and day.value >= sheet.received:
            yield Scored(day.value, scores["unknown_label"], day.span, "place")


def _terms(sheet: Sheet) -> Iterable[Scored[FoundTerms]]:
    scores = sheet.scores("due_date")
    for line in sheet.opening(TERMS):
        if sheet.vocabulary.term_words.first_in(line.tokens, len(line.tokens)) is None:
            continue
        for found in find_terms(line.text[:MAX_LINE]):
            if found.kind in _KINDS and not _speaks_of_else(sheet, line, found):
                labelled = bool(sheet.hits_of(line, "terms", "due_date"))
                is_sure = labelled or found.kind in ("net", "end_of_month")
                score = scores["terms"] if is_sure else scores["terms_alone"]
                yield Scored(found, score, Span(line, found.start, found.end))
    yield from _terms_over_lines(sheet)


def _of_trade(whole: Sheet) -> Scored[FoundTerms] | None:
    """«Betalingsbetingelser: netto 8 dage» in the terms of trade behind the invoice; None where they name several, or
    speak of other money than the invoice's.
    """
    found = [t for t in _terms(whole) if _is_of_invoice(whole, t.span)]
    return best(found) if len({(t.value.kind, t.value.count) for t in found}) == 1 else None


def _is_of_invoice(whole: Sheet, terms: Span) -> bool:
    """Behind a label of terms, or in a sentence with a long word for an invoice: «inv» begins «inventar» too."""
    said = {t.key for t in _sentence(terms.line, terms.start, terms.end)}
    stems = tuple(word for word in whole.vocabulary.documents if len(word) > _SHORT_WORD)
    return bool(whole.hits_of(terms.line, "terms")) or any(key.startswith(stems) for key in said)


def _terms_over_lines(sheet: Sheet) -> Iterable[Scored[FoundTerms]]:
    """«Betalingsbetingelser: 21» over «dage», in a narrow column."""
    for line, hit in sheet.labelled("terms"):
        cell = line.cells[hit.cell]
        below = sheet.layout.below(line, cell, reach=_NEXT_LINE)
        is_narrow = len(line.cell_tokens[hit.cell]) <= _NARROW
        if below is None or not is_narrow or abs(below[0].cells[below[1]].x0 - cell.x0) > SAME_EDGE:
            continue
        here = line.text[hit.start : cell.end]
        for found in find_terms(f"{here} {below[0].cell_text(below[1])}"[:MAX_LINE]):
            if found.kind in _KINDS and found.start < len(here) < found.end:
                yield Scored(found, sheet.scores("due_date")["terms"], Span(line, hit.start + found.start, cell.end))


def _speaks_of_else(sheet: Sheet, line: Line, found: FoundTerms) -> bool:
    """Complaints, cancellation, interest: words of another matter in the same sentence."""
    tokens = _sentence(line, found.start, found.end)
    return sheet.vocabulary.not_terms.occur_in(tokens)


def _is_of_else(sheet: Sheet, day: Day) -> bool:
    """«Ved betaling inden 12.03.2026 fratrækkes 2 % kontantrabat», «Afbestilling senest 12.03.2026»; and whatever else
    must be done by then where nothing speaks of paying: «Levering senest 12.03.2026».
    """
    tokens = _sentence(day.line, day.span.start, day.span.end)
    words = sheet.vocabulary
    bare = day.said in words.word_set("terms", "bare")
    if words.discount.occur_in(tokens):
        return True
    return bare and (words.not_terms.occur_in(tokens) or _is_done(sheet, day, tokens))


def _is_done(sheet: Sheet, day: Day, tokens: list[Token]) -> bool:
    """Whether other words stand before the bare label in its cell, and none of them is of paying."""
    cell = day.line.cells[day.line.cell_at(day.span.start)]
    label = {*day.said.split(), "d", "den"}
    before = [t for t in tokens if cell.start <= t.start < day.span.start and t.key not in label]
    return any(t.key.isalpha() for t in before) and not sheet.vocabulary.paying.occur_in(tokens)


def _sentence(line: Line, start: int, end: int) -> list[Token]:
    """The words of the line's sentence around a place, as many as are looked at."""
    first = max(line.text.rfind(". ", 0, start), line.text.rfind("; ", 0, start)) + 1
    stop = line.text.find(". ", end - 1)
    last = stop if stop > 0 else len(line.text)
    return [t for t in line.tokens if first <= t.start < last][:_SENTENCE]
