"""What a form says in two lines, in one: a label over its value, and a table of one row under its head.

«Selskabsdato» over «mandag 23.11.2026» is «Selskabsdato<tab>mandag 23.11.2026»; «Ankomst | Slut» over «17.00 | 20.30»
is «Ankomst<tab>17.00» and «Slut<tab>20.30». A table of several rows stays: it may be a plan.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.danish.dates import WEEKDAYS
from bot.danish.text import fold
from bot.meetings.labels import role_of
from bot.meetings.segments import Segment
from bot.meetings.words import BookingWords

#: Words of a label that stands alone on its line, and letters of a value under one.
_LABEL_WORDS = 4
_VALUE_LETTERS = 60
_MOST_CELLS = 12
#: Labels that lines of a block begin with, at least, for its blanks to be a table's.
_LEAST_ROWS = 3
_DIGIT = re.compile(r"\d")
#: Roles whose values are dates, times and counts: what stands under a label of them begins with one.
_COUNTED = frozenset({"date", "time", "start", "end", "arrival", "departure", "participants", "other"})
#: Roles of a name.
_NAMED = frozenset({"venue"})


def in_form(segments: Sequence[Segment], words: BookingWords) -> tuple[Segment, ...]:
    """The pieces, in those that are forwarded or attached each label beside its value."""
    return tuple(s if s.origin == "own" else replace(s, lines=_beside(s.lines, words)) for s in segments)


def _beside(lines: Sequence[str], words: BookingWords) -> tuple[str, ...]:
    lines = _apart(lines, words)
    out: list[str] = []
    i = 0
    while i < len(lines):
        below = lines[i + 1] if i + 1 < len(lines) else ""
        after = lines[i + 2] if i + 2 < len(lines) else ""
        if (stacked := _of_stack(lines, i, words)) is not None:
            out += stacked[0]
            i += stacked[1]
        elif (pairs := _of_head(lines[i], below, after, words)) is not None:
            out += pairs
            i += 2
        elif _is_label_over(lines[i], below, words):
            out.append(f"{lines[i].rstrip(' :')}\t{below}")
            i += 2
        else:
            out.append(lines[i])
            i += 1
    return tuple(out)


def _apart(lines: Sequence[str], words: BookingWords) -> Sequence[str]:
    """«Hvornår onsdag 02-09-2026», «Gæster 10», «Adresse Nørregade 58»: a table whose cells a program wrote with one
    blank between; only where several lines of a block are so, with a label of its own each.
    """
    out = list(lines)
    start = 0
    for end in (*(i for i, line in enumerate(lines) if not line), len(lines)):
        found = {i: cut for i in range(start, end) if (cut := _label_in_front(lines[i], words))}
        if len({fold(lines[i][:cut]) for i, cut in found.items()}) >= _LEAST_ROWS:
            for i, cut in found.items():
                out[i] = f"{lines[i][:cut]}\t{lines[i][cut:].lstrip()}"
        start = end + 1
    return out


def _label_in_front(line: str, words: BookingWords) -> int | None:
    """Where the longest label at the start of the line ends, if a value stands behind it."""
    if any(c in line for c in ":\t"):
        return None
    ends = [m.start() for m in re.finditer(r" ", line)][:_LABEL_WORDS]
    for end in reversed(ends):
        if fold(line[:end]) in words.labels and (line[end + 1 :][:1].isupper() or _begins_counted(line[end + 1 :])):
            return end
    return None


def _is_label_over(line: str, below: str, words: BookingWords) -> bool:
    label = line.rstrip(" :")
    if not below or "\t" in line or not 0 < len(label.split()) <= _LABEL_WORDS or len(below) > _VALUE_LETTERS:
        return False
    role = role_of(label, words)
    if role in _COUNTED:
        return _begins_counted(below)
    return role in _NAMED and below[0].isupper() and role_of(below.rstrip(" :"), words) is None


def _of_head(head: str, row: str, after: str, words: BookingWords) -> list[str] | None:
    """The cells of a head with those of its only row; None where it is none, or has no day or time of ours."""
    labels, cells = head.split("\t"), row.split("\t")
    if len(labels) < 2 or len(cells) != len(labels) or _is_row(after):
        return None
    if _DIGIT.search(head) or any(len(label.split()) > _LABEL_WORDS for label in labels):
        return None
    roles = [role_of(label, words) for label in labels]
    pairs = list(zip(labels, roles, cells, strict=True))
    if not any(role in _COUNTED and role != "other" and _begins_counted(cell) for _, role, cell in pairs):
        return None
    return [f"{label}\t{cell}" if role else cell for label, role, cell in pairs if cell]


def _of_stack(lines: Sequence[str], start: int, words: BookingWords) -> tuple[list[str], int] | None:
    """A table that a program wrote cell under cell: a block of labels over a block of as many values; with the number
    of lines it takes.
    """
    if role_of(lines[start], words) is None:
        return None
    labels = _block(lines, start)
    first = start + len(labels) + 1
    cells = _block(lines, first)
    if len(labels) < 2 or len(cells) != len(labels) or any(map(_DIGIT.search, labels)):
        return None
    pairs = _of_head("\t".join(labels), "\t".join(cells), "", words)
    return (pairs, first + len(cells) - start) if pairs is not None else None


def _block(lines: Sequence[str], start: int) -> list[str]:
    """The lines from there to the next empty one."""
    out: list[str] = []
    for line in lines[start:]:
        if not line or "\t" in line or len(out) > _MOST_CELLS:
            break
        out.append(line)
    return out


def _is_row(line: str) -> bool:
    cells = line.split("\t")
    return len(cells) > 1 and any(map(_begins_counted, cells))


def _begins_counted(value: str) -> bool:
    first = fold(value).split(" ")[0] if value else ""
    return first[:1].isdigit() or first in ("kl", "ca", "d", "den") or first.startswith(_DAYS)


_DAYS = tuple(fold(day)[:3] for day in WEEKDAYS)
