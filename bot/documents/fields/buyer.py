"""Our own name and address on a sheet: what stands there is never the supplier's."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.documents.fields.openings import BUYER
from bot.documents.line import Cell, Line

if TYPE_CHECKING:
    from bot.documents.fields.sheet import Sheet

#: Labels that may stand in the buyer's address.
_IN_ADDRESS = ("buyer", "buyer_ref", "coordinator", "concerning", "network", "buyer_cvr", "cvr", "other_number")
_POSTCODE = re.compile(r"(?<!\d)\d{4}\s+[A-ZÆØÅ]")


def buyer_cells(sheet: "Sheet") -> Iterable[tuple[int, int]]:
    names = sheet.vocabulary.buyer
    for line in sheet.opening(BUYER):
        for index, cell in enumerate(line.cells):
            tokens = line.cell_tokens[index]
            if names.first_in(tokens, 12) is not None:
                yield line.index, index
                yield from _cells_below(sheet, line, cell)


def _cells_below(sheet: "Sheet", line: Line, cell: Cell) -> Iterable[tuple[int, int]]:
    """The rest of an address: cells that begin under the first one, close below each other, to the town."""
    for _ in range(6):
        if _POSTCODE.search(line.text, cell.start, cell.end):
            return
        below = sheet.layout.below(line, cell, reach=0.9)
        if below is None or abs(below[0].cells[below[1]].x0 - cell.x0) > 3:
            return
        line, index = below
        cell = line.cells[index]
        labels = [h for h in sheet.hits[line.index] if h.cell == index]
        if line.index in sheet.amounts_by_line or any(h.group not in _IN_ADDRESS for h in labels):
            return
        yield line.index, index
