"""«Mødet den 16. april rykkes til den 23., og mødet den 10. september til den 17.»: two of the year's meetings moved in
one mail, each with what follows of it.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.danish.sentences import sentences
from bot.danish.text import fold
from bot.meetings.days import days_in
from bot.meetings.performing import act_in
from bot.meetings.segments import Segment
from bot.meetings.words import BookingWords

#: Between the parts of a sentence that each move a meeting, and behind the sign of a point.
APART = re.compile(r"(?:,\s+(?:og\s+)?|;\s*|\s+og\s+)(?=(?:\w+\s+){0,3}(?:mødet|møde|den|d\.|\d))", re.IGNORECASE)
_ARROW = re.compile(r"\s*(?:→|⇒|=+>|-+>)\s*")


@dataclass(frozen=True, slots=True)
class _Pair:
    """Lines that tell of one meeting, the first of them from which day to which."""

    was: date
    lines: tuple[str, ...]


def moves_apart(
    segments: Sequence[Segment], words: BookingWords, held: Collection[date]
) -> tuple[tuple[Segment, ...], ...]:
    """The sender's own piece once for each meeting that it moves, with what is told of that one and of all; empty
    where it does not move two or more, each from a day that is ``held``.
    """
    own = next((s for s in segments if s.origin == "own"), None)
    if own is None or len(segments) != 1:
        return ()
    parts = [part for line in own.lines for s in sentences(line) for part in _parts(s)]
    pairs: list[_Pair] = []
    others: list[str] = []
    for part in parts:
        was = _moves(part, own, words, held)
        if was is not None:
            pairs.append(_Pair(was, (part,)))
        elif any(not d.week for d in days_in(part, own.written)):
            continue  # of another meeting, which stays
        elif pairs and _is_beneath(part):
            pairs[-1] = replace(pairs[-1], lines=(*pairs[-1].lines, part))
        else:
            others.append(part)
    if len({p.was for p in pairs}) < 2 or len({p.was for p in pairs}) < len(pairs):
        return ()
    if any((said := act_in(s, words.acts.moves, words.acts)) and said.mood != "performed" for s in others):
        return ()
    kept = tuple(s for s in others if words.same_time.search(fold(s)) or words.same_place.search(fold(s)))
    return tuple((replace(own, lines=(*_in_words(p.lines), *kept)),) for p in pairs)


def _parts(sentence: str) -> list[str]:
    return [part for part in APART.split(sentence) if part.strip()]


def _moves(part: str, own: Segment, words: BookingWords, held: Collection[date]) -> date | None:
    """The day from which it moves a meeting to another one."""
    days = {d.value for d in days_in(part, own.written) if not d.week}
    was = days & set(held)
    if len(days) != 2 or len(was) != 1:
        return None
    said = act_in(part, words.acts.moves, words.acts)
    moves = said is not None and said.mood == "performed"
    return was.pop() if moves or _ARROW.search(part) or " til " in part else None


def _is_beneath(part: str) -> bool:
    """«– Hotel Hald», «– 17.00-20.00» under a meeting of a list."""
    return part.lstrip()[:1] in "-–—•*◦·" or part[:1].isdigit()


def _in_words(lines: Sequence[str]) -> tuple[str, ...]:
    first = _ARROW.sub(" flyttes til ", lines[0].lstrip(" -–—•*◦·"))
    return (
        first if " flyttes til " in first else f"Flyttes: {first}",
        *(line.lstrip(" -–—•*◦·") for line in lines[1:]),
    )
