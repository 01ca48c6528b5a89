"""Danish holidays, against a package that knows those of every country."""

from datetime import date, timedelta

import holidays
import pytest

from bot.danish.holidays import holiday


@pytest.mark.parametrize(
    ("day", "name"),
    [
        pytest.param(date(2023, 5, 5), "store bededag", id="Great Prayer Day, the last time"),
        pytest.param(date(2024, 4, 26), None, id="Great Prayer Day, no longer"),
        pytest.param(date(2026, 6, 5), "grundlovsdag", id="Constitution Day"),
        pytest.param(date(2026, 12, 24), "juleaftensdag", id="Christmas Eve"),
        pytest.param(date(2026, 4, 5), "påskedag", id="Easter Sunday"),
        pytest.param(date(2026, 4, 12), None, id="any other Sunday"),
        pytest.param(date(2026, 5, 15), None, id="the day after Ascension, when banks are closed"),
        pytest.param(date(2038, 4, 25), "påskedag", id="the latest Easter"),
    ],
)
def test_the_day_and_its_name(day: date, name: str | None) -> None:
    assert holiday(day) == name


@pytest.mark.parametrize("year", range(1990, 2101))
def test_the_law_s_holidays_are_those_of_the_package(year: int) -> None:
    theirs = {
        day: name.split(";")[0].strip().lower()
        for day, name in holidays.country_holidays("DK", years=year, language="da").items()
    }
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    by_custom = {(6, 5), (12, 24), (12, 31)}
    ours = {day: name for day in days if day.year == year and (name := holiday(day))}
    assert {d: n for d, n in ours.items() if (d.month, d.day) not in by_custom} == {
        d: n for d, n in theirs.items() if (d.month, d.day) not in by_custom
    }
    assert by_custom == {(d.month, d.day) for d in ours} & by_custom
