"""A plan of several meetings in one mail: rows that begin with a day each, a table, or days in a row in a sentence."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.danish.text import fold
from bot.meetings.clocks import Clock, clock_in
from bot.meetings.day_order import in_order, in_year
from bot.meetings.days import Day, days_in
from bot.meetings.labels import columns, role_of
from bot.meetings.place_of_sender import place_of_sender
from bot.meetings.places import Place, labelled_place, place_named
from bot.meetings.places_by_count import places_by_count
from bot.meetings.places_in_turn import take_turns, with_turns
from bot.meetings.plan_exceptions import take_exceptions, with_exceptions
from bot.meetings.prose import of_list, of_prose
from bot.meetings.rows import LEAST_ROWS, Row, Shared, days_told, shared_of
from bot.meetings.segments import Segment
from bot.meetings.words import BookingWords

#: «1)», «-», «•», «Møde 2:», «2. møde:» before the day of a row; the words are ``[plan] numbered``.
_BULLET = re.compile(
    r"\s*(?:[-–*•·]|\d{1,2}[.)](?!\d)(?:\s*(?P<before>[^\W\d_]+))?\s*[:.)-]?|(?P<after>[^\W\d_]+)\s*(?:nr\.?\s*)?\d{1,2}\s*[:.)-]"
    r"|(?P<alone>[^\W\d_]+):)?\s*"
)
#: «2027:», «Møder i 2027»: a heading whose year the rows under it have.
_YEAR = re.compile(r"\D{0,40}\b(?P<year>20\d\d)\D{0,12}")
_BRACKET = re.compile(r"\([^()]*\)")
_PARTS = re.compile(r"\t|\s[-–—:]\s|[(),;:]")
#: «(foreløbig)» behind a place is no part of its name.
_NOTE = re.compile(r"\s*\([^()]*\)")
#: A plan for two years has eight; more rows than this are no plan, and nothing is made of them.
MOST_ROWS = 60


def plan_rows(segment: Segment, words: BookingWords, known: Collection[str] = ()) -> tuple[Row, ...]:
    """The rows of a plan, or nothing where the piece tells of at most one day."""
    segment = replace(segment, lines=tuple("" if is_off(x, segment, words) else x for x in segment.lines))
    told, turns = take_turns(segment, words, known)
    told, exceptions = take_exceptions(told, words, known)
    return with_exceptions(with_turns(_rows(told, words, known), turns), exceptions)


def _rows(segment: Segment, words: BookingWords, known: Collection[str]) -> tuple[Row, ...]:
    heads = [roles for line in segment.lines if (roles := columns(line, words))]
    numbers = [i for i, line in enumerate(segment.lines) if _begins_with_day(line, segment, heads[:1], words)]
    days = {_row_day(segment.lines[i], segment, words).value for i in numbers}
    if len(days) >= LEAST_ROWS or (len(numbers) == 1 and _has_head(segment, numbers[0], words)):
        return _of_rows(segment, numbers[: MOST_ROWS + 1], words, known)
    if len(days) == 1 and (whole := _only_whole(segment, numbers, words)) is not None:
        return _of_rows(_under_head(segment, whole, words), [whole], words, known)
    return of_prose(segment, words, known) or of_list(segment, words)


def is_off(line: str, segment: Segment, words: BookingWords) -> bool:
    """«10-03-2027  17-20  Sal A  Annulleret», «10. marts - aflyst», «(evt. den 10. juni)», «… Option - udløber 1/2»:
    nobody meets then, or nobody has promised it.
    """
    for bracket in _BRACKET.finditer(line):
        inside = fold(bracket.group())
        is_open = words.unsettled.search(inside) or words.offered.search(inside)
        if is_open and days_in(bracket.group(), segment.written):
            return True
    parts = [fold(part) for part in _PARTS.split(line)]
    marked = any(words.off.fullmatch(part) or words.open.fullmatch(part) for part in parts)
    return marked and bool(days_in(line, segment.written))


def _begins_with_day(line: str, segment: Segment, heads: Sequence[dict[int, str]], words: BookingWords) -> bool:
    if not line:
        return False
    days = days_told(line, segment, words)
    start = _bullet_end(line, words)
    # In a table another cell may stand first: the number, the topic; under a head whatever it names.
    cell = line[: days[0].start].count("\t") if days else 0
    under = any(roles.get(cell) == "date" for roles in heads)
    return bool(days) and (days[0].start <= start + 2 or ("\t" in line and (under or days[0].start <= 40)))


def _has_head(segment: Segment, number: int, words: BookingWords) -> bool:
    """Whether the line above the row names its columns, a day and a time among them."""
    roles = columns(segment.lines[number - 1], words) if number else None
    return roles is not None and {"date"} < set(roles.values()) and bool({"start", "time"} & set(roles.values()))


def _only_whole(segment: Segment, numbers: Sequence[int], words: BookingWords) -> int | None:
    """«Mødelokale | 23-09 | 16.30 | 19.30 | 1» over «Mødepakke | 23-09 | 3»: of one day's rows, the one that fills its
    head. The others lost their empty cells, and what stands where cannot be told; nor is it the food's row.
    """
    first = next((i for i in numbers if _has_head(segment, i, words)), None)
    if first is None:
        return None
    wide = segment.lines[first - 1].count("\t")
    whole = [i for i in numbers if i >= first and segment.lines[i].count("\t") == wide]
    is_food = len(whole) == 1 and words.other_time.search(fold(segment.lines[whole[0]]))
    return whole[0] if len(whole) == 1 and not is_food else None


def _under_head(segment: Segment, number: int, words: BookingWords) -> Segment:
    """With no other table above the row's own head, the line over it or some rows up; and nothing but these two where
    the place that wrote it all is known, which no line of its form says better.
    """
    head = next(i for i in range(number, -1, -1) if i == 0 or not segment.lines[i - 1])
    alone = segment.origin != "own" and place_of_sender(segment, words) is not None

    def told(i: int, line: str) -> bool:
        return i in (head, number) if alone else i >= head or "\t" not in line

    return replace(segment, lines=tuple(x if told(i, x) else "" for i, x in enumerate(segment.lines)))


def _row_day(line: str, segment: Segment, words: BookingWords) -> Day:
    return days_told(line, segment, words)[0]


def _bullet_end(line: str, words: BookingWords) -> int:
    match = _BULLET.match(line)
    if match is None:
        return 0
    word = match["before"] or match["after"] or match["alone"]
    if word is None or words.numbered.fullmatch(fold(word)):
        return match.end()
    return match.start("before") if match["before"] else 0  # «1) tirsdag den …»


def _of_rows(segment: Segment, numbers: Sequence[int], words: BookingWords, known: Collection[str]) -> tuple[Row, ...]:
    below = _continued(segment, numbers)
    taken = {i + n for i, lines in below.items() for n in range(len(lines) + 1)}
    rest = [line for i, line in enumerate(segment.lines) if i not in taken]
    shared = shared_of(rest, segment, words)
    head = next((roles for line in rest if (roles := columns(line, words))), None)
    rows = [_row(segment, i, below[i], head, shared, words) for i in numbers]
    days = in_order([_with_year(row.day, _year_above(segment, i)) for row, i in zip(rows, numbers, strict=True)])
    places = places_by_count(rest, len(rows), words, known) or (None,) * len(rows)
    return tuple(
        replace(row, day=day, place=row.place or place) for row, day, place in zip(rows, days, places, strict=True)
    )


def _year_above(segment: Segment, number: int) -> int | None:
    """The year of the nearest heading above the row."""
    for line in reversed(segment.lines[:number]):
        match = _YEAR.fullmatch(line)
        if match is not None and not days_in(line, segment.written):
            return int(match["year"])
    return None


def _with_year(day: Day, year: int | None) -> Day:
    if year is None or day.year_given or day.week or day.bare:
        return day
    return in_year(day, year)


def _continued(segment: Segment, numbers: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The lines under each row that belong to it: those up to the next row with no blank one between; under the last
    row at most as many as under the others, for what follows may be told of all.
    """
    below: dict[int, tuple[str, ...]] = {}
    for a, b in zip(numbers, (*numbers[1:], len(segment.lines)), strict=True):
        most = b if b < len(segment.lines) else a + 1 + max(map(len, below.values()), default=0)
        lines = segment.lines[a + 1 : most]
        below[a] = lines[: lines.index("")] if "" in lines else lines
    return below


