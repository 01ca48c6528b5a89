"""When people are left in peace: at night, on Sundays and holidays; and what cannot wait until they are up again. Pure.

A letter that answers somebody's mail goes at once, for that person is awake. What we begin ourselves waits, but for
news of a meeting that begins too soon after: a cancellation must not come when people stand at the door.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

from bot.danish.holidays import holiday
from bot.model.zone import COPENHAGEN

SUNDAY = 6
#: No row of free days is as long.
LONGEST = 30


def is_quiet(rules: Mapping[str, Any], now: datetime) -> bool:
    """Whether nobody is written to now. ``rules``: ``rules/meetings.toml``."""
    quiet, local = rules["quiet"], now.astimezone(COPENHAGEN)
    if not int(quiet["from"]) <= local.hour < int(quiet["until"]):
        return True
    if quiet["sundays"] and local.weekday() == SUNDAY:
        return True
    return bool(quiet["holidays"]) and holiday(local.date()) is not None


def opens(rules: Mapping[str, Any], now: datetime) -> datetime:
    """The first moment from ``now`` on, by whole hours, at which people are written to; ``now`` where it is one."""
    if not is_quiet(rules, now):
        return now
    local, hour = now.astimezone(COPENHAGEN), int(rules["quiet"]["from"])
    mornings = (
        datetime.combine(local.date() + timedelta(days=days), time(hour), COPENHAGEN) for days in range(LONGEST)
    )
    return next((m for m in mornings if m > now and not is_quiet(rules, m)), now)


def horizon(rules: Mapping[str, Any], now: datetime) -> datetime:
    """News of meetings that begin before this goes out now: of all where people are up, else of those so near that
    it cannot wait.
    """
    if not is_quiet(rules, now):
        return datetime.max.replace(tzinfo=UTC)
    return opens(rules, now) + timedelta(hours=int(rules["quiet"]["urgent_hours"]))
