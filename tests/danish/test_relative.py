"""Days told from the day of writing: Wednesday 11 March 2026 unless said."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.danish.relative import find_days, week_monday

WEDNESDAY = date(2026, 3, 11)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("i dag", date(2026, 3, 11)),
        ("i morgen", date(2026, 3, 12)),
        ("i overmorgen", date(2026, 3, 13)),
        ("på torsdag", date(2026, 3, 12)),
        ("på onsdag", date(2026, 3, 18)),
        ("førstkommende torsdag", date(2026, 3, 12)),
        ("torsdag", date(2026, 3, 12)),
        ("torsdag i denne uge", date(2026, 3, 12)),
        ("torsdag i næste uge", date(2026, 3, 19)),
        ("torsdag i uge 12", date(2026, 3, 19)),
        ("torsdag uge 12", date(2026, 3, 19)),
        ("torsdag, uge 12", date(2026, 3, 19)),
        ("om 14 dage", date(2026, 3, 25)),
        ("i dag om 14 dage", date(2026, 3, 25)),
        ("om en uge", date(2026, 3, 18)),
        ("om en uges tid", date(2026, 3, 18)),
        ("om to uger", date(2026, 3, 25)),
    ],
)
def test_each_form(text: str, day: date) -> None:
    (found,) = find_days(f"Vi ses {text}!", WEDNESDAY)
    assert (found.value, found.text, found.alternative, found.week) == (day, text, None, False)


def test_next_thursday_may_be_two_days() -> None:
    (found,) = find_days("næste torsdag", WEDNESDAY)
    assert (found.value, found.alternative) == (date(2026, 3, 12), date(2026, 3, 19))


def test_a_week_alone_is_its_monday_and_says_so() -> None:
    (found,) = find_days("i uge 11", WEDNESDAY)
    assert (found.value, found.week) == (date(2026, 3, 9), True)


@pytest.mark.parametrize(
    ("week", "near", "monday"),
    [
        pytest.param(53, date(2026, 12, 1), date(2026, 12, 28), id="2026 has a week 53"),
        pytest.param(1, date(2026, 12, 1), date(2027, 1, 4), id="week 1 of 2027 begins on the 4th"),
        pytest.param(53, date(2028, 7, 1), None, id="no year near has a week 53"),
        pytest.param(54, date(2026, 1, 1), None, id="no such week"),
        pytest.param(50, date(2026, 1, 15), date(2025, 12, 8), id="last December is nearer"),
    ],
)
def test_week_monday(week: int, near: date, monday: date | None) -> None:
    assert week_monday(week, near) == monday


@pytest.mark.parametrize("text", ["uge 99", "ugen efter", "dagen i dagtimerne", "om lidt", "om 14 personer"])
def test_what_is_no_day(text: str) -> None:
    assert find_days(text, WEDNESDAY) == []


@given(st.text(alphabet="iomdagnuegtorsådelv 1234", max_size=60) | st.text(max_size=200))
def test_any_text_is_read_without_error_and_places_are_right(text: str) -> None:
    end = 0
    for found in find_days(text, WEDNESDAY):
        assert text[found.start : found.end] == found.text
        assert end <= found.start < found.end
        end = found.end
