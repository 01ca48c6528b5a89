"""Whether a sentence performs the act whose words it has. The same for every act.

«Vi aflyser ikke den 16.», «skal vi rykke den?», «Bo siger, at den er aflyst», «vi overvejer at …», «toget er
aflyst»: the words of an act, and none of it. The words are ``rules/vocabulary/acts.toml``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from bot.danish.text import fold
from bot.meetings.act_words import ActWords
from bot.meetings.phrases import Pattern

#: "denied": said not to be; "open": asked, weighed, retold, or of another thing.
Mood = Literal["performed", "denied", "open"]
#: «Yogaholdet den 16. er aflyst»: what it is that is called off stands first.
_SUBJECT = re.compile(r"(?:men |saa |og )?(?P<what>\w{3,}(?:en|et|erne))(?: \w+){0,6}? (?:er|bliver|blev)\b")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sentence, from ``start`` to ``end`` of its letters."""

    start: int
    end: int
    folded: str


@dataclass(frozen=True, slots=True)
class ActSaid:
    """``part``: the part of the sentence that has the act's words."""

    mood: Mood
    part: Part


def act_in(sentence: str, act: Pattern, words: ActWords) -> ActSaid | None:
    """How the sentence speaks of the act; None where it has none of its words. What performs it outweighs the rest."""
    if act.search(fold(sentence)) is None:
        return None
    for border in words.grammar.borders:
        parts = _parts(sentence, border)
        found = [ActSaid(_mood(sentence, parts, i, act, words), p) for i, p in enumerate(parts) if act.search(p.folded)]
        if found:
            return next((one for one in found if one.mood == "performed"), found[0])
    return None


def performs(sentence: str, act: Pattern, words: ActWords) -> bool:
    said = act_in(sentence, act, words)
    return said is not None and said.mood == "performed"


def parts_of(sentence: str, words: ActWords) -> tuple[Part, ...]:
    """What commas, brackets and conjunctions divide."""
    return _parts(sentence, words.grammar.borders[0])


def _parts(sentence: str, border: Pattern) -> tuple[Part, ...]:
    borders = [m.end() for m in border.finditer(sentence)]
    edges = [0, *borders, len(sentence)]
    return tuple(Part(start, end, fold(sentence[start:end])) for start, end in pairwise(edges) if start < end)


def _mood(sentence: str, parts: Sequence[Part], i: int, act: Pattern, words: ActWords) -> Mood:
    part = parts[i].folded
    found = act.search(part)
    assert found is not None  # it was found there
    if _is_denied(part, found, words):
        return "denied"
    whole = part
    for before, after in zip(parts[i - 1 :: -1] if i else (), parts[i::-1], strict=False):
        if not words.grammar.belongs_to_before.match(after.folded):
            break
        whole = f"{before.folded} {whole}"
    if sentence.rstrip().endswith("?") and not words.requests.search(whole):
        return "open"
    told_before = parts[i - 1].folded if i and not words.grammar.leads_on.match(part) else ""
    if words.weighed.search(whole) or words.retold.search(f"{told_before} {whole}") or _depends(parts, i, words):
        return "open"
    if words.long_ago.search(fold(sentence)) or (words.bygone.search(part) and not _DIGIT.search(part)):
        return "open"  # «da mødet i januar blev aflyst»
    if not words.governs.search(whole) and words.grammar.infinitive.search(part[: found.start()]):
        return "open"
    grammar = words.grammar
    if grammar.indirect.search(part[: found.start()]) or any(grammar.inverted.match(p.folded) for p in parts[:i]):
        return "open"
    if grammar.limited.match(part[found.end() :]) and words.denies.search(found.group()):
        return "open"
    if grammar.by_name.match(sentence[parts[i].start :]) and not words.of_meeting.search(part):
        return "open"  # «Overlæge Susanne Krarup har måttet aflyse»: a person's coming, and no meeting
    about = words.own_place.sub(" ", words.because.split(_with_subject(parts, i, words))[0])
    subject = _SUBJECT.match(part)
    of_another = subject is not None and not words.ours.search(subject["what"])
    return "open" if of_another or words.another_thing.search(about) else "performed"


def _with_subject(parts: Sequence[Part], i: int, words: ActWords) -> str:
    """«Regionens temadag, | som lå oven i os, | er flyttet»: what a part without a thing of its own says is of those
    before it, where they name no meeting.
    """
    part, so_far = parts[i].folded, " ".join(p.folded for p in parts[: i + 1])
    return so_far if i and words.grammar.verb_first.match(part) and not words.of_meeting.search(so_far) else part


def _is_denied(part: str, found: re.Match[str], words: ActWords) -> bool:
    if words.denies.search(found.group()):
        return False  # «bliver ikke til noget» is the act itself
    before, after = part[: found.start()], part[found.end() :]
    denied = words.denied_before.search(before)
    return (denied is not None and not words.but_still.search(before[denied.start() :])) or bool(
        words.denied_after.search(after)
    )


def _depends(parts: Sequence[Part], own: int, words: ActWords) -> bool:
    """On an «if»; not on that of «skriv, hvis I har spørgsmål»."""
    return any(
        words.conditional.search(part.folded)
        and (i == own or not any(words.write_back.match(p.folded) for p in parts[max(0, i - 1) : i + 1]))
        for i, part in enumerate(parts)
    )
