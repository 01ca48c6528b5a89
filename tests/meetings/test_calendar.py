"""Every calendar part that the bot can produce, against the RFCs' rules and two parsers that are not ours.

RFC 5545 (lines, escaping, times), 5546 (what REQUEST and CANCEL must hold), 6047 (the mail around it), and what
calendar programs demand beyond them (docs/invitations.md).
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from bot.meetings.calendar import LONGEST_SUMMARY, LONGEST_UID, Guest, Method, Wording, feed, itip, uid_of
from bot.model.message import Address
from bot.model.register import BookedMeeting
from bot.model.zone import COPENHAGEN
from tests.meetings.desk import AASE, BO, Desk

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ORGANIZER = Address("netvaerk@ekm.example", "Kvalitetsnetværk Fjordby Øst v/ Åse Lund")
GUEST = Guest("bo@holm.example", "Bo Holm")
MEETING = BookedMeeting(
    "FYS-041-2026-05-07", "FYS-041", datetime(2026, 5, 7, 17, tzinfo=COPENHAGEN),
    datetime(2026, 5, 7, 20, tzinfo=COPENHAGEN), "Hotel Fjorden", "Havnevej 1, 8000 Aarhus C",
)  # fmt: skip
WORDING = Wording(
    "Kvalitetsnetværksmøde: Fjordby Øst", "Møde.\n\nDagsorden\n17.00  Velkommen; siden sidst, og så videre", 1440
)
AWKWARD: dict[str, Callable[[BookedMeeting], BookedMeeting]] = {
    "as it is": lambda m: m,
    "tentative": lambda m: m._replace(status="tentative"),
    "cancelled": lambda m: m._replace(status="cancelled", sequence=3),
    "no place": lambda m: m._replace(venue=None, address=None),
    "a place of commas, semicolons, backslashes": lambda m: m._replace(venue="Kro; bar, \\grill\\"),
    "a place with line breaks in it": lambda m: m._replace(venue="Kro\r\nBEGIN:VEVENT\r\nX"),
    "a long place of two-octet letters": lambda m: m._replace(venue="æøå" * 120),
    "emoji": lambda m: m._replace(venue="Kroen 🍽️🍷"),
    "the night of the clock change": lambda m: m._replace(
        start=datetime(2026, 10, 24, 23, tzinfo=COPENHAGEN), end=datetime(2026, 10, 25, 4, tzinfo=COPENHAGEN)
    ),
    "no end": lambda m: m._replace(end=None),
    "an id of other letters": lambda m: m._replace(meeting_id="møde/1 ; æ" * 30),
}


def lines(content: bytes) -> list[str]:
    """Unfolded, having checked that they are folded as RFC 5545 §3.1 asks."""
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    for line in content.split(b"\r\n"):
        assert len(line) <= 75, line
        line.decode("utf-8")  # no letter is cut in two
    return content.decode("utf-8").replace("\r\n ", "").split("\r\n")[:-1]


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
@pytest.mark.parametrize("change", AWKWARD.values(), ids=AWKWARD)
def test_the_rfcs_rules(change: Callable[[BookedMeeting], BookedMeeting], method: Method) -> None:
    meeting = change(MEETING)
    part = itip(method, meeting, ORGANIZER, GUEST, WORDING, NOW)
    told = lines(part.content)
    names = [re.split("[:;]", line, maxsplit=1)[0] for line in told]
    assert told[0] == "BEGIN:VCALENDAR"
    assert told[-1] == "END:VCALENDAR"
    assert told.count(f"METHOD:{method}") == 1
    assert told.count("BEGIN:VEVENT") == 1
    for once in (
        "PRODID",
        "VERSION",
        "UID",
        "DTSTAMP",
        "SEQUENCE",
        "ORGANIZER",
        "ATTENDEE",
        "STATUS",
        "SUMMARY",
        "TZID",
    ):
        assert names.count(once) == 1, once
    assert "SENT-BY" not in part.content.decode()
    event = cast(Any, vobject.readOne(part.content.decode("utf-8"))).vevent
    assert event.organizer.value == "mailto:netvaerk@ekm.example"
    assert event.attendee.value == "mailto:bo@holm.example"
    assert event.attendee.params.get("RSVP", [None])[0] == ("TRUE" if method == "REQUEST" else None)
    assert len(event.uid.value.encode()) <= LONGEST_UID
    assert len(event.summary.value) <= LONGEST_SUMMARY
    assert event.dtstamp.value == NOW
    assert int(event.sequence.value) == meeting.sequence
    assert (event.status.value == "CANCELLED") == (method == "CANCEL" or meeting.status == "cancelled")
    assert event.dtstart.value.astimezone(COPENHAGEN) == meeting.start
    assert event.dtend.value > event.dtstart.value
    if meeting.venue:
        assert event.location.value.startswith(" ".join(meeting.venue.split())[:20])
    assert ("BEGIN:VALARM" in told) == (method == "REQUEST")


@given(st.datetimes(datetime(2026, 1, 1), datetime(2035, 12, 31)))
def test_our_zone_is_copenhagens(moment: datetime) -> None:
    """The written rules give the offset that the tz database gives, on both sides of both changes."""
    start = moment.replace(minute=0, second=0, microsecond=0, tzinfo=ZoneInfo("Europe/Copenhagen"))
    if 2 <= start.hour <= 3:
        start = start.replace(hour=12)
    part = itip(
        "REQUEST", MEETING._replace(start=start, end=start + timedelta(hours=1)), ORGANIZER, GUEST, WORDING, NOW
    )
    event = cast(Any, vobject.readOne(part.content.decode("utf-8"))).vevent
    assert event.dtstart.value.utcoffset() == start.utcoffset()


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=120))
def test_whatever_people_write_stays_text(venue: str, topic: str, name: str) -> None:
    meeting = MEETING._replace(venue=venue or None)
    part = itip("REQUEST", meeting, ORGANIZER, Guest("bo@holm.example", name), Wording(topic or "x", topic, 0), NOW)
    told = lines(part.content)
    assert told.count("BEGIN:VEVENT") == told.count("END:VEVENT") == 1
    assert sum(line.startswith("ATTENDEE") for line in told) == 1
    assert "BEGIN:VALARM" not in told


def test_the_uid_stays_whatever_changes() -> None:
    changed = MEETING._replace(start=MEETING.start + timedelta(days=9), venue="Kroen", sequence=4)
    assert uid_of(MEETING, "ekm.example") == uid_of(changed, "ekm.example")
    assert uid_of(MEETING._replace(uid="gammel@andet.example"), "ekm.example") == "gammel@andet.example"


def test_a_file_of_meetings() -> None:
    later = MEETING._replace(meeting_id="2", start=MEETING.start + timedelta(days=90), end=None)
    content = feed([(MEETING, WORDING, ORGANIZER), (later, WORDING, ORGANIZER)], NOW, "Fjordby Øst")
    told = lines(content)
    assert told.count("BEGIN:VEVENT") == 2
    assert told.count("BEGIN:VTIMEZONE") == 1
    assert "METHOD:PUBLISH" in told
    # RFC 5546 §3.2.1: an ORGANIZER each, and nobody who attends.
    assert sum(line.startswith("ORGANIZER") for line in told) == 2
    assert not any(line.startswith("ATTENDEE") for line in told)


def parts(mail: EmailMessage) -> list[str]:
    return [p.get_content_type() for p in mail.walk()]


def test_the_mail_around_it_shows_buttons(at: Desk) -> None:
    """RFC 6047 §2.4 and §3: method in the type and in the calendar; the same calendar beside the text and as a file."""
    at.post(AASE, "Vi mødes torsdag den 7. maj 2026 kl. 17-20 på Hotel Fjorden")
    (mail,) = at.to(BO)
    alternative = ["multipart/alternative", "text/plain", "text/html", "text/calendar"]
    assert parts(mail) == ["multipart/mixed", *alternative, "application/ics", "application/pdf"]
    inline, file = (p for p in mail.walk() if p.get_content_type() in ("text/calendar", "application/ics"))
    assert inline.get_param("method") == "REQUEST"
    assert inline.get_content_charset() == "utf-8"
    assert inline.get_payload(decode=True) == file.get_payload(decode=True)
    assert file.get_filename() == "invite.ics"
    assert str(mail["From"]).endswith("<netvaerk@ekm.example>")
    assert b"METHOD:REQUEST" in cast(bytes, inline.get_payload(decode=True))
