"""Clock times in Danish mail: «kl. 17», «17.30», «17-20.30», «halv seks» (half *before* six).

CLDR writes ``HH.mm`` with a point; people write colons too. Meetings are in the evening: an hour told in
words («halv seks») or without minutes below seven means the afternoon. A bare ``17.30`` is a time only where
nothing says that it is an amount.
"""

import re
from dataclasses import dataclass
from datetime import time

_HOURS = {
    "et": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7, "otte": 8, "ni": 9, "ti": 10, "elleve": 11,
    "tolv": 12,
}  # fmt: skip
_DIGITS = r"(?:[01]?[0-9]|2[0-4])(?:[.:][0-5][0-9]|(?<=[0-9]{2})[0-5][0-9](?![0-9]))?"
_RANGE = re.compile(
    rf"(?<![\w.,:/+-])(?P<label>(?:fra )?kl(?:okken)?\.? ?|fra )?(?P<start>{_DIGITS})"
    rf"(?: ?(?:[-–—]|til|to) ?(?:(?:ca\.?|kl\.?) ?){{0,2}}(?P<end>{_DIGITS}))?(?![0-9]|[.:,/-][0-9]"
    rf"| ?%)(?P<unit> ?(?:h|hrs|uhr)\b)?",
    re.IGNORECASE,
)
_WORDS = re.compile(
    rf"(?<![^\W_])(?:kl(?:okken)?\.? )?(?:(?P<half>halv)|(?P<quarter>kvart|et kvarter) (?P<side>i"
    rf"|over))[ ](?P<hour>{'|'.join(_HOURS)}|1[0-2]|[1-9])(?![\w.,:])",
    re.IGNORECASE,
)
_MONEY = re.compile(r"(?:kr\.?|DKK|EUR|beløb|total|pris|moms|alt) ?:? ?$", re.IGNORECASE)
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


def find_times(text: str) -> list[FoundTime]:
    """All clock times, in order. Dates («12.03.2026»), amounts and whole numbers without «kl.» are none; a
    span «17-20» needs «kl.» or minutes.
    """
    found = [t for m in _WORDS.finditer(text) if (t := _in_words(m)) is not None]
    for match in _RANGE.finditer(text):
        read = _in_digits(match, text)
        if read is not None and all(read.end <= f.start or read.start >= f.end for f in found):
            found.append(read)
    return sorted(found, key=lambda f: f.start)


def format_time(value: time) -> str:
    """«17.30»"""
    return f"{value.hour}.{value.minute:02}"


def _in_words(match: re.Match[str]) -> FoundTime | None:
    word = match["hour"].casefold()
    hour = _HOURS.get(word) or int(word)
    minute = 30 if match["half"] else 15 if match["side"].casefold() == "over" else 45
    if minute != 15:
        hour -= 1
    hour += 12 if hour < _EARLIEST else 0
    return FoundTime(time(hour % 24, minute), None, match.start(), match.end(), match.group(), True)


def _in_digits(match: re.Match[str], text: str) -> FoundTime | None:
    labelled = bool(match["label"] or match["unit"])
    first, last = _time(match["start"]), _time(match["end"]) if match["end"] else None
    has_minutes = any(len(part or "") > 2 for part in (match["start"], match["end"]))
    if first is None or not (labelled or has_minutes) or (match["end"] and last is None):
        return None
    if not labelled and (
        _is_money(match, text) or (":" not in match.group() and "." not in match.group()) or _looks_like_day(match)
    ):
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
