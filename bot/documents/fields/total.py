"""What remains to be paid (BT-115), after deposit and rounding."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from bot.documents.fields.draft import Draft, Scored, make
from bot.documents.fields.found import Placed
from bot.documents.fields.ladder import climb, rest_after
from bot.documents.fields.lines import is_price
from bot.documents.fields.products import is_bound, numbers_before, product_of
from bot.documents.fields.sheet import Sheet
from bot.documents.fields.sum_lines import sums_of
from bot.documents.fields.sums import Sum, Sums, near
from bot.documents.line import SAME_EDGE, Span
from bot.model.field import Field, How

_LABELS = ("payable", "gross", "total")
#: Labels of amounts that are never what an invoice is over.
_NO_SUM = ("fee", "rounding", "other_number", "account")
#: Words and a number at the end of a line; so many lines around an amount are its rows, where there are others.
_LIKE_ROW, _ROWS_NEAR = re.compile(r"[^\W\d].*\s\d{2,5}(?:\s?(?:kr\.?|,-))?\s*$"), 3


def read_total(sheet: Sheet, draft: Draft) -> Draft:
    sums = sums_of(sheet)
    found, draft = _chosen(sheet, draft, sums), draft.weighing(sheet, "total", _weighed(sheet, sums))
    if found is None:
        return draft
    draft = draft.weighing(sheet, "total", (found,))
    confidence, doubts = _confidence(sheet, sums, found), _doubts(sheet, sums, found)
    if doubts:
        confidence = min(confidence, sheet.scores("total")["contradicted"])
    field: Field[Decimal] = make(sheet, found.value, confidence, found.span, *doubts, how=found.how)
    return draft.having(total=field).changed(amounts=replace(draft.amounts, payable=found.value)).doubting(*doubts)


def _weighed(sheet: Sheet, sums: Sums) -> Iterable[Scored[Decimal]]:
    return (_scored(sheet, s) for s in sums.of(*_LABELS))


def _chosen(sheet: Sheet, draft: Draft, sums: Sums) -> Scored[Decimal] | None:
    scores, printed = sheet.scores("total"), sums.payable
    if printed is not None:
        return Scored(printed.value, scores["payable"], printed.span)
    gross = sums.gross
    if gross is None:
        return _unlabelled(sheet, sums) or _climbed(sheet) or _only(sheet, draft)
    if sums.net is not None and sums.vat is not None and near(gross.value, sums.net.value) and sums.vat.value:
        return _unlabelled(sheet, sums) or _scored(sheet, gross, less=scores["is_net"])
    if sums.prepaid is not None:
        rest = gross.value - abs(sums.prepaid.value)
        printed = next((s for s in sums.of("gross", "total") if near(s.value, rest)), None)
        if printed is not None:
            return _scored(sheet, printed)
        if sums.prepaid.span.line.index > gross.span.line.index:
            # The deposit is printed, what then remains is not: worked out.
            return Scored(rest, scores["rest"], gross.span, "arithmetic")
    left = rest_after(sheet, gross.value, gross.span.line.index)
    if left is not None and not (sums.vat and near(left.found.value, gross.value - sums.vat.value)):
        return Scored(left.found.value, scores["led_to"], left.span, "arithmetic")
    return _scored(sheet, gross)


def _climbed(sheet: Sheet) -> Scored[Decimal] | None:
    found = climb(sheet)
    if found is None:
        return None
    # Net, a quarter of it and both together say more than lines that add up to a sum.
    with_vat = found.vat is not None and near(found.vat.found.value * 5, found.total.found.value)
    score = sheet.scores("total")["with_vat" if with_vat else "of_lines"]
    return Scored(found.total.found.value, score, found.total.span, "arithmetic")


def _only(sheet: Sheet, draft: Draft) -> Scored[Decimal] | None:
    """«… skal jeg hermed bede om 2.150,00 kr.»: one amount on the whole sheet, and no fee. A price for one may stand
    beside it where it leads to it: «9 pers. à 150,- = 1350,- kr.»
    """
    said = [a for a in sheet.amounts if not is_bound(sheet, a.line, a.span.start)]
    sums = [a for a in said if not is_price(a.line.text, a.span.start, a.span.end)]
    if len({a.found.value for a in sums}) != 1 or sums[0].found.value <= 0 or _is_elses(sheet, sums[0]):
        return None
    first, has_price = sums[0], len(sums) < len(said)
    if has_price and not (len(sums) == 1 and _is_product(sheet, first, said) and _is_all(sheet, draft, first)):
        return None
    if first.found.currency is None and "," not in first.found.text:
        return None
    how: How = "arithmetic" if has_price else "form"
    return Scored(first.found.value, sheet.scores("total")["only"], first.span, how)


def _is_elses(sheet: Sheet, amount: Placed) -> bool:
    """«Ved for sen betaling et gebyr på 100,00 kr.»"""
    label = sheet.label_of(amount.line, amount.span.start)
    return label is not None and label.group in _NO_SUM


def shows_amount(sheet: Sheet) -> bool:
    """Whether an amount stands there that may be the total, though nothing says so."""
    return any(
        a.found.value > 0
        and not is_bound(sheet, a.line, a.span.start)
        and not is_price(a.line.text, a.span.start, a.span.end)
        and not _is_elses(sheet, a)
        for a in sheet.amounts
    )


def _is_product(sheet: Sheet, total: Placed, said: Sequence[Placed]) -> bool:
    """Whether the other amounts are the one price on its line, times a number there; nothing stands behind it."""
    line = total.line
    prices = [a for a in said if a is not total]
    if len(prices) != 1 or prices[0].line is not line or line.text[total.span.end :].strip(" ."):
        return False
    numbers = numbers_before(sheet, line, 0, total.span.start)
    return product_of([*numbers, prices[0].found.value], total.found.value)[0] is not None


def _is_all(sheet: Sheet, draft: Draft, total: Placed) -> bool:
    """Whether nothing is added or taken off, nor stands another row near it whose amount is no more than a number:
    «kaffe 200».
    """
    at = total.line.index
    rows = (
        line
        for line in sheet.lines[max(0, at - _ROWS_NEAR) : at + _ROWS_NEAR + 1]
        if line.index != at and line.index not in draft.network_lines and not sheet.hits[line.index]
    )
    changed = any(sheet.labelled(group) for group in ("discount", "fee", "prepaid", "rounding"))
    return not changed and not any(_LIKE_ROW.search(row.text) and row.index not in sheet.dates_by_line for row in rows)


def _scored(sheet: Sheet, found: Sum, less: float = 0.0) -> Scored[Decimal]:
    scores = sheet.scores("total")
    label = scores[found.role if found.role in _LABELS else "other_label"]
    return Scored(found.value, label - less - (0.0 if found.strong else scores["weak_label"]), found.span)


def _unlabelled(sheet: Sheet, sums: Sums) -> Scored[Decimal] | None:
    """An amount whose label is in no vocabulary, but which net and VAT lead to, or which VAT is a fifth of."""
    if sums.vat is None or not sums.vat.value:
        return None
    vat = sums.vat.value
    wanted = [sums.net.value + vat] if sums.net is not None else [vat * 5]
    fits = [a for a in sheet.amounts if any(near(a.found.value, w) for w in wanted) and not near(a.found.value, vat)]
    if not fits:
        return None
    last = fits[-1]
    return Scored(last.found.value, sheet.scores("total")["led_to"], last.span, "arithmetic")


def _confidence(sheet: Sheet, sums: Sums, found: Scored[Decimal]) -> float:
    scores = sheet.scores("total")
    repeated = sum(1 for s in sums.of(*_LABELS) if near(s.value, found.value))
    score = found.score + (scores["told_twice"] if repeated > 1 else 0.0)
    return max(score, scores["explained"]) if sums.explains(found.value) else min(score, scores["unexplained"])


def _doubts(sheet: Sheet, sums: Sums, found: Scored[Decimal]) -> tuple[str, ...]:
    """Two amounts to be paid that nothing on the page explains."""
    total = found.value
    if _has_larger_below(sums, found) or _has_larger_above(sums, found) or _has_larger_under(sheet, found):
        return ("several_totals",)
    if any(s.value < total for s in sums.of("balance")):
        return ("several_totals",)  # something was paid, or is owed to us
    others = {s.value for s in sums.of("payable") if s.strong and total and abs(s.value - total) > Decimal("1")}
    if not others:
        return ()
    explained = {
        base.value + (d.value if d else Decimal(0))
        for base in sums.of("gross", "total", "net", "payable")
        for d in (*sums.of("prepaid", "rounding", "fee", "vat"), None)
    } | {s.value for s in sums.of("gross", "net", "prepaid", "vat", "taxable", "exempt")}
    unexplained = [o for o in others if not any(near(o, e) for e in explained - {o}) and not sums.of("prepaid")]
    return ("several_totals",) if unexplained else ()


def _has_larger_below(sums: Sums, found: Scored[Decimal]) -> bool:
    """Another total under the one that was read, larger by nothing that is printed (a fee, the VAT, a deposit)."""
    steps = {d.value for d in sums.of("rounding", "fee", "vat")}
    return not sums.of("prepaid") and any(
        s.strong
        and s.span.line.index > found.span.line.index
        and s.value - found.value > Decimal("1")
        and not any(near(s.value, found.value + step) for step in steps - {s.value})
        for s in sums.of("gross", "total", "fee")
        if found.value > 0
    )


def _has_larger_above(sums: Sums, found: Scored[Decimal]) -> bool:
    """Another total over the one that was read, and nothing printed that takes it down to that."""
    if found.value <= 0 or sums.of("prepaid", "discount", "rounding"):
        return False
    explained = {found.value + s.value for s in sums.of("vat", "fee", "exempt", "taxable", "net")}
    return any(
        s.strong
        and s.span.line.index < found.span.line.index
        and s.value - found.value > Decimal("1")
        and not any(near(s.value, value) for value in explained)
        for s in sums.of("gross", "total", "payable")
    )


def _has_larger_under(sheet: Sheet, found: Scored[Decimal]) -> bool:
    """A larger amount without a known label, in the column of the one that was read and under it."""
    edge = _right(found.span)
    return found.value > 0 and any(
        a.line.page == found.span.line.page
        and a.line.index > found.span.line.index
        and a.found.value - found.value > Decimal("1")
        and not sheet.hits[a.line.index]
        and abs(_right(a.span) - edge) <= SAME_EDGE
        for a in sheet.amounts
    )


def _right(span: Span) -> float:
    words = span.words
    return words[-1].x1 if words else span.line.x1
