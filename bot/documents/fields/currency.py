"""The currency (BT-5): as printed beside the amounts. Danish kroner go without saying on a Danish invoice in
Denmark.
"""

from collections import Counter

from bot.documents.fields.draft import Draft, make
from bot.documents.fields.sheet import Sheet
from bot.documents.line import Span

#: Signs of currencies (Unicode's Sc) that stand on invoices here.
_SIGNS = {"€": "EUR", "£": "GBP", "$": "USD"}


def read_currency(sheet: Sheet, draft: Draft) -> Draft:
    total = draft.fields.total
    if total is None:
        return draft
    printed = [(a.found.currency, a.span) for a in sheet.amounts if a.found.currency]
    at_total = next(
        (c for c, span in printed if span.line.page == (total.page or span.line.page) and span.text == total.text), None
    )
    said = _said(sheet)
    draft = draft.doubting("mixed_currencies") if _is_either(sheet) else draft
    scores = sheet.scores("currency")
    if at_total:
        span = next(s for c, s in printed if c == at_total)
        return draft.having(currency=make(sheet, at_total, scores["at_total"], span, how="form"))
    if said:
        return draft.having(currency=make(sheet, said[0], scores["label"], said[1], how="label"))
    if printed:
        code = Counter(c for c, _ in printed).most_common(1)[0][0]
        span = next(s for c, s in printed if c == code)
        return draft.having(currency=make(sheet, code, scores["beside_amounts"], span, how="form"))
    unsaid = next((a.span for a in reversed(sheet.amounts) if a.found.value == total.value), None)
    if unsaid is None:
        return draft
    return draft.having(currency=make(sheet, "DKK", scores["unsaid"], unsaid, how="place"))


def _is_either(sheet: Sheet) -> bool:
    """«Total DKK/EUR» before one amount: of which of the two is it?"""
    for line in sheet.lines:
        if len(sheet.amounts_by_line.get(line.index, ())) == 1 and sheet.hits_of(line, "payable", "gross", "total"):
            codes = {c for t in line.tokens if (c := sheet.vocabulary.code_of_word.get(t.key, "").lower()) == t.key}
            if len(codes) > 1 and "dkk" in codes:
                return True
    return False


def _said(sheet: Sheet) -> tuple[str, Span] | None:
    """A code in a label («Total DKK», «Valuta: EUR», «Beløb i kr.»), kroner only where no other code is."""
    found: list[tuple[str, Span]] = []
    for line in sheet.lines:
        labels = sheet.hits_of(line, "payable", "gross", "total", "currency", "net", "column_amount", "column_price")
        if not labels:
            continue
        for token in line.tokens:
            code = sheet.vocabulary.code_of_word.get(token.key)
            if code:
                found.append((code, Span(line, token.start, token.end)))
        for sign, code in _SIGNS.items():
            if sign in line.text:
                at = line.text.index(sign)
                found.append((code, Span(line, at, at + 1)))
    both = {f[1].line.index for f in found if f[0] == "DKK"}
    found = [f for f in found if f[0] == "DKK" or f[1].line.index not in both]
    foreign = [f for f in found if (f[0] != "DKK" and f[1].text.upper() == f[0]) or f[0] in _SIGNS.values()]
    return foreign[0] if foreign else found[0] if found else None
