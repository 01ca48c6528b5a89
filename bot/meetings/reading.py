"""From the pieces of a mail to the meetings it speaks of. Pure; nothing is guessed: what is doubtful says so.

A mail tells of one meeting or of a plan. A plan is rows that begin with a day each, or days in a row with one time for
all («12/3, 10/6 og 16/9 kl. 17-20»). Of one meeting every piece of the mail may tell a part; what the sender writes now
outranks what is forwarded, and that the files.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from bot.danish.text import fold
from bot.meetings import details
from bot.meetings.changes import change_passed_on, read_cancellations, read_change
from bot.meetings.clocks import Clock, clock_in, length_in, programme_in
from bot.meetings.days import Day, days_in, weekday_of_week
from bot.meetings.labels import Labelled, labelled
from bot.meetings.moods import told
from bot.meetings.places import Place, labelled_place, place_named, place_of_sender
from bot.meetings.plan import MOST_ROWS, plan_rows
from bot.meetings.rows import Row
from bot.meetings.segments import Segment
from bot.meetings.words import BookingWords, booking_words
from bot.model.booking import BookingReading, Doubt, Said

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Facts:
    """What one piece tells of one meeting."""

    days: tuple[Day, ...]
    clock: Clock | None
    place: Place | None
    reading: BookingReading


def read_bookings(
    segments: Sequence[Segment], vocabulary: Mapping[str, Any], known_places: Collection[str] = ()
) -> tuple[BookingReading, ...]:
    """Every meeting that the mail speaks of, in its order; empty where it speaks of none.

    ``known_places``: names of the network's clinics and of places where it met before.
    """
    words = booking_words(vocabulary)
    pieces, left_out = told(segments, words)
    found = _read(pieces, words, known_places)
    if left_out and not any(r.day or r.doubts for r in found):
        found = _read(segments, words, known_places)
        return tuple(replace(r, doubts=(*r.doubts, Doubt("unsettled", "confirm"))) for r in found)
    return _asked_first(segments, found)


def _asked_first(segments: Sequence[Segment], found: tuple[BookingReading, ...]) -> tuple[BookingReading, ...]:
    """A file that must be asked about: nothing is made of the mail before."""
    doubts = tuple(dict.fromkeys(d for s in segments for d in s.doubts))
    if not doubts:
        return found
    if any(d.code in ("too_many", "recurring") for d in doubts) or not found:
        return (BookingReading("book", doubts=doubts),)
    return tuple(replace(r, doubts=(*r.doubts, *doubts)) for r in found)


def _read(segments: Sequence[Segment], words: BookingWords, known: Collection[str]) -> tuple[BookingReading, ...]:
    off = read_cancellations(segments, words)
    if off and not any(s.origin == "file" for s in segments):
        return _beside(off, segments, words, known)
    change = read_change(segments, words, known)
    if change is None or not any((change.of_day, change.day, change.start, change.venue, change.later_days)):
        change = change_passed_on(segments, words, known) or change
    if change is not None and change.of_day is not None:
        return (change,)
    plans = []
    for segment in segments:
        rows = plan_rows(segment, words, known)
        if len(rows) > MOST_ROWS:
            return (BookingReading("book", doubts=(Doubt("too_many", "date"),)),)
        if rows:
            plans.append(tuple(_of_row(row, segment, segments, words, known) for row in rows))
    if plans:
        return one_plan(plans)
    if change is not None:
        return (change,)
    return _one_meeting(segments, words, known)


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
        first = tuple(_filled(r, told[r.day.value]) if r.day and r.day.value in told else r for r in first)
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


def _one_meeting(
    segments: Sequence[Segment], words: BookingWords, known: Collection[str]
) -> tuple[BookingReading, ...]:
    facts = [_facts(segment, words, known) for segment in segments]
    merged = facts[0].reading if facts else None
    for one in facts[1:]:
        merged = _filled(merged, one.reading) if merged is not None else one.reading
    if merged is None or not any(f.days or f.clock or f.place or f.reading.hours for f in facts):
        return ()
    days = [day for one in facts for day in one.days]
    place = max((f.place for f in facts if f.place is not None), key=lambda p: p.strength, default=None)
    merged = _with_place(merged, place, segments)
    own = [fold(" ".join(s.lines)) for s in segments if s.origin != "forwarded"]
    tentative = any(words.tentative.search(text) for text in own)
    instead = any(words.instead.search(fold(" ".join(s.lines))) for s in segments)
    final = any(words.final.search(text) for text in own) or len(segments) > len(
        [s for s in segments if s.origin == "own"]
    )
    merged = _with_day(merged, days, facts)
    if _is_only_passed_on(segments, facts, words):
        merged = replace(merged, doubts=(*merged.doubts, Doubt("confirm", "confirm")))
    if any(words.place_cancels.search(fold(line)) for s in segments if s.origin == "forwarded" for line in s.lines):
        merged = replace(merged, doubts=(*merged.doubts, Doubt("place_cancelled", "meeting")))
    return (replace(merged, tentative=tentative, final=final, instead=instead),)


def _beside(
    off: tuple[BookingReading, ...], segments: Sequence[Segment], words: BookingWords, known: Collection[str]
) -> tuple[BookingReading, ...]:
    """A plan in which one row is called off still has the others."""
    gone = {r.of_day.value for r in off if r.of_day is not None}
    for segment in segments:
        rows = [row for row in plan_rows(segment, words, known) if row.day.value not in gone]
        if len(rows) > 1:
            return (*(_of_row(row, segment, segments, words, known) for row in rows), *off)
    return off


def _is_only_passed_on(segments: Sequence[Segment], facts: Sequence[_Facts], words: BookingWords) -> bool:
    """The day is another's, and nobody's words show that anything is promised: a price list, an event elsewhere."""
    own_days = any(f.days for s, f in zip(segments, facts, strict=True) if s.origin == "own")
    text = fold("\n".join(x for s in segments for x in (s.title, *s.lines)))
    return not own_days and any(s.origin == "forwarded" for s in segments) and words.evidence.search(text) is None


def _facts(segment: Segment, words: BookingWords, known: Collection[str]) -> _Facts:
    labels = labelled(segment.lines, words)
    silent = {found.line for found in labels if found.role in ("other", "contact")}
    lines = [line for i, line in enumerate(segment.lines) if i not in silent]
    days = _days(lines, labels, segment, words)
    clock = _clock(lines, labels, segment, words)
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
        topic=details.topic(texts, labels, source),
        hours=next((n for text in texts if (n := length_in(text, words)) is not None), None),
    )
    return _Facts(tuple(days), clock, place, reading)


def _days(lines: Sequence[str], labels: Sequence[Labelled], segment: Segment, words: BookingWords) -> list[Day]:
    """The days that may be the meeting's: a labelled one alone, else those beside a clock time, else all."""
    marked = _marked(labels, segment, ("date", "time")) or _marked(labels, segment, _COME_AND_GO)
    of_letter = bool(marked) and all(d.value <= segment.written for d in marked)
    if marked and not of_letter:
        return marked[:1] if len({d.value for d in marked}) == 1 else marked
    found: list[tuple[Day, bool]] = []
    for line in lines:
        days = [d for d in days_in(line, segment.written) if not words.another_day.search(fold(line[: d.start]))]
        timed = clock_in(line, days, words) is not None
        found += [(day, timed) for day in days]
    if not any(not day.week for day, _ in found) and segment.origin == "forwarded":
        # «Emne: Onsdag» over a mail that tells of another day is no day.
        found += [(day, False) for day in days_in(segment.title, segment.written) if not day.bare]
    several = any(_SEVERAL_WEEKS.search(line) for line in lines)
    of_week = None if several else weekday_of_week([day for day, timed in found if timed or not day.bare])
    if of_week is not None:
        return [of_week]
    if any(not day.bare for day, _ in found):
        found = [(day, timed) for day, timed in found if not day.bare]
    if of_letter and any(day.value > segment.written for day, _ in found):
        # «Dato: 1. oktober» over a letter of that day that tells of another.
        found = [(day, timed) for day, timed in found if day.value > segment.written]
    beside = [day for day, timed in found if timed]
    beside = beside if any(not day.week for day in beside) else []
    return beside or [day for day, _ in found]


