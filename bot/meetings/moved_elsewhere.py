"""Another place that stands in what is passed on: «vi har flyttet jeres møde den 8. april til vores søsterhotel»."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.danish.sentences import sentences
from bot.danish.text import fold
from bot.meetings.days import days_in
from bot.meetings.one_meeting import one_meeting
from bot.meetings.performing import performs
from bot.meetings.place_of_sender import places_over_addresses
from bot.meetings.places import Place, place_named
from bot.meetings.segments import Segment
from bot.meetings.words import BookingWords
from bot.model.booking import BookingReading, Doubt, Said

#: Lines below the sentence that the other place stands on.
_NEAR = 6


def moved_elsewhere(segments: Sequence[Segment], words: BookingWords) -> BookingReading | None:
    """The one day that the place's letter moves, and the one address in it that is not the sender's.

    Done where the coordinator says yes to it above, else asked.
    """
    own = [
        fold(s) for segment in segments if segment.origin == "own" for line in segment.lines for s in sentences(line)
    ]
    agreed = any(words.settles.search(s) for s in own)
    for segment in segments:
        if segment.origin != "forwarded":
            continue
        at = [i for i, line in enumerate(segment.lines) if _sends_on(line, words)]
        days = {d.value: d for i in at for d in days_in(segment.lines[i], segment.written) if not d.week}
        near = [line for i in at for line in segment.lines[i : i + _NEAR]]
        sender = fold((segment.sender.name if segment.sender else None) or "")
        places = places_over_addresses(near, words) or _named_in(near[:1], words)
        places = [p for p in places if fold(p.name) not in sender]
        if len(days) != 1 or len(places) != 1:
            continue
        (day,), (place,) = days.values(), places
        return BookingReading(
            act="move",
            of_day=Said(day.value, day.text),
            venue=Said(place.name, place.text),
            address=Said(place.address, place.text) if place.address else None,
            same_time=True,
            doubts=() if agreed else (Doubt("confirm", "confirm"),),
        )
    return None


def with_place_passed_on(
    change: BookingReading | None, segments: Sequence[Segment], words: BookingWords, known: Collection[str]
) -> BookingReading | None:
    """«Mødet den 1. oktober holdes i stedet i borgerhuset» over that house's own letter, which has the day, its name
    and its address.
    """
    if change is None or change.of_day is None or change.doubts or change.same_place:
        return change
    if any((change.day, change.start, change.end, change.venue, change.later_days)):
        return change
    passed_on = one_meeting([s for s in segments if s.origin != "own"], words, known)
    told = passed_on[0] if len(passed_on) == 1 else None
    if told is None or told.day is None or told.day.value != change.of_day.value or told.doubts or told.venue is None:
        return change
    if not change.same_time:
        change = replace(change, start=told.start, end=told.end)
    return replace(change, venue=told.venue, address=told.address)


def with_day_passed_on(
    change: BookingReading | None, segments: Sequence[Segment], words: BookingWords, known: Collection[str]
) -> BookingReading | None:
    """«Mødet er flyttet fra den 27. maj» over a calendar file or a letter that has the day and the hours it is now."""
    if change is None or change.of_day is None or change.doubts:
        return change
    if any((change.day, change.start, change.end, change.later_days, change.later_start, change.later_end)):
        return change
    own = fold("\n".join(line for s in segments if s.origin == "own" for line in s.lines))
    if change.same_time or f" fra {fold(change.of_day.text)} " not in f" {own} ":
        return change  # another place, say: the day is the meeting's
    passed_on = one_meeting([s for s in segments if s.origin != "own"], words, known)
    told = passed_on[0] if len(passed_on) == 1 else None
    if told is None or told.day is None or told.start is None or told.doubts or told.day.value == change.of_day.value:
        return change
    keeps = change.same_place or change.venue is not None
    venue, address = (change.venue, change.address) if keeps else (told.venue, told.address)
    return replace(change, day=told.day, start=told.start, end=told.end, venue=venue, address=address)


def with_confirmation(
    change: BookingReading | None, segments: Sequence[Segment], words: BookingWords, known: Collection[str]
) -> BookingReading | None:
    """«Vi rykker ud på Strandhotellet, 3. juni og ikke den 2.» over that hotel's confirmation of that day: its hours,
    its full name and its address.
    """
    if change is None or change.of_day is None or change.day is None or change.doubts or change.start or change.end:
        return change
    passed_on = one_meeting([s for s in segments if s.origin != "own"], words, known)
    told = passed_on[0] if len(passed_on) == 1 else None
    if told is None or told.day is None or told.day.value != change.day.value or told.doubts:
        return change
    if not change.same_time and change.later_start is None and change.later_end is None:
        change = replace(change, start=told.start, end=told.end)
    if told.venue is None or change.same_place or not _is_short_for(change.venue, told.venue.value):
        return change
    return replace(change, venue=told.venue, address=told.address)


def _is_short_for(said: Said[str] | None, name: str) -> bool:
    """«Strandhotellet» of «Strandhotel Skagerrak»; nothing said may be any."""
    if said is None:
        return True
    first, *more = fold(said.value).split()
    stems = {first, *(first.removesuffix(end) for end in ("en", "et", "n", "len", "let"))}
    return not more and not stems.isdisjoint(fold(name).split())


def counted_otherwise(
    change: BookingReading | None, segments: Sequence[Segment], words: BookingWords, known: Collection[str]
) -> BookingReading | None:
    """«Mødet den 16. bliver en uge senere» over a confirmation of another day than that is asked about."""
    if change is None or change.of_day is None or change.later_days is None or change.day is not None:
        return change
    passed_on = one_meeting([s for s in segments if s.origin != "own"], words, known)
    told = passed_on[0].day if len(passed_on) == 1 else None
    counted = change.of_day.value + timedelta(days=change.later_days)
    if told is None or told.value in (change.of_day.value, counted):
        return change
    return replace(change, doubts=(*change.doubts, Doubt("days_differ", "date", "", (counted, told.value))))


def _named_in(lines: Sequence[str], words: BookingWords) -> list[Place]:
    """«… flyttet jer over i Konfirmandhuset, Skolebakken 3, 8654 Fjordby»: no name that could be a person's."""
    named = (place_named(line, words, ()) for line in lines)
    return [place for place in named if place is not None and place.strength > 1]


def _sends_on(line: str, words: BookingWords) -> bool:
    """It moves what is ours to somewhere."""
    told = (s for s in sentences(line) if performs(s, words.acts.moves, words.acts))
    return any(words.of_yours.search(fold(s)) and words.to_where.search(fold(s)) for s in told)
