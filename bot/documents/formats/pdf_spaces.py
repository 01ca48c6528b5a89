"""Spaces of a PDF page that PDFium lost or made up, told by where the characters stand."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import Any

import pypdfium2.raw as pdfium

#: The narrowest space between words, as a share of the height of a line.
SPACE = 0.13
#: What seldom stands inside a word: «oktober,netværket», «kr.2.750,00», «CafeenSejl». Told from the character that
#: begins what is odd, which the engine finds three times as quickly as the letters before it.
_GLUED = re.compile(
    r"[A-ZÆØÅ\d.,;:)](?:(?<=[a-zæøå][A-ZÆØÅ])|(?<=[^\W\d_][,;:)])(?=[^\W_])|(?<=[^\W\d_]{2}\.)(?=[^\W_])"
    r"|(?<=[^\W\d_]{2}\d)|(?<=\d)(?=[^\W\d_]{3}))"
)
#: A space between letters that are drawn apart, and what is usual between those of one word: shares of the height.
_APART, _USUAL = 0.18, 0.05
#: Shorter words are whole; and so many odd ones are looked at before the page is believed.
_SHORTEST, _LOOKS = 4, 12
#: Words in capitals, side by side. Letter-spacing leaves short ones («SELSK A B»); the gaps between the letters of one
#: line differ by no more than that share of its height.
_CAPITALS = re.compile(r"(?<!\S)[A-ZÀ-ÖØ-Þ]+(?: ?[.:])?(?: [A-ZÀ-ÖØ-Þ]+(?: ?[.:])?)+(?!\S)")
_SHORT, _EVEN = 2, 0.08
#: Takes the place of a space that is none, so that a place in the text is a character's index still.
_NO_SPACE = "\u200b"


def without_torn(text_page: Any, text: str) -> str:
    """``text`` with its letter-spaced words in one piece: «SELSK A B» is «SELSKAB», «BETALT SENEST» stays two."""
    return _CAPITALS.sub(lambda run: _in_one_piece(text_page, run), text)


def _in_one_piece(text_page: Any, run: re.Match[str]) -> str:
    """Between two words of a letter-spaced line is more than between its letters."""
    if all(len(word) > _SHORT for word in run[0].split(" ")):
        return run[0]
    letters = [index for index, letter in enumerate(run[0], start=run.start()) if letter != " "]
    shares = _shares(text_page, letters)
    usual = sorted(shares)[len(shares) // 2]
    if usual < _USUAL:
        return run[0]
    out = list(run[0])
    for (before, index), share in zip(pairwise(letters), shares, strict=True):
        if index > before + 1 and share <= usual + _EVEN:
            out[before + 1 - run.start()] = _NO_SPACE
    return "".join(out)


def divided(text_page: Any, text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Words that PDFium ran together where a line's words are drawn apart without spaces between them.

    Only where the look of some word on the page says so are the characters' places asked for.
    """
    if not any(_gaps(text_page, *spans[number]) for number in islice(_odd(text, spans), _LOOKS)):
        return spans
    out: list[tuple[int, int]] = []
    for start, end in spans:
        edges = [start, *_gaps(text_page, start, end), end]
        out.extend(pairwise(edges))
    return out


def _odd(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[int]:
    """The numbers of the words that look as if they were several."""
    starts, before = [start for start, _ in spans], -1
    last = spans[-1][1] if spans else 0
    for match in _GLUED.finditer(text, 0, last):
        number = bisect_right(starts, match.start()) - 1
        if number > before:
            yield number
            before = number


def _gaps(text_page: Any, start: int, end: int) -> list[int]:
    """Indices of characters before which a space is drawn; none in letter-spaced words, where every gap is wide."""
    if end - start < _SHORTEST:
        return []
    shares = _shares(text_page, range(start, end))
    if sorted(shares)[len(shares) // 2] > _USUAL:
        return []
    return [start + i for i, share in enumerate(shares, start=1) if _APART < share < 3.0]


def _shares(text_page: Any, characters: Iterable[int]) -> list[float]:
    """What lies between each character and the next, as a share of the height."""
    places = [along(text_page, index, False) for index in characters]
    return [(b[0] - a[1]) / max(1.0, a[3] - a[2]) for a, b in pairwise(places)]


def along(text_page: Any, index: int, vertical: bool) -> tuple[float, float, float, float]:
    """A character's extent (start, end) along the line and (low, high) across it."""
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text_page, index, box)
    if vertical:
        return box.bottom, box.top, box.left, box.right
    return box.left, box.right, box.bottom, box.top
