"""Files and mails that would cost everything: a clear answer, and nothing half made. None of it is timed."""

import csv
import io
from datetime import date

import pytest

from bot.meetings.files import MOST_BYTES, decoded, lines_of_calendar, lines_of_table
from bot.meetings.plan import MOST_ROWS
from bot.meetings.reading import read_bookings
from bot.meetings.segments import Segment
from tests.meetings.mailtable import Mail, decide, world

EVENT = (
    "BEGIN:VEVENT\r\nUID:{n}@x.example\r\nDTSTAMP:20260227T100000Z\r\nDTSTART:202606{day:02}T150000Z\r\n"
    "DTEND:202606{day:02}T180000Z\r\nSUMMARY:M\r\nLOCATION:Klinik Holm\r\n{more}END:VEVENT\r\n"
)
DAYS = (10, 11, 12, 15, 16, 17, 18, 19)


def calendar(events: int = 1, more: str = "", method: str = "PUBLISH") -> str:
    body = "".join(EVENT.format(n=n, day=DAYS[n % len(DAYS)], more=more) for n in range(events))
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//DA\r\nMETHOD:{method}\r\n{body}END:VCALENDAR\r\n"


def sent(text: str, *, name: str = "plan.ics", kind: str = "text/calendar", body: str = "Vores mødeplan") -> Mail:
    file = {"name": name, "type": kind, "encoding": "utf-8", "text": text}
    return Mail("hostile", "", {"text": body, "files": [file], "truth": []})


def doubts(mail: Mail) -> tuple[list[str], list[str]]:
    decision = decide(mail)
    return [a.action for a in decision.meetings], [
        d.code for a in decision.meetings if a.reading for d in a.reading.doubts
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param(calendar(more="RRULE:FREQ=SECONDLY\r\n"), "recurring", id="an endless rule"),
        pytest.param(calendar(more="RRULE:FREQ=WEEKLY;COUNT=3\r\n"), "recurring", id="a rule of three"),
        pytest.param(calendar(400), "too_many", id="400 meetings"),
        pytest.param("BEGIN:VCALENDAR\r\n" + "X-A:" + "x" * MOST_BYTES, "too_many", id="megabytes"),
    ],
)
def test_a_calendar_that_is_no_plan_is_asked_about(text: str, code: str) -> None:
    assert doubts(sent(text)) == (["none"], [code])


def test_a_million_guests_cost_nothing() -> None:
    """They are left out before anything is parsed; the meeting is made."""
    guests = "ATTENDEE;RSVP=TRUE:mailto:a@b.example\r\n" * 40_000
    found = lines_of_calendar(calendar(more=guests).encode())
    assert found.lines[:2] == ("Dato: 2026-06-10", "Tid: 17:00-20:00")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"BEGIN:VCALENDAR",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:99999999T999999\r\nEND:VEVENT\r\nEND:VCALENDAR",
        b"BEGIN:VEVENT\r\n" * 50,
        b"\xff\xfe\x00BEGIN:VCALENDAR",
        b'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;TZID="Mars/Olympus":20260610T170000\r\nDURATION:P99999D\r\n'
        b"END:VEVENT\r\nEND:VCALENDAR",
    ],
)
def test_broken_calendars_raise_nothing(content: bytes) -> None:
    lines_of_calendar(content)


def test_our_own_invitation_that_comes_back_books_nothing() -> None:
    text = calendar(more="ORGANIZER:mailto:netvaerk@ekm.example\r\n", method="REQUEST")
    assert lines_of_calendar(text.encode(), {"netvaerk@ekm.example"}).lines == ()


def test_a_calendar_that_calls_off_is_asked_about() -> None:
    assert doubts(sent(calendar(method="CANCEL")))[0] == ["none"]


def test_four_hundred_meetings_in_one_mail_make_none() -> None:
    rows = "\n".join(f"{1 + n % 28}/{1 + n % 12} {2027 + n // 336} kl. 17-20, Klinik Holm" for n in range(390))
    actions, codes = doubts(Mail("many", "", {"text": f"Mødeplan\n{rows}", "truth": []}))
    assert (actions, codes) == (["none"], ["too_many"])


def test_a_table_of_a_hundred_thousand_rows_makes_none() -> None:
    out = io.StringIO()
    csv.writer(out).writerows(
        [["Dato", "Start", "Slut", "Sted"], *[["2026-05-12", "17", "20", "Klinik Holm"]] * 100_000]
    )
    assert [d.code for d in lines_of_table(out.getvalue()).doubts] == ["too_many"]
    assert doubts(sent(out.getvalue(), name="plan.csv", kind="text/csv")) == (["none"], ["too_many"])


def test_a_spreadsheet_of_more_rows_than_a_plan_has_makes_none() -> None:
    lines = tuple(f"{1 + n % 28}/{1 + n % 12} {2027 + n}\t17-20\tKlinik Holm" for n in range(MOST_ROWS + 40))
    segment = Segment("file", lines, date(2026, 3, 2), title="plan.xlsx")
    (reading,) = read_bookings([segment], world("EKM").rules.vocabulary)
    assert [d.code for d in reading.doubts] == ["too_many"]


@pytest.mark.parametrize("text", ["\0" * 1000, '"' * 5000, "a;b\n" * 3, ";" * 100_000])
def test_odd_tables_raise_nothing(text: str) -> None:
    lines_of_table(text)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Café Ø".encode("utf-8-sig"), "Café Ø"),
        ("Café Ø".encode("cp1252"), "Café Ø"),
        ("Café Ø".encode("utf-16"), "\ufeffCafé Ø"),
    ],
)
def test_tables_in_any_encoding(content: bytes, text: str) -> None:
    assert decoded(content).lstrip("\ufeff") == text.lstrip("\ufeff")


def test_a_plan_that_says_two_things_of_one_day_makes_nothing() -> None:
    text = "Mødeplan\n12/5 2026 kl. 17-20 Klinik Holm\n9/9 2026 kl. 17-20 Klinik Dam\n12/5 2026 kl. 18-21 Klinik Dam"
    actions, codes = doubts(Mail("twice", "", {"text": text, "truth": []}))
    assert set(actions) == {"none"}
    assert set(codes) == {"twice_in_plan"}
