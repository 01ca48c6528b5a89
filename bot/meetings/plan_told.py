"""A plan's rows made readings, and plans that stand in the mail and in a file made one."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from bot.danish.text import fold
from bot.meetings import details
from bot.meetings.one_meeting import day_doubts, filled, is_room, with_place
from bot.meetings.place_of_sender import place_of_sender
from bot.meetings.places import Place, place_named
from bot.meetings.rows import Row
from bot.meetings.segments import Segment
from bot.meetings.words import BookingWords
from bot.model.booking import BookingReading, Doubt, Said


def one_plan(plans: Sequence[tuple[BookingReading, ...]]) -> tuple[BookingReading, ...]:
    """Of a plan that stands in the mail and in a file: the first, with the days that the other has besides.

    Where each has days that the other has not, these are asked about; where one day has two times or places, all are.
    """
    first, *others = plans
    for other in others:
        mine, theirs = {r.day.value for r in first if r.day}, {r.day.value for r in other if r.day}
        if not theirs or not mine & theirs:
            continue  # it tells of something else, or of nothing
        more = tuple(r for r in other if r.day and r.day.value not in mine)
        lost = mine - theirs
        if more and lost:
            days = tuple(sorted({r.day.value for r in more if r.day}))
            first = tuple(_differing(r, days) if r.day and r.day.value in lost else r for r in first)
        else:
            first = (*first, *more)
        told = {r.day.value: r for r in other if r.day}
        twice = tuple(r.day.value for r in first if r.day and _says_otherwise(r, told.get(r.day.value)))
        if twice:
            doubt = Doubt("twice_in_plan", "date", "", twice[:6])
            return tuple(replace(r, doubts=(*r.doubts, doubt)) for r in first)
        first = tuple(filled(r, told[r.day.value]) if r.day and r.day.value in told else r for r in first)
    return first


def _differing(reading: BookingReading, others: tuple[date, ...]) -> BookingReading:
    assert reading.day is not None
    return replace(
        reading, doubts=(*reading.doubts, Doubt("days_differ", "date", "", (reading.day.value, *others)[:6]))
    )


def _says_otherwise(mine: BookingReading, other: BookingReading | None) -> bool:
    """Whether it has another time or place for the same day."""
    if other is None or other is mine:
        return False
    pairs = ((mine.start, other.start), (mine.end, other.end), (mine.venue, other.venue))
    return any(a is not None and b is not None and _key(a.value) != _key(b.value) for a, b in pairs)


def _key(value: object) -> object:
    return fold(value) if isinstance(value, str) else value


def reading_of_row(
    row: Row, segment: Segment, segments: Sequence[Segment], words: BookingWords, known: Collection[str]
) -> BookingReading:
    """One row of a plan; what the rows leave open is filled from what is told for all of them."""
    shared = row.shared
    clock = row.clock or shared.clock
    place = row.place or _known_place(row.text, known, words) or shared.place
    source = segment.source
    reading = BookingReading(
        act="book",
        day=None if row.day.week else Said(row.day.value, row.day.text, source),
        start=Said(clock.start, clock.text, source) if clock and clock.start else None,
        end=Said(clock.end, clock.text, source) if clock and clock.end else None,
        topic=Said(row.topic, row.topic, source) if row.topic else _row_topic(row, words, source),
        participants=details.participants([row.text], [], words, source),
        tentative=bool(words.tentative.search(fold(row.text))) or shared.tentative,
        doubts=tuple([Doubt("only_week", "date", row.day.text)] if row.day.week else day_doubts(row.day)),
    )
    if segment.origin != "own" and (place is None or is_room(place, words)):
        place = place_of_sender(segment, words) or place
    return with_place(reading, place, segments)


def _row_topic(row: Row, words: BookingWords, source: str) -> Said[str] | None:
    """A row without time and place of its own may be nothing but a day and what it is about."""
    if row.clock is None and row.place is None:
        return details.topic_of_row(row.text, row.day.end, words, source)
    return details.topic([row.text], [], words, source)


def _known_place(text: str, known: Iterable[str], words: BookingWords) -> Place | None:
    return place_named(text, words, known)
