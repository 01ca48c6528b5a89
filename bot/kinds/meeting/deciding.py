"""From what a mail says of one meeting to what is to happen: make it, move it, call it off, or ask first. Pure.

Nothing is guessed: a day whose weekday does not fit, a holiday, a day that has passed, an end before the start, two
meetings on one day, are asked about. A meeting needs its day, its start, its end and its place.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.danish.holidays import holiday
from bot.danish.references import reference
from bot.danish.text import fold
from bot.kinds.meeting.matching import coming_meetings, meeting_meant, on_day, thread_of
from bot.kinds.meeting.writer import Writer, in_office
from bot.kinds.request import Request
from bot.model.booking import BookingReading, Doubt, Said
from bot.model.meeting import MeetingAct
from bot.model.register import BookedMeeting, Network
from bot.model.zone import COPENHAGEN

_DETAILS = ("participants", "catering", "price", "contact", "topic", "place_email")


def act_on(
    request: Request, writer: Writer, network: Network, reading: BookingReading, others: Sequence[MeetingAct]
) -> MeetingAct:
    """``others``: what the same mail does besides, so that two rows of a plan on one day show."""
    if reading.act == "cancel":
        return _cancel(request, network, reading)
    if reading.act == "move":
        return _move(request, network, reading)
    return _book(request, writer, network, reading, others)


def _book(
    request: Request, writer: Writer, network: Network, reading: BookingReading, others: Sequence[MeetingAct]
) -> MeetingAct:
    named = _one_named(request, network, reading)
    if named is not None:
        return _more_of(network, reading, named)
    doubts = [*reading.doubts, *_checked(request, reading)]
    asks = _missing(reading) + [d.asks for d in doubts]
    told = replace(reading, doubts=tuple(doubts))
    if reading.day is None or reading.start is None:
        return _asking(network, told, asks)
    if not in_office(request, writer, network.network_id, reading.day.value):
        return _asking(network, replace(told, doubts=(*doubts, Doubt("not_in_office", "network"))), [*asks, "network"])
    same_day = on_day(coming_meetings(request, network), reading.day.value)
    same_day += tuple(
        o.meeting for o in others if o.meeting and o.action == "created" and o.network_id == network.network_id
        and _day(o.meeting.start) == reading.day.value
    )  # fmt: skip
    if same_day:
        return _again(request, network, told, asks, same_day)
    if asks:
        return _asking(network, told, asks)
    number = request.world.meetings.next_number(network.network_id, reading.day.value.year)
    number += sum(
        1 for o in others if o.action == "created" and o.meeting and o.meeting.start.year == reading.day.value.year
    )
    return MeetingAct("created", told, _new(request, network, told, number), network_id=network.network_id)


def _one_named(request: Request, network: Network, reading: BookingReading) -> BookedMeeting | None:
    """The meeting of that day, where the mail tells no start: it speaks of that one («vi bliver 9 den 16. april»)."""
    if reading.day is None or reading.start is not None or reading.doubts:
        return None
    found = on_day(coming_meetings(request, network), reading.day.value)
    return found[0] if len(found) == 1 else None


def _more_of(network: Network, reading: BookingReading, meeting: BookedMeeting) -> MeetingAct:
    """A place for one that has none, a head count, an end. Another place is asked about: it may be another meeting."""
    venue = reading.venue.value if reading.venue else None
    if venue and meeting.venue and fold(venue) != fold(meeting.venue) and not reading.instead:
        doubt = Doubt("two_on_one_day", "meeting", "", ())
        return _asking(network, replace(reading, doubts=(*reading.doubts, doubt)), ["meeting"], meeting)
    local = meeting.start.astimezone(COPENHAGEN)
    end = _moment(local.date(), reading.end.value) if reading.end else meeting.end
    if end is not None and end <= meeting.start:
        return _asking(network, replace(reading, doubts=(Doubt("end_before_start", "end"),)), ["end"], meeting)
    after = replace(meeting, end=end, **_details(reading, meeting))
    if venue and fold(venue) != fold(meeting.venue or ""):
        after = replace(after, venue=venue, address=reading.address.value if reading.address else None)
    return changed_to(meeting, _settled(after, reading), reading)


def _settled(meeting: BookedMeeting, reading: BookingReading) -> BookedMeeting:
    """One that might move is certain once it is said to be, or has a place and is not said to be doubtful still."""
    if meeting.status != "tentative" or reading.tentative:
        return meeting
    return replace(meeting, status="confirmed") if reading.final or reading.act == "move" else meeting


def _again(
    request: Request, network: Network, reading: BookingReading, asks: list[str], same_day: tuple[BookedMeeting, ...]
) -> MeetingAct:
    """A meeting is on that day already: the same told again, something more of it, or a second one to ask about."""
    meeting = same_day[0]
    start = _moment(reading.day.value, reading.start.value) if reading.day and reading.start else None
    end = _moment(reading.day.value, reading.end.value) if reading.day and reading.end else meeting.end
    venue = reading.venue.value if reading.venue else meeting.venue
    same_time = start == meeting.start and end == meeting.end
    same_place = fold(venue or "") == fold(meeting.venue or "") or not meeting.venue
    asks = [a for a in asks if not (a == "end" and meeting.end) and not (a == "venue" and meeting.venue)]
    if len(same_day) == 1 and not asks and (reading.instead or (meeting.status == "tentative" and reading.final)):
        return _moved_on_its_day(meeting, start, end, reading)
    if len(same_day) > 1 or asks:
        return _asking(network, reading, [*asks, "meeting"] if len(same_day) > 1 else asks, meeting)
    spoken_of = meeting.meeting_id in request.world.meetings.of_letters(thread_of(request.message))
    if not (same_time and same_place) and not (spoken_of or same_place):
        doubt = Doubt("two_on_one_day", "meeting", "", ())
        return _asking(network, replace(reading, doubts=(*reading.doubts, doubt)), ["meeting"], meeting)
    return _moved_on_its_day(meeting, start, end, reading)


def _moved_on_its_day(
    meeting: BookedMeeting, start: datetime | None, end: datetime | None, reading: BookingReading
) -> MeetingAct:
    after = replace(meeting, start=start or meeting.start, end=end, **_details(reading, meeting))
    if reading.venue and fold(reading.venue.value) != fold(meeting.venue or ""):
        after = replace(after, venue=reading.venue.value, address=reading.address.value if reading.address else None)
    # A meeting of the register's files is the coordinator's own from the mail on that tells when and where it is.
    after = replace(after, inviting=meeting.inviting or bool(start and reading.venue))
    return changed_to(meeting, _settled(after, reading), reading)


def _move(request: Request, network: Network, reading: BookingReading) -> MeetingAct:
    meant = meeting_meant(request, network, reading)
    if len(meant) != 1:
        return _asking(network, reading, ["meeting"])
    meeting = meant[0]
    reading = _shifted(reading, meeting)
    day = reading.day.value if reading.day else None
    doubts = [*reading.doubts, *_checked(request, reading)]
    told = replace(reading, doubts=tuple(doubts))
    if doubts:
        return _asking(network, told, [d.asks for d in doubts], meeting)
    if day is None and reading.start is None and reading.end is None and reading.venue is None:
        return _asking(network, told, ["date"], meeting)
    local = meeting.start.astimezone(COPENHAGEN)
    start = _moment(day or local.date(), reading.start.value if reading.start else local.time())
    end = _new_end(meeting, start, reading)
    clash = [m for m in on_day(coming_meetings(request, network), start.date()) if m.meeting_id != meeting.meeting_id]
    if clash:
        doubt = Doubt("two_on_one_day", "meeting", "", (start.date(),))
        return _asking(network, replace(told, doubts=(doubt,)), ["meeting"], meeting)
    after = replace(meeting, start=start, end=end, **_details(reading, meeting))
    if reading.venue is not None and fold(reading.venue.value) != fold(meeting.venue or ""):
        after = replace(after, venue=reading.venue.value, address=reading.address.value if reading.address else None)
    return changed_to(meeting, _settled(after, reading), told)


def _shifted(reading: BookingReading, meeting: BookedMeeting) -> BookingReading:
    """«udskydes 14 dage»: counted from the meeting's own day; both ways where it is not said which."""
    if reading.later_days is None or reading.day is not None:
        return reading
    was = meeting.start.astimezone(COPENHAGEN).date()
    later = was + timedelta(days=reading.later_days)
    if any(d.code == "which_way" for d in reading.doubts):
        other = was - timedelta(days=reading.later_days)
        return replace(reading, doubts=(Doubt("several_days", "date", "", (later, other)),), later_days=None)
    return replace(reading, day=Said(later, ""), later_days=None)


