"""What the words around a date say of it, where no label does: a meeting, a network, a deadline, paying."""

from bot.documents.fields.found import Placed
from bot.documents.fields.labelling import Label
from bot.documents.fields.sheet import Sheet
from bot.documents.line import Line, Span


def says(sheet: Sheet, span: Span, what: str) -> bool:
    words = sheet.vocabulary.near_event if what == "event" else sheet.vocabulary.network_words
    tokens = [t for t in span.line.tokens if span.start <= t.start < span.end][:40]
    documents = sheet.vocabulary.documents  # «Selskabsregning 1042, 21/10»: an invoice's name
    endings = sheet.vocabulary.event_endings if what == "event" else ()
    return any(
        token.key.endswith(endings) or words.match(tokens, i)
        for i, token in enumerate(tokens)
        if token.key not in documents
    )


def looks_labelled(line: Line, start: int, words: Span) -> bool:
    """«Noteret: 12.03.2026», or the date alone beside or under a few words: a label, though not one that is known."""
    if words.line is not line:
        return line.is_blank(line.cells[line.cell_at(start)].start, start)
    return words.text.endswith((":", " –", " -")) or len(words.text.split()) <= (2 if words.end == start else 4)


def words_before(sheet: Sheet, placed: Placed, before: Span) -> Span | None:
    """What may be a label that is not known: the words before the date in its cell, the cell left of it, or above
    it.
    """
    line, cells = placed.line, placed.line.cells
    if not line.is_blank(before.start, before.end):
        return before
    sentence = sheet.sentence_above(line) if placed.cell == 0 else None
    if sentence is not None:
        return Span(sentence, sentence.tokens[-3].start, len(sentence.text))
    if placed.cell > 0:
        left = Span(line, cells[placed.cell - 1].start, cells[placed.cell - 1].end)
        if (
            not any(c.isdigit() for c in left.text)
            and len(left.text.split()) <= 4
            and any(c.isalpha() for c in left.text)
        ):
            return left
    above = sheet.layout.above(line, cells[placed.cell], reach=1.2)
    if above is not None and (above[0].index, above[1]) not in sheet.buyer_cells:
        other, number = above
        words = Span(other, other.cells[number].start, other.cells[number].end)
        if not any(c.isdigit() for c in words.text) and len(words.text.split()) <= 4:
            return words
    return None


def by_stem(sheet: Sheet, words: Span) -> str:
    """What the last telling word before the date says of it: «beløbet forfalder den», «fristen er»; not where the
    meeting is spoken of nearer by.
    """
    tokens = [t for t in words.line.tokens if words.start <= t.start < words.end][-7:]
    for i in range(len(tokens) - 1, -1, -1):
        found = sheet.vocabulary.stems.match(tokens, i)
        if found is not None and found[0] == "deadline":
            lines = _with_line_above(sheet, words.line) if tokens[i] == words.line.tokens[0] else [words.line]
            return "due_date" if any(_speaks_of_paying(sheet, line) for line in lines) else "other_date"
        if found is not None:
            return found[0]
        if sheet.vocabulary.near_event.match(tokens, i) or sheet.vocabulary.network_words.match(tokens, i):
            return ""
    return ""


def _with_line_above(sheet: Sheet, line: Line) -> list[Line]:
    """«Sættes ind på 9070 1234567890» over «senest d. 15. april»: a sentence over two lines."""
    above = sheet.layout.above(line, line.cells[0], reach=1.5)
    return [line] if above is None or above[0].text.endswith(".") else [line, above[0]]


def _speaks_of_paying(sheet: Sheet, line: Line) -> bool:
    """«sættes ind på konto 9070 1234567890 inden d. 15/4»; not «tilmelding senest 15/4»."""
    if sheet.hits_of(line, "account", "payable", "due_date") or any(p.line is line for p in sheet.payments):
        return True
    found = (sheet.vocabulary.stems.match(line.tokens, i) for i in range(len(line.tokens)))
    return any(f is not None and f[0] == "due_date" for f in found)


def of_which(sheet: Sheet, label: Label, placed: Placed) -> str:
    """«Dato for besøget:», «Arrangementets dato:», «Ordrens dato:»: what the words beside «dato» say of it."""
    cell = label.line.cells[label.hit.cell]
    others = [d.span.end for d in sheet.dates_by_line.get(label.line.index, []) if d.span.end <= label.hit.start]
    head = Span(label.line, max([cell.start, *others]), label.hit.start)
    for span in (_tail(label, placed), head):
        if says(sheet, span, "event"):
            return "event_date"
        tokens = [t for t in span.line.tokens if span.start <= t.start < span.end]
        for i in range(min(len(tokens), 8)):
            stem = sheet.vocabulary.stems.match(tokens, i)
            if stem is not None:
                return stem[0]
    return label.group


def _tail(label: Label, placed: Placed) -> Span:
    """The rest of a label's cell, up to the date where it stands there too."""
    end = label.line.cells[label.hit.cell].end
    return Span(label.line, label.hit.end, placed.span.start if label.how == "same" else end)
