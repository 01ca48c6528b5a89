"""The short name of a meeting that the place writes on its invoice: «KN041-26C-7», with a check character.

Network, year, which meeting of the year (A the first, then B, …), and a check character that tells a slip of the pen
from another meeting: ISO 7064 MOD 37,2 would use «*»; this one is MOD 31 over letters that are not mistaken for digits.
"""

import re

from bot.danish.late import late

#: No I, L, O, U: read as 1, 1, 0, V. The position in it is a character's value.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MODULUS = 31
_SHAPE = late(
    r"(?<![A-Z0-9])([A-Z]{1,4}\d{1,6})\s?[-–/]\s?(\d{2}[A-Z]{1,2})\s?[-–/]\s?([0-9A-Z])(?![A-Z0-9])", re.IGNORECASE
)


def reference(network_id: str, year: int, number: int, prefix: str = "KN") -> str:
    """``number`` counts the network's meetings of that year from 1. ``prefix``: the secretariat's own letters."""
    digits = "".join(c for c in network_id if c.isdigit())[-6:] or str(sum(map(ord, network_id)) % 1000).zfill(3)
    body = f"{prefix}{digits}-{year % 100:02}{_letters(number)}"
    return f"{body}-{check_character(body)}"


def check_character(body: str) -> str:
    """Of the letters and digits before it: each weighted by its place, so that two swapped ones show."""
    total = 0
    for place, character in enumerate(c for c in body.upper() if c.isalnum()):
        total += (place + 2) * (ord(character) - 47)
    return ALPHABET[total % _MODULUS]


def find_references(text: str) -> list[tuple[str, int, int]]:
    """(reference in its right form, start, end) of each in the text whose check character fits."""
    out = []
    for match in _SHAPE.finditer(text):
        body = f"{match[1]}-{match[2]}".upper()
        if check_character(body) == match[3].upper():
            out.append((f"{body}-{match[3].upper()}", match.start(), match.end()))
    return out


def _letters(number: int) -> str:
    letters = "ABCDEFGHJKMNPQRSTVWXYZ"
    return (
        letters[number - 1]
        if number <= len(letters)
        else letters[(number - 1) // len(letters) - 1] + letters[(number - 1) % len(letters)]
    )
