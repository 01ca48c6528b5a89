"""Whether a sentence performs the act whose words it has. The same for every act.

«Vi aflyser ikke den 16.», «skal vi rykke den?», «Bo siger, at den er aflyst», «vi overvejer at …», «toget er
aflyst»: the words of an act, and none of it. The words are ``rules/vocabulary/acts.toml``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from bot.danish.dates import MONTHS
from bot.danish.text import fold
from bot.meetings.phrases import Pattern, phrases

#: "denied": said not to be; "open": asked, weighed, retold, or of another thing.
Mood = Literal["performed", "denied", "open"]
#: Where one part of a sentence ends and the next begins. What stands between commas may only be put in («bliver,
#: desværre, ikke til noget»); what a conjunction begins is something else («Bo kan ikke, men vi holder mødet»).
_CONJUNCTION = r"\s+(?=(?:men|så|og|fordi|da|eftersom|idet|derfor|but|so|and|because)\s)"
_BORDERS = tuple(re.compile(b, re.IGNORECASE) for b in (rf"[,;:()–—]\s*|{_CONJUNCTION}", _CONJUNCTION))
_LEADS_ON = re.compile(r"(?:men|saa|og|derfor|but|so|and)\b")
_BELONGS_TO_BEFORE = re.compile(r"(?:at|om|hvorvidt|that|whether)\b")
#: What may stand between a denial and what it denies («skal ikke være aflyst», «ikke den 16. april, der er aflyst»).
_BETWEEN = (
    r"(?: (?:at|er|bl[ie]v\w*|vaeret?|skal|vil|har|vi|jeg|i|kan|to|be|been|den|d|der|som|laengere|"
    r"laenger|alligevel|tidligere|foer|skrevet|meddelt|omstaendigheder|\d+|" + "|".join(MONTHS) + r")){0,6} ?\Z"
)
_AFTER = r"\A(?: (?:vi|jeg|i|man|moedet|det|den|jo|bare|selvfoelgelig|nu|naturligvis|da)){0,3} "
#: «holdes ikke på kroen», «mødes ikke før kl. 18»: only that place, or that hour, is denied.
_LIMITED = re.compile(r"\A (?:paa|hos|i|ved|kl|klokken|foer|kun|laengere|laenger|saa|op)\b")
#: An act that somebody only comes to, or not: «… at aflyse», but for «nødt til at aflyse» (``governs``).
_INFINITIVE = re.compile(r"\b(?:at|and) (?:skulle |maatte |lade |lige |faa )?\Z")
_INDIRECT = re.compile(r"\b(?:om|hvorvidt|whether) (?:vi|moedet|den|det|jeg|der|i|man)\b")
#: «Bliver vi under fem, aflyser vi»: an «if» without its word.
_INVERTED = re.compile(r"(?:skulle|bliver|blir|kommer|er|faar|melder|sker|gaar|kan|har) (?:vi|der|det|jeg|man|de)\b")
#: «Yogaholdet den 16. er aflyst»: what it is that is called off stands first.
_SUBJECT = re.compile(r"(?:men |saa |og )?(?P<what>\w{3,}(?:en|et|erne))(?: \w+){0,6}? (?:er|bliver|blev)\b")
_DIGIT = re.compile(r"\d")


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
    another_thing: Pattern
    ours: Pattern
    governs: Pattern
    because: Pattern
    taken_back: Pattern
    kept: Pattern
    again: Pattern
    requests: Pattern


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


def act_words(given: Mapping[str, Any]) -> ActWords:
    """Of ``Rules.vocabulary["acts"]``. Raises ``KeyError`` where a list is missing."""
    around = given["unperformed"]
    denies = phrases(around["denied"])
    return ActWords(
        cancels=phrases(given["cancellation"]["says"]),
        moves=phrases(given["move"]["says"]),
        denies=denies,
        denied_before=re.compile(denies.pattern + _BETWEEN),
        denied_after=re.compile(_AFTER + denies.pattern),
        **{name: phrases(around[name]) for name in (
            "but_still", "weighed", "conditional", "write_back", "retold", "bygone", "another_thing",
            "ours", "governs", "because", "taken_back", "kept", "again", "requests",
        )},
    )  # fmt: skip


def act_in(sentence: str, act: Pattern, words: ActWords) -> ActSaid | None:
    """How the sentence speaks of the act; None where it has none of its words. What performs it outweighs the rest."""
    if act.search(fold(sentence)) is None:
        return None
    for border in _BORDERS:
        parts = parts_of(sentence, border)
        found = [ActSaid(_mood(sentence, parts, i, act, words), p) for i, p in enumerate(parts) if act.search(p.folded)]
        if found:
            return next((one for one in found if one.mood == "performed"), found[0])
    return None


def performs(sentence: str, act: Pattern, words: ActWords) -> bool:
    said = act_in(sentence, act, words)
    return said is not None and said.mood == "performed"


def parts_of(sentence: str, border: Pattern = _BORDERS[0]) -> tuple[Part, ...]:
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
        if not _BELONGS_TO_BEFORE.match(after.folded):
            break
        whole = f"{before.folded} {whole}"
    if sentence.rstrip().endswith("?") and not words.requests.search(whole):
        return "open"
    told_before = parts[i - 1].folded if i and not _LEADS_ON.match(part) else ""
    if words.weighed.search(whole) or words.retold.search(f"{told_before} {whole}") or _depends(parts, i, words):
        return "open"
    if words.bygone.search(part) and not _DIGIT.search(part):
        return "open"  # «da mødet i januar blev aflyst»
    if not words.governs.search(whole) and _INFINITIVE.search(part[: found.start()]):
        return "open"
    if _INDIRECT.search(part[: found.start()]) or any(_INVERTED.match(p.folded) for p in parts[:i]):
        return "open"
    if _LIMITED.match(part[found.end() :]) and words.denies.search(found.group()):
        return "open"
    about = words.because.split(part)[0]
    subject = _SUBJECT.match(part)
    of_another = subject is not None and not words.ours.search(subject["what"])
    return "open" if of_another or words.another_thing.search(about) else "performed"


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
