"""Days and hours that the sender's own words and what is passed on both tell: which holds, and where they disagree."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.danish.clock import find_times
from bot.meetings.clocks import Clock
from bot.meetings.days import Day, days_in
from bot.meetings.segments import Segment
from bot.model.booking import Doubt


def other_hours(told: Sequence[tuple[Segment, Clock | None]]) -> Iterator[Doubt]:
    """«kl. 17-20» over a file or a place's letter that has 18 to 21: neither lies within the other, as a meeting does
    in a room's hours. Not where the sender's own words have the other hours too.
    """
    spans = [(s, (c.start, c.end)) for s, c in told if c is not None and c.start is not None and c.end is not None]
    own = next((span for s, span in spans if s.origin == "own"), None)
    if own is None:
        return
    known = {
        (t.value, t.until) for s, _ in told if s.origin == "own" for x in s.lines for t in find_times(x, bare=True)
    }
    for segment, other in spans:
        (a, b), (c, d) = own, other
        if segment.origin != "own" and other not in known and not (c <= a and b <= d) and not (a <= c and d <= b):
            yield Doubt("hours_differ", "start", f"kl. {a:%H.%M}-{b:%H.%M} og kl. {c:%H.%M}-{d:%H.%M}")
            return


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
