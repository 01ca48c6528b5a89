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
    spans = spans_of(own.lines)
    return tuple((replace(own, lines=_unsigned(own.lines[span.start : span.stop])),) for span in spans)


def spans_of(lines: Sequence[str], *, counted: bool = False) -> tuple[range, ...]:
    """The lines of each point, which ends at a blank one; of those marked by dashes none where ``counted``."""
    starts = [i for i, line in enumerate(lines) if SIGN.match(line)]
    numbers = [m["number"] for i in starts if (m := SIGN.match(lines[i]))]
    in_order = numbers == [str(n) for n in range(1, len(numbers) + 1)]
    if len(starts) < 2 or not (in_order or (not counted and all(n is None for n in numbers))):
        return ()
    ends = zip(starts, (*starts[1:], len(lines)), strict=True)
    return tuple(range(a, next((i for i in range(a, b) if not lines[i]), b)) for a, b in ends)


def _unsigned(lines: Sequence[str]) -> tuple[str, ...]:
    return (SIGN.sub("", lines[0], count=1), *lines[1:])
