"""«Mødet d. 17. marts flyttes til dagen efter»: which meeting a mail speaks of, and what it will be instead."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, time, timedelta

from bot.danish.dates import WEEKDAYS
from bot.danish.numbers import NUMBERS, number_of
from bot.danish.sentences import END
from bot.danish.text import fold
from bot.meetings.changed_days import (
    SENTENCE_OR_LINE,
    days_elsewhere,
    days_of_change,
    instead_of,
    is_behind,
    telling_of_change,
    turn_of,
)
from bot.meetings.clocks import Clock, clock_in
from bot.meetings.days import Day, days_in
from bot.meetings.old_and_new import in_one_sentence, without_bracketed
from bot.meetings.performing import performs
from bot.meetings.places import Place, place_behind_to, place_named
from bot.meetings.segments import Segment
from bot.meetings.shifted_hours import shift_told
from bot.meetings.words import BookingWords
from bot.model.booking import BookingReading, Doubt, Said

_SHIFT = re.compile(
    rf"\b(?P<count>\d{{1,2}}|{'|'.join(NUMBERS)}) (?P<unit>dage?|uger?)\b(?! (?:før|inden|forinden))", re.IGNORECASE
)
#: «om onsdagen»
_WEEKDAY = re.compile(rf"\b(?P<day>{'|'.join(WEEKDAYS)})(?:en)?\b")
#: «rykker», «flytter vi starten på mødet», and then «fra kl. 17 til kl. 18».
_WORDS_OF_MOVING = 4
_CLAUSE = re.compile(rf"[,;]\s+|{END}|(?<=\w{{2}}[.!?])\s+(?=slut|vi\b)|\s+og\s+(?=slut)")


def read_change(
    segments: Sequence[Segment], words: BookingWords, known: Collection[str], held: Collection[date] = ()
) -> BookingReading | None:
    """What the sender's own words change; None where they change nothing. ``held``: days of meetings."""
    own = next((s for s in segments if s.origin == "own"), None)
    return _change_of(own, words, known, held) if own is not None else None


def change_passed_on(segments: Sequence[Segment], words: BookingWords, known: Collection[str]) -> BookingReading | None:
    """A place's «vi har flyttet jeres bord fra den 9. til den 16. april»: where both days stand there, or the day and
    the hours that it will have.
    """
    for segment in segments:
        if segment.origin != "forwarded":
            continue
        found = _change_of(segment, words, known)
        if found is not None and found.of_day and (found.day or (found.start and found.end)) and not found.doubts:
            return replace(found, venue=None, address=None, same_place=True)
    return None


