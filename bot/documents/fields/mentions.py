"""Where a network's name stands: behind or before a word that announces it, or whole behind a label."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.documents.fields.network_words import compound_stem, known_run, run
from bot.documents.fields.networks import Match, NetworkIndex, Piece
from bot.documents.fields.sheet import Sheet
from bot.documents.line import Line, Span

#: Between two words of one name. A comma ends it, as do brackets, colons and slashes but for «Herning/Ikast».
_JOIN = re.compile(r"^(?:[\s.&+\-–—/‑‐−]|og)*$")
_BACK_JOIN = re.compile(r"^(?:[\s.,(&+\-–—/‐−]|og)*$")
_AND = "og"
_ENDS_OPEN = re.compile(r"[\-–—&/]\s*$")
_MAX_WORDS = 8
#: A name runs over the ends of so many lines, in a narrow column.
_LINES = 3
#: «Østfyn 14, kvalitetsnetværk»: a number of so many figures may belong to a name.
_LONGEST_NUMBER = 2
_LABELS = ("concerning", "buyer_ref", "coordinator", "network", "event_date", "column_text")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name that announced itself: its words, and where it stands (``spans``: two where it runs over a line's end)."""

    pieces: tuple[Piece, ...]
    places: tuple[Span, ...]
    head: Span
    match: Match

    @property
    def span(self) -> Span:
        """From the announcing word to the last word on its line."""
        here = [p for p in self.places if p.line is self.head.line]
        return Span(
            self.head.line,
            min(self.head.start, *(p.start for p in here), self.head.start),
            max(self.head.end, *(p.end for p in here), self.head.end),
        )

    @property
    def text(self) -> str:
        rest = [p for p in self.places if p.line is not self.head.line]
        tail = f" {rest[0].line.text[rest[0].start : rest[-1].end]}" if rest else ""
        return self.span.text + tail


def mentions_on(sheet: Sheet, index: NetworkIndex, line: Line) -> Iterable[Mention]:
    tokens, words = line.tokens, sheet.vocabulary.network_words
    yield from _compounds_on(sheet, index, line)
    i = since = 0
    while (i := words.next_in(tokens, i)) < len(tokens):
        found = words.match(tokens, i)
        if found is None:
            i += 1
            continue
        last = found[1]
        if not _is_ours(sheet, line, i, last):
            i = last + 1
            continue
        mention = _name_at(sheet, index, line, i, last, since)
        if mention is not None:
            yield mention
            since = mention.span.end if mention.match.score >= index.whole else since
        i = last + 1


def _compounds_on(sheet: Sheet, index: NetworkIndex, line: Line) -> Iterable[Mention]:
    """«Øjenlægeklyngen Midtjylland»: the announcing word is one with the name's first."""
    for token in line.tokens:
        stem = compound_stem(sheet, index, token)
        if stem is not None:
            head = Span(line, token.start, token.end)
            words, _ = run(sheet, index, line, token.end, line.cells[line.cell_at(token.start)].end, [(stem, head)])
            yield Mention(
                tuple(p for p, _ in words), tuple(s for _, s in words), head, index.match([p for p, _ in words])
            )


def _is_ours(sheet: Sheet, line: Line, first: int, last: int) -> bool:
    """Not «Trådløst netværk: Gæst», nor a web address or mail address with the word in it."""
    never = sheet.vocabulary.word_set("network", "never")
    around = line.tokens[max(0, first - 2) : last + 4]
    start, end = line.tokens[first].start, line.tokens[last].end
    touches = line.text[max(0, start - 1) : start] + line.text[end : end + 1]
    return (
        not any(t.key in never for t in around)
        and "@" not in touches
        and not (line.text[end : end + 1] == "." and line.text[end + 1 : end + 3] == "dk")
    )


