"""Words of a picture that are a slip away from a label's word: read as that word, where they can be no other.

Only what the engines read from pictures is looked at so: in a text PDF a letter that differs is meant.
Names of the register stay as they are: they are compared with the register itself.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain

from bot.danish.dates import find_dates
from bot.danish.text import fold
from bot.documents.fields.networks import NetworkIndex, index_of
from bot.documents.fields.vocabulary import Vocabulary
from bot.documents.line import Line, Token
from bot.model.register import Register

#: Folded letters of a word, at least; from so many on it may have two slips, and three («kvalitetsnetuork»).
_LEAST, _LONG, _LONGEST = 5, 9, 14
#: «refKristian»: a label's last word and the first of its value, printed or read without a space.
_JOINED = re.compile(r"(?<=[a-zæøå]{2})(?=[A-ZÆØÅ][a-zæøå])")
#: A figure may stand for a letter («fa1tura»), two make a number.
_FIGURES = 1
#: Which words are a date's does not depend on the year.
_ANY_DAY = date(2026, 1, 1)


def respell(lines: Sequence[Line], words: Vocabulary, register: Register) -> None:
    """Change the lines' tokens in place; their texts, which values are read from, stay as they were read."""
    index = index_of(register, words.scores)
    nearest, names = _nearest(words.label_words), words.word_set("supplier", "likely")
    streets = tuple(words.word_set("address", "streets"))

    def mended(token: Token, following: str) -> Token:
        key = token.key
        if key.endswith(streets) and following[:1].isdigit():
            return token
        if len(key) < _LEAST or key in words.label_words or sum(c.isdigit() for c in key) > _FIGURES:
            return token
        if key in index.people or index.knows(key) or key in names or words.not_terms.match((token,), 0):
            return token  # «afbestilling» is no slip of «bestilling»
        return token._replace(key=nearest(key))

    for line in lines:
        dates = find_dates(line.text, _ANY_DAY) if any(c.isdigit() for c in line.text) else []
        tokens = tuple(chain.from_iterable(_apart(line, token, words, index) for token in line.tokens))
        after = (*(t.key for t in tokens[1:]), "")
        line.retell(
            tuple(
                t if any(d.start <= t.start < d.end for d in dates) else mended(t, following)
                for t, following in zip(tokens, after, strict=False)
            )
        )


def _apart(line: Line, token: Token, words: Vocabulary, index: NetworkIndex) -> tuple[Token, ...]:
    """«refKristian» is two words, where the first is a label's and the other a name that the register knows."""
    text = line.text[token.start : token.end]
    found = _JOINED.search(text)
    if found is None:
        return (token,)
    label, name = fold(text[: found.start()]), fold(text[found.start() :])
    if label not in words.label_words or name not in index.people:
        return (token,)
    at = token.start + found.start()
    return Token(label, token.start, at), Token(name, at, token.end)


def _parted(key: str) -> Iterator[str]:
    """«kreditomummer»: an r and an n that were read as one m."""
    for i, c in enumerate(key):
        if c == "m":
            yield f"{key[:i]}rn{key[i + 1 :]}"


@lru_cache(maxsize=4)
def _nearest(words: frozenset[str]) -> Callable[[str], str]:
    from rapidfuzz import process  # noqa: PLC0415 - 11 ms, and for what was read by OCR only
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    known = sorted(words)

    @lru_cache(maxsize=20_000)
    def nearest(key: str) -> str:
        joined = next((form for form in _parted(key) if form in words), None)
        if joined is not None:
            return joined
        limit = 1 + (len(key) >= _LONG) + (len(key) >= _LONGEST)
        found = process.extract(key, known, scorer=OSA.distance, score_cutoff=limit, limit=2)
        if not found or (len(found) > 1 and found[0][1] == found[1][1]):
            return key
        word: str = found[0][0]
        return word if limit > 1 or word[0] == key[0] else key

    return nearest
