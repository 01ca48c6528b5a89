"""The agenda with clock times: the items of ``rules/agenda.toml`` laid into the time between a meeting's start and end.

The minutes add up to the meeting's length exactly; no placeholder is ever left in a text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.danish.clock import format_time
from bot.danish.text import one_line
from bot.model.meeting import AgendaItem
from bot.model.zone import COPENHAGEN


@dataclass(frozen=True, slots=True)
class Item:
    """``minutes`` 0: an item without a length of its own («Eventuelt»). ``start`` None: no clock time is known."""

    text: str
    minutes: int = 0
    start: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Template:
    text: str
    minutes: int
    fixed: bool
    may_go: int


def agenda(rule: Mapping[str, Any], start: datetime, end: datetime, topic: str | None) -> tuple[Item, ...]:
    """``rule``: ``rules/agenda.toml``. ``start`` and ``end`` are aware."""
    length = int((end - start).total_seconds() // 60)
    items = [_template(item, topic) for item in rule["items"]]
    items = _trimmed(items, length, int(rule["least"]))
    minutes = _scaled(items, length, int(rule["round_to"]), int(rule["least"]))
    out, at = [], start.astimezone(COPENHAGEN)
    for item, length_of in zip(items, minutes, strict=True):
        out.append(Item(item.text, length_of, at))
        at += timedelta(minutes=length_of)
    return tuple(out)


def own_agenda(told: Sequence[AgendaItem], start: datetime) -> tuple[Item, ...]:
    """A coordinator's own items, laid to the meeting's start as it is now: a meeting that is moved takes them along."""
    local = start.astimezone(COPENHAGEN)
    return tuple(
        Item(i.text, i.minutes, local + timedelta(minutes=i.offset) if i.offset is not None else None) for i in told
    )


def as_lines(items: Sequence[Item]) -> tuple[str, ...]:
    """A line an item: «17.00 Velkommen – siden sidst (5 min.)»; numbered where no clock time is known."""
    timed = any(i.start for i in items)
    return tuple(
        (f"{format_time(i.start.time())} " if i.start else "" if timed else f"{number}. ")
        + i.text
        + (f" ({i.minutes} min.)" if i.minutes else "")
        for number, i in enumerate(items, start=1)
    )


def _template(item: Mapping[str, Any], topic: str | None) -> _Template:
    named = one_line(topic or "")
    text = str(item["text"]).replace("{topic}", named) if named else str(item.get("without_topic", item["text"]))
    return _Template(text, int(item["minutes"]), bool(item.get("fixed")), int(item.get("may_go", 0)))


def _trimmed(items: Sequence[_Template], length: int, least: int) -> list[_Template]:
    """Without those that may go, while half of each item's minutes would not fit."""
    kept = list(items)
    going = sorted((i for i in items if i.may_go), key=lambda i: -i.may_go)
    while going and _shortest(kept, least) > length:
        kept.remove(going.pop(0))
    return kept


def _shortest(items: Sequence[_Template], least: int) -> int:
    return sum(i.minutes if i.fixed else max(least, i.minutes // 2) for i in items if i.minutes)


def _scaled(items: Sequence[_Template], length: int, step: int, least: int) -> list[int]:
    """Minutes that add up to ``length``: in proportion, rounded to ``step``, what is over given to the longest."""
    fixed = sum(i.minutes for i in items if i.fixed)
    loose = sum(i.minutes for i in items if not i.fixed)
    if fixed + least * sum(1 for i in items if i.minutes and not i.fixed) > length:
        items, fixed, loose = [replace(i, fixed=False) for i in items], 0, fixed + loose
    share = (length - fixed) / loose if loose else 0
    out = [
        i.minutes if i.fixed or not i.minutes else max(min(least, length), round(i.minutes * share / step) * step)
        for i in items
    ]
    over = length - sum(out)
    order = sorted((n for n, i in enumerate(items) if i.minutes and not i.fixed), key=lambda n: -out[n]) or [0]
    while over and order:
        n = order[0]
        change = over if over > 0 else max(over, -(out[n] - 1))
        out[n] += change
        over -= change
        order = order[1:] if change == 0 or over < 0 else order
    return out
