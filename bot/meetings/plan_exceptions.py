"""«… alle dage 17-20 på Kroen – dog er vi den 8/9 hos Bo»: what one day of a plan has otherwise than the others."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.danish.dates import MONTHS
from bot.danish.sentences import NOT_SHORT
from bot.meetings.clocks import Clock, clock_in
from bot.meetings.day_forms import MONTH_NAME
from bot.meetings.days import days_in
from bot.meetings.places import Place, place_named
from bot.meetings.rows import Row
from bot.meetings.segments import Segment
from bot.meetings.words import BookingWords

#: Before the next sentence, whose mark stays with what is kept, or what another half of it begins with.
_CLAUSE_END = re.compile(rf"[.!]{NOT_SHORT}\s+(?=[A-ZÆØÅ])|;\s|[.!]?\Z")


@dataclass(frozen=True, slots=True)
class Otherwise:
    """The day as (month, day), for its year is the plan's, and what it has of its own."""

    day: tuple[int, int]
    clock: Clock | None
    place: Place | None


def take_exceptions(
    segment: Segment, words: BookingWords, known: Collection[str]
) -> tuple[Segment, tuple[Otherwise, ...]]:
    """The piece without the clauses that tell of one of its days once more, and what those tell."""
    lines: list[str] = []
    found: list[Otherwise] = []
    for number, line in enumerate(segment.lines):
        kept = line
        for m in words.exception.finditer(line):
            end = _CLAUSE_END.search(line, m.end())
            clause = line[m.end() : end.start() if end else None]
            listed = _days((*segment.lines[:number], line[: m.start()], *segment.lines[number + 1 :]), segment)
            told = _told(clause, segment, words, known, listed)
            if told is not None and told.day in listed:
                found.append(told)
                kept = f"{line[: m.start()].rstrip(' ,;–—-(')}{line[end.start() if end else len(line) :]}"
                break
        lines.append(kept)
    return replace(segment, lines=tuple(lines)), tuple(found)


def _told(
    clause: str, segment: Segment, words: BookingWords, known: Collection[str], listed: Collection[tuple[int, int]]
) -> Otherwise | None:
    days = [d for d in days_in(clause, segment.written) if not d.week and not d.bare]
    told = {(d.value.month, d.value.day) for d in days} or _of_month(clause, listed)
    if len(told) != 1:
        return None
    clock, place = clock_in(clause, days, words), place_named(clause, words, known)
    return Otherwise(told.pop(), clock, place) if clock or place else None


def _of_month(clause: str, listed: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """«decembermødet er på Hotel Fjorden»: the one day of that month."""
    named = {MONTHS.index(m.group().casefold()) + 1 for m in MONTH_NAME.finditer(clause)}
    return {day for day in listed if day[0] in named}


def _days(lines: Sequence[str], segment: Segment) -> set[tuple[int, int]]:
    return {(d.value.month, d.value.day) for line in lines for d in days_in(line, segment.written) if not d.week}


def with_exceptions(rows: tuple[Row, ...], exceptions: Sequence[Otherwise]) -> tuple[Row, ...]:
    by_day = {one.day: one for one in exceptions}
    out = []
    for row in rows:
        one = by_day.get((row.day.value.month, row.day.value.day))
        out.append(row if one is None else replace(row, clock=one.clock or row.clock, place=one.place or row.place))
    return tuple(out)
