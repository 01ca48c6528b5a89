"""Comparison keys: the same thing written in two ways gets one key. Compare keys, show and file the original.

Not for reading values out of text: see ``dates``, ``amounts``, ``payments``.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

#: UTF-8 read as Latin-1 or Windows-1252, as it comes from old mail programs.
_MOJIBAKE = {
    "Ã¦": "æ",
    "Ã¸": "ø",
    "Ã¥": "å",
    "Ã†": "Æ",
    "Ã˜": "Ø",
    "Ã…": "Å",
    "Ã\x86": "Æ",
    "Ã\x98": "Ø",
    "Ã\x85": "Å",
    "Ã©": "é",
    "Ã¶": "ö",
    "Ã¤": "ä",
    "Ã¼": "ü",
    "Â\xa0": "\xa0",
}
_MOJIBAKE_RE = re.compile("|".join(map(re.escape, _MOJIBAKE)))
#: Drawn as nothing: soft hyphen, zero width marks, direction marks, byte order mark.
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff\u202a\u202b\u202c\u202d\u202e"
_INVISIBLE_RE = re.compile(f"[{INVISIBLE}]")
#: Letters that decomposition leaves alone or would take too far: å is not a, and aa is how å was and is
#: written.
_LETTERS = str.maketrans(
    {
        "å": "aa",
        "æ": "ae",
        "ø": "oe",
        "ä": "ae",
        "ö": "oe",
        "ü": "u",
        "ð": "d",
        "þ": "th",
        "đ": "d",
        "ł": "l",
        "œ": "oe",
    }
    | dict.fromkeys("’'´`", "")
)
_NOT_WORD = re.compile(r"[\W_]+")
_SPACES = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")

#: Legal forms, before punctuation is taken away. ``as``/``ab`` only at the end: they are words too.
_LEGAL_FORM = re.compile(
    r"(?<!\w)(?:aps|a/s|i/s|ivs|p/s|k/s|a\.?\s?m\.?\s?b\.?\s?a|f\.?\s?m\.?\s?b\.?\s?a|s\.?\s?m\.?\s?b\.?\s?a|gmbh|ltd"
    r"|anpartsselskab|aktieselskab|interessentskab)(?!\w)\.?"
)
_LEGAL_AT_END = re.compile(r"[ ,]{1,2}(?:as|ab|oy|inc|llc)\.? ?$")
#: «v/ Lone Holm»: the person behind the firm, not its name.
_BY_PERSON = re.compile(r"(?<!\w)v\s?/.*", re.DOTALL)


def nfc(s: str) -> str:
    """Composed Unicode (NFC): file names from a Mac come with å, ä, ö, ü in two pieces."""
    return unicodedata.normalize("NFC", s)


def repair(s: str) -> str:
    """UTF-8 that was read as Latin-1 («SÃ¸nderborg») made right again; other text as it is."""
    return _MOJIBAKE_RE.sub(lambda m: _MOJIBAKE[m.group()], s) if "Ã" in s or "Â" in s else s


def one_line(s: str) -> str:
    """Safe for a header, a log or a table cell: no CR, LF, other control or direction characters; single
    spaces.
    """
    return _SPACES.sub(" ", _CONTROL.sub(" ", nfc(s))).strip()


def fold(s: str) -> str:
    """The comparison key: lower case, å=aa, æ=ä=ae, ø=ö=oe, accents off, everything else between words one
    space.
    """
    return _fold_short(s) if len(s) <= _SHORT else _fold(s)


def _fold(s: str) -> str:
    return _NOT_WORD.sub(" ", _unaccented(s)).strip()


#: A register's names and an invoice's words come back with every mail: folding them was a sixth of reading one.
#: Longer texts do not come back, and would cost memory.
_SHORT = 60
_fold_short = lru_cache(maxsize=30_000)(_fold)


def _unaccented(s: str) -> str:
    """Folded letters with the punctuation still there."""
    if s.isascii():
        return s.lower().replace("'", "").replace("`", "")
    s = nfc(_INVISIBLE_RE.sub("", repair(s))).casefold().translate(_LETTERS)
    if s.isascii():
        return s
    s = unicodedata.normalize("NFKD", s)
    return "".join(c for c in s if not unicodedata.combining(c)).casefold().translate(_LETTERS)


def plain(s: str) -> str:
    """A coarser key: also o for ø, a for å and æ, as people and scanners write. Only to propose, never to
    decide.
    """
    return fold(s).replace("aa", "a").replace("ae", "a").replace("oe", "o")


def firm_key(s: str) -> str:
    """``fold`` without the legal form (ApS, A/S, I/S, …) and without «v/…»."""
    return _firm_key_short(s) if len(s) <= _SHORT else _firm_key(s)


def _firm_key(s: str) -> str:
    text = _BY_PERSON.sub("", _SPACES.sub(" ", _unaccented(s)))
    text = _LEGAL_AT_END.sub("", _LEGAL_FORM.sub(" ", text))
    return _NOT_WORD.sub(" ", text).strip() or fold(s)


_firm_key_short = lru_cache(maxsize=10_000)(_firm_key)


#: What a network is called whatever its name is: no two networks differ by these.
_GENERIC = re.compile(
    r"(?:(?:kvalitets|kvalitet|kvalit|kval|kv|fysioterapeut|fysio|fys|laege|speciallaege)?"
    r"(?:netvaerk(?:et|ets|s)?|netv|net|klynge(?:n|ns|s|r)?|kly)"
    r"|kvn|kvalitets?|kval|fys|fysio|fysioterapi|fysioterapeuter(?:ne)?|network|cluster|quality|moede(?:t|r)?"
    r"|kvalitetsmoede(?:t)?"
    r"|netvaerksmoede(?:t)?|klyngemoede(?:t)?|for|i|og|the|of|and|nr|no|nummer)"
)
_DIRECTIONS = {
    "n": "nord",
    "s": "syd",
    "oe": "oest",
    "v": "vest",
    "nv": "nordvest",
    "noe": "nordoest",
    "sv": "sydvest",
    "soe": "sydoest",
    "nordre": "nord",
    "soendre": "syd",
    "oestre": "oest",
    "vestre": "vest",
    "north": "nord",
    "south": "syd",
    "east": "oest",
    "west": "vest",
    "central": "midt",
}
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
_LAST_I = re.compile(r"(?<=\w )I\s*$")
_JOINED_NUMBER = re.compile(r"(?<=[^\W\d])(?=\d)|(?<=\d)(?=[^\W\d])")
_SHORT_DIRECTION = re.compile(r"(?<![^\W\d_])([NS])\.\s?([ØVøv])\.?(?![^\W\d_])")
#: Letter for letter of common places; language, not register.
_PLACES = {
    "kbh": "koebenhavn",
    "storkbh": "storkoebenhavn",
    "cph": "koebenhavn",
    "frb": "frederiksberg",
    "sj": "sjaelland",
    "sjael": "sjaelland",
}


def network_tokens(s: str, abbreviations: Mapping[str, str] | None = None) -> frozenset[str]:
    """The words that tell this network from its neighbours: place, specialty, compass point, number.

    ``abbreviations`` maps folded words to folded words, over the built-in compass points. A name of nothing but
    generic words gives none.
    """
    return frozenset(_network_words(s, abbreviations))


def _network_words(s: str, abbreviations: Mapping[str, str] | None) -> list[str]:
    s = _BY_PERSON.sub("", _SHORT_DIRECTION.sub(r"\1\2", repair(nfc(s))))
    s = _JOINED_NUMBER.sub(" ", _LAST_I.sub("1", s))
    out: list[str] = []
    for word in fold(s.replace("&", " og ")).split():
        word = (abbreviations or {}).get(word) or _PLACES.get(word) or word  # noqa: PLW2901
        if _GENERIC.fullmatch(word):
            continue
        word = _ROMAN.get(word) or _DIRECTIONS.get(word) or word  # noqa: PLW2901
        out.append(word.lstrip("0") or "0" if word.isdecimal() else word)
    return out
