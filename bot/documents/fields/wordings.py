"""Words that say something together, however the sentence is put: «konto» near «ændret», «betalt» without «hvis».

Lists of whole sentences miss what is said in other words. The words are ``[[wordings]]`` in ``cautions.toml``,
which says how they are written.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from bot.danish.scan import matches_from
from bot.danish.sentences import END
from bot.danish.text import fold
from bot.documents.fields.phrases import expand
from bot.identity import by_identity

#: Parts sentences in a folded text; and a long number ends what is said of it («konto 0012345678  Nye åbningstider»).
STOP = "|"
_PARTS = re.compile(r"\||\b\d{4,}\b")
#: Words on either side that say something together with it; those before and behind it that take it back.
_BESIDE, _BEFORE, _AFTER = 6, 3, 4
#: That many words are no longer than this.
_LENGTH = 90
_NOTHING, _ANY_END = re.compile(r"(?!)"), r"\w*"
#: Words remembered at most: those of invoices come back, those of a hostile page do not.
_MOST = 20_000
#: A full stop («kontonr. er» has none), and a line of a mail that ends before it is full.
_SENTENCE_ENDS, _LINE_ENDS = re.compile(rf"{END}|\0"), "\0"
_FULL_LINE = 55


class Wording(NamedTuple):
    """``words`` say it: near one of ``beside``, where given, and none of ``unless``."""

    code: str
    words: re.Pattern[str]
    beside: re.Pattern[str] | None
    unless: re.Pattern[str]
    #: What ``words`` begin with: whole words, and how words begin.
    firsts: frozenset[str]
    stems: tuple[str, ...]


class Wordings(dict[str, tuple[int, ...]]):
    """Word → the numbers of those of ``each`` that may begin with it; worked out when it is first asked for."""

    def __init__(self, each: Sequence[Wording]) -> None:
        super().__init__()
        self.each = each

    def __missing__(self, word: str) -> tuple[int, ...]:
        if len(self) >= _MOST:
            self.clear()
        found = (n for n, w in enumerate(self.each) if word in w.firsts or word.startswith(w.stems))
        return self.setdefault(word, tuple(found))

    def places_in(self, text: str) -> list[tuple[Wording, list[int]]]:
        """Those that a word of the text may begin, in order, and the places before such words: tried only there, all
        together take a fifth of the time.
        """
        places: dict[int, list[int]] = {}
        end = -1
        for word in text.split(" "):
            for number in self[word]:
                places.setdefault(number, []).append(end)
            end += len(word) + 1
        return [(self.each[number], places[number]) for number in sorted(places)]


@by_identity
def looked_for(cautions: Mapping[str, Any], where: str) -> Wordings:
    """Those for a "page", for a mail may bring several invoices, or for a "mail". ``cautions``: cautions.toml.
    Compiled once for each rule book.
    """
    parts = cautions["parts"]
    return Wordings([_wording(e, parts) for e in cautions["wordings"] if e.get("only", where) == where])


def _wording(entry: Mapping[str, Any], parts: Mapping[str, Sequence[str]]) -> Wording:
    written = _written(entry["words"], parts)
    firsts = [phrase.split(" ")[0] for phrase in written]
    return Wording(
        entry["code"],
        _any_of(written),
        _any_of(_written(entry["beside"], parts)) if "beside" in entry else None,
        _any_of(_written(entry.get("unless", ()), parts)),
        frozenset(first for first in firsts if not first.endswith(_ANY_END)),
        tuple(first.removesuffix(_ANY_END) for first in firsts if first.endswith(_ANY_END)),
    )


def said_in(text: str, among: Wordings) -> Iterator[str]:
    """The codes of those that ``text`` says. ``text`` is folded, its sentences parted by ``STOP``."""
    for wording, places in among.places_in(text):
        for found in matches_from(wording.words, places, text):
            if _is_meant(wording, *_around(text, *found.span())):
                yield wording.code
                break


def folded_sentences(text: str) -> str:
    """A mail's text as ``said_in`` reads it."""
    lines = (line if len(line) > _FULL_LINE else line + _LINE_ENDS for line in text.splitlines())
    return f" {f' {STOP} '.join(map(fold, _SENTENCE_ENDS.split(' '.join(lines))))} "


def _is_meant(wording: Wording, before: list[str], after: list[str]) -> bool:
    if wording.unless.search(_joined(before[-_BEFORE:], after[:_AFTER])):
        return False
    return wording.beside is None or bool(wording.beside.search(_joined(before, after)))


def _around(text: str, start: int, end: int) -> tuple[list[str], list[str]]:
    """The words before ``start`` and those behind ``end`` in the same sentence."""
    before = _PARTS.split(text[max(0, start - _LENGTH) : start])[-1].split()
    return before[-_BESIDE:], _PARTS.split(text[end : end + _LENGTH], maxsplit=1)[0].split()[:_BESIDE]


def _joined(before: list[str], after: list[str]) -> str:
    return f" {' '.join(before)} {STOP} {' '.join(after)} "


def _written(phrases: Iterable[str], parts: Mapping[str, Sequence[str]]) -> list[str]:
    """The patterns of phrases of whole words, or of how words begin («bank*»)."""
    whole = chain.from_iterable(expand(phrase, parts) for phrase in phrases)
    return sorted(" ".join(map(_word, phrase.split())) for phrase in whole)


def _any_of(written: Sequence[str]) -> re.Pattern[str]:
    """«ikke skiftet» does not say «skiftet»."""
    # The space first: it is what the engine looks for quickest.
    return re.compile(f" (?<! ikke )(?:{'|'.join(written)})(?= )") if written else _NOTHING


def _word(written: str) -> str:
    return fold(written) + (_ANY_END if written.endswith("*") else "")
