"""«Vi må desværre annullere den 27. maj, men kan tilbyde den 10. juni», passed on: what the coordinator makes of it.

The day that the house offers is nobody's but the house's until the coordinator names it.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from bot.danish.text import fold
from bot.meetings.days import days_in
from bot.meetings.segments import Segment
from bot.meetings.words import BookingWords
from bot.model.booking import BookingReading, Doubt, Said


def as_answered(
    found: tuple[BookingReading, ...], segments: Sequence[Segment], words: BookingWords, held: Collection[date]
) -> tuple[BookingReading, ...]:
    """The one meeting that is told over a house's refusal of a day: moved to the day that the house offers where the
    coordinator names it, or to the coordinator's own place where they keep day and time («dag og tid ændrer vi ikke
    på»); else of a day that only the house tells, and asked. ``segments``: whole, with what is not told as a fact.
    """
    refusing = [s for s in segments if s.origin == "forwarded" and _refuses(s, words)]
    if len(found) != 1 or found[0].act != "book" or not refusing:
        return found
    reading = replace(found[0], doubts=tuple(d for d in found[0].doubts if d.code != "place_cancelled"))
    own = [s for s in segments if s.origin == "own"]
    named = {d.value for s in segments if s not in refusing for line in s.lines for d in days_in(line, s.written)}
    told = {d.value: d for s in refusing for line in (s.title, *s.lines) for d in days_in(line, s.written)}
    was = [day for value, day in told.items() if value in held]
    if reading.day is not None and reading.day.value in named:
        # «Vi tager den 30. april»
        taken = len(was) == 1 and reading.day.value in told and reading.day.value not in held
        return (replace(reading, act="move", of_day=Said(was[0].value, was[0].text)),) if taken else found
    keeps = any(words.same_time.search(fold(line)) for s in own for line in s.lines)
    if keeps and len(was) == 1 and reading.venue is not None and _is_own(reading.venue, own):
        of_day = Said(was[0].value, was[0].text)
        settled = tuple(d for d in reading.doubts if d.code != "several_days")
        kept = replace(reading, day=None, start=None, end=None, same_time=True, doubts=settled)
        return (replace(kept, act="move", of_day=of_day),)
    if reading.day is None:
        return found
    return (replace(reading, doubts=(*reading.doubts, Doubt("place_cancelled", "meeting"))),)


def _refuses(segment: Segment, words: BookingWords) -> bool:
    return any(words.place_cancels.search(fold(line)) for line in segment.lines)


def _is_own(venue: Said[str], own: Sequence[Segment]) -> bool:
    return any(fold(venue.value) in fold(line) for s in own for line in s.lines)
