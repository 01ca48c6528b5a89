# ruff: noqa: E501 - lists read better as long lines
"""As OCR misreads: letters that look alike, with the doubt that OCR has of such a word. For training beside real scans,
which take seconds each.
"""

from dataclasses import replace
from random import Random

from bot.model.document import Document, Word

#: What is taken for what, on paper that was scanned.
ALIKE = {
    "ø": "o6e", "å": "aá", "æ": "ea", "Ø": "O0", "Å": "A", "Æ": "E", "1": "lI7", "l": "1I", "0": "O6", "O": "0", "5": "S6",
    "8": "B3", "3": "8", "6": "8b", "2": "Z7", "7": "1", "9": "g4", "4": "9", ".": ",", ",": ".", "m": "n", "n": "r", "h": "n",
    "e": "c", "c": "e", "i": "l", "t": "f", "r": "n", "B": "8", "S": "5", "<": "c(", "+": "t", "-": "~",
}  # fmt: skip


def misread(document: Document, rnd: Random) -> Document:
    """One word in three hundred to one in twenty is read wrongly; OCR is less sure of most of those, and of a few others."""
    bad = rnd.choice([0.003, 0.008, 0.02, 0.05])
    pages = tuple(replace(page, words=tuple(_word(w, bad, rnd) for w in page.words)) for page in document.pages)
    return replace(document, method="ocr", pages=pages)


def _word(word: Word, bad: float, rnd: Random) -> Word:
    places = [k for k, c in enumerate(word.text) if c in ALIKE]
    if not places or rnd.random() > bad * (1 + len(word.text) / 8):
        return word._replace(sure=round(min(1.0, rnd.gauss(0.97, 0.03)), 3))
    k = rnd.choice(places)
    text = word.text[:k] + rnd.choice(ALIKE[word.text[k]]) + word.text[k + 1 :]
    return word._replace(text=text, sure=round(max(0.2, min(0.98, rnd.gauss(0.75, 0.15))), 3))
