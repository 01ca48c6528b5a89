"""«A kommer it te mødet»: Danish as some of Jutland write it, in the words that the other readers know."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.danish.text import fold
from bot.identity import by_identity
from bot.meetings.phrases import Pattern, phrases

#: Different marks of it that a mail has: «a er» alone may be a point of a list.
_LEAST = 2
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Dialect:
    """``[spoken]`` of ``rules/vocabulary/answers.toml``. ``meant``: by the folded word."""

    marks: Pattern
    letters: Pattern
    meant: Mapping[str, str]


def in_standard(text: str, vocabulary: Mapping[str, Any]) -> str:
    """The same text, word for word, where it is in dialect; else as it is. ``vocabulary``: ``Rules.vocabulary``."""
    dialect = _dialect(vocabulary["answers"]["spoken"])
    if len(set(dialect.marks.findall(dialect.letters.sub(" ", fold(text))))) < _LEAST:
        return text
    return _WORD.sub(lambda m: dialect.meant.get(fold(m.group()), m.group()), text)


@by_identity
def _dialect(spoken: Mapping[str, Any]) -> Dialect:
    meant = {fold(said): str(word) for said, word in spoken["meant"].items()}
    return Dialect(phrases(spoken["marks"]), phrases(spoken["letters"]), meant)
