"""A plan told in sentences: «12/3, 10/6 og 16/9 kl. 17-20», «den 12/5 hos A og den 8/9 hos B, alle kl. 17-20»."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.danish.sentences import sentences
from bot.danish.text import fold
from bot.meetings.clocks import Clock, clock_in
from bot.meetings.day_order import in_order
from bot.meetings.days import Day
from bot.meetings.places import place_named
from bot.meetings.rows import LEAST_ROWS, Row, Shared, days_told, places_of, shared_of
from bot.meetings.segments import Segment
from bot.meetings.words import BookingWords

_LIST = re.compile(r"\s*(?:,|;|og|samt|&|\+)\s*(?:(?:og|samt)\s*)?(?:igen\s*)?(?:(?:d\.|den)\s*)?\Z")


def of_prose(segment: Segment, words: BookingWords, known: Collection[str]) -> tuple[Row, ...]:
    """Meetings told in running text, each day with its own place: «den 12/5 hos A, den 8/9 hos B. Alle kl. 17-20.»

    Each of them must have a place or a time of its own, and what the day lacks must be told of all, outside them.
    """
    for paragraph in _paragraphs(segment.lines):
        folded = words.tentative.sub(" ", fold(paragraph))
        days = [d for d in days_told(paragraph, segment, words) if not d.week]
        if len({d.value for d in days}) < LEAST_ROWS or len(days) != len({d.value for d in days}):
            continue
        if words.acts.moves.search(folded) or words.instead.search(folded) or " eller " in f" {folded} ":
            continue
        ends = [*(d.start for d in days[1:]), len(paragraph)]
        chunks = [(sentences(paragraph[d.end : end]) or [""])[0] for d, end in zip(days, ends, strict=True)]
        # A date alone in a clause that denies it is no meeting's.
        if any(words.taken.search(fold(c)) for c in chunks):
            continue
        chunks[-1], of_all = _told_of_all(chunks[-1], words)
        rows = _rows_of_chunks(paragraph, of_all, days, chunks, segment, words, known)
        if rows:
            return rows
    return ()


def _rows_of_chunks(
    paragraph: str, of_all: str, days: Sequence[Day], chunks: Sequence[str], segment: Segment, words: BookingWords,
    known: Collection[str],
) -> tuple[Row, ...]:  # fmt: skip
    places = [place_named(chunk, words, known) for chunk in chunks]
    clocks = [_clock_behind(day, chunk, words) for day, chunk in zip(days, chunks, strict=True)]
    if not (all(places) or (all(clocks) and any(places))):
        return ()
    rest = [paragraph[: days[0].start], of_all, *sentences(paragraph[days[-1].end :])[1:]]
    others = [line for line in segment.lines if line not in paragraph and not days_told(line, segment, words)]
    shared = shared_of([*rest, *others], segment, words)
    if all(places):
        shared = replace(shared, place=None)
    if not all(clocks) and (shared.clock is None or any(clocks)):
        return ()
    days = in_order(days)
    return tuple(
        Row(day, clock, place, None, chunk, shared)
        for day, clock, place, chunk in zip(days, clocks, places, chunks, strict=True)
    )


def _told_of_all(chunk: str, words: BookingWords) -> tuple[str, str]:
    """«hos B, begge onsdage 17-20»: what is behind the last day alone, and what is told of all."""
    cut = next(iter(places_of(chunk, words.all)), len(chunk))
    return chunk[:cut], chunk[cut:]


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


def of_list(segment: Segment, words: BookingWords) -> tuple[Row, ...]:
    """«Vi mødes 12/3, 10/6, 16/9 og 25/11 kl. 17-20 på Kroen»: days that nothing but a comma or «og» divides."""
    for line in segment.lines:
        days = days_told(line, segment, words)
        if (
            len(days) < LEAST_ROWS
            or words.acts.moves.search(words.tentative.sub(" ", fold(line)))
            or words.instead.search(fold(line))
        ):
            continue
        chain = [days[0]]
        for day in days[1:]:
            between = line[chain[-1].end : day.start]
            if _LIST.fullmatch(between) or (clock_in(between, (), words) is not None and _LIST.search(between)):
                chain.append(day)
        if len({d.value for d in chain}) < LEAST_ROWS or " eller " in line[chain[0].start : chain[-1].end]:
            continue
        shared = shared_of(segment.lines, segment, words)
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
    place = shared.place_of(i, len(chain)) or (place_named(own, words, ()) if timed else None)
    return Row(day, clock, place, None, own, shared)
