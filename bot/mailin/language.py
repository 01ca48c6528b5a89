"""Is a mail Danish or English? Only for choosing the language of the answer: Danish unless it is plainly English."""

import re

from bot.mailin.vocabulary import MailVocabulary
from bot.model.invoice import Language

_WORD = re.compile(r"[^\W\d_]+")
_LOOKED_AT = 5_000


def language_of(text: str, words: MailVocabulary) -> Language:
    """From the small words of both languages, counted; a text of few words is Danish."""
    found = [word.lower() for word in _WORD.findall(text[:_LOOKED_AT])]
    danish = sum(word in words.danish for word in found) + sum(any(c in "æøå" for c in word) for word in found)
    english = sum(word in words.english for word in found)
    sure = english - danish >= words.minimum_lead and english >= words.minimum_ratio * danish
    return "en" if sure else "da"
