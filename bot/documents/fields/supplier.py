"""The supplier's name (BT-27): behind a label, in the heading, or over the address beside the CVR number.

Never the buyer: our own name and address are left out before anything else is looked at.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.danish.terms import find_terms
from bot.danish.text import firm_key, fold
from bot.documents.fields.draft import Draft, Scored, best, make
from bot.documents.fields.firm_names import (
    LEGAL,
    LETTERS,
    LINES,
    heading_above,
    is_firm,
    is_likely,
    is_name,
    name_of,
    over_lines,
    parts_of,
    said_of_address,
    trimmed,
)
from bot.documents.fields.firm_places import address_near, first_line, is_letterhead, looks, near_cvr
from bot.documents.fields.payee import is_holder
from bot.documents.fields.person import name_in
from bot.documents.fields.sheet import Sheet
from bot.documents.line import Cell, Line, Span, Token

if TYPE_CHECKING:
    from bot.model.world import Supplier

#: «Nr. Vedby Forsamlingshus»: Nørre, no number; «Kok & Karen».
_IN_NAME = re.compile(r"(?i:nr)\.\s*(?-i:[A-ZÆØÅ](?:[a-zæøå]{2,}|[A-ZÆØÅ]{2,}))|[A-ZÆØÅ][\w-]+ & [A-ZÆØÅ]")
#: Labels that a firm's name may begin with («Mødecenter Syd», «Selskabslokalerne»).
_MAYBE_NAMES = ("event_date", "concerning", "total", "discount", "prepaid")
_FROM = re.compile(r"(?:fra|from|v/)\s+(?=[A-ZÆØÅ])", re.IGNORECASE)
#: What engines make of Danish letters, most often of capitals.
_LOST = dict(zip("EOAeoa", "ÆØÅæøå", strict=True))
#: Words of payment anywhere in it make it no name.
_NO_NAME = ("other_number", "account", "due_date", "terms", "payable", "vat", "cvr")


def read_supplier(sheet: Sheet, draft: Draft) -> Draft:
    known = _known_firms(sheet, draft)
    candidates = list(_candidates(sheet, draft, known)) or list(_signed(sheet, draft))
    found, draft = best(candidates), draft.weighing(sheet, "supplier", candidates)
    if found is None:
        return draft
    found = _to_its_end(found, candidates)
    key = firm_key(found.value)
    others = [c.score for c in candidates if firm_key(c.value) != key]
    votes = len(candidates) - len(others)
    scores = sheet.scores("supplier")
    confidence = found.score if found.score >= scores["sure"] else scores["base"] + scores["share"] * found.score
    if others and max(others) > found.score - scores["rival"]:
        confidence = min(confidence, scores["contradicted"])
    name = known[key].name if key in known else _respelt(sheet, found.value) if sheet.misread else found.value
    score = min(confidence + (scores["told_twice"] if votes > 1 else 0.0), scores["most"])
    return draft.having(supplier=make(sheet, name, score, found.span, how=found.how))


def _to_its_end(found: Scored[str], candidates: Sequence[Scored[str]]) -> Scored[str]:
    """«Høje Bakke» over «Kro», in large letters of one size: the first line is no more than the name's beginning."""
    longer = (
        c._replace(score=max(c.score, found.score))
        for c in candidates
        if c.how == found.how == "place"
        and c.value.startswith(f"{found.value} ")
        and 0 < c.span.line.index - found.span.line.index <= LINES
    )
    return max(longer, key=lambda c: len(c.value), default=found)


def _respelt(sheet: Sheet, name: str) -> str:
    """«VEJLBY GESTGIVERI», as an engine reads a capital Æ: the letter comes back in words that venues like to have."""

    def mended(word: str) -> str:
        if is_likely(sheet, word):
            return word
        forms = (word[:i] + _LOST[c] + word[i + 1 :] for i, c in enumerate(word) if c in _LOST)
        noughts = word.replace("0", "Ø" if word.isupper() else "ø")
        return next((form for form in (noughts, *forms) if is_likely(sheet, form)), word)

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
    for line, hit in sheet.labelled("supplier"):
        for where, start, end in sheet.values_of(line, hit):
            span = next(iter(parts_of(where, start, end)), None)
            if span is None or not is_name(sheet, span) or (where is line and end <= hit.start):
                continue
            label = fold(line.text[hit.start : hit.end])
            name = over_lines(sheet, span, labelled=True)
            person = label in sheet.vocabulary.word_set("supplier", "person_labels") and not is_firm(sheet, name)
            if where is line and sheet.is_buyers(where, span.start):
                break
            worth = "payee" if is_holder(sheet, line, hit) else "person" if person else "label"
            yield Scored(name, sheet.scores("supplier")[worth], span)
            break


def _known(sheet: Sheet, known: Mapping[str, "Supplier"]) -> Iterable[Scored[str]]:
    """An earlier supplier's name on the page."""
    if not known:
        return
    for line in sheet.lines:
        for number, cell in enumerate(line.cells):
            if (line.index, number) in sheet.buyer_cells:
                continue
            for span in parts_of(line, cell.start, cell.end):
                if _key(span.text) in known:
                    yield Scored(name_of(span), sheet.scores("supplier")["earlier"], span, "register")


