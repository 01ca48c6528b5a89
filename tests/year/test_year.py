"""Weeks of a few networks, with a kill and days without service; and that the judge sees what is wrong.

``docs/reliability.md`` has the figures of whole years and their commands.
"""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.model.zone import COPENHAGEN
from tests.year.cards import Expected
from tests.year.journal import Answered, Journal, Meeting, Register, Step, Wrote
from tests.year.letters import Letter
from tests.year.oracle import expected
from tests.year.run import Plan, live
from tests.year.town import town
from tests.year.verdict import judge


@pytest.mark.slow
@pytest.mark.dovecot
def test_weeks_with_a_kill_and_days_without_service(tmp_path: Path) -> None:
    plan = Plan(networks=4, first=date(2026, 2, 23), days=30, seed=3, kills=2, off=1, nights=20)
    lived = live(plan, tmp_path)
    assert lived.verdict.faults == []
    assert lived.kills
    assert lived.verdict.counts["invitation"] > 10
    assert lived.verdict.counts["summary"] >= 56


# -- the oracle by itself ----------------------------------------------------------------------------------

NETWORK = town(1, 1)[0]
START = datetime(2026, 5, 7, 17, tzinfo=COPENHAGEN)
MEETING = Meeting("a", NETWORK.network_id, START, START + timedelta(hours=3), "Hotel Fjorden", "knæ")
BO = NETWORK.people[1].email


def told(*steps: Step) -> list[Expected]:
    """Without summaries and the wheel, which have no part in a meeting."""
    networks = {NETWORK.network_id: (NETWORK.name, NETWORK.secretariat)}
    journal = Journal(networks, NETWORK.people, (NETWORK.head,), (), date(2026, 4, 1), list(steps))
    return [e for e in expected(journal) if e.kind not in ("summary", "plan", "alarm")]


def at(day: int, hour: int = 12, *facts: object, month: int = 4, up: bool = True) -> Step:
    return Step(datetime(2026, month, day, hour, tzinfo=COPENHAGEN), up, list(facts))  # type: ignore[arg-type]


BOOKED = Wrote("<1@x.example>", NETWORK.head.email, (MEETING,))


def kinds(found: list[Expected], to: str = BO) -> list[tuple[str, int | None, str]]:
    return [(e.kind, e.number, f"{e.at:%d/%m %H}") for e in found if e.to == to]


def test_a_booking_at_night_is_told_in_the_morning_and_one_before_a_holiday_after_it() -> None:
    assert kinds(told(at(21, 22, BOOKED), at(22, 2), at(22, 8))) == [("invitation", 0, "22/04 08")]
    assert kinds(told(at(4, 22, BOOKED), at(5, 12), at(6, 12), at(7, 8))) == [("invitation", 0, "07/04 08")], "Easter"


def test_a_move_is_an_update_a_cancellation_the_end_and_off_days_make_one_of_many() -> None:
    moved = replace(MEETING, start=START + timedelta(days=7), end=MEETING.end + timedelta(days=7))
    steps = (
        at(10, 12, BOOKED),
        at(11, 12, replace(BOOKED, made=(moved,))),
        at(13, 12, Wrote("<3>", "x", called_off=("a",))),
    )
    assert kinds(told(*steps)) == [
        ("invitation", 0, "10/04 12"),
        ("update", 1, "11/04 12"),
        ("cancellation", 2, "13/04 12"),
    ]
    off = (steps[0], replace(steps[1], up=False), steps[2])
    assert kinds(told(*off)) == [
        ("invitation", 0, "10/04 12"),
        ("update", 1, "13/04 12"),
        ("cancellation", 2, "13/04 12"),
    ]


def test_reminders_in_their_days_and_none_for_who_has_answered() -> None:
    days = [at(d, 9) for d in range(20, 31)] + [at(d, 9, month=5) for d in (1, 2, 4, 5, 6)]
    silent = kinds(told(at(10, 12, BOOKED), *days))
    assert silent == [("invitation", 0, "10/04 12"), ("unanswered", None, "23/04 09"), ("unanswered", None, "30/04 09"),
                      ("all", None, "05/05 09")]  # fmt: skip
    yes = Answered("<2@x.example>", BO, "a", "ACCEPTED", 0, START)
    assert kinds(told(at(10, 12, BOOKED), at(12, 12, yes), *days)) == [silent[0], silent[-1]]
    head = [e for e in told(at(10, 12, BOOKED), at(12, 12, yes), *days) if e.kind == "head_count"]
    assert [(e.number, e.to) for e in head] == [(1, NETWORK.head.email)]


