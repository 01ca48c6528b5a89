"""What the finders share: quick ways to the places worth a closer look, and which places are taken.

A pattern that may start anywhere and ignores case is tried at every character; these look for a few letters
first, which costs a twentieth, and match only there.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator


def lowered(text: str) -> str:
    """Lower case letter for letter, so that places stay: ``str.lower`` makes two characters of «İ»."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(low if len(low := c.lower()) == 1 else c for c in text)


def matches_at(pattern: re.Pattern[str], starts: re.Pattern[str], text: str, low: str) -> Iterator[re.Match[str]]:
    """``pattern.finditer(text)``, tried only where ``starts`` matches in ``low``, the lower case of ``text``."""
    end = 0
    for start in starts.finditer(low):
        if start.start() >= end and (match := pattern.match(text, start.start())):
            yield match
            end = max(match.end(), start.start() + 1)


class Taken:
    """Places that are spoken for, without overlap. Asking costs a bisection: hostile texts hold thousands."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def take(self, start: int, end: int) -> bool:
        """Takes the place; False, and nothing taken, where another overlaps it."""
        i = bisect_left(self._starts, start)
        if (i > 0 and self._ends[i - 1] > start) or (i < len(self._starts) and self._starts[i] < end):
            return False
        self._starts.insert(i, start)
        self._ends.insert(i, end)
        return True
