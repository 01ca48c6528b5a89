"""What a plan's rows are, and what is told for all of them at once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.danish.text import fold
from bot.meetings.clocks import Clock, clock_in
from bot.meetings.days import Day, days_in
from bot.meetings.labels import labelled
from bot.meetings.places import NAME, Place, place_named, without_former
from bot.meetings.segments import Segment
from bot.meetings.words import BookingWords

LEAST_ROWS = 2
#: «17-20», «17.30 til 20.30»: hours of a span that nothing else names as such.
_SPAN = re.compile(r"(?<![\w.,/:-])[012]?\d(?:[.:][0-5]\d)? ?(?:[-–—]|til) ?[012]?\d(?:[.:][0-5]\d)?(?![\w/-]|[.,:]\d)")


@dataclass(frozen=True, slots=True)
class Shared:
    """What is told for all rows at once."""

    clock: Clock | None = None
    place: Place | None = None
    tentative: bool = False
    #: «først A, så B og til sidst C»: a place for each of the days, in their order.
    in_turn: tuple[Place, ...] = ()

    def place_of(self, number: int, days: int) -> Place | None:
        """Of the n-th of so many days, where as many places are told."""
        return self.in_turn[number] if len(self.in_turn) == days else None


@dataclass(frozen=True, slots=True)
class Row:
    """One meeting of a plan."""

    day: Day
    clock: Clock | None
    place: Place | None
    topic: str | None
    text: str
    shared: Shared


def days_told(line: str, segment: Segment, words: BookingWords) -> list[Day]:
    """Without «på torsdag» and days that are a deadline's («Afbestilling: senest 14 dage før, dvs. 11. august»)."""
    if any(found.role == "other" for found in labelled([line], words)):
        return []
    written = segment.written
    days = (d for d in days_in(line, written) if not d.bare)
    return [d for d in days if not words.is_of_another_day(line[: d.start], d.value, written)]


def shared_of(lines: Sequence[str], segment: Segment, words: BookingWords) -> Shared:
    clocks = [c for line in lines if (c := _clock_for_all(line, segment, words)) is not None]
    # Cells of a table that came line by line: which of them is whose cannot be told.
    clock = clocks[0] if clocks and len({(c.start, c.end) for c in clocks if c.end is not None}) < 2 else None
    places = [p for line in lines if (p := place_named(line, words, ())) is not None]
    place = max(places, key=lambda p: p.strength, default=None)
    if place is not None and _tells_several(lines, words):
        place = None
    return Shared(clock, place, bool(words.tentative.search(fold(" ".join(lines)))), _in_turn(lines, words))


def _tells_several(lines: Sequence[str], words: BookingWords) -> bool:
    """«Første gang hos A, anden gang hos B»: no place of all."""
    parts = [part for line in lines for part in re.split(r"[,.;]\s", line)]
    in_turn = any(words.in_turn.search(fold(line)) for line in lines)
    found = [place_named(part, words, ()) for part in parts]
    return len({fold(p.name) for p in found if p is not None and (in_turn or p.strength > 1)}) > 1


def _in_turn(lines: Sequence[str], words: BookingWords) -> tuple[Place, ...]:
    """Not beside «anden gang kommer en underviser fra Sygehuset», which counts what is told (``places_in_turn``)."""
    if any(m["ordinal"] or m["alone"] for line in lines for m in words.turn.finditer(line)):
        return ()
    text = "\n".join(without_former(line, words) for line in lines if words.in_turn.search(fold(line)))
    names = dict.fromkeys(m.group().strip(" .") for m in NAME.finditer(text))
    return tuple(Place(n, None, n, 2) for n in names if words.place_word.search(fold(n)))


def _clock_for_all(line: str, segment: Segment, words: BookingWords) -> Clock | None:
    """Also «alle dage 17-20», which has no «kl.» but a word for all of them."""
    clock = clock_in(line, days_in(line, segment.written), words)
    if clock is not None and (clock.end is not None or clock.start is not None):
        return clock
    for word in places_of(line, words.all):
        behind = line[word:]
        span = _SPAN.search(behind)
        if span is not None and not words.people.match(fold(behind[span.end() :])):
            return clock_in(f"kl. {span.group().strip()}", (), words)
    return None


def places_of(line: str, pattern: re.Pattern[str]) -> list[int]:
    """Where its matches begin, word by word: folding may change a line's length."""
    return [m.start() for m in re.finditer(r"\S+", line) if pattern.match(fold(line[m.start() :]))]
