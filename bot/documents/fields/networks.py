"""Which network of the register a printed name is, told by its words one by one.

Neighbours differ in one word («Aarhus Midt», «Aarhus Nord»), so a likeness over the whole name decides nothing. Every
word of the register's name must be on the page: exactly, abbreviated («Hovedst.»), or misspelt so that it can be no
other word of the register; and no word may be left over that tells networks apart (a compass point, a number, another
place).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from bot.danish.names import name_tokens
from bot.danish.text import fold, network_tokens
from bot.identity import by_identity
from bot.model.register import Network, Register

Scores = Mapping[str, Mapping[str, float]]
_COMPASS = re.compile(r"^(?:(?:nord|syd|soender|oest|vest|midt|stor|nordre|indre|ydre)+)")
#: Folded letters: shorter words are never taken for misspelt ones.
_MIN_MISSPELT, _SHORT = 5, 3
#: Words that initials may stand for, at least; and a word of a name.
_INITIALS, _NAME_WORD = 3, re.compile(r"[^\W\d_]{2,}")


class Piece(NamedTuple):
    """A word of a printed name. ``dotted``: an abbreviation's point follows."""

    key: str
    dotted: bool


@dataclass(frozen=True, slots=True)
class Match:
    """``network`` None: the name decides for none; ``rivals`` are then those that it may mean. ``score`` 0..1."""

    network: Network | None
    score: float
    rivals: tuple[str, ...] = ()
    #: Indexes of the pieces that the network's name was found in.
    used: frozenset[int] = frozenset()
    #: Whether every printed word fits each of the rivals: what is printed is only too short to tell them apart.
    open: bool = False


class NetworkIndex:
    """The register's networks by the words of their names. ``scores``: all of ``scores.toml``."""

    def __init__(self, register: Register, scores: Scores) -> None:
        self._scores = scores["network_name"]
        #: What a match is worth at least that leaves nothing out but a number.
        self.whole = self._scores["whole"]
        self.networks = [(n, network_tokens(n.name)) for n in register.networks]
        self._with_word: dict[str, list[int]] = defaultdict(list)
        for i, (_, words) in enumerate(self.networks):
            for word in words:
                self._with_word[word].append(i)
        self.people = frozenset(t for c in register.coordinators for t in name_tokens(c.name) if len(t) > 1)
        self._named: dict[str, list[str]] = defaultdict(list)
        for c in register.coordinators:
            for token in name_tokens(c.name):
                if c.name not in self._named[token]:
                    self._named[token].append(c.name)
        self._acronyms = _acronyms(register)
        self._regions = {w for n in register.networks for w in network_tokens(n.region or "") if w in self._with_word}
        self._meanings: dict[tuple[str, bool], dict[str, float]] = {}

    def namesakes(self, printed: str) -> list[str]:
        """Coordinators of any network who share a whole name with the printed one: few, to be looked at closer."""
        found = (name for token in name_tokens(printed) if len(token) > 1 for name in self._named.get(token, ()))
        return list(dict.fromkeys(found))

    def knows(self, key: str, *, dotted: bool = False) -> bool:
        """Whether the word is one of a network's name, as far as can be told."""
        return key in self._acronyms or any(self.meanings(k, dotted) for k in same_word(key))

    def is_word(self, key: str) -> bool:
        return any(k in self._with_word for k in same_word(key))

    def meanings(self, key: str, dotted: bool) -> dict[str, float]:
        """The register's words that a printed word may be, each with its worth. Several: it decides for none of
        them.
        """
        known = self._meanings.get((key, dotted))
        if known is None:
            if len(self._meanings) > 20_000:
                self._meanings.clear()
            known = self._meanings[key, dotted] = self._look_up(key, dotted)
        return known

    def _look_up(self, key: str, dotted: bool) -> dict[str, float]:
        exact, abbreviated, misspelt = (self._scores[name] for name in ("exact", "abbreviated", "misspelt"))
        # «Klynge Øjenlæger Midt» of Midtjylland
        regions = [w for w in self._regions if key in _COMPASS_WORDS and w.startswith(key)]
        if key in self._with_word or regions:
            return {**dict.fromkeys(regions, abbreviated), **({key: exact} if key in self._with_word else {})}
        if key.isdecimal():
            return {}
        if key.endswith("s") and (owner := [w for w in same_word(key[:-1]) if w in self._with_word]):
            return dict.fromkeys(owner, exact)  # «Vejle Nords møde»
        if len(key) >= (2 if dotted else 5):
            longer = {word: abbreviated for word in self._with_word if word.startswith(key) and not word.isdecimal()}
            if longer:
                return longer
        if len(key) < _MIN_MISSPELT:
            return {}
        return {word: misspelt for word in self._with_word if _is_misspelt(key, word)}

    def match(self, pieces: Sequence[Piece]) -> Match:
        """The network that the printed words name; none where they fit several, or leave a telling word over."""
        candidates = {
            i for p in pieces for k in same_word(p.key) for w in self.meanings(k, p.dotted) for i in self._with_word[w]
        }
        candidates |= {
            i for p in pieces for words in self._acronyms.get(p.key, ()) for w in words for i in self._with_word[w]
        }
        full: list[tuple[float, int, frozenset[int]]] = []
        part: list[tuple[float, int, frozenset[int]]] = []
        near: list[int] = []
        slips: list[int] = []
        whole = False
        for i in sorted(candidates):
            score, missing, used = self._fit(i, pieces)
            left_over = len(used) < len(pieces)
            if not missing and not left_over:
                full.append((score, i, used))
            elif not left_over and used and all(w.isdecimal() for w in missing):
                part.append((score * self._scores["without_number"], i, used))
            elif not left_over and used and _is_half_a_pair(missing, self.networks[i][1]):
                part.append((score * self._scores["half_a_pair"], i, used))
            elif used:
                near.append(i)
                whole = whole or not left_over
                if left_over and _are_slips((p.key for n, p in enumerate(pieces) if n not in used), missing):
                    slips.append(i)
        for found in (full, part):
            if found:
                return self._decided(found, near if found is part else [])
        # A word left over that no network of these has («Aarhus Vest»): the name is another's, not one of theirs.
        rivals = near if whole else slips
        return Match(None, 0.0, tuple(self.networks[i][0].network_id for i in rivals), open=bool(rivals))

    def _decided(self, found: list[tuple[float, int, frozenset[int]]], near: list[int]) -> Match:
        scores = self._scores
        top = max(f[0] for f in found)
        longest = max(len(f[2]) for f in found)
        best = [f for f in found if f[0] > top - scores["rival"] and len(f[2]) == longest]
        weak = scores["exact"] * scores["without_number"]
        if len(best) > 1 or any(f[0] < weak and f not in best and len(f[2]) >= longest for f in found):
            return Match(None, 0.0, tuple(self.networks[f[1]][0].network_id for f in found), open=True)
        score, i, used = best[0]
        rivals = tuple(self.networks[n][0].network_id for n in near if score < scores["sure"])
        if rivals:
            return Match(None, 0.0, (self.networks[i][0].network_id, *rivals), open=True)
        return Match(self.networks[i][0], score, (), used)

    def _fit(self, index: int, pieces: Sequence[Piece]) -> tuple[float, frozenset[str], frozenset[int]]:
        """(worth of the weakest word found, words of the network that were not found, pieces used)."""
        wanted = self.networks[index][1]
        score = self._scores["exact"]
        found: set[str] = set()
        used: set[int] = set()
        for n, piece in enumerate(pieces):
            for words in self._acronyms.get(piece.key, ()):
                if words <= wanted - found:
                    found |= words
                    used.add(n)
                    score = min(score, self._scores["abbreviated"])
            for key in same_word(piece.key):
                for word, worth in self.meanings(key, piece.dotted).items():
                    if word in wanted and word not in found:
                        found.add(word)
                        used.add(n)
                        score = min(score, worth)
        return score, frozenset(wanted - found), frozenset(used)


