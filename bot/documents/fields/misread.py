"""Words of a picture that are a slip away from a label's word: read as that word, where they can be no other.

Only what the engines read from pictures is looked at so: in a text PDF a letter that differs is meant.
Names of the register stay as they are: they are compared with the register itself.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.documents.fields.networks import index_of
from bot.documents.fields.vocabulary import Vocabulary
from bot.documents.line import Line, Token
from bot.model.register import Register

#: Folded letters of a word, at least; from so many on it may have two slips.
_LEAST, _LONG = 5, 9
#: A figure may stand for a letter («fa1tura»), two make a number.
_FIGURES = 1


def respell(lines: Sequence[Line], words: Vocabulary, register: Register) -> None:
    """Change the lines' tokens in place; their texts, which values are read from, stay as they were read."""
    index = index_of(register)
    nearest = _nearest(words.label_words)

    def mended(token: Token) -> Token:
        key = token.key
        if len(key) < _LEAST or key in words.label_words or sum(c.isdigit() for c in key) > _FIGURES:
            return token
        if key in index.people or index.knows(key):
            return token
        return token._replace(key=nearest(key))

    for line in lines:
        line.retell(tuple(mended(token) for token in line.tokens))


@lru_cache(maxsize=4)
def _nearest(words: frozenset[str]) -> Callable[[str], str]:
    known = sorted(words)

    @lru_cache(maxsize=20_000)
    def nearest(key: str) -> str:
        limit = 2 if len(key) >= _LONG else 1
        found = process.extract(key, known, scorer=OSA.distance, score_cutoff=limit, limit=2)
        if not found or (len(found) > 1 and found[0][1] == found[1][1]):
            return key
        word: str = found[0][0]
        return word if limit > 1 or word[0] == key[0] else key

    return nearest
