"""Where the money would go. A changed account is for a person, whoever the mail seems to come from.

Source: EKM's coordinators' guide, «Krav til faktura», third point; shared facts on Danish payment means.
"""

from functools import lru_cache

from bot.checks.case import Case
from bot.danish.text import firm_key
from bot.model.finding import Finding
from bot.model.payment import Account, Fik, Giro, Iban, NemKonto, Payment
from bot.model.world import FiledInvoice


def payment_text(payment: Payment) -> str:
    """As a person writes it; the same in every language; never a CPR number."""
    match payment:
        case Account(registration, account):
            return f"reg. {registration} konto {account}"
        case Iban(iban):
            return "IBAN " + " ".join(iban[i : i + 4] for i in range(0, len(iban), 4))
        case Fik(card, payment_id, creditor):
            return f"+{card}<{payment_id or ''}+{creditor}<"
        case Giro(card, payment_id, account):
            return f"+{card}<{payment_id or ''}+{account}<"
        case NemKonto():
            return "NemKonto"


def payment_missing(case: Case) -> Finding | None:
    """None of the means that the secretariat pays to."""
    field = case.fields.payment
    means = case.rules.payment_means.accepted
    if field is None:
        return case.finding("payment_missing", "Fakturaen nævner ingen konto, der kan betales til.", "payment")
    if _kind(field.value) in means or _foreign(case, field.value):
        return None
    detail = f"Sekretariatet betaler ikke til {payment_text(field.value)}."
    return case.finding("payment_missing", detail, "payment")


def payment_not_danish(case: Case) -> Finding | None:
    """Only a foreign account. Countries that nobody has decided about yet go to a person instead."""
    field = case.fields.payment
    if field is None or not _foreign(case, field.value):
        return None
    country = field.value.iban[:2] if isinstance(field.value, Iban) else ""
    asked = country in case.rules.payment_means.iban_countries_asked
    detail = f"Kontoen ({country}) er ikke dansk."
    if asked:
        detail = f"Det er ikke afgjort, om en konto i {country} regnes for dansk."
    return case.finding("payment_not_danish", detail, "payment", severity="review" if asked else None)


def payment_invalid(case: Case) -> Finding | None:
    """A Danish one whose form or check digit is wrong."""
    field = case.fields.payment
    if field is None or _foreign(case, field.value) or field.value.is_valid:
        return None
    detail = f"{payment_text(field.value)} har en forkert form eller et forkert kontrolciffer."
    return case.finding("payment_invalid", detail, "payment")


def payment_changed(case: Case) -> Finding | None:
    """The supplier's earlier accepted invoices were paid to another account.

    Compared by ``Payment.key``: a Danish IBAN is its account, a FIK slip its creditor; NemKonto instead of an
    account, or an account instead of NemKonto, is a change too. A supplier nobody knows whose name is almost that of
    a known one is taken for that one: a letter more or less in the name is how a forger starts afresh.
    """
    field = case.fields.payment
    before = [
        i.payment for i in case.earlier or _of_lookalikes(case) if i.verdict == "accepted" and i.payment is not None
    ]
    if field is None or not before or field.value.key in {p.key for p in before}:
        return None
    detail = (
        f"Leverandøren har før fået betaling til {payment_text(before[-1])}, ikke til {payment_text(field.value)}. "
        "Ring op på det nummer, I havde i forvejen, før der betales."
    )
    return case.finding("payment_changed", detail, "payment", payment_text(before[-1]))


def _of_lookalikes(case: Case) -> tuple[FiledInvoice, ...]:
    """Letters changed, or words in another order. All known suppliers are compared, in C: there may be thousands."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - 11 ms that commands which judge nothing need not pay

    if case.supplier_key is None:
        return ()
    least = 100 * float(case.numbers("payment_changed")["supplier_likeness"])
    known = {_key(s.name): s for s in case.ledger.suppliers()}
    alike: set[str] = set()
    for scorer in (fuzz.ratio, fuzz.token_sort_ratio):
        found = process.extract(case.supplier_key, known.keys(), scorer=scorer, score_cutoff=least, limit=None)
        alike.update(key for key, _, _ in found)
    filed = (i for key in sorted(alike) for i in case.ledger.invoices_of(known[key].cvr, key))
    return tuple(invoice for invoice in filed if invoice.kind == "invoice")


@lru_cache(maxsize=20_000)
def _key(name: str) -> str:
    return firm_key(name)


def _kind(payment: Payment) -> str:
    """INTERFACE.md's type; a Danish IBAN is an account."""
    return "account" if isinstance(payment, Iban) else payment.as_json()["type"]


def _foreign(case: Case, payment: Payment) -> bool:
    return isinstance(payment, Iban) and payment.iban[:2] not in case.rules.payment_means.iban_countries
