"""What a mail books in place of a meeting that is booked: «ny bekræftelse, som erstatter den for den 17/3», «den 9. er
for tæt på påsken, så vi tager det i stedet den 13.», «vi bytter om på stederne».
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from bot.danish.sentences import sentences
from bot.danish.text import fold
from bot.meetings.days import Day, days_in
from bot.meetings.performing import performs
from bot.meetings.places import place_named
from bot.meetings.segments import Segment
from bot.meetings.several_moves import APART
from bot.meetings.words import BookingWords
from bot.model.booking import BookingReading, Said


def in_place_of_held(
    found: tuple[BookingReading, ...], segments: Sequence[Segment], words: BookingWords, held: Collection[date]
) -> tuple[BookingReading, ...]:
    """The only meeting that is told, moved from the day of the booked one that it takes the place of."""
    if len(found) != 1 or found[0].act != "book" or found[0].of_day is not None:
        return found
    reading = _settled(found[0], held)
    was = reading.of_day or _replaced(segments, words, held)
    if was is None or reading.day is None or reading.day.value in held or was.value == reading.day.value:
        return found
    return (replace(reading, act="move", of_day=was),)


def with_places_changed(
    plan: tuple[BookingReading, ...], segments: Sequence[Segment], words: BookingWords, held: Collection[date]
) -> tuple[BookingReading, ...]:
    """«Vi bytter om på stederne», and a row for each meeting that is booked: what they tell is in place of what was."""
    own = [s for segment in segments if segment.origin == "own" for line in segment.lines for s in sentences(line)]
    changes = any(performs(s, words.acts.moves, words.acts) for s in own)
    if not changes or not all(r.day is not None and r.day.value in held for r in plan):
        return plan
    return tuple(replace(r, instead=True) for r in plan)


def places_exchanged(
    segments: Sequence[Segment], words: BookingWords, known: Collection[str], held: Collection[date]
) -> tuple[BookingReading, ...]:
    """«Vi bytter om på stederne: mødet den 17. er hos Rosa, og mødet den 29. er på hotellet», in sentences."""
    own = next((s for s in segments if s.origin == "own"), None)
    told = [s for line in own.lines for s in sentences(line)] if own is not None else []
    if own is None or not any(performs(s, words.acts.moves, words.acts) for s in told):
        return ()
    found: dict[date, BookingReading] = {}
    for part in (part for s in told for part in APART.split(s)):
        days = [d for d in days_in(part, own.written) if not d.week]
        place = place_named(part, words, known) if len(days) == 1 and days[0].value in held else None
        if place is not None and place.strength > 2:
            where = Said(place.name, place.text)
            found[days[0].value] = BookingReading("book", Said(*_day(days[0])), venue=where, instead=True)
        elif days:
            return ()
    return tuple(found.values()) if len(found) > 1 else ()


def _day(day: Day) -> tuple[date, str]:
    return day.value, day.text


def _settled(reading: BookingReading, held: Collection[date]) -> BookingReading:
    """Of two days, one of them a booked meeting's and «i stedet» beside them, which was and which will be."""
    doubt = next((d for d in reading.doubts if d.code == "several_days"), None)
    if doubt is None or not reading.instead or reading.day is not None or len(doubt.choices) != 2:
        return reading
    was = [d for d in doubt.choices if d in held]
    new = [d for d in doubt.choices if d not in held]
    if len(was) != 1:
        return reading
    rest = tuple(d for d in reading.doubts if d is not doubt)
    return replace(reading, of_day=Said(was[0], ""), day=Said(new[0], ""), doubts=rest)


def _replaced(segments: Sequence[Segment], words: BookingWords, held: Collection[date]) -> Said[date] | None:
    """The booked meeting's day that stands behind «erstatter»."""
    found: dict[date, Day] = {}
    for segment in segments:
        for sentence in (s for line in segment.lines for s in sentences(line)):
            if words.acts.weighed.search(fold(sentence)):
                continue  # «vi foreslår, at jeres møde flyttes til … i stedet for den 27.»
            for day in days_in(sentence, segment.written):
                if day.value in held and not day.week and words.replaces.search(fold(sentence[: day.start])):
                    found[day.value] = day
    return Said(*_of(found)) if len(found) == 1 else None


def _of(found: dict[date, Day]) -> tuple[date, str]:
    (day,) = found.values()
    return _day(day)
