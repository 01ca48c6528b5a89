"""«Der er sket en ændring. Vi mødes den 23. april»: a mail that tells of a change, and of no meeting that we have.

Is it one of those that are booked, or a new one? A person says; nothing is made before.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from bot.danish.sentences import sentences
from bot.danish.text import fold
from bot.kinds.meeting.matching import thread_of
from bot.kinds.meeting.understanding import held_days
from bot.kinds.request import Request
from bot.meetings.words import booking_words
from bot.model.booking import BookingReading, Doubt
from bot.model.meeting import OpenQuestion
from bot.model.register import Network

CODE = "move_or_new"


def asked_first(
    request: Request, networks: Iterable[Network], readings: tuple[BookingReading, ...]
) -> tuple[BookingReading, ...]:
    """The only meeting that is told, with the doubt where the words announce a change and meetings are booked."""
    held = held_days(request, networks)
    if len(readings) == 1 and _is_weak(request, readings[0]):
        booked = replace(readings[0], act="book")
        return (replace(booked, doubts=(*booked.doubts, Doubt(CODE, "meeting"))) if held else booked,)
    if len(readings) != 1 or not held or not _announces(request):
        return readings
    told = readings[0]
    if told.act != "book" or told.day is None or told.day.value in held or told.of_day or told.day.source != "mail":
        return readings
    return (replace(told, doubts=(*told.doubts, Doubt(CODE, "meeting"))),)


def with_answer(
    request: Request, networks: Iterable[Network], question: OpenQuestion, told: Sequence[BookingReading]
) -> tuple[OpenQuestion, tuple[BookingReading, ...]]:
    """The question and what was told, once it is said which it is: «det er mødet den 16. april», «et nyt møde»."""
    if len(question.readings) != 1 or not any(d.code == CODE for d in question.readings[0].doubts):
        return question, tuple(told)
    asked = question.readings[0]
    settled = replace(asked, doubts=tuple(d for d in asked.doubts if d.code != CODE))
    held = held_days(request, networks)
    days = [said for r in told for said in (r.of_day, r.day) if said is not None and said.value in held]
    if len({said.value for said in days}) == 1:
        moved = replace(settled, act="move", of_day=days[0])
        return replace(question, readings=(moved,)), tuple(_but_its_day(r, held) for r in told)
    words = booking_words(request.world.rules.vocabulary)
    if words.new_one.search(fold(request.message.new_text)):
        return replace(question, readings=(settled,)), tuple(told)
    return question, tuple(told)


def _is_weak(request: Request, reading: BookingReading) -> bool:
    """«Ny dato» over a whole meeting, and no word of another one: it may be one more."""
    if (
        reading.act != "move"
        or reading.of_day
        or reading.doubts
        or not (reading.day and reading.start and reading.venue)
    ):
        return False
    words = booking_words(request.world.rules.vocabulary)
    own = words.weak.sub(" ", fold(f"{request.message.subject}\n{request.message.new_text}"))
    return not words.acts.moves.search(own) and not request.world.meetings.of_letters(thread_of(request.message))


def _but_its_day(reading: BookingReading, held: Collection[date]) -> BookingReading:
    """The day that it was is not the one that it will be."""
    is_was = reading.day is not None and reading.day.value in held
    return replace(reading, day=None if is_was else reading.day, act="book", doubts=())


def _announces(request: Request) -> bool:
    words = booking_words(request.world.rules.vocabulary)
    own = f"{request.message.subject}\n{request.message.new_text}"
    return any(
        words.announced.search(fold(s)) and not words.not_announced.search(fold(s))
        for line in own.splitlines()
        for s in sentences(line)
    )
