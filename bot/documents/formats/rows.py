"""Text of office files on its way to the grid: tables in columns, and which of it a person would not see."""

import re
from collections.abc import Iterable, Iterator

#: Text between two of these is text that a person does not see; they leave the text again before anyone reads
#: it.
HIDE, SHOW = "\ue000", "\ue001"
#: Between the columns of a table.
_GUTTER = "   "
#: No column of an invoice is wider; a cell that is would push all others off.
_WIDEST = 400


def tabulated(table: Iterable[list[list[str]]]) -> Iterator[str]:
    """Rows of cells of lines → each row as so many lines as its tallest cell has, each column as wide as its widest
    line.
    """
    rows = [[[line.expandtabs() for line in cell] for cell in row] for row in table]
    columns = max(map(len, rows), default=0)
    widths = [
        min(_WIDEST, max((len(line) for row in rows if at < len(row) for line in row[at]), default=0))
        for at in range(columns)
    ]
    for row in rows:
        for number in range(max(map(len, row), default=0)):
            cells = (cell[number] if number < len(cell) else "" for cell in row)
            yield _GUTTER.join(cell.ljust(width) for cell, width in zip(cells, widths, strict=False)).rstrip()


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and where the hidden parts of it stand."""
    out: list[str] = []
    hidden: list[tuple[int, int]] = []
    at = depth = start = 0
    for piece in re.split(f"([{HIDE}{SHOW}])", text):
        if piece == HIDE:
            start, depth = (at, 1) if not depth else (start, depth + 1)
        elif piece == SHOW and depth:
            depth -= 1
            if not depth:
                hidden.append((start, at))
        elif piece not in (HIDE, SHOW):
            out.append(piece)
            at += len(piece)
    if depth:
        hidden.append((start, at))
    return "".join(out), hidden


def hidden(text: str) -> str:
    """Marked as not to be seen."""
    return f"{HIDE}{text}{SHOW}" if text else text
