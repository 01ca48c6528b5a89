"""«Vi har fået lov at låne lokalet hos:» over a name, a street and a town on lines of their own: one sentence."""

from collections.abc import Sequence
from datetime import date

from bot.danish.clock import find_times
from bot.meetings.days import days_in
from bot.meetings.words import BookingWords

#: A name, a room or a street, a town; letters of each.
_MOST_LINES, _LONGEST = 4, 60


def with_places_below(lines: Sequence[str], written: date, words: BookingWords) -> list[str]:
    """The lines, with a place that is written below a colon in the sentence that tells it."""
    out: list[str] = []
    i = 0
    while i < len(lines):
        below = _below(lines, i, written, words)
        out.append(f"{lines[i].rstrip(' :')} {', '.join(below)}" if below else lines[i])
        i += 1 + len(below)
    return out


def _below(lines: Sequence[str], i: int, written: date, words: BookingWords) -> list[str]:
    stem = lines[i].rstrip(" :")
    if not lines[i].rstrip().endswith(":"):
        return []
    below: list[str] = []
    for line in lines[i + 1 : i + 1 + _MOST_LINES]:
        told = line.strip(" ,")
        if not told or len(told) > _LONGEST or told[-1] in ".!?:" or find_times(told) or days_in(told, written):
            break
        below.append(told)
    joined = f"{stem} {below[0]}" if below else ""
    return below if any(m.end() == len(stem) + 1 for m in words.before_place.finditer(joined)) else []