def _change_of(
    own: Segment, words: BookingWords, known: Collection[str], held: Collection[date] = ()
) -> BookingReading | None:
    text = "\n".join(own.lines)
    sentences = in_one_sentence([s for s in SENTENCE_OR_LINE.split(text) if s.strip()], words)
    sentences = without_bracketed(sentences, own.written, words, held)
    telling, was = telling_of_change(sentences, own, words, held)
    if not telling:
        return None
    whole = fold(text)
    old, new = days_of_change(sentences, telling, own, words)
    if was is not None:
        old, new = was, [d for s in telling for d in days_in(s, own.written) if not d.week and d.value != was.value]
    old, new = _as_held(old, new, sentences, own, held)
    if old is not None and not new and any(words.thither.search(fold(s)) for s in telling):
        new = days_elsewhere(sentences, telling, own, old)  # «Han kan kun den 31. Vi flytter mødet den 17. derhen»
    new = [d for d in new if old is None or d.week or d.value != old.value]
    shifted = old is None and len(new) == 1 and not new[0].week and any(_SHIFT.search(s) for s in telling)
    if shifted and not any(is_behind(s, new[0].text, "til") for s in telling):
        old, new = new[0], []  # «vi rykker mødet den 16. april en uge»
    reading = BookingReading(
        act="move",
        of_day=Said(old.value, old.text) if old else None,
        same_time=bool(words.same_time.search(whole)),
        same_place=bool(words.same_place.search(whole)) and not words.other_place.search(whole),
    )
    new = [d for d in new if not d.bare] or new  # «onsdag ud med tirsdag, det vil sige den 26. maj»
    weeks = next((days for s in telling if (days := _week_from(fold(s), words))), 0)
    named = {m["day"]: m.group() for s in telling for m in _WEEKDAY.finditer(s.casefold())} if weeks else {}
    weekdays = {WEEKDAYS.index(day): text for day, text in named.items()}
    if weekdays and not any(not d.bare for d in new):
        reading = _with_weekday_of_week(reading, old, weekdays, weeks)
    else:
        reading = _with_new_day(reading, old, new, whole, words)
    if reading.day is None and not reading.doubts:
        reading = _with_shift(reading, telling, words)
    reading = _with_new_clock(reading, telling, sentences, own, words)
    reading = _with_shifted_hours(reading, telling, sentences, words, held)
    place = _new_place(reading, telling, sentences, words, known)
    both = {d.value for s in telling for d in days_in(s, own.written) if d.value in held}
    if place is not None and reading.day is None and len(both) > 1:
        # «Mødet den 10. bliver i Kulturhuset, og mødet den 12. hos mig»: which of them is whose, a person says.
        return replace(reading, of_day=None, doubts=(Doubt("several_days", "date", "", tuple(sorted(both))),))
    if place is not None and not reading.same_place:
        reading = replace(
            reading,
            venue=Said(place.name, place.text),
            address=Said(place.address, place.text) if place.address else None,
        )
    if place is None and words.other_place.search(whole):
        reading = replace(reading, doubts=(*reading.doubts, Doubt("venue", "venue")))
    return reading


def _as_held(
    old: Day | None, new: list[Day], sentences: Sequence[str], own: Segment, held: Collection[date]
) -> tuple[Day | None, list[Day]]:
    """Which day it was, as the register has it: «Aflysning og ny dato» over two days, and «de har dobbeltbooket
    tirsdagen» under «Mødet 17/3».
    """
    if old is not None and old.value not in held and old.bare:
        old = None
    told = {d.value: d for d in new if not d.week and d.value in held}
    if old is None and not told and any(not d.week for d in new):
        told = {d.value: d for s in sentences for d in days_in(s, own.written) if not d.week and d.value in held}
    if old is None and not told:
        told = _held_in_week(new, sentences, own, held)
    if old is not None or len(told) != 1:
        return old, new
    (was,) = told.values()
    monday = was.value - timedelta(days=was.value.weekday())
    return was, [d for d in new if d.value != was.value and not (d.week and d.value == monday)]


def _held_in_week(
    new: Sequence[Day], sentences: Sequence[str], own: Segment, held: Collection[date]
) -> dict[date, Day]:
    """«I uge 23 er alle på Naturmøde, så vi skubber til tirsdag i uge 24»: the meeting of that week, beside the one day
    that is told.
    """
    weeks = {d.value: d for s in sentences for d in days_in(s, own.written) if d.week}
    if len(weeks) != 1 or len({d.value for d in new if not d.week}) != 1:
        return {}
    ((monday, week),) = weeks.items()
    return {day: replace(week, value=day, week=False) for day in held if 0 <= (day - monday).days < 7}


