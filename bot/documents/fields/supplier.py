"""The supplier's name (BT-27): behind a label, in the heading, or over the address beside the CVR number.

Never the buyer: our own name and address are left out before anything else is looked at.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.danish.terms import find_terms
from bot.danish.text import firm_key, fold
from bot.documents.fields.draft import Draft, Scored, best, make
from bot.documents.fields.openings import BUYER
from bot.documents.fields.sheet import Sheet
from bot.documents.line import Cell, Line, Span, Token

if TYPE_CHECKING:
    from bot.model.world import Supplier

_LEGAL = re.compile(
    r"(?<![\w/])(?:ApS|A/S|I/S|IVS|K/S|P/S|A\.?M\.?B\.?A\.?|S\.?M\.?B\.?A\.?|F\.?M\.?B\.?A\.?|AB|GmbH|Ltd\.?|Inc\.?|AS|Oy)(?![\w/])",
    re.IGNORECASE,
)
#: «Torvet 58B», «Nørregade 47, 2. sal»: a street with its number.
_STREET = re.compile(r"^[A-ZÆØÅ][\w.' -]{2,40}\s\d{1,3}\s?[A-Za-z]?(?=$|[,.·|/•-]|\s)")
_ADDRESS = re.compile(r"(?<=\w)\s[A-ZÆØÅ][\w.'-]+\s\d{1,3}[A-Za-z]?\s*,?\s+\d{4}\s+[A-ZÆØÅ]")
_POSTCODE = re.compile(
    r"(?<![\d.,])(?:DK-)?(\d{4}|\d{3} \d{2})\s+(?!APS\b|ApS\b)(?:[A-ZÆØÅ][a-zæøåé.]+|[A-ZÆØÅ]{3,})(?!\w)"
)
_CONTACT = re.compile(r"@|www\.|https?:|\btlf|\btel|\bmobil|\bphone|\bcvr|\bse-nr", re.IGNORECASE)
#: A sentence: a full stop after four words or more, or words of address.
_SENTENCE = re.compile(r"[!?]$|^(?:\S+\s+){4,}\S+\.$|^(?:\S+\s+){2,}[a-zæøå]{3,}\.$")
#: «Nr. Vedby Forsamlingshus»: Nørre, no number.
_IN_NAME = re.compile(r"(?i:nr)\.\s+(?-i:[A-ZÆØÅ](?:[a-zæøå]{2,}|[A-ZÆØÅ]{2,}))")
#: What divides the parts of a footer: «Restaurant Møllen ApS · Algade 1 · 8000 Aarhus · CVR 12345674».
_PARTS = re.compile(r"\s*[·•|;]\s*|\s+[-–—/]\s+|\s*,\s*")
#: Labels that a firm's name may begin with («Mødecenter Syd», «Selskabslokalerne»).
_MAYBE_NAMES = ("event_date", "concerning", "total", "discount", "prepaid")
_FROM = re.compile(r"(?:fra|from|v/)\s+(?=[A-ZÆØÅ])", re.IGNORECASE)
#: Labels over a name that make it another's.
_OTHERS = ("buyer", "buyer_ref", "seller_ref", "coordinator", "concerning", "network")
#: A name has so many.
_LETTERS = 3
#: What a name must score, at least; less on the very first line of an invoice, where the sender stands.
_LEAST, _AT_TOP = 0.4, 0.3
#: The words of a letterhead are no further apart, in its heights.
_SET_APART = 1.6
#: What engines make of Danish letters, most often of capitals.
_LOST = dict(zip("EOAeoa", "ÆØÅæøå", strict=True))
#: Words of payment anywhere in it make it no name.
_NO_NAME = ("other_number", "account", "due_date", "terms", "payable", "vat", "cvr")


def read_supplier(sheet: Sheet, draft: Draft) -> Draft:
    known = _known_firms(sheet, draft)
    candidates = list(_candidates(sheet, draft, known))
    found, draft = best(candidates), draft.weighing(sheet, "supplier", candidates)
    if found is None:
        return draft
    key = firm_key(found.value)
    others = [c.score for c in candidates if firm_key(c.value) != key]
    votes = len(candidates) - len(others)
    confidence = found.score if found.score >= 0.9 else 0.45 + 0.5 * found.score
    if others and max(others) > found.score - 0.1:
        confidence = min(confidence, 0.75)
    name = known[key].name if key in known else _respelt(sheet, found.value) if sheet.misread else found.value
    score = min(confidence + (0.05 if votes > 1 else 0.0), 0.98)
    return draft.having(supplier=make(sheet, name, score, found.span, how=found.how))


def _respelt(sheet: Sheet, name: str) -> str:
    """«VEJLBY GESTGIVERI», as an engine reads a capital Æ: the letter comes back in words that venues like to have."""

    def mended(word: str) -> str:
        if _is_likely(sheet, word):
            return word
        forms = (word[:i] + _LOST[c] + word[i + 1 :] for i, c in enumerate(word) if c in _LOST)
        return next((form for form in forms if _is_likely(sheet, form)), word)

    return " ".join(map(mended, name.split()))


def _known_firms(sheet: Sheet, draft: Draft) -> dict[str, "Supplier"]:
    """Earlier suppliers with this CVR number, or with none, by the key of their name."""
    cvr = draft.fields.cvr.value if draft.fields.cvr else None
    return {_key(s.name): s for s in sheet.suppliers if (s.cvr == cvr or not s.cvr) and len(_key(s.name)) >= 5}


@lru_cache(maxsize=20_000)
def _key(name: str) -> str:
    return firm_key(name)


def _candidates(sheet: Sheet, draft: Draft, known: Mapping[str, "Supplier"]) -> Iterable[Scored[str]]:
    yield from _labelled(sheet)
    yield from _known(sheet, known)
    cvr_line = _cvr_line(sheet, draft)
    is_invoice = draft.fields.payment is not None and draft.fields.invoice_number is not None
    for line in sheet.lines:
        if line.index in sheet.amounts_by_line:
            continue
        for number in range(len(line.cells)):
            if (line.index, number) in sheet.buyer_cells:
                continue
            yield from _in_cell(sheet, line, number, cvr_line, is_invoice)


def _cvr_line(sheet: Sheet, draft: Draft) -> Line | None:
    cvr = draft.fields.cvr
    if cvr is None:
        return None
    digits = cvr.value
    return next((line for line in sheet.lines if digits in line.text.replace(" ", "")), None)


def _labelled(sheet: Sheet) -> Iterable[Scored[str]]:
    for line in sheet.lines:
        for hit in sheet.hits_of(line, "supplier"):
            for where, start, end in sheet.values_of(line, hit):
                span = _trimmed(where, start, end)
                if span is None or not _is_name(sheet, span) or (where is line and end <= hit.start):
                    continue
                label = fold(line.text[hit.start : hit.end])
                person = label in ("saelger", "fra", "from", "seller") and not _is_firm(sheet, span.text)
                if where is line and sheet.is_buyers(where, span.start):
                    break
                yield Scored(_name(span), 0.55 if person else 0.95, span)
                break


def _known(sheet: Sheet, known: Mapping[str, "Supplier"]) -> Iterable[Scored[str]]:
    """An earlier supplier's name on the page."""
    if not known:
        return
    for line in sheet.lines:
        for number, cell in enumerate(line.cells):
            if (line.index, number) in sheet.buyer_cells:
                continue
            for span in _parts(line, cell.start, cell.end):
                if _key(span.text) in known:
                    yield Scored(_name(span), 0.96, span, "register")


