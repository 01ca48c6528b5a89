"""When the meeting was. Labels and what is said around a date decide; a booked meeting of the network on that day
makes it surer, and never makes up a date that is not printed.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot.documents.fields.days import ABOUT_MEETING, Day, days_of, resolved, unused, weekday_doubts
from bot.documents.fields.draft import Draft, Scored, best, make
from bot.documents.fields.sheet import Sheet
from bot.documents.line import Span
from bot.model.field import How

_LABELS = ("event_date", "event_date_weak")
#: «12.03.2026 og 19.03.2026», «5. og 12. marts»: a date that another, or a day alone, is joined to.
_AND = re.compile(r"\s*(?:,|og|samt|and|[&+])\s*(?:den\s+|d\.\s*)?", re.IGNORECASE)
_DAY_AND = re.compile(
    r"(?<![\d.,])[0-3]?\d(?:[./-]\s?[01]?\d)?\.?\s*(?:og|samt|and|[&+])\s*(?:den\s+|d\.\s*)?$", re.IGNORECASE
)


def read_meeting_date(sheet: Sheet, draft: Draft) -> Draft:
    near = draft.fields.invoice_date.value if draft.fields.invoice_date else sheet.received
    booked = booked_days(sheet, draft)
    candidates = list(_candidates(sheet, near, booked, draft))
    found, draft = best(candidates), draft.weighing(sheet, "meeting_date", candidates)
    scores = sheet.scores("meeting_date")
    if found is None or found.score < scores["least"]:
        return draft
    rivals = {c.value for c in candidates if c.score >= found.score - scores["rival"]} - {found.value}
    rivals |= {c.value for c in candidates if c.span.line is found.span.line and c.value in booked} - {found.value}
    agreed = sum(1 for c in candidates if c.value == found.value and c.score > scores["told"])
    score = found.score + (scores["told_twice"] if agreed > 1 else 0.0)
    doubts = weekday_doubts(days_of(sheet), found.span)
    # A booking tells the right one of two; not where both are booked, or stand together: which of the meetings is
    # billed, or are both?
    if rivals & booked or (rivals and found.value not in booked) or _is_one_of_several(sheet, found.span):
        score, doubts = min(score, scores["contradicted"]), ("contradicted", *doubts)
    return draft.having(meeting_date=make(sheet, found.value, score, found.span, *doubts, how=found.how)).using(
        found.span
    )


def _is_one_of_several(sheet: Sheet, span: Span) -> bool:
    """Whether another day is joined to it by «og»."""
    text = span.line.text
    others = [d.span for d in sheet.dates_by_line.get(span.line.index, []) if d.span != span]
    gaps = [text[min(span.end, o.end) : max(span.start, o.start)] for o in others]
    return any(map(_AND.fullmatch, gaps)) or _DAY_AND.search(text, 0, span.start) is not None


def booked_days(sheet: Sheet, draft: Draft) -> frozenset[date]:
    """The days of the network's booked meetings; none where it is not known which network it is."""
    if draft.network_id is None:
        return frozenset()
    return frozenset(m.start.date() for m in sheet.register.meetings_of(draft.network_id))


def _candidates(sheet: Sheet, near: date, booked: frozenset[date], draft: Draft) -> Iterable[Scored[date]]:
    scores = sheet.scores("meeting_date")
    for day in unused(days_of(sheet), draft.used):
        value = resolved(day, near)
        if not day.group and day.line.index in draft.network_lines:
            day = replace(day, near_network=True)  # noqa: PLW2901 - the name ran over from the line above
        score = _score(sheet, day, value in booked, draft)
        if score <= 0:
            continue
        if value in booked:
            score = min(scores["most"], score + scores["booked"])
        if not -scores["most_ahead"] <= (near - value).days <= scores["most_behind"]:
            score -= scores["days_off"]
        if day.found.weekday_ok is False:
            score -= scores["wrong_weekday"]
        elif day.found.weekday_ok:
            score += scores["right_weekday"]
        yield Scored(value, score, day.span, _how(day, value in booked))


def _how(day: Day, is_booked: bool) -> How:
    if day.group in _LABELS or day.group in ABOUT_MEETING:
        return "label"
    return "form" if day.near_network or day.near_event else "register" if is_booked else "place"


def _score(sheet: Sheet, day: Day, is_booked: bool, draft: Draft) -> float:
    scores = sheet.scores("meeting_date")
    if day.group in _LABELS:
        return scores[day.group]
    if day.group in ABOUT_MEETING:
        return scores["about_meeting_named" if day.near_event or day.near_network else "about_meeting"]
    if day.group == "issue_date_weak":
        return _behind_date(sheet, day, is_booked, draft)
    if day.group:
        return 0.0
    if day.near_network or day.near_event:
        return scores["near_network" if day.near_network else "near_event"]
    if day.unknown:
        return _behind_unknown_label(sheet, day, is_booked, draft)
    if day.in_row:
        return scores["in_row"]
    return scores["on_booked_day" if is_booked and not _is_invoice_date(day, draft) else "elsewhere"]


def _behind_date(sheet: Sheet, day: Day, is_booked: bool, draft: Draft) -> float:
    """«Dato:» once more, where the invoice has its own: the meeting's if one was booked on that day, or right under the
    network's name."""
    if draft.fields.invoice_date is None or (day.in_row and not is_booked):
        return 0.0
    if _is_invoice_date(day, draft) and not (is_booked and _is_said_elsewhere(sheet, day)):
        return 0.0
    if day.said not in sheet.vocabulary.dates and day.said != "den":
        return 0.0
    scores = sheet.scores("meeting_date")
    if is_booked:
        return scores["unlabelled_booked"]
    under_name = day.line.index - 1 in draft.network_lines or day.line.index in draft.network_lines
    return scores["under_name"] if under_name else 0.0


def _is_said_elsewhere(sheet: Sheet, day: Day) -> bool:
    """The same date stands there as the invoice's, in so many words: this is another one. Beside the network's name any
    other place will do («Sønderborg, 7. september»)."""
    return any(
        (day.near_network or d.group == "invoice_date") and d.value == day.value and d.span != day.span
        for d in days_of(sheet)
    )


def _behind_unknown_label(sheet: Sheet, day: Day, is_booked: bool, draft: Draft) -> float:
    """Only a booked meeting on that very day, which is not the day of issue as well, speaks for it."""
    return sheet.scores("meeting_date")["unlabelled_booked"] if is_booked and not _is_invoice_date(day, draft) else 0.0


def _is_invoice_date(day: Day, draft: Draft) -> bool:
    issued = draft.fields.invoice_date
    return issued is not None and issued.value == day.value
