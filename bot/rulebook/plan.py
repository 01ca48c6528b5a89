"""★ What a network's plan of meetings should hold, and when that is told: ``[plan]`` of ``meetings.toml`` with what is
laid over it, ``[[wheel]]`` and ``[plan_summary]``.
"""

from dataclasses import fields, replace
from datetime import date
from typing import Any

from bot.danish.dates import WEEKDAYS
from bot.model.rules import PlanRule, PlanSummary, WheelTurn
from bot.rulebook.table import Table

LACKS = ("too_few", "too_many", "short_plan", "no_topic", "no_mandatory_topic")
NUMBERS = ("fewest", "most", "years", "mandatory_topic_from")


def read_plan(table: Table, base: PlanRule | None = None) -> PlanRule:
    """``base`` with what stands here laid over it; without one everything must stand here. Raises ``ConfigError``."""
    table.source()
    given: dict[str, Any] = {
        f.name: _value(table, f.name) for f in fields(PlanRule) if base is None or table.has(f.name)
    }
    table.done()
    rule = PlanRule(**given) if base is None else replace(base, **given)
    if rule.fewest > rule.most:
        raise table.error("fewest", f"kan ikke være flere end most ({rule.most})")
    if not 1 <= rule.mandatory_topic_from <= 12:
        raise table.error("mandatory_topic_from", "skal være en måned fra 1 til 12")
    return rule


def _value(table: Table, key: str) -> object:
    if key in NUMBERS:
        return table.whole(key)
    if key == "mandatory_topic":
        return table.flag(key)
    if key == "mandatory_words":
        return tuple(word.casefold() for word in table.texts(key))
    value = table.get(key)
    if not isinstance(value, str):
        raise table.error(key, f"skal være en tekst, ikke {value!r}")
    return value.strip()


def read_turn(table: Table) -> WheelTurn:
    """One ``[[wheel]]``. Raises ``ConfigError``."""
    table.source()
    turn = WheelTurn(
        name=table.text("name"),
        on=_month_day(table) if table.has("on") else None,
        before_last=0 if table.has("on") else table.whole("before_last"),
        late_days=table.whole("late_days"),
        of=table.one_of("of", ("this", "next")),  # type: ignore[arg-type]  # ``one_of`` let no other by
        lacks=table.texts("lacks", LACKS),
    )
    table.done()
    return turn


def read_plan_summary(table: Table) -> PlanSummary:
    """``[plan_summary]``. Raises ``ConfigError``."""
    table.source()
    rule = PlanSummary(WEEKDAYS.index(table.one_of("weekday", WEEKDAYS)), table.whole("week"))
    table.done()
    if not 1 <= rule.week <= 4:
        raise table.error("week", "skal være fra 1 til 4: en femte har ikke alle måneder")
    return rule


def _month_day(table: Table) -> tuple[int, int]:
    try:
        day = date.fromisoformat(f"2025-{table.text('on')}")
    except ValueError:
        raise table.error("on", "skal være måned og dag, og ikke den 29. februar") from None
    return day.month, day.day