def test_who_leaves_is_told_and_who_joins_is_invited() -> None:
    gone = tuple(replace(p, end=date(2026, 5, 1)) if p.email == BO else p for p in NETWORK.people)
    new = replace(NETWORK.people[1], email="ny@x.example")
    found = told(at(10, 12, BOOKED), at(11, 12, Register((*gone, new), (NETWORK.head,))))
    assert kinds(found)[1:] == [("cancellation", 0, "11/04 12")]
    assert kinds(found, "ny@x.example") == [("invitation", 0, "11/04 12")]


def test_nobody_is_reminded_within_48_hours_of_being_told_by_the_clock_and_not_by_its_full_minute() -> None:
    told_late = replace(at(21, 9, BOOKED), until=at(21, 9).at + timedelta(seconds=40))
    looks = [at(22, 9), at(23, 9), at(23, 12), at(24, 9)]
    assert kinds(told(told_late, *looks))[1:] == [("unanswered", None, "23/04 12")], "not 47 hours and 59 minutes after"
    looks[1] = replace(looks[1], until=looks[1].at + timedelta(seconds=30))
    (reminder,) = [e for e in told(told_late, *looks) if e.to == BO and e.kind == "unanswered"]
    assert (reminder.at, reminder.or_at, reminder.optional) == (at(23, 12).at, (at(23, 9).at,), False)
    looks[2] = at(23, 12, Answered("<2@x.example>", BO, "a", "ACCEPTED", 0, START))
    (reminder,) = [e for e in told(told_late, *looks) if e.to == BO and e.kind == "unanswered"]
    assert (reminder.moments, reminder.optional) == ((at(23, 12).at, at(23, 9).at), True)


# -- the judge ---------------------------------------------------------------------------------------------

NOON = datetime(2026, 4, 10, 12, tzinfo=COPENHAGEN)
WANTED = Expected("invitation", BO, "FYS-001 2026-05-07 17:00", NOON, 0)
RIGHT = Letter(NOON, NOON, BO, "invitation", WANTED.about, "<m1>", 0, "u1")


@pytest.mark.parametrize(
    ("letters", "excused", "fault"),
    [
        pytest.param([RIGHT], {}, "", id="right"),
        pytest.param([], {}, "mangler", id="missing"),
        pytest.param([RIGHT, replace(RIGHT, message_id="<m2>")], {}, "dobbelt", id="twice, another letter"),
        pytest.param([RIGHT, RIGHT], {}, "dobbelt", id="twice, the same letter"),
        pytest.param([RIGHT, RIGHT], {("<m1>", BO): 1}, "", id="twice, killed between 250 and commit"),
        pytest.param(
            [RIGHT, replace(RIGHT, to="en@anden.example", message_id="<m2>")], {}, "ingen grund", id="another"
        ),
        pytest.param([replace(RIGHT, at=NOON + timedelta(days=1))], {}, "forkert tid", id="a day late"),
        pytest.param([replace(RIGHT, number=1)], {}, "forkert tal", id="wrong SEQUENCE"),
        pytest.param([replace(RIGHT, about="FYS-001 2026-05-08 17:00")], {}, "mangler", id="another day's"),
    ],
)
def test_the_judge_sees_what_is_wrong(letters: list[Letter], excused: dict[tuple[str, str], int], fault: str) -> None:
    faults = judge([WANTED], letters, Counter(excused)).faults
    assert [f for f in faults if f.startswith(fault)] if fault else faults == []


def test_of_two_moments_that_are_right_one_is_needed_and_one_is_enough() -> None:
    wanted = replace(WANTED, at=NOON + timedelta(hours=4), or_at=(NOON,))
    later = replace(RIGHT, at=wanted.at, message_id="<m2>")
    assert judge([wanted], [RIGHT], Counter()).faults == judge([wanted], [later], Counter()).faults == []
    assert judge([wanted], [], Counter()).missing == [wanted]
    assert judge([wanted], [RIGHT, later], Counter()).twice == [RIGHT]
    assert judge([replace(wanted, or_at=())], [RIGHT], Counter()).wrong_moment


def test_the_judge_sees_letters_at_night() -> None:
    night = NOON.replace(hour=23)
    assert judge([replace(WANTED, at=night)], [replace(RIGHT, at=night)], Counter()).faults
