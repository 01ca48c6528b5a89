"""Words that a number stands behind: those for a document, and what they make of the number where it is not the
invoice's own.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from bot.documents.fields.openings import DOCUMENT, HEADING
from bot.documents.fields.sheet import Sheet
from bot.documents.line import Line, Span, Token

_HEADINGS = {"invoice", "credit_note", "reminder", "booking", "receipt", "draft"}
_DIVIDERS = ("·", "•", "|", "/", ";")


def document_cells(sheet: Sheet) -> Iterable[tuple[Line, int, int]]:
    """(line, cell, end of the heading's words) of cells that begin with a document's word."""
    documents = sheet.vocabulary.documents
    for line in sheet.opening(HEADING | DOCUMENT):
        for number, tokens in enumerate(line.cell_tokens):
            if not tokens:
                continue
            match = sheet.vocabulary.headings.match(tokens, 0)
            if match is not None and match[0] in _HEADINGS:
                yield line, number, tokens[_last_of_heading(sheet, line, tokens, match[1])].end
            elif tokens[0].key in documents:
                yield line, number, tokens[0].end
            for before, token in pairwise(tokens):
                if token.key in documents and line.text[before.end : token.start].strip() in _DIVIDERS:
                    yield line, number, token.end  # «Ordre #88120 · Faktura #78134»


def _last_of_heading(sheet: Sheet, line: Line, tokens: Sequence[Token], last: int) -> int:
    """«INVOICE / FAKTURA 1042»: a heading in two languages."""
    while last + 1 < len(tokens) and line.text[tokens[last].end : tokens[last + 1].start].strip() in ("/", "|", "-"):
        following = sheet.vocabulary.headings.match(tokens, last + 1)
        if following is None:
            break
        last = following[1]
    return last


def is_of_receipt(sheet: Sheet, span: Span) -> bool:
    """«FAKTURA NR. 26-0093   BON 004417»: the second, which counts only where it stands alone."""
    matches = (sheet.vocabulary.headings.match(tokens, 0) for tokens in _said_before(sheet, span))
    return next((match[0] == "receipt" for match in matches if match is not None), False)


def is_of_advance(sheet: Sheet, span: Span) -> bool:
    """«Acontofaktura F-377» on the final invoice: the part that was asked for before, unless it heads the page."""
    advances = tuple(sheet.vocabulary.kinds["labelled"]["advance"])

    def names_it(tokens: Sequence[Token]) -> bool:
        return " ".join(t.key for t in tokens).startswith(advances)

    if not any(map(names_it, _said_before(sheet, span))):
        return False
    heads = max(document_cells(sheet), key=lambda h: h[0].height_of(h[1]), default=None)
    return heads is None or not names_it(heads[0].cell_tokens[heads[1]])


def _said_before(sheet: Sheet, span: Span) -> Iterator[list[Token]]:
    """The words before a number, from its label on and from its cell's beginning on."""
    label = sheet.label_of(span.line, span.start)
    line, starts, end = (label.line, [label.hit.start], label.hit.end) if label else (span.line, [], span.start)
    cell = line.cell_at(end)
    if line.is_blank(line.cells[cell].start, end) and cell:
        cell -= 1  # «BON | 004417»
    for start in (*starts, line.cells[cell].start):
        tokens = [t for t in line.tokens if start <= t.start < end]
        if tokens:
            yield tokens
