"""What each date on the sheet may be: the evidence that the three date fields share.

A date belongs to the label in its cell, left of it or above it. Without one, what is said around it counts: a meeting,
a visit, the network's name. A date behind a label that nobody knows is nobody's: suppliers print when they booked,
ordered, printed and served.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.danish.dates import FoundDate, find_dates
from bot.danish.late import late
from bot.danish.sentences import END
from bot.danish.text import fold
from bot.documents.fields.day_words import by_stem, looks_labelled, of_which, says, words_before
from bot.documents.fields.found import Placed
from bot.documents.fields.labelling import Label
from bot.documents.fields.sheet import Sheet
from bot.documents.line import Line, Span

#: Label groups that say what a date is.
DATE_GROUPS = ("invoice_date", "issue_date_weak", "due_date", "event_date", "event_date_weak", "other_date", "terms")
#: Labels of other things; a date behind them is theirs, or the meeting's where they speak of the meeting.
ABOUT_MEETING = ("concerning", "buyer_ref", "coordinator", "network", "column_text")
#: Labels of the invoice's own dates.
_ABOUT_INVOICE = ("invoice_date", "issue_date_weak", "due_date")
#: Labels of numbers.
_NUMBERS = ("account", "invoice_number", "other_number", "cvr")
#: Labels of persons.
_PERSONS = ("coordinator", "buyer_ref", "seller_ref", "supplier", "buyer")

#: A number, and what may stand between it and the date of the same invoice.
_NUMBERED = late(
    r"[\s:.#]*\S*\d\S*?[\s,;·|–—/-]*(?:(?:af|den|d|dato|dateret|udstedt|of|dated)[\s.:]*)*$", re.IGNORECASE
)


#: «Booking: 27.10.2026 kl. 16.00-20.00»: what lasts from one hour to another is what was booked, not the booking.
_HOURS = re.compile(r"[\s,]*(?:kl\.?\s*)?\d{1,2}[.:]\d{2}\s*(?:-|–|til)\s*\d{1,2}[.:]\d{2}")
#: A full stop, and three words or more of another sentence.
_NEW_SENTENCE = re.compile(rf"{END}[A-ZÆØÅ][a-zæøå]+(?:\s+[^\W\d_]+){{2,}}")


@dataclass(frozen=True)
class Day:
    """A date with its evidence. ``group``: its label's, "" without one; ``unknown``: words stand before it like a
    label.
    """

    found: FoundDate
    span: Span
    group: str
    how: str
    unknown: bool
    #: Words about a meeting, or a network's name, stand around it.
    near_event: bool
    near_network: bool
    #: It stands on its line with amounts, or with a quantity: a line of the invoice.
    in_row: bool
    #: Its label, folded.
    said: str = ""

    @property
    def value(self) -> date:
        return self.found.value

    @property
    def line(self) -> Line:
        return self.span.line


@lru_cache(maxsize=4)
def days_of(sheet: Sheet) -> tuple[Day, ...]:
    return tuple(_day(sheet, placed) for placed in sheet.dates)


def resolved(day: Day, near: date) -> date:
    """The date with its missing year taken from another date than the day of receipt."""
    if day.found.year_given:
        return day.value
    again = find_dates(day.span.text, near)
    return again[0].value if again else day.value


def weekday_doubts(days: Iterable[Day], span: Span) -> tuple[str, ...]:
    """«fredag den 12. marts 2026», which is a Thursday: one of the two is a slip."""
    return ("weekday",) if any(d.span == span and d.found.weekday_ok is False for d in days) else ()


def _day(sheet: Sheet, placed: Placed) -> Day:
    line, start = placed.line, placed.span.start
    others = [(d.span.start, d.span.end) for d in sheet.dates_by_line[line.index] if d is not placed]
    before, after = _around(placed, others)
    label = _label_of(sheet, placed, others, before)
    label, group, how = _meant(sheet, placed, label) if label is not None else (None, "", "")
    words = words_before(sheet, placed, before) if label is None else None
    if words is not None:
        group = by_stem(sheet, words)
        how = "stem" if group else ""
    return Day(
        found=placed.found,
        span=placed.span,
        group=group,
        how=how,
        unknown=words is not None and looks_labelled(line, start, words),
        near_event=_is_near(sheet, placed, (before, after), "event")
        or (words is not None and not group and words.line is line and says(sheet, words, "event")),
        near_network=_is_near(sheet, placed, (before, after), "network"),
        in_row=bool(sheet.amounts_by_line.get(line.index)),
        said=fold(label.line.text[label.hit.start : label.hit.end]) if label else "",
    )


def _label_of(sheet: Sheet, placed: Placed, others: list[tuple[int, int]], before: Span) -> Label | None:
    """The label that is this date's own."""
    label = sheet.label_of(placed.line, placed.span.start, taken=others)
    if label is None and placed.found.value is not None:
        label = _label_below(sheet, placed, others)
    elif label is not None and label.how == "left" and label.group in _PERSONS:
        label = _label_above(sheet, placed) or label
    if label is None or _is_anothers(label, placed.span.start) or _is_of_another_column(sheet, label, before):
        return None
    return label