def _cancel(request: Request, network: Network, reading: BookingReading) -> MeetingAct:
    meant = meeting_meant(request, network, reading)
    if len(meant) != 1 or reading.doubts:
        return _asking(network, reading, ["meeting"], meant[0] if len(meant) == 1 else None)
    meeting = meant[0]
    sequence = meeting.sequence + 1
    after = replace(meeting, status="cancelled", sequence=sequence, moved_sequence=sequence)
    return MeetingAct("cancelled", reading, after, meeting, network.network_id)


def changed_to(before: BookedMeeting, after: BookedMeeting, reading: BookingReading | None) -> MeetingAct:
    """With SEQUENCE one higher where a calendar shows the change (RFC 5546 §2.1.4)."""
    moved = (before.start, before.end, before.venue, before.address) != (
        after.start,
        after.end,
        after.venue,
        after.address,
    )
    shown = moved or (before.topic, before.status) != (after.topic, after.status)
    if before == after:
        return MeetingAct("none", reading, before, before, before.network_id)
    if shown:
        after = replace(after, sequence=before.sequence + 1)
    if moved or before.status != after.status:
        after = replace(after, moved_sequence=after.sequence)
    return MeetingAct("moved" if moved else "updated", reading, after, before, before.network_id)


def _missing(reading: BookingReading) -> list[str]:
    if reading.day is None:
        return ["date"] + (["start"] if reading.start is None else [])
    missing = [] if reading.start else ["start"]
    missing += [] if reading.end or not reading.start else ["end"]
    return missing + ([] if reading.venue else ["venue"])


