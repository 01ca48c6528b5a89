"""A plan that comes with a mail in which one of its days is another by now: «Anja kan ikke den 8. juni alligevel, så
det møde bliver onsdag den 9. juni i stedet», over the sheet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.danish.sentences import sentences
from bot.danish.text import fold
from bot.meetings.changed_days import is_in_stead
from bot.meetings.days import Day, days_in
from bot.meetings.one_meeting import day_doubts
from bot.meetings.segments import Segment
from bot.meetings.words import BookingWords
from bot.model.booking import BookingReading, Said

#: Meetings of one plan are months apart; a day that takes the place of one lies beside it.
_NEAR = timedelta(days=14)


def days_exchanged(
    segments: Sequence[Segment], change: BookingReading | None, words: BookingWords
) -> Mapping[date, Day | None]:
    """Of the days that the files tell, those for which the sender's own words tell another; None: not said which."""
    files = {
        day.value
        for s in segments if s.origin == "file"
        for line in s.lines
        for day in days_in(line, s.written) if not day.week and not day.bare
    }  # fmt: skip
    out: dict[date, Day | None] = {}
    if len(files) < 2:
        return out
    if change is not None and change.of_day is not None and change.of_day.value in files:
        out[change.of_day.value] = None
    for own in segments:
        for sentence in sentences(" ".join(own.lines)) if own.origin == "own" else ():
            told = [d for d in days_in(sentence, own.written) if not d.week and not d.bare]
            new = [d for d in told if d.value not in files]
            was = {d.value for d in told if d.value in files}
            if len(new) == 1 and not was and is_in_stead(sentence, words):
                # «… så det møde bliver onsdag den 9. september i stedet»: the only day of the plan that is near.
                was = {day for day in files if abs(day - new[0].value) <= _NEAR}
            if len(was) == 1 and len(new) == 1 and (is_in_stead(sentence, words) or _moves(sentence, words)):
                out[was.pop()] = new[0]
    return out


def with_exchanged(plan: Sequence[BookingReading], days: Mapping[date, Day | None]) -> tuple[BookingReading, ...]:
    return tuple(_with(r, days[r.day.value]) if r.day is not None and r.day.value in days else r for r in plan)


def _with(reading: BookingReading, day: Day | None) -> BookingReading:
    if day is None:
        return replace(reading, day=None)
    told = [d for d in reading.doubts if d.asks != "date"]
    return replace(reading, day=Said(day.value, day.text), doubts=(*told, *day_doubts(day)))


def _moves(sentence: str, words: BookingWords) -> bool:
    return words.acts.moves.search(fold(sentence)) is not None
