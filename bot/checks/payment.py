"""Where the money would go. A changed account is for a person, whoever the mail seems to come from.

Source: EKM's coordinators' guide, «Krav til faktura», third point; the countries whose IBANs count are in ``rules/``.
"""

from collections.abc import Iterable
from functools import lru_cache

from bot.checks.case import Case
from bot.danish.text import firm_key, fold
from bot.model.finding import Finding, Verdict
from bot.model.message import Address
from bot.model.payment import Account, Fik, Giro, Iban, NemKonto, Payment
from bot.model.world import FiledInvoice

_DRAWN_ALIKE = str.maketrans("1i0", "llo")
#: Letters of a word that can tell one firm from another.
_TELLING = 5


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
        return case.missing("payment_missing", "payment")
    if _kind(field.value) in means or is_foreign(case, field.value):
        return None
    return case.finding("payment_missing", "payment", sentence="not_paid_to", payment=payment_text(field.value))


def payment_not_danish(case: Case) -> Finding | None:
    """Only a foreign account. Countries that nobody has decided about yet go to a person instead."""
    field = case.fields.payment
    if field is None or not is_foreign(case, field.value):
        return None
    country = field.value.iban[:2] if isinstance(field.value, Iban) else ""
    if country in case.rules.payment_means.iban_countries_asked:
        return case.finding("payment_not_danish", "payment", sentence="asked", severity="review", country=country)
    return case.finding("payment_not_danish", "payment", country=country)


def payment_invalid(case: Case) -> Finding | None:
    """A Danish one whose form or check digit is wrong."""
    field = case.fields.payment
    if field is None or is_foreign(case, field.value) or field.value.is_valid:
        return None
    return case.finding("payment_invalid", "payment", payment=payment_text(field.value))


def payment_changed(case: Case) -> Finding | None:
    """The supplier's earlier accepted invoices were paid to another account.

    Compared by ``Payment.key``: a Danish IBAN is its account, a FIK slip its creditor; NemKonto instead of an
    account, or an account instead of NemKonto, is a change too. A supplier nobody knows whose name is almost that of
    a known one, or who writes from its address, is taken for that one: a letter more or less in the name is how a
    forger starts afresh, and a mailbox that was broken into is where.
    """
    field = case.fields.payment
    known = case.earlier or _of_lookalikes(case) or _of_sender(case)
    before = [i.payment for i in known if i.verdict == "accepted" and i.payment is not None]
    if field is None or not before or field.value.key in {p.key for p in before}:
        return None
    code = "payment_changed"
    who = case.say(code, "supplier") if case.earlier else known[-1].supplier or case.say(code, "sender")
    return _other_account(case, code, before[-1], field.value, who=who)


def payment_differs(case: Case) -> Finding | None:
    """An invoice of the supplier's that was sent back or waits named another account.

    Who reads along in a supplier's mail sends the «correction» that we asked for, with an account of their own. A
    correction of the account itself (a foreign one, a slip of the pen) is what we asked for, too.
    """
    field = case.fields.payment
    if field is None or any(i.payment and i.payment.key == field.value.key for i in _of(case, "accepted")):
        return None
    other = next((p for i in _of(case, "rejected", "review") if (p := i.payment) and _may_be_paid(case, p)
                  and p.key != field.value.key), None)  # fmt: skip
    if other is None:
        return None
    return _other_account(case, "payment_differs", other, field.value)


def _other_account(case: Case, code: str, before: Payment, now: Payment, who: str = "") -> Finding:
    known = payment_text(before)
    return case.finding(code, "payment", expected=known, before=known, payment=payment_text(now), who=who)


def _of(case: Case, *verdicts: Verdict) -> Iterable[FiledInvoice]:
    return (invoice for invoice in case.earlier if invoice.verdict in verdicts)


def _may_be_paid(case: Case, payment: Payment) -> bool:
    means = case.rules.payment_means.accepted
    return payment.is_valid and _kind(payment) in means and not is_foreign(case, payment)