def _new_place(
    reading: BookingReading, telling: Sequence[str], sentences: Sequence[str], words: BookingWords,
    known: Collection[str],
) -> Place | None:  # fmt: skip
    """Behind the moving word: before it stands where it was («mødet på Hotel Fjorden flyttes til …»)."""
    # «Mødet på Hotel Fjorden aflyses. I stedet mødes vi den 9. maj på Kroen»: it is where the new day stands.
    new = reading.day.text if reading.day is not None else ""
    telling = sorted(telling, key=lambda s: not new or new not in s)
    sentences = [s for s in sentences if (new and new in s) or not performs(s, words.acts.cancels, words.acts)]
    parts = [s[turn_of(s, words) :] for s in telling]
    parts = [new for part in parts for new in (part.rpartition(" til ")[2] if " fra " in part else part, part)]
    # «Mødet hos Rosa i Tjele skal flyttes til engang i oktober»: it is to be elsewhere, or then.
    parts += [
        s for s in sentences if s not in telling or (reading.day is None and " til " not in s[turn_of(s, words) :])
    ]
    found = (place_named(s, words, known) or place_behind_to(s, words) for s in parts)
    return next((p for p in found if p is not None), None)


def _with_shift(reading: BookingReading, telling: Sequence[str], words: BookingWords) -> BookingReading:
    """«udskydes 14 dage», «rykkes en uge»: which way is asked where it is not said."""
    for sentence in telling:
        match = _SHIFT.search(sentence)
        if match is None and (days := _week_from(fold(sentence), words)):
            return replace(reading, later_days=days)
        if match is None:
            continue
        days = (number_of(match["count"]) or 0) * (7 if match["unit"].casefold().startswith("u") else 1)
        folded = fold(sentence)
        if words.earlier.search(folded):
            return replace(reading, later_days=-days)
        unclear = words.either_way.search(folded) and not words.later.search(folded)
        doubts = (Doubt("which_way", "date", match.group()),) if unclear else ()
        return replace(reading, later_days=days, doubts=doubts)
    return reading


def _week_from(folded: str, words: BookingWords) -> int:
    """«skubbes til ugen efter»: days; 0 where it says no such thing."""
    return 7 if words.week_after.search(folded) else -7 if words.week_before.search(folded) else 0


def _with_shifted_hours(
    reading: BookingReading, telling: Sequence[str], sentences: Sequence[str], words: BookingWords,
    held: Collection[date],
) -> BookingReading:  # fmt: skip
    """«en time senere», where no hour is told."""
    shift = shift_told([*telling, *(s for s in sentences if s not in telling)], words)
    if shift is None:
        return reading
    if shift.unclear:
        if reading.start is not None:
            return reading
        return replace(reading, doubts=(*reading.doubts, Doubt("start", "start", shift.unclear)))
    if reading.of_day is None and reading.day is not None and reading.day.value in held:
        reading = replace(reading, of_day=reading.day, day=None)
    return replace(
        reading,
        later_start=shift.start if reading.start is None else None,
        later_end=shift.end if reading.end is None else None,
        same_time=False,
    )


def _with_weekday_of_week(
    reading: BookingReading, old: Day | None, weekdays: Mapping[int, str], days: int
) -> BookingReading:
    """«Vi rykker til ugen efter, stadig tirsdag», «… om onsdagen»: counted from the meeting's week, not the mail's."""
    number, text = next(iter(weekdays.items()))
    if old is None or len(weekdays) > 1:
        return replace(reading, doubts=(Doubt("only_week", "date", text),))
    monday = old.value - timedelta(days=old.value.weekday())
    return replace(reading, day=Said(monday + timedelta(days=days + number), text))


def _with_new_day(
    reading: BookingReading, old: Day | None, new: Sequence[Day], whole: str, words: BookingWords
) -> BookingReading:
    if old is not None:
        for pattern, days in ((words.day_after, 1), (words.day_before, -1)):
            # «dagen efter Kr. himmelfart» is a day of its own
            if pattern.search(whole) and not any(pattern.search(fold(d.text)) for d in new):
                told = old.value + timedelta(days=days)
                bad = [d for d in new if not d.week and d.value != told and d.year_given]
                doubts = (Doubt("several_days", "date", "", (told, bad[0].value)),) if bad else ()
                return replace(reading, day=Said(told, new[0].text if new else ""), doubts=doubts)
    values = list(dict.fromkeys(d.value for d in new if not d.week))
    if len(values) > 1:
        return replace(reading, doubts=(Doubt("several_days", "date", "", tuple(values[:6])),))
    if not values:
        week = next((d for d in new if d.week), None)
        return replace(reading, doubts=(Doubt("only_week", "date", week.text),)) if week else reading
    day = next(d for d in new if d.value == values[0])
    doubtful: tuple[Doubt, ...] = ()
    if not day.weekday_ok:
        doubtful = (Doubt("weekday", "date", day.text, (day.value,)),)
    elif day.alternative is not None:
        doubtful = (Doubt("next_or_coming", "date", day.text, (day.value, day.alternative)),)
    return replace(reading, day=Said(day.value, day.text), doubts=doubtful)


