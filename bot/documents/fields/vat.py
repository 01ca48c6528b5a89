"""The VAT amount (BT-110), on top of the net or inside the total. Absent where the page says there is none and
prints no amount.
"""

from decimal import Decimal

from bot.documents.fields.draft import Draft, Scored, make
from bot.documents.fields.found import Placed
from bot.documents.fields.ladder import climb
from bot.documents.fields.lines import lines_of
from bot.documents.fields.sheet import Sheet
from bot.documents.fields.sum_lines import sums_of
from bot.documents.fields.sums import Sum, Sums, near
from bot.model.invoice import Amounts


def read_vat(sheet: Sheet, draft: Draft) -> Draft:
    sums = sums_of(sheet)
    total = draft.fields.total
    draft = draft.changed(amounts=_amounts(sheet, sums, draft))
    draft = draft.weighing(sheet, "vat", (Scored(s.value, _labelled(sheet, s), s.span) for s in sums.of("vat")))
    found = sums.vat
    if found is None:
        return _climbed(sheet, draft)
    confidence = _labelled(sheet, found)
    of_net = sums.net is not None and near(found.value * 4, sums.net.value)
    if of_net or (total is not None and (sums.explains(total.value) or near(found.value * 5, total.value))):
        confidence = sheet.scores("vat")["explained"]
    elif total is not None and abs(found.value) >= abs(total.value) and found.value:
        return draft
    return draft.having(vat=make(sheet, found.value, confidence, found.span))


def _labelled(sheet: Sheet, found: Sum) -> float:
    return sheet.scores("vat")["label" if found.strong else "weak_label"]


def _climbed(sheet: Sheet, draft: Draft) -> Draft:
    """No label says VAT, but the word stands on the page and the column has the amount that the total leads to."""
    if any(phrase in sheet.folded_text for phrase in sheet.vocabulary.kinds["free_of_vat"]["phrases"]):
        return draft
    climbed = climb(sheet)
    fifth = None if climbed and climbed.vat else _fifth(sheet, draft)
    if fifth is not None:
        return draft.having(
            vat=make(sheet, fifth.found.value, sheet.scores("vat")["fifth"], fifth.span, how="arithmetic")
        )
    if climbed is None or climbed.vat is None or not any(w in sheet.folded_text for w in (" moms", " vat ")):
        return draft
    value, span, score = climbed.vat.found.value, climbed.vat.span, sheet.scores("vat")["of_column"]
    draft = draft.weighing(sheet, "vat", (Scored(value, score, span, "arithmetic"),))
    return draft.having(vat=make(sheet, value, score, span, how="arithmetic"))


def _fifth(sheet: Sheet, draft: Draft) -> Placed | None:
    """The one amount right under the total that is a fifth of it, on a line that begins as «moms» does."""
    total = draft.fields.total
    if total is None or not total.value:
        return None
    last = max((a.line.index for a in sheet.amounts if a.found.value == total.value), default=-1)
    below = [a for a in sheet.amounts if last <= a.line.index <= last + 2 and near(a.found.value * 5, total.value)]
    said = [a for a in below if "mom" in a.line.text.casefold() or "vat" in a.line.text.casefold()]
    return said[0] if len(said) == 1 else None


def _amounts(sheet: Sheet, sums: Sums, draft: Draft) -> Amounts:
    """All of it for the arithmetic check."""
    prepaid = sum({abs(s.value) for s in sums.of("prepaid")}, Decimal(0)) if sums.prepaid else None
    gross = _before_fees(sums)
    return Amounts(
        lines=lines_of(sheet, sums),
        net=sums.net.value if sums.net else None,
        vat=sums.vat.value if sums.vat else None,
        taxable=_taxable(sums),
        gross=gross,
        prepaid=prepaid,
        rounding=_rounding(sums, gross, prepaid, draft.amounts.payable),
        payable=draft.amounts.payable,
    )


def _taxable(sums: Sums) -> Decimal | None:
    """What is printed as liable to VAT, with it or without; else what is left of the net or the whole without the part
    that is free of it. Of several, what the VAT is a share of.
    """
    if sums.vat is None:
        return None
    vat = sums.vat.value
    whole = [s.value for s in sums.of("net", "gross", "total")]
    said = [s.value for s in sums.of("taxable")] + [w - s.value for s in sums.of("exempt") if s.value for w in whole]
    return next((vat * 4 for amount in said if near(vat * 4, amount) or near(vat * 5, amount)), None)


def _before_fees(sums: Sums) -> Decimal | None:
    """«Regning 4.820,00», «Service 200,00», «Sum 5.020,00»: what the VAT is a fifth of, where a tip is in the sum."""
    if sums.gross is None:
        return None
    fees = [s.value for s in sums.of("fee") if s.value]
    vat = sums.vat.value if sums.vat else None
    before = (sums.gross.value - fee for fee in (*fees, sum(fees, Decimal(0))) if fee)
    return next((b for b in before if vat and near(vat * 5, b)), sums.gross.value)


def _rounding(sums: Sums, gross: Decimal | None, prepaid: Decimal | None, payable: Decimal | None) -> Decimal | None:
    """What is printed as rounding; and a tip or a fee after the total, where it is what leads to the amount to pay."""
    rounding = sums.rounding.value if sums.rounding else None
    if payable is None or gross is None:
        return rounding
    rest = payable - (gross - (prepaid or 0) + (rounding or 0))
    fees = [s.value for s in sums.of("fee") if s.value]
    if rest and any(near(rest, fee) for fee in (*fees, sum(fees, Decimal(0)))):
        return (rounding or Decimal(0)) + rest
    return rounding
