"""From the pieces of a mail to the meetings it speaks of. Pure; nothing is guessed: what is doubtful says so.

A mail tells of one meeting or of a plan. A plan is rows that begin with a day each, or days in a row with one time for
all («12/3, 10/6 og 16/9 kl. 17-20»). Of one meeting every piece of the mail may tell a part; what the sender writes now
outranks what is forwarded, and that the files.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeVar

from bot.meetings.beside import booked_beside
from bot.meetings.cancellations import read_cancellations
from bot.meetings.changes import change_passed_on, read_change
from bot.meetings.corrected import as_corrected
from bot.meetings.day_roles import of_the_meeting
from bot.meetings.days import days_in
from bot.meetings.dialect import in_standard
from bot.meetings.exchanged import days_exchanged, with_exchanged
from bot.meetings.forms import in_form
from bot.meetings.house_refuses import as_answered
from bot.meetings.in_place import in_place_of_held, places_exchanged, with_places_changed
from bot.meetings.moods import told
from bot.meetings.moved_elsewhere import (
    counted_otherwise,
    moved_elsewhere,
    with_confirmation,
    with_day_passed_on,
    with_place_passed_on,
)
from bot.meetings.not_ours import asked_where_not_ours, asked_where_withheld
from bot.meetings.old_new_tables import with_tables_told
from bot.meetings.one_meeting import one_meeting
from bot.meetings.plan import MOST_ROWS, plan_rows
from bot.meetings.plan_open import asked_where_one_waits
from bot.meetings.plan_told import one_plan, reading_of_row
from bot.meetings.points import points_of
from bot.meetings.segments import Segment
from bot.meetings.several_moves import moves_apart
from bot.meetings.told_below import with_places_below
from bot.meetings.words import BookingWords, booking_words
from bot.model.booking import BookingReading, Doubt, Said

T = TypeVar("T")


def read_bookings(
    segments: Sequence[Segment],
    vocabulary: Mapping[str, Any],
    known_places: Collection[str] = (),
    held: Collection[date] = (),
) -> tuple[BookingReading, ...]:
    """Every meeting that the mail speaks of, in its order; empty where it speaks of none.

    ``known_places``: names of the network's clinics and of places where it met before. ``held``: the days of meetings
    that are booked.
    """
    words = booking_words(vocabulary)
    meant = [_as_meant(_in_standard(s, vocabulary), words) for s in segments]
    segments = of_the_meeting(in_form(meant, words), words)
    pieces, left_out = told(segments, words)
    found = as_answered(_read(pieces, words, known_places, held), meant, words, held)
    found = in_place_of_held(found, meant, words, held)
    for doubted in (asked_where_not_ours, asked_where_withheld, asked_where_one_waits):
        found = doubted(found, meant, words)
    if left_out and not any(r.day or r.doubts for r in found):
        found = _read(segments, words, known_places, held)
        return tuple(replace(r, doubts=(*r.doubts, Doubt("unsettled", "confirm"))) for r in found)
    return _asked_first(segments, found)


def _in_standard(segment: Segment, vocabulary: Mapping[str, Any]) -> Segment:
    if segment.origin != "own":
        return segment
    return replace(segment, lines=tuple(in_standard("\n".join(segment.lines), vocabulary).split("\n")))


def _as_meant(segment: Segment, words: BookingWords) -> Segment:
    """Tables of before and now in sentences; in what the sender writes without the days that they took back, and with
    the place that stands below its sentence.
    """
    lines = with_tables_told(segment.lines, segment.written, words)
    if segment.origin == "own":
        lines = as_corrected(lines, segment.written, words)
        lines = with_places_below(lines, segment.written, words)
    return replace(segment, lines=tuple(lines))


def _asked_first(segments: Sequence[Segment], found: tuple[BookingReading, ...]) -> tuple[BookingReading, ...]:
    """A file that must be asked about: nothing is made of the mail before."""
    doubts = tuple(dict.fromkeys(d for s in segments for d in s.doubts))
    if not doubts:
        return found
    if any(d.code in ("too_many", "recurring") for d in doubts) or not found:
        return (BookingReading("book", doubts=doubts),)
    return tuple(replace(r, doubts=(*r.doubts, *doubts)) for r in found)


def _read(
    segments: Sequence[Segment], words: BookingWords, known: Collection[str], held: Collection[date]
) -> tuple[BookingReading, ...]:
    """All of it at once, but for points of which one books and another moves or calls off, and for several moves."""
    moves = [found for one in moves_apart(segments, words, held) for found in _read_one(one, words, known, held)]
    if len(moves) > 1 and all(r.act == "move" and r.of_day and r.day and not r.doubts for r in moves):
        return tuple(moves)
    if exchanged := places_exchanged(segments, words, known, held):
        return exchanged
    apart = [found for point in points_of(segments) if (found := _read_one(point, words, known, held))]
    acts = [reading.act for found in apart for reading in found]
    changes = len(acts) > 1 and set(acts) <= {"move", "cancel"}
    if len(set(acts)) > 1 or changes:
        return tuple(reading for found in apart for reading in found)
    return _read_one(segments, words, known, held)


def _read_one(
    segments: Sequence[Segment], words: BookingWords, known: Collection[str], held: Collection[date]
) -> tuple[BookingReading, ...]:
    off = read_cancellations(segments, words, held)
    if off and not any(s.origin == "file" for s in segments):
        return (*_beside(off, segments, words, known), *booked_beside(off, segments, words, known, held))
    change = read_change(segments, words, known, held)
    if change is None or not _changes(change):
        change = change_passed_on(segments, words, known) or moved_elsewhere(segments, words) or change
    change = with_place_passed_on(_counted_to(change, segments, held), segments, words, known)
    change = with_day_passed_on(change, segments, words, known)
    change = counted_otherwise(with_confirmation(change, segments, words, known), segments, words, known)
    other_days = days_exchanged(segments, change, words)
    if change is not None and change.of_day is not None and not other_days:
        return (change, *booked_beside((change,), segments, words, known, held))
    plans = []
    for segment in segments:
        rows = plan_rows(segment, words, known)
        if len(rows) > MOST_ROWS:
            return (BookingReading("book", doubts=(Doubt("too_many", "date"),)),)
        if rows:
            plans.append(tuple(reading_of_row(row, segment, segments, words, known) for row in rows))
    if plans:
        return with_places_changed(with_exchanged(one_plan(plans), other_days), segments, words, held)
    if change is not None and not _is_about_what_is_passed_on(change, segments):
        return (change,)
    return one_meeting(segments, words, known)


def _changes(change: BookingReading) -> bool:
    shifted = change.later_start is not None or change.later_end is not None
    return shifted or any((change.of_day, change.day, change.start, change.venue, change.later_days))


def _counted_to(
    change: BookingReading | None, segments: Sequence[Segment], held: Collection[date]
) -> BookingReading | None:
    """«Vi har måttet rykke en uge» over a letter with the one day that is a week after a meeting's."""
    if change is None or change.later_days is None or change.of_day is not None or change.day is not None:
        return change
    days = {d.value: d for s in segments if s.origin != "own" for line in s.lines for d in days_in(line, s.written)}
    late = timedelta(days=change.later_days)
    fits = [day for day in days.values() if not day.week and not day.bare and day.value - late in held]
    if len(fits) != 1:
        return change
    told = Said(fits[0].value, fits[0].text)
    return replace(change, of_day=Said(told.value - late, ""), day=told, doubts=(), later_days=None)


