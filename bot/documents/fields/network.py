"""The network: where its name stands, and which of the register's networks that is (``networks``).

A name announces itself by a word («kvalitetsnetværk», «kval.netv.», «klynge») before or behind it. Without such a
word a name
of the register counts only behind a label that speaks of the meeting: a place in an address is not a network.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.documents.fields.networks import Match, NetworkIndex, Piece, index_of
from bot.documents.fields.sheet import Draft, Scored, Sheet, make
from bot.documents.layout import Line, Span, Token

#: Between two words of one name. A comma ends it, as do brackets, colons and slashes but for «Herning/Ikast».
_JOIN = re.compile(r"^(?:[\s.&+\-–—/‑]|og)*$")
_FIRST_JOIN = re.compile(r"^[\s.:\-–—„“”\"'»«(]*$")
_BACK_JOIN = re.compile(r"^[\s.,\-–—/]*$")
_ENDS_OPEN = re.compile(r"[\-–—&/]\s*$")
#: «O. Winther» behind a name.
_INITIAL = re.compile(r"[A-ZÆØÅ]\.\s?[A-ZÆØÅ][a-zæøå]{2,}")
_SLASHED = re.compile(r"^\s?/")
_SPACED_SLASH = re.compile(r"\s/\s")
_MAX_WORDS = 8
#: Before a place («Møde på Amager»): where it was, not whose.
_IN = frozenset(("i", "paa", "ved", "naer", "hos", "in", "at", "on", "near"))
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


def read_network(sheet: Sheet, draft: Draft) -> Draft:
    index = index_of(sheet.register)
    mentions = [m for line in sheet.lines for m in _mentions(sheet, index, line)]
    known = [m for m in mentions if m.match.network is not None]
    if not known:
        unannounced = list(_unannounced(sheet, index)) if not mentions else []
        known = unannounced
    draft = draft.weighing(sheet, "network", _weighed(known, mentions))
    draft = replace(draft, network_lines=frozenset(s.line.index for m in mentions for s in (m.head, *m.places)))
    if known:
        return _decide(sheet, draft, known)
    rivals = [m for m in mentions if m.match.rivals]
    named = rivals or [m for m in mentions if _is_name(m)]
    if not named:
        return draft
    first = named[0]
    draft = draft.having(network=make(sheet, first.text, 0.85 if rivals else 0.88, first.span, how="form"))
    return replace(draft, network_rivals=first.match.rivals)


def _decide(sheet: Sheet, draft: Draft, known: Sequence[Mention]) -> Draft:
    ids = {m.match.network.network_id for m in known if m.match.network}
    best = max(known, key=lambda m: m.match.score)
    network = best.match.network
    assert network is not None
    if len(ids) > 1:
        # Two networks of the register are named: the page does not decide between them.
        field = make(sheet, best.text, 0.5, best.span, "contradicted", how="register")
        draft = draft.having(network=field).doubting("several_networks")
        return replace(draft, network_rivals=tuple(sorted(ids)))
    score = min(0.99, best.match.score * 0.98 + (0.01 if len(known) > 1 else 0.0))
    field = make(sheet, network.name, score, best.span, how="register")
    return replace(draft.having(network=field), network_id=network.network_id)


def _weighed(known: Sequence[Mention], mentions: Sequence[Mention]) -> Iterable[Scored[str]]:
    for m in known:
        if m.match.network is not None:
            yield Scored(m.match.network.name, m.match.score, m.span, "register")
    for m in mentions:
        if m.match.network is None:
            yield Scored(m.text, 0.3 if known else 0.85, m.span, "form")


def _mentions(sheet: Sheet, index: NetworkIndex, line: Line) -> Iterable[Mention]:
    tokens = line.tokens
    i = 0
    while i < len(tokens):
        found = sheet.vocabulary.network_words.match(tokens, i)
        if found is None:
            i += 1
            continue
        last = found[1]
        if not _is_ours(sheet, line, i, last):
            i = last + 1
            continue
        mention = _name_at(sheet, index, line, i, last)
        if mention is not None:
            yield mention
        i = last + 1


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


def _name_at(sheet: Sheet, index: NetworkIndex, line: Line, first: int, last: int) -> Mention | None:
    """The words behind the announcing one; words of the register before it («Kirurgi, klynge Sjælland»)."""
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
        beside, _ = _run(sheet, index, line, line.cells[cell + 1].start, line.cells[cell + 1].end)
        if any(index.knows(p.key, dotted=p.dotted) for p, _ in beside):
            return beside
    out, stopped = _run(sheet, index, line, line.tokens[last].end, line.cells[cell].end)
    if stopped or len(out) >= _MAX_WORDS:
        return out
    text = line.text[: line.cells[cell].end]
    if out and not _ENDS_OPEN.search(text) and index.match([p for p, _ in out]).network is not None:
        return out
    below = sheet.layout.below(line, line.cells[cell], reach=1.6)
    if (
        below is None
        or sheet.pure_hit(*below) is not None
        or abs(below[0].cells[below[1]].x0 - line.cells[cell].x0) > 160
    ):
        return out
    other, number = below
    more, _ = _run(sheet, index, other, other.cells[number].start, other.cells[number].end)
    # Over the line's end only words of the register belong to it: an address may stand there.
    for k, (piece, _) in enumerate(more):
        if not index.knows(piece.key, dotted=piece.dotted):
            more = more[:k]
            break
    return [*out, *more]


def _run(sheet: Sheet, index: NetworkIndex, line: Line, start: int, end: int) -> tuple[list[tuple[Piece, Span]], bool]:
    """The words of a name from ``start`` on, and whether something ended it before ``end``."""
    generic = sheet.vocabulary.word_set("network", "generic")
    out: list[tuple[Piece, Span]] = []
    at = start
    for token in line.tokens:
        if token.start < start:
            continue
        if token.start >= end or len(out) >= _MAX_WORDS:
            break
        if _ends_name(sheet, index, line, token, out=bool(out)):
            return out, True
        gap = line.text[at : token.start]
        if not (_JOIN if out else _FIRST_JOIN).match(gap) and not _goes_on(index, out, gap, token):
            return out, True
        if _SPACED_SLASH.search(gap) and index.match([p for p, _ in out]).network is not None:
            return out, True  # «Frederiksberg I / K-M Toft»
        at = token.end
        roman = bool(out) and _is_one(line, token)
        if token.key in generic and not index.is_word(token.key) and not roman:
            continue
        piece = Piece("1", False) if roman else _piece(sheet, index, line, token)
        if piece is None:
            return _without_person(index, out), True
        out.append((piece, Span(line, token.start, token.end)))
    return _without_person(index, out), False


def _goes_on(index: NetworkIndex, out: Sequence[tuple[Piece, Span]], gap: str, token: Token) -> bool:
    """«Kval.netværk 4, Østfyn», «Klyngemøde, Reumatologi Syddanmark»: a comma inside a name that is not whole yet."""
    if gap.strip() != "," or not index.is_word(token.key) or token.key.isdecimal():
        return False
    words = [p for p, _ in out]
    before, after = index.match(words), index.match([*words, Piece(token.key, False)])
    if before.network is None:
        return not out or after.network is not None or bool(after.rivals)
    return after.network is before.network and after.score > before.score


def _is_one(line: Line, token: Token) -> bool:
    """«Frederiksberg I»: the numeral."""
    return line.text[token.start : token.end] == "I"


def _ends_name(sheet: Sheet, index: NetworkIndex, line: Line, token: Token, *, out: bool) -> bool:
    """A date, «v/», a label, or a number of heads: what comes after a name, never in it."""
    follows = line.text[token.end : token.end + 2]
    if any(d.span.start <= token.start < d.span.end for d in sheet.dates_by_line.get(line.index, [])):
        return True
    if len(token.key) == 1 and (
        (_SLASHED.match(follows) and not _is_one(line, token)) or (out and _INITIAL.match(line.text, token.start))
    ):
        return True
    if index.is_word(token.key):
        return token.key.isdecimal() and _is_quantity(sheet, line, token)
    if out and follows[:1] == ":":
        return True
    is_label = any(h.start == token.start for h in sheet.hits[line.index])
    return is_label and token.key not in sheet.vocabulary.word_set("network", "generic")


def _piece(sheet: Sheet, index: NetworkIndex, line: Line, token: Token) -> Piece | None:
    """The word as a piece of a name: known to the register, a compass point, a short number, or capitalised; else
    None.
    """
    words = sheet.vocabulary
    raw = line.text[token.start : token.end]
    dotted = line.text[token.end : token.end + 1] == "." and not line.text[token.end + 1 : token.end + 2].isdigit()
    if raw.isdecimal():
        return None if len(raw) > 3 or _is_quantity(sheet, line, token) else Piece(token.key, False)
    if index.knows(token.key, dotted=dotted):
        return Piece(token.key, dotted)
    named = token.key not in index.people and token.key not in words.word_set("person", "never")
    if raw[0].isupper() and (named or token.key in words.word_set("network", "directions")):
        return Piece(token.key, dotted)
    return None


def _without_person(index: NetworkIndex, words: list[tuple[Piece, Span]]) -> list[tuple[Piece, Span]]:
    """Two unknown capitalised words behind a known name are a person («Netværk Viborg Anders Bech»), not a part of
    it.
    """
    k = len(words)
    while (
        k > 0
        and not index.knows(words[k - 1][0].key, dotted=words[k - 1][0].dotted)
        and not words[k - 1][0].key.isdecimal()
        and len(words[k - 1][0].key) > 2
    ):
        k -= 1
    return words[:k] if k > 0 and len(words) - k >= 2 else words


def _is_quantity(sheet: Sheet, line: Line, token: Token) -> bool:
    """«8 personer», «25 %», «17.30»: a number that is no part of a name."""
    rest = line.text[token.end : token.end + 24]
    if re.match(r"[.:,]\d|\s?%|\s?x\b|/\d", rest):
        return True
    following = next((t for t in line.tokens if t.start >= token.end), None)
    return following is not None and (
        following.key in sheet.vocabulary.word_set("participants", "people")
        or following.key in ("stk", "kr", "x", "timer")
    )


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
        gap = line.text[token.end : at]
        if token.start < line.cells[cell].start or not _BACK_JOIN.match(gap) or len(out) >= 3:
            break
        dotted = gap[:1] == "."
        raw = line.text[token.start : token.end]
        known = index.knows(token.key, dotted=dotted) and not raw.isdecimal()
        capitalised = needed and not out and raw[0].isupper() and gap.strip() in ("", "-") and len(raw) > 2
        if token.key in generic or token.key in never or not (known or (capitalised and token.key not in index.people)):
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


def _is_name(mention: Mention) -> bool:
    """Whether unknown words look like a network's name: a capitalised word of some length, or a number behind the
    announcing word.
    """
    texts = [p.line.text[p.start : p.end] for p in mention.places]
    return any(t[0].isupper() and len(t) >= 3 for t in texts) or (
        len(texts) == 1 and texts[0].isdecimal() and len(texts[0]) <= 2
    )


def _unannounced(sheet: Sheet, index: NetworkIndex) -> Iterable[Mention]:
    """«Vedr.: Herning-Ikast 12/3»: a whole name of the register behind a label that speaks of the meeting."""
    for line in sheet.lines:
        for hit in sheet.hits_of(line, *_LABELS):
            for where, start, end in sheet.values_of(line, hit)[:1]:
                words, _ = _known_run(index, where, start, end)
                match = index.match([p for p, _ in words]) if words else None
                if match is not None and match.network is not None and match.score > 0.9:
                    spans = tuple(s for n, (_, s) in enumerate(words) if n in match.used)
                    weaker = replace(match, score=0.85 if len(spans) > 1 else 0.78)
                    yield Mention(tuple(p for p, _ in words), spans, spans[0], weaker)


def _known_run(index: NetworkIndex, line: Line, start: int, end: int) -> tuple[list[tuple[Piece, Span]], bool]:
    """Words of the register in the stretch, but for those behind a postcode or behind «i» (a place, not a network)."""
    out: list[tuple[Piece, Span]] = []
    previous = ""
    for token in line.tokens:
        if start <= token.start < end:
            raw = line.text[token.start : token.end]
            place = previous in _IN or (previous.isdecimal() and len(previous) == 4)
            if index.is_word(token.key) and not raw.isdecimal() and not place and raw[0].isupper():
                out.append((Piece(token.key, False), Span(line, token.start, token.end)))
            previous = token.key
    return out, True
