"""Who joins later is invited, who leaves is told: at the edges. And the organizer stays who it is."""

from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest

from bot.model.zone import COPENHAGEN
from tests.meetings import desk as desks
from tests.meetings.desk import AASE, BO, COORDINATORS, EVA, MEMBERS, Desk, calendar

BOOKING = "Vi mødes torsdag den 7. maj 2026 kl. 17-20 på Hotel Fjorden. Åse"
NEW = "ny@klinik.example"
JOINED = f"FYS-041,041009,Nina Ny,Klinik Ny,{NEW},owner,2026-03-01,\n"
WITHOUT_BO = "".join(line for line in MEMBERS.splitlines(keepends=True) if BO not in line)


@pytest.fixture
def booked(at: Desk) -> Desk:
    at.post(AASE, BOOKING)
    return at


def told(mails: list[EmailMessage]) -> list[tuple[str, str, int]]:
    """(address, METHOD, SEQUENCE) of the calendars, sorted."""
    found = []
    for mail in mails:
        if any(p.get_content_type() == "text/calendar" for p in mail.walk()):
            item = calendar(mail)
            address = str(item.vevent.attendee.value).removeprefix("mailto:")
            found.append((address, str(item.method.value), int(item.vevent.sequence.value)))
    return sorted(found)


@pytest.mark.parametrize(
    ("moment", "asked"),
    [
        pytest.param(datetime(2026, 5, 7, 16, 59, tzinfo=COPENHAGEN), [(NEW, "REQUEST", 0)], id="a minute before"),
        pytest.param(datetime(2026, 5, 7, 17, 0, tzinfo=COPENHAGEN), [], id="as it begins"),
        pytest.param(datetime(2026, 5, 8, 9, 0, tzinfo=COPENHAGEN), [], id="the day after"),
    ],
)
def test_joins(booked: Desk, moment: datetime, asked: list[tuple[str, str, int]]) -> None:
    booked.pass_days(66)
    booked.now = moment
    booked.change_register(members=MEMBERS + JOINED)
    assert told(booked.tick()) == asked


@pytest.mark.parametrize(
    ("since", "until", "is_asked"),
    [
        pytest.param("2026-05-07", "", True, id="from the day of the meeting on"),
        pytest.param("2026-05-08", "", False, id="from the day after on"),
        pytest.param("2026-01-01", "2026-05-07", True, id="to the day of the meeting"),
        pytest.param("2026-01-01", "2026-05-06", False, id="to the day before"),
    ],
)
def test_office_is_judged_on_the_meetings_day(booked: Desk, since: str, until: str, is_asked: bool) -> None:
    booked.change_register(members=MEMBERS + JOINED.replace("2026-03-01,", f"{since},{until}"))
    assert told(booked.tick()) == ([(NEW, "REQUEST", 0)] if is_asked else [])


def test_leaves_and_comes_back_and_leaves_once_more(booked: Desk) -> None:
    (invitation,) = booked.to(BO)
    booked.post(BO, "Ja tak, jeg kommer", answers=invitation)
    for members, method in ((WITHOUT_BO, "CANCEL"), (MEMBERS, "REQUEST"), (WITHOUT_BO, "CANCEL"), (MEMBERS, "REQUEST")):
        booked.now += timedelta(days=1)
        booked.change_register(members=members)
        assert told(booked.tick()) == [(BO, method, 0)]
        assert told(booked.tick()) == []
    assert booked.answers()[BO] == "NEEDS-ACTION", "who comes back is asked anew"


def test_who_left_hears_nothing_of_changes_and_of_the_end(booked: Desk) -> None:
    booked.change_register(members=WITHOUT_BO)
    booked.tick()
    booked.post(AASE, "Mødet d. 7. maj flyttes til torsdag den 21. maj, samme tid og sted.")
    booked.post(AASE, "Vi må desværre aflyse mødet den 21. maj.")
    assert [method for address, method, _ in told(booked.sent) if address == BO] == ["CANCEL", "REQUEST"]


def test_another_address_is_invited_and_the_old_one_called_off(booked: Desk) -> None:
    booked.change_register(members=MEMBERS.replace(BO, "bo@ny-klinik.example"))
    assert told(booked.tick()) == [("bo@holm.example", "CANCEL", 0), ("bo@ny-klinik.example", "REQUEST", 0)]
    booked.change_register(members=MEMBERS.replace(BO, "BO@Ny-Klinik.example"))
    assert told(booked.tick()) == [], "the case of letters is no other address"


def test_two_members_with_one_address_are_one_invitation_until_both_have_left(booked: Desk) -> None:
    both = MEMBERS.replace(EVA, BO)
    booked.change_register(members=both)
    assert told(booked.tick()) == [(EVA, "CANCEL", 0)]
    only_eva = "".join(line for line in both.splitlines(keepends=True) if "Bo Holm" not in line)
    booked.change_register(members=only_eva)
    assert told(booked.tick()) == []
    booked.change_register(members="".join(x for x in only_eva.splitlines(keepends=True) if "Eva Dam" not in x))
    assert told(booked.tick()) == [(BO, "CANCEL", 0)]


