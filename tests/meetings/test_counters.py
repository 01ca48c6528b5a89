"""Another time proposed (COUNTER), somebody else sent (DELEGATED): in the shapes that calendar programs give them.

The shapes follow what the programs send (RFC 5546 §3.2.7 and §4.2.5, MS-OXCICAL §2.1.3, Google's and Apple's mails);
people and addresses are invented.
"""

from typing import Any

import pytest

from tests.meetings.desk import AASE, BO, EVA, MEMBERS, Desk
from tests.meetings.test_agenda import words_of

BOOKING = "Hej EKM. Vi mødes torsdag den 7. maj 2026 kl. 17-20 på Hotel Fjorden. Åse"
UID = "FYS-041-2026-05-07@ekm.example"

EXCHANGE = """BEGIN:VCALENDAR
METHOD:{method}
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
BEGIN:VTIMEZONE
TZID:Romance Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
ATTENDEE;PARTSTAT={partstat};CN=Bo Holm:mailto:Bo@Holm.example
COMMENT;LANGUAGE=da-DK:{comment}
UID:{uid}
SUMMARY;LANGUAGE=da-DK:Nyt tidspunkt foreslået: Kvalitetsnetværk Fjordby Øst
DTSTART;TZID=Romance Standard Time:20260521T180000
DTEND;TZID=Romance Standard Time:20260521T210000
CLASS:PUBLIC
PRIORITY:5
DTSTAMP:20260303T081500Z
TRANSP:OPAQUE
STATUS:CONFIRMED
SEQUENCE:0
LOCATION;LANGUAGE=da-DK:Hotel Fjorden
X-MICROSOFT-CDO-APPT-SEQUENCE:0
X-MS-OLK-ORIGINALSTART;TZID=Romance Standard Time:20260507T170000
X-MS-OLK-ORIGINALEND;TZID=Romance Standard Time:20260507T200000
END:VEVENT
END:VCALENDAR
"""
GOOGLE = """BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:{method}
BEGIN:VEVENT
DTSTART:20260521T160000Z
DTEND:20260521T190000Z
DTSTAMP:20260303T081500Z
ORGANIZER;CN=Kvalitetsnetværk Fjordby Øst v/ Åse Lund:mailto:netvaerk@ekm.example
UID:{uid}
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={partstat};CN=Bo Hol
 m;X-NUM-GUESTS=0;X-RESPONSE-COMMENT="{comment}":mailto:bo@holm.example
X-MICROSOFT-CDO-OWNERAPPTID:-1
COMMENT:{comment}
CREATED:20260302T090000Z
SEQUENCE:0
STATUS:CONFIRMED
SUMMARY:Kvalitetsnetværk Fjordby Øst
END:VEVENT
END:VCALENDAR
"""
APPLE = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Apple Inc.//macOS 14.5//EN
CALSCALE:GREGORIAN
METHOD:{method}
BEGIN:VEVENT
ORGANIZER;CN="Kvalitetsnetværk Fjordby Øst v/ Åse Lund":mailto:netvaerk@ekm.example
ATTENDEE;CN="Åse Lund";PARTSTAT=ACCEPTED:mailto:netvaerk@ekm.example
ATTENDEE;CN="Bo Holm";CUTYPE=INDIVIDUAL;PARTSTAT={partstat};RSVP=TRUE:mailto:bo@holm.example
DTSTART;TZID=Europe/Copenhagen:20260521T180000
DTEND;TZID=Europe/Copenhagen:20260521T210000
DTSTAMP:20260303T081500Z
COMMENT:{comment}
SEQUENCE:0
UID:{uid}
END:VEVENT
END:VCALENDAR
"""
SHAPES = {"Exchange": EXCHANGE, "Google": GOOGLE, "Apple": APPLE}
DELEGATION = """BEGIN:VCALENDAR
PRODID:{program}
METHOD:REPLY
VERSION:2.0
BEGIN:VEVENT
ORGANIZER:mailto:netvaerk@ekm.example
{attendees}
UID:{uid}
REQUEST-STATUS:2.0;Success
SEQUENCE:0
DTSTAMP:20260303T081500Z
END:VEVENT
END:VCALENDAR
"""


def part(shape: str, **values: str) -> bytes:
    given = {"uid": UID, "method": "COUNTER", "partstat": "TENTATIVE", "comment": "", "program": "-//x//EN", **values}
    return shape.format(**given).replace("\n", "\r\n").encode()


def to_coordinator(at: Desk, about: str) -> Any:
    """The letter that says so, in its subject or its text (a subject may be that of the mail that is passed on)."""
    return next(m for m in at.to(AASE) if about in f"{m['Subject']} {words_of(m)}")


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize(
    ("partstat", "counted"),
    [("TENTATIVE", "TENTATIVE"), ("DECLINED", "DECLINED"), ("ACCEPTED", "ACCEPTED"), ("NEEDS-ACTION", "NEEDS-ACTION")],
)
def test_another_time_goes_to_the_coordinator_and_the_answer_in_it_counts(
    at: Desk, shape: str, partstat: str, counted: str
) -> None:
    at.post(AASE, BOOKING)
    before = len(at.sent)
    handled = at.post(BO, "", "Nyt tidspunkt foreslået", calendar=part(shape, partstat=partstat))
    assert handled.decision.kind == "rsvp"
    (answer,) = handled.decision.answers
    assert answer.attendee == BO
    assert at.answers()[BO] == counted
    letter = to_coordinator(at, "foreslået et andet tidspunkt")
    assert "Foreslået: torsdag den 21. maj 2026 kl. 18.00-21.00" in words_of(letter)
    assert len(at.sent) == before + 1, "no DECLINECOUNTER, nothing to the member: the coordinator decides"
    assert at.meeting().start.day == 7, "nobody moves a meeting but its coordinator"


def test_the_coordinators_answer_to_it_moves_the_meeting(at: Desk) -> None:
    at.post(AASE, BOOKING)
    at.post(BO, "", "Nyt tidspunkt foreslået", calendar=part(EXCHANGE))
    letter = to_coordinator(at, "foreslået et andet tidspunkt")
    at.post(AASE, "Mødet flyttes til torsdag den 21. maj 2026 kl. 18-21", answers=letter)
    assert at.meeting().start.isoformat() == "2026-05-21T18:00:00+02:00"
    assert at.answers()[BO] == "NEEDS-ACTION"


def test_what_is_written_beside_it_goes_along(at: Desk) -> None:
    at.post(AASE, BOOKING)
    at.post(BO, "", "Nyt tidspunkt foreslået", calendar=part(GOOGLE, comment="Jeg kan ikke før kl. 18"))
    text = words_of(to_coordinator(at, "foreslået et andet tidspunkt"))
    assert "Jeg kan ikke før kl. 18" in text
    assert "kommer måske" in text


@pytest.mark.parametrize("passes", [True, False])
def test_a_strangers_proposal_is_nobodys(at: Desk, passes: bool) -> None:
    at.post(AASE, BOOKING)
    handled = at.post(BO if not passes else "x@y.example", "", "Nyt tidspunkt", calendar=part(GOOGLE), passes=passes)
    assert not any(a.applied for a in handled.decision.answers)
    assert handled.letters == ()
    assert handled.decision.attention
    assert at.answers()[BO] == "NEEDS-ACTION"


@pytest.mark.parametrize("method", ["DECLINECOUNTER", "REFRESH"])
def test_what_is_no_answer_changes_nothing_and_is_seen(at: Desk, method: str) -> None:
    at.post(AASE, BOOKING)
    handled = at.post(BO, "", "x", calendar=part(GOOGLE, method=method, partstat="DECLINED"))
    assert (handled.letters, handled.decision.attention) == ((), ("no_answer",))
    assert at.answers()[BO] == "NEEDS-ACTION"


@pytest.mark.parametrize(
    "start",
    ["DTSTART;VALUE=DATE:20260521", "DTSTART:99999999T999999Z", "DTSTART;TZID=Mars/Olympus:20260521T180000", ""],
)
def test_a_time_that_nobody_can_read_is_still_a_proposal_or_none(at: Desk, start: str) -> None:
    at.post(AASE, BOOKING)
    strange = part(GOOGLE).replace(b"DTSTART:20260521T160000Z\r\n", f"{start}\r\n".encode() if start else b"")
    at.post(BO, "", "Nyt tidspunkt foreslået", calendar=strange)
    assert at.answers()[BO] == "TENTATIVE"


BOTH = (
    'ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:{to}":mailto:bo@holm.example\n'
    'ATTENDEE;RSVP=TRUE;PARTSTAT=NEEDS-ACTION;DELEGATED-FROM="mailto:bo@holm.example":mailto:{to}'
)
ALONE = 'ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:{to}";CN=Bo Holm:MAILTO:bo@holm.example'
REVERSED = "\n".join(reversed(BOTH.split("\n")))


@pytest.mark.parametrize(
    "attendees", [BOTH, ALONE, REVERSED], ids=["RFC 5546 §4.2.5", "the delegator alone", "reversed"]
)
def test_somebody_else_is_sent_and_the_coordinator_knows(at: Desk, attendees: str) -> None:
    at.post(AASE, BOOKING)
    handled = at.post(
        BO, "", "Uddelegeret: møde", calendar=part(DELEGATION, attendees=attendees.format(to="vikar@holm.example"))
    )
    (answer,) = handled.decision.answers
    assert (answer.attendee, answer.partstat, answer.delegated_to) == (BO, "DELEGATED", "vikar@holm.example")
    assert at.answers() == {AASE: "NEEDS-ACTION", BO: "DELEGATED", EVA: "NEEDS-ACTION"}
    text = words_of(to_coordinator(at, "meldt en anden til"))
    assert "vikar@holm.example (ikke i netværkets liste og derfor ikke indkaldt)" in text
    assert not at.to("vikar@holm.example"), "nobody is invited on a member's word"
    at.pass_days(70)
    assert not at.to("vikar@holm.example")
    assert not [m for m in at.to(BO) if "Husk" in str(m["Subject"])], "who does not come is not reminded"
    count = to_coordinator(at, "til bordet")
    assert "Sender en anden (1): Bo Holm" in words_of(count)


def test_the_delegates_own_answer_reaches_the_coordinator_and_no_books(at: Desk) -> None:
    at.post(AASE, BOOKING)
    delegate = "vikar@holm.example"
    answer = part(
        DELEGATION,
        attendees=f'ATTENDEE;PARTSTAT=ACCEPTED;DELEGATED-FROM="mailto:bo@holm.example":mailto:{delegate}',
    )
    early = at.post(delegate, "", "Accepteret: møde", calendar=answer)
    assert [a.why for a in early.decision.answers] == ["stranger"], "before the member said so it is a stranger"
    at.post(BO, "", "Uddelegeret: møde", calendar=part(DELEGATION, attendees=BOTH.format(to=delegate)))
    at.post(delegate, "", "Accepteret: møde", calendar=answer, name="Vera Vikar")
    text = words_of(at.to(AASE)[-1])
    assert "Vera Vikar" in text
    assert "i stedet for bo@holm.example og svarer «kommer»" in text
    assert delegate not in at.answers()
    forged = at.post(delegate, "", "Accepteret: møde", calendar=answer, passes=False)
    assert forged.letters == ()


def test_a_delegate_who_is_a_member_answers_for_themselves(at: Desk) -> None:
    at.change_register(MEMBERS)
    at.post(AASE, BOOKING)
    at.post(BO, "", "Uddelegeret: møde", calendar=part(DELEGATION, attendees=BOTH.format(to=EVA)))
    text = words_of(to_coordinator(at, "meldt en anden til"))
    assert f"Sender: {EVA}" in text
    assert "ikke indkaldt" not in text
    own = f'ATTENDEE;PARTSTAT=ACCEPTED;DELEGATED-FROM="mailto:bo@holm.example":mailto:{EVA}'
    at.post(EVA, "", "Accepteret: møde", calendar=part(DELEGATION, attendees=own))
    assert at.answers()[EVA] == "ACCEPTED"
