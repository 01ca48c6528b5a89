"""Everything on a sheet that is of a field's sort, whatever stands around it: every date for a date, every name of a
person for the coordinator. What a correction is found among, and what a lesson chooses from.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from bot.danish.names import same_person
from bot.danish.text import fold
from bot.documents.fields.coordinator import spelled
from bot.documents.fields.invoice_number import numbers_on
from bot.documents.fields.network_words import known_run
from bot.documents.fields.person import name_in
from bot.documents.fields.sheet import Sheet
from bot.documents.line import Span


class Thing(NamedTuple):
    value: Any
    span: Span


def things(sheet: Sheet, field: str) -> Iterator[Thing]:
    return _OF[field](sheet)


def is_value(sheet: Sheet, field: str, printed: Any, wanted: Any) -> bool:
    """Whether what is printed is what a person says the field is."""
    if field == "coordinator":
        return same_person(printed, wanted) >= sheet.scores("coordinator")["same_person"]
    if isinstance(wanted, str):
        return fold(printed) == fold(wanted)
    return bool(printed == wanted)


def _dates(sheet: Sheet) -> Iterator[Thing]:
    return (Thing(d.found.value, d.span) for d in sheet.dates)


def _amounts(sheet: Sheet) -> Iterator[Thing]:
    return (Thing(a.found.value, a.span) for a in sheet.amounts)


def _numbers(sheet: Sheet) -> Iterator[Thing]:
    return (Thing(value, span) for line in sheet.lines for value, span in numbers_on(sheet, line))


def _heads(sheet: Sheet) -> Iterator[Thing]:
    most = sheet.scores("participants")["most"]
    for line in sheet.lines:
        for token in line.tokens:
            around = line.text[max(0, token.start - 1) : token.start] + line.text[token.end : token.end + 1]
            number = int(token.key) if token.key.isascii() and token.key.isdecimal() and len(token.key) <= 3 else 0
            if 0 < number <= most and not around.strip(" :"):
                yield Thing(number, Span(line, token.start, token.end))


def _people(sheet: Sheet) -> Iterator[Thing]:
    for line in sheet.lines:
        at = 0
        for token in line.tokens:
            if token.start < at:
                continue
            name = name_in(sheet, line, token.start, line.cells[line.cell_at(token.start)].end)
            if name is not None and name.start == token.start:
                yield Thing(spelled(sheet, name.text), name)
                at = name.end


def _networks(sheet: Sheet) -> Iterator[Thing]:
    index = sheet.networks
    for line in sheet.lines:
        for cell in line.cells:
            words = known_run(sheet, index, line, cell.start, cell.end)
            network = index.match([piece for piece, _ in words]).network if words else None
            if network is not None:
                yield Thing(network.name, Span(line, words[0][1].start, words[-1][1].end))


_OF: Mapping[str, Callable[[Sheet], Iterator[Thing]]] = {
    "network": _networks,
    "coordinator": _people,
    "meeting_date": _dates,
    "invoice_number": _numbers,
    "invoice_date": _dates,
    "due_date": _dates,
    "total": _amounts,
    "vat": _amounts,
    "participants": _heads,
}
