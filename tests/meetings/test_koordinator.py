"""docs/koordinator.md: what it tells coordinators to write is understood as it says."""

import re
from pathlib import Path

import pytest

from tests.meetings.desk import AASE, Desk

PAGE = (Path(__file__).parents[2] / "docs" / "koordinator.md").read_text("utf-8")
EXAMPLES = re.findall(r"((?:<!-- eksempel[^\n]*-->\n)+)```\n(.*?)```", PAGE, re.DOTALL)
BOOKED = "Vi mødes torsdag den 7. maj 2026 kl. 17-20 på Hotel Fjorden"


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 8
    assert PAGE.count("<!-- eksempel") == sum(marks.count("<!--") for marks, _ in EXAMPLES)


@pytest.mark.parametrize(("marks", "text"), EXAMPLES, ids=[text.strip().split("\n")[0][:40] for _, text in EXAMPLES])
def test_an_example(at: Desk, marks: str, text: str) -> None:
    expected = [re.sub(r"^<!-- eksempel[^:]*: | -->$", "", mark) for mark in marks.strip().split("\n")]
    if "efter booking" in marks:
        at.post(AASE, BOOKED)
    handled = at.post(AASE, text, subject="Til EKM")
    shown = [
        " ".join(
            [a.action]
            + ([a.meeting.start.isoformat(), a.meeting.end.isoformat(), a.meeting.venue or ""]
               if a.action != "none" and a.meeting is not None and a.meeting.end else [])
        )
        for a in handled.decision.meetings
    ]  # fmt: skip
    assert shown == expected
