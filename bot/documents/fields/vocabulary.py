"""``rules/vocabulary/*.toml`` compiled, once for each. ``labels.toml`` says how phrases are written there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bot.danish.text import fold
from bot.documents.fields.openings import Openings
from bot.documents.fields.phrases import Phrases, expand
from bot.documents.fields.wordings import Wordings, looked_for
from bot.identity import by_identity

#: Tables of labels.toml that are no group of labels.
_NO_LABELS = ("parts", "weak", "stems")


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """``rules/vocabulary/*.toml`` and ``rules/reading/*.toml`` ready for use.

    ``kinds`` and ``words`` are those files with every list folded into a frozenset.
    """

    labels: Phrases
    #: Phrases that count at the start of a cell only ("start"), or before a colon or as the whole cell ("alone").
    weak: Phrases
    headings: Phrases
    sentences: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, Any]
    words: Mapping[str, Any]
    near_event: Phrases
    #: How other words for a meeting end.
    event_endings: tuple[str, ...]
    not_terms: Phrases
    #: What stands before a payee's name.
    payee: Phrases
    #: Words that speak of paying.
    paying: Phrases
    #: Words of a discount, and of a row that carries a sum to the next page.
    discount: Phrases
    carried: Phrases
    network_words: Phrases
    #: For dates behind an unknown label: a word in it that says what it is all the same.
    stems: Phrases
    #: Words for a document («faktura», «bilag»), behind which its number may stand.
    documents: frozenset[str]
    #: Words that say «date» and nothing more.
    dates: frozenset[str]
    #: A line without one of these words («dage», «kontant») holds no terms.
    term_words: Phrases
    #: Who we are.
    buyer: Phrases
    #: ``reading/confidence.toml``: field → mark → weight; empty: the readers' own scores are given as they are.
    confidence: Mapping[str, Mapping[str, float]]
    #: What cautions.toml looks for: words together, stamps, fees.
    wordings: Wordings
    marks: Mapping[str, frozenset[str]]
    #: ``reading/scores.toml``: reader → what it gives and takes.
    scores: Mapping[str, Mapping[str, float]]
    #: ``reading/lessons.toml``.
    lessons: Mapping[str, float]

    @cached_property
    def openings(self) -> Openings:
        """What each word may open."""
        return Openings(self)

    @property
    def currencies(self) -> Mapping[str, frozenset[str]]:
        """ISO 4217 code, upper case → folded words for it."""
        return {code.upper(): words for code, words in self.words["currency"]["codes"].items()}

    def documents_in(self, label: str) -> bool:
        """Whether a label's first word begins with one for a document: «Fakt.nr.», «Regningsnummer»."""
        key = fold(label)
        return any(key.startswith(word) for word in self.documents if len(word) > 2)

    @cached_property
    def label_words(self) -> frozenset[str]:
        """Every word of a label, a heading, or what announces a network, folded."""
        return self.labels.words() | self.headings.words() | self.network_words.words()

    @cached_property
    def code_of_word(self) -> Mapping[str, str]:
        """Folded word or sign → ISO 4217 code."""
        return {word: code for code, words in self.currencies.items() for word in words}

    def word_set(self, section: str, name: str) -> frozenset[str]:
        found: frozenset[str] = self.words[section][name]
        return found


@by_identity
def compiled(vocabulary: Mapping[str, Any]) -> Vocabulary:
    """``vocabulary``: file stem → parsed TOML ("labels", "kinds", "words"). Compiled once."""
    labels, kinds, words = vocabulary["labels"], vocabulary["kinds"], vocabulary["words"]
    parts, weak = labels["parts"], labels["weak"]
    named = {
        group: [written for phrase in section["labels"] for written in expand(phrase, parts)]
        for group, section in labels.items()
        if group not in _NO_LABELS
    }
    return Vocabulary(
        labels=_grouped(named),
        weak=_grouped({"alone": weak["alone"], "start": weak["at_start"]}),
        headings=_grouped(kinds["headings"]),
        sentences={kind: tuple(map(fold, phrases)) for kind, phrases in kinds["sentences"].items()},
        kinds=_folded_sets(kinds),
        words=_folded_sets(words),
        near_event=_phrases(words["event"]["near"]),
        event_endings=tuple(map(fold, words["event"]["endings"])),
        not_terms=_phrases(words["terms"]["unless"]),
        payee=_phrases(words["payee"]["before"]),
        paying=_phrases(words["terms"]["paying"]),
        discount=_phrases(words["terms"]["discount"]),
        carried=_phrases(words["goods"]["carried"]),
        network_words=_phrases((*words["network"]["keywords"], *words["network"]["compounds"])),
        stems=_grouped(labels["stems"]),
        documents=frozenset(map(fold, parts["document"])),
        dates=frozenset(map(fold, parts["date"])),
        term_words=_phrases(words["terms"]["wordy"]),
        buyer=_phrases(words["buyer"]["names"]),
        confidence=vocabulary["confidence"],
        wordings=looked_for(vocabulary["cautions"], "page"),
        marks=_folded_sets(vocabulary["cautions"]["marks"]),
        scores=vocabulary["scores"],
        lessons=vocabulary["lessons"],
    )


def _phrases(written: Iterable[str]) -> Phrases:
    return _grouped({"": written})


def _grouped(groups: Mapping[str, Iterable[str]]) -> Phrases:
    out = Phrases()
    for group, written in groups.items():
        for phrase in written:
            out.add(phrase, group)
    return out


def _folded_sets(words: Mapping[str, Any]) -> Mapping[str, Any]:
    """Lists become frozensets of folded phrases, tables stay tables with folded keys and values."""
    out: dict[str, Any] = {}
    for name, value in words.items():
        if isinstance(value, Mapping):
            out[name] = _folded_sets(value)
        elif isinstance(value, str):
            out[fold(name)] = fold(value)
        else:
            out[name] = frozenset(fold(v) for v in value)
    return out
