"""Whether a network's plan is whole: enough meetings, far enough ahead, with topics, the mandatory one too. Pure.

Years are calendar years in Denmark. A plan «for two years» covers this year and the next: counted in months, a plan
made in January for two whole years would be too short in February.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bot.danish.text import fold
from bot.model.register import BookedMeeting
from bot.model.rules import PlanRule, WheelTurn
from bot.model.zone import COPENHAGEN

Code = Literal["too_few", "too_many", "short_plan", "no_topic", "no_mandatory_topic"]
#: How the register's files say no to «mandatory_topic».
_NO = ("", "0", "nej", "no", "false")


@dataclass(frozen=True, slots=True)
class Gap:
    """``year``: the one that lacks something; ``have`` and ``wanted`` count meetings; ``days`` have no topic."""

    code: Code
    year: int
    have: int = 0
    wanted: int = 0
    days: tuple[date, ...] = ()

    @property
    def detail(self) -> str:
        """A Danish sentence for a list."""
        if self.code == "too_few":
            return f"{_meetings(self.have)} i {self.year} (mindst {self.wanted})"
        if self.code == "too_many":
            return f"{_meetings(self.have)} i {self.year} (højst {self.wanted})"
        if self.code == "short_plan":
            return f"planen rækker ikke til {self.year} ({_meetings(self.have)}, mindst {self.wanted})"
        if self.code == "no_topic":
            return f"{_meetings(self.have)} i {self.year} uden emne"
        return f"intet møde i {self.year} med årets obligatoriske emne"


@dataclass(frozen=True, slots=True)
class Round:
    """One turn of the yearly wheel for one network. ``due``: the day it fell due; ``of``: the year it is about."""

    name: str
    due: date
    of: int
    lacks: tuple[str, ...]


def gaps(meetings: Sequence[BookedMeeting], rule: PlanRule | None, today: date, year: int) -> tuple[Gap, ...]:
    """What the plan lacks, seen from ``year``. ``meetings``: those of one network that are on."""
    if rule is None:
        return ()
    counts = _by_year(meetings)
    have = len(counts.get(year, ()))
    out = []
    if have < rule.fewest:
        out.append(Gap("too_few", year, have, rule.fewest))
    if have > rule.most:
        out.append(Gap("too_many", year, have, rule.most))
    short = next((y for y in range(year + 1, year + rule.years) if len(counts.get(y, ())) < rule.fewest), None)
    if short is not None:
        out.append(Gap("short_plan", short, len(counts.get(short, ())), rule.fewest))
    bare = tuple(sorted(day_of(m) for m in counts.get(year, ()) if day_of(m) >= today and not m.topic))
    if bare:
        out.append(Gap("no_topic", year, len(bare), days=bare))
    late = today.year > year or (today.year == year and today.month >= rule.mandatory_topic_from)
    if rule.mandatory_topic and late and not any(has_mandatory_topic(m, rule) for m in counts.get(year, ())):
        out.append(Gap("no_mandatory_topic", year))
    return tuple(out)


def has_mandatory_topic(meeting: BookedMeeting, rule: PlanRule) -> bool:
    """As the register's files mark it, or as its topic says: by the year's title, or by a word for it."""
    if (meeting.mandatory_topic or "").casefold() not in _NO:
        return True
    topic = fold(meeting.topic or "")
    told = (fold(rule.mandatory_title), *map(fold, rule.mandatory_words))
    return any(words and words in topic for words in told)


def rounds(wheel: Iterable[WheelTurn], meetings: Sequence[BookedMeeting], today: date) -> tuple[Round, ...]:
    """Those that are due for the network today and not too late."""
    out = []
    for turn in wheel:
        due = _due(turn, meetings, today)
        if due is not None and 0 <= (today - due).days <= turn.late_days:
            year = today.year if turn.on is None else due.year
            out.append(Round(turn.name, due, year + (turn.of == "next"), turn.lacks))
    return tuple(out)


def turning(wheel: Iterable[WheelTurn], today: date) -> tuple[WheelTurn, ...]:
    """Those that any network may be reminded by today: most days have none but that before the last meeting."""
    return tuple(t for t in wheel if t.on is None or (today - _on(t.on, today)).days <= t.late_days)


def day_of(meeting: BookedMeeting) -> date:
    return meeting.start.astimezone(COPENHAGEN).date()


def _due(turn: WheelTurn, meetings: Sequence[BookedMeeting], today: date) -> date | None:
    if turn.on is not None:
        return _on(turn.on, today)
    last = max((day for m in meetings if (day := day_of(m)).year == today.year), default=None)
    return None if last is None or last <= today else last - timedelta(days=turn.before_last)


def _on(on: tuple[int, int], today: date) -> date:
    """The last such day up to today: a round of December may still be due in January."""
    day = date(today.year, *on)
    return day if day <= today else date(today.year - 1, *on)


def _by_year(meetings: Iterable[BookedMeeting]) -> dict[int, list[BookedMeeting]]:
    out: dict[int, list[BookedMeeting]] = {}
    for meeting in meetings:
        out.setdefault(day_of(meeting).year, []).append(meeting)
    return out


def _meetings(n: int) -> str:
    return f"{n} møde" if n == 1 else f"{n} møder"
