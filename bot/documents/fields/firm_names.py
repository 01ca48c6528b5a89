"""What the name of a firm looks like, and an address beside it: in the words of a cell, wherever it stands."""

import re
from functools import lru_cache

from bot.danish.text import fold
from bot.documents.fields.openings import BUYER
from bot.documents.fields.sheet import Sheet
from bot.documents.line import SAME_EDGE, Line, Span, Token

LEGAL = re.compile(
    r"(?<![\w/])(?:ApS|A/S|I/S|IVS|K/S|P/S|A\.?M\.?B\.?A\.?|S\.?M\.?B\.?A\.?|F\.?M\.?B\.?A\.?|AB|GmbH|Ltd\.?|Inc\.?|AS|Oy)(?![\w/])",
    re.IGNORECASE,
)
#: «Torvet 58B», «Nørregade 47, 2. sal»: a street with its number.
STREET = re.compile(r"^[A-ZÆØÅ][\w.' -]{2,40}\s\d{1,3}\s?[A-Za-z]?(?=$|[,.·|/•-]|\s)")
_ADDRESS = re.compile(r"(?<=\w)\s[A-ZÆØÅ][\w.'-]+\s\d{1,3}[A-Za-z]?\s*,?\s+\d{4}\s+[A-ZÆØÅ]")
POSTCODE = re.compile(
    r"(?<![\d.,])(?:DK-)?(\d{4}|\d{3} \d{2})\s+(?!APS\b|ApS\b)(?:[A-ZÆØÅ][a-zæøåé.]+|[A-ZÆØÅ]{3,})(?!\w)"
)
_CONTACT = re.compile(r"@|www\.|https?:|\btlf|\btel|\bmobil|\bphone|\bcvr|\bse-nr", re.IGNORECASE)
#: A sentence: a full stop after four words or more, or words of address.
_SENTENCE = re.compile(r"[!?]$|^(?:\S+\s+){4,}\S+\.$|^(?:\S+\s+){2,}[a-zæøå]{3,}\.$")
#: What divides the parts of a footer: «Restaurant Møllen ApS · Algade 1 · 8000 Aarhus C». OCR reads a dot as a point.
_PARTS = re.compile(r"\s*[·•|;]\s*|\s+[-–—/.]\s+|\s*,\s*")
#: A name has so many.
LETTERS = 3
#: A name takes so many lines more, at most.
LINES = 2
#: A heading's letters are so much higher than most, and those of its lines no further apart.
_LARGE, _ONE_SIZE = 1.25, 1.08


def parts_of(line: Line, start: int, end: int) -> list[Span]:
    """The parts of a cell that punctuation divides: the first may be the name, the others its address."""
    out: list[Span] = []
    at = start
    for match in [*_PARTS.finditer(line.text, start, end), None]:
        stop = match.start() if match else end
        form = None if out else LEGAL.search(line.text, at, stop)
        if form is not None and STREET.match(line.text[form.end() : stop].lstrip()):
            # «Bager Holm ApS Skovvej 6, 7100 Vejle»: the legal form ends the name, an address follows.
            out.append(Span(line, at, form.end()))
            at = form.end()
        address = _ADDRESS.search(line.text, at, stop) if line.has_figure and not out else None
        if address is not None:
            # «Ribe Vandrerhjem Skovvej 6 7100 Vejle»: nothing divides the name from its address.
            name = trimmed(line, at, address.start())
            out.extend([name] if name is not None else [])
            at = address.start()
        span = trimmed(line, at, stop)
        if span is not None:
            out.append(span)
        at = match.end() if match else end
    return out


def trimmed(line: Line, start: int, end: int) -> Span | None:
    text = line.text[start:end]
    left = len(text) - len(text.lstrip(" :.,–—-|·*=#~"))
    right = len(text.rstrip(" :,–—-|·*=#~"))
    return Span(line, start + left, start + right) if right > left else None


@lru_cache(maxsize=1000)
def said_of_address(text: str) -> str:
    """ "address" of a cell with a street or a postcode, "contact" of one with a telephone or the like; else "".

    Asked of the same cell for each of the cells above it.
    """
    if STREET.match(text) or POSTCODE.search(text):
        return "address"
    return "contact" if _CONTACT.search(text) else ""


