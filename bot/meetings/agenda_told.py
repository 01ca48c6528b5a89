"""An agenda that somebody wrote: which lines are its items, and what each says of clock time and length. Pure.

Only what is clearly one: a heading («Dagsorden:») with lines below it, or lines that each begin with a number, a dash
or a clock time in a mail that speaks of its agenda. Everything else stays the mail's.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from bot.danish.text import fold, one_line
from bot.meetings.words import BookingWords

#: Items of one agenda, and letters of one.
MOST_ITEMS, LONGEST = 40, 300
#: Lines with a mark of an item that make an agenda where no heading does; with a heading, or in a file of its own.
_FEWEST, _FEWEST_BELOW = 3, 2
_CLOCK = re.compile(
    r"(?:kl\.?\s*)?(?P<hour>[01]?\d|2[0-3])[.:](?P<minute>[0-5]\d)"
    r"(?:\s*[-–]\s*(?:kl\.?\s*)?(?P<to_hour>[01]?\d|2[0-3])[.:](?P<to_minute>[0-5]\d))?\s*[:\t–-]?\s*(?=\D)",
    re.IGNORECASE,
)
_MARK = re.compile(r"(?:(?:punkt\s+)?\d{1,2}\s*[.):]\s*(?!\d)|[-*•–·]\s+)", re.IGNORECASE)
_LENGTH = re.compile(r"[\s(,–-]*(?<!\d)(?P<minutes>\d{1,3})\s*min(?:utter|\.)?\s*\)?[\s.:–-]*", re.IGNORECASE)
_END = re.compile(
    r"(?:med\s+)?(?:venlig|bedste|kærlig|mange|de bedste)\w*\s+hilsn?e?r?|m\.?v\.?h|hilsen|vh\b|kh\b|/\w", re.I
)


@dataclass(frozen=True, slots=True)
class ToldItem:
    """``minutes`` 0 and ``start`` None: not told."""

    text: str
    minutes: int = 0
    start: time | None = None


@dataclass(frozen=True, slots=True)
class ToldAgenda:
    """``lines``: indexes of the lines that are the agenda's, heading and all."""

    items: tuple[ToldItem, ...]
    lines: frozenset[int]


def told_agenda(lines: Sequence[str], words: BookingWords, *, speaks_of_it: bool) -> ToldAgenda | None:
    """``speaks_of_it``: whether the mail says, anywhere, that it brings an agenda."""
    for at, line in enumerate(lines):
        below = next((other for other in lines[at + 1 :] if other.strip()), "")
        if _is_heading(line, words) and not _is_heading(below, words):
            found = _block(lines, at + 1, bare=True)
            if len(found.items) >= _FEWEST_BELOW:
                return ToldAgenda(found.items, found.lines | {at})
    if not speaks_of_it:
        return None
    blocks = (_block(lines, at, bare=False) for at in range(len(lines)) if _marked(lines[at]))
    found = max(blocks, key=lambda block: len(block.items), default=ToldAgenda((), frozenset()))
    return found if len(found.items) >= _FEWEST else None


def _is_heading(line: str, words: BookingWords) -> bool:
    """«Dagsorden», «Dagsorden for mødet den 7. maj:», «Her er dagsordenen:»; no sentence that goes on."""
    text = line.strip()
    found = words.agenda.search(fold(text))
    if found is None or len(text) > 90:
        return False
    return text.endswith(":") or (found.start() == 0 and len(text.split()) <= 8 and not text.endswith((".", "?", "!")))


def _block(lines: Sequence[str], start: int, *, bare: bool) -> ToldAgenda:
    """Items from a line on. ``bare``: lines without a mark are items too, up to the first empty one behind them."""
    items: list[ToldItem] = []
    used: set[int] = set()
    empty = False
    for at in range(start, len(lines)):
        line = lines[at].strip()
        if not line:
            empty = bool(items)
            continue
        marked = _marked(line)
        if _END.match(line) or not (marked or (bare and not empty)):
            break
        if (item := _item(line)) is not None:
            items.append(item)
            used.add(at)
        empty = False
    return _from_the_first_mark(lines, items, sorted(used))


def _from_the_first_mark(lines: Sequence[str], items: Sequence[ToldItem], used: Sequence[int]) -> ToldAgenda:
    """Where items have marks, what stands before the first of them is a sentence, or the heading once more."""
    marked = [n for n, at in enumerate(used) if _marked(lines[at])]
    first = marked[0] if len(marked) >= _FEWEST_BELOW else 0
    return ToldAgenda(tuple(items[first:][:MOST_ITEMS]), frozenset(used[first:]))


def _marked(line: str) -> bool:
    text = line.strip()
    return bool(_MARK.match(text) or _CLOCK.match(text))


def _item(line: str) -> ToldItem | None:
    text = _MARK.sub("", line.strip(), count=1) if _MARK.match(line.strip()) else line.strip()
    start, minutes = None, 0
    clock = _CLOCK.match(text)
    if clock is not None:
        start = time(int(clock["hour"]), int(clock["minute"]))
        if clock["to_hour"]:
            until = int(clock["to_hour"]) * 60 + int(clock["to_minute"])
            minutes = max(0, until - start.hour * 60 - start.minute)
        text = text[clock.end() :]
    length = _LENGTH.search(text)
    if length is not None and (length.start() == 0 or length.end() == len(text)):
        minutes = minutes or int(length["minutes"])
        text = text[: length.start()] + text[length.end() :]
    text = one_line(text).strip(" \t:–-")[:LONGEST]
    return ToldItem(text, minutes, start) if fold(text) else None
