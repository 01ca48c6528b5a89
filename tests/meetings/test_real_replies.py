"""Answers that mail programs really sent, byte for byte (``replies/``; made by ``python -m tests.mailprogram``)."""

from datetime import datetime
from pathlib import Path

import pytest

from bot.model.zone import COPENHAGEN
from tests.meetings.desk import AASE, BO, Desk

REPLIES = Path(__file__).parent / "replies"
#: The day on which the answers were given, and to what.
ASKED = datetime(2026, 11, 23, 10, tzinfo=COPENHAGEN)
BOOKING = (
    "Vi mødes torsdag den 28. januar 2027 kl. 17-20 på Hotel Fjorden, Havnevej 1, 8000 Aarhus C. Emnet er knæ. Åse"
)
MOVED = "Mødet flyttes til torsdag den 4. februar 2027 kl. 18-21, samme sted."


def test_thunderbirds_yes_counts_once_though_it_stands_in_the_mail_twice(at: Desk) -> None:
    at.now = ASKED
    at.post(AASE, BOOKING)
    handled = at.take((REPLIES / "thunderbird-accepted.eml").read_bytes(), BO)
    (answer,) = handled.decision.answers
    assert (answer.attendee, answer.partstat, answer.applied, answer.sequence) == (BO, "ACCEPTED", True, 0)
    assert at.answers()[BO] == "ACCEPTED"
    assert handled.letters == (), "its own sentence («har accepteret din begivenhedsinvitation») is nobody's words"


def test_a_yes_to_the_first_time_is_no_yes_to_the_second(at: Desk) -> None:
    at.now = ASKED
    at.post(AASE, BOOKING)
    at.post(AASE, MOVED)
    late = at.take((REPLIES / "thunderbird-accepted.eml").read_bytes(), BO)
    assert [a.why for a in late.decision.answers] == ["old_sequence"]
    assert at.answers()[BO] == "NEEDS-ACTION"
    at.take((REPLIES / "thunderbird-accepted-again.eml").read_bytes(), BO)
    assert at.answers()[BO] == "ACCEPTED"


@pytest.mark.parametrize("name", sorted(f.name for f in REPLIES.glob("*.eml")))
def test_nobody_else_can_send_them(at: Desk, name: str) -> None:
    at.now = ASKED
    at.post(AASE, BOOKING)
    at.take((REPLIES / name).read_bytes(), BO, passes=False)
    assert at.answers()[BO] == "NEEDS-ACTION"
