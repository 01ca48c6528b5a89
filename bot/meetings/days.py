"""Days in a line of a booking: dates, «mandag i uge 9», «den 3. i næste måned», «første torsdag i marts».

Bookings speak of days to come, so a date without a year is the coming one, and one that lies a few weeks back stays
where it is, to be asked about.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import zip_longest

from bot.danish.dates import MONTHS, WEEKDAYS, find_dates
from bot.danish.feasts import find_feast_days
from bot.danish.numbers import DAYS, ORDINALS
from bot.danish.relative import find_days
from bot.meetings.day_forms import (
    BARE,
    BESIDE,
    EARLIER,
    ENGLISH,
    FOLLOWING,
    FROM_EARLIER,
    IN_WEEK,
    IN_WORDS,
    MONTH_FIRST,
    MONTH_NAME,
    NTH,
    OF_MONTH,
    POINTED,
    SAME_DAY,
    SAME_MONTH,
    SAME_WEEK,
    TOLD_AGAIN,
)

#: A date without a year is the one nearest to so many days ahead: from a month ago to eleven months from now.
AHEAD = timedelta(days=150)
#: «Fik denne i dag»: no meeting's day; of one this evening people say «i aften».
TODAY = "i dag"


@dataclass(frozen=True, slots=True)
class Day:
    """A day and its place in the line. ``week``: only the week is told, ``value`` is its Monday."""

    value: date
    start: int
    end: int
    text: str
    #: False where the printed weekday is another day's.
    weekday_ok: bool = True
    year_given: bool = False
    week: bool = False
    #: The other day it may be («næste torsdag»).
    alternative: date | None = None
    #: Told from the day of writing alone: «på torsdag», «i morgen», «om 14 dage».
    bare: bool = False


def days_in(line: str, written: date, near: date | None = None) -> list[Day]:
    """All days, in order. ``near``: a day named before, whose month a bare «d. 18.» has."""
    found = [
        Day(d.value, d.start, d.end, d.text, d.weekday_ok is not False, d.year_given)
        for d in find_dates(line, written + AHEAD)
    ]
    found += _free(found, _earlier(line, found))
    found += _free(found, _nth(line, written))
    found += _free(found, _in_words(line, written))
    found += _free(found, _in_same_month(line, found))
    found += _free(found, _in_english(line, written))
    found += _free(found, _pointed(line, written))
    found += _free(found, _month_first(line, written))
    found += _free(found, _of_month(line, written))
    found += _free(found, _by_feast(line, written))
    month = near or (found[0].value if found else None)
    # «torsdag den 11. juni i stedet for tirsdag den 2.»: both are whole days, before «tirsdag» is one.
    found += _free(found, _bare(line, month)) if month is not None else _coming(line, written)
    found += _free(found, _relative(line, written))
    if month is None and found:
        found += _free(found, _bare(line, found[0].value))
    found = _told_once(line, sorted(found, key=lambda d: d.start))
    return _beside_another(line, _in_same_week(line, found), near)


def _told_once(line: str, days: Sequence[Day]) -> list[Day]:
    """«udskudt til tirsdagen efter, d. 29/9»: the date, which is a Tuesday, and not the Tuesday after today."""
    return [a for a, b in zip_longest(days, days[1:]) if b is None or not _is_told_again(line, a, b)]


def _is_told_again(line: str, day: Day, behind: Day) -> bool:
    differs = day.bare and not behind.bare and day.value != behind.value
    same_weekday = day.value.weekday() == behind.value.weekday()
    return differs and same_weekday and TOLD_AGAIN.fullmatch(line[day.end : behind.start]) is not None


def _in_same_week(line: str, days: Sequence[Day]) -> list[Day]:
    """«tirsdag den 9. marts til torsdag i samme uge»: the weekday counts from the day before it in the line."""
    out: list[Day] = []
    for day in days:
        same = SAME_WEEK.match(line, day.start)
        if same is not None and out:
            monday = out[-1].value - timedelta(days=out[-1].value.weekday())
            told = monday + timedelta(days=WEEKDAYS.index(same["weekday"].casefold()))
            day = replace(day, value=told, end=same.end(), text=same.group(), alternative=None)  # noqa: PLW2901
        out.append(day)
    return out


def _beside_another(line: str, days: Sequence[Day], near: date | None) -> list[Day]:
    """«den 2. juni til torsdagen efter»: it counts from the day before it in the line, or from ``near``; where there is
    neither, nobody knows which it is, and it is no day.
    """
    out: list[Day] = []
    for day in days:
        beside = (BESIDE.match(line, day.start) or FOLLOWING.match(line, day.start)) if day.bare else None
        if beside is None:
            out.append(day)
            continue
        told = [d.value for d in out if not d.week]
        anchor = told[-1] if told else near
        if anchor is not None:
            way = -1 if beside.groupdict().get("before") else 1
            apart = (WEEKDAYS.index(beside["weekday"].casefold()) - anchor.weekday()) * way % 7 or 7
            value = anchor + timedelta(days=way * apart)
            out.append(replace(day, value=value, end=beside.end(), text=beside.group(), alternative=None, bare=False))
    return out


def _free(taken: list[Day], more: list[Day]) -> list[Day]:
    """Those of ``more`` that overlap none of ``taken``: «torsdag» in «torsdag den 18. juni» is no day of its own."""
    return [m for m in more if not any(m.start < t.end + 2 and t.start - 2 < m.end for t in taken)]


def _relative(line: str, written: date) -> list[Day]:
    return [
        Day(
            d.value,
            d.start,
            d.end,
            d.text,
            week=d.week,
            alternative=d.alternative,
            bare=IN_WEEK.search(d.text) is None,
        )
        for d in find_days(line, written, written + AHEAD)
        if not SAME_DAY.search(line, 0, d.start)
    ]


def _by_feast(line: str, written: date) -> list[Day]:
    return [Day(d.value, d.start, d.end, d.text) for d in find_feast_days(line, written + AHEAD)]


def _nth(line: str, written: date) -> list[Day]:
    """«første torsdag i maj», also of several months: «i maj, september og november»."""
    out = []
    for m in NTH.finditer(line):
        first_end = m.end("month")
        places = [(m["month"], m.start(), first_end)]
        places += [(x.group(), x.start(), x.end()) for x in MONTH_NAME.finditer(line, m.start("more"), m.end("more"))]
        for name, start, end in places:
            month, year = _month_of(name, m["year"], written)
            value = _nth_weekday(year, month, WEEKDAYS.index(m["weekday"].casefold()), ORDINALS[m["nth"].casefold()])
            if value is not None:
                end = m.end() if len(places) == 1 else end  # noqa: PLW2901
                out.append(Day(value, start, end, line[start:end], year_given=bool(m["year"])))
    return out


def _in_same_month(line: str, found: Sequence[Day]) -> list[Day]:
    out = []
    for m in SAME_MONTH.finditer(line):
        before = [d for d in found if d.end <= m.start()]
        number = DAYS.get(m["day"].casefold()) or int(m["day"]) if before else 0
        value = _date(before[-1].value.year, before[-1].value.month, number) if before else None
        if value is not None:
            fits = m["weekday"] is None or WEEKDAYS.index(m["weekday"].casefold()) == value.weekday()
            out.append(Day(value, m.start(), m.end(), m.group(), fits))
    return out


def _in_english(line: str, written: date) -> list[Day]:
    out = []
    for m in ENGLISH.finditer(line):
        told = find_dates(f"{m['weekday'] or ''} {m['day']} {m['month']}", written + AHEAD)
        start = m.start("weekday") if m["weekday"] else m.start("month")
        out += [Day(d.value, start, m.end(), line[start : m.end()], d.weekday_ok is not False) for d in told]
    return out


def _month_first(line: str, written: date) -> list[Day]:
    out = []
    for m in MONTH_FIRST.finditer(line):
        month, year = _month_of(m["month"], (m["year"] or "").strip() or None, written)
        out += [replace(day, year_given=bool(m["year"])) for day in _numbered(m, date(year, month, 1))]
    return out


def _in_words(line: str, written: date) -> list[Day]:
    out = []
    for m in IN_WORDS.finditer(line):
        month, day = MONTHS.index(m["month"].casefold()) + 1, DAYS[m["day"].casefold()]
        years = (int(m["year"]),) if m["year"] else (written.year - 1, written.year, written.year + 1)
        values = [v for y in years if (v := _date(y, month, day)) is not None]
        if values:
            value = min(values, key=lambda v: abs(v - (written + AHEAD)))
            weekday = m["weekday"]
            fits = weekday is None or WEEKDAYS.index(weekday.casefold()) == value.weekday()
            out.append(Day(value, m.start(), m.end(), m.group(), fits, year_given=bool(m["year"])))
    return out


def _pointed(line: str, written: date) -> list[Day]:
    out = []
    for m in POINTED.finditer(line):
        years = (written.year - 1, written.year, written.year + 1)
        values = [v for y in years if (v := _date(y, int(m["month"]), int(m["day"]))) is not None]
        if values:
            value = min(values, key=lambda v: abs(v - (written + AHEAD)))
            out.append(Day(value, m.start(), m.end() - 1, m.group()))
    return out


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _earlier(line: str, dated: Sequence[Day]) -> list[Day]:
    """The 3rd and the 10th of «den 3., 10. og 17. september»: each in the month of the one behind it."""
    out: list[Day] = []
    for day in dated:
        end, behind = day.start, day
        while m := EARLIER.search(line, max(0, end - 14), end) or FROM_EARLIER.search(line, max(0, end - 40), end):
            try:
                value = behind.value.replace(day=int(m["day"]))
            except ValueError:
                break
            if value >= behind.value:
                break
            behind = Day(value, m.start(), m.end("day"), m["day"] + ".", year_given=day.year_given)
            if all(known.start != behind.start for known in (*dated, *out)):
                out.append(behind)
            end = m.start()
    return out


def _month_of(name: str, year: str | None, written: date) -> tuple[int, int]:
    if name.casefold() not in MONTHS:
        following = _following_month(written)
        return following.month, following.year
    month = MONTHS.index(name.casefold()) + 1
    if year:
        return month, int(year)
    return month, written.year + (month < written.month)


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    first = date(year, month, 1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    days = [d for d in (day + timedelta(weeks=n) for n in range(5)) if d.month == month]
    if nth == -1:
        return days[-1]
    return days[nth - 1] if nth <= len(days) else None


def _of_month(line: str, written: date) -> list[Day]:
    out = []
    for m in OF_MONTH.finditer(line):
        month = _following_month(written) if m["which"].casefold() == "næste" else written
        out += _numbered(m, month)
    return out


def _coming(line: str, written: date) -> list[Day]:
    """«tirsdag d. 22.» and no month: the next 22nd, or the one after it where that is a Tuesday."""
    out = []
    for m in BARE.finditer(line):
        if m["weekday"] is None:
            continue
        months = (written, _following_month(written), _following_month(_following_month(written)))
        days = [d for month in months for d in _numbered(m, month) if d.value >= written]
        out += [d for d in days if d.weekday_ok][:1] or days[:1]
    return out


def _bare(line: str, month: date) -> list[Day]:
    return [day for m in BARE.finditer(line) for day in _numbered(m, month)]


def _numbered(m: re.Match[str], month: date) -> list[Day]:
    try:
        value = date(month.year, month.month, int(m["day"]))
    except ValueError:
        return []
    weekday = m["weekday"]
    fits = weekday is None or WEEKDAYS.index(weekday.casefold()) == value.weekday()
    return [Day(value, m.start(), m.end(), m.group(), fits)]


def _following_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