#: Labels of when it begins and ends, which may have the day too («Ankomst: 28-05-2026 kl. 17»).
_COME_AND_GO = ("start", "arrival", "end", "departure")


#: «uge 21 eller 22», «uge 21/22»
_SEVERAL_WEEKS = re.compile(
    r"\buge(?:rne)? \d{1,2}\s*(?:,|/|-|–|eller|og)\s*(?:uge )?\d{1,2}\b(?![.:/])", re.IGNORECASE
)


def _marked(labels: Sequence[Labelled], segment: Segment, roles: Sequence[str]) -> list[Day]:
    return [
        day
        for found in labels
        if found.role in roles
        for day in days_in(found.value, segment.written)[:1]
        if not day.week and not (day.bare and roles is _COME_AND_GO)
    ]


def _clock(lines: Sequence[str], labels: Sequence[Labelled], segment: Segment, words: BookingWords) -> Clock | None:
    labelled_clock = _labelled_clock(labels, segment, words)
    if labelled_clock is not None and labelled_clock.start is not None:
        return labelled_clock
    programme = programme_in([(line, days_in(line, segment.written)) for line in lines], words)
    if programme is not None:
        return programme
    best: Clock | None = labelled_clock
    for line in lines:
        clock = clock_in(line, days_in(line, segment.written), words)
        if clock is None:
            continue
        if best is None or (best.start is None and clock.start is not None):
            best = clock if best is None or clock.end else replace(clock, end=best.end)
        elif best.end is None and clock.start is None:
            best = replace(best, end=clock.end)
        elif clock.end and clock.start and not best.end:
            best = clock
    return best


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
    if base is None:
        return Clock(None, end.start, end.text, False) if end and end.start else None
    return replace(base, end=base.end or (end.start if end else None))


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


