"""A plan of several meetings in one mail: rows that begin with a day each, a table, or days in a row in a sentence."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.danish.text import fold
from bot.meetings.clocks import Clock, clock_in
from bot.meetings.days import Day, days_in, in_order, in_year
from bot.meetings.labels import columns
from bot.meetings.places import Place, labelled_place, place_named
from bot.meetings.segments import Segment
from bot.meetings.words import BookingWords

#: «1)», «-», «•», «Møde 2:», «2. møde:» before the day of a row; the words are ``[plan] numbered``.
_BULLET = re.compile(
    r"\s*(?:[-–*•·]|\d{1,2}[.)](?!\d)(?:\s*(?P<before>[^\W\d_]+))?\s*[:.)-]?|(?P<after>[^\W\d_]+)\s*(?:nr\.?\s*)?\d{1,2}\s*[:.)-]"
    r"|(?P<alone>[^\W\d_]+):)?\s*"
)
#: «2027:», «Møder i 2027»: a heading whose year the rows under it have.
_YEAR = re.compile(r"\D{0,40}\b(?P<year>20\d\d)\D{0,12}")
#: «(foreløbig)» behind a place is no part of its name.
_NOTE = re.compile(r"\s*\([^()]*\)")
_LEAST_ROWS = 2
#: A plan for two years has eight; more rows than this are no plan, and nothing is made of them.
MOST_ROWS = 60
#: «17-20», «17.30 til 20.30»: hours of a span that nothing else names as such.
_SPAN = re.compile(r"(?<![\w.,/:-])[012]?\d(?:[.:][0-5]\d)? ?(?:[-–—]|til) ?[012]?\d(?:[.:][0-5]\d)?(?![\w/-]|[.,:]\d)")
_SENTENCE = re.compile(r"(?<=[\wæøåÆØÅ)\]»]{2}[.!?])\s+(?=[A-ZÆØÅ«\"])")
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


def plan_rows(segment: Segment, words: BookingWords, known: Collection[str] = ()) -> tuple[Row, ...]:
    """The rows of a plan, or nothing where the piece tells of at most one day."""
    numbers = [i for i, line in enumerate(segment.lines) if _begins_with_day(line, segment, words)]
    days = {_row_day(segment.lines[i], segment, words).value for i in numbers}
    if len(days) >= _LEAST_ROWS or (len(numbers) == 1 and _has_head(segment, numbers[0], words)):
        return _of_rows(segment, numbers[: MOST_ROWS + 1], words)
    return _of_prose(segment, words, known) or _of_sentence(segment, words)


def _begins_with_day(line: str, segment: Segment, words: BookingWords) -> bool:
    if not line:
        return False
    days = _days_of(line, segment, words)
    start = _bullet_end(line, words)
    # In a table another cell may stand first: the number, the topic.
    return bool(days) and (days[0].start <= start + 2 or ("\t" in line and days[0].start <= 40))


def _has_head(segment: Segment, number: int, words: BookingWords) -> bool:
    """Whether the line above the row names its columns, a day and a time among them."""
    roles = columns(segment.lines[number - 1], words) if number else None
    return roles is not None and {"date"} < set(roles.values()) and bool({"start", "time"} & set(roles.values()))


def _days_of(line: str, segment: Segment, words: BookingWords) -> list[Day]:
    """Without «på torsdag» and days that are a deadline's."""
    return [
        d for d in days_in(line, segment.written) if not d.bare and not words.another_day.search(fold(line[: d.start]))
    ]


def _row_day(line: str, segment: Segment, words: BookingWords) -> Day:
    return _days_of(line, segment, words)[0]


def _bullet_end(line: str, words: BookingWords) -> int:
    match = _BULLET.match(line)
    if match is None:
        return 0
    word = match["before"] or match["after"] or match["alone"]
    return match.end() if word is None or words.numbered.fullmatch(fold(word)) else 0


def _of_rows(segment: Segment, numbers: Sequence[int], words: BookingWords) -> tuple[Row, ...]:
    below = _continued(segment, numbers)
    taken = {i + n for i, lines in below.items() for n in range(len(lines) + 1)}
    rest = [line for i, line in enumerate(segment.lines) if i not in taken]
    shared = _shared(rest, segment, words)
    head = next((roles for line in rest if (roles := columns(line, words))), None)
    rows = [_row(segment, i, below[i], head, shared, words) for i in numbers]
    days = in_order([_with_year(row.day, _year_above(segment, i)) for row, i in zip(rows, numbers, strict=True)])
    return tuple(replace(row, day=day) for row, day in zip(rows, days, strict=True))


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
    days = _days_of(line, segment, words)
    clock = clock_in(line, days_in(line, segment.written), words)
    told = _NOTE.sub(lambda m: "" if words.tentative.search(fold(m.group())) else m.group(), line)
    cells = told.split("\t")
    if head is not None:
        place = next((labelled_place(cells[i]) for i, r in head.items() if r == "venue" and i < len(cells)), None)
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
    if place is None and len(parts) == 1 and parts[0][0].isupper() and "\t" in line:
        place = labelled_place(parts[0])
    topic = next((p.partition(":")[2].strip() for p in parts if fold(p.partition(":")[0]) in ("emne", "tema")), None)
    return place, topic


