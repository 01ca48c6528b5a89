"""Where the money is to go: all means on the sheet in the order printed, the first accepted one first."""

from collections.abc import Iterable
from dataclasses import replace

from bot.documents.fields.draft import Draft, Scored, make
from bot.documents.fields.firm_names import POSTCODE
from bot.documents.fields.found import Placed, overlap
from bot.documents.fields.sheet import Sheet
from bot.documents.fields.slips import put_together, stacked
from bot.model.field import Field, How
from bot.model.payment import Account, Fik, Giro, Iban, Payment

#: Words of paying on its line: «Betaling til 1234 0012345678».
_TO_PAY = ("terms", "due_date", "payable")
_OTHERS = ("other_number", "cvr", "buyer_cvr", "invoice_number")


def read_payment(sheet: Sheet, draft: Draft) -> Draft:
    found = [p for p in sheet.payments if _counts(sheet, p)] or [p for p in sheet.payments if _stands_alone(sheet, p)]
    fields = distinct(
        [
            make(sheet, p.found.payment, _confidence(sheet, p), p.span, how=_how(p))
            for p in found
            if p.found.payment is not None
        ]
    )
    scores = sheet.scores("payment")
    if not fields:
        parts = (*put_together(sheet), *stacked(sheet))
        fields = [make(sheet, p, scores["in_parts"], span, how="label") for p, span in parts[:1]]
    if not fields:
        return draft.doubting("foreign_account") if any(p.found.foreign for p in found) else draft
    draft = draft.weighing(sheet, "payment", _weighed(sheet, found))
    first = first_accepted(fields)
    if len({f.value.key for f in fields if _is_an_account(f.value)}) > 1:
        first = replace(first, confidence=min(first.confidence, scores["contradicted"]))
        first = replace(first, doubts=(*first.doubts, "several_accounts"))
        draft = draft.doubting("several_accounts")
    others = tuple(f for f in fields if f.value != first.value)
    return draft.having(payment=first).changed(other_payments=others)


def _is_an_account(payment: Payment) -> bool:
    """A Danish IBAN is its account, and another's where they differ; one with a misprint is nobody's."""
    return isinstance(payment, Account) or (isinstance(payment, Iban) and payment.is_danish and payment.is_valid)


def _how(placed: Placed) -> How:
    return "label" if placed.found.labelled else "form"


def _weighed(sheet: Sheet, found: Iterable[Placed]) -> Iterable[Scored[Payment]]:
    for p in found:
        if p.found.payment is not None:
            yield Scored(p.found.payment, _confidence(sheet, p), p.span, _how(p))


def first_accepted(fields: list[Field[Payment]]) -> Field[Payment]:
    """A Danish one whose form is right, else a Danish one, else what there is: the first of each as printed."""
    for wanted in (lambda p: p.is_danish and p.is_valid, lambda p: p.is_danish, lambda _: True):
        for field in fields:
            if wanted(field.value):
                return field
    return fields[0]


def _counts(sheet: Sheet, placed: Placed) -> bool:
    """Labelled; or of the form of an account where the line, or the one above, speaks of a bank or an account."""
    if _is_buyers(sheet, placed) or _runs_into_a_date(sheet, placed):
        return False
    if placed.found.labelled:
        return True
    line = placed.line
    if _is_anothers(sheet, placed):
        return False
    above = sheet.layout.above(line, line.cells[placed.cell], reach=1.5)
    return bool(sheet.hits_of(line, "account")) or (above is not None and bool(sheet.hits_of(above[0], "account")))


def _stands_alone(sheet: Sheet, placed: Placed) -> bool:
    """«Indsættes på 1234 0012345678»: of an account's form, and no label says that it is something else."""
    if _runs_into_a_date(sheet, placed):
        return False
    return not _is_anothers(sheet, placed) and not _is_buyers(sheet, placed)


def _is_buyers(sheet: Sheet, placed: Placed) -> bool:
    """In the cell of our own name; not a slip's code there («Kunde: EKM, … Indbetaling: +71<…»), which nobody but a
    creditor has, nor what is labelled behind our town («… 2300 København S. Reg. 1234 konto 567890») or behind a word
    of paying («EKM bedes indbetale på konto 1234 567890»).
    """
    line, span = placed.line, placed.span
    if isinstance(placed.found.payment, Fik | Giro) or not sheet.is_buyers(line, span.start):
        return False
    town = POSTCODE.search(line.text, line.cells[placed.cell].start, span.start)
    return not placed.found.labelled or not (town or _is_asked_for(sheet, placed))


def _is_asked_for(sheet: Sheet, placed: Placed) -> bool:
    """Whether a word of paying stands between our name and what is found."""
    tokens = [t for t in placed.line.cell_tokens[placed.cell] if t.start < placed.span.start]
    ours = sheet.vocabulary.buyer.first_in(tokens, len(tokens))
    said = (sheet.vocabulary.stems.match(tokens, i) for i in range((ours or 0) + 1, len(tokens)))
    return ours is not None and any(stem is not None and stem[0] == "due_date" for stem in said)


def _runs_into_a_date(sheet: Sheet, placed: Placed) -> bool:
    """«2026-519   18. sep. 2026» under «Fakturanummer   Fakturadato   Konto»: an account of two columns."""
    line, span = placed.line, placed.span
    if line.cell_at(span.start) == line.cell_at(span.end - 1):
        return False
    dates = sheet.dates_by_line.get(line.index, ())
    return any(overlap(span, d.span) and line.cell_at(d.span.start) != line.cell_at(span.start) for d in dates)


def _is_anothers(sheet: Sheet, placed: Placed) -> bool:
    """«Kundenr. 1234 0012345678»: the label before it, in its cell or beside it, says that it is something else."""
    line, start = placed.line, placed.span.start
    before = [h for h in sheet.hits[line.index] if h.end <= start]
    if not before or before[-1].group not in _OTHERS:
        return False
    between = line.text[before[-1].end : start]
    return not any(c.isdigit() for c in between) and (
        before[-1].cell == placed.cell or line.is_blank(before[-1].end, start)
    )


def _confidence(sheet: Sheet, placed: Placed) -> float:
    payment: Payment = placed.found.payment
    # A check digit that is right says as much as a label: one number in 97 passes as an IBAN by chance.
    checked = isinstance(payment, Iban) or (isinstance(payment, Fik | Giro) and payment.id is not None)
    said = _counts(sheet, placed) or bool(sheet.hits_of(placed.line, *_TO_PAY))
    alone = sum(isinstance(p.found.payment, Account) for p in sheet.payments) == 1
    by = (
        ("label", placed.found.labelled),
        ("checked", checked),
        ("said", said),
        ("only", alone),
        ("one_of_several", True),
    )
    scores = sheet.scores("payment")
    score = next(scores[name] for name, holds in by if holds)
    return score if payment.is_valid else min(score, scores["not_valid"])


def distinct(fields: list[Field[Payment]]) -> list[Field[Payment]]:
    out: list[Field[Payment]] = []
    numbered = {f.value.creditor for f in fields if isinstance(f.value, Fik) and f.value.id is not None}
    for field in fields:
        # «Kreditornr. 81234567» on the receipt beside the slip's own code line, which has the number of the payment.
        bare = isinstance(field.value, Fik) and field.value.id is None and field.value.creditor in numbered
        if not bare and all(field.value != other.value for other in out):
            out.append(field)
    return out
