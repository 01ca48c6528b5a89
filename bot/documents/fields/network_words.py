"""The words of a network's name, one after the other from a place on a line, and what ends them."""

import re
from collections.abc import Sequence

from bot.danish.text import fold
from bot.documents.fields.networks import NetworkIndex, Piece
from bot.documents.fields.sheet import Sheet
from bot.documents.line import Line, Span, Token

#: Between two words of one name. A comma ends it, as do brackets, colons and slashes but for «Herning/Ikast».
_JOIN = re.compile(r"^(?:[\s.&+\-–—/‑‐−]|og)*$")
_FIRST_JOIN = re.compile(r"^[\s.:\-–—‐−„“”\"'»«(]*$")
#: «O. Lund» behind a name.
_INITIAL = re.compile(r"[A-ZÆØÅ]\.\s?[A-ZÆØÅ][a-zæøå]{2,}")
#: «v. Kirsten», «v Kirsten».
_BY_PERSON = re.compile(r"v\.?\s?[A-ZÆØÅ]")
_SLASHED = re.compile(r"^\s?/")
_SPACED_SLASH = re.compile(r"\s/\s")
_MAX_WORDS = 8
#: Letters of a word that is one with the announcing one, at least.
_STEM = 4
#: «I den 3. juli»: a date so near behind a numeral, in characters.
_NEAR = 5
#: What OCR makes of «København Ø», which is a word of its own there.
_LIKE_EAST, _EAST = ("0", "O"), fold("Ø")


def run(
    sheet: Sheet,
    index: NetworkIndex,
    line: Line,
    start: int,
    end: int,
    before: Sequence[tuple[Piece, Span]] = (),
) -> tuple[list[tuple[Piece, Span]], bool]:
    """The words of a name from ``start`` on, and whether something ended it before ``end``.

    ``before``: the name's words on the line above, which the answer begins with.
    """
    generic = sheet.vocabulary.word_set("network", "generic")
    out: list[tuple[Piece, Span]] = list(before)
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
        if out and "." in gap and _is_whole(index, out) and not index.knows(token.key):
            return out, True  # «Kvalitetsnetværk Sønderborg. Ophold …»
        if _SPACED_SLASH.search(gap) and _ends_at_slash(index, out, token):
            return out, True  # «Frederiksberg I / K-M Toft»
        at = token.end
        roman = bool(out) and _is_one(sheet, line, token, first=len(out) == len(before) > 0)
        if token.key in generic and not index.is_word(token.key) and not roman:
            continue
        piece = Piece("1", False) if roman else _piece(sheet, index, line, token)
        if piece is None:
            return _without_person(index, out), True
        out.append((piece, Span(line, token.start, token.end)))
    return _without_person(index, out), False


def _is_whole(index: NetworkIndex, out: Sequence[tuple[Piece, Span]]) -> bool:
    """A network's whole name, its last word written out: the full stop behind it ends a sentence."""
    return index.is_word(out[-1][0].key) and index.match([p for p, _ in out]).network is not None


def _ends_at_slash(index: NetworkIndex, out: Sequence[tuple[Piece, Span]], token: Token) -> bool:
    """A name that is one already, and no surer with the word behind the slash: «Skive / Salling» is of a pair."""
    words = [p for p, _ in out]
    before = index.match(words)
    if before.network is None:
        return False
    after = index.match([*words, Piece(token.key, False)])
    return after.network is not before.network or after.score <= before.score


def _goes_on(index: NetworkIndex, out: Sequence[tuple[Piece, Span]], gap: str, token: Token) -> bool:
    """«Kval.netværk 4, Østfyn», «netværk 17 (Holbæk»: a comma or a bracket inside a name that is not whole yet."""
    if gap.strip() not in (",", "(") or not index.is_word(token.key) or token.key.isdecimal():
        return False
    words = [p for p, _ in out]
    before, after = index.match(words), index.match([*words, Piece(token.key, False)])
    if before.network is None:
        return not out or after.network is not None or bool(after.rivals)
    return after.network is before.network and after.score > before.score


