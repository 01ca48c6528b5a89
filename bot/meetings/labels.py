"""«Dato: torsdag den 18. juni», «Sted<tab>Kroen», a table with its head: values by what stands before them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.danish.text import fold
from bot.meetings.words import BookingWords

_COLON = re.compile(r"\s*[:=]\s*|\s*\t\s*|\s+[-–]\s+")


@dataclass(frozen=True, slots=True)
class Labelled:
    """``role`` is a key of ``[labels]``; ``value`` what stands behind it on the line."""

    role: str
    value: str
    line: int


def labelled(lines: Sequence[str], words: BookingWords) -> list[Labelled]:
    """Every «label: value» of the lines, also several on one («Dato: 12/3  Tid: 17-20»)."""
    out: list[Labelled] = []
    for number, line in enumerate(lines):
        for part in line.split("\t\t") if "\t\t" in line else (line,):
            found = _label_of(part, words)
            if found is not None:
                out.append(Labelled(found[0], found[1], number))
    return out


def _label_of(line: str, words: BookingWords) -> tuple[str, str] | None:
    match = _COLON.search(line)
    if match is None or match.start() == 0 or match.start() > 40:
        return None
    role = role_of(line[: match.start()], words)
    value = line[match.end() :].strip()
    if role is None or not value:
        return None
    if match.group().strip() in ("-", "–") and role in ("start", "end"):
        return None  # «Fra - til»
    return role, value


def role_of(label: str, words: BookingWords) -> str | None:
    """The role of a label: as it stands, else without the words that say nothing of its value («Jeres ankomst», «Kl.
    fra», «Dato for arrangementet»; but «Reservation modtaget» is no «Modtaget»), else by how it begins or ends
    («Selskabsdato»).
    """
    folded = fold(label)
    if (role := words.labels.get(folded)) is not None:
        return role
    role = words.labels.get(" ".join(words.of_no_label.sub(" ", folded).split()))
    if role is not None and role != "other":
        return role
    return next((role for role, ending in words.label_endings if ending.fullmatch(folded)), None)


def columns(head: str, words: BookingWords) -> dict[int, str] | None:
    """A table's head: cell number → role; None where fewer than two cells are labels."""
    cells = head.split("\t")
    roles = {i: role for i, cell in enumerate(cells) if (role := role_of(cell, words)) is not None}
    return roles if len(roles) >= 2 else None