def _name_at(sheet: Sheet, index: NetworkIndex, line: Line, first: int, last: int, since: int) -> Mention | None:
    """The words behind the announcing one; words of the register before it («Kirurgi, klynge Sjælland»), but none of a
    whole name that ended at ``since`` («Kvalitetsnetværk Aarhus Midt, Kvalitetsnetværk Aarhus Nord»).
    """
    prefixes = sheet.vocabulary.word_set("network", "prefixes")
    begin = line.cells[line.cell_at(line.tokens[first].start)].start
    while (
        first > 0
        and line.tokens[first - 1].start >= begin
        and line.tokens[first - 1].key in prefixes
        and _JOIN.match(line.text[line.tokens[first - 1].end : line.tokens[first].start])
    ):
        first -= 1
    after = _words_after(sheet, index, line, last)
    before = _words_before(sheet, index, line, first, needed=not after)
    before = [(piece, span) for piece, span in before if span.line is not line or span.start >= since]
    words = [*before, *after]
    if not words:
        return None
    pieces = tuple(piece for piece, _ in words)
    head = Span(line, line.tokens[first].start, line.tokens[last].end)
    match = index.match(pieces)
    places = tuple(span for n, (_, span) in enumerate(words) if match.network is None or n in match.used)
    return Mention(pieces, places or tuple(s for _, s in words), head, match)


def _words_after(sheet: Sheet, index: NetworkIndex, line: Line, last: int) -> list[tuple[Piece, Span]]:
    cell = line.cell_at(line.tokens[last].start)
    if cell + 1 < len(line.cells) and line.is_blank(line.tokens[last].end, line.cells[cell].end):
        beside, stopped = run(sheet, index, line, line.cells[cell + 1].start, line.cells[cell + 1].end)
        if any(index.knows(p.key, dotted=p.dotted) for p, _ in beside):
            return (
                beside if stopped or _is_whole(index, beside) else _over_lines_end(sheet, index, line, cell + 1, beside)
            )
    out, stopped = run(sheet, index, line, line.tokens[last].end, line.cells[cell].end)
    if stopped or len(out) >= _MAX_WORDS:
        return out
    if out and not _ENDS_OPEN.search(line.text[: line.cells[cell].end]) and _is_whole(index, out):
        return out
    return _over_lines_end(sheet, index, line, cell, out)


def _is_whole(index: NetworkIndex, words: list[tuple[Piece, Span]]) -> bool:
    """A network's whole name; half of one («Thy» of Thy-Mors) may go on."""
    match = index.match([p for p, _ in words])
    return match.network is not None and match.score >= index.whole


def _over_lines_end(
    sheet: Sheet, index: NetworkIndex, line: Line, cell: int, out: list[tuple[Piece, Span]]
) -> list[tuple[Piece, Span]]:
    """The name with its words from the lines below, in the same column."""
    for _ in range(_LINES):
        below = sheet.layout.below(line, line.cells[cell], reach=1.6)
        if (
            below is None
            or sheet.pure_hit(*below) is not None
            or abs(below[0].cells[below[1]].x0 - line.cells[cell].x0) > 160
        ):
            return out
        sentence = sheet.sentence_above(below[0]) is line
        line, cell = below
        place = line.cells[cell]
        before = len(out)
        longer, stopped = run(sheet, index, line, place.start, place.end, out)
        # Over the line's end only words of the register belong to it, but for a sentence that runs on: an address may
        # stand there.
        for k in range(before, len(longer)):
            piece = longer[k][0]
            if not (index.knows(piece.key, dotted=piece.dotted) or piece.key == "1" or (sentence and not before)):
                longer, stopped = longer[:k], True
                break
        if len(longer) > before and not _fits_worse(index, out, longer):
            out = longer
        if stopped or len(out) >= _MAX_WORDS or (out and _is_whole(index, out)):
            return out
    return out


def _fits_worse(index: NetworkIndex, before: list[tuple[Piece, Span]], after: list[tuple[Piece, Span]]) -> bool:
    """Half a name that the line below does not make whole stays what it was."""
    half, longer = index.match([p for p, _ in before]), index.match([p for p, _ in after])
    return half.network is not None and longer.network is None and not longer.rivals


