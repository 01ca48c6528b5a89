"""Faults of OCR that can be mended because only one reading makes sense. Digits are never made up.

What is mended on a digit (a letter O in a row of digits) leaves the word in doubt, so that a check digit, a second
engine or a person has to vouch for it.
"""

import re
from collections.abc import Sequence
from itertools import pairwise, zip_longest

from bot.model.document import Word

#: How sure a word with a mended digit is at most: under every threshold from which a field is believed.
_MENDED = 0.6
#: «AErø», «AEGIRS»: one letter of two shapes. Ordinary words never have capitals so, and Danish words in capitals none
#: but of other tongues («MICHAEL», «AEROBIC»).
_LIGATURE = re.compile(r"AE(?=[a-zæøå])|(?<![a-zæøå])AE(?!RO|LS?(?![^\W_]))(?=[A-ZÆØÅ])")
#: What Danish never has, for what it has: «Vestsjæelland», «máned»; «TIf» for «Tlf»; «KT0», whose nought would be the
#: account's number; «maned».
_LETTERS = (
    (re.compile(r"æe"), "æ"),
    (re.compile(r"Æ[Ee](?=[a-zæøåA-ZÆØÅ])"), "Æ"),
    (re.compile(r"(?<=[a-zæøå])á|(?<=^[A-ZÆØÅa-zæøå])á|á(?=[a-zæøå]{2})"), "å"),
    (re.compile(r"(?<=^[Mm])a(?=ned(?:en|er)?\W*$)"), "å"),
    (re.compile(r"(?<=^M)A(?=NED(?:EN|ER)?\W*$)"), "Å"),
    (re.compile(r"^TI(?=f\W*$)"), "Tl"),
    (re.compile(r"(?<=^K)0(?=NT[O0])|(?<=^KT)0(?=(?:NR)?\W*$)|(?<=^K[O0]NT)0(?=(?:NR)?\W*$)"), "O"),
)
#: «Ib. md.»: løbende måned.
_RUNNING = ("Ib.", "Ib", "Ibn.")
#: An eleventh day or month torn apart between its ones, and the widest gap between two ones in heights of a line.
_TORN, _ONES_APART = (
    re.compile(r"\W?(?:\d{1,2}[./-]1 1[./-]\d{2,4}|1 1[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]1 1[./-]\d{1,2}|1 1)\W?"),
    0.42,
)
#: The same where the year stands apart: «1 1/8 2026», «21/1 1 2026»; «1 1/2» is one and a half.
_TORN_FROM_YEAR, _YEAR = re.compile(r"\W?(?:1 1[./-]\d{1,2}\.?|\d{1,2}[./-]1 1)"), re.compile(r"20\d\d\W*")
#: An amount torn between two ones of its thousands: «4.1 15,88».
_TORN_AMOUNT = re.compile(r"-?\d{1,3}\.(?:1 1\d|\d1 1),(?:\d\d|-)")
#: A day whose tens were set apart though no paper lies between: «1 4/2-26»; so wide a gap, in heights of a line.
_TORN_DAY, _TOUCHING = re.compile(r"\W?[0-3] \d[./-]\d{1,2}[./-]\d{2,4}\W?"), 0.1
#: An amount whose øre were set apart in type of one width: «280, 00»; so wide a gap. Behind it stands its currency, or
#: nothing for so many heights: «kl. 16, 20 personer» is none.
_BEFORE_OERE, _OERE, _NARROW_GAP, _ALONE = re.compile(r"-?\d{1,3}(?:\.?\d{3})*,"), re.compile(r"\d\d"), 0.5, 1.2
_KRONER = re.compile(r"(?:kr|dkk)\b.*", re.IGNORECASE)
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
    """Of one line, left to right."""
    out: list[Word] = []
    for word, following in zip_longest(words, words[1:]):
        if out and _is_torn(out[-1], word, following):
            before = out.pop()
            word = Word(  # noqa: PLW2901 - the two are one
                before.text + word.text,
                before.x0,
                min(before.top, word.top),
                word.x1,
                max(before.bottom, word.bottom),
                "",
                min(before.sure, word.sure),
            )
        out.append(word)
    whole = [_mended(word) for word in out]
    for i, (word, following) in enumerate(pairwise(whole)):
        if word.text in _RUNNING and following.text.startswith("md"):
            whole[i] = word._replace(text="lb.")
    return whole


def _is_torn(before: Word, word: Word, following: Word | None) -> bool:
    """«14.1» and «1.2026»: two narrow ones stand apart, and together they make a date or an amount; and what no paper
    divides.
    """
    if not before.text[-1:].isdecimal() and before.text[-1:] != ",":
        return False
    gap, both = _gap(before, word), f"{before.text} {word.text}"
    if gap < _TOUCHING and _TORN_DAY.fullmatch(both):
        return True
    if before.text[-1:] == ",":
        return gap < _NARROW_GAP and _are_oere(before, word, following)
    if before.text[-1:] != "1" or word.text[:1] != "1":
        return False
    is_before_year = following is not None and _YEAR.fullmatch(following.text)
    is_whole = _TORN.fullmatch(both) or _TORN_AMOUNT.fullmatch(both)
    return gap < _ONES_APART and bool(is_whole or (is_before_year and _TORN_FROM_YEAR.fullmatch(both)))


def _are_oere(before: Word, word: Word, following: Word | None) -> bool:
    ends = following is None or _gap(word, following) > _ALONE or _KRONER.fullmatch(following.text) is not None
    return ends and _BEFORE_OERE.fullmatch(before.text) is not None and _OERE.fullmatch(word.text) is not None


def _gap(before: Word, word: Word) -> float:
    """In heights of the second."""
    return (word.x0 - before.x1) / max(1.0, word.bottom - word.top)


def _mended(word: Word) -> Word:
    text = _LIGATURE.sub("Æ", word.text)
    for pattern, right in _LETTERS:
        text = pattern.sub(right, text)
    if _CODE.search(text):
        text = _KIND.sub(r"+\1<", text).translate(_ANGLES)
    if _NUMBER.fullmatch(text) and not text.isdigit():
        digits = text.translate(_ALIKE)
        if 0 < sum(a != b for a, b in zip(text, digits, strict=True)) <= _MOST_ALIKE:
            return word._replace(text=digits, sure=min(word.sure, _MENDED))
    return word if text == word.text else word._replace(text=text)
