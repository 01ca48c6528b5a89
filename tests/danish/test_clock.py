"""Clock times as Danes write them."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.danish.clock import find_times, format_time


@pytest.mark.parametrize(
    ("text", "value", "until"),
    [
        ("kl. 17", time(17), None),
        ("kl 17", time(17), None),
        ("klokken 17", time(17), None),
        ("kl. 17.30", time(17, 30), None),
        ("17.30", time(17, 30), None),
        ("17:30", time(17, 30), None),
        ("kl. 1730", time(17, 30), None),
        ("kl. 17-20", time(17), time(20)),
        ("kl. 17-20.30", time(17), time(20, 30)),
        ("17.30-20.00", time(17, 30), time(20)),
        ("17.00 - 20.00", time(17), time(20)),
        ("kl. 17.00 – ca. 20", time(17), time(20)),
        ("kl. 17.00 til kl. 20.00", time(17), time(20)),
        ("fra 17 til 20", time(17), time(20)),
        ("fra kl. 17 til 20.30", time(17), time(20, 30)),
        ("halv seks", time(17, 30), None),
        ("klokken tyve tredive", time(20, 30), None),
        ("klokken sytten og femten", time(17, 15), None),
        ("kl. halv 6", time(17, 30), None),
        ("kvart i fem", time(16, 45), None),
        ("kvart over fire", time(16, 15), None),
        ("halv ti", time(9, 30), None),
        ("fem minutter i halv seks", time(17, 25), None),
        ("ti minutter over fem", time(17, 10), None),
        ("kl. 5", time(17), None),
        ("kl. 08.30", time(8, 30), None),
        ("kl. 9", time(9), None),
        ("kl. 24", time(0), None),
        ("17.30 h", time(17, 30), None),
    ],
)
def test_each_form(text: str, value: time, until: time | None) -> None:
    (found,) = find_times(f"Vi mødes {text}, vel mødt")
    assert (found.value, found.until, found.text) == (value, until, text)


def test_a_bare_span_only_where_asked_for() -> None:
    assert find_times("17-20") == []
    (found,) = find_times("17-20", bare=True)
    assert (found.value, found.until, found.labelled) == (time(17), time(20), False)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("12.03.2026", id="a date"),
        pytest.param("d. 17.3", id="day and month"),
        pytest.param("12.03", id="as much a day"),
        pytest.param("kr. 17.30", id="an amount"),
        pytest.param("17,30", id="an amount with a comma"),
        pytest.param("17.30 kr.", id="an amount with its currency after"),
        pytest.param("8 personer", id="a number"),
        pytest.param("1730", id="four digits"),
        pytest.param("kl. 25.00", id="no such hour"),
        pytest.param("kl. 17.75", id="no such minute"),
        pytest.param("2026-03-12", id="an ISO date"),
        pytest.param("1234-0012345678", id="an account"),
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert find_times(text) == []


def test_beside_a_date() -> None:
    (found,) = find_times("torsdag d. 12. marts 2026 kl. 17.00-20.30")
    assert (found.value, found.until) == (time(17), time(20, 30))


def test_written_out() -> None:
    assert format_time(time(9, 5)) == "9.05"
    assert format_time(time(17, 30)) == "17.30"


@given(st.times())
def test_what_we_write_we_read(value: time) -> None:
    value = value.replace(second=0, microsecond=0)
    (found,) = find_times(f"kl. {format_time(value)}")
    assert found.value == value


@given(st.text(alphabet="0123456789.:-–klhavseti ", max_size=60) | st.text(max_size=200), st.booleans())
def test_any_text_is_read_without_error_and_places_are_right(text: str, bare: bool) -> None:
    end = 0
    for found in find_times(text, bare=bare):
        assert text[found.start : found.end] == found.text
        assert end <= found.start < found.end
        end = found.end
