"""The meeting date and the booking."""

from dataclasses import replace
from datetime import date

import pytest

from tests.judging import (
    REGISTER,
    case,
    codes,
    finding,
    meeting,
    reading,
)


@pytest.mark.parametrize(
    ("day", "found"),
    [
        pytest.param(date(2026, 3, 12), set(), id="booked"),
        pytest.param(date(2026, 3, 11), {"meeting_not_booked"}, id="the day before"),
        pytest.param(date(2025, 3, 12), {"meeting_not_booked"}, id="a year before"),
        pytest.param(None, {"meeting_date_missing"}, id="no date: booking not checked"),
        pytest.param(date(2026, 6, 10), set(), id="booked, still to be held"),
    ],
)
def test_meeting(day: date | None, found: set[str]) -> None:
    assert codes(case(reading(meeting_date=day))) == found


def test_meeting_not_booked_names_the_nearest() -> None:
    found = finding("meeting_not_booked", case(reading(meeting_date=date(2026, 3, 10))))
    assert found is not None
    assert found.expected == "12. marts 2026"


def test_another_networks_meeting_that_day_does_not_count() -> None:
    only = replace(REGISTER, meetings=(meeting("FYS-042"),))
    assert codes(case(register=only)) == {"meeting_not_booked"}
