"""Days and hours that the sender's own words and what is passed on both tell: which holds, and where they disagree."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.meetings.clocks import Clock
from bot.meetings.days import Day, days_in
from bot.meetings.segments import Segment
from bot.model.booking import Doubt


def other_hours(told: Sequence[tuple[Segment, Clock | None]]) -> Iterator[Doubt]:
    """«kl. 17-20» over a file that has 18 to 21: neither lies within the other, as a meeting does in a room's hours."""
    hours = {s.origin: (c.start, c.end) for s, c in told if c is not None and c.start is not None and c.end is not None}
    own, file = hours.get("own"), hours.get("file")
    if own is None or file is None:
        return
    (a, b), (c, d) = own, file
    if not (c <= a and b <= d) and not (a <= c and d <= b):
        yield Doubt("hours_differ", "start", f"kl. {a:%H.%M}-{b:%H.%M} og kl. {c:%H.%M}-{d:%H.%M}")


def as_passed_on(told: Sequence[tuple[Segment, Sequence[Day]]]) -> list[Day]:
    """«Mødet er fredag kl. 13-17» over a confirmation of that Friday and the Saturday after means that Friday."""
    others = [d for s, _ in told if s.origin != "own" for d in days_in("\n".join(s.lines), s.written) if not d.week]
    out: list[Day] = []
    for segment, days in told:
        for day in days:
            meant = {d.value for d in others if segment.origin == "own" and d.value.weekday() == day.value.weekday()}
            if day.bare and len(days) == len(meant) == 1:
                return [replace(day, value=meant.pop())]
            out.append(day)
    return out