def _signed(sheet: Sheet, draft: Draft) -> Iterable[Scored[str]]:
    """«Venlig hilsen» over a person's name over an address: who sends it, where no firm's number stands there."""
    if draft.fields.cvr is not None:
        return
    closings = sheet.vocabulary.word_set("supplier", "closings")
    for line, hit in sheet.labelled("seller_ref"):
        if fold(line.text[hit.start : hit.end]) not in closings or not sheet.is_pure(line, hit):
            continue
        below = sheet.layout.below(line, line.cells[hit.cell], reach=1.6)
        name = _person_in(sheet, *below) if below is not None else None
        home = sheet.layout.below(below[0], below[0].cells[below[1]], reach=1.6) if below is not None else None
        if name is not None and home is not None and said_of_address(home[0].cell_text(home[1])) == "address":
            yield Scored(name_of(name), sheet.scores("supplier")["signed"], name, "place")


def _person_in(sheet: Sheet, line: Line, number: int) -> Span | None:
    """First and last name, and nothing else in the cell."""
    cell = line.cells[number]
    name = name_in(sheet, line, cell.start, cell.end)
    return name if name is not None and " " in name.text and line.is_blank(name.end, cell.end) else None


def _in_cell(sheet: Sheet, line: Line, number: int, cvr_line: Line | None, is_invoice: bool) -> Iterable[Scored[str]]:
    cell, tokens = _whole_name(sheet, line, number)
    if not tokens or sum(map(str.isalpha, line.text[cell.start : cell.end])) < LETTERS:
        return
    if _begins_with_label(sheet, line, cell) and not LEGAL.search(line.text, cell.start, cell.end):
        return
    spans = parts_of(line, cell.start, cell.end)
    if spans:
        spans[0] = _without_number(sheet, spans[0])
    if not spans or not is_name(sheet, spans[0]):
        return
    first = _without_echo(_without_from(spans[0]))
    if _is_of_paying(sheet, line, cell, spans, first) or (
        not LEGAL.search(first.text) and _is_no_name(sheet, line, tokens, first)
    ):
        return
    scores = sheet.scores("supplier")
    score = looks(sheet, line, number, first)
    score += address_near(sheet, line, number, spans) + near_cvr(sheet, line, cvr_line)
    if score >= scores["least_at_top" if line.index <= first_line(sheet) and is_invoice else "least"]:
        name = over_lines(sheet, first, labelled=False) if len(spans) == 1 else name_of(first)
        name = f"{heading_above(sheet, line, number)} {name}".lstrip()
        yield Scored(name, min(score, scores["most_by_place"]), first, "place")


def _whole_name(sheet: Sheet, line: Line, number: int) -> tuple[Cell, Sequence[Token]]:
    """The cell with its legal form, where that stands in the next; the line of a letterhead."""
    cell, tokens = line.cells[number], line.cell_tokens[number]
    if number == 0 and is_letterhead(sheet, line):
        return Cell(cell.start, len(line.text), line.x0, line.x1), line.tokens
    if number + 1 < len(line.cells) and LEGAL.fullmatch(line.cell_text(number + 1)):
        form = line.cells[number + 1]
        cell = cell._replace(end=form.end, x1=form.x1)
    return cell, tokens


def _is_of_paying(sheet: Sheet, line: Line, cell: Cell, spans: Sequence[Span], first: Span) -> bool:
    if any(first.start < h.start and line.is_blank(h.end, cell.end) for h in sheet.hits_of(line, "supplier")):
        return True  # «Kreditornummer og betalingsmodtager»: a caption
    # «Klubkonto i Spar Nord, 1234 12345678»
    return len(spans) > 1 and any(p.line is line and p.span.start == spans[1].start for p in sheet.payments)


def _is_no_name(sheet: Sheet, line: Line, tokens: Sequence[Token], first: Span) -> bool:
    """A heading, or words of payment in it."""
    hits = (h for h in sheet.hits_of(line, *_NO_NAME) if first.start <= h.start < first.end)
    heads = sheet.vocabulary.headings.match(tokens, 0) is not None
    return heads or any(hits) or _is_terms(sheet, tokens, first)


def _is_terms(sheet: Sheet, tokens: Sequence[Token], span: Span) -> bool:
    """«Løbende måned + 30 dage»."""
    return sheet.vocabulary.term_words.occur_in(tokens) and bool(find_terms(span.text))


def _without_number(sheet: Sheet, span: Span) -> Span:
    """«Grønærten  CVR 12345674»: what stands before the label of the number."""
    starts = [h.start for h in sheet.hits_of(span.line, "cvr") if span.start < h.start < span.end]
    cut = trimmed(span.line, span.start, min(starts)) if starts else None
    return cut if cut is not None and sum(c.isalpha() for c in cut.text) >= 3 else span


def _without_from(span: Span) -> Span:
    """«Fra Lones Madudlejning»: the name only."""
    prefix = _FROM.match(span.text)
    return span._replace(start=span.start + prefix.end()) if prefix else span


def _without_echo(span: Span) -> Span:
    """«SKOVLY EVENTS Skovly Events Danmark A/S»: a sign in capitals before the name that begins with the same words."""
    if not span.text.partition(" ")[0].isupper():
        return span
    words = list(re.finditer(r"\S+", span.text))
    for half in range(len(words) // 2, 0, -1):
        sign, name = (span.text[words[n].start() : words[n + half - 1].end()] for n in (0, half))
        if sign.isupper() and not name.isupper() and sign.casefold() == name.casefold():
            return span._replace(start=span.start + words[half].start())
    return span


def _begins_with_label(sheet: Sheet, line: Line, cell: Cell) -> bool:
    hits = sheet.hits[line.index]
    return bool(hits) and any(
        cell.start <= h.start < cell.end
        and (h.group not in _MAYBE_NAMES or (h.start, h.end) == (cell.start, cell.end))
        and line.is_blank(cell.start, h.start)
        and not _IN_NAME.match(line.text, h.start, cell.end)
        for h in hits
    )
