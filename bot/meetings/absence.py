"""Why somebody stays away, told beside something else: it takes nothing from the rest of what is told."""

import re

from bot.danish.sentences import END_BEFORE_ANY
from bot.danish.text import fold
from bot.meetings.days import days_in
from bot.meetings.segments import Segment
from bot.meetings.words import BookingWords

_CLAUSE = re.compile(rf"(?<=,) |{END_BEFORE_ANY}")


def without_absence(sentence: str, segment: Segment, words: BookingWords) -> str:
    """«Vi bliver kun 7 til mødet 16/4, Bo er på ferie.» without Bo; as it is where nothing else stands there."""
    parts = _CLAUSE.split(sentence)
    kept: list[str] = []
    for part in parts:
        if not words.away.search(fold(part)) or days_in(part, segment.written):
            kept.append(part)
        elif kept and part.endswith((".", "!", "?")):
            kept[-1] = kept[-1].rstrip(",") + part[-1]
        elif kept and part.endswith(")") and kept[-1].count("(") > kept[-1].count(")"):
            kept[-1] = f"{kept[-1].rstrip(',')})"  # «(i stedet for den 8., hvor Ulrik har vagt)»
    return " ".join(kept) if kept and len(kept) < len(parts) else sentence
