"""The clock times of a meeting that a piece of a mail tells: labelled, of a programme, or in a line."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import time

from bot.danish.clock import find_times
from bot.danish.sentences import sentences
from bot.danish.text import fold
from bot.meetings.clocks import Clock, Programme, clock_in, is_of_programme, programme_in
from bot.meetings.days import days_in
from bot.meetings.labels import Labelled
from bot.meetings.segments import Segment
from bot.meetings.words import BookingWords

#: «16-19», alone on its line.
_ONLY_HOURS = re.compile(r"\d{1,2}(?:[.:]\d\d)?\s*[-–]\s*\d{1,2}(?:[.:]\d\d)?")
#: Behind bare hours: what ends the clause, or where it goes on; not «18-21. november», «18-21 år».
_CLOSES = re.compile(r"\s*(?:\Z|[,;)]|\.(?=\s+[A-ZÆØÅ]|\s*\Z)|(?<=\d)\s+(?:på|hos|i|ved|og|med|som|hvor)\b)")
#: Hours of a meeting whose times are bare.
_LEAST_HOURS, _MOST_HOURS = 2, 6


def clock_of_piece(
    lines: Sequence[str], labels: Sequence[Labelled], segment: Segment, words: BookingWords
) -> Clock | None:
    told = _labelled_clock(labels, segment, words)
    programme = programme_in([(line, days_in(line, segment.written)) for line in lines], words)
    if programme is not None and (span := _span_of_rows(programme, told, lines, segment, words)) is not None:
        return span
    if programme is not None and programme.meets and not _clocks(labels, "start", segment, words):
        # «Ankomst: kl. 16.30» over a programme in which the meeting begins at 17.
        return replace(programme.clock, end=(told.end if told else None) or programme.clock.end)
    if told is not None and told.start is not None:
        return told if told.end is not None else replace(told, end=_held_until(lines, told.start, segment, words))
    if programme is not None:
        return programme.clock
    best: Clock | None = told
    for line in lines:
        line = f"kl. {line}" if _ONLY_HOURS.fullmatch(line) else line  # noqa: PLW2901
        clock = clock_in(line, days_in(line, segment.written), words)
        if clock is None:
            continue
        if best is None or (best.start is None and clock.start is not None):
            best = clock if best is None or clock.end else replace(clock, end=best.end)
        elif best.end is None and clock.start is None:
            best = replace(best, end=clock.end)
        elif clock.end and clock.start and not best.end:
            best = clock
    return best if best is not None or segment.origin != "own" else _beside_meeting(lines, words)


def _beside_meeting(lines: Sequence[str], words: BookingWords) -> Clock | None:
    """«Møde hos mig selv på klinikken 18-21»: bare hours, where no other is told and the sentence is of a meeting."""
    for sentence in (s for line in lines for s in sentences(line) if words.meeting.search(fold(s))):
        for found in find_times(sentence, bare=True):
            if found.until is None or not _CLOSES.match(sentence, found.end):
                continue
            before = fold(sentence[: found.start]).split()[-1:]
            hours = found.until.hour - found.value.hour
            if _LEAST_HOURS <= hours <= _MOST_HOURS and not any(map(words.not_hours.fullmatch, before)):
                return Clock(found.value, found.until, found.text, False)
    return None


def _span_of_rows(
    programme: Programme, told: Clock | None, lines: Sequence[str], segment: Segment, words: BookingWords
) -> Clock | None:
    """«Tidspunkt: 17-20» over «17.00 Velkomst, 17.15 Oplæg … 20.00 Tak for i dag»: hours that begin at one of the rows
    and end where the programme does are the meeting's.
    """
    with_day = ((line, days) for line in lines if (days := days_in(line, segment.written)))
    clocks = [told, *(clock_in(line, days, words) for line, days in with_day if not is_of_programme(line, days))]
    fits = (c for c in clocks if c is not None and c.start in programme.times and c.end is not None)
    return next((c for c in fits if c.end == programme.clock.end), None)


def _labelled_clock(labels: Sequence[Labelled], segment: Segment, words: BookingWords) -> Clock | None:
    """«Tid: 17-20», or «Start: 17.00» and «Slut: 20.00» on lines of their own; else when people come and go."""
    span = next((c for c in _clocks(labels, "time", segment, words) if c.start is not None), None)
    start = next(iter(_clocks(labels, "start", segment, words)), None)
    end = next(iter(_clocks(labels, "end", segment, words)), None)
    if span is None and start is None:
        start = next(iter(_clocks(labels, "arrival", segment, words)), None)
    if end is None and (span is None or span.end is None):
        end = next(iter(_clocks(labels, "departure", segment, words)), None)
    base = span if span is not None and (span.end is not None or start is None) else start
    until = (end.start or end.end) if end is not None else None  # «Afgang: senest kl. 20.30» tells an end and no start
    if base is None:
        return Clock(None, until, end.text, False) if end is not None and until is not None else None
    return replace(base, end=base.end or until)


def _clocks(labels: Sequence[Labelled], role: str, segment: Segment, words: BookingWords) -> list[Clock]:
    found = [_timed(f.value, segment, words) for f in labels if f.role == role]
    return [clock for clock in found if clock is not None]


def _timed(value: str, segment: Segment, words: BookingWords) -> Clock | None:
    """The time of a value that may have a day before it («28-05-2026 kl. 17», «torsdag den 28. maj, 17.00»)."""
    days = [d for d in days_in(value, segment.written) if not d.bare and not d.week]
    if days and days[0].start == 0 and (rest := value[days[0].end :].strip(" ,;.-–\t")):
        return clock_in(f"kl. {_bare(rest)}", (), words)
    return clock_in(f"kl. {_bare(value)}", (), words)


def _bare(value: str) -> str:
    return value.strip().removeprefix("kl.").removeprefix("kl").strip()


def _held_until(lines: Sequence[str], start: time, segment: Segment, words: BookingWords) -> time | None:
    """«Bordet er jeres til 20:30»"""
    held = (line for line in lines if words.held_until.search(fold(line)))
    clocks = (clock_in(line, days_in(line, segment.written), words) for line in held)
    return next((c.end for c in clocks if c is not None and c.start is None and c.end and c.end > start), None)
