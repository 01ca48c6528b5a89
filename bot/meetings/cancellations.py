"""«Vi må aflyse mødet den 16. april»: which meetings a mail calls off, and which it only seems to."""

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.danish.text import fold
from bot.meetings.changed_days import SENTENCE_OR_LINE
from bot.meetings.clocks import clock_in
from bot.meetings.days import Day, days_in
from bot.meetings.moods import sentences
from bot.meetings.segments import Segment
from bot.meetings.words import BookingWords
from bot.model.booking import BookingReading, Doubt, Said

_LISTED = re.compile(r"(?:[\s,;&+.]|og|samt|både|mødet|møderne|den|d)*")


def read_cancellations(segments: Sequence[Segment], words: BookingWords) -> tuple[BookingReading, ...]:
    """The days whose meetings the sender's own sentences call off; empty where they name none, or move them."""
    own = next((s for s in segments if s.origin == "own"), None)
    if own is None:
        return ()
    if denied(segments, words):
        return ()
    days: list[Day] = []
    for sentence in SENTENCE_OR_LINE.split("\n".join(own.lines)):
        if not _is_of_a_meeting(sentence, words) or sentence.rstrip().endswith("?"):
            continue
        folded = fold(sentence)
        told = [d for d in days_in(sentence, own.written) if not d.week]
        if _is_replaced(sentence, told) or words.moved.search(folded) or words.was.match(folded):
            return ()
        days += told
        if len(days) > 1 and clock_in(sentence, days, words) is not None:
            return ()  # «vi aflyser den 16. og holder det den 23. kl. 17»
    found = {d.value: d for d in days}
    return tuple(
        BookingReading(
            "cancel",
            of_day=Said(value, day.text),
            doubts=() if day.weekday_ok else (Doubt("weekday", "meeting", day.text, (value,)),),
        )
        for value, day in found.items()
    )


def _is_replaced(sentence: str, told: Sequence[Day]) -> bool:
    """«Vi dropper den 29. og tager den 6.»: days that are called off stand in a list."""
    return any(not _LISTED.fullmatch(sentence[a.end : b.start]) for a, b in pairwise(told))


def calls_off_something(segments: Sequence[Segment], words: BookingWords) -> bool:
    """Whether the sender's own words call a meeting off, and not only a part of it or a place."""
    own = "\n".join(line for s in segments if s.origin == "own" for line in s.lines)
    return any(_is_of_a_meeting(sentence, words) for sentence in SENTENCE_OR_LINE.split(own))


def _is_of_a_meeting(sentence: str, words: BookingWords) -> bool:
    """«Vi dropper den 27. maj», «mødet og maden er aflyst»; not «badehotellet er droppet», «oplægget er aflyst»."""
    folded = fold(sentence)
    if not words.cancels.search(folded):
        return False
    part = words.part_of_meeting.search(folded) or words.place_word.search(folded)
    return part is None or words.meeting.search(folded) is not None


def calls_off(segments: Sequence[Segment], words: BookingWords) -> bool:
    """«Så vi aflyser mødet» in the sender's own words, without a day: the mail that is passed on tells which."""
    if denied(segments, words):
        return False
    own = [s for x in segments if x.origin == "own" for line in x.lines for s in sentences(line)]
    return any(_calls_off(fold(s), words) for s in own if not s.rstrip().endswith("?"))


def _calls_off(folded: str, words: BookingWords) -> bool:
    verb = words.cancels.search(folded)
    if verb is None or words.moved.search(folded) or not words.meeting.search(folded):
        return False
    before = folded[: verb.start()]
    return re.search(r"\b(?:vi|jeg|moedet)\b", before) is not None and re.search(r"\bikke\b", before) is None


def denied(segments: Sequence[Segment], words: BookingWords) -> bool:
    """«Nogen har hørt, at mødet den 9. er aflyst. Det er det ikke», «Er mødet aflyst?»: nothing is called off."""
    own = [line for s in segments if s.origin == "own" for line in s.lines]
    if words.not_cancelled.search(fold("\n".join(own))):
        return True
    telling = [s for line in own for s in sentences(line) if words.cancels.search(fold(s))]
    return bool(telling) and all(s.rstrip().endswith("?") for s in telling)


def cancelled(segments: Sequence[Segment]) -> BookingReading:
    """Of a mail that is known to cancel: the day that it names."""
    days = [d for s in segments if s.origin == "own" for line in s.lines for d in days_in(line, s.written)]
    days = days or [
        d for s in segments if s.origin == "forwarded" for line in s.lines for d in days_in(line, s.written)
    ]
    whole = [d for d in days if not d.week]
    values = list(dict.fromkeys(d.value for d in whole))
    if len(values) == 1:
        doubts = (Doubt("weekday", "meeting", whole[0].text),) if not whole[0].weekday_ok else ()
        return BookingReading("cancel", of_day=Said(whole[0].value, whole[0].text), doubts=doubts)
    return BookingReading("cancel", doubts=(Doubt("several_days", "meeting", "", tuple(values[:6])),) if values else ())
