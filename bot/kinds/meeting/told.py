"""What a mail tells of meetings, whatever it answers: a question of ours, or nothing."""

from collections.abc import Sequence
from dataclasses import replace

from bot.danish.sentences import sentences
from bot.danish.text import fold
from bot.kinds.meeting.agenda_sent import Sent, besides
from bot.kinds.meeting.announced import asked_first, with_answer
from bot.kinds.meeting.completing import completed
from bot.kinds.meeting.offer_accepted import at_place_answered
from bot.kinds.meeting.place_words import with_place_address
from bot.kinds.meeting.understanding import called_off, pieces, understood
from bot.kinds.meeting.writer import Writer, address_of
from bot.kinds.request import Request
from bot.meetings.answers import read_answer
from bot.meetings.cancellations import calls_off, calls_off_something, cancelled, denied
from bot.meetings.not_ours import asked_where_withheld
from bot.meetings.points import points_of
from bot.meetings.segments import Segment
from bot.meetings.words import booking_words
from bot.model.booking import BookingReading, Said
from bot.model.decision import MessageKind
from bot.model.meeting import OpenQuestion


def readings_told(
    request: Request, writer: Writer, kind: MessageKind, question: OpenQuestion | None, sent: Sent | None
) -> tuple[BookingReading, ...]:
    words = booking_words(request.world.rules.vocabulary)
    if kind == "cancellation" and calls_off_something(pieces(request), words):
        off = called_off(request, writer.networks)
        segments = pieces(request)
        if off:
            return _point_by_point(request, writer, segments, off)
        if denied(segments, words):
            return ()
        moved = understood(request, writer.networks, segments)
        if any(r.act == "move" and r.of_day and r.day for r in moved):
            return moved  # «er aflyst, og holdes i stedet den 23.»
        found = cancelled(segments, words)
        if question is not None and found.of_day is None and not found.doubts and len(question.readings) == 1:
            asked = question.readings[0]
            found = replace(found, of_day=asked.of_day or asked.day)
        return asked_where_withheld((found,), segments, words)
    segments = besides(request, sent) if sent is not None else pieces(request)
    if request.is_forwarded and calls_off(segments, words):
        return called_off(request, writer.networks) or (cancelled(segments, words),)
    told = _at_own_clinic(request, writer, understood(request, writer.networks, segments))
    told = at_place_answered(request, told)
    told = with_place_address(request, told, segments)
    if not told and calls_off(segments, words):
        return (cancelled(segments, words),)
    if question is None or question.address != address_of(writer):
        return asked_first(request, writer.networks, told)
    told = told or _date_said_right(request, question)
    question, told = with_answer(request, writer.networks, question, told)
    if not told and "confirm" in question.asked and not says_yes(request):
        return ()
    return tuple(
        replace(r, doubts=tuple(d for d in r.doubts if d.code not in ("confirm", "withheld", "network")))
        for r in completed(question, told, request.message.new_text)
    )


def _point_by_point(
    request: Request, writer: Writer, segments: Sequence[Segment], off: tuple[BookingReading, ...]
) -> tuple[BookingReading, ...]:
    """«* 17. marts: vi begynder halv seks. * 29. september: udgår. * Derudover den 4. november kl. 17-20 på Kroen»:
    each point has its own hours and its own place.
    """
    if not points_of(segments):
        return off
    apart = understood(request, writer.networks, segments)
    days = {r.of_day.value for r in apart if r.act == "cancel" and r.of_day}
    return apart if days == {r.of_day.value for r in off if r.act == "cancel" and r.of_day} else off


def _date_said_right(request: Request, question: OpenQuestion) -> tuple[BookingReading, ...]:
    """«Datoen er rigtig nok», asked which of date and weekday is."""
    dates = [d.choices[0] for r in question.readings for d in r.doubts if d.code == "weekday" and d.choices]
    words = booking_words(request.world.rules.vocabulary)
    if len(dates) != 1 or not words.date_right.search(fold(request.message.new_text)):
        return ()
    return (BookingReading("book", day=Said(dates[0], "")),)


def says_yes(request: Request) -> bool:
    return read_answer(request.message.new_text, request.world.rules.vocabulary).partstat == "ACCEPTED"


def _at_own_clinic(
    request: Request, writer: Writer, readings: tuple[BookingReading, ...]
) -> tuple[BookingReading, ...]:
    """«Sted: min klinik», «den 28. maj kl. 18 på min klinik»: the one that the register has for the writer."""
    members = (m for n in writer.networks for m in request.world.register.members_of(n.network_id))
    clinics = {m.clinic for m in members if m.clinic and (m.email or "").lower() == address_of(writer)}
    own = clinics.pop() if len(clinics) == 1 else None
    if len(readings) != 1:
        return tuple(_with_own_clinic(request, r, own) for r in readings)
    if readings[0].act != "book" or not (where := _own_clinic_said(request, readings[0])):
        return readings
    return (replace(readings[0], venue=Said(own, where)),) if own else readings


def _with_own_clinic(request: Request, reading: BookingReading, own: str | None) -> BookingReading:
    """Of a plan «første gang er hos mig på klinikken»: one that the register does not tell is asked about."""
    pattern, venue = booking_words(request.world.rules.vocabulary).own_clinic, reading.venue
    if reading.act != "book" or venue is None or not pattern.fullmatch(fold(venue.value)):
        return reading
    return replace(reading, venue=Said(own, venue.text, venue.source) if own else None)


def _own_clinic_said(request: Request, reading: BookingReading) -> str:
    """As the place, or where no place is told in the sentence of the day or the hour («ring til mig på min klinik»
    beside it is no meeting's place); else "".
    """
    pattern = booking_words(request.world.rules.vocabulary).own_clinic
    if reading.venue is not None:
        return reading.venue.text if pattern.fullmatch(fold(reading.venue.value)) else ""
    told = [fold(said.text) for said in (reading.day, reading.start) if said is not None]
    found = (fold(s) for line in request.message.new_text.splitlines() for s in sentences(line))
    matches = (pattern.search(s) for s in found if any(t in s for t in told))
    return next((m.group() for m in matches if m is not None), "")
