"""Bank days, and the secretariat's next payment run.

The days on which Danish banks are closed are data (``rules/``): libraries of public holidays lack the Friday
after Ascension, 5 June, 24 and 31 December (Nationalbanken's list). Weekends need not be in it.
"""

from calendar import monthrange
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from functools import lru_cache

from bot.model.rules import PaymentRun

_DAY = timedelta(days=1)
#: No rule leaves a longer gap between two runs than this.
_HORIZON = timedelta(days=400)
#: The longest that a run can be moved: closed days at Easter and Christmas are five in a row.
_MOVED = timedelta(days=14)


def is_bank_day(day: date, closed: Collection[date]) -> bool:
    """Monday to Friday and not in ``closed``."""
    return day.weekday() < 5 and day not in closed


def next_bank_day(day: date, closed: Collection[date]) -> date:
    """``day`` itself where banks are open, else the first day after it when they are."""
    while not is_bank_day(day, closed):
        day += _DAY
    return day


def previous_bank_day(day: date, closed: Collection[date]) -> date:
    """``day`` itself where banks are open, else the last day before it when they were."""
    while not is_bank_day(day, closed):
        day -= _DAY
    return day


def add_bank_days(day: date, days: int, closed: Collection[date]) -> date:
    """So many bank days later; 0 gives ``day`` or the next bank day."""
    day = next_bank_day(day, closed)
    for _ in range(days):
        day = next_bank_day(day + _DAY, closed)
    return day


@lru_cache(maxsize=256)
def next_run(run: PaymentRun, closed: frozenset[date], after: date, not_after: date | None = None) -> date | None:
    """The first run that an invoice accepted on ``after`` is with, or None.

    At least ``run.lead_days`` bank days after ``after`` (0: the same day); not later than ``not_after`` (a
    due date: on a closed day it is met on the next bank day). None where the rule names no day, or the first
    run comes too late.
    """
    earliest = add_bank_days(after, run.lead_days, closed)
    runs = (day for day in _runs(run, closed, after - _MOVED) if day >= earliest)
    first = min((day for _, day in zip(range(8), runs, strict=False)), default=None)
    if first is None or (not_after is not None and first > next_bank_day(not_after, closed)):
        return None
    return first


def _runs(run: PaymentRun, closed: frozenset[date], start: date) -> Iterator[date]:
    """The days of the runs from ``start``, moved to bank days; nearly in order (a moved one may pass its
    neighbour).
    """
    move = previous_bank_day if run.move == "before" else next_bank_day
    day, last = start, start + _HORIZON
    while day <= last:
        month_end = monthrange(day.year, day.month)[1]
        if day.weekday() in run.weekdays or day.day in {min(wanted, month_end) for wanted in run.month_days}:
            yield move(day, closed)
        day += _DAY
