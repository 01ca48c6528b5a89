"""The day of issue (BT-2)."""

from collections.abc import Iterable
from datetime import date

from bot.documents.fields.days import Day, days_of, unused
from bot.documents.fields.draft import Draft, Scored, best, make
from bot.documents.fields.sheet import Sheet

_LABELS = ("invoice_date", "issue_date_weak")


def read_invoice_date(sheet: Sheet, draft: Draft) -> Draft:
    candidates = tuple(_candidates(sheet, draft))
    found, draft = best(candidates), draft.weighing(sheet, "invoice_date", candidates)
    if found is None:
        return draft
    same = {d.value for d in days_of(sheet) if d.group == "invoice_date" and d.how != "stem"}
    doubts = ("contradicted",) if len(same) > 1 else ()
    score = min(found.score, sheet.scores("invoice_date")["contradicted"]) if doubts else found.score
    return draft.having(invoice_date=make(sheet, found.value, score, found.span, *doubts, how=found.how)).using(
        found.span
    )


def _candidates(sheet: Sheet, draft: Draft) -> Iterable[Scored[date]]:
    scores = sheet.scores("invoice_date")
    for day in unused(days_of(sheet), draft.used):
        if not day.found.year_given and day.group != "invoice_date":
            continue
        if day.group in _LABELS:
            weak = scores.get(day.how, 0.0)
            row = scores["in_row"] if day.group == "issue_date_weak" and (day.near_event or day.in_row) else 0.0
            early = _days_off(sheet, day)
            yield Scored(day.value, scores[day.group] - weak - row - early, day.span)
        elif not day.group and not day.near_event and not day.near_network and not day.in_row:
            beside = any(index == day.line.index for index, _ in draft.used)
            yield Scored(
                day.value, max(_unlabelled(sheet, day), scores["beside_number"] if beside else 0.0), day.span, "place"
            )


def _days_off(sheet: Sheet, day: Day) -> float:
    """An invoice issued a year away from the day it came, or well after it, is read wrongly more often than not."""
    apart = (sheet.received - day.value).days
    scores = sheet.scores("invoice_date")
    return 0.0 if -scores["most_ahead"] <= apart <= scores["most_behind"] else scores["days_off"]


def _unlabelled(sheet: Sheet, day: Day) -> float:
    """A letter's date («Viborg, den 12. marts 2026»), or one beside the heading: in the upper part of the first
    page.
    """
    line, scores = day.line, sheet.scores("invoice_date")
    page = sheet.layout.pages[0]
    upper = line.page == page.number and (line.top < page.height * 0.45 or not sheet.layout.paged)
    words = line.cell_text(line.cell_at(day.span.start)).split()
    before = line.text[line.cells[line.cell_at(day.span.start)].start : day.span.start].rstrip()
    if upper and before.endswith(",") and len(before.split()) <= 3:
        return scores["opening"] - _days_off(sheet, day)  # «Viborg, den 12. marts 2026»
    headed = any(t.key in sheet.vocabulary.documents for t in line.tokens)
    place = "beside_heading" if headed else "high" if upper and len(words) <= 6 else "anywhere"
    unknown = scores["unknown_label"] if day.unknown and not headed else 0.0
    return scores[place] - unknown - _days_off(sheet, day)
