"""Words that say something together, however the sentence is put: «konto» near «ændret», «betalt» without «hvis».

Lists of whole sentences miss what is said in other words. The words are ``[[wordings]]`` in ``cautions.toml``,
which says how they are written.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

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
_NOTHING = re.compile(r"(?!)")
#: A full stop («kontonr. er» has none), and a line of a mail that ends before it is full.
_SENTENCE_ENDS, _LINE_ENDS = re.compile(rf"{END}|\0"), "\0"
_FULL_LINE = 55


class Wording(NamedTuple):
    """``words`` say it: near one of ``beside``, where given, and none of ``unless``."""

    code: str
    words: re.Pattern[str]
    beside: re.Pattern[str] | None
    unless: re.Pattern[str]
    #: Where alone it says so: "page", for a mail may bring several invoices, or "mail"; "": in both.
    only: str


@by_identity
def wordings(cautions: Mapping[str, Any]) -> tuple[Wording, ...]:
    """``cautions``: cautions.toml. Compiled once for each rule book."""
    parts = cautions["parts"]
    return tuple(
        Wording(
            entry["code"],
            _any_of(entry["words"], parts),
            _any_of(entry["beside"], parts) if "beside" in entry else None,
            _any_of(entry.get("unless", ()), parts),
            entry.get("only", ""),
        )
        for entry in cautions["wordings"]
    )


def looked_for(cautions: Mapping[str, Any], where: str) -> tuple[Wording, ...]:
    """Those for a "page", or for a "mail"."""
    return tuple(wording for wording in wordings(cautions) if wording.only in ("", where))


def said_in(text: str, among: Iterable[Wording]) -> Iterator[str]:
    """The codes of those that ``text`` says. ``text`` is folded, its sentences parted by ``STOP``."""
    for wording in among:
        for found in wording.words.finditer(text):
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


def _any_of(phrases: Iterable[str], parts: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """Phrases of whole words, or of how words begin («bank*»); «ikke skiftet» does not say «skiftet»."""
    whole = chain.from_iterable(expand(phrase, parts) for phrase in phrases)
    written = sorted(" ".join(map(_word, phrase.split())) for phrase in whole)
    # The space first: it is what the engine looks for quickest.
    return re.compile(f" (?<! ikke )(?:{'|'.join(written)})(?= )") if written else _NOTHING


def _word(written: str) -> str:
    return fold(written) + (r"\w*" if written.endswith("*") else "")
