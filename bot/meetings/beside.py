"""«Mødet den 16. er aflyst. Vi har til gengæld booket den 12. maj kl. 17-20»: a meeting more, beside what a mail calls
off or moves.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from bot.danish.sentences import sentences
from bot.danish.text import fold
from bot.meetings.days import days_in
from bot.meetings.one_meeting import one_meeting
from bot.meetings.segments import Segment
from bot.meetings.words import BookingWords
from bot.model.booking import BookingReading


def booked_beside(
    found: Sequence[BookingReading], segments: Sequence[Segment], words: BookingWords, known: Collection[str],
    held: Collection[date],
) -> tuple[BookingReading, ...]:  # fmt: skip
    """The one meeting more that the sender's own sentences tell, whole in day, hours and place; empty where they tell
    none. ``found``: what is called off or moved; sentences of its days, and of days that are ``held``, tell of those.
    """
    own = next((s for s in segments if s.origin == "own"), None)
    if own is None:
        return ()
    gone = {said.value for r in found for said in (r.day, r.of_day) if said is not None} | set(held)
    lines = [_rest(line, own, gone, words) for line in own.lines]
    rest = replace(own, lines=tuple(lines))
    days = {d.value for line in lines for d in days_in(line, own.written) if not d.week and not d.bare}
    if len(days) != 1:
        return ()
    told = one_meeting((rest,), words, known)
    whole = [r for r in told if all((r.day, r.start, r.end, r.venue)) and not r.doubts]
    return tuple(r for r in whole if r.day is not None and r.day.value not in gone)


def _rest(line: str, own: Segment, gone: Collection[date], words: BookingWords) -> str:
    """Without the sentences that tell what is called off or moved."""
    kept = [s for s in sentences(line) if not _is_of(s, own, gone) and not _acts(s, words)]
    return " ".join(kept)


def _is_of(sentence: str, own: Segment, gone: Collection[date]) -> bool:
    return any(d.value in gone for d in days_in(sentence, own.written) if not d.week)


def _acts(sentence: str, words: BookingWords) -> bool:
    folded = fold(sentence)
    return words.acts.cancels.search(folded) is not None or words.acts.moves.search(folded) is not None
