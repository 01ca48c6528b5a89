"""Places of a plan's rows told by which meeting it is: «første gang hos mig på klinikken, anden gang på Hotel Fjorden»,
«i februar er vi på Kroen, og i april hos Bo».

What is told of one meeting is taken out before the rows are read, so that its place is no other's; a meeting of which
no place can be told for certain has none, and is asked about.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.danish.dates import MONTHS
from bot.danish.numbers import DAYS, ORDINALS
from bot.danish.sentences import END, END_BEFORE_ANY
from bot.danish.text import fold
from bot.meetings.clocks import Clock, clock_in
from bot.meetings.days import days_in
from bot.meetings.places import Place, place_named
from bot.meetings.rows import LEAST_ROWS, Row
from bot.meetings.segments import Segment
from bot.meetings.words import BookingWords

#: Meetings of a plan that are counted by a word.
_MOST = 8
_NUMBERS = {word: number for word, number in DAYS.items() if number <= _MOST} | ORDINALS
_LAST = -1
#: A place's name that is one for certain: not «hos Ulrik Haar».
_OF_PLACE = 2
_SENTENCE_END = re.compile(rf"{END}|{END_BEFORE_ANY}|;\s")
#: Words in front of «første gang» that are looked at.
_BEFORE = 24


@dataclass(frozen=True, slots=True)
class _Told:
    """``turn``: 1 the first meeting, -1 the last, 0 one that nobody can count; with ``month`` it is that month's."""

    turn: int
    month: int
    start: int
    end: int
    place: Place | None
    clock: Clock | None
    #: Whether another place stands before the first of them in its sentence: whose it is cannot be told.
    unclear: bool


#: (turn, month) → what is told of that meeting.
Turns = Mapping[tuple[int, int], _Told]


#: The key of what is told of several meetings.
SEVERAL = (0, 0)
_OF_SEVERAL = _Told(0, 0, 0, 0, None, None, unclear=True)


def take_turns(segment: Segment, words: BookingWords, known: Collection[str]) -> tuple[Segment, Turns]:
    """The piece without what is told of single meetings by their turn, and that; both as they were where no place is
    told so. Where some are told of several at once («de to første på Kroen»), ``places_by_count`` reads them or nobody.
    """
    if several := [m for line in segment.lines for m in words.turn_of_several.finditer(line)]:
        of_places = any(_place_of(_SENTENCE_END.split(m.string[m.end() :])[0], words, known) for m in several)
        return segment, {SEVERAL: _OF_SEVERAL} if of_places else {}
    lines: list[str] = []
    found: list[_Told] = []
    for line in segment.lines:
        told = _told_in(line, segment, words, known)
        kept = line
        for one in reversed(told):
            kept = kept[: one.start] + kept[one.end :]
        lines.append(kept.strip())
        found += told
    if not any(one.place for one in found):
        return segment, {}
    turns: dict[tuple[int, int], _Told] = {}
    for one in found:
        before = turns.get((one.turn, one.month))
        twice = before is not None and before.place and one.place and fold(before.place.name) != fold(one.place.name)
        kept_one = one if before is None or not before.place else before
        turns[(one.turn, one.month)] = replace(kept_one, unclear=kept_one.unclear or one.unclear or bool(twice))
    return replace(segment, lines=tuple(lines)), turns


def _told_in(line: str, segment: Segment, words: BookingWords, known: Collection[str]) -> list[_Told]:
    marks = [m for m in words.turn.finditer(line) if not words.turn_of_none.search(fold(line[: m.start()][-_BEFORE:]))]
    out: list[_Told] = []
    for mark, following in zip(marks, [*(m.start() for m in marks), len(line)][1:], strict=True):
        end = min(following, next((m.start() for m in _SENTENCE_END.finditer(line, mark.end())), len(line)))
        clause = line[mark.end() : end]
        place = _place_of(clause, words, known)
        turn, month = _turn_of(mark)
        days = [d for d in days_in(line, segment.written) if not d.bare and d.start < end and d.end > mark.start()]
        # A row has its own day, what was is no plan, and a month or «resten» tells of places only where it has one.
        if days or words.turn_bygone.search(fold(clause)) or (turn == 0 and place is None):
            continue
        sentence = next((m.end() for m in reversed(list(_SENTENCE_END.finditer(line, 0, mark.start())))), 0)
        before = line[sentence : mark.start()]
        first = not any(sentence <= one.start for one in out)
        unclear = first and not days_in(before, segment.written) and place_named(before, words, known) is not None
        sure = place if place is not None and place.strength >= _OF_PLACE else None
        out.append(_Told(turn, month, mark.start(), end, sure, clock_in(clause, (), words), unclear))
    return out


def _place_of(clause: str, words: BookingWords, known: Collection[str]) -> Place | None:
    """Also the writer's own clinic, which the register has: «hos mig på klinikken i Køge»."""
    own = words.own_clinic.search(fold(clause))
    named = place_named(clause.strip(" ,.("), words, known)
    if own is not None and (named is None or named.strength <= _OF_PLACE):
        return Place(own.group(), None, clause, _OF_PLACE)
    return named


def _turn_of(mark: re.Match[str]) -> tuple[int, int]:
    if month := mark["month"] or mark["compound"]:
        return 0, MONTHS.index(month.casefold()) + 1
    word = (mark["ordinal"] or mark["alone"] or mark["named"] or "").casefold()
    if word.startswith("sidst"):
        return _LAST, 0
    return _NUMBERS.get(word) or int(word.startswith("først")), 0


def with_turns(rows: tuple[Row, ...], turns: Turns) -> tuple[Row, ...]:
    """Each row with what is told of it by its turn; none has a place where that of one cannot be told, for a count may
    be of another order than the rows.
    """
    if not turns or len(rows) < LEAST_ROWS:
        return rows
    if SEVERAL in turns and all(row.place for row in rows):
        return rows
    by_row = _of_rows(rows, turns)
    found = tuple(_with(row, by_row[i]) if i in by_row else row for i, row in enumerate(rows))
    if by_row and all(row.place or row.shared.place for row in found):
        return found
    return tuple(replace(row, place=None, text="", shared=replace(row.shared, place=None, in_turn=())) for row in found)


def _of_rows(rows: Sequence[Row], turns: Turns) -> dict[int, _Told]:
    """Empty where one of them is no row's, has no place, or two are of one row; and where the rows do not stand in the
    order of their days.
    """
    days = [row.day.value for row in rows]
    out: dict[int, _Told] = {}
    for (turn, month), told in turns.items():
        of_month = [i for i, day in enumerate(days) if day.month == month]
        if month:
            number = of_month[0] if len(of_month) == 1 else len(rows)
        else:
            number = len(rows) - 1 if turn == _LAST else turn - 1
        if not 0 <= number < len(rows) or number in out or told.unclear or told.place is None:
            return {}
        out[number] = told
    return out if days == sorted(days) else {}


def _with(row: Row, told: _Told) -> Row:
    return replace(row, clock=told.clock or row.clock, place=told.place)
