"""The day of a meeting that a piece of a mail tells: a labelled one alone, else those beside a clock time, else all."""

import re
from collections.abc import Sequence

from bot.danish.dates import WEEKDAYS
from bot.meetings.clocks import clock_in
from bot.meetings.day_order import weekday_of_week
from bot.meetings.days import Day, days_in
from bot.meetings.labels import Labelled
from bot.meetings.segments import Segment
from bot.meetings.words import BookingWords


def days_of_piece(lines: Sequence[str], labels: Sequence[Labelled], segment: Segment, words: BookingWords) -> list[Day]:
    """The days that may be the meeting's: a labelled one alone, else those beside a clock time, else all."""
    marked = _marked(labels, segment, ("date", "time")) or _marked(labels, segment, _COME_AND_GO)
    of_letter = bool(marked) and all(d.value <= segment.written for d in marked)
    if marked and not of_letter:
        return marked[:1] if len({d.value for d in marked}) == 1 else marked
    found: list[tuple[Day, bool]] = []
    for line in lines:
        days = days_in(line, segment.written)
        days = [d for d in days if not _is_told_before(d, segment)]
        days = [d for d in days if not words.is_of_another_day(line[: d.start], d.value, segment.written)]
        timed = clock_in(line, days, words) is not None
        found += [(day, timed) for day in days]
    if not any(not day.week for day, _ in found) and segment.origin == "forwarded":
        # «Emne: Onsdag» over a mail that tells of another day is no day.
        found += [(day, False) for day in days_in(segment.title, segment.written) if not day.bare]
    several = any(_SEVERAL_WEEKS.search(line) for line in lines)
    of_week = None if several else weekday_of_week([day for day, timed in found if timed or not day.bare])
    if of_week is not None:
        return [of_week]
    if any(not day.bare for day, _ in found):
        found = [(day, timed) for day, timed in found if not day.bare]
    if of_letter and any(day.value > segment.written for day, _ in found):
        # «Dato: 1. oktober» over a letter of that day that tells of another.
        found = [(day, timed) for day, timed in found if day.value > segment.written]
    beside = [day for day, timed in found if timed]
    beside = beside if any(not day.week for day in beside) else []
    return beside or [day for day, _ in found]


_DEFINITE = tuple(f"{weekday}en" for weekday in WEEKDAYS)


def _is_told_before(day: Day, segment: Segment) -> bool:
    """A house's «så er onsdagen skrevet ind i bogen»: which Wednesday stands in an older letter."""
    return segment.origin == "forwarded" and day.bare and day.text.casefold().endswith(_DEFINITE)


#: Labels of when it begins and ends, which may have the day too («Ankomst: 28-05-2026 kl. 17»).
_COME_AND_GO = ("start", "arrival", "end", "departure")


#: «uge 21 eller 22», «uge 21/22»
_SEVERAL_WEEKS = re.compile(
    r"\buge(?:rne)? \d{1,2}\s*(?:,|/|-|–|eller|og)\s*(?:uge )?\d{1,2}\b(?![.:/])", re.IGNORECASE
)


def _marked(labels: Sequence[Labelled], segment: Segment, roles: Sequence[str]) -> list[Day]:
    return [
        day
        for found in labels
        if found.role in roles
        for day in days_in(found.value, segment.written)[:1]
        if not day.week and not (day.bare and roles is _COME_AND_GO)
    ]
