"""«Før | Nu» over «Dato | 16/4 | 23/4» and «Tid | 17-20 | 18-21»: what a table tells in two columns, as the sentences
that it is.
"""

import re
from collections.abc import Sequence
from datetime import date

from bot.danish.text import fold
from bot.meetings.days import days_in
from bot.meetings.labels import role_of
from bot.meetings.words import BookingWords

#: Rows that are looked at below the head.
_MOST_ROWS = 12
#: «Tid (ny): »
_WHICH = re.compile(r"(?P<label>[^:()\t]{2,30}?)\s*\((?P<which>[^()]{2,20})\)\s*[:\t]\s*")
_CLOCKS = frozenset({"time", "start", "end", "arrival", "departure"})


def with_tables_told(lines: Sequence[str], written: date, words: BookingWords) -> list[str]:
    """The lines; a table of what was and what will be in the words of a person. ``written``: of days without a year."""
    lines = _without_former(lines, words)
    out: list[str] = []
    i = 0
    while i < len(lines):
        order = _head(lines[i], words)
        rows = _rows(lines[i + 1 : i + 1 + _MOST_ROWS], words) if order else []
        if order and rows:
            out += _told([(row[0], row[order[0]], row[order[1]]) for row in rows], written, words)
            i += 1 + len(rows)
        else:
            out.append(lines[i])
            i += 1
    return out


def _without_former(lines: Sequence[str], words: BookingWords) -> list[str]:
    """«Tid (ny): 17-20» over «Tid (tidligere): 17.30-20.30» is «Tid: 17-20»."""
    which = [(line, match, fold(match["which"])) for line in lines if (match := _WHICH.match(line))]
    if not any(words.new_label.fullmatch(w) for *_, w in which) or not any(
        words.old_label.fullmatch(w) for *_, w in which
    ):
        return list(lines)
    told = {line: f"{m['label']}: {line[m.end() :]}" for line, m, w in which if words.new_label.fullmatch(w)}
    former = {line for line, _, w in which if words.old_label.fullmatch(w)}
    return [told.get(line, line) for line in lines if line not in former]


def _head(line: str, words: BookingWords) -> tuple[int, int] | None:
    """In which cells of a row what was and what will be stand."""
    cells = [fold(cell) for cell in line.split("\t")]
    if len(cells) not in (2, 3):
        return None
    first, second = cells[-2:]
    if words.old_label.fullmatch(first) and words.new_label.fullmatch(second):
        return 1, 2
    return (2, 1) if words.new_label.fullmatch(first) and words.old_label.fullmatch(second) else None


def _rows(lines: Sequence[str], words: BookingWords) -> list[list[str]]:
    out: list[list[str]] = []
    for line in lines:
        cells = line.split("\t")
        if len(cells) == 2:
            # Before a label's only value stood what is struck out.
            cells = [cells[0], "", cells[1]] if role_of(cells[0], words) is not None else ["", *cells]
        if len(cells) != 3:
            break
        out.append(cells)
    return out


def _told(rows: Sequence[tuple[str, str, str]], written: date, words: BookingWords) -> list[str]:
    """«Mødet 16/4 flyttes til 23/4 kl. 18-21», and what else is another than it was, each on its line."""
    was, day, clocks, rest = "", "", "", []
    for label, old, new in rows:
        role = role_of(label, words)
        if days_in(old, written) or days_in(new, written):
            was, day = old, new
        elif role in _CLOCKS:
            clocks += _clock(role, new) if fold(old) != fold(new) else ""
        elif role is not None and fold(old) != fold(new):
            rest.append(f"{label}: {new}")
    if not was and not clocks and not day:
        return rest
    day = "" if {d.value for d in days_in(was, written)} == {d.value for d in days_in(day, written)} else day
    return (
        [" ".join(f"Mødet {was} flyttes til {day} {clocks}".split()), *rest]
        if day or clocks
        else [f"Mødet {was}", *rest]
    )


def _clock(role: str | None, new: str) -> str:
    value = fold(new).removeprefix("kl ")
    if not value[:1].isdigit():
        return f" {new}"
    hours = new[new.casefold().find(value[:1]) :]
    return f" til kl. {hours}" if role in ("end", "departure") else f" kl. {hours}"
