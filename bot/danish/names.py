"""Whether two printed names may be one person. Tokens are compared, not strings.

As Danes write names: the middle name is often a surname and comes and goes, initials, «Holm, Mette»,
å/aa, Christian/ Kristian, -sen/-zen. A shared Jensen proves nothing.
"""

import re
from functools import lru_cache

from bot.danish.text import fold

_TITLES = frozenset(
    [
        "fys",
        "fysioterapeut",
        "fysioterapeuten",
        "overlaege",
        "laege",
        "speciallaege",
        "speclaege",
        "spec",
        "dr",
        "doktor",
        "prof",
        "professor",
        "mag",
        "cand",
        "med",
        "phd",
        "koordinator",
        "klyngekoordinator",
        "coordinator",
        "hr",
        "fru",
        "froeken",
        "mr",
        "mrs",
        "ms",
        "att",
        "vedr",
        "ved",
        "v",
    ]
)
_PARTICLES = frozenset(["von", "van", "de", "la", "af", "el", "bin", "den", "der", "di", "da", "du", "le"])
#: Surnames so common that sharing one says nothing (beside everything that ends in -sen). Source: Danmarks
#: Statistik, most common names.
_COMMON = frozenset(
    [
        "moeller",
        "lund",
        "holm",
        "schmidt",
        "schultz",
        "bach",
        "berg",
        "dahl",
        "friis",
        "lind",
        "krogh",
        "vestergaard",
        "kjaer",
        "skov",
        "lauritz",
        "bech",
    ]
)
#: First name alone, first initial with surname, and so on: how much each kind of agreement is worth.
_FIRST_ONLY, _RARE_SURNAME_ONLY, _INITIALS_ONLY = 0.5, 0.3, 0.35


def name_tokens(s: str) -> tuple[str, ...]:
    """Folded words in the order first name … last name; titles, particles and what stands in brackets left
    out; «Holm, Mette» turned.
    """
    s = re.sub(r"\([^)]{0,80}\)", " ", s)
    before, comma, after = s.partition(",")
    if comma and _words(after) and len(_words(after)) <= 3 and len(_words(before)) <= 3:
        s = f"{after} {before}"
    words = _words(s)
    return tuple(w for i, w in enumerate(words) if not (w in _PARTICLES and 0 < i < len(words) - 1)) or tuple(words)


def _words(s: str) -> list[str]:
    return [w for w in fold(s).split() if w not in _TITLES and not w.isdecimal()]


def same_person(printed: str, registered: str) -> float:
    """How well ``printed`` fits ``registered``, 0..1. 1: the same name; 0.5: a first name only; 0: another
    person or no evidence.

    Not symmetric: the register's name is the full one.
    """
    left, right = name_tokens(printed), name_tokens(registered)
    if not left or not right:
        return 0.0
    if left == right:
        return 1.0
    if len(left) == 1:
        return _lone_token(left[0], right)
    return max(_full(left, right), _full((left[-1], *left[:-1]), right) * 0.9)


def _lone_token(word: str, registered: tuple[str, ...]) -> float:
    first, last = registered[0], registered[-1]
    if word == first or (len(word) > 1 and _alike(word, first)):
        return _FIRST_ONLY
    if word == "".join(w[0] for w in registered) and len(word) > 1:
        return _INITIALS_ONLY
    if len(registered) > 1 and len(word) > 3 and _alike(word, last) and not _is_common(last):
        return _RARE_SURNAME_ONLY
    return 0.0


def _full(left: tuple[str, ...], right: tuple[str, ...]) -> float:
    """Two words or more against the register: the first must fit the first, and a later one a later one."""
    first = _fit(left[0], right[0])
    if first == 0.0 or len(right) == 1:
        return 0.0 if first == 0.0 else _FIRST_ONLY * first
    rest_left, rest_right = left[1:], right[1:]
    last = _fit(rest_left[-1], rest_right[-1])
    middle = [max((_fit(a, b) for b in rest_right), default=0.0) for a in rest_left]
    strangers = sum(1 for m in middle if m == 0.0)
    if last > 0.0:
        score = first * last
    elif rest_left[-1] in rest_right or any(_alike(rest_left[-1], b) for b in rest_right if len(b) > 1):
        score = first * 0.9  # the middle name used as surname
    elif any(_fit(a, rest_right[-1]) >= 0.9 for a in rest_left):
        score = first * 0.85  # a surname more than the register has
    else:
        return 0.0
    return round(score * 0.85**strangers, 3)


def _fit(a: str, b: str) -> float:
    if a == b:
        return 1.0
    if _is_initial(a) or _is_initial(b):
        return 0.75 if a.startswith(b) or b.startswith(a) else 0.0
    if _sound(a) == _sound(b):
        return 0.96
    return 0.9 if _alike(a, b) else 0.0


def _is_initial(word: str) -> bool:
    """One letter; æ, ø and å are two when folded."""
    return len(word) == 1 or word in ("ae", "oe", "aa")


def _alike(a: str, b: str) -> bool:
    """One misprint, in words long enough that it is one (Mads and Mats are two names)."""
    if a == b or _sound(a) == _sound(b):
        return True
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - 11 ms that most commands need not pay

    return min(len(a), len(b)) >= 5 and OSA.distance(a, b, score_cutoff=1) <= 1


_SOUNDS = (
    ("ph", "f"), ("th", "t"), ("ch", "k"), ("ck", "k"), ("c", "k"), ("z", "s"), ("w", "v"), ("x", "ks"), ("oe", "o"),
    ("aa", "a"), ("ae", "a"),
    ("ie", "i"), ("j", "i"), ("y", "i"), ("gaard", "gard"), ("sd", "s"),
)  # fmt: skip


@lru_cache(maxsize=4096)
def _sound(word: str) -> str:
    """Spelling variants of one name on one key: Christian/Kristian, Sofie/Sophie, Niels/Nils, Jensen/Jenssen,
    Soeren/Soren.
    """
    for a, b in _SOUNDS:
        word = word.replace(a, b)
    return re.sub(r"(.)\1+", r"\1", word)


def _is_common(surname: str) -> bool:
    return surname.endswith(("sen", "zen")) or surname in _COMMON