def _row(
    segment: Segment, number: int, below: Sequence[str], head: dict[int, str] | None, shared: Shared,
    words: BookingWords,
) -> Row:  # fmt: skip
    line = segment.lines[number]
    days = days_told(line, segment, words)
    clock = clock_in(line, days_in(line, segment.written), words)
    told = _NOTE.sub(lambda m: "" if words.tentative.search(fold(m.group())) else m.group(), line)
    cells = told.split("\t")
    if head is not None:
        line = "\t".join("" if head.get(i) == "room" else cell for i, cell in enumerate(line.split("\t")))
        place = next(
            (labelled_place(cells[i], words) for i, r in head.items() if r == "venue" and i < len(cells)), None
        )
        address = next((cells[i] for i, r in head.items() if r == "address" and i < len(cells)), None)
        if place is not None and address:
            place = replace(place, address=place.address or address)
        topic = next((cells[i] for i, r in head.items() if r == "topic" and i < len(cells)), None)
        clock = _clock_of_cells(cells, head, segment, words) or clock
    else:
        place, topic = _loose(told, days[0], clock, words)
    clock = clock or next((c for text in below if (c := clock_in(text, (), words)) is not None), None)
    place = place or next((p for text in below if (p := place_named(text, words, ())) is not None), None)
    return Row(days[0], clock, place, topic or None, "\n".join((line, *below)), shared)


def _clock_of_cell(cell: str, segment: Segment, words: BookingWords) -> Clock | None:
    """Of «17», «17.30», and of a moment («12-05-2026 17:30»)."""
    days = [d for d in days_in(cell, segment.written) if not d.bare and not d.week]
    return clock_in(f"kl. {cell[days[0].end :].strip()}" if days and days[0].start == 0 else f"kl. {cell}", (), words)


def _clock_of_cells(cells: Sequence[str], head: dict[int, str], segment: Segment, words: BookingWords) -> Clock | None:
    """Start and end in cells of their own."""
    found = {
        r: _clock_of_cell(cells[i], segment, words)
        for i, r in head.items()
        if r in ("start", "end", "arrival", "departure") and i < len(cells)
    }
    start, end = found.get("start") or found.get("arrival"), found.get("end") or found.get("departure")
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
    parts = [p for p in parts if role_of(p, words) is None]
    if place is None and len(parts) == 1 and parts[0][0].isupper() and "\t" in line:
        place = labelled_place(parts[0], words)
    topic = next((p.partition(":")[2].strip() for p in parts if fold(p.partition(":")[0]) in ("emne", "tema")), None)
    return place, topic