def test_one_address_in_two_networks_has_two_invitations(at: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "NETWORKS", desks.NETWORKS + "FYS-042,Kvalitetsnetværk Sundby,EKM,Region Fyn,\n")
    other = f"FYS-042,042001,Bo Holm,Klinik Holm,{BO},owner,2020-01-01,\n"
    at.change_register(members=MEMBERS + other, coordinators=COORDINATORS + "FYS-042,Ida Sund,ida@sund.example,,,,1\n")
    at.post(AASE, BOOKING)
    at.post("ida@sund.example", BOOKING.replace("Hotel Fjorden", "Sundby Kro"))
    mine = at.to(BO)
    assert len({str(calendar(m).vevent.uid.value) for m in mine}) == 2
    at.post("ida@sund.example", "Vi må desværre aflyse mødet den 7. maj.")
    assert sorted(method for address, method, _ in told(at.sent) if address == BO) == ["CANCEL", "REQUEST", "REQUEST"]
    held = {m.network_id: at.store.meetings.invitees(m.meeting_id) for m in at.meetings()}
    assert [i.method for i in held["FYS-041"] if i.address == BO] == ["REQUEST"], "the other network's stands"


def test_a_coordinator_who_is_a_member_too_is_invited_once_and_stays_when_the_office_ends(booked: Desk) -> None:
    assert [address for address, _, _ in told(booked.sent)].count(AASE) == 1
    after = COORDINATORS.replace("2024-01-01,,1", "2024-01-01,2026-04-30,1")
    booked.change_register(coordinators=f"{after}FYS-041,Ida Ny,ida@ny.example,,2026-05-01,,1\n")
    assert told(booked.tick()) == [("ida@ny.example", "REQUEST", 0)]


def test_a_coordinator_who_is_no_member_leaves_with_the_office(booked: Desk) -> None:
    guest = "".join(line for line in MEMBERS.splitlines(keepends=True) if AASE not in line)
    booked.change_register(members=guest)
    assert told(booked.tick()) == []
    after = COORDINATORS.replace("2024-01-01,,1", "2024-01-01,2026-04-30,1")
    booked.change_register(members=guest, coordinators=f"{after}FYS-041,Ida Ny,ida@ny.example,,2026-05-01,,1\n")
    assert told(booked.tick()) == [(AASE, "CANCEL", 0), ("ida@ny.example", "REQUEST", 0)]


def test_the_organizer_and_the_uid_stay_when_the_coordinator_changes(booked: Desk) -> None:
    (first,) = booked.to(BO)
    after = COORDINATORS.replace("2024-01-01,,1", "2024-01-01,2026-04-30,1")
    booked.change_register(coordinators=f"{after}FYS-041,Ida Ny,ida@ny.example,,2026-05-01,,1\n")
    booked.tick()
    booked.now += timedelta(days=1)
    booked.post("ida@ny.example", "Mødet d. 7. maj flyttes til torsdag den 21. maj, samme tid og sted.")
    _, second = booked.to(BO)
    was, now = calendar(first).vevent, calendar(second).vevent
    assert (now.organizer.value, now.uid.value) == (was.organizer.value, was.uid.value)
    assert now.organizer.params["CN"] == ["Kvalitetsnetværk Fjordby Øst v/ Ida Ny"]
    assert int(now.sequence.value) == 1


def test_another_topic_asks_nobody_anew(booked: Desk) -> None:
    (invitation,) = booked.to(BO)
    booked.post(BO, "Ja tak, jeg kommer", answers=invitation)
    before = len(booked.sent)
    booked.post(AASE, "Mødet den 7. maj. Emne: Knæ")
    found = booked.sent[before:] + booked.tick()
    assert {(address, sequence) for address, _, sequence in told(found)} == {(AASE, 1), (BO, 1), (EVA, 1)}
    assert booked.answers()[BO] == "ACCEPTED"
    (letter,) = [m for m in found if BO in str(m["To"])]
    assert calendar(letter).vevent.attendee.params["PARTSTAT"] == ["ACCEPTED"]
    assert "dit svar gælder stadig" in letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    booked.post(AASE, "Mødet d. 7. maj flyttes til torsdag den 21. maj, samme tid og sted.")
    assert booked.answers()[BO] == "NEEDS-ACTION", "another day does"


def test_who_is_told_of_a_move_is_not_reminded_in_the_same_breath(booked: Desk) -> None:
    booked.now = booked.now.replace(day=10, hour=22)
    booked.post(AASE, "Mødet d. 7. maj flyttes til tirsdag den 24. marts, samme tid og sted.")
    booked.now = booked.now.replace(day=11, hour=9)
    assert {str(m["Subject"]).split(":")[0] for m in booked.tick()} == {"Ændret"}
    assert booked.tick() == []
