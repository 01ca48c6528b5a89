"""A page's words in rows, top to bottom, each left to right; letter-spaced headings put together again."""

from collections import deque
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import inf, isfinite
from operator import itemgetter

from bot.documents.line import middle
from bot.model.document import Word

#: Letters of a word: the longest web address has some 200.
MAX_LETTERS = 250
#: A word's ``x0``.
_LEFT = itemgetter(1)
#: Words that reach so far over each other are printed over each other; a space is narrower than this (heights).
_OVER, _SPACE = 0.15, 0.6
#: Twice the middle of what is to be put in rows.
_DOUBLED = itemgetter(0)


#: The last pages: each is put in rows for reading, and again for the copy that people see.
_LATEST: deque[tuple[tuple[Word, ...], Sequence[Sequence[Word]]]] = deque(maxlen=16)


def rows_of(words: tuple[Word, ...]) -> Sequence[Sequence[Word]]:
    """As ``rows``, the same rows for the same object; not to be changed."""
    for known, made in _LATEST:
        if known is words:
            return made
    _LATEST.append((words, fresh := rows(words)))
    return fresh


def rows(words: Iterable[Word]) -> list[list[Word]]:
    """Words in rows, top to bottom, each left to right: a word belongs where its middle lies within the row's band."""
    usable = [
        (top + bottom, bottom - top if bottom - top > 1.0 else 1.0, word if len(text) <= MAX_LETTERS else _short(word))
        for word in words
        for text, x0, top, x1, bottom, _, _ in (word,)
        if text.strip() and isfinite(x0 + x1 + top + bottom)
    ]
    usable.sort(key=_DOUBLED)
    out: list[list[Word]] = []
    # The middle and the height of the row's first word.
    row_middle, row_height = -inf, 0.0
    for doubled, height, word in usable:
        middle = doubled / 2
        if abs(middle - row_middle) <= 0.5 * (height if height < row_height else row_height):
            out[-1].append(word)
        else:
            out.append([word])
            row_middle, row_height = middle, height
    return [_unspaced(_left_to_right(row)) for row in out]


def _left_to_right(row: list[Word]) -> list[Word]:
    """Each word by where it begins; but what is printed over something else stays in one piece behind it («Deres ref.»
    under «Karen Lund»).
    """
    ordered = sorted(row, key=_LEFT)
    right = -inf
    for _, x0, top, x1, bottom, _, _ in ordered:
        if x0 < right - _OVER * (bottom - top):
            return _in_pieces(row)
        right = x1
    return ordered


def _in_pieces(row: Sequence[Word]) -> list[Word]:
    """``row`` is in the order of the page's text: words that follow each other there and on the page are one piece."""
    pieces: list[list[Word]] = []
    for word in row:
        high = word.bottom - word.top
        if pieces and -_OVER * high <= word.x0 - pieces[-1][-1].x1 < _SPACE * high:
            pieces[-1].append(word)
        else:
            pieces.append([word])
    pieces.sort(key=lambda piece: piece[0].x0)
    return [word for piece in pieces for word in piece]


def _short(word: Word) -> Word:
    return word._replace(text=word.text[:MAX_LETTERS])


def _unspaced(row: list[Word]) -> list[Word]:
    """Letter-spaced headings («R E S T A U R A N T  M Ø L L E N») put together again.

    Only runs of five single letters or more; a gap well over the run's usual one is a word space.
    """
    if len(row) < 5 or sum([len(w.text) == 1 for w in row]) < 5:
        return row
    out: list[Word] = []
    i = 0
    while i < len(row):
        j = i
        while j < len(row) and len(row[j].text) == 1 and (row[j].text.isalpha() or row[j].text in "/&.-,"):
            j += 1
        if j - i >= 5:
            out.extend(_without_spacing(row[i:j]))
            i = j
        else:
            out.append(row[i])
            i += 1
    return out


def _without_spacing(letters: Sequence[Word]) -> list[Word]:
    usual = middle([b.x0 - a.x1 for a, b in pairwise(letters)])
    height = letters[0].bottom - letters[0].top
    limit = max(usual * 1.6, usual + 0.12 * height)
    groups: list[list[Word]] = [[letters[0]]]
    for before, letter in pairwise(letters):
        if letter.x0 - before.x1 > limit:
            groups.append([])
        groups[-1].append(letter)
    # Each word reaches to a common word space before the next: the wide gaps between them divide no cells.
    ends = [g[0].x0 - 0.25 * height for g in groups[1:]] + [letters[-1].x1]
    return [
        Word(
            "".join(w.text for w in g),
            g[0].x0,
            min(w.top for w in g),
            end,
            max(w.bottom for w in g),
            next((w.doubt for w in g if w.doubt), ""),
            min(w.sure for w in g),
        )
        for g, end in zip(groups, ends, strict=True)
    ]
