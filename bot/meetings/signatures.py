"""Where what is written ends and the signature under it begins: a clinic's telephone hours tell of no meeting."""

import re
from collections.abc import Sequence

from bot.danish.dates import MONTHS, WEEKDAYS
from bot.danish.text import fold
from bot.meetings.addresses import TOWN
from bot.meetings.days import days_in
from bot.meetings.segments import Segment
from bot.meetings.words import BookingWords

#: Words of a line that is nothing but a closing («Mange hilsner fra Åse»).
_CLOSING_WORDS = 7
#: Lines under a name, and words of one, at most, for them to be a card.
_CARD_LINES, _CARD_WORDS = 8, 10
_NAME_LINE = re.compile(r"[A-ZÆØÅ][\w.'’-]*(?:\s+[A-ZÆØÅ][\w.'’-]*){0,3},?(?:\s+\w+){0,2}")
_REACHED_AT = re.compile(
    r"@|\bwww\.|\b(?:tlf|telefon|mobil|mob|dir|cvr)\b|(?<!\d)[1-9]\d{3} [A-ZÆØÅ]|(?:\d\d ){3}\d\d", re.IGNORECASE
)


def signed(segment: Segment, words: BookingWords) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(what is written, the signature under it). A table pasted under the name is no signature."""
    lines = segment.lines
    for i, line in enumerate(lines):
        if (i or segment.origin == "own") and (line.strip() in ("--", "-- ", "—") or is_closing(line, words)):
            under = i if segment.origin == "own" else i + 1
            body, foot = lines[:under], lines[under:]
            return (lines, ()) if _tells_more(body, foot, segment, words) else (body, foot)
    start = _block_of_name(segment, words)
    start = _under_own_name(segment, words) if start is None else start
    return (lines, ()) if start is None else (lines[:start], lines[start:])


def is_closing(line: str, words: BookingWords) -> bool:
    folded = fold(line)
    match = words.closing.match(folded)
    return match is not None and len(folded.split()) <= _CLOSING_WORDS and not any(c.isdigit() for c in line)


def _tells_more(body: Sequence[str], foot: Sequence[str], segment: Segment, words: BookingWords) -> bool:
    """Whether it has a day and what is above it none; not that of «Klinikken holder lukket den 11. december»."""

    def has_day(lines: Sequence[str]) -> bool:
        told = (line for line in lines if words.silent.search(fold(line)) is None)
        return any(not d.week and not d.bare for line in told for d in days_in(line, segment.written))

    return has_day(foot) and not has_day(body)


def _block_of_name(segment: Segment, words: BookingWords) -> int | None:
    """Where the last paragraph is a person's name over how to reach them; None where none is."""
    lines = segment.lines
    start = len(lines)
    while start > 0 and lines[start - 1]:
        start -= 1
    block = lines[start:]
    if segment.origin == "own" and start and len(block) == 1 and block[0].count("\t") > 1 and TOWN.search(block[0]):
        # «Fjord Fysioterapi | Algade 5 | 7900 Nykøbing Mors»
        return None if any(not d.week for d in days_in(block[0], segment.written)) else start
    if segment.origin != "own" or not 2 <= len(block) <= 10:
        return None
    first = set(fold(block[0]).split())
    is_other = words.place_word.search(fold(block[0])) or first & {fold(w) for w in (*WEEKDAYS, *MONTHS)}
    if not _begins_with_sender(block[0], segment) and (is_other or not _NAME_LINE.fullmatch(block[0])):
        return None
    rest = "\n".join(block[1:])
    is_card = _REACHED_AT.search(rest) or (_is_of_sender(block[0], segment) and all(map(_NAME_LINE.fullmatch, block)))
    return start if is_card and not days_in(rest.replace("\n", " "), segment.written) else None


def _under_own_name(segment: Segment, words: BookingWords) -> int | None:
    """Where the writer's own name stands alone on a line near the end («Egon» over «Skjern Fysioterapi, kl. 8-9»)."""
    lines = segment.lines
    if segment.origin != "own":
        return None
    for i in range(1, len(lines)):
        body, foot = lines[:i], lines[i + 1 :]
        if lines[i] and sum(map(bool, foot)) < _CARD_LINES and _is_of_sender(lines[i].rstrip(" ,."), segment):
            is_card = all(len(line.split()) <= _CARD_WORDS for line in foot)
            return i if is_card and not _tells_more(body, foot, segment, words) else None
    return None


def _begins_with_sender(line: str, segment: Segment) -> bool:
    """«Torben Holm, speciallæge i øre-næse-halssygdomme» of Torben Holm."""
    sender = fold((segment.sender.name if segment.sender else None) or "")
    return " " in sender and f"{fold(line)} ".startswith(f"{sender} ")


def _is_of_sender(line: str, segment: Segment) -> bool:
    """The writer's own name, whole or the first of it."""
    if segment.sender is None:
        return False
    name = {*fold(segment.sender.name or "").split(), *fold(segment.sender.address.partition("@")[0]).split()}
    return bool(name) and set(fold(line).split()) <= name
