"""«Vi begynder en time senere», «mødet slutter en halv time før», «vi forlænger med en time»: hours counted from those
that a meeting has.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.danish.sentences import END
from bot.danish.text import fold
from bot.meetings.performing import act_in
from bot.meetings.words import BookingWords

_CLAUSE = re.compile(rf"[,;:()–—]\s*|\s-\s|{END}|\s+(?=(?:og|men|så|selvom|uanset)\s)")


_COUNTED = re.compile(r"(?<![\w.,:/-])(?P<count>\d{1,3}) ?(?P<unit>timer?|min(?:utter|\.)?)(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shift:
    """Minutes later (minus: earlier) than it was; None: not said. ``unclear``: of which way it goes, the words."""

    start: int | None = None
    end: int | None = None
    unclear: str = ""


def shift_told(sentences: Sequence[str], words: BookingWords) -> Shift | None:
    """What the sentences say of the hours that a meeting had; None where they say nothing of them.

    The end goes with the start, unless it is told or said to stay.
    """
    found = [shift for s in sentences for clause in _CLAUSE.split(s) if clause and (shift := _of(clause, s, words))]
    if not found:
        return None
    start = next((s.start for s in found if s.start is not None), None)
    end = next((s.end for s in found if s.end is not None), None)
    unclear = next((s.unclear for s in found if s.unclear), "")
    if start is not None and end is None and any(words.end_stays.search(fold(s)) for s in sentences):
        end = 0
    return Shift(start, end, "" if start is not None or end is not None else unclear)


def shifts_hours(sentence: str, words: BookingWords) -> bool:
    return any(_of(clause, sentence, words) for clause in _CLAUSE.split(sentence) if clause)


def _of(clause: str, sentence: str, words: BookingWords) -> Shift | None:
    minutes = _minutes_in(clause, words)
    folded = fold(clause)
    if minutes is None or not _is_told(folded, sentence, words):
        return None
    if words.shift_longer.search(folded):
        return Shift(end=minutes)
    if words.shift_shorter.search(folded):
        return Shift(end=-minutes)
    moves = words.acts.moves.search(folded) is not None
    begins, ends = words.shift_begins.search(folded), words.shift_ends.search(folded)
    if not (begins or ends or moves or words.meeting.search(folded)):
        return None
    sign = 1 if words.shift_later.search(folded) else -1 if words.shift_earlier.search(folded) else 0
    if not sign:
        return Shift(unclear=clause.strip()) if moves or words.shift_unclear.search(folded) else None
    return Shift(end=sign * minutes) if ends and not begins else Shift(start=sign * minutes)


def _is_told(folded: str, sentence: str, words: BookingWords) -> bool:
    """Not of the food, nor what is asked, weighed or said not to be."""
    if words.part_of_meeting.search(folded) or words.acts.denies.search(folded) or sentence.rstrip().endswith("?"):
        return False
    whole = fold(sentence)
    if words.shift_usual.search(whole):
        return False
    moved = act_in(sentence, words.acts.moves, words.acts)
    if moved is not None and moved.mood != "performed":
        return False
    return not any(p.search(whole) for p in (words.acts.weighed, words.acts.conditional, words.acts.retold))


def _minutes_in(clause: str, words: BookingWords) -> int | None:
    """«en halv time», «20 minutter»"""
    folded = f" {fold(clause.replace('½', '1/2'))} "
    told = next((phrase for phrase in words.shift_minutes if f" {phrase} " in folded), None)
    if told is not None:
        return words.shift_minutes[told]
    match = _COUNTED.search(clause)
    if match is None:
        return None
    return int(match["count"]) * (60 if match["unit"].casefold().startswith("t") else 1)