def _is_one(sheet: Sheet, line: Line, token: Token, *, first: bool = False) -> bool:
    """«Frederiksberg I»: the numeral; not «I alt», «I bedes». ``first`` on its line, it wants a date behind it, or
    nothing: a sentence may begin there.
    """
    if line.text[token.start : token.end] != "I":
        return False
    end = line.cells[line.cell_at(token.start)].end
    following = next((t for t in line.tokens if token.end < t.start < end), None)
    if following is None or not line.text[token.end : following.start].isspace():
        return True
    if following.key in sheet.vocabulary.word_set("network", "no_numeral_before"):
        return False
    dated = any(token.end < d.span.start <= token.end + _NEAR for d in sheet.dates_by_line.get(line.index, []))
    return dated or not first


def _ends_name(sheet: Sheet, index: NetworkIndex, line: Line, token: Token, *, out: bool) -> bool:
    """A date, «v/», a label, or a number of heads: what comes after a name, never in it."""
    follows = line.text[token.end : token.end + 2]
    if any(d.span.start <= token.start < d.span.end for d in sheet.dates_by_line.get(line.index, [])):
        return True
    if len(token.key) == 1 and (
        (_SLASHED.match(follows) and not token.key.isdecimal() and not _is_one(sheet, line, token))
        or (out and _INITIAL.match(line.text, token.start))
    ):
        return True
    if out and token.key == "v" and _BY_PERSON.match(line.text, token.start):
        return _names_person(index, line, token)
    if index.is_word(token.key):
        return token.key.isdecimal() and _is_quantity(sheet, line, token)
    if out and follows[:1] == ":":
        return True
    is_label = any(h.start == token.start for h in sheet.hits[line.index])
    return is_label and token.key not in sheet.vocabulary.word_set("network", "generic")


def _names_person(index: NetworkIndex, line: Line, token: Token) -> bool:
    """«4 Østfyn v. Kirsten Bæk»: «ved», where a coordinator's name follows; else «vest»."""
    following = [t.key for t in line.tokens if t.start > token.start][:2]
    return len(following) == 2 and all(key in index.people or len(key) == 1 for key in following)


def _piece(sheet: Sheet, index: NetworkIndex, line: Line, token: Token) -> Piece | None:
    """The word as a piece of a name: known to the register, a compass point, a short number, or capitalised; else
    None.
    """
    words = sheet.vocabulary
    stem = compound_stem(sheet, index, token)
    if stem is not None:
        return stem
    raw = line.text[token.start : token.end]
    dotted = line.text[token.end : token.end + 1] == "." and not line.text[token.end + 1 : token.end + 2].isdigit()
    if sheet.misread and raw in _LIKE_EAST and index.knows(_EAST):
        return Piece(_EAST, dotted)
    if raw.isdecimal():
        return None if len(raw) > 3 or _is_quantity(sheet, line, token) else Piece(token.key, False)
    if index.knows(token.key, dotted=dotted):
        return Piece(token.key, dotted)
    named = token.key not in index.people and token.key not in words.word_set("person", "never")
    if raw[0].isupper() and (named or token.key in words.word_set("network", "directions")):
        return Piece(token.key, dotted)
    return None


def compound_stem(sheet: Sheet, index: NetworkIndex, token: Token) -> Piece | None:
    """«Øjenlægeklyngen» of a «Klynge Øjenlæger»: the register's word that is one with the announcing one."""
    for ending in sheet.vocabulary.word_set("network", "endings"):
        stem = token.key.removesuffix(ending)
        if len(stem) >= _STEM and stem != token.key:
            found = next((s for s in (stem, stem.removesuffix("s")) if index.knows(s, dotted=True)), None)
            return None if found is None else Piece(found, True)
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


def known_run(sheet: Sheet, index: NetworkIndex, line: Line, start: int, end: int) -> list[tuple[Piece, Span]]:
    """Words of the register in the stretch, but for those behind a postcode or behind «i» (a place, not a network)."""
    out: list[tuple[Piece, Span]] = []
    previous, where = "", sheet.vocabulary.word_set("network", "where")
    dates = sheet.dates_by_line.get(line.index, [])
    for token in line.tokens:
        if start <= token.start < end:
            raw = line.text[token.start : token.end]
            place = previous in where or (previous.isdecimal() and len(previous) == 4)
            if index.is_word(token.key) and not raw.isdecimal() and not place and raw[0].isupper():
                out.append((Piece(token.key, False), Span(line, token.start, token.end)))
            previous = "" if any(d.span.start <= token.start < d.span.end for d in dates) else token.key
    return out