def _is_about_what_is_passed_on(change: BookingReading, segments: Sequence[Segment]) -> bool:
    """«De flytter os til Salen i stedet for Krostuen» over the place's own letter, which tells the day: that one's."""
    if any((change.of_day, change.day, change.later_days)):
        return False
    days = (d for s in segments if s.origin != "own" for line in s.lines for d in days_in(line, s.written))
    return any(not d.week and not d.bare and d.value > s.written for s in segments[:1] for d in days)


def _beside(
    off: tuple[BookingReading, ...], segments: Sequence[Segment], words: BookingWords, known: Collection[str]
) -> tuple[BookingReading, ...]:
    """A plan in which one row is called off still has the others."""
    gone = {r.of_day.value for r in off if r.of_day is not None}
    for segment in segments:
        rows = [row for row in plan_rows(segment, words, known) if row.day.value not in gone]
        if len(rows) > 1:
            return (*(reading_of_row(row, segment, segments, words, known) for row in rows), *off)
    return off


def coming(readings: Iterable[BookingReading], today: date) -> tuple[BookingReading, ...]:
    """With a doubt on each day that has passed."""
    return tuple(
        replace(r, doubts=(*r.doubts, Doubt("past", "date", r.day.text, (r.day.value,))))
        if r.day is not None and r.day.value < today and r.act != "cancel"
        else r
        for r in readings
    )
