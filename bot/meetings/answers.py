"""«Kommer desværre ikke», «ja tak, er vegetar»: what a member answers in plain words. Unsure is no answer.

Each sentence is looked at by itself; a question answers nothing, and what is said of somebody else is not the sender's.
Everything a person wrote goes on to the coordinator; this only tells which box to tick.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from bot.danish.text import fold
from bot.identity import by_identity
from bot.meetings.dialect import in_standard
from bot.meetings.words import Pattern, phrases
from bot.model.meeting import Partstat

#: Any point, not only a sentence's: «Ja. jeg kommer», «ok. ses»; no day is read here that «d. 3» could lose.
_PART = re.compile(r"(?<=[.!?])\s+|\n+|,\s+men\s+|\s+men\s+|;\s*|:\s+")
_SIGN_OFF = re.compile(
    r"\s*(?:(?:med\s+)?(?:venlig(?:e|st)?|bedste|kærlig|mange)\s+hilsner?n?|mvh|vh|kh|dbh|hilsen)\b.*",
    re.IGNORECASE | re.DOTALL,
)
#: Letters of a mail that are looked at: an answer stands at its top.
LOOKED_AT = 1500


@dataclass(frozen=True, slots=True)
class PlainAnswer:
    """``partstat`` None: nothing that could be ticked. ``words``: it says more than yes or no."""

    partstat: Partstat | None
    diet: str | None = None
    eats: bool = True
    #: Something is asked, or said of somebody else: a person must read it.
    words: bool = False


@dataclass(frozen=True, slots=True)
class _Words:
    neutral: Pattern
    later: Pattern
    no_food: Pattern
    partly: Pattern
    maybe: Pattern
    substitute: Pattern
    no: Pattern
    reasons: Pattern
    all_the_same: Pattern
    yes: Pattern
    not_yes: Pattern
    diet: Pattern
    another: Pattern
    own: Pattern


def read_answer(text: str, vocabulary: Mapping[str, Any], others: Collection[str] = ()) -> PlainAnswer:
    """``text``: what the sender wrote now, without what is quoted. ``vocabulary``: ``Rules.vocabulary``. ``others``:
    folded names of people for whom the sender does not answer: «Eva kommer ikke» is of Eva.
    """
    words = _words(vocabulary["answers"])
    body = _SIGN_OFF.sub("", in_standard(text[:LOOKED_AT], vocabulary))
    found: list[Partstat] = []
    asks = False
    eats = True
    for sentence in _PART.split(body):
        if "?" in sentence:
            asks = True
            continue
        partstat, other, eaten = _of_sentence(sentence, words)
        if partstat is not None and _is_of(others, sentence, words):
            partstat, other, eaten = None, True, True
        asks, eats = asks or other, eats and eaten
        found += [partstat] if partstat else []
    told = set(found)
    diet = _diet(body, words)
    if told == {"ACCEPTED", "TENTATIVE"}:
        told = {"TENTATIVE"}
    if len(told) != 1 or words.later.search(fold(body)):
        return PlainAnswer(None, diet, eats, True)
    return PlainAnswer(found[0], diet, eats, asks or _has_more(body))


def _is_of(others: Collection[str], sentence: str, words: _Words) -> bool:
    """Names one of them, and not the sender («Eva og jeg kommer»)."""
    folded = fold(sentence)
    return not set(others).isdisjoint(folded.split()) and not words.own.search(folded)


def _of_sentence(sentence: str, words: _Words) -> tuple[Partstat | None, bool, bool]:
    """(answer, whether it is about something else, whether the sender eats)."""
    folded = fold(sentence) + (" 👍" if "👍" in sentence else "")
    if words.another.search(folded) or words.substitute.search(folded):
        return None, True, True
    if words.no_food.search(folded):
        # «ja tak til mødet, nej tak til maden», not «kommer ikke, så ingen mad til mig»
        rest = words.neutral.sub(" ", words.no_food.sub(" ", folded))
        return "DECLINED" if words.no.search(rest) else "ACCEPTED", False, False
    if words.partly.search(folded):
        # «skal køre kl. 15 og når det ikke»: unsure
        rest = words.neutral.sub(" ", words.partly.sub(" ", folded))
        return (None, True, True) if words.no.search(rest) else ("ACCEPTED", False, True)
    if words.maybe.search(folded):
        return "TENTATIVE", False, True
    folded = words.neutral.sub(" ", folded)
    if words.no.search(folded):
        return "DECLINED", False, True
    if words.yes.search(words.not_yes.sub(" ", folded)) or "👍" in sentence:
        return "ACCEPTED", False, True
    is_away = words.reasons.search(folded) and not words.all_the_same.search(folded)
    return ("DECLINED" if is_away else None), False, True


def _diet(text: str, words: _Words) -> str | None:
    """The words themselves and nothing around them: health is not copied further than the kitchen needs."""
    found = dict.fromkeys(m.group() for m in words.diet.finditer(fold(text)))
    printed = {fold(w): w.casefold() for w in re.findall(r"[\wæøåÆØÅ]+", text)}
    return ", ".join(" ".join(printed.get(part, part) for part in phrase.split()) for phrase in found) or None


def _has_more(text: str) -> bool:
    return len(fold(text).split()) > 12


@by_identity
def _words(given: Mapping[str, Any]) -> _Words:
    first = given["first"]
    return _Words(
        neutral=phrases(first["neutral"]),
        later=phrases(first["later"]),
        no_food=phrases(first["no_food"]),
        partly=phrases(first["partly"]),
        maybe=phrases(first["maybe"]),
        substitute=phrases(first["substitute"]),
        no=phrases(given["no"]["phrases"]),
        reasons=phrases(given["no"]["reasons"]),
        all_the_same=phrases(given["no"]["all_the_same"]),
        yes=phrases([p for p in given["yes"]["phrases"] if fold(p)]),
        not_yes=phrases(given["yes"]["of_another_time"]),
        diet=phrases(given["diet"]["words"]),
        another=phrases(given["another"]["phrases"]),
        own=phrases(given["another"]["own"]),
    )
