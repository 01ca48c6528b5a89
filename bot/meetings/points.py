"""«1) Mødet den 6. maj flyttes … 2) Vi har aftalt et nyt møde …»: points of one mail that tell of different things."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.meetings.segments import Segment

#: What a point begins with.
SIGN = re.compile(r"\A(?:(?P<number>\d)\s?[).:]\s+(?=\D)|[-–•*]\s+)")


def points_of(segments: Sequence[Segment]) -> tuple[tuple[Segment, ...], ...]:
    """The pieces once for each point of what the sender writes, with that point's lines alone; empty where there are
    not two or more points, counted from 1 or marked by dashes. Files and what is forwarded tell of no point alone, so
    a mail with such has none.
    """
    if len(segments) != 1 or segments[0].origin != "own":
        return ()
    own = segments[0]
    starts = [i for i, line in enumerate(own.lines) if SIGN.match(line)]
    numbers = [m["number"] for i in starts if (m := SIGN.match(own.lines[i]))]
    counted = all(n is None for n in numbers) or numbers == [str(n) for n in range(1, len(numbers) + 1)]
    if len(starts) < 2 or not counted:
        return ()
    ends = (*starts[1:], len(own.lines))
    return tuple((replace(own, lines=_lines(own, a, b)),) for a, b in zip(starts, ends, strict=True))


def _lines(own: Segment, start: int, end: int) -> tuple[str, ...]:
    """Without the point's sign; the last point ends at a blank line, below which the mail is closed."""
    lines = (SIGN.sub("", own.lines[start], count=1), *own.lines[start + 1 : end])
    return lines[: lines.index("")] if "" in lines else lines