def is_name(sheet: Sheet, span: Span) -> bool:
    """Words, few figures, no sentence, not ours, no document's heading."""
    text = span.text
    letters = 0 if LEGAL.fullmatch(text) else sum(map(str.isalpha, text))
    if not 3 <= len(text) <= 70 or letters < LETTERS or letters < 0.6 * len(text.replace(" ", "")):
        return False
    if not (text[0].isupper() or text[0].isdigit() or is_firm(sheet, text)) or (
        STREET.match(text) and not LEGAL.search(text) and not _is_numbered_venue(sheet, span)
    ):
        return False
    if POSTCODE.search(text) or "@" in text or "www." in text.casefold() or (_SENTENCE.search(text)):
        return False
    tokens = [t for t in span.line.tokens if span.start <= t.start < span.end]
    if not tokens or (sheet.opens[span.line.index] & BUYER and sheet.vocabulary.buyer.occur_in(tokens)):
        return False
    key = " ".join(t.key for t in tokens)
    never = sheet.vocabulary.word_set("supplier", "never")
    return not (
        (tokens[0].key in never and not LEGAL.search(text))
        or key in never
        or sheet.vocabulary.headings.contains(text)
        or _names_network(sheet, span, tokens)
    )


def over_lines(sheet: Sheet, span: Span, *, labelled: bool) -> str:
    """The name with what a narrow column put under it: «Hotel Kong Volmer» over «ApS». Behind a label words may stand
    before the legal form; without one it stands alone.
    """
    said = [name_of(span)]
    at: tuple[Line, int] | None = (span.line, span.line.cell_at(span.start))
    while at is not None and len(said) <= LINES and not LEGAL.search(said[-1]):
        line, number = at
        at = sheet.layout.below(line, line.cells[number], reach=0.6)
        if at is None or abs(at[0].cells[at[1]].x0 - line.cells[number].x0) > SAME_EDGE:
            break
        text = at[0].cell_text(at[1])
        if said_of_address(text) or _is_labelled(sheet, *at) or not (labelled or LEGAL.fullmatch(text)):
            break
        said.append(" ".join(text.split()))
    return " ".join(said) if LEGAL.search(said[-1]) else said[0]


def _is_labelled(sheet: Sheet, line: Line, number: int) -> bool:
    return any(hit.cell == number for hit in sheet.hits[line.index])


def heading_above(sheet: Sheet, line: Line, number: int) -> str:
    """«Furesøens» over «Golfklub»: the lines of one name above its last, flush or centred in large letters of one size;
    else "".
    """
    said: list[str] = []
    for _ in range(LINES):
        above = sheet.layout.above(line, line.cells[number], reach=0.6)
        if above is None or not _is_one_heading(sheet, above, (line, number)):
            break
        line, number = above
        said.insert(0, " ".join(line.cell_text(number).split()))
    return " ".join(said)


def _is_one_heading(sheet: Sheet, above: tuple[Line, int], below: tuple[Line, int]) -> bool:
    sizes = [line.height_of(number) for line, number in (above, below)]
    if min(sizes) <= _LARGE * sheet.usual_height or max(sizes) > _ONE_SIZE * min(sizes):
        return False
    (line, number), cell = above, below[0].cells[below[1]]
    span = Span(line, line.cells[number].start, line.cells[number].end)
    over = line.cells[number]
    is_set = abs(over.x0 - cell.x0) <= SAME_EDGE or abs(over.x0 + over.x1 - cell.x0 - cell.x1) <= 2 * SAME_EDGE
    return is_set and is_name(sheet, span) and not LEGAL.search(span.text)


def _is_numbered_venue(sheet: Sheet, span: Span) -> bool:
    """«Grill 54» at the very top, «Spisestedet Pakhus 5»: a name with a number, though a street looks no different."""
    words = fold(span.text).split()
    likely = sheet.vocabulary.word_set("supplier", "likely")
    return bool(words) and (
        (span.line.index == 0 and words[0] in likely) or (len(words) > 2 and is_likely(sheet, words[0]))
    )


def _names_network(sheet: Sheet, span: Span, tokens: list[Token]) -> bool:
    """«Event: netv. Slagelse Syd» is what the meeting was; «Netværkshuset ApS» is a firm."""
    words = sheet.vocabulary.network_words
    return words.match(tokens[:1], 0) is not None or (":" in span.text and words.occur_in(tokens))


def is_likely(sheet: Sheet, text: str) -> bool:
    likely = sheet.vocabulary.word_set("supplier", "likely")
    return any(w[i:] in likely for w in fold(text).split() for i in range(max(1, len(w) - 3)))


def is_firm(sheet: Sheet, text: str) -> bool:
    return bool(LEGAL.search(text)) or is_likely(sheet, text)


def name_of(span: Span) -> str:
    return " ".join(span.text.split())
