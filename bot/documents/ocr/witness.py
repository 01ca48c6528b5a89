"""A second engine's word on numbers that the first is not sure of: they agree, or a person looks.

The two err differently, so a number that both read is very likely right, and one that they read differently is not
to be believed, whichever of them is surer. Nothing is taken over from the second but its agreement.
"""

import re
from collections.abc import Callable, Iterator

from bot.documents.ocr.rapid import cut_out
from bot.documents.ocr.seen import Character, Engine, Grey, SeenLine

_DIGIT = re.compile(r"\d")
#: A number of which every character is as sure as this needs no second witness.
_SURE = 0.93
#: How sure both together are, and how sure a number is of which they read different digits: under every threshold.
_AGREED, _CONTRADICTED = 0.97, 0.3
#: Lines of a page that are read twice, at most: a page that is in doubt all over is for a person.
_MOST = 14


def second_witness(engine: Engine) -> Callable[[SeenLine, Grey], SeenLine]:
    """For one page: a function that gives each line back, with its numbers more or less sure."""
    left = _MOST

    def ask(line: SeenLine, picture: Grey) -> SeenLine:
        nonlocal left
        doubtful = [run for run in _numbers(line.characters) if min(line.characters[i].sure for i in run) < _SURE]
        if not doubtful or left <= 0:
            return line
        left -= 1
        seen = [_digits(word) for word in engine.read_line(cut_out(picture, line.corners)).split()]
        return line._replace(characters=_weighed(line.characters, doubtful, seen))

    return ask


def _weighed(characters: tuple[Character, ...], doubtful: list[range], seen: list[str]) -> tuple[Character, ...]:
    out = list(characters)
    together = "".join(seen)
    for run in doubtful:
        digits = _digits("".join(characters[i].text for i in run))
        if digits in seen or (len(digits) > 4 and digits in together):
            sure = _AGREED
        elif any(len(other) == len(digits) for other in seen):
            sure = _CONTRADICTED
        else:
            continue  # it did not read the line, or not as numbers: that says nothing
        for i in run:
            agreed = sure == _AGREED
            out[i] = out[i]._replace(sure=max(out[i].sure, sure) if agreed else min(out[i].sure, sure))
    return tuple(out)


def _numbers(characters: tuple[Character, ...]) -> Iterator[range]:
    """The places of each word that holds a digit."""
    start = 0
    for end in range(len(characters) + 1):
        if end == len(characters) or characters[end].text.isspace():
            if any(_DIGIT.match(c.text) for c in characters[start:end]):
                yield range(start, end)
            start = end + 1


def _digits(text: str) -> str:
    """Its digits, and where its decimals begin: «1.873,00» and «1,873.00» are one number, «187300» another."""
    tail = re.search(r"[.,](\d{1,2})\D*$", text)
    digits = re.sub(r"\D", "", text)
    return f"{digits[: -len(tail[1])]},{tail[1]}" if tail else digits
