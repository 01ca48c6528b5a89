"""Every calendar part that the bot can produce, read by ical.js: what Thunderbird and Nextcloud read calendars with.

A second parser that is not ours, in another language, besides vobject. Needs node, and once

    npm install --prefix tests/meetings/icaljs --no-package-lock --ignore-scripts
"""

import json
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.meetings.calendar import Guest, Method, Wording, feed, itip, uid_of
from bot.model.meeting import Partstat
from bot.model.register import BookedMeeting
from bot.model.zone import COPENHAGEN
from tests.meetings.desk import AASE, Desk
from tests.meetings.test_calendar import AWKWARD, GUEST, MEETING, NOW, ORGANIZER, WORDING

FOLDER = Path(__file__).parent / "icaljs"
METHODS: tuple[Method, ...] = ("REQUEST", "CANCEL")

if shutil.which("node") is None:
    pytest.skip("node is not installed: apt-get install nodejs npm", allow_module_level=True)
if not (FOLDER / "node_modules" / "ical.js").is_dir():
    pytest.skip(
        "ical.js: npm install --prefix tests/meetings/icaljs --no-package-lock --ignore-scripts",
        allow_module_level=True,
    )


def read(contents: list[bytes]) -> list[dict[str, Any]]:
    """One run of node for all of them; it fails with the parser's own words."""
    texts = json.dumps([c.decode("utf-8") for c in contents])
    done = subprocess.run(
        ["node", "read.mjs"], cwd=FOLDER, input=texts, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def holds(found: dict[str, Any], meeting: BookedMeeting, method: Method, guest: Guest, wording: Wording) -> None:
    assert (found["root"], found["method"], found["version"]) == ("vcalendar", method, "2.0")
    assert found["survives"], "written again it says the same"
    (event,) = found["events"]
    assert event["uid"] == uid_of(meeting, "ekm.example")
    assert event["sequence"] == meeting.sequence
    assert event["dtstamp"] == utc(NOW)
    assert event["start"] == {"utc": utc(meeting.start), "tzid": "Europe/Copenhagen"}
    assert event["end"]["utc"] == utc(meeting.end or meeting.start + timedelta(hours=3))
    assert event["summary"] == " ".join(wording.summary.split())
    assert event["description"] == wording.description
    assert [o["address"] for o in event["organizer"]] == [f"mailto:{ORGANIZER.address}"]
    (attendee,) = event["attendees"]
    assert attendee["address"] == f"mailto:{guest.address}"
    assert attendee["cn"] == (guest.name.replace("\\", "/").replace("^", "") or guest.address)
    assert attendee["partstat"] == guest.partstat
    assert event["alarms"] == ([-60 * wording.alarm_minutes] if method == "REQUEST" and wording.alarm_minutes else [])


def test_every_awkward_meeting_in_every_method() -> None:
    cases = [(change(MEETING), method) for change in AWKWARD.values() for method in METHODS]
    parts = [itip(method, meeting, ORGANIZER, GUEST, WORDING, NOW).content for meeting, method in cases]
    for found, (meeting, method) in zip(read(parts), cases, strict=True):
        holds(found, meeting, method, GUEST, WORDING)


def test_every_answer_that_can_be_known_and_names_of_all_kinds() -> None:
    states: tuple[Partstat, ...] = ("NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED")
    guests = [Guest("bo@holm.example", "Bo Holm", state) for state in states]
    guests += [Guest("bo@holm.example", name) for name in ("Holm, Bo; læge: «Å»", "", "O'Neill^n \\n x", "山田 🙂")]
    parts = [itip("REQUEST", MEETING, ORGANIZER, guest, WORDING, NOW).content for guest in guests]
    for found, guest in zip(read(parts), guests, strict=True):
        holds(found, MEETING, "REQUEST", guest, WORDING)


def test_our_zone_is_copenhagens_all_year_round() -> None:
    """The written rules against the tz database, on both sides of both changes of the clock, for years."""
    days = [
        datetime(year, month, day, hour, 30, tzinfo=COPENHAGEN)
        for year in (2026, 2031)
        for month in range(1, 13)
        for day in (1, 24, 25, 26, 27, 28)
        for hour in (0, 4)
    ]
    meetings = [BookedMeeting("m", "n", start, start + timedelta(hours=1)) for start in days]
    parts = [itip("REQUEST", m, ORGANIZER, GUEST, WORDING, NOW).content for m in meetings]
    for found, meeting in zip(read(parts), meetings, strict=True):
        assert found["events"][0]["start"]["utc"] == utc(meeting.start), meeting.start


def test_a_file_of_meetings() -> None:
    later = BookedMeeting("2", "FYS-041", MEETING.start + timedelta(days=90))
    (found,) = read([feed([(MEETING, WORDING, ORGANIZER), (later, WORDING, ORGANIZER)], NOW, "Fjordby Øst")])
    assert found["method"] == "PUBLISH"
    assert [e["start"]["utc"] for e in found["events"]] == [utc(MEETING.start), utc(later.start)]
    assert not any(e["attendees"] for e in found["events"])
    assert all(o["address"] == f"mailto:{ORGANIZER.address}" for e in found["events"] for o in e["organizer"])


def test_what_really_goes_out_booked_moved_given_an_agenda_and_called_off(at: Desk) -> None:
    at.post(AASE, "Vi mødes torsdag den 7. maj 2026 kl. 17-20 på Hotel Fjorden; «Salen», 1. sal\\2. Emnet er knæ")
    at.post(AASE, "Dagsorden:\n17.00 Velkomst; siden sidst, m.m.\n17.20 Oplæg\n19.00 Mad", subject="Dagsorden")
    at.post(AASE, "Mødet den 7. maj flyttes til torsdag den 21. maj, samme tid og sted.")
    at.post(AASE, "Vi må desværre aflyse mødet den 21. maj.")
    calendars = [
        part.get_payload(decode=True)
        for mail in at.sent
        for part in mail.walk()
        if part.get_content_type() == "text/calendar"
    ]
    found = read([c for c in calendars if isinstance(c, bytes)])
    assert len(found) == 12, "three people, four letters each"
    assert {f["events"][0]["uid"] for f in found} == {"FYS-041-2026-05-07@ekm.example"}
    told = [(f["method"], f["events"][0]["sequence"]) for f in found]
    assert sorted(set(told)) == [("CANCEL", 2), ("REQUEST", 0), ("REQUEST", 1)]
    assert any("17.00 Velkomst; siden sidst, m.m.\n" in f["events"][0]["description"] for f in found)
