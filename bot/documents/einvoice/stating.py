"""What an electronic invoice states, as fields: taken as it is, and sure. Nothing is looked for in words here."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from bot.danish.text import firm_key
from bot.documents.einvoice import payments
from bot.documents.fields.draft import Draft
from bot.documents.fields.evidence import as_text
from bot.documents.fields.payment import distinct, first_accepted
from bot.model.einvoice import EInvoice, Instruction
from bot.model.field import Field
from bot.model.invoice import Amounts, Line
from bot.model.payment import Account, Iban, NemKonto, Payment

T = TypeVar("T")
#: ``[einvoice]`` of ``scores.toml``.
Scores = Mapping[str, float]
_CENT = Decimal("0.01")


def stated(invoice: EInvoice, scores: Scores) -> Draft:
    """All that needs no looking for."""
    twofold = {d.partition(":")[2] for d in invoice.doubts if d.startswith("several_values:")}

    def of(name: str, value: T | None) -> Field[T] | None:
        if value is None:
            return None
        return contradicted(value, scores) if name in twofold else field(value, scores["stated"])

    totals, seller = invoice.totals, invoice.seller
    draft = Draft(amounts=_amounts(invoice)).having(
        invoice_number=of("invoice_number", invoice.number),
        invoice_date=of("invoice_date", invoice.issue_date),
        due_date=of("due_date", invoice.due_date),
        supplier=of("supplier", seller.name or (invoice.payee.name if invoice.payee else None)),
        cvr=of("cvr", seller.cvr),
        total=of("total", in_cents(totals.payable)) or _worked_out(invoice, scores),
        vat=of("vat", in_cents(totals.vat)),
        currency=of("currency", invoice.currency),
    )
    return _paid_to(invoice, draft, scores).doubting(*_doubts(invoice))


def field(value: T, score: float, text: str = "") -> Field[T]:
    """A stated value; ``text`` as stated, where it is not the value."""
    return Field(value, score, text or as_text(value), how="e-invoice")


def contradicted(value: T, scores: Scores) -> Field[T]:
    """One of two values that are stated for one thing."""
    return replace(field(value, scores["contradicted"]), doubts=("contradicted",))


def in_cents(amount: Decimal | None) -> Decimal | None:
    """With two decimals where it has fewer; more are kept: they are what is stated."""
    if amount is None or amount.as_tuple().exponent == -2:
        return amount
    rounded = amount.quantize(_CENT)
    return rounded if rounded == amount else amount


def _worked_out(invoice: EInvoice, scores: Scores) -> Field[Decimal] | None:
    """BT-115 by BT-112, BT-113 and BT-114, where it is not stated (it has to be)."""
    t = invoice.totals
    if t.gross is None or t.payable is not None:
        return None
    total = t.gross - (t.prepaid or 0) + (t.rounding or 0)
    found = field(total, scores["worked_out"], as_text(t.gross))
    return replace(found, how="arithmetic", doubts=("not_stated",))


def _amounts(invoice: EInvoice) -> Amounts:
    """Charges and allowances of the whole are lines too: together they make the net."""
    t = invoice.totals
    lines = tuple(
        Line(" ".join((line.name or line.description or "").split()), line.quantity, line.unit_price, line.amount)
        for line in invoice.lines
    )
    return Amounts(
        lines=lines if any(line.is_line for line in invoice.lines) else (),
        net=t.net,
        vat=t.vat,
        gross=t.gross,
        prepaid=t.prepaid,
        rounding=t.rounding,
        payable=t.payable,
    )


def _paid_to(invoice: EInvoice, draft: Draft, scores: Scores) -> Draft:
    read = [(means, payments.read(means, invoice.seller.country)) for means in invoice.instructions]
    found = distinct([_payment(means, r.payment, scores) for means, r in read if r.payment is not None])
    whys = [r.doubt for _, r in read if r.doubt]
    if not found:
        foreign = ("foreign_account",) if any(r.is_foreign for _, r in read) else ()
        return draft.doubting(*foreign, *whys)
    first = first_accepted(found)
    if isinstance(first.value, NemKonto):
        draft = draft.doubting(*whys)
    accounts = {f.value.key for f in found if isinstance(f.value, Account | Iban) and f.value.is_danish}
    if len(accounts) > 1:
        first = replace(first, confidence=scores["contradicted"], doubts=(*first.doubts, "several_accounts"))
        draft = draft.doubting("several_accounts")
    others = tuple(f for f in found if f.value != first.value)
    return replace(draft.having(payment=first), other_payments=others)


def _payment(means: Instruction, payment: Payment, scores: Scores) -> Field[Payment]:
    if isinstance(payment, NemKonto):
        return field(payment, scores["stated"], "NemKonto")
    parts: Sequence[str | None] = (
        means.payment_id, means.instruction_id, means.branch, means.account, means.creditor, means.bic
    )  # fmt: skip
    text = " ".join(dict.fromkeys(part for part in parts if part))
    return field(payment, scores["stated" if payment.is_valid else "not_valid"], text)


def _doubts(invoice: EInvoice) -> tuple[str, ...]:
    """What the reader was in doubt about, and who is paid if not the seller (a factoring firm, or a forger)."""
    found = [d.partition(":")[0] for d in invoice.doubts if not d.startswith("several_values:")]
    fields = ("invoice_number", "invoice_date", "due_date", "total", "vat")
    found += [d.partition(":")[0] for d in invoice.doubts if d.startswith("several_values:") and d[15:] not in fields]
    seller, payee = invoice.seller, invoice.payee
    if payee is not None and _is_another(payee.cvr, seller.cvr, payee.name, seller.name):
        found.append("other_payee")
    return tuple(dict.fromkeys(found))


def _is_another(cvr: str | None, own_cvr: str | None, name: str | None, own: str | None) -> bool:
    if cvr is not None and own_cvr is not None:
        return cvr != own_cvr
    return name is not None and own is not None and firm_key(name) != firm_key(own)
