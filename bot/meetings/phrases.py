"""Lists of words and constructions of the vocabulary, compiled to patterns over folded text (``danish.text.fold``)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import permutations
from typing import Any

from bot.danish.dates import MONTHS, WEEKDAYS
from bot.danish.numbers import DAYS, NUMBERS, ORDINALS
from bot.danish.text import fold

Pattern = re.Pattern[str]
#: Up to six words: «bliver [desværre alligevel] ikke til noget».
_GAP = r" (?:\w+ ){0,6}?"
_ORDINAL = "|".join(re.escape(word) for word in sorted({*ORDINALS, *DAYS}, key=len, reverse=True))
#: «kl. 17.30», in text as it is printed.
_HOUR = r"(?:kl\.? ?|klokken )?[012]?\d(?:[.:][0-5]\d)?(?![\w/])"


@dataclass(frozen=True, slots=True)
class Spoken:
    """Phrases of running speech: «er desværre aflyst» and «har vi nu booket» are «er aflyst» and «har booket»."""

    phrases: Pattern
    #: Words that may stand anywhere in a sentence without changing what it says.
    fillers: Pattern

    def search(self, folded: str) -> re.Match[str] | None:
        """The match's places are those of a text without the fillers, where only that one has it."""
        return self.phrases.search(folded) or self.phrases.search(self.fillers.sub("", folded))


def phrases(words: Iterable[str]) -> Pattern:
    """Any of the phrases as whole words of a folded text.

    «*» in a word is any letters («*kroen»), «…» up to six words («trække* mødet … tilbage»); « + » joins parts that
    stand together in any order with as many words between, each of them one of what «|» divides.
    """
    return re.compile(rf"(?<!\w){either(words)}(?!\w)")


def either(words: Iterable[str]) -> str:
    return "(?:" + "|".join(_construction(w) for w in longest_first(words)) + ")"


def as_written(words: Iterable[str]) -> str:
    """For text that is not folded."""
    return "|".join(r"\w*".join(map(re.escape, w.split("*"))) for w in longest_first(words))


def longest_first(words: Iterable[str]) -> list[str]:
    return sorted(words, key=len, reverse=True)


def whole_labels(labels: Iterable[str]) -> Pattern:
    """Any of the labels; «*» is whatever stands there («* date»: «Event date»)."""
    return re.compile("|".join(".*".join(map(_as_printed, label.split("*"))) for label in labels))


def _as_printed(part: str) -> str:
    """Folded, with the spaces at its ends, which ``fold`` takes away."""
    return (" " if part[:1] == " " else "") + fold(part) + (" " if part[1:] and part[-1:] == " " else "")


def shortly_before(words: Iterable[str]) -> Pattern:
    """At the end of a text, with at most two words behind it."""
    return re.compile(rf"(?<!\w){either(words)}(?:\s\w+){{0,2}}\s*\Z")


def _construction(phrase: str) -> str:
    parts = [_one_of(part) for part in phrase.split(" + ")]
    return "(?:" + "|".join(_GAP.join(order) for order in permutations(parts)) + ")" if len(parts) > 1 else parts[0]


def _one_of(part: str) -> str:
    return "(?:" + "|".join(map(_one, longest_first(part.split("|")))) + ")" if "|" in part else _one(part)


def _one(phrase: str) -> str:
    parts = ((r"\w*".join(map(fold, word.split("*"))) for word in part.split(" ")) for part in phrase.split(" … "))
    return _GAP.join(map(" ".join, parts))


def last_question(given: Mapping[str, Any]) -> Pattern:
    begins, subject = as_written(given["question_begins"]), as_written(given["question_subject"])
    return re.compile(rf"(?<=\w), (?:{begins}) (?:{subject})\b[^,.?!]*\?", re.IGNORECASE)


def former_time(given: Mapping[str, Any]) -> Pattern:
    """«i stedet for 17.00-20.00»"""
    span = rf"(?:fra )?{_HOUR}(?: ?(?:[-–]|til) ?{_HOUR})?"
    return re.compile(rf"\b(?:{as_written(given['former'])}) {span}", re.IGNORECASE)


def before_hour(given: Mapping[str, Any]) -> Pattern:
    word, until, between = (as_written(given[name]) for name in ("before_hour", "until_hour", "between_hour"))
    hour = r"[12]?\d(?:[.:][0-5]\d)?(?:\.?(?=\s*\Z|[,;)]|\.\s|\s+(?:og|på|hos|ved|med|i)\b))"
    return re.compile(
        rf"(?P<word>\b(?:{word}|(?:{until})(?: \w+)? til) (?:(?:{between}) ){{0,2}})(?=(?:ved )?{hour})", re.IGNORECASE
    )


def turn(given: Mapping[str, Any]) -> Pattern:
    """«første gang», «2. møde», «den sidste», «sidstnævnte», «resten», «i maj», «majmødet»: of a plan's meetings."""
    noun, pointed, month = as_written(given["nouns"]), as_written(given["pointed"]), "|".join(MONTHS)
    return re.compile(
        rf"(?<![^\W_])(?:(?:(?:{pointed}) )?(?P<ordinal>{_ORDINAL}) (?:{noun})"
        rf"|(?:{pointed}) (?P<alone>{_ORDINAL}|ene)(?! (?:{'|'.join(WEEKDAYS)}|{month}|uge|halvdel|del)\b)"
        rf"|(?P<named>{as_written(given['named'])})|(?P<others>{as_written(given['others'])})"
        rf"|i (?P<month>{month})|(?P<compound>{month})(?:{as_written(given['of_month'])}))(?![^\W_])",
        re.IGNORECASE,
    )


def turn_of_several(given: Mapping[str, Any]) -> Pattern:
    """«de to første», «de tre sidstnævnte»: as it is printed."""
    numbers = "|".join(NUMBERS)
    return re.compile(rf"\bde (?:{numbers}|\d) (?:{_ORDINAL}|{as_written(given['named'])})\b", re.IGNORECASE)
