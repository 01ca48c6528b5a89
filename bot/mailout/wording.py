"""What a finding is called in a letter: ``findings.toml`` of one language, checked when it is read.

A sentence may have alternatives; the first one whose ``{names}`` are all known is used. Names are looked up, never
evaluated: the values come from outside.
"""

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, cast, get_args

from bot.model.errors import ConfigError
from bot.model.letter_context import FindingLines, SecretariatLines

Tell = Literal["always", "rejected"]

NOUNS = ("unit", "unit_definite", "unit_plural", "head", "head_definite")
NAMES = frozenset(
    {
        *("network", "coordinator", "meeting_date", "earliest_due_date", "minimum_days", "read", "expected"),
        *("number", "supplier", "total", "due_date", "secretariat", "invoice_address", "network_address"),
        *NOUNS,
    }
)
_SENTENCES = ("title", "expected", "example", "explanation", "help")


@dataclass(frozen=True, slots=True)
class Wording:
    """One finding, said. ``expected`` is the right value where ``known``, else an example; None where there is
    neither.
    """

    title: str
    expected_label: str
    expected: str | None
    known: bool
    explanation: str | None


@dataclass(frozen=True, slots=True)
class FindingWords:
    """One code's row: each sentence as its alternatives, in order."""

    tell: Tell
    sentences: Mapping[str, tuple[str, ...]]

    def say(self, sentence: str, values: Mapping[str, str]) -> str | None:
        for text in self.sentences.get(sentence, ()):
            if _names(text) <= values.keys():
                said = text.format_map(values)
                return said[:1].upper() + said[1:]
        return None


@dataclass(frozen=True, slots=True)
class FindingsTable:
    """All of one language's ``findings.toml``."""

    language: str
    nouns: Mapping[str, str]
    labels: Mapping[str, str]
    codes: Mapping[str, FindingWords]

    def noun(self, secretariat: SecretariatLines, noun: str) -> str:
        """The secretariat's own noun; Danish ones are ``Rules.words`` as they are, others have the language behind
        (``unit_en``).
        """
        key = noun if self.language == "da" else f"{noun}_{self.language}"
        return secretariat.words.get(key) or self.nouns[noun]

    def is_told(self, finding: FindingLines) -> bool:
        """Whether the supplier reads it. An unknown code is told only where it rejects: a letter must say why."""
        if finding.severity == "note":
            return False
        words = self.codes.get(finding.code)
        return finding.severity == "reject" or (words is not None and words.tell == "always")

    def word(self, finding: FindingLines, values: Mapping[str, str]) -> Wording:
        """``values`` are the known ``NAMES``, formatted."""
        words = self.codes.get(finding.code) or FindingWords("rejected", {"title": (finding.code.replace("_", " "),)})
        expected = words.say("expected", values)
        explanation = words.say("explanation", values)
        return Wording(
            title=words.say("title", values) or finding.code,
            expected_label=self.labels["expected" if expected else "example"],
            expected=expected or words.say("example", values),
            known=expected is not None,
            explanation=explanation if expected else words.say("help", values) or explanation,
        )


def table(data: Mapping[str, Any], language: str, file: str) -> FindingsTable:
    """A parsed ``findings.toml``. Raises ``ConfigError`` that names the key."""
    codes = {code: _row(code, row, file) for code, row in data.items() if code not in {"words", "labels"}}
    nouns, labels = data.get("words", {}), data.get("labels", {})
    for section, known, wanted in (("words", nouns, NOUNS), ("labels", labels, ("expected", "example"))):
        for key in wanted:
            if not isinstance(known.get(key), str):
                raise ConfigError(file, f"{section}.{key}", "mangler", f'{key} = "…"')
    return FindingsTable(language, nouns, labels, codes)


def _row(code: str, row: object, file: str) -> FindingWords:
    if not isinstance(row, Mapping):
        raise ConfigError(file, code, "skal være en tabel", f"[{code}]")
    for key in row:
        if key not in (*_SENTENCES, "tell"):
            raise ConfigError(file, f"{code}.{key}", f"kendes ikke; der kan stå {', '.join((*_SENTENCES, 'tell'))}")
    if row.get("tell") not in get_args(Tell):
        raise ConfigError(file, f"{code}.tell", "skal være «always» eller «rejected»", 'tell = "always"')
    if "title" not in row:
        raise ConfigError(file, f"{code}.title", "mangler", 'title = "Betalingsfristen mangler"')
    sentences = {key: _alternatives(row[key], f"{code}.{key}", file) for key in _SENTENCES if key in row}
    return FindingWords(cast(Tell, row["tell"]), sentences)


def _alternatives(value: object, key: str, file: str) -> tuple[str, ...]:
    texts = (value,) if isinstance(value, str) else value
    if not isinstance(texts, Sequence) or not all(isinstance(text, str) for text in texts):
        raise ConfigError(file, key, "skal være en tekst eller en liste af tekster")
    for text in texts:
        try:
            unknown = _names(text) - NAMES
        except ValueError as error:
            raise ConfigError(file, key, f"har en krøllet parentes for meget eller for lidt ({error})") from None
        if unknown:
            raise ConfigError(file, key, f"har et ukendt navn: {{{min(unknown)}}}; kendte: {', '.join(sorted(NAMES))}")
    return tuple(texts)


@lru_cache(maxsize=1024)
def _names(text: str) -> frozenset[str]:
    """The names in braces, whole: ``{a.b}`` is a name of its own, and unknown."""
    parts = string.Formatter().parse(text)
    return frozenset(
        name if not (spec or conversion) else f"{name}:" for _, name, spec, conversion in parts if name is not None
    )