def _words_before(
    sheet: Sheet, index: NetworkIndex, line: Line, first: int, *, needed: bool
) -> list[tuple[Piece, Span]]:
    """Words of the register right before the announcing one; where nothing stands behind it, a capitalised one too."""
    generic = sheet.vocabulary.word_set("network", "generic")
    never = sheet.vocabulary.word_set("person", "never")
    out: list[tuple[Piece, Span]] = []
    at = line.tokens[first].start
    cell = line.cell_at(at)
    if line.is_blank(line.cells[cell].start, at):
        return _end_of_line_above(sheet, index, line, cell)
    for token in reversed(line.tokens[:first]):
        if token.key == _AND and out:
            continue  # «Øjenlæger Fyn og Trekanten (klynge)»
        gap = line.text[token.end : at]
        if token.start < line.cells[cell].start or not _BACK_JOIN.match(gap) or len(out) >= 3:
            break
        dotted = gap[:1] == "."
        raw = line.text[token.start : token.end]
        number = raw.isdecimal() and len(raw) <= _LONGEST_NUMBER and needed and not out and index.is_word(token.key)
        known = number or (index.knows(token.key, dotted=dotted) and not raw.isdecimal())
        capitalised = needed and not out and raw[0].isupper() and gap.strip() in ("", "-") and len(raw) > 2
        said = token.key in generic or (token.key in never and not index.is_word(token.key))  # «N-netværket»: Nord
        if said or not (known or (capitalised and token.key not in index.people)):
            break
        out.insert(0, (Piece(token.key, dotted), Span(line, token.start, token.end)))
        at = token.start
    return out


def _end_of_line_above(sheet: Sheet, index: NetworkIndex, line: Line, cell: int) -> list[tuple[Piece, Span]]:
    """«… møde i Reumatologi,» over «klynge Syddanmark»: a word of the register that a comma joins on."""
    above = sheet.layout.above(line, line.cells[cell], reach=1.2)
    if above is None or not above[0].cell_text(above[1]).endswith((",", "-", "–")):
        return []
    other, number = above
    tokens = [t for t in other.tokens if other.cells[number].start <= t.start < other.cells[number].end]
    if tokens and index.is_word(tokens[-1].key) and not tokens[-1].key.isdecimal():
        return [(Piece(tokens[-1].key, False), Span(other, tokens[-1].start, tokens[-1].end))]
    return []


def unannounced(sheet: Sheet, index: NetworkIndex) -> Iterable[Mention]:
    """«Vedr.: Herning-Ikast 12/3»: a whole name of the register behind a label that speaks of the meeting."""
    scores = sheet.scores("network")
    for line in sheet.lines:
        for hit in sheet.hits_of(line, *_LABELS):
            for where, start, end in sheet.values_of(line, hit)[:1]:
                words = known_run(sheet, index, where, start, end)
                match = index.match([p for p, _ in words]) if words else None
                if match is not None and match.network is not None and match.score > scores["unannounced_least"]:
                    spans = tuple(s for n, (_, s) in enumerate(words) if n in match.used)
                    worth = scores["unannounced" if len(spans) > 1 else "unannounced_word"]
                    weaker = replace(match, score=worth)
                    yield Mention(tuple(p for p, _ in words), spans, spans[0], weaker)


def in_passing(sheet: Sheet, index: NetworkIndex) -> Iterable[Mention]:
    """«Buffet for Randers Nord»: a whole name of two words or more where nothing announces it. A person must say."""
    for line in sheet.lines:
        for cell in line.cells:
            words = known_run(sheet, index, line, cell.start, cell.end)
            match = index.match([p for p, _ in words]) if len(words) > 1 else None
            if match is not None and match.network is not None and match.score >= index.whole:
                spans = tuple(s for _, s in words)
                rivals = Match(None, 0.0, (match.network.network_id,), open=True)
                yield Mention(tuple(p for p, _ in words), spans, spans[0], rivals)
