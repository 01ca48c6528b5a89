"""IBAN (ISO 13616) and BIC (ISO 9362) in running text, of any country, spaces or not.

The length comes from the country; where the country is not known here, the length that passes mod 97-10 is
taken. A number that does not pass is kept when it is labelled or set in fours: then it is a misprint to be
told, not some other number.
"""

import re
from typing import NamedTuple

from bot.danish.late import late
from bot.danish.scan import lowered
from bot.model.payment import Iban

#: Source: SWIFT IBAN registry.
LENGTHS = {
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24,
    "FI": 18, "FO": 18,
    "FR": 27, "GB": 22, "GL": 18, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20,
    "LU": 20, "LV": 21,
    "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27,
    "TR": 26, "UA": 29,
}  # fmt: skip
_START = re.compile(
    r"(?<![^\W_])(?P<label>IBAN[ -]{0,2}(?:nr|no|nummer|number|konto|kontonr|kontonummer"
    r"|code)?[ .:]{0,4})?(?P<country>[A-Z]{2})"
    r"[ \u00a0-]?(?P<check>[0-9]{2})(?=[ \u00a0.-]?[A-Z0-9]{2})",
    re.IGNORECASE,
)
#: The two check digits behind the country, in lower case: there are fewer digits to try than letters.
_CHECK = re.compile("[0-9](?:(?<=[a-z]{2}[0-9])|(?<=(?P<gap>[a-z]{2}[ \u00a0-])[0-9]))[0-9]")
_LABEL_BEFORE = re.compile(r"IBAN[^0-9\n]{0,20}\Z", re.IGNORECASE)
_IN_FOURS = re.compile(r"[A-Z]{2}[0-9]{2}(?:[ \u00a0][A-Z0-9]{4}){2,7}")
_BIC = late(
    r"(?<![^\W_])(?:BIC|SWIFT)(?:[ /-]{0,3}(?:SWIFT|BIC))?(?:[ -]?(?:kode|code|adresse|address|nr|no))?[ .:/-]{0,4}"
    r"(?P<bic>[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)(?![^\W_])",
    re.IGNORECASE,
)
_BARE_BIC = re.compile(
    r"[ ,;/(\u00a0\n]{1,3}(?P<bic>[A-Z]{4}(?P<country>[A-Z]{2})[A-Z0-9]{2}(?:[A-Z0-9]{3})?)(?![^\W_])"
)
_CVR_BEFORE = re.compile(r"(?<![^\W_])(?:CVR|SE(?![^\W\d_])|VAT|moms)[^0-9\n]{0,12}\Z", re.IGNORECASE)
_NEAR = 120


class FoundIban(NamedTuple):
    """An IBAN and its place: offsets into the text. ``labelled``: «IBAN» stands beside it."""

    payment: Iban
    start: int
    end: int
    labelled: bool


def find_ibans(text: str) -> list[FoundIban]:
    out: list[FoundIban] = []
    end = 0
    for place in _places(lowered(text)):
        match = _START.match(text, place) if place >= end else None
        if match is None:
            continue
        end = match.end()
        start = match.start("country")
        labelled = bool(match["label"]) or bool(_LABEL_BEFORE.search(text, max(0, start - 26), start))
        read = _number(text, start, match["country"].upper(), labelled)
        if read is None or (not labelled and _CVR_BEFORE.search(text, max(0, start - 18), start)):
            continue
        number, end = read
        out.append(FoundIban(Iban(number, _bic(text, start, end, number[:2])), start, end, labelled))
    return out


def _places(low: str) -> list[int]:
    """Where one may begin: at its label, or two letters before digits."""
    found = [m.start() - (3 if m["gap"] else 2) for m in _CHECK.finditer(low)]
    at = low.find("iban")
    while at >= 0:
        found.append(at)
        at = low.find("iban", at + 1)
    return sorted(found)


def _number(text: str, start: int, country: str, labelled: bool) -> tuple[str, int] | None:
    characters, ends = _characters(text, start)
    wanted = LENGTHS.get(country)
    sizes = [wanted] if wanted else range(min(34, len(characters)), 14, -1)
    for size in sizes:
        number = "".join(characters[:size]).upper()
        if size <= len(characters) and Iban(number).is_valid and _ends_there(text, ends[size - 1]):
            return number, ends[size - 1]
    if wanted is None or not (labelled or _IN_FOURS.match(text, start)):
        return None
    # As printed: a digit too few or too many is the supplier's slip, and is shown as it stands.
    size = min(len(characters), wanted)
    while size < len(characters) and ends[size] == ends[size - 1] + 1:
        size += 1
    return ("".join(characters[:size]).upper(), ends[size - 1]) if size >= 12 else None


def _characters(text: str, start: int) -> tuple[list[str], list[int]]:
    """The letters and digits from ``start`` with at most one space, point or hyphen between, and where each
    ends.
    """
    characters: list[str] = []
    ends: list[int] = []
    gap = False
    for i in range(start, min(len(text), start + 60)):
        c = text[i]
        if c.isascii() and c.isalnum():
            if c.isalpha() and c.islower() and gap:
                break
            characters.append(c)
            ends.append(i + 1)
            gap = False
        elif c in " \u00a0.-" and not gap:
            gap = True
        else:
            break
    return characters, ends


def _ends_there(text: str, end: int) -> bool:
    return not text[end : end + 1].isalnum()


def _bic(text: str, start: int, end: int, country: str) -> str | None:
    """The BIC printed near: labelled, or right after it with the same country in it."""
    bare = _BARE_BIC.match(text, end)
    if bare and bare["country"] == country:
        return bare["bic"]
    near = [
        m
        for m in _BIC.finditer(text, max(0, start - _NEAR), min(len(text), end + _NEAR))
        if m["bic"][4:6].upper() == country
    ]
    best = min(near, key=lambda m: max(start - m.end(), m.start() - end), default=None)
    return best["bic"].upper() if best else None
