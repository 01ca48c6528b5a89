"""``rules/vocabulary/*.toml`` compiled, once for each. ``labels.toml`` says how phrases are written there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from bot.danish.text import fold
from bot.documents.fields.openings import Openings
from bot.documents.fields.phrases import Phrases, expand
from bot.documents.fields.wordings import Wording, wordings
from bot.identity import by_identity


@dataclass(frozen=True)
class Vocabulary:
    """``rules/vocabulary/*.toml`` ready for use. ``words`` is words.toml with every list folded into a frozenset."""

    labels: Phrases
    #: Phrases that count at the start of a cell only ("start"), or before a colon or as the whole cell ("alone").
    weak: Phrases
    headings: Phrases
    sentences: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, Any]
    words: Mapping[str, Any]
    near_event: Phrases = field(default_factory=Phrases)
    not_terms: Phrases = field(default_factory=Phrases)
    #: Words that speak of paying.
    paying: Phrases = field(default_factory=Phrases)
    #: Words of a discount, and of a row that carries a sum to the next page.
    discount: Phrases = field(default_factory=Phrases)
    carried: Phrases = field(default_factory=Phrases)
    network_words: Phrases = field(default_factory=Phrases)
    #: For dates behind an unknown label: a word in it that says what it is all the same.
    stems: Phrases = field(default_factory=Phrases)
    #: Words for a document («faktura», «bilag»), behind which its number may stand.
    documents: frozenset[str] = frozenset()
    #: Words that say «date» and nothing more.
    dates: frozenset[str] = frozenset()
    #: A line without one of these words («dage», «kontant») holds no terms.
    term_words: Phrases = field(default_factory=Phrases)
    #: Who we are.
    buyer: Phrases = field(default_factory=Phrases)
    #: ``reading/confidence.toml``: field → mark → weight; empty: the readers' own scores are given as they are.
    confidence: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    #: What cautions.toml looks for: words together, stamps, fees.
    wordings: tuple[Wording, ...] = ()
    marks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: Numbers of lessons.toml.
    lessons: Mapping[str, float] = field(default_factory=lambda: {"alike": 1.0, "confidence": 0.0})

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
    tree = Phrases()
    parts = labels["parts"]
    for group, section in labels.items():
        if group not in ("parts", "weak", "stems"):
            for phrase in section["labels"]:
                for written in expand(phrase, parts):
                    tree.add(written, group)
    weak = Phrases()
    for phrase in labels["weak"]["alone"]:
        weak.add(phrase, "alone")
    for phrase in labels["weak"]["at_start"]:
        weak.add(phrase, "start")
    stems = Phrases()
    for group, words_of_group in labels["stems"].items():
        for phrase in words_of_group:
            stems.add(phrase, group)
    headings = Phrases()
    for kind, phrases in kinds["headings"].items():
        for phrase in phrases:
            headings.add(phrase, kind)
    sentences = {kind: tuple(fold(s) for s in phrases) for kind, phrases in kinds["sentences"].items()}
    network = words["network"]
    return Vocabulary(
        tree,
        weak,
        headings,
        sentences,
        _folded_sets(kinds),
        _folded_sets(words),
        _phrases(words["event"]["near"]),
        _phrases(words["terms"]["unless"]),
        _phrases(words["terms"]["paying"]),
        _phrases(words["terms"]["discount"]),
        _phrases(words["goods"]["carried"]),
        _phrases((*network["keywords"], *network["compounds"])),
        stems,
        frozenset(fold(word) for word in parts["document"]),
        frozenset(fold(word) for word in parts["date"]),
        _phrases(words["terms"]["wordy"]),
        _phrases(words["buyer"]["names"]),
        vocabulary.get("confidence", {}),
        wordings(vocabulary["cautions"]),
        _folded_sets(vocabulary["cautions"]["marks"]),
        **({"lessons": vocabulary["lessons"]} if "lessons" in vocabulary else {}),
    )


def _phrases(written: Iterable[str]) -> Phrases:
    out = Phrases()
    for phrase in written:
        out.add(phrase, "")
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
