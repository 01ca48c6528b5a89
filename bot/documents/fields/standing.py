"""Where a known person's first name and surname stand together on a line, or over two of a narrow column."""

from typing import Literal

from bot.danish.names import name_tokens
from bot.documents.fields.sheet import Sheet
from bot.documents.line import SAME_EDGE, Line, Span

#: What stands there of the name.
Standing = Literal["first_and_last", "first_and_middle", "initial_and_last", "first_and_initial"]


def stands_on(sheet: Sheet, name: str) -> bool:
    """Whether first name and surname stand together on a line that is not the seller's person's."""
    wanted = name_tokens(name)
    for line in sheet.lines:
        found = name_on(line, wanted)
        if found and found[1] == "first_and_last" and not is_sellers(sheet, line, found[0].start):
            return not is_signature(sheet, line)
    return False


def is_sellers(sheet: Sheet, line: Line, start: int) -> bool:
    label = sheet.label_of(line, start)
    return label is not None and label.group in ("seller_ref", "supplier", "account", "cvr")


def is_signature(sheet: Sheet, line: Line) -> bool:
    """A name under «Med venlig hilsen» is the sender's."""
    above = sheet.layout.above(line, line.cells[0], reach=3.0)
    return above is not None and bool(sheet.hits_of(above[0], "seller_ref"))


def name_on(line: Line, wanted: tuple[str, ...]) -> tuple[Span, Standing] | None:
    """First and last name close together in one cell, in either order; middle names may lack."""
    first, last = wanted[0], wanted[-1]
    keys = {t.key for t in line.tokens}
    if first not in keys and last not in keys:
        return None
    pairs: list[tuple[tuple[str, str], Standing]] = [((first, last), "first_and_last")]
    pairs += [((first, name), "first_and_middle") for name in wanted[1:-1] if len(name) > 1]
    pairs += [((first[0], last), "initial_and_last"), ((first, last[0]), "first_and_initial")]
    for pair, how in pairs:
        is_whole = how == "first_and_last"  # needs no capitals; an initial does
        for i, token in enumerate(line.tokens):
            initial = i + 1 < len(line.tokens) and len(line.tokens[i + 1].key) == 1  # «K-M Toft»
            reach = 4 if is_whole else 3 if initial else 2 + _between(line, i, wanted)
            for other in line.tokens[i + 1 : i + reach]:
                if {token.key, other.key} != set(pair) or line.cell_at(token.start) != line.cell_at(other.start):
                    continue
                written = [line.text[t.start] for t in (token, other)]
                if all(c.isupper() for c in written) or (is_whole and all(c.islower() for c in written)):
                    return Span(line, token.start, other.end), how
    return None


def name_over(sheet: Sheet, line: Line, wanted: tuple[str, ...]) -> tuple[Span, Standing] | None:
    """The same where a narrow column broke it: «C. Vestergaard» over «Juhl»."""
    for k, cell in enumerate(line.cells):
        tail = [t for t in line.cell_tokens[k][-3:] if t.key in wanted or t.key == wanted[0][0]]
        if not tail or tail[0].key not in (wanted[0], wanted[0][0]) or tail[-1] != line.cell_tokens[k][-1]:
            continue
        below = sheet.layout.below(line, cell, reach=0.8)
        if below is None or abs(below[0].cells[below[1]].x0 - cell.x0) > SAME_EDGE:
            continue
        head = [t.key for t in below[0].cell_tokens[below[1]][:2]]
        if wanted[-1] in head and all(key in wanted for key in head[: head.index(wanted[-1])]):
            how: Standing = "first_and_last" if tail[0].key == wanted[0] else "initial_and_last"
            return Span(line, tail[0].start, tail[-1].end), how
    return None


def worth(sheet: Sheet, standing: Standing) -> float:
    return sheet.scores("coordinator")[standing]


def _between(line: Line, at: int, wanted: tuple[str, ...]) -> int:
    """How many middle names stand behind the initial: «C. Vestergaard Juhl»."""
    middle = [t.key for t in line.tokens[at + 1 : at + 3]]
    return sum(key in wanted[1:-1] for key in middle)
