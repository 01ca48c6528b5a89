"""One meeting of which every piece of the mail may tell a part."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from bot.danish.sentences import BEHIND_WHY, END, sentences
from bot.danish.text import fold
from bot.meetings import details
from bot.meetings.addresses import TOWN, split_address
from bot.meetings.clock_told import clock_of_piece
from bot.meetings.clocks import Clock, after, length_in
from bot.meetings.day_told import days_of_piece
from bot.meetings.days import TODAY, Day, days_in
from bot.meetings.labels import Labelled, labelled
from bot.meetings.place_of_sender import brings, of_others, place_of_sender
from bot.meetings.places import Place, at_home, labelled_place, place_named
from bot.meetings.segments import Segment
from bot.meetings.told_twice import as_passed_on, other_hours
from bot.meetings.words import BookingWords
from bot.model.booking import BookingReading, Doubt, Said

#: Behind a room's name: «Julsø (1. sal)», «Salonen med udsigt».
_BEHIND_ROOM = re.compile(r"\s*\(|\s(?:med|på|i|ved)\s")
_SAID = re.compile(rf"{END}|(?<=[?!])\s+|{BEHIND_WHY}")
#: Hours that a meeting has at least.
_LEAST_LEFT = 2.0


@dataclass(frozen=True, slots=True)
class _Facts:
    """What one piece tells of one meeting."""

    days: tuple[Day, ...]
    clock: Clock | None
    place: Place | None
    reading: BookingReading


def one_meeting(segments: Sequence[Segment], words: BookingWords, known: Collection[str]) -> tuple[BookingReading, ...]:
    facts = [_facts(segment, words, known) for segment in segments]
    merged: BookingReading | None = None
    # «Biblioteket er ubemandet efter kl. 17» over a calendar file that has day and hours: those with a day come first.
    for _, one in sorted(
        zip(segments, facts, strict=True), key=lambda told: told[0].origin != "own" and not told[1].days
    ):
        merged = filled(merged, one.reading) if merged is not None else one.reading
    if merged is None or not any(f.days or f.clock or f.place or f.reading.hours for f in facts):
        return ()
    days = as_passed_on([(p, f.days) for p, f in zip(segments, facts, strict=True)])
    place = max((f.place for f in facts if f.place is not None), key=lambda p: p.strength, default=None)
    merged = with_place(merged, place, segments)
    own = [fold(" ".join(s.lines)) for s in segments if s.origin != "forwarded"]
    tentative = any(words.tentative.search(words.of_count.sub(" ", text)) for text in own)
    instead = _is_in_place(segments, words) or _takes_its_place(segments, words)
    final = any(words.final.search(text) for text in own) or len(segments) > len(
        [s for s in segments if s.origin == "own"]
    )
    merged = _with_length(_with_day(merged, days, facts, segments))
    if _is_only_passed_on(segments, facts, words) or _is_ones_own(segments, facts, words):
        merged = replace(merged, doubts=(*merged.doubts, Doubt("confirm", "confirm")))
    merged = replace(
        merged, doubts=(*merged.doubts, *other_hours([(p, f.clock) for p, f in zip(segments, facts, strict=True)]))
    )
    if any(words.place_cancels.search(fold(line)) for s in segments if s.origin == "forwarded" for line in s.lines):
        merged = replace(merged, doubts=(*merged.doubts, Doubt("place_cancelled", "meeting")))
    return (replace(merged, tentative=tentative, final=final, instead=instead),)


def _with_length(reading: BookingReading) -> BookingReading:
    """«Ankomst: 17.00», «Varighed: 3 timer»"""
    if reading.start is None or reading.end is not None or reading.lasts is None:
        return reading
    end = after(reading.start.value, reading.lasts)
    return replace(reading, end=Said(end, f"{reading.lasts:g} timer")) if end is not None else reading


def _is_only_passed_on(segments: Sequence[Segment], facts: Sequence[_Facts], words: BookingWords) -> bool:
    """The day is another's, and nobody's words show that anything is promised: a price list, an event elsewhere."""
    own_days = any(f.days for s, f in zip(segments, facts, strict=True) if s.origin == "own")
    if any(words.meeting.search(fold(line)) for s in segments if s.origin == "own" for line in s.lines):
        return False  # «Mødet starter kl. 17 og er slut kl. 20»
    text = fold("\n".join(x for s in segments for x in (s.title, *s.lines)))
    return not own_days and any(s.origin == "forwarded" for s in segments) and not words.evidence.search(text)


def _is_ones_own(segments: Sequence[Segment], facts: Sequence[_Facts], words: BookingWords) -> bool:
    """«Min datter bliver konfirmeret 3. maj kl. 12-17 på Hotel Hald»: of one person, and nothing in it is ours."""
    text = fold("\n".join(x for s in segments for x in (s.title, *s.lines)))
    at_home = any(f.place is not None and f.place.strength > 2 for f in facts)
    if at_home or words.ours.search(text) or words.evidence.search(text):
        return False
    own = [(x, s.written) for s in segments if s.origin == "own" for line in s.lines for x in sentences(line)]
    return any(words.of_one.search(fold(x)) and days_in(x, written) for x, written in own)


def _is_in_place(segments: Sequence[Segment], words: BookingWords) -> bool:
    """«den 23. i stedet for den 16.», not «vi kan få den 23. i stedet for den 16.»."""
    told = [fold(x) for s in segments for line in s.lines for x in _SAID.split(line)]
    settled = any(words.settles.search(x) for x in told)
    return any(words.instead.search(x) and (settled or not words.offered.search(x)) for x in told)


def _takes_its_place(segments: Sequence[Segment], words: BookingWords) -> bool:
    """«Den 29. er vi i stedet hos Bent», «stedet er nu hos Bent, samme tid», not «vi kan i stedet få salen»."""
    told = [fold(x) for s in segments if s.origin == "own" for line in s.lines for x in _SAID.split(line)]
    hint = (words.in_stead, words.same_time, words.new_place)
    return any(
        any(p.search(x) for p in hint) and not words.offered.search(x) and not _is_of_food(x, words) for x in told
    )


def _is_of_food(folded: str, words: BookingWords) -> bool:
    """«Maden til klyngemødet den 8. er nu bestilt», which is of no other place; not «lokalet til mødet er nu …»."""
    meeting = words.meeting.search(folded)
    part = words.part_of_meeting.search(folded[: meeting.start()]) if meeting is not None else None
    return part is not None and words.place_word.search(part.group()) is None


def _facts(segment: Segment, words: BookingWords, known: Collection[str]) -> _Facts:
    labels = labelled(segment.lines, words)
    silent = {found.line for found in labels if found.role in ("other", "contact")}
    lines = [line for i, line in enumerate(segment.lines) if i not in silent]
    days = days_of_piece(lines, labels, segment, words)
    # «Levering: tirsdag den 3. november kl. 17.45»: the food's hour, on the meeting's day.
    brought = {found.line for found in labels if found.role == "delivery"}
    timed = [line for i, line in enumerate(segment.lines) if i not in silent | brought]
    clock = clock_of_piece(timed, labels, segment, words)
    rooms = {found.line for found in labels if found.role == "room"}
    place = _place([x for i, x in enumerate(segment.lines) if i not in silent | rooms], labels, segment, words, known)
    source = segment.source
    texts = [line for line in lines if line]
    reading = BookingReading(
        act="book",
        start=Said(clock.start, clock.text, source) if clock and clock.start else None,
        end=Said(clock.end, clock.text, source) if clock and clock.end else None,
        participants=details.participants(texts, labels, words, source),
        catering=details.catering(texts, labels, words, source),
        price=details.price(texts, labels, words, source),
        contact=details.labelled_text(labels, "contact", source),
        topic=details.topic(texts, labels, words, source),
        hours=next((n for text in texts if (n := length_in(text, words)) is not None), None),
        lasts=next((n for text in texts if words.lasts.search(fold(text)) and (n := length_in(text, words))), None),
    )
    return _Facts(tuple(days), clock, place, reading)


def _place(
    lines: Sequence[str], labels: Sequence[Labelled], segment: Segment, words: BookingWords, known: Collection[str]
) -> Place | None:
    address = next((_to_its_town(f.value) for f in labels if f.role == "address"), None)
    venues = [p for f in labels if f.role == "venue" and (p := labelled_place(f.value, words)) is not None]
    # «Facilitet: Mødelokale A», «Hvor: Salonen med udsigt over fjorden» is a room of the place that writes.
    rooms = [p for p in venues if segment.origin != "own" and is_room(p, words)]
    labelled_venue = next((p for p in venues if p not in rooms), None)
    if labelled_venue is not None:
        in_it = fold(labelled_venue.address or "")  # «Kulturhuset, Lokale 3»
        return replace(
            labelled_venue, address=address if words.room.fullmatch(in_it) else labelled_venue.address or address
        )
    if (met_at := _known_hall(labels, known)) is not None:
        return replace(met_at, address=address)
    named = [p for line in lines if (p := place_named(line, words, known)) is not None]
    if segment.origin == "own":
        place = max(named, key=lambda p: p.strength, default=None)
        return _at_address_told(place, lines, words) if place is not None and place.address is None else place
    strong = [p for p in named if p.strength > 1]
    is_brought = brings(segment, words)
    strong = of_others(strong, segment) if is_brought else strong
    place = None if is_brought else place_of_sender(segment, words)
    if place is None or _is_writers_clinic(place, segment, words, known):
        place = min(strong, key=lambda p: is_room(p, words), default=place)
    place = place or at_home("\n".join(lines), words) or next(iter(rooms), None)
    if place is None and address is not None and named:
        # «Thanks for your reservation at Tapas del Mar», and its address on a line of its own.
        return replace(named[0], address=address, strength=2)
    return replace(place, address=address) if place is not None and place.address is None else place


def _at_address_told(place: Place, lines: Sequence[str], words: BookingWords) -> Place:
    """«… Restaurant Vildanden i Rønnede … Adressen er Vejgade 8, 4683 Rønnede.»"""
    told = [m for line in lines for m in words.address_is.finditer(line)]
    found = [split_address(_to_its_town(m.string[m.end() :])) for m in told]
    if len(found) != 1 or found[0][0] or found[0][1] is None or (town := TOWN.search(found[0][1])) is None:
        return place
    name = re.sub(rf" (?:i|ved|på) {re.escape(town['town'])}\Z", "", place.name)
    return replace(place, name=name, address=found[0][1])


def _is_writers_clinic(place: Place, segment: Segment, words: BookingWords, known: Collection[str]) -> bool:
    """Under a colleague's name, whose mail the secretariat passes on: it is not where the meeting is, if another is."""
    sender = fold((segment.sender.name if segment.sender else None) or "")
    is_persons = bool(sender) and fold(place.name) not in sender and not words.place_word.search(sender)
    return is_persons and fold(place.name) in map(fold, known)


