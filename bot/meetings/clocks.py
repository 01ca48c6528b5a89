"""The clock times of a meeting in a line: its start and its end, not the food's or the kitchen's."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.danish.clock import FoundTime, find_times
from bot.danish.text import fold
from bot.meetings.days import Day
from bot.meetings.words import BookingWords

_LENGTH = re.compile(
    r"(?<![\w.,:-])(?P<hours>\d{1,2}(?:[.,]5)?|[^\W\d]+(?: en halv)?)\s?½?\s?timer?(?:s varighed)?\b", re.IGNORECASE
)
#: A row of a programme: a time, and what happens then.
_PROGRAMME = re.compile(
    r"\s*(?:[-–*•]\s*)?(?:kl\.?\s*)?(?P<time>\d{1,2}[.:]\d{2})\s*[:–-]?\s*(?P<what>[^\W\d].*)", re.IGNORECASE
)
_LEAST_ROWS = 2
#: How far before a time the words that tell what it is are looked for.
_BEFORE = 24


@dataclass(frozen=True, slots=True)
class Clock:
    """``end`` None: not told. ``start`` None: only the end is."""

    start: time | None
    end: time | None
    text: str
    #: A span with both ends, or a time beside the day: better than one that stands alone.
    sure: bool = True


def clock_in(line: str, days: Sequence[Day], words: BookingWords) -> Clock | None:
    """The meeting's time as this line has it; None where it has none."""
    masked = _without_days(line, days)
    times = find_times(masked, bare=bool(days) or "\t" in line)
    spans = [t for t in times if t.until is not None and not _is_another(masked, t, words)]
    if spans:
        return Clock(spans[0].value, spans[0].until, spans[0].text)
    plain = [t for t in times if t.until is None]
    starts = [t for t in plain if not _is_another(masked, t, words) and not _is_end(masked, t, words)]
    ends = [t for t in plain if _is_end(masked, t, words) and t not in starts]
    if not starts:
        come = [t for t in plain if _is_coming(masked, t, words)] if ends else []
        if come and come[0].value < ends[-1].value:
            return Clock(come[0].value, ends[-1].value, come[0].text, False)
        return Clock(None, ends[0].value, ends[0].text, False) if ends else None
    start = starts[0]
    end = next((e for t in ends if (e := _evening(t, start.value)) > start.value), None) or _by_length(
        masked, start.value, words
    )
    return Clock(start.value, end, start.text, bool(days))


def _evening(found: FoundTime, start: time) -> time:
    """«halv seks til halv ni»: an hour told in words has no morning where the start is past it."""
    in_words = not any(c.isdigit() for c in found.text)
    late = in_words and found.value <= start and found.value.hour < 12
    return found.value.replace(hour=found.value.hour + 12) if late else found.value


def _by_length(line: str, start: time, words: BookingWords) -> time | None:
    """«kl. 17, 3 timer»"""
    hours = length_in(line, words)
    return after(start, hours) if hours is not None else None


def length_in(line: str, words: BookingWords) -> float | None:
    """Hours that a meeting is said to last: «3 timer», «to en halv time»."""
    for found in _LENGTH.finditer(line):
        printed = fold(found["hours"])
        if printed in words.hours:
            return words.hours[printed]
        if found["hours"][0].isdigit():
            return float(found["hours"].replace(",", "."))
    return None


def after(start: time, hours: float) -> time | None:
    """None where that is another day, or no meeting's length."""
    end = datetime.combine(date(2000, 1, 1), start) + timedelta(hours=hours)
    return end.time() if end.day == 1 and 0 < hours <= 12 else None


def _without_days(line: str, days: Sequence[Day]) -> str:
    """Days blanked, so that «12.30» of a date is no time; places stay."""
    for day in days:
        line = line[: day.start] + " " * (day.end - day.start) + line[day.end :]
    return line


def _is_another(line: str, found: FoundTime, words: BookingWords) -> bool:
    before = fold(line[max(0, found.start - _BEFORE) : found.start])
    last = max((m.end() for m in words.other_time.finditer(before)), default=-1)
    return last >= 0 and len(before) - last <= 6


def _is_coming(line: str, found: FoundTime, words: BookingWords) -> bool:
    """«Ankomst kl. 17», which is the start where the line tells when people leave and no other."""
    before = fold(line[max(0, found.start - _BEFORE) : found.start])
    last = max((m.end() for m in words.arrives.finditer(before)), default=-1)
    return last >= 0 and len(before) - last <= 6


def is_of_programme(line: str, days: Sequence[Day]) -> bool:
    """Whether a row begins with a time, or with a day and a time."""
    return _row_of_programme(line, days) is not None


def _row_of_programme(line: str, days: Sequence[Day]) -> re.Match[str] | None:
    # «Tak for i dag» is no day.
    return _PROGRAMME.fullmatch(_without_days(line, [d for d in days if not d.bare]))


def programme_in(lines: Sequence[tuple[str, Sequence[Day]]], words: BookingWords) -> Clock | None:
    """Of rows that begin with a time each («17.00 Ankomst … 20.30 Afrejse»), where the last tells that people leave."""
    rows = [m for line, days in lines if (m := _row_of_programme(line, days)) is not None]
    times = [t for m in rows for t in find_times(f"kl. {m['time']}")[:1]]
    if (
        len(times) < _LEAST_ROWS
        or len(times) != len(rows)
        or [t.value for t in times] != sorted(t.value for t in times)
    ):
        return None
    leaves = words.leaves.match(fold(rows[-1]["what"]))
    return Clock(times[0].value, times[-1].value, rows[0]["time"]) if leaves else None


def _is_end(line: str, found: FoundTime, words: BookingWords) -> bool:
    before = fold(line[max(0, found.start - _BEFORE) : found.start] + found.text.split("k")[0])
    last = max((m.end() for m in words.end_time.finditer(before)), default=-1)
    return last >= 0 and len(before) - last <= 9
