"""From what a mail says of one meeting to what is to happen: make it, move it, call it off, or ask first. Pure.

Nothing is guessed: a day whose weekday does not fit, a holiday, a day that has passed, an end before the start, two
meetings on one day, are asked about. A meeting needs its day, its start, its end and its place.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import count

from bot.danish.references import reference
from bot.danish.text import fold
from bot.kinds.meeting.acts import (
    asking,
    at_place,
    changed_to,
    checked,
    day_of,
    details,
    is_of_place,
    moment,
    settled,
)
from bot.kinds.meeting.matching import coming_meetings, on_day, quoted_beneath, thread_of
from bot.kinds.meeting.moving import cancel, move
from bot.kinds.meeting.writer import Writer, in_office
from bot.kinds.request import Request
from bot.meetings.words import booking_words
from bot.model.booking import BookingReading, Doubt, Said
from bot.model.meeting import MeetingAct
from bot.model.register import BookedMeeting, Network
from bot.model.zone import COPENHAGEN


def act_on(
    request: Request, writer: Writer, network: Network, reading: BookingReading, others: Sequence[MeetingAct]
) -> MeetingAct:
    """``others``: what the same mail does besides, so that two rows of a plan on one day show."""
    if reading.act == "cancel":
        return cancel(request, network, reading)
    if reading.act == "move":
        return move(request, network, reading)
    return _book(request, writer, network, reading, others)


def _book(
    request: Request, writer: Writer, network: Network, reading: BookingReading, others: Sequence[MeetingAct]
) -> MeetingAct:
    moved = _moved_in_thread(request, network, reading) or _shifted_in_thread(request, network, reading)
    if moved is not None:
        return move(request, network, moved)
    named = _one_named(request, network, reading)
    if named is not None:
        return _or_asked(network, reading, _more_of(network, reading, named))
    doubts = [*reading.doubts, *checked(request, reading)]
    asks = _missing(reading) + [d.asks for d in doubts]
    told = replace(reading, doubts=tuple(doubts))
    if reading.day is None or reading.start is None:
        return asking(network, told, asks)
    if not in_office(request, writer, network.network_id, reading.day.value):
        return asking(network, replace(told, doubts=(*doubts, Doubt("not_in_office", "network"))), [*asks, "network"])
    same_day = on_day(coming_meetings(request, network), reading.day.value)
    same_day += tuple(
        o.meeting for o in others if o.meeting and o.action == "created" and o.network_id == network.network_id
        and day_of(o.meeting.start) == reading.day.value
    )  # fmt: skip
    if same_day:
        return _or_asked(network, told, _again(request, network, told, asks, same_day))
    if asks:
        return asking(network, told, asks)
    free = _free_reference(request, network, reading.day.value.year, others)
    return MeetingAct("created", told, _new(request, network, told, free), network_id=network.network_id)


def _moved_in_thread(request: Request, network: Network, reading: BookingReading) -> BookingReading | None:
    """«Glem torsdagen, vi tager det den 9. juni, samme tid, samme sted» over what was written of the meeting before."""
    if reading.day is None or reading.start or reading.venue or not reading.instead or reading.doubts:
        return None
    meetings = coming_meetings(request, network)
    meant = () if on_day(meetings, reading.day.value) else quoted_beneath(request, meetings)
    if len(meant) != 1:
        return None
    return replace(reading, act="move", of_day=Said(day_of(meant[0].start), ""))


def _shifted_in_thread(request: Request, network: Network, reading: BookingReading) -> BookingReading | None:
    """«Vi begynder dog først kl. 17» and no day, over a letter of ours about one meeting."""
    if reading.day or reading.of_day or reading.venue or reading.doubts or reading.start is None:
        return None
    words = booking_words(request.world.rules.vocabulary)
    if not words.shift_begins.search(fold(request.message.new_text)):
        return None
    meetings = coming_meetings(request, network)
    threaded = set(request.world.meetings.of_letters(thread_of(request.message)))
    meant = [m for m in meetings if m.meeting_id in threaded] or list(quoted_beneath(request, meetings))
    if len(meant) != 1:
        return None
    return replace(reading, act="move", of_day=Said(day_of(meant[0].start), ""))


def _or_asked(network: Network, reading: BookingReading, act: MeetingAct) -> MeetingAct:
    """«Skriv kulturhuset på i stedet for hotellet»: something is to be another, and we do not see what."""
    told = any((reading.participants, reading.catering, reading.price, reading.contact, reading.topic))
    if not reading.instead or told or act.action not in ("updated", "none") or act.asked:
        return act
    doubt = Doubt("what_of_it", "meeting")
    return asking(network, replace(reading, doubts=(*reading.doubts, doubt)), ["meeting"], act.meeting)


def _one_named(request: Request, network: Network, reading: BookingReading) -> BookedMeeting | None:
    """The meeting of that day, where the mail tells no start: it speaks of that one («vi bliver 9 den 16. april»)."""
    if reading.day is None or reading.start is not None or reading.doubts:
        return None
    found = on_day(coming_meetings(request, network), reading.day.value)
    return found[0] if len(found) == 1 else None


def _more_of(network: Network, reading: BookingReading, meeting: BookedMeeting) -> MeetingAct:
    """A place for one that has none, a head count, an end. Another place is asked about: it may be another meeting."""
    if reading.venue and meeting.venue and not is_of_place(reading, meeting) and not reading.instead:
        doubt = Doubt("two_on_one_day", "meeting", "", ())
        return asking(network, replace(reading, doubts=(*reading.doubts, doubt)), ["meeting"], meeting)
    local = meeting.start.astimezone(COPENHAGEN)
    end = moment(local.date(), reading.end.value) if reading.end else meeting.end
    if end is not None and end <= meeting.start:
        return asking(network, replace(reading, doubts=(Doubt("end_before_start", "end"),)), ["end"], meeting)
    after = meeting._replace(end=end, **details(reading, meeting))
    after = at_place(after, reading)
    return changed_to(meeting, settled(after, reading), reading)


def _again(
    request: Request, network: Network, reading: BookingReading, asks: list[str], same_day: tuple[BookedMeeting, ...]
) -> MeetingAct:
    """A meeting is on that day already: the same told again, something more of it, or a second one to ask about."""
    meeting = same_day[0]
    start = moment(reading.day.value, reading.start.value) if reading.day and reading.start else None
    end = moment(reading.day.value, reading.end.value) if reading.day and reading.end else meeting.end
    same_time = start == meeting.start and end == meeting.end
    same_place = reading.venue is None or not meeting.venue or is_of_place(reading, meeting)
    doubtful = {d.asks for d in reading.doubts}
    known = {a for a, is_known in (("end", meeting.end), ("venue", meeting.venue)) if is_known} - doubtful
    asks = [a for a in asks if a not in known]
    is_passed_on = reading.start is not None and reading.start.source != "mail"
    if is_passed_on and start != meeting.start and reading.end is None and not reading.instead:
        asks = [*asks, "end"]  # a hotel's «Ankomst: fra kl. 15» moves no meeting that begins at 17
    if len(same_day) == 1 and not asks and (reading.instead or (meeting.status == "tentative" and reading.final)):
        return _moved_on_its_day(request, meeting, start, end, reading)
    if len(same_day) > 1 or asks:
        return asking(network, reading, [*asks, "meeting"] if len(same_day) > 1 else asks, meeting)
    spoken_of = meeting.meeting_id in request.world.meetings.of_letters(thread_of(request.message))
    if not (same_time and same_place) and not (spoken_of or same_place):
        doubt = Doubt("two_on_one_day", "meeting", "", ())
        return asking(network, replace(reading, doubts=(*reading.doubts, doubt)), ["meeting"], meeting)
    return _moved_on_its_day(request, meeting, start, end, reading)


def _moved_on_its_day(
    request: Request, meeting: BookedMeeting, start: datetime | None, end: datetime | None, reading: BookingReading
) -> MeetingAct:
    after = meeting._replace(start=start or meeting.start, end=end, **details(reading, meeting))
    after = at_place(after, reading)
    # A meeting of the register's files is the coordinator's own from the mail on that tells when and where it is.
    tells = bool(start and reading.venue) and not _is_known_before(request)
    after = after._replace(inviting=meeting.inviting or tells)
    return changed_to(meeting, settled(after, reading), reading)


def _is_known_before(request: Request) -> bool:
    """«Så er den også på skrift. Det passer med det, I har i forvejen»"""
    words = booking_words(request.world.rules.vocabulary)
    return words.known_before.search(fold(request.message.new_text)) is not None


def _missing(reading: BookingReading) -> list[str]:
    if reading.day is None:
        return ["date"] + (["start"] if reading.start is None else [])
    missing = [] if reading.start else ["start"]
    missing += [] if reading.end or not reading.start else ["end"]
    return missing + ([] if reading.venue else ["venue"])


def _new(request: Request, network: Network, reading: BookingReading, its_reference: str) -> BookedMeeting:
    assert reading.day is not None  # nothing is missing here
    assert reading.start is not None
    assert reading.end is not None
    day = reading.day.value
    return BookedMeeting(
        meeting_id=_free_id(request, network, day),
        network_id=network.network_id,
        start=moment(day, reading.start.value),
        end=moment(day, reading.end.value),
        venue=reading.venue.value if reading.venue else None,
        address=reading.address.value if reading.address else None,
        topic=reading.topic.value if reading.topic else None,
        status="tentative" if reading.tentative else "confirmed",
        reference=its_reference,
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


def _free_reference(request: Request, network: Network, year: int, others: Sequence[MeetingAct]) -> str:
    """That of the network's next meeting of the year: one that was moved to another year keeps its own, and a network
    whose id has the same digits has the same letters before it.
    """
    taken = {m.reference for m in (*request.world.register.meetings, *(o.meeting for o in others)) if m is not None}
    prefix = request.world.rules.meetings["reference_prefix"].get(network.secretariat, "KN")
    first = request.world.meetings.next_number(network.network_id, year)
    return next(r for n in count(first) if (r := reference(network.network_id, year, n, prefix)) not in taken)