def payment_in_mail(case: Case) -> Finding | None:
    """The mail's own words name another account than its invoice does, or say that the account is new.

    «Vi har fået ny bank» is how the classic fraud begins, and no proof of anything. Where ``payment_changed`` sees
    that it is, the words tell nobody more.
    """
    if case.said_payments:
        return case.finding("payment_in_mail", "payment", payment=payment_text(case.said_payments[0]))
    changed = payment_changed(case)
    if "new_account" in case.said_against and (changed is None or changed.severity == "note"):
        return case.finding("payment_in_mail", "payment", sentence="new_account")
    return None


def _of_lookalikes(case: Case) -> tuple[FiledInvoice, ...]:
    """Letters changed, words in another order, or left out («Møllen» for «Restaurant Møllen»).

    All known suppliers are compared, in C: there may be thousands.
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - 11 ms that commands which judge nothing need not pay

    if case.supplier_key is None:
        return ()
    least = 100 * float(case.numbers("payment_changed")["supplier_likeness"])
    known = {_key(s.name): s for s in case.ledger.suppliers() if s.name}
    seen = {key: _as_seen(key) for key in known}
    alike: set[str] = set()
    for scorer in (fuzz.ratio, fuzz.token_sort_ratio):
        found = process.extract(_as_seen(case.supplier_key), seen, scorer=scorer, score_cutoff=least, limit=None)
        alike.update(key for _, _, key in found)
    if _says_who(case, case.supplier_key.split()):
        words, names = set(case.supplier_key.split()), list(known)
        same = process.extract(case.supplier_key, names, scorer=fuzz.token_set_ratio, score_cutoff=100, limit=None)
        alike.update(key for key, _, _ in same if _says_who(case, words & set(key.split())))
    filed = (i for key in sorted(alike) for i in case.ledger.invoices_of(known[key].cvr, key))
    return tuple(invoice for invoice in filed if invoice.kind == "invoice")


def _of_sender(case: Case) -> tuple[FiledInvoice, ...]:
    """What came from the same address before, where that was one supplier's only: not of people who pass on what
    suppliers send, nor of programs that send for many.
    """
    if case.sender is None or case.forwarded or _is_program(case, case.sender):
        return ()
    coordinators, members = case.register.coordinators, case.register.members
    if case.sender.address in {(who.email or "").lower() for group in (coordinators, members) for who in group}:
        return ()
    sent = case.ledger.invoices_from(case.sender.address)
    accepted = tuple(i for i in sent if i.kind == "invoice" and i.verdict == "accepted" and i.supplier)
    return accepted if len({_key(i.supplier or "") for i in accepted}) == 1 else ()


def _is_program(case: Case, sender: Address) -> bool:
    told = case.rules.vocabulary["messages"]["invoicing_programs"]
    return (
        sender.domain in told["domains"]
        or sender.address.rpartition("@")[0] in told["local_parts"]
        or not set(told["names"]).isdisjoint(fold(sender.name or "").split())
    )


def _says_who(case: Case, words: Iterable[str]) -> bool:
    """Whether one of them is more than what many venues are called («restaurant», «hotel»)."""
    common = _folded(tuple(case.rules.vocabulary["words"]["supplier"]["likely"]))
    return any(len(word) >= _TELLING and word not in common for word in words)


@lru_cache(maxsize=4)
def _folded(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)


@lru_cache(maxsize=20_000)
def _key(name: str) -> str:
    return firm_key(name)


@lru_cache(maxsize=20_000)
def _as_seen(key: str) -> str:
    """One letter for those that are drawn alike: «MøIIen» with capital I, «M0llen», «Cornrnunity»."""
    return key.replace("rn", "m").replace("vv", "w").translate(_DRAWN_ALIKE)


def _kind(payment: Payment) -> str:
    """docs/interface.md's type; a Danish IBAN is an account."""
    return "account" if isinstance(payment, Iban) else payment.as_json()["type"]


def is_foreign(case: Case, payment: Payment) -> bool:
    """An IBAN of a country that the secretariat does not pay to."""
    return isinstance(payment, Iban) and payment.iban[:2] not in case.rules.payment_means.iban_countries