def _known_hall(labels: Sequence[Labelled], known: Collection[str]) -> Place | None:
    """«Lokale: Haslev Bibliotek, Store Sal», where the network has met at Haslev Bibliotek."""
    told = {fold(f.value.partition(",")[0]): f.value for f in labels if f.role == "room"}
    found = [name for name in known if fold(name) in told]
    return Place(found[0], None, told[fold(found[0])], 3) if len(found) == 1 else None


def _to_its_town(address: str) -> str:
    """«Kulturvej 8, 3630 Jægerspris. Adgangskode sendes dagen før.» without the next sentence."""
    town = TOWN.search(address)
    return address[: town.end()] if town is not None else address


def is_room(place: Place, words: BookingWords) -> bool:
    return words.room.fullmatch(fold(_BEHIND_ROOM.split(place.name)[0])) is not None


def filled(first: BookingReading, second: BookingReading) -> BookingReading:
    """What the first does not say, as the second says it; start and end are of one piece."""
    names = ("participants", "catering", "price", "contact", "topic", "venue", "address", "hours", "lasts")
    out = replace(first, **{n: getattr(first, n) or getattr(second, n) for n in names})
    if first.start is None:
        late = first.end is not None and second.start is not None and first.end.value > second.start.value
        return replace(out, start=second.start, end=first.end if late or second.end is None else second.end)
    if first.end is None and second.start is not None and _starts_within(first.start.value, second):
        return replace(out, end=second.end)
    return out


