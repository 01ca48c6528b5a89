"""Danish public holidays, and the days on which nobody meets (Christmas Eve, New Year's Eve, Constitution Day)."""

from datetime import date
from functools import lru_cache

#: Beside the law's holidays (lukkeloven, «helligdage»): free by agreement nearly everywhere.
_CUSTOM = {(6, 5): "grundlovsdag", (12, 24): "juleaftensdag", (12, 31): "nytårsaftensdag"}


def holiday(day: date) -> str | None:
    """The holiday's Danish name, or None. Sundays are none."""
    return _of_year(day.year).get(day)


@lru_cache(maxsize=32)
def _of_year(year: int) -> dict[date, str]:
    from holidays import country_holidays  # noqa: PLC0415 - 60 ms that only a booking needs

    law = country_holidays("DK", years=year, language="da")
    found = {day: name.split(";")[0].strip().lower() for day, name in law.items()}
    return found | {date(year, month, day): name for (month, day), name in _CUSTOM.items()}
