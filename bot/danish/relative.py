"""Days told from the day of writing: «på torsdag», «om 14 dage», «torsdag i uge 11». Weeks are ISO weeks, Monday first.

The day to count from is the *original* mail's in a forward: the caller knows it. Days with a date are in ``dates``.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.danish.dates import WEEKDAYS
from bot.danish.scan import Taken, lowered, matches_at

_NUMBERS = {"en": 1, "et": 1, "én": 1, "to": 2, "tre": 3, "fire": 4, "otte": 8, "ti": 10, "fjorten": 14}
_COUNT = rf"(?P<count>[0-9]{{1,2}}|{'|'.join(_NUMBERS)})"
_WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})(?:en|s)?"
_PHRASES = re.compile(
    rf"(?<![^\W_])(?:(?P<today>i dag )?om {_COUNT} (?P<unit>dage?|ugers?|uges?)(?: tid)?"
    r"|(?P<named>i dag|i morgen|i overmorgen)"
    rf"|(?:(?P<which>på|nu på|førstkommende|kommende|næste) )?{_WEEKDAY}"
    r"(?:,? (?:(?P<next>i næste uge)|(?P<this>i denne uge)|(?:i )?uge (?P<dayweek>[0-9]{1,2})))?"
    r"|(?:i )?uge (?P<week>[0-9]{1,2}))(?![^\W_]|[.,][0-9])",
    re.IGNORECASE,
)
_STARTS = re.compile("i |om |på |nu på|først|komm|næste|uge|mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag")
_NAMED = {"i dag": 0, "i morgen": 1, "i overmorgen": 2}


@dataclass(frozen=True, slots=True)
class FoundDay:
    """A day and its place. ``alternative``: the other day it may mean («næste torsdag»). ``week``: only the week is
    told, ``value`` is its Monday.
    """

    value: date
    start: int
    end: int
    text: str
    alternative: date | None = None
    week: bool = False


def find_days(text: str, base: date) -> list[FoundDay]:
    """All days told from ``base``, the day of writing, in order. A weekday alone is the coming one, never ``base``."""
    taken = Taken()
    found = (_read(match, base) for match in matches_at(_PHRASES, _STARTS, text, lowered(text)))
    return [day for day in found if day is not None and taken.take(day.start, day.end)]


def week_monday(week: int, near: date) -> date | None:
    """The Monday of that ISO week in the year that brings it nearest to ``near``; None where no year near has it."""
    mondays = []
    for year in (near.year - 1, near.year, near.year + 1):
        try:
            mondays.append(date.fromisocalendar(year, week, 1))
        except ValueError:
            continue  # only some years have a week 53
    return min(mondays, key=lambda monday: abs((monday - near).days), default=None)


def _read(match: re.Match[str], base: date) -> FoundDay | None:
    start, end = match.span()
    if match["count"]:
        number = match["count"].casefold()
        days = (_NUMBERS.get(number) or int(number)) * (7 if match["unit"].casefold().startswith("u") else 1)
        return FoundDay(base + timedelta(days=days), start, end, match.group())
    if match["named"]:
        return FoundDay(base + timedelta(days=_NAMED[match["named"].casefold()]), start, end, match.group())
    if match["week"]:
        monday = week_monday(int(match["week"]), base)
        return FoundDay(monday, start, end, match.group(), week=True) if monday else None
    return _weekday(match, base)


def _weekday(match: re.Match[str], base: date) -> FoundDay | None:
    start, end = match.span()
    number = WEEKDAYS.index(match["weekday"].casefold())
    this_monday = base - timedelta(days=base.weekday())
    if match["dayweek"]:
        monday = week_monday(int(match["dayweek"]), base)
        return FoundDay(monday + timedelta(days=number), start, end, match.group()) if monday else None
    if match["next"] or match["this"]:
        monday = this_monday + timedelta(days=7 if match["next"] else 0)
        return FoundDay(monday + timedelta(days=number), start, end, match.group())
    coming = base + timedelta(days=(number - base.weekday() - 1) % 7 + 1)
    later = coming + timedelta(days=7) if (match["which"] or "").casefold() == "næste" else None
    return FoundDay(coming, start, end, match.group(), alternative=later)
