"""Where words end on a line: by what the engine says, and by what the paper shows."""

import numpy as np
import pytest

pytest.importorskip("cv2", reason="OCR is an extra: pip install 'kvalitetsbot[ocr]'")

from bot.documents.ocr.seen import Character, SeenLine
from bot.documents.ocr.wording import words_of


def _line(text: str, *, before: int, behind: int) -> tuple[SeenLine, np.ndarray]:
    """Strokes of four columns, three apart, as narrow letters are set, in margins of so many columns; the first
    character begins at the line's left edge and the last one ends at its right, as engines tell it.
    """
    width = before + 7 * len(text) - 3 + behind
    picture = np.full((48, width), 255, dtype=np.uint8)
    edges = [0.0, *((before + 7 * n - 1.5) / width for n in range(1, len(text))), 1.0]
    for n in range(len(text)):
        picture[12:36, before + 7 * n : before + 7 * n + 4] = 0
    corners = np.array([[0, 0], [width, 0], [width, 48], [0, 48]], dtype=np.float64)
    return SeenLine(corners, tuple(Character(c, edges[n], edges[n + 1], 1.0) for n, c in enumerate(text))), picture


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        pytest.param(3, 3, id="no margin"),
        pytest.param(3, 40, id="blank behind it"),
        pytest.param(40, 3, id="blank before it"),
    ],
)
def test_a_lines_margin_is_no_space(before: int, behind: int) -> None:
    assert [word.text for word in words_of(*_line("april", before=before, behind=behind))] == ["april"]