def _in_cell(sheet: Sheet, line: Line, number: int, cvr_line: Line | None, is_invoice: bool) -> Iterable[Scored[str]]:
    cell, tokens = line.cells[number], line.cell_tokens[number]
    if number + 1 < len(line.cells) and _LEGAL.fullmatch(line.cell_text(number + 1)):
        form = line.cells[number + 1]
        cell = cell._replace(end=form.end, x1=form.x1)
    if number == 0 and _is_letterhead(sheet, line):
        cell, tokens = Cell(cell.start, len(line.text), line.x0, line.x1), line.tokens
    if sum(map(str.isalpha, line.text[cell.start : cell.end])) < _LETTERS:
        return
    if not tokens or (_begins_with_label(sheet, line, cell) and not _LEGAL.search(line.text, cell.start, cell.end)):
        return
    spans = _parts(line, cell.start, cell.end)
    if spans:
        spans[0] = _without_number(sheet, spans[0])
    if not spans or not _is_name(sheet, spans[0]):
        return
    first = _without_from(spans[0])
    if sheet.vocabulary.headings.match(tokens, 0) is not None and not _LEGAL.search(first.text):
        return
    hits = [h for h in sheet.hits_of(line, *_NO_NAME) if first.start <= h.start < first.end]
    if any(first.start < h.start and line.is_blank(h.end, cell.end) for h in sheet.hits_of(line, "supplier")):
        return  # «Kreditornummer og betalingsmodtager»: a caption
    if len(spans) > 1 and any(p.line is line and p.span.start == spans[1].start for p in sheet.payments):
        return  # «Klubkonto i Spar Nord, 1234 12345678»
    if (hits or _is_terms(sheet, tokens, first)) and not _LEGAL.search(first.text):
        return
    score = _looks(sheet, line, number, first) + _address_near(sheet, line, number, spans) + _near_cvr(line, cvr_line)
    least = _AT_TOP if line.index <= _first(sheet) and is_invoice else _LEAST
    if score >= least:
        yield Scored(_name(first), min(score, 0.93), first, "place")


