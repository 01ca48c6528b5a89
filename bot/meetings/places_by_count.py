"""Places of a plan's rows told by how many have each: «de to førstnævnte på Kroen, de to sidstnævnte hos Bo»."""

import re
from collections.abc import Collection, Sequence

from bot.danish.numbers import number_of
from bot.danish.sentences import END_BEFORE_ANY
from bot.meetings.places import Place, place_named
from bot.meetings.words import BookingWords

_SOME = re.compile(r"\bde[tn]? (?:(?P<count>\w+) )?(?P<which>først|sidst)(?:e|nævnte)\b", re.IGNORECASE)
#: Of a name that is a place's for certain: not «hos Ulrik Haar».
_OF_PLACE = 2
_SENTENCE_END = re.compile(rf"{END_BEFORE_ANY}|;\s")


def places_by_count(lines: Sequence[str], rows: int, words: BookingWords, known: Collection[str]) -> tuple[Place, ...]:
    """A place for each row in their order; empty where not every row has exactly one.

    ``known``: names of the network's clinics, as in ``read_bookings``.
    """
    first: list[Place] = []
    last: list[Place] = []
    for line in lines:
        found = list(_SOME.finditer(line))
        ends = [*(m.start() for m in found), len(line)][1:]
        for some, end in zip(found, ends, strict=True):
            count = number_of(some["count"]) if some["count"] else 1
            place = place_named(_SENTENCE_END.split(line[some.end() : end])[0].rstrip(" ,.!?;"), words, known)
            if place is None or place.strength < _OF_PLACE or count is None:
                return ()
            if some["which"].casefold() == "først":
                first += [place] * count
            else:
                last = [place] * count + last
    return (*first, *last) if first and last and len(first) + len(last) == rows else ()
