"""What is told of a word's pixels at once is what is told of them one by one."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.documents.formats.drawing import Columns, Picture
from bot.documents.formats.ink import INK, darker_than, is_on
from bot.documents.formats.pdf_spaces import _GLUED

WIDTH, HEIGHT = 12, 8
PIXELS = st.binary(min_size=WIDTH * HEIGHT, max_size=WIDTH * HEIGHT)
PLACE = st.floats(-3, WIDTH + 3)


@given(PIXELS, PLACE, PLACE, PLACE, PLACE)
def test_columns_of_a_place_are_its_rows_put_together(
    pixels: bytes, x0: float, top: float, x1: float, y1: float
) -> None:
    picture = Picture(bytearray(pixels), WIDTH, HEIGHT, 0.0, 1.0, 1.0)
    dark = darker_than(100)
    rows = [bytes(row).translate(dark) for row in picture.rows(x0, top, x1, y1)]
    columns = Columns(picture, dark)
    for _ in range(2):  # the second time from memory
        found = columns.of(x0, top, x1, y1)
        assert not rows or found == bytes(map(max, zip(*rows, strict=True)))
        assert rows or INK not in found


@given(st.binary(min_size=6, max_size=6), st.binary(min_size=6, max_size=6), st.integers(0, 255))
def test_a_ground_of_one_grey_is_a_ground_like_any(page: bytes, alone: bytes, grey: int) -> None:
    ground = bytes([grey] * 6)
    is_calm = grey >= 140
    is_as_it_should_be = all(abs(p - a * grey // 255) < 24 for p, a in zip(page, alone, strict=True))
    rows = [bytearray(page)], [bytearray(ground)], [bytearray(alone)]
    assert is_on(*rows) == (is_calm and is_as_it_should_be)


GLUED_FROM_THE_LEFT = re.compile(
    r"[a-zæøå][A-ZÆØÅ]|[^\W\d_][,;:)][^\W_]|[^\W\d_]{2}\.[^\W_]|[^\W\d_]{2}\d|\d[^\W\d_]{3}"
)


@given(st.text("aAæÅ1٣,.;_ é", min_size=1, max_size=8))
def test_what_is_odd_in_a_word_is_told_from_its_middle(word: str) -> None:
    assert bool(_GLUED.search(word)) == bool(GLUED_FROM_THE_LEFT.search(word))