def _checked(request: Request, reading: BookingReading) -> list[Doubt]:
    """What speaks against the day and the times that are told."""
    rules = request.world.rules.meetings["booking"]
    out = []
    if reading.day is not None:
        day = reading.day.value
        name = holiday(day)
        if name is not None:
            out.append(Doubt("holiday", "date", name, (day,)))
        if (day - request.message.received_day).days > int(rules["furthest"]):
            out.append(Doubt("far_away", "date", reading.day.text, (day,)))
    if reading.start is not None and reading.end is not None:
        minutes = _minutes(reading.end.value) - _minutes(reading.start.value)
        if minutes <= 0:
            out.append(Doubt("end_before_start", "end", reading.end.text))
        elif not int(rules["shortest"]) <= minutes <= int(rules["longest"]):
            out.append(Doubt("odd_length", "end", reading.end.text))
    return [d for d in out if d.code not in reading.settled or d.code == "end_before_start"]


def _new(request: Request, network: Network, reading: BookingReading, number: int) -> BookedMeeting:
    assert reading.day is not None  # nothing is missing here
    assert reading.start is not None
    assert reading.end is not None
    day = reading.day.value
    prefixes = request.world.rules.meetings["reference_prefix"]
    return BookedMeeting(
        meeting_id=_free_id(request, network, day),
        network_id=network.network_id,
        start=_moment(day, reading.start.value),
        end=_moment(day, reading.end.value),
        venue=reading.venue.value if reading.venue else None,
        address=reading.address.value if reading.address else None,
        topic=reading.topic.value if reading.topic else None,
        status="tentative" if reading.tentative else "confirmed",
        reference=reference(network.network_id, day.year, number, prefixes.get(network.secretariat, "KN")),
        participants=reading.participants.value if reading.participants else None,
        catering=reading.catering.value if reading.catering else None,
        price=reading.price.value if reading.price else None,
        contact=reading.contact.value if reading.contact else None,
        inviting=True,
        place_email=reading.place_email.value if reading.place_email else None,
    )


def _free_id(request: Request, network: Network, day: date) -> str:
    """«FYS-041-2026-03-12»; a cancelled meeting of that day keeps its own."""
    base = f"{re.sub(r'[^A-Za-z0-9._-]+', '-', network.network_id)}-{day.isoformat()}"
    found, number = base, 1
    while request.world.register.meeting(found) is not None:
        number += 1
        found = f"{base}-{number}"
    return found


def _details(reading: BookingReading, meeting: BookedMeeting) -> dict[str, Any]:
    return {n: said.value if (said := getattr(reading, n)) is not None else getattr(meeting, n) for n in _DETAILS}


def _new_end(meeting: BookedMeeting, start: datetime, reading: BookingReading) -> datetime | None:
    """As told; else as long as it was."""
    if reading.end is not None:
        return _moment(start.date(), reading.end.value)
    if meeting.end is None:
        return None
    return (start.replace(tzinfo=None) + (_wall(meeting.end) - _wall(meeting.start))).replace(tzinfo=COPENHAGEN)


def _wall(moment: datetime) -> datetime:
    """Clock time: a meeting moved over a change of the clocks stays three hours on the wall."""
    return moment.astimezone(COPENHAGEN).replace(tzinfo=None)


def _asking(
    network: Network, reading: BookingReading, asks: Sequence[str], meeting: BookedMeeting | None = None
) -> MeetingAct:
    return MeetingAct("none", reading, meeting, meeting, network.network_id, tuple(dict.fromkeys(asks)))


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock.replace(tzinfo=None), COPENHAGEN)


def _day(moment: datetime) -> date:
    return moment.astimezone(COPENHAGEN).date()


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute
