"""Invitations as iTIP objects: RFC 5545 (form), 5546 (REQUEST, CANCEL), 6047 (by mail). One object for one person.

What calendar programs demand beyond the RFCs is in docs/invitations.md: METHOD in the calendar, an ORGANIZER with
``mailto:``, no SENT-BY, the attendee's very address, a zone with yearly rules (``icalendar``'s own list of changes is
ignored by Outlook), SEQUENCE that grows.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from bot.danish.text import one_line
from bot.model.meeting import CalendarPart, Partstat
from bot.model.message import Address
from bot.model.register import BookedMeeting
from bot.model.zone import COPENHAGEN

if TYPE_CHECKING:
    from icalendar import Alarm, Calendar, Event, Timezone, vCalAddress

PRODID = "-//kvalitetsbot//kvalitetsbot//DA"
TZID = "Europe/Copenhagen"
#: Exchange takes no longer UID, and shows no longer SUMMARY (docs/invitations.md).
LONGEST_UID, LONGEST_SUMMARY = 202, 250
_PLAIN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}")

_NO_PARAMETER = str.maketrans({'"': "'", "\\": "/", "^": None})

Method = Literal["REQUEST", "CANCEL", "PUBLISH"]


@dataclass(frozen=True, slots=True)
class Guest:
    """An ATTENDEE: whom the letter goes to."""

    address: str
    name: str
    partstat: Partstat = "NEEDS-ACTION"


@dataclass(frozen=True, slots=True)
class Wording:
    """What a person reads in the calendar; made by whoever knows the secretariat's words."""

    summary: str
    description: str
    #: Minutes before the start; 0: no alarm.
    alarm_minutes: int = 0


def uid_of(meeting: BookedMeeting, domain: str) -> str:
    """The meeting's UID for ever: the one that is stored, else made of its id and our domain."""
    if meeting.uid:
        return meeting.uid
    name = meeting.meeting_id
    if not _PLAIN_ID.fullmatch(name):
        name = hashlib.sha256(name.encode()).hexdigest()[:32]
    return f"{name}@{domain}"[:LONGEST_UID]


def itip(
    method: Method, meeting: BookedMeeting, organizer: Address, guest: Guest, wording: Wording, now: datetime
) -> CalendarPart:
    """The calendar part of one person's letter. ``now`` (aware) becomes DTSTAMP."""
    before, after = _around_attendee(method, meeting, organizer, wording, now)
    content = b"".join((before, _attendee_line(_attendee(guest, method)), after))
    return CalendarPart(method, content, meeting.meeting_id, guest.address, guest.name, meeting.sequence)


@lru_cache(maxsize=64)
def _around_attendee(
    method: Method, meeting: BookedMeeting, organizer: Address, wording: Wording, now: datetime
) -> tuple[bytes, bytes]:
    """All but the line of the one attendee, which is all that differs in the letters of one meeting."""
    event = _event(meeting, uid_of(meeting, organizer.domain), wording, now)
    event.add("organizer", _person(organizer.address, organizer.name or organizer.address))
    somebody = _attendee(Guest("nobody@invalid", ""), method)
    event.add("attendee", somebody, encode=False)
    if method == "CANCEL":
        event["status"] = _text("CANCELLED")
    elif wording.alarm_minutes:
        event.add_component(_alarm(wording))
    content = _calendar(method, [event]).to_ical(sorted=False)
    # A line end before it: text within a value has none (RFC 5545 §3.3.11), and a folded line goes on with a space.
    before, line, after = bytes(content).partition(b"\r\n" + _attendee_line(somebody))
    assert line
    return before + b"\r\n", after


def _attendee_line(attendee: "vCalAddress") -> bytes:
    """With its line end, folded (RFC 5545 §3.1)."""
    from icalendar.parser import Contentline  # noqa: PLC0415

    return bytes(Contentline.from_parts("ATTENDEE", attendee.params, attendee, sorted=False).to_ical()) + b"\r\n"


def feed(meetings: Iterable[tuple[BookedMeeting, Wording, Address]], now: datetime, name: str) -> bytes:
    """A file of several meetings to be imported or subscribed to: METHOD:PUBLISH (RFC 5546 §3.2.1), each with its
    ORGANIZER and no attendee. UIDs are those of the invitations: who has one has the meeting once.
    """
    events = []
    for meeting, wording, organizer in meetings:
        event = _event(meeting, uid_of(meeting, organizer.domain), wording, now)
        event.add("organizer", _person(organizer.address, organizer.name or organizer.address))
        events.append(event)
    calendar = _calendar("PUBLISH", events)
    calendar.add("x-wr-calname", one_line(name))
    return bytes(calendar.to_ical(sorted=False))


def _calendar(method: Method, events: list["Event"]) -> "Calendar":
    from icalendar import Calendar  # noqa: PLC0415 - 125 ms that only a meeting's letter needs

    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(_zone())
    for event in events:
        calendar.add_component(event)
    return calendar


def _event(meeting: BookedMeeting, uid: str, wording: Wording, now: datetime) -> "Event":
    from icalendar import Event  # noqa: PLC0415

    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", _local(meeting.start), parameters={"TZID": TZID})
    event.add("dtend", _local(meeting.end or meeting.start + timedelta(hours=3)), parameters={"TZID": TZID})
    event.add("sequence", meeting.sequence)
    event.add("summary", one_line(wording.summary)[:LONGEST_SUMMARY])
    where = ", ".join(filter(None, (meeting.venue, meeting.address)))
    if where:
        event.add("location", one_line(where))
    event.add("description", wording.description)
    event.add("status", {"tentative": "TENTATIVE", "cancelled": "CANCELLED"}.get(meeting.status, "CONFIRMED"))
    event.add("transp", "OPAQUE")
    event.add("class", "PUBLIC")
    return event


def _local(moment: datetime) -> datetime:
    """Danish local time without its zone: TZID names that, and the zone's own rules stand beside it."""
    return moment.astimezone(COPENHAGEN).replace(tzinfo=None)


def _person(address: str, name: str) -> object:
    from icalendar import vCalAddress  # noqa: PLC0415

    person = vCalAddress(f"mailto:{address}")
    person.params["CN"] = _parameter(name)
    return person


def _attendee(guest: Guest, method: Method) -> "vCalAddress":
    from icalendar import vCalAddress  # noqa: PLC0415

    attendee = vCalAddress(f"mailto:{guest.address}")
    attendee.params["CUTYPE"] = "INDIVIDUAL"
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    attendee.params["PARTSTAT"] = guest.partstat
    if method == "REQUEST":
        # Who has answered is not asked again by what is no rescheduling (RFC 5546 §3.2.2.2).
        attendee.params["RSVP"] = "TRUE" if guest.partstat == "NEEDS-ACTION" else "FALSE"
    attendee.params["CN"] = _parameter(guest.name or guest.address)
    return attendee


def _parameter(text: str) -> str:
    """A parameter's value holds no quotation mark and no control character (RFC 5545 §3.2). Nor what some programs
    read as an escape there: a backslash (ical.js, and so Thunderbird), a caret (RFC 6868).
    """
    return one_line(text).translate(_NO_PARAMETER)


def _text(value: str) -> object:
    from icalendar import vText  # noqa: PLC0415

    return vText(value)


def _alarm(wording: Wording) -> "Alarm":
    from icalendar import Alarm  # noqa: PLC0415

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", one_line(wording.summary)[:LONGEST_SUMMARY])
    alarm.add("trigger", timedelta(minutes=-wording.alarm_minutes))
    return alarm


def _zone() -> "Timezone":
    """Denmark since 1996 (directive 2000/84/EC): the last Sundays of March and October, at 01:00 UTC."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard  # noqa: PLC0415

    zone = Timezone()
    zone.add("tzid", TZID)
    for part, name, month, before, after, start in (
        (TimezoneDaylight(), "CEST", 3, 1, 2, datetime(1996, 3, 31, 2)),  # noqa: DTZ001 - local time, as the RFC asks
        (TimezoneStandard(), "CET", 10, 2, 1, datetime(1996, 10, 27, 3)),  # noqa: DTZ001
    ):
        part.add("tzname", name)
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("dtstart", start)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
        zone.add_component(part)
    return zone
