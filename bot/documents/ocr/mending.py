"""Faults of OCR that can be mended because only one reading makes sense. Digits are never made up.

What is mended on a digit (a letter O in a row of digits) leaves the word in doubt, so that a check digit, a second
engine or a person has to vouch for it.
"""

import re
from collections.abc import Sequence

from bot.model.document import Word

#: How sure a word with a mended digit is at most: under every threshold from which a field is believed.
_MENDED = 0.6
#: «AErø»: one letter of two shapes. (Ordinary words never have capitals so.)
_LIGATURE = re.compile(r"AE(?=[a-zæøå])")
#: A letter that looks like a digit, in a run of characters that are digits but for one or two.
_ALIKE = str.maketrans("OoQIl|", "000111")
_NUMBER = re.compile(r"(?=(?:[^\d]*\d){3})[+<]?[\dOoQIl|]+(?:[.,/\-:][\dOoQIl|]+)*[<]?")
_MOST_ALIKE = 2
#: The brackets of a payment slip's code line (+71<…+…<) in other shapes.
_CODE = re.compile(r"\+\d{2}[<‹«(c]|\d{7,}[<‹«(]")
_ANGLES = str.maketrans("‹«(", "<<<")
#: A FIK card's kind and its bracket, as ``c`` or ``(``: "+71c0000…".
_KIND = re.compile(r"^\+(\d{2})[c(]")


def mended(words: Sequence[Word]) -> list[Word]:
    return [_mended(word) for word in words]


def _mended(word: Word) -> Word:
    text = _LIGATURE.sub("Æ", word.text)
    if _CODE.search(text):
        text = _KIND.sub(r"+\1<", text).translate(_ANGLES)
    if _NUMBER.fullmatch(text) and not text.isdigit():
        digits = text.translate(_ALIKE)
        if 0 < sum(a != b for a, b in zip(text, digits, strict=True)) <= _MOST_ALIKE:
            return word._replace(text=digits, sure=min(word.sure, _MENDED))
    return word if text == word.text else word._replace(text=text)
