"""Danish public holidays, and the days on which nobody meets (Christmas Eve, New Year's Eve, Constitution Day)."""

from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter

#: The church's holidays (Danske Lov 3-22 and the ordinance of 1770), by days from Easter Sunday.
_BY_EASTER = {
    -3: "skærtorsdag",
    -2: "langfredag",
    0: "påskedag",
    1: "anden påskedag",
    39: "kristi himmelfartsdag",
    49: "pinsedag",
    50: "anden pinsedag",
}
#: The fourth Friday after Easter, until the law no. 214 of 6 March 2023.
_PRAYER, _PRAYER_DAY, _PRAYER_DAY_UNTIL = "store bededag", 26, 2023
_FIXED = {(1, 1): "nytårsdag", (12, 25): "juledag", (12, 26): "anden juledag"}
#: Beside those: free by agreement nearly everywhere.
_CUSTOM = {(6, 5): "grundlovsdag", (12, 24): "juleaftensdag", (12, 31): "nytårsaftensdag"}


def holiday(day: date) -> str | None:
    """The holiday's Danish name, or None. Sundays are none."""
    return _of_year(day.year).get(day)


def holiday_in(name: str, year: int) -> date:
    """The day of that year's holiday, by the name that ``holiday`` gives; that of Store Bededag also since 2023, for
    people still date by it. Raises ``KeyError`` for another name.
    """
    if name == _PRAYER:
        sunday: date = easter(year)
        return sunday + timedelta(days=_PRAYER_DAY)
    return {told: day for day, told in _of_year(year).items()}[name]


@lru_cache(maxsize=32)
def _of_year(year: int) -> dict[date, str]:
    # Not by the package ``holidays``, against which the tests hold this: it imports every country of the world, a
    # quarter of a second in the first tick after a start.
    sunday = easter(year)
    moved = dict(_BY_EASTER) | ({_PRAYER_DAY: _PRAYER} if year <= _PRAYER_DAY_UNTIL else {})
    by_easter = {sunday + timedelta(days=days): name for days, name in moved.items()}
    return by_easter | {date(year, month, day): name for (month, day), name in (_FIXED | _CUSTOM).items()}
