"""Print that runs up or down an upright page: the letterhead in a margin. Told by the words' shapes."""

from collections.abc import Sequence
from itertools import pairwise

from bot.model.document import Word

#: A word of so many letters that is so many times as high as wide runs up or down.
_LETTERS, _TALL = 4, 1.5
#: The words of a run are as wide as each other but for this share, and no further apart than so many widths.
_SAME, _NEAR = 0.3, 1.5


def apart(words: tuple[Word, ...]) -> tuple[tuple[Word, ...], list[list[Word]]]:
    """The words that run across the page, and the runs of those that do not, each in its order."""
    if not any(bottom - top > _TALL * (x1 - x0) and len(text) >= _LETTERS for text, x0, top, x1, bottom, _, _ in words):
        return words, []
    pieces: list[list[Word]] = []
    for word in words:
        if pieces and _goes_on(pieces[-1][-1], word):
            pieces[-1].append(word)
        else:
            pieces.append([word])
    across = tuple(word for piece in pieces for word in piece if not any(map(_is_tall, piece)))
    return across, [piece for piece in pieces if any(map(_is_tall, piece))]


def levelled(run: Sequence[Word], top: float) -> list[Word]:
    """The run as if it ran across, from the left edge on, with its top at that height."""
    ends = run[0].bottom, run[0].top
    runs_down = any(b.top > a.top for a, b in pairwise(run))
    return [
        word._replace(
            x0=word.top - ends[1] if runs_down else ends[0] - word.bottom,
            x1=word.bottom - ends[1] if runs_down else ends[0] - word.top,
            top=top,
            bottom=top + word.x1 - word.x0,
        )
        for word in run
    ]


def _is_tall(word: Word) -> bool:
    return word.bottom - word.top > _TALL * (word.x1 - word.x0) and len(word.text) >= _LETTERS


def _goes_on(word: Word, following: Word) -> bool:
    width = min(word.x1 - word.x0, following.x1 - following.x0)
    is_same = max(abs(word.x0 - following.x0), abs(word.x1 - following.x1)) <= _SAME * width
    return is_same and max(following.top - word.bottom, word.top - following.bottom) <= _NEAR * width