def _acronyms(register: Register) -> dict[str, set[frozenset[str]]]:
    """The initials of three words or more in a row («ØNH»), folded → the words, as they are compared.

    Initials that a word of some network's name is as well stand for nothing.
    """
    out: dict[str, set[frozenset[str]]] = defaultdict(set)
    words_of = [[w for w in _NAME_WORD.findall(n.name) if network_tokens(w)] for n in register.networks]
    taken = {fold(w) for words in words_of for w in words}
    for words in words_of:
        for start in range(len(words)):
            for end in range(start + _INITIALS, len(words) + 1):
                key = fold("".join(w[0] for w in words[start:end]))
                if key not in taken:
                    out[key].add(frozenset(t for w in words[start:end] for t in network_tokens(w)))
    return out


def _is_half_a_pair(missing: frozenset[str], words: frozenset[str]) -> bool:
    """«Netværk Herning» of «Herning-Ikast»: one place of two is named, and what is missing is no compass point."""
    return len(words) == 2 and len(missing) == 1 and not any(_COMPASS.fullmatch(w) or w.isdecimal() for w in words)


def _are_slips(left_over: Iterable[str], missing: frozenset[str]) -> bool:
    """«Aarhus Mord»: a slip in a word too short to be sure of; it decides nothing alone."""
    return all(any(len(w) >= _SHORT and _slips(key, w, 1) <= 1 for w in missing) for key in left_over)


def _is_misspelt(key: str, word: str) -> bool:
    """One slip, two in a long word; the compass point in front («Nordvestsjælland») and the first letter must be
    right.
    """
    if word.isdecimal() or abs(len(key) - len(word)) > 2 or key[0] != word[0]:
        return False
    before, after = _COMPASS.match(key), _COMPASS.match(word)
    if (before[0] if before else "") != (after[0] if after else ""):
        return False
    limit = 2 if len(word) >= 8 else 1
    return _slips(key, word, limit) <= limit


def _slips(key: str, word: str, limit: int) -> int:
    """Letters lost, added, changed or swapped; more than ``limit`` are not counted."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - 11 ms that a register without such names need not pay

    return OSA.distance(key, word, score_cutoff=limit)


@lru_cache(maxsize=8192)
def same_word(key: str) -> tuple[str, ...]:
    """A printed word as the register's names are compared: compass letters written out, II as 2; («») for a word
    that says nothing.
    """
    return tuple(network_tokens(key)) or ((fold(key),) if fold(key) in _COMPASS_WORDS else ())


_COMPASS_WORDS = frozenset(("nord", "syd", "oest", "vest", "midt"))


@by_identity
def index_of(register: Register, scores: Scores) -> NetworkIndex:
    """The register's index, made once: the same snapshot is read for many documents."""
    return NetworkIndex(register, scores)
