"""What the days of a confirmation are for: the meeting's own, or a deadline's, an order's, a payment's, a campaign's.

A place writes many days into one letter. Each is weighed by what stands before it (its label, its column's head, its
sentence), behind it and around it, as a person would do; the days that weigh less are blanked with their hours, so that
what reads on sees the meeting's alone. Days that weigh the same stay, for they are a plan, or a person is asked.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.danish.clock import find_times
from bot.danish.sentences import END
from bot.danish.text import fold
from bot.meetings.days import Day, days_in
from bot.meetings.labels import columns, role_of
from bot.meetings.segments import Segment
from bot.meetings.words import BookingWords

#: What is put in the place of a day that is not the meeting's: neither a word nor a number.
BLANK = "…"
#: An end of a sentence, of a cell, or of one of several remarks in a row.
_PART = re.compile(rf"{END}|\t+|;\s|\s[·|•]\s")
#: A remark inside a sentence, which may tell of another day than the rest.
_REMARK = re.compile(r",\s|\s\(|\)\s|\s[–-]\s")
#: Days in one piece that are weighed; a plan for two years has eight.
_MOST = 60


@dataclass(frozen=True, slots=True)
class _Weighed:
    line: int
    day: Day
    weight: int


def of_the_meeting(segments: Sequence[Segment], words: BookingWords) -> tuple[Segment, ...]:
    """The pieces, in those that are forwarded or attached the days blanked that others there outweigh."""
    found = {i: list(_weighed(segment, words)) for i, segment in enumerate(segments) if segment.origin != "own"}
    others = _outweighed([one for weighed in found.values() for one in weighed], words)
    return tuple(_without(s, found[i], others, words) if i in found else s for i, s in enumerate(segments))


def _outweighed(found: Sequence[_Weighed], words: BookingWords) -> frozenset[date]:
    """The days that are not the meeting's; none where all weigh much the same."""
    heaviest: dict[date, int] = {}
    for one in found:
        heaviest[one.day.value] = max(one.weight, heaviest.get(one.day.value, one.weight))
    weights, best = words.day_weights, max(heaviest.values(), default=0)
    if best < weights["least"]:
        return frozenset()
    return frozenset(value for value, weight in heaviest.items() if weight <= best - weights["margin"])


def _without(segment: Segment, found: Sequence[_Weighed], others: frozenset[date], words: BookingWords) -> Segment:
    lines = list(segment.lines)
    for number in {one.line for one in found if one.day.value in others}:
        here = [one.day for one in found if one.line == number]
        gone = [day for day in here if day.value in others]
        lines[number] = _blanked(lines[number], gone, [day for day in here if day not in gone], words)
    return replace(segment, lines=tuple(lines))


def _weighed(segment: Segment, words: BookingWords) -> Iterator[_Weighed]:
    title = {day.value for day in days_in(segment.title, segment.written) if not day.bare and not day.week}
    closed = False
    number = 0
    for i, line in enumerate(segment.lines):
        closed = closed or words.closing.match(fold(line)) is not None
        for day in days_in(line, segment.written):
            number += 1
            if day.bare or day.week or number > _MOST:
                continue
            weight = _weight(segment, i, day, words)
            weight += words.day_weights["in_title"] * (day.value in title)
            weight += words.day_weights["below_closing"] * closed
            yield _Weighed(i, day, weight)


def _weight(segment: Segment, number: int, day: Day, words: BookingWords) -> int:
    line, weights = segment.lines[number], words.day_weights
    start, end = _part_around(line, day)
    before, behind = line[start : day.start], line[day.end : end]
    role = _role(segment, number, start, before, words)
    told_before, told_behind = fold(_REMARK.split(before)[-1]), fold(_REMARK.split(behind)[0])
    weight = 0
    if role in ("date", "time", "start", "arrival", "end", "departure"):
        weight += weights["labelled"]
    of_another = words.another_day_in_forms.search(told_before) or words.another_day_behind.search(told_behind)
    if role == "other" or of_another or words.another_matter.search(fold(line[start:end])):
        weight += weights["of_another"]
    if day.value <= segment.written:
        weight += weights["not_to_come"]
    times = [t for t in find_times(behind, bare=True) if t.start <= _NEAR]
    if any(t.until is not None for t in times):
        weight += weights["with_span"]
    elif times:
        weight += weights["with_time"]
    return weight


#: Letters behind a day within which a time is its own.
_NEAR = 12


def _role(segment: Segment, number: int, start: int, before: str, words: BookingWords) -> str | None:
    """The role of the label that the day stands behind, beside or under; None where no label is there."""
    line = segment.lines[number]
    if (role := _label_before(before, words)) is not None:
        return role
    if fold(before):
        return None
    cells = line[:start].rstrip("\t").split("\t")
    if start and (role := role_of(cells[-1], words)) is not None:
        return role
    place = line.count("\t", 0, start)
    for above in reversed(segment.lines[max(0, number - _ROWS) : number]):
        roles = columns(above, words)
        if roles is not None:
            return roles.get(place)
    return None


#: Rows of a table in which a column's head is looked for.
_ROWS = 12


def _label_before(before: str, words: BookingWords) -> str | None:
    """«Dato: », «Selskabsdato - », «Arrangementsdato: tirsdag »"""
    label, mark, _ = before.rpartition(":")
    return role_of(label, words) if mark else role_of(before.rstrip(" -–"), words)


def _part_around(line: str, day: Day) -> tuple[int, int]:
    """The sentence or cell that the day stands in."""
    start = max((m.end() for m in _PART.finditer(line) if m.end() <= day.start), default=0)
    return start, next((m.start() for m in _PART.finditer(line) if m.start() >= day.end), len(line))


def _blanked(line: str, days: Sequence[Day], kept: Sequence[Day], words: BookingWords) -> str:
    """Without the days, and without the hours told in their part of the line, as far as no other day stands there; a
    part that is of another matter goes whole («Kroen holder fødselsdag den 3. oktober kl. 14»).
    """
    for day in sorted(days, key=lambda d: d.start, reverse=True):
        start, end = _part_around(line, day)
        if any(start <= other.start < end for other in kept):
            # In a sentence with the meeting's day only the remark around this one goes.
            start, end = _apart(day, kept, *_remark_around(line, day, start, end))
        elif words.another_matter.search(fold(line[start:end])):
            line = line[:start] + BLANK + line[end:]
            continue
        behind = line[day.end : end]
        for found in reversed(find_times(behind, bare=True)):
            behind = behind[: found.start] + BLANK + behind[found.end :]
        line = line[: day.start] + BLANK + behind + line[end:]
    return line


def _remark_around(line: str, day: Day, start: int, end: int) -> tuple[int, int]:
    marks = list(_REMARK.finditer(line, start, end))
    return (
        max((m.end() for m in marks if m.end() <= day.start), default=start),
        next((m.start() for m in marks if m.start() >= day.end), end),
    )


def _apart(day: Day, kept: Sequence[Day], start: int, end: int) -> tuple[int, int]:
    before = [k.end for k in kept if k.end <= day.start]
    behind = [k.start for k in kept if k.start >= day.end]
    return max([start, *before]), min([end, *behind])
