"""Days in text, Danish first, English and the neighbours' months too; and how we write them.

Always day-month-year, as Denmark writes; year first only as ISO; month first only where it is written in
letters or where day and month could not stand otherwise. Offsets include the weekday and «den»/«d.» before
the date. Clock times: ``clock``. Weeks and days named from today: ``relative``.
"""

import re
from datetime import date
from typing import NamedTuple

from bot.danish.dateforms import FORMS, Form, Printed, printed_in

MONTHS = [
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
]  # fmt: skip
WEEKDAYS = ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"]
ENGLISH_MONTHS = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]  # fmt: skip
_ENGLISH_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

_WEEKDAY_STARTS = {
    "ma": 0, "må": 0, "mo": 0, "ti": 1, "tu": 1, "on": 2, "we": 2, "to": 3, "th": 3, "fr": 4, "lø": 5,
    "lö": 5, "lo": 5, "sa": 5, "sø": 6, "sö": 6, "so": 6, "su": 6,
}  # fmt: skip
#: Two-letter forms only with their point: «on» and «to» are English words.
_WEEKDAY = (
    r"(?:(?:(?:m[aå]n|tirs?|tis|ons|tors?|fre|l[øöo]e?r|s[øöo]e?n)(?:dag(?:en|s)?)?"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thurs?|thu|fri|sat|sun)(?:\.,?|,)?|(?:ma|ti|on|to|fr"
    r"|lø|sø)\.)"
)
#: What stands before a date and belongs to it, read backwards from the date.
_BEFORE = re.compile(
    rf"(?:(?<![^\W_])(?P<weekday>{_WEEKDAY})\s{{0,2}})?(?:(?<![^\W_])(?P<den>den|dagen|d\.|d|the)\s{{0,2}})?\Z",
    re.IGNORECASE,
)
_RANGE_BEFORE = re.compile(r"(?<![\w.,/-])(?P<day>[0-3]?[0-9])(?:\.\s?[-/+]\s?|\. (?:og|til|and|&) |-)\Z")
_BETWEEN = re.compile(r"\.?\s?(?:-|til|og|to|and|&)\s?(?:(?:den|d\.)\s?)?", re.IGNORECASE)
#: As many digits, with that behind them, as can begin a date (a separator, but not of thousands; a year, a month, «of»,
#: «st», «rd»): most numbers of a page are let go here.
_MAY_BEGIN = re.compile(
    r"[0-9](?<![0-9][0-9])"  # not the other way round: the engine looks quickly for a digit only where it comes first
    r"(?:[0-9]?(?=[-/]|\.(?![0-9]{3})|, [12]|[jfmasondrt]| [jfmasond012./ -])"
    r"|[0-9]{3}(?=[-./])|(?:[0-9]{5}|[0-9]{7})(?![0-9]))",
    re.IGNORECASE,
)
#: Typesetters' dashes and spaces, one for one, so that places stay.
_PLAIN = (*((dash, "-") for dash in "–—−‐‑‒"), *((space, " ") for space in "\u00a0\u202f\u2009\u2007\t"))


class FoundDate(NamedTuple):
    """A day and its place in the text."""

    value: date
    start: int
    end: int
    text: str
    #: False: no year is printed, and the one nearest to ``near`` was taken.
    year_given: bool
    #: Whether the weekday printed with it is that day's; None where none is printed.
    weekday_ok: bool | None = None
    form: Form = "numeric"


def find_dates(text: str, near: date | None = None, *, compact: bool = False) -> list[FoundDate]:
    """All dates in the text, in order.

    A date without a year gets the year that brings it nearest to ``near`` (the invoice date, say); with
    ``near`` None it is left out. Six digits (``120326``) count where a word before them asks for a date, or
    everywhere with ``compact``. Both days of «19.-20. marts» are found.
    """
    plain = text
    for printed, meant in _PLAIN:
        plain = plain.replace(printed, meant)
    out: list[FoundDate] = []
    end = floor = 0
    while digits := _MAY_BEGIN.search(plain, end):
        start, end = digits.span()
        match = FORMS.match(plain, start)
        found = _read(match, plain, near, floor, compact) if match is not None else None
        if found:
            out.extend(found)
            end = floor = found[-1].end
    return [_printed(found, text) for found in _share_years(out, plain)]


