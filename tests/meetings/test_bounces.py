"""Invitations that come back: marked on the member's invitation, told to the coordinator and the secretariat once."""

from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest

from bot.model.summary import DayFigures
from bot.model.zone import COPENHAGEN
from bot.service.summary import figures
from tests.meetings.desk import AASE, BO, COORDINATORS, EVA, MEMBERS, Desk, calendar

BOOKING = "Vi mødes torsdag den 7. maj 2026 kl. 17-20 på Hotel Fjorden. Åse"
REFUSAL = "550 5.1.1 Ingen bruger af det navn"


@pytest.fixture
def booked(at: Desk) -> Desk:
    at.store.first_day(at.now.date())
    at.post(AASE, BOOKING)
    return at


def refuse(at: Desk, address: str) -> None:
    """The server refuses for good what is queued for the address, and takes everything else."""
    while letters := at.store.claim(at.now, timedelta(seconds=20), 50):
        for letter in letters:
            for recipient in letter.recipients:
                if recipient.address == address:
                    at.store.refused(letter.letter_id, address, at.now, REFUSAL)
                else:
                    at.store.delivered(letter.letter_id, recipient.address, at.now, "250 ok")


def returned(
    letter: EmailMessage, recipient: str, *, original: str = "", action: str = "failed", status: str = "5.1.1",
    brings_back: bool = True,
) -> bytes:  # fmt: skip
    """A report as Postfix writes it (RFC 3464)."""
    fields = f"Final-Recipient: rfc822; {recipient}\r\n"
    fields += f"Original-Recipient: rfc822;{original}\r\n" if original else ""
    fields += f"Action: {action}\r\nStatus: {status}\r\nDiagnostic-Code: smtp; {REFUSAL}\r\n"
    head = (
        f"Message-ID: {letter['Message-ID']}\r\nSubject: {letter['Subject']}\r\n" if brings_back else "Subject: X\r\n"
    )
    return (
        "Return-Path: <>\r\nAuthentication-Results: mx.ekm.example; dmarc=pass header.from=mx.holm.example\r\n"
        "From: MAILER-DAEMON@mx.holm.example (Mail Delivery System)\r\nTo: netvaerk@ekm.example\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        f"Message-ID: <{abs(hash((recipient, action, original))):x}@mx.holm.example>\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nThis is the mail system at host mx.holm.example.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        f"Reporting-MTA: dns; mx.holm.example\r\n\r\n{fields}\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\n{head}\r\n--b--\r\n"
    ).encode()


def marked(at: Desk) -> dict[str, str | None]:
    return {
        i.address: i.bounce for m in at.meetings() for i in at.store.meetings.invitees(m.meeting_id) if i.bounced_at
    }


def told(mails: list[EmailMessage]) -> list[EmailMessage]:
    return [m for m in mails if "kom ikke frem" in m["Subject"]]


def summary(at: Desk) -> DayFigures:
    return figures(at.around, at.store, "EKM", at.now.date(), at.now)


def test_a_refusal_is_marked_and_told_to_the_coordinator_once(booked: Desk) -> None:
    refuse(booked, BO)
    assert marked(booked) == {BO: REFUSAL}
    (letter,) = told(booked.tick())
    assert str(letter["To"]) == "Åse Lund <aase@fjordfys.example>"
    text = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert f"Bo Holm, {BO} ({REFUSAL})" in text
    assert "torsdag den 7. maj 2026" in text
    assert not told(booked.pass_days(3))
    staff = [m for m in booked.sent if "sekretariat@" in str(m["To"])]
    assert not staff, "the secretariat reads it in the summary"


def test_the_summary_tells_it_on_its_day_and_no_other(booked: Desk) -> None:
    refuse(booked, BO)
    (row,) = summary(booked).bounces
    assert (row.name, row.recipient, row.error, len(row.meetings)) == ("Bo Holm", BO, REFUSAL, 1)
    assert summary(booked).letters == ()
    booked.pass_days(1)
    assert summary(booked).bounces == ()


def test_a_returned_mail_is_matched_by_its_message_id(booked: Desk) -> None:
    (invitation,) = booked.to(BO)
    handled = booked.take(returned(invitation, BO), "MAILER-DAEMON@mx.holm.example")
    assert handled.decision.kind == "bounce"
    assert marked(booked) == {BO: "5.1.1"}
    assert len(told(booked.tick())) == 1
    assert summary(booked).mails == (), "told with the meetings"
    assert len(summary(booked).bounces) == 1