def _shared(lines: Sequence[str], segment: Segment, words: BookingWords) -> Shared:
    clock = place = None
    for line in lines:
        clock = clock or _clock_for_all(line, segment, words)
        found = place_named(line, words, ())
        if found is not None and (place is None or found.strength > place.strength):
            place = found
    return Shared(clock, place, bool(words.tentative.search(fold(" ".join(lines)))))


def _clock_for_all(line: str, segment: Segment, words: BookingWords) -> Clock | None:
    """Also «alle dage 17-20», which has no «kl.» but a word for all of them."""
    clock = clock_in(line, days_in(line, segment.written), words)
    if clock is not None and (clock.end is not None or clock.start is not None):
        return clock
    for word in _places_of(line, words.all):
        behind = line[word:]
        span = _SPAN.search(behind)
        if span is not None and not words.people.match(fold(behind[span.end() :])):
            return clock_in(f"kl. {span.group().strip()}", (), words)
    return None


def _places_of(line: str, pattern: re.Pattern[str]) -> list[int]:
    """Where its matches begin, word by word: folding may change a line's length."""
    return [m.start() for m in re.finditer(r"\S+", line) if pattern.match(fold(line[m.start() :]))]


def _of_prose(segment: Segment, words: BookingWords, known: Collection[str]) -> tuple[Row, ...]:
    """Meetings told in running text, each day with its own place: «den 12/5 hos A, den 8/9 hos B. Alle kl. 17-20.»

    Each of them must have a place or a time of its own, and what the day lacks must be told of all, outside them.
    """
    for paragraph in _paragraphs(segment.lines):
        folded = words.tentative.sub(" ", fold(paragraph))
        days = [d for d in _days_of(paragraph, segment, words) if not d.week]
        if len({d.value for d in days}) < _LEAST_ROWS or len(days) != len({d.value for d in days}):
            continue
        if words.moved.search(folded) or words.instead.search(folded) or " eller " in f" {folded} ":
            continue
        ends = [*(d.start for d in days[1:]), len(paragraph)]
        chunks = [_one_sentence(paragraph[d.end : end]) for d, end in zip(days, ends, strict=True)]
        # A date alone in a clause that denies it is no meeting's.
        if any(words.taken.search(fold(c)) for c in chunks):
            continue
        rows = _rows_of_chunks(paragraph, days, chunks, segment, words, known)
        if rows:
            return rows
    return ()


def _rows_of_chunks(
    paragraph: str, days: Sequence[Day], chunks: Sequence[str], segment: Segment, words: BookingWords,
    known: Collection[str],
) -> tuple[Row, ...]:  # fmt: skip
    places = [place_named(chunk, words, known) for chunk in chunks]
    clocks = [_clock_behind(day, chunk, words) for day, chunk in zip(days, chunks, strict=True)]
    if not (all(places) or (all(clocks) and any(places))):
        return ()
    rest = [paragraph[: days[0].start], *_sentences(paragraph[days[-1].end :])[1:]]
    others = [line for line in segment.lines if line not in paragraph and not _days_of(line, segment, words)]
    shared = _shared([*rest, *others], segment, words)
    if all(places):
        shared = replace(shared, place=None)
    if not all(clocks) and (shared.clock is None or any(clocks)):
        return ()
    days = in_order(days)
    return tuple(
        Row(day, clock, place, None, chunk, shared)
        for day, clock, place, chunk in zip(days, clocks, places, chunks, strict=True)
    )


def _clock_behind(day: Day, chunk: str, words: BookingWords) -> Clock | None:
    text = f"{day.text} {chunk}"
    clock = clock_in(text, [Day(day.value, 0, len(day.text), day.text)], words)
    return clock if clock is not None and clock.start is not None and clock.end is not None else None


def _paragraphs(lines: Sequence[str]) -> list[str]:
    """Lines that nothing divides, as one: a mail program may have broken a sentence over several."""
    out: list[list[str]] = [[]]
    for line in lines:
        if line and "\t" not in line:
            out[-1].append(line)
        else:
            out.append([])
    return [" ".join(part) for part in out if part]


def _sentences(text: str) -> list[str]:
    return _SENTENCE.split(text)


def _one_sentence(text: str) -> str:
    return _sentences(text)[0]


def _of_sentence(segment: Segment, words: BookingWords) -> tuple[Row, ...]:
    """«Vi mødes 12/3, 10/6, 16/9 og 25/11 kl. 17-20 på Kroen»: days that nothing but a comma or «og» divides."""
    for line in segment.lines:
        days = _days_of(line, segment, words)
        if (
            len(days) < _LEAST_ROWS
            or words.moved.search(words.tentative.sub(" ", fold(line)))
            or words.instead.search(fold(line))
        ):
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
    between = [line[a.end : b.start] for a, b in pairwise(chain)]
    # Where each day before it has its own time, the last one's stands behind it too; else that is the time of all.
    each = all(clock_in(part, (), words) is not None for part in between)
    timed = i + 1 < len(chain) or each
    clock = clock_in(f"{day.text} {own}", [Day(day.value, 0, len(day.text), day.text)], words) if timed else None
    return Row(day, clock, place_named(own, words, ()) if timed else None, None, own, shared)