def _meant(sheet: Sheet, placed: Placed, label: Label) -> tuple[Label | None, str, str]:
    """(label, group, how): what the label makes of the date where it is more, or other, than its own group says."""
    group = label.group
    if group == "invoice_number":
        if _behind_number(label, placed):
            return label, "invoice_date", "stem"
        between = Span(placed.line, label.hit.end, placed.span.start)
        if label.how == "same" and (says(sheet, between, "event") or says(sheet, between, "network")):
            return None, "", ""  # «regning nr. 17 for mødet i Netværk Vejle den 16/3»
        # «Regning nr. 17 den 16/3 2026»
        return (label, "invoice_date", "beside") if label.how == "same" else (label, group, label.how)
    if group == "payable":
        # «Forfalder til betaling: 30-10-2026»: what is owed has no date, so the label's words say what this one is.
        group = by_stem(sheet, Span(label.line, label.hit.start, label.hit.end)) or group
    if group == "issue_date_weak":
        group = of_which(sheet, label, placed)
    if group == "other_date" and _HOURS.match(placed.line.text, placed.span.end):
        group = "event_date_weak"
    return label, group, label.how


def _is_near(sheet: Sheet, placed: Placed, around: Iterable[Span], what: str) -> bool:
    return any(says(sheet, span, what) for span in around) or _above_says(sheet, placed, what)


def _is_of_another_column(sheet: Sheet, label: Label, before: Span) -> bool:
    """«Udstedt» in the margin, beside a sentence about the meeting."""
    if label.how != "left" or label.group not in _ABOUT_INVOICE:
        return False
    return says(sheet, before, "network") or says(sheet, before, "event")


def _behind_number(label: Label, placed: Placed) -> bool:
    """«Faktura nr. 1042 - 12-03-2026», «Faktura nr. 1042, dato 12/3-2026»: the number has its value, the date is its
    own."""
    return label.line is placed.line and _NUMBERED.match(placed.line.text, label.hit.end, placed.span.start) is not None


def _label_below(sheet: Sheet, placed: Placed, others: list[tuple[int, int]]) -> Label | None:
    """A small caption under the value; only where the date is its whole cell and nothing is above."""
    line = placed.line
    cell = line.cells[placed.cell]
    if not line.is_blank(cell.start, placed.span.start) or not line.is_blank(placed.span.end, cell.end) or others:
        return None
    if sheet.layout.above(line, cell, reach=1.5) is not None:
        return None
    below = sheet.layout.below(line, cell, reach=1.0)
    hit = sheet.pure_hit(*below) if below else None
    return Label(hit.group, "below", below[0], hit) if below and hit and hit.group in DATE_GROUPS else None


def _label_above(sheet: Sheet, placed: Placed) -> Label | None:
    """«Dato» over a date, beside «Kontakt:», whose name stands elsewhere: no person is called a date."""
    line = placed.line
    above = sheet.layout.above(line, line.cells[placed.cell], reach=1.5)
    hit = sheet.pure_hit(*above) if above else None
    return Label(hit.group, "above", above[0], hit) if above and hit and hit.group in DATE_GROUPS else None


def _is_anothers(label: Label, start: int) -> bool:
    """«konto 9070 1234567890 inden d. 15/4»: the label before the date has its own value already; «… senest 8 dage før.
    Næste ledige dag er 18/1»: it stands in the sentence before.
    """
    between = label.line.text[label.hit.end : start] if label.how == "same" else ""
    if _NEW_SENTENCE.search(between) or _is_closed(label.group, between):
        return True
    return label.group not in (*DATE_GROUPS, *ABOUT_MEETING, "invoice_number") and any(c.isdigit() for c in between)


def _is_closed(group: str, between: str) -> bool:
    """«konto 0400-4011882733 (reg.nr.-kontonr.) senest den 20. marts»: the label stands in brackets that end before the
    date; behind a number in brackets the date may be the invoice's, unless something else is said of it.
    """
    inside, bracket, outside = between.partition(")")
    if group not in _NUMBERS or not bracket or "(" in inside:
        return False
    return group != "invoice_number" or any(c.isalpha() for c in outside)


def _around(placed: Placed, others: list[tuple[int, int]]) -> tuple[Span, Span]:
    """The words of the line before and after the date, up to the next date and within its cell."""
    line = placed.line
    cell = line.cells[placed.cell]
    start = max([cell.start, *(e for _, e in others if e <= placed.span.start)])
    end = min([cell.end, *(s for s, _ in others if s >= placed.span.end)])
    return Span(line, start, placed.span.start), Span(line, placed.span.end, end)


def _above_says(sheet: Sheet, placed: Placed, what: str) -> bool:
    """A date alone in its cell right under a line that speaks of the meeting."""
    line = placed.line
    cell = line.cells[placed.cell]
    if not line.is_blank(cell.start, placed.span.start):
        return False
    above = sheet.layout.above(line, cell, reach=1.2)
    if above is None or above[0].cells[above[1]].end - above[0].cells[above[1]].start > 130:
        return False
    other, index = above
    if any(d.cell == index for d in sheet.dates_by_line.get(other.index, [])):
        return False
    return says(sheet, Span(other, other.cells[index].start, other.cells[index].end), what)


def unused(days: Iterable[Day], used: frozenset[tuple[int, int]]) -> list[Day]:
    return [d for d in days if not any(i == d.line.index and d.span.start <= s < d.span.end for i, s in used)]
