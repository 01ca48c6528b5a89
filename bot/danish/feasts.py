"""Days told from a feast: «dagen efter Kr. himmelfart», «tirsdagen før skærtorsdag», «fredag efter grundlovsdag».

Of feasts of one day. Those of several («efter påske», «før jul») are in ``relative``, or no day at all.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from dateutil.easter import easter

from bot.danish.dates import WEEKDAYS
from bot.danish.holidays import holiday_in
from bot.danish.relative import FoundDay

#: How the holidays are written, and their names.
_HOLIDAYS = {
    r"skærtorsdag": "skærtorsdag",
    r"langfredag": "langfredag",
    r"påskedag": "påskedag",
    r"(?:2\.|anden) påskedag": "anden påskedag",
    r"store ?bededag": "store bededag",
    r"(?:kr\.?|kristi) ?himmelfart(?:sdag)?|himmelfartsdag": "kristi himmelfartsdag",
    r"pinsedag": "pinsedag",
    r"(?:2\.|anden) pinsedag": "anden pinsedag",
    r"grundlovsdag": "grundlovsdag",
    r"juleaften(?:sdag)?": "juleaftensdag",
    r"nytårsaften(?:sdag)?": "nytårsaftensdag",
    r"nytårsdag": "nytårsdag",
}
#: Feasts that are no holidays: by days from Easter Sunday, and by month and day (Den Danske Ordbog).
_BY_EASTER = {r"fastelavn(?:ssøndag)?": -49, r"palmesøndag": -7}
_FIXED = {r"(?:sankt|skt\.?|sct\.?) ?hans(?:aften)?": (6, 23), r"mortensaften": (11, 10)}
_FEASTS = (*_HOLIDAYS, *_BY_EASTER, *_FIXED)
_DAY = re.compile(
    rf"(?<![^\W_])(?P<day>dagen|(?P<weekday>{'|'.join(WEEKDAYS)})(?:en)?) (?:lige |umiddelbart )?"
    r"(?P<way>efter|før|inden) (?:"
    + "|".join(rf"(?P<f{i}>{feast})" for i, feast in enumerate(_FEASTS))
    + r")(?:en)?(?![^\W_])",
    re.IGNORECASE,
)


def find_feast_days(text: str, near: date) -> Iterator[FoundDay]:
    """Those told in ``text``, in order. The feast is that of the year that brings the day nearest to ``near``."""
    for match in _DAY.finditer(text):
        found = next(i for i in range(len(_FEASTS)) if match[f"f{i}"])
        days = (_beside(match, _feast(_FEASTS[found], year)) for year in (near.year - 1, near.year, near.year + 1))
        value = min(days, key=lambda day: abs(day - near))
        yield FoundDay(value, match.start(), match.end(), match.group())


def _feast(feast: str, year: int) -> date:
    if feast in _HOLIDAYS:
        return holiday_in(_HOLIDAYS[feast], year)
    if feast in _FIXED:
        return date(year, *_FIXED[feast])
    sunday: date = easter(year)
    return sunday + timedelta(days=_BY_EASTER[feast])


def _beside(match: re.Match[str], feast: date) -> date:
    """The day after it or before it, or the nearest such weekday on that side."""
    way = 1 if match["way"].casefold() == "efter" else -1
    if match["weekday"] is None:
        return feast + timedelta(days=way)
    apart = (WEEKDAYS.index(match["weekday"].casefold()) - feast.weekday()) * way % 7
    return feast + timedelta(days=way * (apart or 7))
