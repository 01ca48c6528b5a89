"""«Tidligere: den 9. april kl. 18», «Ny: den 16. april kl. 18»: what a form tells in two lines, as the one sentence
that it is.
"""

import re
from collections.abc import Sequence

from bot.danish.text import fold
from bot.meetings.words import BookingWords

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
