"""A plan of several meetings in one mail: rows that begin with a day each, a table, or days in a row in a sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.danish.text import fold
from bot.meetings.clocks import Clock, clock_in
from bot.meetings.days import Day, days_in, in_order
from bot.meetings.labels import columns
from bot.meetings.places import Place, labelled_place, place_named
from bot.meetings.segments import Segment
from bot.meetings.words import BookingWords

#: «1)», «-», «•», «Møde 2:» before the day of a row.
_BULLET = re.compile(
    r"\s*(?:[-–*•·]|\d{1,2}[.)](?!\d)|(?:møde|gang|mødegang)\s*(?:nr\.?\s*)?\d{1,2}\s*[:.)-]?)?\s*", re.IGNORECASE
)
_LEAST_ROWS = 2
_MOST_ROWS = 60
_LIST = re.compile(r"\s*(?:,|;|og|samt|&|\+)\s*(?:(?:og|samt)\s*)?(?:igen\s*)?(?:(?:d\.|den)\s*)?\Z")


@dataclass(frozen=True, slots=True)
class Shared:
    """What is told for all rows at once."""

    clock: Clock | None = None
    place: Place | None = None
    tentative: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One meeting of a plan."""

    day: Day
    clock: Clock | None
    place: Place | None
    topic: str | None
    text: str
    shared: Shared


def plan_rows(segment: Segment, words: BookingWords) -> tuple[Row, ...]:
    """The rows of a plan, or nothing where the piece tells of at most one day."""
    numbers = [i for i, line in enumerate(segment.lines[:400]) if _begins_with_day(line, segment)]
    days = {_first_day(segment.lines[i], segment).value for i in numbers}
    if len(days) >= _LEAST_ROWS:
        return _of_rows(segment, numbers[:_MOST_ROWS], words)
    return _of_sentence(segment, words)


def _begins_with_day(line: str, segment: Segment) -> bool:
    if not line:
        return False
    days = days_in(line, segment.written)
    bullet = _BULLET.match(line)
    start = bullet.end() if bullet else 0
    # In a table another cell may stand first: the number, the topic.
    return bool(days) and (days[0].start <= start + 2 or ("\t" in line and days[0].start <= 40))


def _first_day(line: str, segment: Segment) -> Day:
    return days_in(line, segment.written)[0]


def _of_rows(segment: Segment, numbers: Sequence[int], words: BookingWords) -> tuple[Row, ...]:
    rest = [line for i, line in enumerate(segment.lines) if i not in numbers and i not in _continued(segment, numbers)]
    shared = _shared(rest, segment, words)
    head = next((roles for line in rest if (roles := columns(line, words))), None)
    rows = [_row(segment, i, head, shared, words) for i in numbers]
    days = in_order([row.day for row in rows])
    return tuple(replace(row, day=day) for row, day in zip(rows, days, strict=True))


def _continued(segment: Segment, numbers: Sequence[int]) -> set[int]:
    """Lines that belong to the row above them: indented by nothing, but told apart by having no blank line between."""
    out: set[int] = set()
    for a, b in zip(numbers, (*numbers[1:], len(segment.lines)), strict=True):
        last = b == len(segment.lines)
        for i in range(a + 1, b):
            if not segment.lines[i] or (last and i > a + 2):
                break
            if not last:
                out.add(i)
    return out


def _row(segment: Segment, number: int, head: dict[int, str] | None, shared: Shared, words: BookingWords) -> Row:
    following = [segment.lines[i] for i in sorted(_continued(segment, [number])) if i < len(segment.lines)]
    line = segment.lines[number]
    text = "\t".join([line, *following[:0]])
    days = days_in(line, segment.written)
    clock = clock_in(line, days, words)
    cells = line.split("\t")
    if head is not None:
        place = next((labelled_place(cells[i]) for i, r in head.items() if r == "venue" and i < len(cells)), None)
        address = next((cells[i] for i, r in head.items() if r == "address" and i < len(cells)), None)
        if place is not None and address:
            place = Place(place.name, place.address or address, place.text, place.strength)
        topic = next((cells[i] for i, r in head.items() if r == "topic" and i < len(cells)), None)
        clock = clock or _clock_of_cells(cells, head, words)
    else:
        place, topic = _loose(line, days[0], clock, words)
    return Row(days[0], clock, place, topic or None, text, shared)


def _clock_of_cells(cells: Sequence[str], head: dict[int, str], words: BookingWords) -> Clock | None:
    """Start and end in cells of their own."""
    found = {
        r: clock_in(f"kl. {cells[i]}", (), words) for i, r in head.items() if r in ("start", "end") and i < len(cells)
    }
    start, end = found.get("start"), found.get("end")
    if start is None or start.start is None:
        return None
    return Clock(start.start, end.start if end else None, start.text)


def _loose(line: str, day: Day, clock: Clock | None, words: BookingWords) -> tuple[Place | None, str | None]:
    """Place and topic of a row without a head: the cell or part that is neither day nor time."""
    rest = line[: day.start] + "\t" + line[day.end :]
    if clock is not None:
        rest = rest.replace(clock.text, "\t", 1)
    place = place_named(rest, words, ())
    parts = [p.strip(" .,:;-–") for p in re.split(r"\t|,|;|\s[-–]\s|:\s", rest)]
    parts = [p for p in parts if len(fold(p)) > 2 and not p.isdigit() and not _BULLET.fullmatch(p)]
    if place is None and len(parts) == 1 and parts[0][0].isupper() and "\t" in line:
        place = labelled_place(parts[0])
    topic = next((p.partition(":")[2].strip() for p in parts if fold(p.partition(":")[0]) in ("emne", "tema")), None)
    return place, topic


def _shared(lines: Sequence[str], segment: Segment, words: BookingWords) -> Shared:
    clock = place = None
    for line in lines:
        clock = clock or clock_in(line, days_in(line, segment.written), words)
        found = place_named(line, words, ())
        if found is not None and (place is None or found.strength > place.strength):
            place = found
    return Shared(clock, place, bool(words.tentative.search(fold(" ".join(lines)))))


def _of_sentence(segment: Segment, words: BookingWords) -> tuple[Row, ...]:
    """«Vi mødes 12/3, 10/6, 16/9 og 25/11 kl. 17-20 på Kroen»: days that nothing but a comma or «og» divides."""
    for line in segment.lines:
        days = [d for d in days_in(line, segment.written) if not words.another_day.search(fold(line[: d.start]))]
        if len(days) < _LEAST_ROWS or words.moved.search(fold(line)) or words.instead.search(fold(line)):
            continue
        chain = [days[0]]
        for day in days[1:]:
            between = line[chain[-1].end : day.start]
            if _LIST.fullmatch(between) or (clock_in(between, (), words) is not None and _LIST.search(between)):
                chain.append(day)
        if len({d.value for d in chain}) < _LEAST_ROWS or " eller " in line[chain[0].start : chain[-1].end]:
            continue
        shared = _shared(segment.lines, segment, words)
        chain = in_order(chain)
        return tuple(_of_chain(line, chain, i, shared, words) for i in range(len(chain)))
    return ()


def _of_chain(line: str, chain: Sequence[Day], i: int, shared: Shared, words: BookingWords) -> Row:
    day = chain[i]
    until = chain[i + 1].start if i + 1 < len(chain) else len(line)
    own = line[day.end : until]
    clock = (
        clock_in(f"{day.text} {own}", [Day(day.value, 0, len(day.text), day.text)], words)
        if i + 1 < len(chain)
        else None
    )
    return Row(day, clock, place_named(own, words, ()) if i + 1 < len(chain) else None, None, own, shared)
