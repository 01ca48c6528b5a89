"""A picture is made fit to be read: upright, level, cut out of its table; and every place is found again on it."""

import numpy as np
import pytest

pytest.importorskip("cv2", reason="OCR is an extra: pip install 'kvalitetsbot[ocr]'")

import cv2

from bench import scans
from bot.documents.ocr.mending import mended
from bot.documents.ocr.paper import corners_of_paper
from bot.documents.ocr.seen import Character, Grey, SeenLine
from bot.documents.ocr.turning import is_lying, turned, turned_corners
from bot.documents.ocr.upright import prepared, skew
from bot.documents.ocr.witness import second_witness
from bot.model.document import Word

RNG = np.random.default_rng


def sheet(width: int = 1240, height: int = 1754) -> Grey:
    """A page at 150 dpi with rows of print."""
    page = np.full((height, width), 255, np.uint8)
    for row in range(24):
        cv2.putText(page, "Kaffe og kage   4.272,00", (120, 180 + 60 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 2)
    return page


@pytest.mark.parametrize("degrees", [-4.0, -0.7, 0.0, 0.4, 3.0])
def test_the_skew_of_rows_is_found(degrees: float) -> None:
    assert skew(scans.turned(sheet(), -degrees)) == pytest.approx(degrees, abs=0.15)


def test_a_page_on_its_side_has_the_skew_of_its_columns() -> None:
    assert skew(turned(scans.turned(sheet(), -2.0), 1)) == pytest.approx(2.0, abs=0.15)


def test_paper_is_found_on_a_table() -> None:
    corners = corners_of_paper(scans.photo(sheet(), RNG(4)))
    assert corners is not None
    assert np.ptp(corners[:, 0]) > 800
    assert np.ptp(corners[:, 1]) > 1300


@pytest.mark.parametrize("way", ["office", "folded", "fax"])
def test_a_scan_is_not_cut(way: str) -> None:
    """A shadow's edge is no edge of paper."""
    assert corners_of_paper(scans.WAYS[way](sheet(1653, 2339), RNG(1))) is None


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_place_on_the_prepared_picture_is_found_on_the_one_that_was_given(quarters: int) -> None:
    page = sheet()
    cv2.circle(page, (300, 1650), 14, 0, -1)
    ready = prepared(scans.turned(page, 2.0)).turned(quarters)
    blots = np.argwhere(cv2.erode(255 - ready.pixels, np.ones((15, 15), np.uint8)) > 128)
    y, x = blots.mean(axis=0)
    there = ready.matrix @ (x, y, 1)
    given = np.argwhere(cv2.erode(255 - scans.turned(page, 2.0), np.ones((15, 15), np.uint8)) > 128).mean(axis=0)
    assert there[:2] / there[2] == pytest.approx(given[::-1], abs=3)


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_line_keeps_its_beginning_when_the_page_is_turned(quarters: int) -> None:
    picture = np.full((100, 200), 255, np.uint8)
    picture[40:50, 20:30] = 0  # the first letter
    corners = np.array([[20, 40], [120, 40], [120, 50], [20, 50]], float)
    back = turned_corners(turned_corners(corners, (100, 200), quarters), turned(picture, quarters).shape, 4 - quarters)
    shape = (100, 200) if quarters == 2 else (200, 100)
    assert turned(picture, quarters).shape == shape
    assert np.abs(np.sort(back, axis=0) - np.sort(corners, axis=0)).max() <= 2


def test_print_that_runs_down_the_page_lies() -> None:
    across = np.array([[0, 0], [90, 0], [90, 10], [0, 10]], float)
    down = np.array([[0, 0], [10, 0], [10, 90], [0, 90]], float)
    assert not is_lying([across])
    assert is_lying([down, down, across])


@pytest.mark.parametrize(
    ("read", "meant", "is_sure"),
    [
        pytest.param("AErø", "Ærø", True, id="one letter of two shapes"),
        pytest.param("KAERVEJ", "KÆRVEJ", True, id="one letter in capitals"),
        pytest.param("MICHAEL", "MICHAEL", True, id="capitals of another tongue stay"),
        pytest.param("12O4", "1204", False, id="a letter among digits is a digit, and in doubt"),
        pytest.param("B4000", "B4000", True, id="a letter of its own"),
        pytest.param("FO-41", "FO-41", True, id="too few digits to tell"),
        pytest.param("+71(000000000025577+83522976(", "+71<000000000025577+83522976<", True, id="a slip's brackets"),
        pytest.param("(25577)", "(25577)", True, id="brackets that are none"),
    ],
)
def test_only_what_has_one_meaning_is_mended(read: str, meant: str, is_sure: bool) -> None:
    (word,) = mended([Word(read, 0, 0, 10, 10, "", 0.99)])
    assert (word.text, word.sure > 0.9) == (meant, is_sure)


class _Second:
    """Another engine, which reads one thing whatever it is shown."""

    name = "second"

    def __init__(self, text: str) -> None:
        self.text = text

    def read_line(self, picture: Grey) -> str:
        return self.text


@pytest.mark.parametrize(
    ("second", "low", "high"),
    [
        pytest.param("I alt 1,873.00", 0.95, 1.0, id="the same number, set otherwise"),
        pytest.param("I alt 1.878,00", 0.0, 0.4, id="another digit"),
        pytest.param("I alt 187300", 0.6, 0.8, id="no decimals: says nothing"),
        pytest.param("lalt", 0.6, 0.8, id="no number: says nothing"),
    ],
)
def test_a_number_in_doubt_is_vouched_for_or_contradicted(second: str, low: float, high: float) -> None:
    characters = [Character(c, 0, 1, 0.7 if c == "3" else 0.99) for c in "I alt 1.873,00"]
    line = SeenLine(np.array([[0, 0], [90, 0], [90, 20], [0, 20]], float), tuple(characters))
    seen = second_witness(_Second(second))(line, np.full((20, 90), 255, np.uint8))  # type: ignore[arg-type]
    assert low <= min(c.sure for c in seen.characters if c.text.isdigit()) <= high
