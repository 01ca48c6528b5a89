"""Days that tell more together: the weekday of a week, the year that a plan goes on into, a meeting's by its number."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.danish.dates import WEEKDAYS
from bot.meetings.days import Day


def weekday_of_week(days: Sequence[Day]) -> Day | None:
    """«Mødet i uge 43 … onsdag kl. 18»: the one weekday of the one week. None where there are several, or a date is
    told; «på onsdag» is this week's.
    """
    weeks = [d for d in days if d.week]
    named = [d for d in days if d.bare and d.text.casefold().startswith(tuple(WEEKDAYS))]
    if len({d.value for d in weeks}) != 1 or len({d.value.weekday() for d in named}) != 1:
        return None
    if any(not d.week and d not in named for d in days):
        return None
    monday, weekday = weeks[0], named[0]
    value = monday.value + timedelta(days=weekday.value.weekday())
    return Day(value, weekday.start, weekday.end, f"{weekday.text} ({monday.text})")


def in_order(days: Sequence[Day]) -> list[Day]:
    """Of a plan: a day without a year that lies before the one above it is the next year's."""
    out: list[Day] = []
    for day in days:
        if out and not day.year_given and not day.week and day.value < out[-1].value:
            day = _a_year_on(day)  # noqa: PLW2901
        out.append(day)
    return out


def _a_year_on(day: Day) -> Day:
    return in_year(day, day.value.year + 1)


def in_year(day: Day, year: int) -> Day:
    """The same day of another year; a printed weekday is looked at again."""
    try:
        value = day.value.replace(year=year)
    except ValueError:
        return day  # 29 February
    printed = next((n for n, name in enumerate(WEEKDAYS) if day.text.casefold().startswith(name[:3])), None)
    return replace(day, value=value, weekday_ok=printed is None or printed == value.weekday())


#: «d. 24» with no month behind it.
_BARE = re.compile(r"\b(?:d\.|den) ?(?P<day>[0-3]?\d)\.?(?![\w/.-]| \w*(?:kl|kr)\b)")


def days_by_number(text: str, held: Collection[date]) -> list[Day]:
    """Those of ``held`` that the text calls by their number: «Silkeborg Øst d. 24. bliver ikke til noget»."""
    found = [(m, day) for m in _BARE.finditer(text) for day in held if day.day == int(m["day"])]
    return [Day(day, m.start(), m.end(), m.group()) for m, day in found]