def _starts_within(start: time, other: BookingReading) -> bool:
    """At its start, or later in it («Vi starter dog først kl. 18»), where at least two hours are left."""
    if other.start is None or start == other.start.value:
        return other.start is not None
    latest = after(start, _LEAST_LEFT)
    return start > other.start.value and other.end is not None and latest is not None and latest <= other.end.value


def with_place(reading: BookingReading, place: Place | None, segments: Sequence[Segment]) -> BookingReading:
    if place is None:
        return reading
    source = next((s.source for s in segments if place.text in "\n".join(s.lines)), "mail")
    address = Said(place.address, place.text, source) if place.address else None
    return replace(reading, venue=Said(place.name, place.text, source), address=address)


def _with_day(
    reading: BookingReading, days: Sequence[Day], told: Sequence[_Facts], segments: Sequence[Segment]
) -> BookingReading:
    """The one day that is told; what speaks against it as doubts."""
    doubts: list[Doubt] = []
    whole = [day for day in days if not day.week]
    # «Jeg har ringet i dag» over a confirmation of another day
    today = max((s.written for s in segments), default=date.min)
    whole = [day for day in whole if not (day.bare and day.value <= today)] or [d for d in whole if d.text != TODAY]
    if not whole:
        doubts += [Doubt("only_week", "date", day.text) for day in days if day.week][:1]
        return replace(reading, doubts=(*reading.doubts, *doubts))
    values = list(dict.fromkeys(day.value for day in whole))
    if len(values) > 1:
        told_by = [next((d.value for d in f.days if not d.week), None) for f in told]
        code = "days_differ" if len({v for v in told_by if v}) > 1 else "several_days"
        return replace(reading, doubts=(*reading.doubts, Doubt(code, "date", "", tuple(values[:6]))))
    day = whole[0]
    doubts += day_doubts(day)
    weeks = [d.value for d in days if d.week]
    if weeks and all(not 0 <= (day.value - monday).days < 7 for monday in weeks):
        doubts.append(Doubt("days_differ", "date", "", (day.value, weeks[0])))
    source = "mail"
    return replace(reading, day=Said(day.value, day.text, source), doubts=(*reading.doubts, *doubts))


def day_doubts(day: Day) -> list[Doubt]:
    """A weekday that is another day's, «næste torsdag»: between two days a person chooses."""
    if not day.weekday_ok:
        return [Doubt("weekday", "date", day.text, (day.value,))]
    if day.alternative is not None:
        return [Doubt("next_or_coming", "date", day.text, (day.value, day.alternative))]
    return []
