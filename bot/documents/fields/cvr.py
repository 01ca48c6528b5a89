"""The supplier's CVR number (BT-30): never ours, and no phone or account of eight digits."""

from collections.abc import Iterable

from bot.danish.cvr import find_cvr, is_cvr
from bot.documents.fields.draft import Draft, Scored, best, make
from bot.documents.fields.found import MAX_LINE
from bot.documents.fields.openings import CVR
from bot.documents.fields.sheet import Sheet
from bot.documents.line import Line, Span


def read_cvr(sheet: Sheet, draft: Draft) -> Draft:
    candidates = tuple(_candidates(sheet))
    found, draft = best(candidates), draft.weighing(sheet, "cvr", candidates)
    return draft.having(cvr=make(sheet, found.value, found.score, found.span)) if found else draft


def _candidates(sheet: Sheet) -> Iterable[Scored[str]]:
    known = {s.cvr for s in sheet.suppliers if s.cvr}
    for line, opens in zip(sheet.lines, sheet.opens, strict=True):
        labelled: set[str] = set()
        for found in find_cvr(line.text[:MAX_LINE]) if opens & CVR and line.has_figure else ():
            labelled.add(found.value)
            span = Span(line, found.start, found.end)
            yield Scored(found.value, _score(sheet, span, found.is_valid, found.value in known), span)
        yield from _beside_label(sheet, line, labelled, known)


def _beside_label(sheet: Sheet, line: Line, seen: set[str], known: set[str]) -> Iterable[Scored[str]]:
    """The label in another cell, or above: «CVR/SE» | «42250929»."""
    for hit in sheet.hits_of(line, "cvr"):
        for where, start, end in sheet.values_of(line, hit):
            digits = _eight(where.text[start:end])
            if digits and digits not in seen:
                span = Span(where, start, end)
                yield Scored(digits, _score(sheet, span, is_cvr(digits), digits in known), span)
                break


def _eight(text: str) -> str | None:
    text = text.strip(" :.").removeprefix("DK").strip(" -")
    digits = text.replace(" ", "").replace(".", "")
    return digits if len(digits) == 8 and digits.isascii() and digits.isdecimal() else None


def _score(sheet: Sheet, span: Span, valid: bool, known: bool) -> float:
    scores = sheet.scores("cvr")
    score = scores["valid" if valid else "not_valid"] + (scores["known"] if known else 0.0)
    before = [h for h in sheet.hits[span.line.index] if h.end <= span.start]
    if any(h.group == "buyer_cvr" for h in before) or sheet.is_buyers(span.line, span.start):
        return scores["ours"]
    return score - (scores["behind_buyer"] if before and before[-1].group == "buyer" else 0.0)
