"""Whole conversations: a booking becomes a full room, over the real pipeline and database."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.model.zone import COPENHAGEN
from tests.meetings.desk import AASE, BO, COORDINATORS, EVA, MEMBERS, Desk, calendar, desk

BOOKING = "Hej EKM. Vi mødes torsdag den 7. maj 2026 kl. 17-20 på Hotel Fjorden. Emnet er knæ. Åse"


def test_a_booking_invites_the_members_in_office_each_by_themselves(at: Desk) -> None:
    handled = at.post(AASE, BOOKING)
    assert handled.decision.kind == "booking"
    meeting = at.meeting()
    assert (meeting.start.isoformat(), meeting.venue, meeting.status) == (
        "2026-05-07T17:00:00+02:00", "Hotel Fjorden", "confirmed",
    )  # fmt: skip
    for address in (AASE, BO, EVA):
        (letter,) = [m for m in at.to(address) if "Indkaldelse" in m["Subject"]]
        event = calendar(letter).vevent
        assert event.attendee.value == f"mailto:{address}"
        others = {AASE, BO, EVA} - {address}
        assert not any(other in letter.as_string() for other in others), "nobody sees another's address"
    assert not at.to("ib@rask.example"), "not in office on the day"
    (answer,) = [m for m in at.to(AASE) if "Indkaldelse" not in m["Subject"]]
    text = answer.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert meeting.reference
    assert meeting.reference in text
    assert "faktura@ekm.example" in text


def test_told_twice_it_is_one_meeting(at: Desk) -> None:
    at.post(AASE, BOOKING)
    before = len(at.sent)
    handled = at.post(AASE, BOOKING, subject="Møde igen")
    assert len(at.meetings()) == 1
    assert [a.action for a in handled.decision.meetings] == ["none"]
    assert len(at.sent) == before + 1, "the coordinator is told that it is known; the members nothing"
    assert at.tick() == []


def test_what_is_missing_is_asked_and_the_answer_completes_it(at: Desk) -> None:
    at.post(AASE, "Møde torsdag den 7. maj 2026 på Hotel Fjorden. Åse")
    assert at.meetings() == []
    (question,) = at.to(AASE)
    assert "Hvornår begynder mødet" in question.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    at.post(AASE, "Kl. 17-20", answers=question)
    assert at.meeting().start.isoformat() == "2026-05-07T17:00:00+02:00"
    assert len(at.to(BO)) == 1
    at.post(AASE, "Kl. 18-21", answers=question)
    assert at.meeting().start.hour == 17, "a question that is answered is answered"


def test_a_wrong_weekday_is_asked_and_the_answer_settles_it(at: Desk) -> None:
    at.post(AASE, "Møde mandag den 7. maj 2026 kl. 17-20 på Hotel Fjorden")
    (question,) = at.to(AASE)
    assert at.meetings() == []
    at.post(AASE, "Torsdag den 7. maj 2026 er rigtigt", answers=question)
    assert at.meeting().start.isoformat() == "2026-05-07T17:00:00+02:00"


@pytest.mark.parametrize("day", ["den 5. april 2026", "24/12 2026", "grundlovsdag den 5. juni 2026"])
def test_a_holiday_is_asked(at: Desk, day: str) -> None:
    handled = at.post(AASE, f"Møde {day} kl. 17-20 på Hotel Fjorden")
    assert at.meetings() == []
    assert handled.decision.meetings[0].asked == ("date",)


def test_the_same_day_said_once_more_settles_a_holiday(at: Desk) -> None:
    at.post(AASE, "Møde den 5. juni 2026 kl. 17-20 på Hotel Fjorden")
    (question,) = at.to(AASE)
    at.post(AASE, "Ja, fredag den 5. juni 2026", answers=question)
    assert at.meeting().start.isoformat() == "2026-06-05T17:00:00+02:00"


def test_the_agenda_has_its_clock_times_line_by_line(at: Desk) -> None:
    at.post(AASE, BOOKING)
    text = at.to(BO)[0].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "   17.00 Velkommen – siden sidst (5 min.)\r\n   17.05 Kort oplæg om knæ (10 min.)\r\n" in text
    assert "dagens emne" not in text


def test_a_move_updates_every_calendar_once(at: Desk) -> None:
    at.post(AASE, BOOKING)
    at.post(AASE, "Mødet d. 7. maj flyttes til torsdag den 21. maj 2026, samme tid og sted.")
    meeting = at.meeting()
    assert (meeting.start.isoformat(), meeting.sequence) == ("2026-05-21T17:00:00+02:00", 1)
    first, update = at.to(BO)
    old, new = calendar(first).vevent, calendar(update).vevent
    assert (old.uid.value, new.uid.value) == (old.uid.value, old.uid.value)
    assert (int(old.sequence.value), int(new.sequence.value)) == (0, 1)
    assert at.tick() == []


@pytest.mark.parametrize(
    ("mail", "asked", "answer", "day", "status"),
    [
        ("Der går et rygte. Vi flytter mødet den 7. maj til den 21. maj.", "flyttes", "Ja", 21, "confirmed"),
        ("Udkast: Vi flytter mødet den 7. maj til den 21. maj.", "flyttes", "Ja tak, det skal det", 21, "confirmed"),
        ("Vi flytter mødet den 7. maj til den 21. maj.\n\nPS. Glem flytningen, Bo kan godt alligevel.", "flyttes",
         "Nej, det bliver som det er", 7, "confirmed"),
        ("Mødet den 7. maj er aflyst.\n\nPS. Glem ovenstående, de fandt et lokale.", "aflyses", "Nej", 7, "confirmed"),
        ("Mødet den 7. maj er aflyst.\n\nPS. Glem ovenstående, de fandt et lokale.", "aflyses",
         "Nej, det skal ikke aflyses", 7, "confirmed"),
        ("Mødet den 7. maj er aflyst. Kan jeg skrive det til de andre?", "aflyses", "Ja", 7, "cancelled"),
    ],
    ids=["a rumour beside a move, yes", "a draft, yes", "withdrawn, no", "called off and withdrawn, no",
         "called off and withdrawn, no in a sentence", "called off, yes"],
)  # fmt: skip
def test_what_may_be_taken_back_is_done_when_its_writer_says_so(
    at: Desk, mail: str, asked: str, answer: str, day: int, status: str
) -> None:
    at.post(AASE, BOOKING)
    at.post(AASE, mail, subject="Mødet")
    assert (at.meeting().start.day, at.meeting().status) == (7, "confirmed")
    question = at.to(AASE)[-1]
    text = " ".join(question.get_body(("plain",)).get_content().split())  # type: ignore[union-attr]
    assert f"Skal mødet torsdag den 7. maj 2026 {asked}" in text
    at.post(AASE, answer, answers=question)
    assert (at.meeting().start.day, at.meeting().status) == (day, status)


def test_a_cancellation_reaches_everybody_and_ends_it(at: Desk) -> None:
    at.post(AASE, BOOKING)
    at.post(AASE, "Vi må desværre aflyse mødet den 7. maj.", subject="Aflysning")
    assert at.meeting().status == "cancelled"
    cancelled = calendar(at.to(BO)[-1])
    assert (cancelled.method.value, cancelled.vevent.status.value, int(cancelled.vevent.sequence.value)) == (
        "CANCEL", "CANCELLED", 1,
    )  # fmt: skip
    at.now = at.meeting().start - timedelta(days=7)
    assert at.tick() == []


@pytest.mark.parametrize(
    ("sender", "passes"), [("gert@gammelfys.example", True), (BO, True), ("en@anden.example", True), (AASE, False)],
    ids=["a former coordinator", "a member", "a stranger", "a forged coordinator"],
)  # fmt: skip
def test_nobody_else_books(at: Desk, sender: str, passes: bool) -> None:
    handled = at.post(sender, BOOKING, passes=passes)
    assert at.meetings() == []
    assert at.sent == []
    assert handled.decision.outcome == "review"


def test_the_secretariat_books_on_a_coordinators_behalf(at: Desk) -> None:
    at.post("sekretariat@ekm.example", f"{BOOKING.removesuffix(' Åse')} Det er Kvalitetsnetværk Fjordby Øst.")
    assert at.meeting().network_id == "FYS-041"
    assert any(AASE in str(m["Cc"]) for m in at.to("sekretariat@ekm.example"))


def test_a_member_who_joins_is_invited_and_one_who_leaves_is_told(at: Desk) -> None:
    at.post(AASE, BOOKING)
    new = "FYS-041,041005,Nye Nielsen,Klinik Ny,nye@ny.example,tenant,2026-04-01,\n"
    at.change_register(
        MEMBERS.replace("eva@dam.example,tenant,2020-01-01,", "eva@dam.example,tenant,2020-01-01,2026-04-30") + new
    )
    at.tick()
    assert calendar(at.to("nye@ny.example")[-1]).method.value == "REQUEST"
    assert calendar(at.to(EVA)[-1]).method.value == "CANCEL"
    assert at.tick() == []


def reply(at: Desk, address: str, partstat: str, sequence: int = 0, stamp: str = "20260303T090000Z") -> bytes:
    uid = calendar(at.to(address)[0]).vevent.uid.value
    return (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n"
        f"UID:{uid}\r\nSEQUENCE:{sequence}\r\nDTSTAMP:{stamp}\r\n"
        f"ATTENDEE;PARTSTAT={partstat}:mailto:{address}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()


def test_answers_are_counted_and_a_later_one_wins(at: Desk) -> None:
    at.post(AASE, BOOKING)
    at.post(BO, "", "Accepteret: møde", calendar=reply(at, BO, "ACCEPTED"))
    assert at.answers()[BO] == "ACCEPTED"
    at.post(BO, "", "Afslået: møde", calendar=reply(at, BO, "DECLINED", stamp="20260304T090000Z"))
    assert at.answers()[BO] == "DECLINED"
    at.post(BO, "", "Accepteret: møde igen", calendar=reply(at, BO, "ACCEPTED", stamp="20260303T100000Z"))
    assert at.answers()[BO] == "DECLINED", "an older answer says nothing"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Eva kommer ikke.", id="another member's"),
        pytest.param("Jeg kan ikke den 11. juni.", id="to another meeting"),
        pytest.param("Jeg kan ikke den 11. juni, men gerne den 7. maj.", id="to two meetings"),
    ],
)
def test_an_answer_that_is_not_the_senders_to_this_meeting_is_read_by_the_coordinator(at: Desk, text: str) -> None:
    at.post(AASE, BOOKING)
    (invitation,) = at.to(BO)
    at.post(AASE, BOOKING.replace("7. maj", "11. juni"))
    handled = at.post(BO, text, answers=invitation)
    assert set(at.answers().values()) == {"NEEDS-ACTION"}
    assert [letter.template for letter in handled.decision.letters] == ["member_words"]


def test_a_reference_of_one_meeting_with_the_day_of_another_is_asked_about(at: Desk) -> None:
    at.post(AASE, BOOKING)
    may = at.meeting()
    at.post(AASE, BOOKING.replace("7. maj", "11. juni"))
    handled = at.post(AASE, f"{may.reference}: mødet den 11. juni er aflyst. Åse")
    assert [a.asked for a in handled.decision.meetings] == [("meeting",)]
    assert {m.status for m in at.meetings()} == {"confirmed"}


def test_an_answer_to_what_has_changed_since_is_not_counted(at: Desk) -> None:
    at.post(AASE, BOOKING)
    early = reply(at, BO, "ACCEPTED")
    at.post(AASE, "Mødet d. 7. maj flyttes til torsdag den 21. maj 2026, samme tid og sted.")
    handled = at.post(BO, "", "Accepteret: møde", calendar=early)
    assert at.answers()[BO] == "NEEDS-ACTION"
    assert handled.decision.answers[0].why == "old_sequence"


@pytest.mark.parametrize(("sender", "passes"), [("fremmed@gmail.example", True), (EVA, True), (BO, False)])
def test_nobody_answers_for_another(at: Desk, sender: str, passes: bool) -> None:
    at.post(AASE, BOOKING)
    handled = at.post(sender, "", "Afslået: møde", calendar=reply(at, BO, "DECLINED"), passes=passes)
    assert at.answers()[BO] == "NEEDS-ACTION"
    assert handled.decision.outcome == "review"


def test_plain_words_count_and_more_than_yes_or_no_goes_to_the_coordinator(at: Desk) -> None:
    at.post(AASE, BOOKING)
    (invitation,) = at.to(BO)
    at.post(BO, "Ja tak, jeg er vegetar.\n\nMvh Bo", answers=invitation)
    assert at.answers()[BO] == "ACCEPTED"
    assert len(at.to(AASE)) == 2, "the answer to the booking and the coordinator's own invitation"
    (other,) = at.to(EVA)
    at.post(EVA, "Jeg kommer. Kan jeg tage en studerende med, og hvor kan man parkere?", answers=other)
    assert at.answers()[EVA] == "ACCEPTED"
    passed_on = at.to(AASE)[-1]
    assert "studerende" in passed_on.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_every_line_that_a_member_wrote_reaches_the_coordinator(at: Desk) -> None:
    at.post(AASE, BOOKING)
    (invitation,) = at.to(BO)
    lines = [f"Linje {n} er en rigtig lang linje med mange ord om det, jeg gerne vil spørge om." for n in range(40)]
    at.post(BO, "Jeg har et spørgsmål.\n" + "\n".join(lines), answers=invitation)
    text = at.to(AASE)[-1].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert [line for line in lines if line not in " ".join(text.split())] == []


def test_reminders_come_once_each_and_the_caterer_gets_the_count(at: Desk) -> None:
    at.post(AASE, BOOKING)
    at.post(BO, "", "Accepteret: møde", calendar=reply(at, BO, "ACCEPTED"))
    at.now = at.meeting().start - timedelta(days=20)
    subjects = [str(m["Subject"]) for m in at.pass_days(22) if str(m["To"]).endswith(f"{EVA}>")]
    assert [s for s in subjects if s.startswith("Kommer du")] == ["Kommer du til mødet 7. maj 2026?"] * 2
    assert [s for s in subjects if s.startswith("Husk")] == ["Husk mødet tirsdag den 7. maj 2026"] * 0 + [
        "Husk mødet torsdag den 7. maj 2026"
    ]
    counts = [m for m in at.to(AASE) if "til bordet" in str(m["Subject"])]
    assert [str(m["Subject"]) for m in counts] == ["1 til bordet 7. maj 2026"]
    to_bo = [str(m["Subject"]) for m in at.to(BO)]
    assert not any(s.startswith("Kommer du") for s in to_bo), "he has answered"


def test_who_said_yes_to_the_day_before_is_not_counted_for_the_new_one(at: Desk) -> None:
    at.post(AASE, BOOKING)
    at.post(BO, "", "Accepteret: møde", calendar=reply(at, BO, "ACCEPTED"))
    # In the evening, when nobody is written to: the next morning brings the news and the count in one look.
    at.now = datetime(2026, 5, 3, 22, tzinfo=COPENHAGEN)
    at.post(AASE, "Mødet d. 7. maj flyttes til fredag den 8. maj 2026, samme tid og sted.")
    (count,) = [m for m in at.pass_days(1) if m["To"] is not None and "svaret endnu" in str(m["Subject"])]
    assert str(count["Subject"]) == "Ingen har svaret endnu: mødet 8. maj 2026"
    assert "Bo" not in count.get_body(("plain",)).get_content().partition("Har ikke svaret")[0]  # type: ignore[union-attr]


def test_after_days_of_downtime_each_reminder_comes_once(at: Desk) -> None:
    at.post(AASE, BOOKING)
    at.now = (at.meeting().start - timedelta(days=5)).replace(hour=12)  # a Saturday
    subjects = [str(m["Subject"]) for m in at.tick() if str(m["To"]).endswith(f"{EVA}>")]
    assert subjects == ["Kommer du til mødet 7. maj 2026?"], "the one of two weeks before is too late"
    assert at.tick() == []


@pytest.mark.parametrize("hour", [2, 7, 20, 23])
def test_nobody_is_written_to_at_night(at: Desk, hour: int) -> None:
    at.post(AASE, BOOKING)
    at.now = (at.meeting().start - timedelta(days=14)).replace(hour=hour)
    assert at.tick() == []


def test_of_two_coordinators_the_one_with_an_address_is_written_to(at: Desk) -> None:
    head, *rest = COORDINATORS.splitlines(keepends=True)
    at.change_register(coordinators=f"{head}FYS-041,Per Adresseløs,,,2024-01-01,,0.5\n{''.join(rest)}")
    at.post(AASE, BOOKING)
    at.tick()
    at.now = (at.meeting().start + timedelta(days=10)).replace(hour=12)
    at.pass_days(30)
    assert "Fakturaen for mødet 7. maj 2026 mangler" in [str(m["Subject"]) for m in at.to(AASE)]


def test_a_held_meeting_without_an_invoice_is_asked_about_once(at: Desk) -> None:
    at.post(AASE, BOOKING)
    at.tick()
    at.now = (at.meeting().start + timedelta(days=10)).replace(hour=12)
    subjects = [str(m["Subject"]) for m in at.pass_days(60)]
    assert subjects == [
        "Fakturaen for mødet 7. maj 2026 mangler",
        "Ingen faktura for mødet i Kvalitetsnetværk Fjordby Øst 7. maj 2026",
    ]


def test_a_plan_makes_them_all_and_asks_about_the_doubtful_one(at: Desk) -> None:
    at.post(
        AASE,
        "Mødeplan\n7/5 2026 kl. 17-20 Hotel Fjorden\n24/12 2026 kl. 17-20 Hotel Fjorden\n"
        "4/2 2027 kl. 17-20 Hotel Fjorden",
    )
    assert [m.start.date().isoformat() for m in at.meetings()] == ["2026-05-07", "2027-02-04"]
    assert len({m.reference for m in at.meetings()}) == 2
    text = at.to(AASE)[0].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "juleaftensdag" in text


def test_always_confirm(tmp_path: Path) -> None:
    with desk(tmp_path, '[meetings]\nconfirm = "always"\n') as at:
        at.post(AASE, BOOKING)
        assert at.meetings() == []
        (question,) = at.to(AASE)
        at.post(AASE, "ja", answers=question)
        assert at.meeting().venue == "Hotel Fjorden"
        assert len(at.to(BO)) == 1


class TestPeopleAreLeftInPeace:
    """What a coordinator books at night is answered at once; the members hear of it when they are up."""

    def booked_at_night(self, at: Desk) -> None:
        at.now = at.now.replace(hour=22)
        at.post(AASE, BOOKING)
        assert not at.to(BO)
        assert "2 medlemmer" not in at.to(AASE)[0].as_string()
        text = at.to(AASE)[0].get_body(("plain",)).get_content()  # type: ignore[union-attr]
        assert "3 medlemmer får besked 3. marts 2026 kl. 8.00." in text

    def test_invitations_wait_for_the_morning(self, at: Desk) -> None:
        self.booked_at_night(at)
        assert at.tick() == []
        at.now = (at.now + timedelta(days=1)).replace(hour=8)
        assert [calendar(m).method.value for m in at.tick()] == ["REQUEST"] * 3
        assert at.tick() == []

    def test_what_is_called_off_before_they_are_up_never_reaches_them(self, at: Desk) -> None:
        self.booked_at_night(at)
        at.post(AASE, "Vi må desværre aflyse mødet den 7. maj.", subject="Aflysning")
        at.now = (at.now + timedelta(days=1)).replace(hour=8)
        assert at.tick() == []

    def test_a_move_at_night_says_in_the_morning_what_it_was(self, at: Desk) -> None:
        at.post(AASE, BOOKING)
        at.now = at.now.replace(hour=22)
        at.post(AASE, "Mødet d. 7. maj flyttes til torsdag den 21. maj 2026, samme tid og sted.")
        assert len(at.to(BO)) == 1
        at.now = (at.now + timedelta(days=1)).replace(hour=8)
        (update,) = [m for m in at.tick() if m["To"] == at.to(BO)[0]["To"]]
        assert "Før: 7. maj 2026 kl. 17.00" in update.get_body(("plain",)).get_content()  # type: ignore[union-attr]

    @pytest.mark.parametrize(
        ("day", "hour", "goes_now"),
        [
            pytest.param(6, 23, True, id="the night before"),
            pytest.param(3, 12, False, id="a Sunday four days before"),
            pytest.param(5, 21, False, id="two days before: there is a morning between"),
        ],
    )
    def test_a_cancellation_that_cannot_wait_goes_out_at_night(
        self, at: Desk, day: int, hour: int, goes_now: bool
    ) -> None:
        at.post(AASE, BOOKING)
        at.now = at.now.replace(month=5, day=day, hour=hour)
        at.post(AASE, "Vi må desværre aflyse mødet den 7. maj.", subject="Aflysning")
        methods = [calendar(m).method.value for m in at.to(BO) if "Aflyst" in m["Subject"]]
        assert methods == (["CANCEL"] if goes_now else [])

    def test_a_member_who_leaves_on_the_eve_is_told_by_the_night(self, at: Desk) -> None:
        at.post(AASE, BOOKING)
        at.now = at.now.replace(month=5, day=6, hour=22)
        gone = "eva@dam.example,tenant,2020-01-01,"
        at.change_register(MEMBERS.replace(gone, f"{gone}2026-05-06"))
        assert [calendar(m).method.value for m in at.tick()] == ["CANCEL"]


def test_a_meeting_that_the_registers_files_move_is_announced(at: Desk) -> None:
    at.post(AASE, BOOKING)
    at.move_in_files("2026-05-07T17:00", "2026-05-08T17:00", "2026-05-07T20:00", "2026-05-08T20:00")
    update = next(m for m in at.tick() if BO in str(m["To"]))
    event = calendar(update).vevent
    assert (event.dtstart.value.date().isoformat(), int(event.sequence.value)) == ("2026-05-08", 1)
    at.move_in_files()
    assert at.tick() == [], "the same files once more move nothing"


def test_a_topic_that_is_told_later_takes_nobodys_answer_away(at: Desk) -> None:
    at.post(AASE, BOOKING)
    at.post(BO, "", "Accepteret: møde", calendar=reply(at, BO, "ACCEPTED"))
    at.post(AASE, "Til mødet den 7. maj 2026:\nEmne: skulder")
    assert at.meeting().topic == "skulder"
    update = calendar(at.to(BO)[-1]).vevent
    assert (int(update.sequence.value), update.attendee.params["PARTSTAT"]) == (1, ["ACCEPTED"])
    assert (at.answers()[BO], at.answers()[EVA]) == ("ACCEPTED", "NEEDS-ACTION")
    at.post(AASE, "Mødet d. 7. maj flyttes til torsdag den 21. maj 2026, samme tid og sted.")
    assert at.answers()[BO] == "NEEDS-ACTION", "another day is another question"


def test_who_changes_their_mind_in_the_calendar_of_before_the_topic_is_heard(at: Desk) -> None:
    at.post(AASE, BOOKING)
    at.post(AASE, "Til mødet d. 7. maj: Emne: svimmelhed")
    at.post(BO, "", "Accepteret: møde", calendar=reply(at, BO, "ACCEPTED", 1, "20260304T090000Z"))
    at.post(BO, "", "Foreløbig: møde", calendar=reply(at, BO, "TENTATIVE", 0, "20260306T090000Z"))
    assert at.answers()[BO] == "TENTATIVE", "said later, and the day is the same"
    at.post(BO, "", "Afslået: møde", calendar=reply(at, BO, "DECLINED", 0, "20260305T090000Z"))
    assert at.answers()[BO] == "TENTATIVE", "said earlier, though it came later"


def test_a_topic_told_before_people_heard_of_the_move_does_not_keep_their_answer(at: Desk) -> None:
    at.post(AASE, BOOKING)
    at.post(BO, "", "Accepteret: møde", calendar=reply(at, BO, "ACCEPTED"))
    at.now = at.now.replace(hour=22)
    at.post(AASE, "Mødet d. 7. maj flyttes til torsdag den 21. maj 2026, samme tid og sted.")
    at.now = (at.now + timedelta(days=1)).replace(hour=8)
    at.post(AASE, "Til mødet den 21. maj 2026:\nEmne: skulder")
    assert at.answers()[BO] == "NEEDS-ACTION"
    assert calendar(at.to(BO)[-1]).vevent.dtstart.value.day == 21


def test_a_meeting_of_the_files_is_called_when_its_coordinator_tells_the_place(at: Desk) -> None:
    row = "M1,FYS-041,2026-05-07T17:00:00+02:00,2026-05-07T20:00:00+02:00,,,,\n"
    at.move_in_files("mandatory_topic\n", f"mandatory_topic\n{row}")
    assert at.tick() == []
    at.post(AASE, "Mødet den 7. maj 2026 kl. 17-20 holdes på Hotel Fjorden.")
    assert at.meeting().venue == "Hotel Fjorden"
    assert [calendar(m).method.value for m in at.to(BO)] == ["REQUEST"]


IN_FILES = "M1,FYS-041,2026-05-07T17:00:00+02:00,2026-05-07T20:00:00+02:00,Hotel Fjorden,,,\n"


def test_a_meeting_of_the_files_that_its_coordinator_moves_is_told_to_all(at: Desk) -> None:
    at.move_in_files("mandatory_topic\n", f"mandatory_topic\n{IN_FILES}")
    at.post(AASE, "Mødet d. 7. maj flyttes til torsdag den 21. maj 2026, samme tid og sted.")
    assert [calendar(m).vevent.dtstart.value.day for m in at.to(BO)] == [21]


def test_a_meeting_of_the_files_that_is_confirmed_once_more_calls_nobody(at: Desk) -> None:
    at.move_in_files("mandatory_topic\n", f"mandatory_topic\n{IN_FILES}")
    at.post(
        AASE, "Torsdag den 7. maj 2026 kl. 17-20 på Hotel Fjorden er nu også bekræftet på skrift, som I har i forvejen."
    )
    assert at.to(BO) == []


def test_who_calls_off_what_nobody_was_called_to_hears_that_nobody_was_told(at: Desk) -> None:
    at.move_in_files("mandatory_topic\n", f"mandatory_topic\n{IN_FILES}")
    at.post(AASE, "Mødet d. 7. maj må desværre aflyses.")
    assert at.to(BO) == []
    assert "giv selv deltagerne besked" in at.to(AASE)[-1].get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_a_coordinator_answers_a_change_in_words_as_members_do(at: Desk) -> None:
    at.post(AASE, BOOKING)
    at.post(AASE, "Mødet d. 7. maj flyttes til torsdag den 21. maj 2026, samme tid og sted.")
    update = next(m for m in at.to(AASE) if "Ændret" in str(m["Subject"]))
    for words, partstat in (("Jeg kommer gerne.", "ACCEPTED"), ("Jeg ved det ikke endnu.", "TENTATIVE")):
        assert at.post(AASE, words, answers=update).decision.kind == "rsvp"
        assert at.answers()[AASE] == partstat


def test_a_question_in_a_mail_that_only_quotes_the_invitation_reaches_the_coordinator(at: Desk) -> None:
    at.post(AASE, BOOKING)
    before = len(at.to(AASE))
    quoted = "Den man. 2. mar. 2026 kl. 08.00 skrev EKM <netvaerk@ekm.example>:\n> Du indkaldes den 7. maj 2026 kl. 17."
    at.post(BO, f"Hej Åse, er der parkering ved hotellet? Kh Bo\n\n{quoted}", subject="Re: Indkaldelse")
    (letter,) = at.to(AASE)[before:]
    assert "parkering" in letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
