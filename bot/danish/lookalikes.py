"""Digits that do not look like 0 to 9 to a program: full-width and other scripts' digits, and letters that a scan took
for digits («O1O19O-2476»). For finding what must not be shown; never for reading an amount or an account.
"""

import re
import unicodedata

#: Letters that OCR engines give for a digit, both ways round in shape.
_LETTERS = str.maketrans("OoQDIil|!ZzSsGbBgq", "000011111225566899")
#: A character that is a digit, or looks like one: the inside of a class in a pattern.
LIKE = "0-9OoQDIil|!ZzSsGbBgq"
_OTHER_SCRIPTS = re.compile(r"[^\D0-9]")
#: Ten of them, alone: no letter before or after, at most three separators between two.
_TEN_ALIKE = re.compile(rf"(?<![^\W_])[{LIKE}](?:[ \t\u00a0./–-]{{0,3}}[{LIKE}]){{9}}(?![^\W_])")
#: So many of the ten must be digits: «Solbil-oli» is none.
_REAL_DIGITS = 6


def in_digits(text: str) -> str:
    """The text, letter for letter as long, with digits where something only looks like one."""
    if not text.isascii():
        text = _OTHER_SCRIPTS.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)
    return _TEN_ALIKE.sub(_settled, text)


def _settled(ten: re.Match[str]) -> str:
    alike = ten[0]
    real = sum(c.isdecimal() for c in alike)
    return alike.translate(_LETTERS) if _REAL_DIGITS <= real < 10 else alike
