"""Our own name and address on a sheet, or whose it is made out to: what stands there is never the supplier's."""

import re
from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING

from bot.danish.text import fold
from bot.documents.fields.openings import BUYER
from bot.documents.line import SAME_EDGE, Cell, Line

if TYPE_CHECKING:
    from bot.documents.fields.sheet import Sheet

#: Labels that may stand in the buyer's address.
_IN_ADDRESS = ("buyer", "buyer_ref", "coordinator", "concerning", "network", "buyer_cvr", "cvr", "other_number")
#: An address has so many lines at least, its name among them; and so many lines of names at most.
_ADDRESS, _NAMES = 3, 2
_POSTCODE = re.compile(r"(?<!\d)\d{4}\s+[A-ZÆØÅ]")


def buyer_cells(sheet: "Sheet") -> Iterable[tuple[int, int]]:
    """Our own name with its address; where no address of ours stands there, that of whom the invoice is made out to."""
    ours = [list(_block(sheet, line, index)) for line, index in _own_names(sheet)]
    yield from chain.from_iterable(ours)
    if all(len(block) < _ADDRESS for block in ours):
        yield from _addressed(sheet)


def _own_names(sheet: "Sheet") -> Iterable[tuple[Line, int]]:
    names = sheet.vocabulary.buyer
    for line in sheet.opening(BUYER):
        for index, tokens in enumerate(line.cell_tokens):
            if names.first_in(tokens, 12) is not None:
                yield line, index


def _block(sheet: "Sheet", line: Line, index: int) -> Iterable[tuple[int, int]]:
    yield line.index, index
    yield from _cells_below(sheet, line, line.cells[index])


def _addressed(sheet: "Sheet") -> Iterable[tuple[int, int]]:
    """«Klinik for Fysioterapi | Att. Lars Kragh | Søndergade 2 | 7400 Herning», made out to a coordinator's clinic: as
    far as the town, without a CVR number, where that of a seller stands elsewhere.
    """
    attention = sheet.vocabulary.word_set("buyer", "attention")
    for line, hit in sheet.labelled("buyer_ref"):
        cell = line.cells[hit.cell]
        if fold(line.text[hit.start : hit.end]) not in attention or not line.is_blank(cell.start, hit.start):
            continue
        block = [*_cells_above(sheet, line, cell), *_block(sheet, line, hit.cell)]
        town, number = sheet.lines[block[-1][0]], block[-1][1]
        is_whole = _POSTCODE.search(town.cell_text(number)) and len(block) >= _ADDRESS
        sellers = {(own.index, h.cell) for own, h in sheet.labelled("cvr")}
        if is_whole and sellers and sellers.isdisjoint([*block, *_under(sheet, town, town.cells[number])]):
            yield from block


def _under(sheet: "Sheet", line: Line, cell: Cell) -> Iterable[tuple[int, int]]:
    """What stands close below an address in its column: its telephone, its CVR number."""
    for _ in range(_ADDRESS):
        below = sheet.layout.below(line, cell, reach=0.9)
        if below is None:
            return
        line, cell = below[0], below[0].cells[below[1]]
        yield line.index, below[1]


def _cells_above(sheet: "Sheet", line: Line, cell: Cell) -> list[tuple[int, int]]:
    """The names over the line of whose attention it is for: no heading, nothing with a label, and no other address."""
    out: list[tuple[int, int]] = []
    for _ in range(_NAMES):
        above = sheet.layout.above(line, cell, reach=0.9)
        if above is None or abs(above[0].cells[above[1]].x0 - cell.x0) > SAME_EDGE:
            break
        line, index = above
        cell, tokens = line.cells[index], line.cell_tokens[index]
        is_address = _POSTCODE.search(line.text, cell.start, cell.end) is not None
        is_labelled = any(h.cell == index for h in sheet.hits[line.index])
        if is_address or is_labelled or sheet.vocabulary.headings.match(tokens, 0) is not None:
            break
        out.append((line.index, index))
    return out


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
