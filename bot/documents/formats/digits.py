"""Whether a PDF's digits look like the digits that its text says.

What a character of a font is called (ISO 32000-1 §9.10, ToUnicode) and what it looks like are two things: where an
account says 3 and shows 8, a person would pay one and we another. The shapes of the digits are held against those of
the standard fonts (§9.6.2.2), which the engine brings along: over cells of one size, ink against ink.

Measured on 153 fonts: none is taken for one that lies but Dingbats, whose digits are none, and of all ways to show one
digit in another's place 92 in 100 are found, to swap two 99 in 100. Not found: shapes that nobody can tell (Type 3
fonts, scripts), and fonts that have a digit twice.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise, repeat
from math import dist
from typing import NamedTuple

import pypdfium2.raw as pdfium

from bot.documents.formats import natives

DIGITS = frozenset("0123456789")
_STANDARD = (
    b"Helvetica", b"Helvetica-Bold", b"Helvetica-Oblique", b"Times-Roman", b"Times-Bold", b"Times-Italic", b"Courier",
    b"Courier-Bold",
)  # fmt: skip
#: A digit in so many rows of so many cells; and at least so wide, as a share of its height: a 1 is not stretched.
_ROWS, _CELLS, _NARROWEST = 16, 8, 0.45
#: Points that the engine gives for a curve, and straight pieces that stand for it.
_BEZIER, _PIECES = 3, 4
#: So much nearer to another digit than to itself: one alone is enough, or two.
_PLAIN, _LIKELY, _SEVERAL = 0.5, 0.7, 2
#: A character that no font has: its shape is that of one that is missing.
_NO_CHARACTER = "\uf8ff"
#: What was worked out for a shape and a digit: suppliers come back with the fonts of their programs.
_MOST_KNOWN = 2_000
_known: dict[tuple[bytes, str], float] = {}

Point = tuple[float, float]


class Outline(NamedTuple):
    """What a font draws for a character, as the engine tells it."""

    #: x and y of each segment's end: two glyphs with the same ones are the same.
    ends: bytes
    #: The engine's handles of the segments.
    segments: tuple[int, ...]

    @property
    def points(self) -> list[Point]:
        ends = iter(memoryview(self.ends).cast("f"))
        return list(zip(ends, ends, strict=True))


#: How much ink is in each cell, row by row from the top.
Shape = tuple[float, ...]


def shown_otherwise(said: Mapping[int, set[str]]) -> frozenset[int]:
    """Those fonts (handles) some of whose digits look like others. ``said``: the digits that the text has of each."""
    return frozenset(font for font, digits in said.items() if _is_shown_otherwise(font, digits))


def _is_shown_otherwise(font: int, digits: set[str]) -> bool:
    outlines = {digit: _outline(font, digit) for digit in digits}
    odds = {digit: _odds(outline, digit) for digit, outline in outlines.items() if outline.ends}
    likely = [digit for digit, odd in odds.items() if odd < _LIKELY]
    if not any(odds[digit] < _PLAIN for digit in likely) and len(likely) < _SEVERAL:
        return False
    missing = _outline(font, _NO_CHARACTER)  # a box, which looks like a nought
    return any(outlines[digit].ends != missing.ends for digit in likely)


def _odds(outline: Outline, digit: str) -> float:
    """How far it is from the nearest other digit, as a share of how far it is from its own."""
    key = outline.ends, digit
    if (known := _known.get(key)) is None:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        known = _known[key] = _worked_out(_shape(outline), digit)
    return known


def _worked_out(shape: Shape, digit: str) -> float:
    if not shape:
        return 1.0
    apart = {other: min(_distance(shape, known) for known in shapes) for other, shapes in _standard_shapes().items()}
    own = apart.pop(digit)
    return min(apart.values()) / own if own else 1.0


def _distance(one: Shape, other: Shape) -> float:
    return dist(one, other) ** 2


@lru_cache(maxsize=1)
def _standard_shapes() -> Mapping[str, tuple[Shape, ...]]:
    """Each digit in the standard fonts."""
    document = pdfium.FPDF_CreateNewDocument()
    try:
        fonts = [natives.handle_of(pdfium.FPDFText_LoadStandardFont(document, name)) for name in _STANDARD]
        return {digit: tuple(_shape(_outline(font, digit)) for font in fonts) for digit in DIGITS}
    finally:
        pdfium.FPDF_CloseDocument(document)


def _outline(font: int, character: str) -> Outline:
    """Empty where it has none, or where it is drawn by a program (Type 3)."""
    path = natives.glyph_path(font, ord(character), 100.0)
    if not path:
        return Outline(b"", ())
    count = natives.count_segments(path)
    segments = tuple(map(natives.nth_segment, repeat(path), range(count)))
    room, at = natives.floats(2 * count)
    places = range(at, at + 8 * count, 8), range(at + 4, at + 8 * count, 8)
    deque(map(natives.segment_point, segments, *places), maxlen=0)
    return Outline(room.tobytes(), segments)


def _lines(outline: Outline) -> list[list[Point]]:
    """Its closed lines, with straight pieces for the curves."""
    lines: list[list[Point]] = []
    bend: list[Point] = []
    for segment, here in zip(outline.segments, outline.points, strict=True):
        kind = natives.kind_of_segment(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not lines:
            lines.append([here])
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            lines[-1].append(here)
        else:
            bend.append(here)
            if len(bend) == _BEZIER:
                lines[-1].extend(_bent(lines[-1][-1], *bend))
                bend.clear()
    return lines


def _bent(a: Point, b: Point, c: Point, d: Point) -> Iterator[Point]:
    """Points on a Bézier curve (§8.5.2.2)."""
    for n in range(1, _PIECES + 1):
        t, s = n / _PIECES, 1 - n / _PIECES
        p, q, r, u = s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t
        yield p * a[0] + q * b[0] + r * c[0] + u * d[0], p * a[1] + q * b[1] + r * c[1] + u * d[1]


def _shape(outline: Outline) -> Shape:
    """Its ink, as tall as the rows are and in the middle of the cells."""
    lines = _lines(outline)
    xs, ys = ([point[axis] for line in lines for point in line] for axis in (0, 1))
    height = max(ys, default=0.0) - min(ys, default=0.0)
    if height <= 0:
        return ()
    width = max(max(xs) - min(xs), _NARROWEST * height)
    left, top = (max(xs) + min(xs) - width) / 2, max(ys)
    edges = [(a, b) for line in lines for a, b in pairwise((*line, line[0])) if a[1] != b[1]]
    cells: list[float] = []
    for row in range(_ROWS):
        crossings = _crossings(edges, top - (row + 0.5) * height / _ROWS)
        cells += _inked([((x - left) / width * _CELLS, turn) for x, turn in crossings])
    return tuple(cells)


def _crossings(edges: Sequence[tuple[Point, Point]], y: float) -> list[tuple[float, int]]:
    """Where the lines cross that height, from left to right, and which way they run."""
    return sorted(
        (ax + (y - ay) * (bx - ax) / (by - ay), 1 if by > ay else -1)
        for (ax, ay), (bx, by) in edges
        if (ay <= y) != (by <= y)
    )


def _inked(crossings: Sequence[tuple[float, int]]) -> list[float]:
    """How much of each cell lies inside, by the nonzero winding number rule (§8.5.3.3.2)."""
    row, winding = [0.0] * _CELLS, 0
    for (start, turn), (end, _) in pairwise(crossings):
        winding += turn
        if winding:
            for cell in range(max(0, int(start)), min(_CELLS, int(end) + 1)):
                row[cell] += max(0.0, min(end, cell + 1) - max(start, cell))
    return row
