"""«Tidligere: den 9. april kl. 18», «Ny: den 16. april kl. 18»; «den 21. april (før: den 16.)»: what was, told beside
what will be, as the one sentence that it is.
"""

import re
from collections.abc import Collection, Sequence
from datetime import date

from bot.danish.text import fold
from bot.meetings.days import days_in
from bot.meetings.words import BookingWords

#: «(før: 16/4)», «(i stedet for torsdag den 16. april)»
_BRACKET = re.compile(r"\s*\([^()]{3,80}\)")
_LABEL = re.compile(r"\s*(?P<label>[^:\t]{2,30})\s*[:\t]\s*(?P<value>\S.*)")


def in_one_sentence(sentences: Sequence[str], words: BookingWords) -> list[str]:
    """The sentences; a line of what was, and the one of what will be below it, in the words of a person."""
    out: list[str] = []
    before: str | None = None
    for sentence in sentences:
        match = _LABEL.fullmatch(sentence)
        label = fold(match["label"]) if match else ""
        if match and before is not None and words.new_label.fullmatch(label):
            out[-1] = f"Mødet {before} flyttes til {match['value']}"
            before = None
            continue
        before = match["value"] if match and words.old_label.fullmatch(label) else None
        out.append(sentence)
    return out


def without_bracketed(
    sentences: Sequence[str], written: date, words: BookingWords, held: Collection[date]
) -> list[str]:
    """The sentences; a day with the one that it was in brackets behind it, in the words of a person. ``held``: days of
    meetings: «den 12. maj (før sommerferien den 1. juli)» moves none.
    """
    return [_told(sentence, written, words, held) for sentence in sentences]


def _told(sentence: str, written: date, words: BookingWords, held: Collection[date]) -> str:
    for match in _BRACKET.finditer(sentence):
        days = [d for d in days_in(sentence, written) if not d.week]
        inside = [d for d in days if match.start() <= d.start < match.end()]
        outside = [d for d in days if d not in inside]
        if not words.former.match(fold(match.group())) or len(inside) != 1 or len({d.value for d in outside}) != 1:
            continue
        if inside[0].value in held and inside[0].value != outside[0].value:
            rest = sentence[outside[0].start : match.start()] + sentence[max(match.end(), outside[0].start) :]
            return f"Mødet {inside[0].value.day}/{inside[0].value.month} flyttes til {rest}"
    return sentence
