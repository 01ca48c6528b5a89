"""«Den 21. april. Nej vent, onsdag den 22. april»: a day that its writer takes back in the next breath."""

from collections.abc import Sequence
from datetime import date

from bot.meetings.days import days_in
from bot.meetings.words import BookingWords

#: Letters between the day, the word that takes it back, and the day that it is.
_NEAR = 30


def as_corrected(lines: Sequence[str], written: date, words: BookingWords) -> list[str]:
    """The lines, with the day that is meant where the other one stood. ``written``: of days without a year."""
    return [_corrected(line, written, words) for line in lines]


def _corrected(line: str, written: date, words: BookingWords) -> str:
    for match in words.corrects.finditer(line):
        days = [d for d in days_in(line, written) if not d.week]
        was = next((d for d in reversed(days) if match.start() - _NEAR <= d.end <= match.start()), None)
        told = next((d for d in days if match.end() <= d.start <= match.end() + _NEAR), None)
        if was is not None and told is not None:
            return f"{line[: was.start]}{told.text}{line[told.end :]}"
    return line
