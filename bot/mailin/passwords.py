"""Passwords that a mail tells of its own attachments: «Adgangskoden er 1234», «kode: CVR-nummeret».

Guesses, a handful, for one try at the files of the same mail. They are never stored, shown or logged.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from bot.danish.cvr import find_cvr
from bot.danish.text import INVISIBLE
from bot.identity import by_identity

#: Text of a mail that is looked at; a password stands in what its sender wrote, not in a year's quotations.
_LOOKED_AT = 20_000
_MOST_TOLD = 50
_OPENED = re.compile(r"[\"“„«»‘`]([^\"”“»«’`\n]{1,64})[\"”“»«’`]")
#: What ends a sentence or a bracket is no part of the password, or may be.
_AROUND = "\"'“”„«»‘’`*()[]<>,;"


class _Words(NamedTuple):
    label: re.Pattern[str]
    never: frozenset[str]
    number: re.Pattern[str]
    #: That a sentence speaks of such a number.
    named: re.Pattern[str]
    most: int
    longest: int


def find_passwords(texts: Iterable[str], vocabulary: Mapping[str, Any]) -> tuple[str, ...]:
    """What may be the password, the likeliest first. ``vocabulary`` is ``rules/vocabulary/passwords.toml``; empty:
    nothing is found. ``texts``: subject, text, texts of forwarded mails.
    """
    if not vocabulary:
        return ()
    words = _compiled(vocabulary)
    whole = "\n".join(text[:_LOOKED_AT] for text in texts)[:_LOOKED_AT].translate(_UNSEEN)
    told = [match.group(1).strip() for match in islice(words.label.finditer(whole), _MOST_TOLD)]
    if not told:
        return ()
    numbers = _numbers(whole, words) if any(words.named.search(rest) for rest in told) else ()
    found = [one for rest in told for one in (*_after(rest, words), *(numbers if words.named.search(rest) else ()))]
    fitting = (one for one in found if 0 < len(one) <= words.longest)
    return tuple(dict.fromkeys(fitting))[: words.most]


_UNSEEN = dict.fromkeys(map(ord, INVISIBLE))


@by_identity
def _compiled(vocabulary: Mapping[str, Any]) -> _Words:
    links = _either(vocabulary["links"])
    labels = _either(vocabulary["labels"])
    # The rest of the line, or the next one where nothing follows.
    label = rf"(?<!\w)(?:{labels})\b[ \t]*(?:(?:{links})\b)?[ \t]*[:=–—>-]{{0,2}}[ \t]*(?:\r?\n[ \t]*)?([^\n]{{1,200}})"
    numbers, cvr = _either(vocabulary["numbers"]["labels"]), _either(vocabulary["numbers"]["cvr"])
    return _Words(
        re.compile(label, re.IGNORECASE),
        frozenset(word.casefold() for word in vocabulary["never"]),
        re.compile(rf"(?<!\w)(?:{numbers})\.?[^\d\n]{{0,12}}(\d[\d -]{{1,18}}\d)", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{numbers}|{cvr})", re.IGNORECASE),
        vocabulary["limits"]["most"],
        vocabulary["limits"]["longest"],
    )


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _after(rest: str, words: _Words) -> Iterator[str]:
    """What stands behind a label."""
    if (quoted := _OPENED.match(rest)) is not None:
        yield quoted.group(1)
    first = rest.split(maxsplit=1)[0] if rest else ""
    bare = first.strip(_AROUND)
    if bare.rstrip(".:!?").casefold() not in words.never:
        yield from (bare.rstrip("."), bare, bare.rstrip(".:!?"))


def _numbers(text: str, words: _Words) -> tuple[str, ...]:
    """The numbers that a password may be said to be: «jeres kundenummer», «vores CVR-nr.»."""
    labelled = [match.group(1) for match in islice(words.number.finditer(text), words.most)]
    return (*(re.sub(r"\D", "", one) for one in labelled), *(c.value for c in find_cvr(text)[: words.most]), *labelled)