def _with_new_clock(
    reading: BookingReading, telling: Sequence[str], sentences: Sequence[str], own: Segment, words: BookingWords
) -> BookingReading:
    for sentence in (*telling, *sentences):
        part = _of_the_new(sentence, reading, own, words) if sentence in telling else sentence
        instead = instead_of(part, words)
        part, rest = (part[:instead], part[instead:]) if instead is not None else (part, "")
        clock = clock_in(part, days_in(part, own.written), words)
        if clock is None and not days_in(part, own.written) and words.shift_begins.search(fold(part)):
            clock = clock_in(f"{part}\t", (), words)  # «skubber vi en time. Det bliver altså 17-20»
        if clock is not None and sentence in telling:
            clock = _from_one_start(part, clock)
        if clock is not None and clock.start is not None:
            # «starter først 17.30 i stedet for 17, slutter stadig kl. 20»
            end = Said(clock.end, clock.text) if clock.end else _end_told((rest, *sentences), own, words)
            return replace(reading, start=Said(clock.start, clock.text), end=end, same_time=False)
        if clock is not None and clock.end is not None and sentence in telling and instead is not None:
            return replace(reading, end=Said(clock.end, clock.text), same_time=False)
        if clock is not None and clock.end is not None and sentence in telling:
            if words.longer.search(fold(sentence)):
                return replace(reading, end=Said(clock.end, clock.text))  # «forlænges til kl. 21»
            # «mødet rykkes til kl. 18»
            end = _end_told([s for s in sentences if s != sentence], own, words)
            return replace(reading, start=Said(clock.end, clock.text), end=end, same_time=False)
    return reading


def _from_one_start(part: str, clock: Clock) -> Clock:
    """«rykker starten fra kl. 17 til kl. 18»: no span of hours, but from one start to another."""
    before = part.partition(clock.text)[0]
    near = len(before.split()) <= _WORDS_OF_MOVING and not any(c.isdigit() for c in before)
    from_to = clock.text.casefold().startswith("fra ") and " til " in clock.text
    return Clock(clock.end, None, clock.text) if from_to and near and clock.end is not None else clock


def _of_the_new(sentence: str, reading: BookingReading, own: Segment, words: BookingWords) -> str:
    """Behind the word that moves it; and behind the old day with its time, where the new one follows it."""
    turn = turn_of(sentence, words)
    days = [d for d in days_in(sentence, own.written) if not d.week]
    if (
        reading.of_day is None
        or reading.day is None
        or not {reading.of_day.value, reading.day.value} <= {d.value for d in days}
    ):
        return sentence[turn:]
    old = next(d for d in days if d.value == reading.of_day.value)
    new = next(d for d in days if d.value == reading.day.value)
    return sentence[new.start :] if turn <= old.start < new.start else sentence[turn:]


def _end_told(sentences: Sequence[str], own: Segment, words: BookingWords) -> Said[time] | None:
    """«Slut kl. 20 som planlagt», in a sentence of its own."""
    clauses = [part for s in sentences for part in _CLAUSE.split(s)]
    clocks = [clock_in(part, days_in(part, own.written), words) for part in clauses]
    end = next((c for c in clocks if c is not None and c.start is None and c.end is not None), None)
    return Said(end.end, end.text) if end is not None and end.end is not None else None
