"""Phrases looked up word by word from a place in a text: the cost does not grow with the vocabulary."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.danish.text import fold
from bot.documents.line import Token

_Node = dict[str, Any]
#: Keys of a tree's node that cannot be words.
_GROUP, _STEMS = "\0group", "\0stems"
_MIN_STEM = 3
#: Words of a phrase at most.
_LONGEST = 8
_KEPT_WORDS = 20_000


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

    def words(self) -> frozenset[str]:
        """Every whole word of the phrases."""
        out: set[str] = set()
        nodes = [self._root]
        while nodes:
            for key, child in nodes.pop().items():
                if key == _GROUP:
                    continue
                nodes.append(child)
                if key != _STEMS and not key.isdecimal():
                    out.add(key)
        return frozenset(out)

    def match(self, tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
        """(group, index of the last token) of the longest phrase that begins at token ``at``; None past the end."""
        if at >= len(tokens):
            return None
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

    def occur_in(self, tokens: Sequence[Token]) -> bool:
        return self.first_in(tokens, len(tokens)) is not None

    def next_in(self, tokens: Sequence[Token], at: int) -> int:
        """The index of the first token from ``at`` on that a phrase may begin at; how many there are where none may.

        For those who go on from token to token: most begin nothing, and are passed over without a call each.
        """
        begun = self._begun
        for index in range(at, len(tokens)):
            if begun.get(tokens[index].key, True):
                return index
        return len(tokens)

    def begins(self, word: str) -> bool:
        """Whether a phrase may begin with the folded word."""
        return bool(_children(self._root, word))

    def _begin(self, key: str) -> list[_Node]:
        """What phrases may begin with the word: most words begin none, so the answer is kept."""
        if len(self._begun) > _KEPT_WORDS:
            self._begun.clear()
        level = self._begun[key] = _children(self._root, key)
        return level

    def contains(self, text: str) -> str | None:
        """The group of the phrase that is the whole of the text, or None."""
        words = fold(text).split()
        if not words or not self.begins(words[0]):
            return None
        tokens = [Token(w, 0, 0) for w in words]
        hit = self.match(tokens, 0)
        return hit[0] if hit and hit[1] == len(tokens) - 1 else None


def _children(node: _Node, key: str) -> list[_Node]:
    out = [node[key]] if key in node else []
    stems = node.get(_STEMS)
    if stems:
        out.extend(stems[key[:n]] for n in range(len(key), _MIN_STEM - 1, -1) if key[:n] in stems)
    return out


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