def _is_terms(sheet: Sheet, tokens: Sequence[Token], span: Span) -> bool:
    """«Løbende måned + 30 dage»."""
    return sheet.vocabulary.term_words.occur_in(tokens) and bool(find_terms(span.text))


def _is_letterhead(sheet: Sheet, line: Line) -> bool:
    """«MAD MED   MERE APS»: the top line, in large letters set apart."""
    if line.index > _first(sheet) or len(line.cells) < 2 or line.height <= 1.25 * sheet.usual_height:
        return False
    near = all(b.x0 - a.x1 < _SET_APART * line.height for a, b in pairwise(line.cells))
    words = sheet.vocabulary.headings
    return near and not sheet.hits[line.index] and not any(words.match(t, 0) for t in line.cell_tokens)


def _first(sheet: Sheet) -> int:
    """The index of the first line that is more than the document's heading: the sender's, as a rule."""
    top = sheet.lines[0]
    alone = len(top.cells) == 1 and sheet.vocabulary.headings.contains(top.text) is not None
    return 1 if alone and top.height > 1.25 * sheet.usual_height else 0


def _without_number(sheet: Sheet, span: Span) -> Span:
    """«Grønærten  CVR 12345674»: what stands before the label of the number."""
    starts = [h.start for h in sheet.hits_of(span.line, "cvr") if span.start < h.start < span.end]
    cut = _trimmed(span.line, span.start, min(starts)) if starts else None
    return cut if cut is not None and sum(c.isalpha() for c in cut.text) >= 3 else span


def _without_from(span: Span) -> Span:
    """«Fra Lones Madudlejning»: the name only."""
    prefix = _FROM.match(span.text)
    return span._replace(start=span.start + prefix.end()) if prefix else span


def _begins_with_label(sheet: Sheet, line: Line, cell: Cell) -> bool:
    hits = sheet.hits[line.index]
    return bool(hits) and any(
        cell.start <= h.start < cell.end
        and (h.group not in _MAYBE_NAMES or (h.start, h.end) == (cell.start, cell.end))
        and line.is_blank(cell.start, h.start)
        and not _IN_NAME.match(line.text, h.start, cell.end)
        for h in hits
    )


def _looks(sheet: Sheet, line: Line, number: int, span: Span) -> float:
    """What the words and their size say: a legal form, a word venues like, larger than the rest, at the top."""
    score = 0.0
    if _LEGAL.search(span.text):
        score += 0.3
    if _is_likely(sheet, span.text):
        score += 0.2
    if line.height > 1.25 * sheet.usual_height:
        score += 0.25
    elif line.height > 1.1 * sheet.usual_height:
        score += 0.1
    page = sheet.layout.pages[0]
    if line.page == page.number and (line.index == 0 or (line.top < page.height * 0.15 and sheet.layout.paged)):
        score += 0.2
    if line.index <= _first(sheet) and number == 0:
        score += 0.1
    label = sheet.label_of(line, span.start)
    if label is not None and (label.how in ("same", "left") or label.group in _OTHERS):
        score -= 0.4
    if len(span.text.split()) > 6:
        score -= 0.2
    return score


def _address_near(sheet: Sheet, line: Line, number: int, spans: list[Span]) -> float:
    """A street or postcode after it on its line, or in the cells below: a name over its address."""
    rest = line.text[spans[0].end : line.cells[number].end]
    if len(spans) > 1 and (_POSTCODE.search(rest) or _STREET.search(spans[1].text)):
        return 0.45
    score, current = 0.0, (line, number)
    for depth in range(4):
        below = sheet.layout.below(current[0], current[0].cells[current[1]], reach=1.6)
        if below is None:
            break
        text = below[0].cell_text(below[1])
        if depth == 0 and not any(map(str.isalpha, text)):
            return -0.3  # «Telefon» over its number, though misread
        if below[0].index in sheet.amounts_by_line:
            break
        if (below[0].index, below[1]) in sheet.buyer_cells:
            break
        said = _said_of_address(text)
        if said == "address":
            return score + (0.4 if depth <= 1 else 0.2)
        if said == "contact":
            score = max(score, 0.15)
        current = below
    return score