def parse_date(text: str, near: date | None = None) -> date | None:
    """The first date in a short text (a cell, a header), or None. Six digits count."""
    found = find_dates(text, near, compact=True)
    return found[0].value if found else None


def format_date(day: date) -> str:
    """«12. marts 2026»"""
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def format_day(day: date) -> str:
    """«torsdag den 12. marts 2026»"""
    return f"{WEEKDAYS[day.weekday()]} den {format_date(day)}"


def format_date_en(day: date) -> str:
    """«12 March 2026»"""
    return f"{day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year}"


def format_day_en(day: date) -> str:
    """«Thursday 12 March 2026»"""
    return f"{_ENGLISH_WEEKDAYS[day.weekday()]} {format_date_en(day)}"


def _read(match: re.Match[str], text: str, near: date | None, floor: int, compact: bool) -> list[FoundDate]:
    printed = printed_in(match, text, floor, compact)
    if printed is None or not _may_start(text, match.start(), printed.form, match["sep"]):
        return []
    before = _BEFORE.search(text, max(floor, printed.start - 20), printed.start)
    assert before is not None  # every part of it is optional
    if printed.needs_word and not before.group():
        return []
    if (text[before.start() - 1 : before.start()] or " ").isalpha():
        return []
    word = before["weekday"]
    weekday = _WEEKDAY_STARTS.get(word[:2].casefold()) if word else None
    value = _day(printed, near, weekday)
    if value is None:
        return []
    fits = None if weekday is None else value.weekday() == weekday
    found = FoundDate(value, before.start(), printed.end, "", printed.year is not None, fits, printed.form)
    return [*_first_of_range(found, text, floor), found]


def _may_start(text: str, start: int, form: Form, sep: str | None) -> bool:
    """Not in the middle of a longer number or an identifier; a dash before it may be a range («12/3-14/3»)
    where dashes do not join it.
    """
    if start == 0:
        return True
    before, earlier = text[start - 1], text[start - 2] if start > 1 else " "
    if before.isalnum() or before == "_":
        return before in "dD" and not earlier.isalnum() and form != "compact"
    if before in "./,:":
        return not earlier.isdigit()
    if before == "-" and (earlier.isalnum() or form == "compact"):
        return earlier.isdigit() and form in ("words", "numeric") and sep != "-"
    return True


def _day(printed: Printed, near: date | None, weekday: int | None) -> date | None:
    if printed.year is not None:
        return _valid(printed.year, printed.month, printed.day)
    return None if near is None else _nearest(printed.day, printed.month, near, weekday)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(day: int, month: int, near: date, weekday: int | None = None) -> date | None:
    """The year nearest to ``near``. Half a year away it is a toss-up: there a printed weekday decides."""
    days = [d for year in range(near.year - 4, near.year + 5) if (d := _valid(year, month, day)) is not None]
    days.sort(key=lambda d: abs((d - near).days))
    if len(days) < 2:
        return days[0] if days else None
    if weekday is not None and abs((days[0] - near).days) > 120 and days[0].weekday() != weekday == days[1].weekday():
        return days[1]
    return days[0]


def _first_of_range(last: FoundDate, text: str, floor: int) -> list[FoundDate]:
    """The 19th of «19.-20. marts»."""
    before = _RANGE_BEFORE.search(text, max(floor, last.start - 9), last.start)
    if before is None:
        return []
    first = _valid(last.value.year, last.value.month, int(before["day"]))
    if first is None or first >= last.value:
        return []
    start, end = before.span("day")
    return [FoundDate(first, start, end, "", last.year_given, None, last.form)]


def _share_years(found: list[FoundDate], text: str) -> list[FoundDate]:
    """«30. marts - 1. april 2026»: the first has the second's year."""
    out = list(found)
    for i in range(len(out) - 2, -1, -1):
        this, following = out[i], out[i + 1]
        if this.year_given or not following.year_given or not _BETWEEN.fullmatch(text, this.end, following.start):
            continue
        value = _nearest(this.value.day, this.value.month, following.value)
        if value is not None and value <= following.value:
            fits = this.weekday_ok if value == this.value else None
            out[i] = FoundDate(value, this.start, this.end, "", True, fits, this.form)
    return out


def _printed(found: FoundDate, text: str) -> FoundDate:
    return found._replace(text=text[found.start : found.end])
