"""Months of bells (``tests.faults.years`` rings ten years): what is due is made once, however the clock goes."""

import random
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.model.zone import COPENHAGEN
from bot.service.timed import SUMMARY_LATE, due_summaries
from tests.faults.years import simulate


@pytest.mark.slow
@pytest.mark.parametrize("start", ["2026-03-10T04:00Z", "2026-10-05T04:00Z"], ids=["spring", "autumn"])
def test_two_months_of_bells(tmp_path: Path, start: str) -> None:
    """02:30 comes twice on 25 October and never on 29 March."""
    found = simulate(tmp_path, 1 / 6, seed=20260329, at="02:30", start=datetime.fromisoformat(start))
    assert found.faults == []
    assert len(found.days) > 50
    assert found.outages


@pytest.mark.parametrize(
    ("now", "at", "due"),
    [
        pytest.param("2026-03-12T05:59Z", "07:00", "2026-03-10", id="a minute before: the day before yesterday's"),
        pytest.param("2026-03-12T06:00Z", "07:00", "2026-03-11", id="on the minute"),
        pytest.param("2026-03-29T00:59Z", "02:30", "2026-03-27", id="the night that has no 02:30, before"),
        pytest.param("2026-03-29T01:00Z", "02:30", "2026-03-28", id="the night that has no 02:30, right after"),
        pytest.param("2026-10-25T00:30Z", "02:30", "2026-10-24", id="the night that has it twice, first"),
        pytest.param("2026-10-25T01:00Z", "02:30", "2026-10-23", id="the same night, the clock is set back"),
        pytest.param("2026-10-25T01:30Z", "02:30", "2026-10-24", id="the night that has it twice, again"),
    ],
)
def test_the_last_summary_that_is_due(now: str, at: str, due: str) -> None:
    days = list(due_summaries(date(2026, 1, 1), datetime.fromisoformat(now), time.fromisoformat(at)))
    assert days[-1] == date.fromisoformat(due)
    assert len(days) <= SUMMARY_LATE.days + 1


def test_what_was_due_once_stays_due_until_it_is_late() -> None:
    """So that a bell that was not heard costs nothing: between two bells at most a week apart no day is lost."""
    chance = random.Random(1)
    now, end = datetime(2026, 1, 3, tzinfo=UTC), datetime(2036, 1, 3, tzinfo=UTC)
    first, made = date(2026, 1, 2), set[date]()
    while now < end:
        made |= set(due_summaries(first, now, time(7)))
        now += timedelta(hours=chance.choice([0.3, 5, 30, 24 * 6.9]))
    last = max(made)
    assert len(made) == (last - first).days + 1
    assert last >= end.astimezone(COPENHAGEN).date() - timedelta(days=9)
