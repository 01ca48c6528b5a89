"""Clock times in Danish mail: «kl. 17», «17.30», «17-20.30», «halv seks» (half *before* six).

CLDR writes ``HH.mm`` with a point; people write colons too. Meetings are in the evening: an hour told in
words («halv seks») or without minutes below seven means the afternoon. A bare ``17.30`` is a time only where
nothing says that it is an amount.
"""

import re
from dataclasses import dataclass, replace
from datetime import time
from functools import partial

from bot.danish.numbers import NUMBERS
from bot.danish.scan import Taken, lowered, matches_at

_HOURS = {word: number for word, number in NUMBERS.items() if number <= 12 and word not in ("en", "én", "ét")}
_DIGITS = r"(?:[01]?[0-9]|2[0-4])(?:[.:][0-5][0-9]|(?<=[0-9]{2})[0-5][0-9](?![0-9]))?"
#: «kl. 17 til 9 personer» counts people.
_COUNTED = r"(?:pers|mand|delt|gæst|kuv|stk|styk|menn|medl|fys|læg|pr)\w*"
_RANGE = re.compile(
    rf"(?<![\w.,:/+-])(?P<label>(?:fra )?kl(?:okken)?\.? ?|fra )?(?P<start>{_DIGITS})"
    rf"(?: ?(?:[-–—]|til|te|to) ?(?:(?:ca\.?|kl\.?) ?){{0,2}}(?P<end>{_DIGITS})(?! ?(?:{_COUNTED})))?"
    rf"(?![0-9]|[.:,/-][0-9]"
    rf"| ?%)(?P<unit> ?(?:h|hrs|uhr)\b)?",
    re.IGNORECASE,
)
#: «halv seks» is half an hour *before* six; «fem minutter i halv seks» five before that.
_WORDS = re.compile(
    r"(?<![^\W_])(?:kl(?:okken)?\.? )?"
    r"(?:(?P<minutes>fem|ti|tyve|[1-9]|10|20) min(?:utter|\.)? (?P<minutes_side>i|over) (?P<of_half>halv )?"
    rf"|(?P<half>halv) |(?P<quarter>(?:et )?kvart(?:er)?) (?P<side>i|over) )"
    rf"(?P<hour>{'|'.join(_HOURS)}|1[0-2]|[1-9])(?!\w|[.:,][0-9])",
    re.IGNORECASE,
)
#: «… til otte», «til ca. ni»: a span's end told in a word.
_UNTIL_WORD = re.compile(
    rf" ?(?:[-–—]|til|te) ?(?:(?:ca\.?|kl\.?|klokken|omkring) ?){{0,2}}(?P<hour>{'|'.join(_HOURS)})(?!\w|[.:,][0-9])"
    r"(?! (?:pers|mand|delt|gæst|kuv|stk|styk|menn|medl|fys|læg|af|pr)\w*)",
    re.IGNORECASE,
)  # «kl. 17 til ni personer» counts people
_MINUTES = {"fem": 5, "ti": 10, "tyve": 20}
_WORD_STARTS = re.compile("kl|halv|et kvart|kvart|fem|ti|tyve|[1-9]0? min")
_DIGIT_STARTS = re.compile("fra [k0-9]|kl|[0-9]")
_MONEY = re.compile(r"(?:kr\.?|DKK|EUR|beløb|total|pris|moms|alt) ?:? ?\Z", re.IGNORECASE)
_MONEY_AFTER = re.compile(r" ?(?:kr\b|DKK|EUR|,-|øre)", re.IGNORECASE)
#: Below this hour a time without minutes printed as 24 hours («kl. 5») is in the afternoon.
_EARLIEST = 7


@dataclass(frozen=True, slots=True)
class FoundTime:
    """A clock time, or a span with its ``until``, and its place. ``labelled``: «kl.», «fra» or words say that
    it is a time.
    """

    value: time
    until: time | None
    start: int
    end: int
    text: str
    labelled: bool


def find_times(text: str, *, bare: bool = False) -> list[FoundTime]:
    """All clock times, in order.

    Dates («12.03.2026»), amounts and whole numbers without «kl.» are none; a span of whole hours («17-20») only
    with «kl.», or with ``bare`` (right after a date, say).
    """
    low = lowered(text)
    taken = Taken()
    found = [t for m in matches_at(_WORDS, _WORD_STARTS, text, low) if (t := _in_words(m)) is not None]
    for start in _DIGIT_STARTS.finditer(low):
        match = _RANGE.match(text, start.start())
        read = _in_digits(match, text, bare) if match else None
        if read is not None:
            found.append(read)
    return sorted(
        (t for t in map(partial(_until_word, text), found) if taken.take(t.start, t.end)), key=lambda t: t.start
    )


def _until_word(text: str, found: FoundTime) -> FoundTime:
    """«halv seks til otte»: the end in the half of the day in which it comes after the start."""
    behind = _UNTIL_WORD.match(text, found.end) if found.until is None and found.labelled else None
    if behind is None:
        return found
    hour = _HOURS[behind["hour"].casefold()]
    hour += 12 if hour < 12 and time(hour) <= found.value else 0
    until, end = time(hour), behind.end()
    if until <= found.value:
        return found
    return replace(found, until=until, end=end, text=text[found.start : end])


def format_time(value: time) -> str:
    """«17.30»"""
    return f"{value.hour}.{value.minute:02}"


def _in_words(match: re.Match[str]) -> FoundTime | None:
    word = match["hour"].casefold()
    hour = _HOURS.get(word) or int(word)
    hour += 12 if hour < _EARLIEST or (hour == _EARLIEST and match["half"]) else 0
    side = match["side"] or match["minutes_side"]
    away = 30 if match["half"] else 15
    if printed := match["minutes"]:
        away = _MINUTES.get(printed.casefold()) or int(printed)
    minutes = hour * 60 - (30 if match["of_half"] else 0)
    minutes += away if side and side.casefold() == "over" else -away
    return FoundTime(time(minutes // 60 % 24, minutes % 60), None, match.start(), match.end(), match.group(), True)


def _in_digits(match: re.Match[str], text: str, bare: bool) -> FoundTime | None:
    labelled = bool(match["label"] or match["unit"])
    first, last = _time(match["start"]), _time(match["end"]) if match["end"] else None
    has_minutes = any(len(part or "") > 2 for part in (match["start"], match["end"]))
    span = bare and last is not None
    if first is None or not (labelled or has_minutes or span) or (match["end"] and last is None):
        return None
    pointed = ":" in match.group() or "." in match.group()
    if not labelled and (_is_money(match, text) or not (pointed or span) or _looks_like_day(match)):
        return None
    start = match.start("label") if match["label"] else match.start("start")
    return FoundTime(first, last, start, match.end(), text[start : match.end()], labelled)


def _is_money(match: re.Match[str], text: str) -> bool:
    return bool(_MONEY.search(text, max(0, match.start() - 12), match.start()) or _MONEY_AFTER.match(text, match.end()))


def _looks_like_day(match: re.Match[str]) -> bool:
    """«12.03» alone is more often the 12th of March than three past twelve."""
    hour, point, minute = match["start"].partition(".")
    return bool(point) and not match["end"] and 1 <= int(minute) <= 12 and len(hour) <= 2 and minute != "10"


def _time(printed: str) -> time | None:
    hour, _, minute = printed.replace(".", ":").partition(":")
    if not minute and len(hour) == 4:
        hour, minute = hour[:2], hour[2:]
    value = int(hour)
    if not minute and value < _EARLIEST and not hour.startswith("0"):
        value += 12
    return time(value % 24, int(minute or 0)) if value <= 24 else None
