"""What the finders share: quick ways to the places worth a closer look, and which places are taken.

A pattern that may start anywhere and ignores case is tried at every character; these look for a few letters
first, which costs a twentieth, and match only there.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache

#: Where a pattern may begin: letters in lower case, or a pattern for the lower case of the text.
Starts = tuple[str, ...] | re.Pattern[str]


@lru_cache(maxsize=4)
def lowered(text: str) -> str:
    """Lower case letter for letter, so that places stay: ``str.lower`` makes two characters of «İ».

    Each of the finders asks for it, of the same page.
    """
    low = text.lower()
    return low if len(low) == len(text) else "".join(low if len(low := c.lower()) == 1 else c for c in text)


def matches_at(pattern: re.Pattern[str], starts: Starts, text: str, low: str) -> Iterator[re.Match[str]]:
    """``pattern.finditer(text)``, tried only where ``starts`` are found in ``low``, the lower case of ``text``."""
    return matches_from(pattern, _places(starts, low), text)


def matches_from(pattern: re.Pattern[str], places: Iterable[int], text: str) -> Iterator[re.Match[str]]:
    """``pattern.finditer(text)``, tried only at ``places``, which are in order."""
    end = 0
    for start in places:
        if start >= end and (match := pattern.match(text, start)):
            yield match
            end = max(match.end(), start + 1)


def _places(starts: Starts, low: str) -> Iterable[int]:
    """In order. Letters one after the other: most are nowhere, which is told ten times as quickly as by a pattern."""
    if isinstance(starts, re.Pattern):
        return (match.start() for match in starts.finditer(low))
    found: list[int] = []
    for letters in starts:
        at = low.find(letters)
        while at >= 0:
            found.append(at)
            at = low.find(letters, at + 1)
    return sorted(found)


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
