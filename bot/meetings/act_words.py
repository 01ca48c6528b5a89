"""``rules/vocabulary/acts.toml``, compiled: words that call off or move, and what makes them none (``performing``)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.danish.dates import MONTHS
from bot.danish.text import fold
from bot.meetings.phrases import Pattern, as_written, either, phrases

_NAME = "[A-ZÆØÅ][a-zæøå]+"


@dataclass(frozen=True, slots=True)
class Grammar:
    """The small words that divide a sentence and bind its parts, over folded text but for ``borders``."""

    #: Where one part of a sentence ends and the next begins. What stands between commas may only be put in («bliver,
    #: desværre, ikke til noget»); what a conjunction begins is something else («Bo kan ikke, men vi holder mødet»).
    borders: tuple[Pattern, Pattern]
    leads_on: Pattern
    belongs_to_before: Pattern
    limited: Pattern
    infinitive: Pattern
    indirect: Pattern
    inverted: Pattern
    verb_first: Pattern
    #: Over text as it stands: a first and a family name, with a title or without, who has done or must do something.
    by_name: Pattern


@dataclass(frozen=True, slots=True)
class ActWords:
    cancels: Pattern
    moves: Pattern
    denies: Pattern
    #: With what leads over from it to the act.
    denied_before: Pattern
    denied_after: Pattern
    but_still: Pattern
    weighed: Pattern
    conditional: Pattern
    write_back: Pattern
    retold: Pattern
    bygone: Pattern
    long_ago: Pattern
    another_thing: Pattern
    own_place: Pattern
    of_meeting: Pattern
    ours: Pattern
    governs: Pattern
    because: Pattern
    taken_back: Pattern
    kept: Pattern
    again: Pattern
    requests: Pattern
    grammar: Grammar


def act_words(given: Mapping[str, Any]) -> ActWords:
    """Of ``Rules.vocabulary["acts"]``. Raises ``KeyError`` where a list is missing."""
    around, small = given["unperformed"], given["grammar"]
    denies = phrases(around["denied"])
    between = rf"{either(small['between'])}|\d+|{'|'.join(map(fold, MONTHS))}"
    return ActWords(
        cancels=phrases(given["cancellation"]["says"]),
        moves=phrases(given["move"]["says"]),
        denies=denies,
        denied_before=re.compile(rf"{denies.pattern}(?: (?:{between})){{0,6}} ?\Z"),
        denied_after=re.compile(rf"\A(?: {either(small['behind'])}){{0,3}} {denies.pattern}"),
        grammar=_grammar(small),
        **{name: phrases(around[name]) for name in (
            "but_still", "weighed", "conditional", "write_back", "retold", "bygone", "long_ago",
            "another_thing", "own_place", "of_meeting", "ours", "governs", "because", "taken_back", "kept", "again",
            "requests",
        )},
    )  # fmt: skip


def _grammar(small: Mapping[str, Any]) -> Grammar:
    of = {name: either(words) for name, words in small.items()}
    conjunction = rf"\s+(?=(?:{as_written(small['conjunctions'])})\s)"
    return Grammar(
        borders=(
            re.compile(rf"[,;:()–—]\s*|{conjunction}", re.IGNORECASE),
            re.compile(conjunction, re.IGNORECASE),
        ),
        leads_on=re.compile(rf"{of['leads_on']}\b"),
        belongs_to_before=re.compile(rf"{of['belongs_to_before']}\b"),
        limited=re.compile(rf"\A {of['limited']}\b"),
        infinitive=re.compile(rf"\b{of['infinitive']} (?:{of['infinitive_goes_on']} )?\Z"),
        indirect=re.compile(rf"\b{of['indirect']} {of['indirect_subject']}\b"),
        by_name=re.compile(rf"\s*(?:{_NAME} )?{_NAME} {_NAME} (?:{as_written(small['by_name'])})(?![^\W_])"),
        verb_first=re.compile(rf"{of['verb_first']} "),
        inverted=re.compile(rf"{of['inverted']} {of['inverted_subject']}\b"),
    )
