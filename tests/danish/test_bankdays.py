"""Bank days with Nationalbanken's closing days of 2026 and 2027, and the payment runs that follow."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.danish.bankdays import add_bank_days, is_bank_day, next_run
from bot.model.rules import PaymentRun

CLOSED = frozenset(
    date.fromisoformat(day)
    for day in [
        "2026-01-01",
        "2026-04-02",
        "2026-04-03",
        "2026-04-06",
        "2026-05-14",
        "2026-05-15",
        "2026-05-25",
        "2026-06-05",
        "2026-12-24",
        "2026-12-25",
        "2026-12-26",
        "2026-12-31",
        "2027-01-01",
        "2027-03-25",
        "2027-03-26",
        "2027-03-29",
        "2027-05-06",
        "2027-05-07",
        "2027-05-17",
        "2027-06-05",
        "2027-12-24",
        "2027-12-31",
    ]
)
WEDNESDAYS = PaymentRun(weekdays=(2,))
FIRST_AND_FIFTEENTH = PaymentRun(month_days=(1, 15))


def d(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        pytest.param("2026-05-15", False, id="the Friday after Ascension 2026"),
        pytest.param("2027-05-07", False, id="the Friday after Ascension 2027"),
        pytest.param("2026-06-05", False, id="Constitution Day"),
        pytest.param("2026-12-24", False, id="Christmas Eve"),
        pytest.param("2026-12-31", False, id="New Year's Eve"),
        pytest.param("2026-05-01", True, id="the first of May; Store Bededag is gone"),
        pytest.param("2026-03-14", False, id="a Saturday"),
        pytest.param("2026-03-15", False, id="a Sunday"),
        pytest.param("2026-03-16", True, id="a Monday"),
    ],
)
def test_is_bank_day(day: str, is_open: bool) -> None:
    assert is_bank_day(d(day), CLOSED) is is_open


def test_bank_days_over_easter() -> None:
    assert add_bank_days(d("2026-04-01"), 0, CLOSED) == d("2026-04-01")
    assert add_bank_days(d("2026-04-01"), 1, CLOSED) == d("2026-04-07")
    assert add_bank_days(d("2026-04-04"), 0, CLOSED) == d("2026-04-07")


@pytest.mark.parametrize(
    ("run", "after", "expected"),
    [
        pytest.param(WEDNESDAYS, "2026-03-15", "2026-03-18", id="the next Wednesday"),
        pytest.param(WEDNESDAYS, "2026-03-18", "2026-03-18", id="the day itself"),
        pytest.param(WEDNESDAYS, "2026-03-19", "2026-03-25", id="the day after it"),
        pytest.param(
            PaymentRun(weekdays=(2,), lead_days=2),
            "2026-03-16",
            "2026-03-18",
            id="two bank days ahead is enough",
        ),
        pytest.param(PaymentRun(weekdays=(2,), lead_days=2), "2026-03-17", "2026-03-25", id="one bank day short"),
        pytest.param(
            PaymentRun(weekdays=(2,), lead_days=2),
            "2026-03-14",
            "2026-03-18",
            id="accepted on a Saturday counts from Monday",
        ),
        pytest.param(FIRST_AND_FIFTEENTH, "2026-03-16", "2026-04-01", id="the first"),
        pytest.param(FIRST_AND_FIFTEENTH, "2026-03-02", "2026-03-13", id="the 15th is a Sunday: the Friday before"),
        pytest.param(FIRST_AND_FIFTEENTH, "2026-03-14", "2026-04-01", id="the 15th's run has been on the 13th"),
        pytest.param(
            PaymentRun(month_days=(15,), move="after"),
            "2026-03-14",
            "2026-03-16",
            id="moved to the Monday after",
        ),
        pytest.param(
            PaymentRun(month_days=(15,), move="after"),
            "2026-05-15",
            "2026-05-18",
            id="Ascension Friday, then the weekend",
        ),
        pytest.param(PaymentRun(weekdays=(4,)), "2026-04-02", "2026-04-10", id="Good Friday's run was on Wednesday"),
        pytest.param(PaymentRun(weekdays=(4,)), "2026-04-01", "2026-04-01", id="Good Friday's run is on Wednesday"),
        pytest.param(
            PaymentRun(month_days=(31,)),
            "2026-02-10",
            "2026-02-27",
            id="the 31st of February is its last bank day",
        ),
        pytest.param(PaymentRun(month_days=(31,)), "2026-12-01", "2026-12-30", id="New Year's Eve is closed"),
        pytest.param(PaymentRun(month_days=(31,), move="after"), "2026-12-31", "2027-01-04", id="over New Year"),
        pytest.param(PaymentRun(), "2026-03-15", None, id="no rule, no run"),
    ],
)
def test_next_run(run: PaymentRun, after: str, expected: str | None) -> None:
    assert next_run(run, CLOSED, d(after)) == (d(expected) if expected else None)


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        pytest.param("2026-03-25", "2026-03-25", id="on the day of the run"),
        pytest.param("2026-03-24", None, id="due before the run"),
        pytest.param("2026-03-22", None, id="due on a Sunday: met on Monday, the run is on Wednesday"),
        pytest.param("2026-03-29", "2026-03-25", id="due after it"),
    ],
)
def test_not_after_the_due_date(due: str, expected: str | None) -> None:
    assert next_run(WEDNESDAYS, CLOSED, d("2026-03-19"), d(due)) == (d(expected) if expected else None)


def test_due_on_a_closed_day_is_met_on_the_next_bank_day() -> None:
    mondays = PaymentRun(weekdays=(0,))
    assert next_run(mondays, CLOSED, d("2026-03-17"), d("2026-03-21")) == d("2026-03-23")


@given(
    st.dates(d("2026-01-01"), d("2027-12-31")),
    st.sets(st.integers(0, 6), max_size=3),
    st.sets(st.integers(1, 31), max_size=3),
    st.integers(0, 5),
    st.sampled_from(["before", "after"]),
)
def test_a_run_is_a_bank_day_and_a_later_start_is_never_earlier(
    after: date, weekdays: set[int], month_days: set[int], lead: int, move: str
) -> None:
    run = PaymentRun(tuple(weekdays), tuple(month_days), lead, move)
    first = next_run(run, CLOSED, after)
    assert (first is None) is (not weekdays and not month_days)
    if first is not None:
        assert is_bank_day(first, CLOSED)
        assert first >= add_bank_days(after, lead, CLOSED)
        following = next_run(run, CLOSED, after + timedelta(days=1))
        assert following is not None
        assert following >= first
