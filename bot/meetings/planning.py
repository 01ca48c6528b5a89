"""Whether a network's year is planned: enough meetings, far enough ahead, with topics, the mandatory one among them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from bot.model.message import COPENHAGEN
from bot.model.register import BookedMeeting

Code = Literal["too_few", "too_many", "short_plan", "no_topic", "no_mandatory_topic"]
#: How the register's files say no to «mandatory_topic».
_NO = ("", "0", "nej", "no", "false")


@dataclass(frozen=True, slots=True)
class Gap:
    """``detail`` is a Danish sentence for a list."""

    code: Code
    detail: str


def gaps(meetings: Sequence[BookedMeeting], rules: Mapping[str, Any], today: date, year: int) -> tuple[Gap, ...]:
    """What the network's plan lacks. ``meetings``: those that are on. ``rules``: ``rules/meetings.toml``."""
    rule = rules["plan"]
    days = sorted(m.start.astimezone(COPENHAGEN).date() for m in meetings)
    this_year = [m for m in meetings if m.start.astimezone(COPENHAGEN).year == year]
    out = []
    if len(this_year) < int(rule["fewest"]):
        out.append(Gap("too_few", f"{_meetings(len(this_year))} i {year}; der ventes mindst {rule['fewest']}"))
    if len(this_year) > int(rule["most"]):
        out.append(Gap("too_many", f"{_meetings(len(this_year))} i {year}; der ventes højst {rule['most']}"))
    if not days or _months(today, days[-1]) < int(rule["months_ahead"]):
        last = f"kun til {days[-1].isoformat()}" if days and days[-1] >= today else "ingen kommende møder"
        out.append(Gap("short_plan", f"planen skal række {rule['months_ahead']} måneder frem: {last}"))
    bare = [m for m in this_year if m.start.astimezone(COPENHAGEN).date() >= today and not m.topic]
    if bare:
        out.append(Gap("no_topic", f"{len(bare)} kommende {'møde' if len(bare) == 1 else 'møder'} uden emne"))
    late = today.year > year or (today.year == year and today.month >= int(rule["mandatory_topic_from"]))
    if late and not any((m.mandatory_topic or "").casefold() not in _NO for m in this_year):
        out.append(Gap("no_mandatory_topic", f"intet møde i {year} med årets obligatoriske emne"))
    return tuple(out)


def _meetings(n: int) -> str:
    return f"{n} møde" if n == 1 else f"{n} møder"


def _months(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