@pytest.mark.parametrize(
    ("recipient", "original"),
    [("bo.holm@privat.example", BO), ("bo.holm@privat.example", "")],
    ids=["original recipient", "an invitation has one recipient"],
)
def test_mail_that_was_passed_on_is_matched(booked: Desk, recipient: str, original: str) -> None:
    (invitation,) = booked.to(BO)
    booked.take(returned(invitation, recipient, original=original), "MAILER-DAEMON@mx.holm.example")
    assert list(marked(booked)) == [BO]


def test_a_return_without_the_letters_id_is_matched_by_its_address(booked: Desk) -> None:
    (invitation,) = booked.to(BO)
    booked.take(returned(invitation, BO, brings_back=False), "MAILER-DAEMON@mx.holm.example")
    assert list(marked(booked)) == [BO]


@pytest.mark.parametrize(
    ("recipient", "changes"),
    [
        pytest.param(BO, {"action": "delayed", "status": "4.4.1"}, id="the server goes on trying"),
        pytest.param("stranger@else.example", {"brings_back": False}, id="an address that nobody invited"),
    ],
)
def test_what_marks_nothing(booked: Desk, recipient: str, changes: dict[str, str]) -> None:
    (invitation,) = booked.to(BO)
    booked.take(returned(invitation, recipient, **changes), "MAILER-DAEMON@mx.holm.example")  # type: ignore[arg-type]
    assert marked(booked) == {}
    assert not told(booked.tick())


def test_one_dead_address_in_many_meetings_is_told_once(at: Desk) -> None:
    at.store.first_day(at.now.date())
    at.post(AASE, "Vi mødes 7/5, 17/9 og 12/11 2026 kl. 17-20 på Hotel Fjorden")
    refuse(at, BO)
    (letter,) = told(at.tick())
    assert "3 møder" in letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    at.now += timedelta(days=7)
    at.post(AASE, "Vi mødes også 3/12 2026 kl. 17-20 på Hotel Fjorden")
    refuse(at, BO)
    assert len(marked(at)) == 1
    assert not told(at.pass_days(5))


def test_no_reminders_to_an_address_that_does_not_work(booked: Desk) -> None:
    refuse(booked, BO)
    booked.pass_days(63)
    reminded = {str(m["To"]).partition("<")[2].rstrip(">") for m in booked.sent if "Påmindelse" in m["Subject"]}
    assert BO not in reminded
    assert EVA in {str(m["To"]).partition("<")[2].rstrip(">") for m in booked.sent}


def test_the_right_address_gets_the_invitation_and_the_mark_is_of_the_old_one(booked: Desk) -> None:
    refuse(booked, BO)
    booked.tick()
    booked.change_register(members=MEMBERS.replace(BO, "bo@nyholm.example"))
    found = booked.tick()
    (letter,) = [m for m in found if "bo@nyholm.example" in str(m["To"])]
    assert calendar(letter).method.value == "REQUEST"
    assert not told(booked.pass_days(2))


def test_a_change_is_sent_all_the_same_and_takes_the_mark_away(booked: Desk) -> None:
    refuse(booked, BO)
    booked.post(AASE, "Mødet d. 7. maj flyttes til torsdag den 21. maj, samme tid og sted.")
    assert marked(booked) == {}
    assert len(booked.to(BO)) == 2


def test_an_answer_takes_the_mark_away(booked: Desk) -> None:
    (invitation,) = booked.to(BO)
    refuse(booked, BO)
    booked.post(BO, "Ja tak, jeg kommer", answers=invitation)
    assert marked(booked) == {}


@pytest.mark.parametrize("alone", [True, False], ids=["the coordinator's own", "no coordinator"])
def test_where_no_coordinator_can_be_told_the_secretariat_is(booked: Desk, alone: bool) -> None:
    if alone:
        refuse(booked, AASE)
    else:
        refuse(booked, BO)
        booked.change_register(coordinators=COORDINATORS.replace("2024-01-01,,1", "2024-01-01,2026-03-01,1"))
    (letter,) = told(booked.tick())
    assert str(letter["To"]) == "sekretariat@ekm.example"


def test_at_night_nobody_is_told(booked: Desk) -> None:
    refuse(booked, BO)
    booked.now = datetime(2026, 3, 3, 3, tzinfo=COPENHAGEN)
    assert not told(booked.tick())
    booked.now = booked.now.replace(hour=9)
    assert len(told(booked.tick())) == 1
