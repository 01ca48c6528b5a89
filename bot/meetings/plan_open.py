"""«De tre første er på plads, den sidste er kun en option»: told beside a plan, and no row of it says which that is."""

from collections.abc import Sequence
from dataclasses import replace

from bot.danish.sentences import sentences
from bot.danish.text import fold
from bot.meetings.plan import is_off
from bot.meetings.rows import LEAST_ROWS
from bot.meetings.segments import Segment
from bot.meetings.words import BookingWords
from bot.model.booking import BookingReading, Doubt


def asked_where_one_waits(
    found: tuple[BookingReading, ...], segments: Sequence[Segment], words: BookingWords
) -> tuple[BookingReading, ...]:
    """All of the plan, for a count from its top or bottom may be of another order than the rows that were read.

    Where rows are marked as open themselves, those are left out already and the words only say the same.
    """
    booked = [r for r in found if r.act == "book" and r.day is not None]
    if (
        len(booked) < LEAST_ROWS
        or any(is_off(line, s, words) for s in segments for line in s.lines)
        or not _one_waits(segments, words)
    ):
        return found
    return tuple(replace(r, doubts=(*r.doubts, Doubt("unsettled", "confirm"))) for r in found)


def _one_waits(segments: Sequence[Segment], words: BookingWords) -> bool:
    told = (fold(x) for s in segments if s.origin == "own" for line in s.lines for x in sentences(line))
    of_one = (x for x in told if words.one_of_them.search(x) and not words.about_it.search(x))
    return any(map(words.one_waits.search, of_one))