@lru_cache(maxsize=1000)
def _said_of_address(text: str) -> str:
    """ "address" of a cell with a street or a postcode, "contact" of one with a telephone or the like; else "".

    Asked of the same cell for each of the cells above it.
    """
    if _STREET.match(text) or _POSTCODE.search(text):
        return "address"
    return "contact" if _CONTACT.search(text) else ""


def _near_cvr(line: Line, cvr_line: Line | None) -> float:
    if cvr_line is None or cvr_line.page != line.page:
        return 0.0
    apart = abs(cvr_line.index - line.index)
    return 0.42 if apart == 0 else 0.2 if apart == 1 else 0.12 if apart <= 4 else 0.0


def _parts(line: Line, start: int, end: int) -> list[Span]:
    """The parts of a cell that punctuation divides: the first may be the name, the others its address."""
    out: list[Span] = []
    at = start
    for match in [*_PARTS.finditer(line.text, start, end), None]:
        stop = match.start() if match else end
        form = None if out else _LEGAL.search(line.text, at, stop)
        if form is not None and _STREET.match(line.text[form.end() : stop].lstrip()):
            # «Bager Holm ApS Skovvej 6, 7100 Vejle»: the legal form ends the name, an address follows.
            out.append(Span(line, at, form.end()))
            at = form.end()
        address = _ADDRESS.search(line.text, at, stop) if line.has_figure and not out else None
        if address is not None:
            # «Ribe Vandrerhjem Skovvej 6 7100 Vejle»: nothing divides the name from its address.
            name = _trimmed(line, at, address.start())
            out.extend([name] if name is not None else [])
            at = address.start()
        span = _trimmed(line, at, stop)
        if span is not None:
            out.append(span)
        at = match.end() if match else end
    return out


def _trimmed(line: Line, start: int, end: int) -> Span | None:
    text = line.text[start:end]
    left = len(text) - len(text.lstrip(" :.,–—-|·*=#"))
    right = len(text.rstrip(" :,–—-|·*=#"))
    return Span(line, start + left, start + right) if right > left else None


def _is_name(sheet: Sheet, span: Span) -> bool:
    """Words, few figures, no sentence, not ours, no document's heading."""
    text = span.text
    letters = sum(map(str.isalpha, text))
    if not 3 <= len(text) <= 70 or letters < _LETTERS or letters < 0.6 * len(text.replace(" ", "")):
        return False
    if not (text[0].isupper() or text[0].isdigit() or _is_firm(sheet, text)) or (
        _STREET.match(text) and not _LEGAL.search(text) and not _is_numbered_venue(sheet, span)
    ):
        return False
    if _POSTCODE.search(text) or "@" in text or "www." in text.casefold() or (_SENTENCE.search(text)):
        return False
    tokens = [t for t in span.line.tokens if span.start <= t.start < span.end]
    if not tokens or (sheet.opens[span.line.index] & BUYER and sheet.vocabulary.buyer.occur_in(tokens)):
        return False
    key = " ".join(t.key for t in tokens)
    never = sheet.vocabulary.word_set("supplier", "never")
    return not (
        (tokens[0].key in never and not _LEGAL.search(text))
        or key in never
        or sheet.vocabulary.headings.contains(text)
        or _names_network(sheet, span, tokens)
    )


def _is_numbered_venue(sheet: Sheet, span: Span) -> bool:
    """«Grill 54» at the very top, «Spisestedet Pakhus 5»: a name with a number, though a street looks no different."""
    words = fold(span.text).split()
    likely = sheet.vocabulary.word_set("supplier", "likely")
    return bool(words) and (
        (span.line.index == 0 and words[0] in likely) or (len(words) > 2 and _is_likely(sheet, words[0]))
    )


def _names_network(sheet: Sheet, span: Span, tokens: list[Token]) -> bool:
    """«Event: netv. Slagelse Syd» is what the meeting was; «Netværkshuset ApS» is a firm."""
    words = sheet.vocabulary.network_words
    return words.match(tokens[:1], 0) is not None or (":" in span.text and words.occur_in(tokens))


def _is_likely(sheet: Sheet, text: str) -> bool:
    likely = sheet.vocabulary.word_set("supplier", "likely")
    return any(w[i:] in likely for w in fold(text).split() for i in range(max(1, len(w) - 3)))


def _is_firm(sheet: Sheet, text: str) -> bool:
    return bool(_LEGAL.search(text)) or _is_likely(sheet, text)


def _name(span: Span) -> str:
    return " ".join(span.text.split())
