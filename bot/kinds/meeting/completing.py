"""An answer to a question of ours, put together with what was asked."""

from collections.abc import Sequence
from dataclasses import replace

from bot.danish.clock import find_times
from bot.meetings.clocks import after
from bot.meetings.places import place_of_line
from bot.model.booking import BookingReading, Doubt, Said
from bot.model.meeting import OpenQuestion

#: Lines of an answer that may be nothing but an hour or a place, with a name under it.
SHORT_ANSWER = 3


def completed(question: OpenQuestion, told: Sequence[BookingReading], answer: str) -> tuple[BookingReading, ...]:
    """The meetings that were asked about, with what the answer tells in place of what was missing or doubtful.

    ``answer``: the sender's own words, where an hour or a name alone says enough because it was asked for.
    """
    told = tuple(_of_the_date(_as_asked(one, question), question) for one in told) or _short(answer, question)
    if not told:
        return question.readings
    if len(told) == len(question.readings) > 1:
        return tuple(_filled(old, new, question) for old, new in zip(question.readings, told, strict=True))
    if len(question.readings) == 1:
        return (_filled(question.readings[0], told[0], question), *told[1:])
    return tuple(told)


def _as_asked(new: BookingReading, question: OpenQuestion) -> BookingReading:
    """«Kl. 20», asked for the end, is the end; «3 timer» too."""
    if "end" not in question.asked or "start" in question.asked or len(question.readings) != 1 or new.end is not None:
        return new
    start = question.readings[0].start
    if start is None:
        return new
    if new.start is not None and new.start.value > start.value:
        return replace(new, start=None, end=new.start)
    if new.hours is not None and (end := after(start.value, new.hours)) is not None:
        return replace(new, end=Said(end, f"{new.hours:g} timer"))
    return new


def _of_the_date(new: BookingReading, question: OpenQuestion) -> BookingReading:
    """«Det er en torsdag», asked for the date that was called a Wednesday: that date, not the Thursday to come."""
    if len(question.readings) != 1 or new.day is None or any(c.isdigit() for c in new.day.text):
        return new
    dates = [d.choices[0] for d in question.readings[0].doubts if d.code == "weekday" and d.choices]
    if not dates:
        return new
    fits = dates[0].weekday() == new.day.value.weekday()
    return replace(new, day=replace(new.day, value=dates[0]) if fits else None)


def _short(answer: str, question: OpenQuestion) -> tuple[BookingReading, ...]:
    """An answer without a sentence: «20» to when it ends, «Rådhuskælderen» to where it is held."""
    lines = [line.strip() for line in answer.splitlines() if line.strip()]
    if not lines or len(lines) > SHORT_ANSWER or len(question.readings) != 1:
        return ()
    said = BookingReading("book")
    times = find_times(f"kl. {lines[0].strip('.! ')}") if lines[0][:1].isdigit() else []
    if times and times[0].until is None and {"start", "end"} & set(question.asked):
        said = replace(said, start=Said(times[0].value, lines[0]))
        said = _as_asked(said, question)
    elif "venue" in question.asked and (place := place_of_line(lines[0])) is not None:
        said = replace(
            said, venue=Said(place.name, lines[0]), address=Said(place.address, lines[0]) if place.address else None
        )
    return (said,) if said.start or said.end or said.venue else ()


def _filled(old: BookingReading, new: BookingReading, question: OpenQuestion) -> BookingReading:
    names = (
        "day",
        "start",
        "end",
        "venue",
        "address",
        "participants",
        "catering",
        "price",
        "contact",
        "topic",
        "place_email",
        "of_day",
    )
    values = {n: getattr(new, n) or getattr(old, n) for n in names}
    kept = tuple(d for d in old.doubts if not _settled(d, new) and d.asks in question.asked)
    settled = (*old.settled, *(d.code for d in old.doubts if _told_again(d, old, new)))
    elsewhere = new.venue is not None and any(d.code == "place_cancelled" for d in old.doubts)
    return replace(
        old,
        **values,
        instead=new.instead or elsewhere,
        doubts=(*kept, *new.doubts),
        tentative=old.tentative or new.tentative,
        settled=settled,
    )


def _told_again(doubt: Doubt, old: BookingReading, new: BookingReading) -> bool:
    """Asked whether a holiday is the day, the coordinator says the day once more: then it is."""
    if doubt.asks == "date":
        return new.day is not None and new.day.value in doubt.choices
    return doubt.asks == "end" and new.end is not None and old.end is not None and new.end.value == old.end.value


def _settled(doubt: Doubt, new: BookingReading) -> bool:
    if doubt.code == "place_cancelled":
        return new.venue is not None
    told = {"date": new.day, "start": new.start, "end": new.end, "venue": new.venue, "meeting": new.of_day or new.day}
    return told.get(doubt.asks) is not None
