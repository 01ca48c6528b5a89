"""Danish days and how people write them, worked out apart from the bot's."""

from datetime import date, datetime, timedelta

from dateutil.easter import easter

MONTHS = ["januar", "februar", "marts", "april", "maj", "juni"]
MONTHS += ["juli", "august", "september", "oktober", "november", "december"]
WEEKDAYS = ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"]
#: Days after Easter Sunday: Maundy Thursday, Good Friday, Easter, Ascension, Whitsun.
_MOVING = (-3, -2, 0, 1, 39, 49, 50)
_FIXED = ((1, 1), (6, 5), (12, 24), (12, 25), (12, 26), (12, 31))


def is_free(day: date) -> bool:
    """A Sunday or a holiday, also those by custom."""
    moving = {easter(day.year) + timedelta(days=n) for n in _MOVING}
    return day.weekday() == 6 or (day.month, day.day) in _FIXED or day in moving


def are_up(moment: datetime) -> bool:
    """Between 8 and 20 on a day that is not free; ``moment`` is Danish local time."""
    return 8 <= moment.hour < 20 and not is_free(moment.date())


def next_up(moment: datetime) -> datetime:
    """The next moment at which people are up: ``moment`` itself, or eight o'clock of a day."""
    if are_up(moment):
        return moment
    day = moment.date() if moment.hour < 8 else moment.date() + timedelta(days=1)
    while is_free(day):
        day += timedelta(days=1)
    return datetime(day.year, day.month, day.day, 8, tzinfo=moment.tzinfo)


def written(day: date) -> str:
    """«12. marts 2026»."""
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def written_whole(day: date) -> str:
    """«torsdag den 12. marts 2026»."""
    return f"{WEEKDAYS[day.weekday()]} den {written(day)}"