def _place(
    lines: Sequence[str], labels: Sequence[Labelled], segment: Segment, words: BookingWords, known: Collection[str]
) -> Place | None:
    for found in labels:
        if found.role == "venue" and (place := labelled_place(found.value)):
            address = next((f.value for f in labels if f.role == "address"), None)
            return replace(place, address=place.address or address)
    if segment.origin == "own":
        places = [p for line in lines if (p := place_named(line, words, known)) is not None]
        return max(places, key=lambda p: p.strength, default=None)
    place = place_of_sender(segment, words)
    if place is not None:
        return place
    return next((p for line in lines if (p := place_named(line, words, known)) is not None and p.strength > 1), None)


def _filled(first: BookingReading, second: BookingReading) -> BookingReading:
    """What the first does not say, as the second says it; start and end are of one piece."""
    names = ("participants", "catering", "price", "contact", "topic", "venue", "address", "hours")
    out = replace(first, **{n: getattr(first, n) or getattr(second, n) for n in names})
    if first.start is None:
        late = first.end is not None and second.start is not None and first.end.value > second.start.value
        return replace(out, start=second.start, end=first.end if late or second.end is None else second.end)
    if first.end is None and second.start is not None and second.start.value == first.start.value:
        return replace(out, end=second.end)
    return out


def _with_place(reading: BookingReading, place: Place | None, segments: Sequence[Segment]) -> BookingReading:
    if place is None:
        return reading
    source = next((s.source for s in segments if place.text in "\n".join(s.lines)), "mail")
    address = Said(place.address, place.text, source) if place.address else None
    return replace(reading, venue=Said(place.name, place.text, source), address=address)


def _with_day(reading: BookingReading, days: Sequence[Day], told: Sequence[_Facts]) -> BookingReading:
    """The one day that is told; what speaks against it as doubts."""
    doubts: list[Doubt] = []
    whole = [day for day in days if not day.week]
    if not whole:
        doubts += [Doubt("only_week", "date", day.text) for day in days[:1]]
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


def _of_row(
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
        topic=Said(row.topic, row.topic, source) if row.topic else _row_topic(row, source),
        participants=details.participants([row.text], [], words, source),
        tentative=bool(words.tentative.search(fold(row.text))) or shared.tentative,
        doubts=tuple([Doubt("only_week", "date", row.day.text)] if row.day.week else day_doubts(row.day)),
    )
    if place is None and segment.origin != "own":
        place = place_of_sender(segment, words)
    return _with_place(reading, place, segments)


def _row_topic(row: Row, source: str) -> Said[str] | None:
    """A row without time and place of its own may be nothing but a day and what it is about."""
    if row.clock is None and row.place is None:
        return details.topic_of_row(row.text, row.day.end, source)
    return details.topic([row.text], [], source)


def _known_place(text: str, known: Iterable[str], words: BookingWords) -> Place | None:
    return place_named(text, words, known)


def coming(readings: Iterable[BookingReading], today: date) -> tuple[BookingReading, ...]:
    """With a doubt on each day that has passed."""
    return tuple(
        replace(r, doubts=(*r.doubts, Doubt("past", "date", r.day.text, (r.day.value,))))
        if r.day is not None and r.day.value < today and r.act != "cancel"
        else r
        for r in readings
    )
