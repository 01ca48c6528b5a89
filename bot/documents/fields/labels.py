"""The vocabulary compiled, and the labels found on a line: which printed words announce which value.

``rules/vocabulary/labels.toml`` says how phrases are written there. Matching walks a tree of folded words from each
token of
a line and takes the longest phrase, so its cost does not grow with the vocabulary.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bot.danish.text import fold
from bot.documents.layout import Cell, Line, Token

_Node = dict[str, Any]
#: Keys of a tree's node that cannot be words.
_GROUP, _STEMS = "\0group", "\0stems"
_MIN_STEM = 3
#: «Nr. 1042 · Dato 12.3.2026 | Forfald 1.4.2026»: what stands between labels with their values on one line.
_DIVIDER = re.compile(r"[\s.]*[·•|;(]\s*|,\s+")
#: Words of a phrase at most.
_LONGEST = 8
_KEPT_WORDS = 20_000


class Hit(NamedTuple):
    """A label on a line: places in the line's text, and the index of its cell."""

    group: str
    start: int
    end: int
    cell: int


class Phrases:
    """A set of phrases, each in a group, looked up by longest match from a token."""

    def __init__(self) -> None:
        self._root: _Node = {}
        self._begun: dict[str, list[_Node]] = {}
        #: Phrases that two groups claim; the first one keeps them. A test holds this empty.
        self.contested: list[str] = []

    def add(self, phrase: str, group: str) -> None:
        node = self._root
        self._begun.clear()
        for word in phrase.split():
            key = fold(word)
            if word.endswith("*"):
                node = node.setdefault(_STEMS, {}).setdefault(key, {})
            elif key:
                for part in key.split():
                    node = node.setdefault(part, {})
        if node is self._root:
            return
        if node.setdefault(_GROUP, group) != group:
            self.contested.append(phrase)

    def match(self, tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
        """(group, index of the last token) of the longest phrase that begins at token ``at``."""
        level = self._begun.get(tokens[at].key)
        if level is None:
            level = self._begin(tokens[at].key)
        found: tuple[str, int] | None = None
        last = min(at + _LONGEST, len(tokens))
        while level:
            for node in level:
                if _GROUP in node:
                    found = (node[_GROUP], at)
                    break
            at += 1
            if at >= last:
                break
            key = tokens[at].key
            level = [child for node in level for child in _children(node, key)]
        return found

    def first_in(self, tokens: Sequence[Token], most: int) -> int | None:
        """The index of the first token, of the first ``most``, that a phrase begins at; None where there is none."""
        begun = self._begun
        for at, token in enumerate(tokens[:most]):
            # A word that was seen and begins nothing is passed over without a call.
            if begun.get(token.key, True) and self.match(tokens, at) is not None:
                return at
        return None

    def _begin(self, key: str) -> list[_Node]:
        """What phrases may begin with the word: most words begin none, so the answer is kept."""
        if len(self._begun) > _KEPT_WORDS:
            self._begun.clear()
        level = self._begun[key] = _children(self._root, key)
        return level

    def contains(self, text: str) -> str | None:
        """The group of the phrase that is the whole of the text, or None."""
        tokens = [Token(w, 0, 0) for w in fold(text).split()]
        hit = self.match(tokens, 0) if tokens else None
        return hit[0] if hit and hit[1] == len(tokens) - 1 else None


def _children(node: _Node, key: str) -> list[_Node]:
    out = [node[key]] if key in node else []
    stems = node.get(_STEMS)
    if stems:
        out.extend(stems[key[:n]] for n in range(len(key), _MIN_STEM - 1, -1) if key[:n] in stems)
    return out


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

    @property
    def currencies(self) -> Mapping[str, frozenset[str]]:
        """ISO 4217 code, upper case → folded words for it."""
        return {code.upper(): words for code, words in self.words["currency"]["codes"].items()}

    def word_set(self, section: str, name: str) -> frozenset[str]:
        found: frozenset[str] = self.words[section][name]
        return found


#: The last few vocabularies compiled, by identity: there is one for each secretariat, and it lives as long as the
#: rules do.
_COMPILED: dict[int, tuple[Mapping[str, Any], Vocabulary]] = {}
_KEEP = 8


def compiled(vocabulary: Mapping[str, Any]) -> Vocabulary:
    """``vocabulary``: file stem → parsed TOML ("labels", "kinds", "words"). Compiled once."""
    known = _COMPILED.get(id(vocabulary))
    if known is not None and known[0] is vocabulary:
        return known[1]
    if len(_COMPILED) >= _KEEP:
        _COMPILED.clear()
    made = _compile(vocabulary)
    _COMPILED[id(vocabulary)] = (vocabulary, made)
    return made


def _compile(vocabulary: Mapping[str, Any]) -> Vocabulary:
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
        _phrases((*network["keywords"], *network["compounds"])),
        stems,
        frozenset(fold(word) for word in parts["document"]),
        frozenset(fold(word) for word in parts["date"]),
        _phrases(words["terms"]["wordy"]),
        _phrases(words["buyer"]["names"]),
    )


def expand(phrase: str, parts: Mapping[str, Sequence[str]]) -> Iterable[str]:
    """ "{document}{number}" → "fakturanr", "faktura nr", "fakturanummer", …; a phrase without braces as it is."""
    if "{" not in phrase:
        return (phrase,)
    before, _, rest = phrase.partition("{")
    name, _, after = rest.partition("}")
    out = []
    for tail in expand(after, parts):
        for part in parts[name]:
            out.append(f"{before}{part}{tail}")
            if before.strip() == "" and tail and not tail.startswith(" "):
                out.append(f"{before}{part} {tail}")
            elif before and not before.endswith(" "):
                out.append(f"{before} {part}{tail}")
    return out


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


def hits_on(line: Line, vocabulary: Vocabulary) -> tuple[Hit, ...]:
    """The labels of a line, left to right, none inside another; a label does not run over the end of its cell."""
    out: list[Hit] = []
    for number, cell in enumerate(line.cells):
        tokens = line.cell_tokens[number]
        i = 0
        while i < len(tokens):
            found = vocabulary.labels.match(tokens, i)
            if found is None or not _counts(line, cell, tokens, i, found[1], vocabulary):
                i += 1
                continue
            group, last = found
            out.append(Hit(group, tokens[i].start, tokens[last].end, number))
            i = last + 1
    return tuple(out)


def _counts(line: Line, cell: Cell, tokens: Sequence[Token], first: int, last: int, vocabulary: Vocabulary) -> bool:
    """Whether a short word stands where it is a label (``[weak]`` in labels.toml)."""
    weak = vocabulary.weak.match(tokens[: last + 1], first)
    if weak is None or weak[1] != last:
        return True
    if weak[0] == "start" and (first == 0 or _DIVIDER.fullmatch(line.text, tokens[first - 1].end, tokens[first].start)):
        return True
    rest = line.text[tokens[last].end : cell.end]
    if weak[0] == "start" and rest.lstrip(" .)")[:1] == ":":
        return True
    return first == 0 and (rest.lstrip(" .)")[:1] == ":" or last == len(tokens) - 1)
