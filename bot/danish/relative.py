"""Days told from the day of writing: «på torsdag», «om 14 dage», «torsdag i uge 11». Weeks are ISO weeks, Monday first.

The day to count from is the *original* mail's in a forward: the caller knows it. Days with a date are in ``dates``.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.easter import easter

from bot.danish.dates import WEEKDAYS
from bot.danish.numbers import NUMBERS, number_of
from bot.danish.scan import Taken, lowered, matches_at

_COUNT = rf"(?P<count>[0-9]{{1,2}}|{'|'.join(NUMBERS)})"
_IN_WEEKS = rf"om (?:(?P<weeks>[0-9]{{1,2}}|{'|'.join(NUMBERS)}) uger?|(?P<fortnight>14 dage|fjorten dage))"
#: Short forms stand for a day only where a word before them or a week behind them says so: «on» and «to» are words.
_SHORT = "|".join(("man", "tirs?", "ons", "tors?", "fre", "lør", "søn"))
#: In front of a week «man» is a word too («kan man i uge 6»), but for its point.
_SHORT_FIRST = _SHORT.replace("man", r"man(?=\.)")
_WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})(?:en|s)?"
_OF_WEEK = r"(?:i )?uge (?P<dayweek>[0-9]{1,2})"
_PHRASES = re.compile(
    rf"(?<![^\W_])(?:(?P<today>i dag )?om {_COUNT} (?P<unit>dage?|ugers?|uges?)(?: tid)?"
    r"|(?P<named>i dag|i morgen|i overmorgen)"
    rf"|(?:i )?uge (?P<weekfirst>[0-9]{{1,2}}),? (?:på )?(?:{_WEEKDAY.replace('weekday', 'lateday')}"
    rf"|(?P<lateshort>{_SHORT})\b\.?)"
    rf"|(?P<firstshort>{_SHORT_FIRST})\b\.?,? (?:i )?uge (?P<shortweek>[0-9]{{1,2}})"
    rf"|(?:(?P<which>nu på|på|førstkommende|kommende|næste) )?(?P<days>{_WEEKDAY})"
    rf"(?:,? (?:(?P<next>i næste uge)|(?P<this>i denne uge)|{_OF_WEEK}|{_IN_WEEKS}))?"
    rf"|(?P<shortwhich>nu på|på|førstkommende|kommende|næste) (?P<short>{_SHORT})\b\.?"
    r"|(?:i )?uge (?P<week>[0-9]{1,2}))(?![^\W_]|[.,][0-9])",
    re.IGNORECASE,
)
_STARTS = re.compile("i |om |på |nu på|først|komm|næste|uge|man|tir|ons|tor|fre|lør|søn")
#: «hver fredag», «alle torsdage», «om torsdagen», «mandag-torsdag»: what is always so, and no day.
_ALWAYS_BEFORE = re.compile(
    rf"(?:\b(?:hver|hveranden|alle|om) (?:(?:{'|'.join(WEEKDAYS)})\w{{0,2}}(?:,| og| samt) )*"
    rf"|\b(?:{'|'.join(WEEKDAYS)}|{_SHORT})\.? ?[-–/] ?)\Z",
    re.IGNORECASE,
)
_ALWAYS_AFTER = re.compile(rf" ?[-–/] ?(?:{'|'.join(WEEKDAYS)}|(?:{_SHORT})\b)", re.IGNORECASE)
#: «tirsdag efter påske», «torsdagen før sommerferien»: not the coming one.
_BESIDE = re.compile(
    r" (?:i ugen |ugen |lige |dagen )?(?:efter|før|inden|op til) (?:påske|pinse|jul|nytår|fastelavn|kristi|sankt"
    r"|grundlovs|(?:\w+ )?\w*(?:ferie|helligdag|møde))\w*",
    re.IGNORECASE,
)
#: Of feasts that move, the ones whose days can be told from the year.
_AFTER_FEAST = re.compile(r" (?:lige )?efter (?:(?P<easter>påsken?)|pinsen?)(?!\w)", re.IGNORECASE)
#: Days from Easter Sunday to the last day of the feast, a Monday (almanac of the University of Copenhagen).
_EASTER_MONDAY, _WHIT_MONDAY = 1, 50
_THAT_IS = re.compile(
    r"[\s,(–-]*(?:(?:altså|dvs\.?|det vil sige|nemlig|hvilket er|som er)(?: en| på)?)?\s*", re.IGNORECASE
)
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


def find_days(text: str, base: date, ahead: date | None = None) -> list[FoundDay]:
    """All days told from ``base``, the day of writing, in order. A weekday alone is the coming one, never ``base``.

    A week's year is the one that brings it nearest to ``ahead``; to ``base`` where that is None.
    """
    taken = Taken()
    near = ahead or base
    found = (_read(match, base, near) for match in matches_at(_PHRASES, _STARTS, text, lowered(text)))
    return _each_once(text, [day for day in found if day is not None and taken.take(day.start, day.end)])


def _each_once(text: str, found: list[FoundDay]) -> list[FoundDay]:
    """«i dag om 14 dage, altså tirsdag»: the weekday behind a day that is one says which, and is no day of its own."""
    out: list[FoundDay] = []
    for day in found:
        of_last = out and not out[-1].week and out[-1].value.weekday() == day.value.weekday()
        if not (of_last and day.text.casefold() in WEEKDAYS and _THAT_IS.fullmatch(text, out[-1].end, day.start)):
            out.append(day)
    return out


def week_monday(week: int, near: date) -> date | None:
    """The Monday of that ISO week in the year that brings it nearest to ``near``; None where no year near has it."""
    mondays = []
    for year in (near.year - 1, near.year, near.year + 1):
        try:
            mondays.append(date.fromisocalendar(year, week, 1))
        except ValueError:
            continue  # only some years have a week 53
    return min(mondays, key=lambda monday: abs((monday - near).days), default=None)


def _read(match: re.Match[str], base: date, near: date) -> FoundDay | None:
    start, end = match.span()
    if match["count"]:
        days = (number_of(match["count"]) or 0) * (7 if match["unit"].casefold().startswith("u") else 1)
        return FoundDay(base + timedelta(days=days), start, end, match.group())
    if match["named"]:
        return FoundDay(base + timedelta(days=_NAMED[match["named"].casefold()]), start, end, match.group())
    if match["week"]:
        monday = week_monday(int(match["week"]), near)
        return FoundDay(monday, start, end, match.group(), week=True) if monday else None
    week = match["dayweek"] or match["weekfirst"] or match["shortweek"]
    day = match["weekday"] or match["lateday"] or match["short"] or match["lateshort"] or match["firstshort"]
    number = _weekday_number(day)
    if week:
        monday = week_monday(int(week), near)
        return FoundDay(monday + timedelta(days=number), start, end, match.group()) if monday else None
    return _weekday(match, base, number)


def _weekday_number(printed: str) -> int:
    return next(n for n, name in enumerate(WEEKDAYS) if name.startswith(printed.casefold()[:2]))


def _weekday(match: re.Match[str], base: date, number: int) -> FoundDay | None:
    start, end = match.span()
    if (feast := _AFTER_FEAST.match(match.string, end)) is not None:
        return FoundDay(_after_feast(feast, base, number), start, feast.end(), match.string[start : feast.end()])
    this_monday = base - timedelta(days=base.weekday())
    if match["next"] or match["this"]:
        monday = this_monday + timedelta(days=7 if match["next"] else 0)
        return FoundDay(monday + timedelta(days=number), start, end, match.group())
    coming = base + timedelta(days=(number - base.weekday() - 1) % 7 + 1)
    if match["weeks"] or match["fortnight"]:
        weeks = timedelta(weeks=number_of(match["weeks"] or "to") or 0)
        of_week, of_day = this_monday + timedelta(days=number) + weeks, coming + weeks
        return FoundDay(of_week, start, end, match.group(), alternative=of_day if of_day != of_week else None)
    if not match["which"] and not match["short"] and _is_no_day(match):
        return None
    which = match["which"] or match["shortwhich"] or ""
    later = coming + timedelta(days=7) if which.casefold() == "næste" else None
    return FoundDay(coming, start, end, match.group(), alternative=later)


def _after_feast(feast: re.Match[str], base: date, number: int) -> date:
    """The first such weekday after Easter or Whitsun, this year's or the coming one."""
    days = timedelta(days=_EASTER_MONDAY if feast["easter"] else _WHIT_MONDAY)
    lasts: list[date] = [easter(year) + days for year in (base.year, base.year + 1)]
    found = (last + timedelta(days=(number - last.weekday() - 1) % 7 + 1) for last in lasts)
    return next(day for day in found if day > base)


def _is_no_day(match: re.Match[str]) -> bool:
    """What is always so, and a day told by another that we do not reckon with."""
    text = match.string
    if _BESIDE.match(text, match.end()):
        return True
    before = _ALWAYS_BEFORE.search(text, max(0, match.start() - 40), match.start())
    return before is not None or _ALWAYS_AFTER.match(text, match.end()) is not None
