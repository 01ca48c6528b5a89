"""Who wants the money, and who sent the mail.

Source: EKM's coordinators' guide, «Krav til faktura», fourth point (the own firm only by agreement); RFC 7489, RFC
8601.
"""

from bot.checks.case import Case
from bot.danish.names import name_tokens
from bot.danish.text import firm_key, fold
from bot.model.finding import Finding
from bot.model.register import Coordinator

#: So many words in common make two names one, where nothing else stands on one of them.
_WORDS = 2


def supplier_missing(case: Case) -> Finding | None:
    """Neither name nor CVR number: neither a duplicate nor a changed account could be noticed."""
    if case.supplier_key is not None or case.cvr is not None:
        return None
    return case.finding("supplier_missing", "supplier")


def supplier_is_coordinator(case: Case) -> Finding | None:
    """The supplier is the coordinator's own firm; noted agreements make it a note."""
    owner = next((c for c in case.coordinators if _owns(case, c)), None)
    if owner is None or case.network is None:
        return None
    agreed = case.ledger.own_firm_agreed(case.network.network_id, case.day or case.received)
    code, who = "supplier_is_coordinator", owner.name
    if agreed:
        return case.finding(code, "supplier", sentence="agreed", severity="note", coordinator=who)
    return case.finding(code, "supplier", coordinator=who)


def sender_unverified(case: Case) -> Finding | None:
    """DMARC or its like failed for the sender's domain."""
    if case.authentication.result != "fail":
        return None
    return case.finding("sender_unverified")


def _owns(case: Case, coordinator: Coordinator) -> bool:
    return _by_clinic(case, coordinator) or _by_name(case, coordinator) or _by_domain(case, coordinator)


def _by_clinic(case: Case, coordinator: Coordinator) -> bool:
    """The clinic that the members' list has for the person, in any network; «& Co», «Torvet» may stand behind its name
    on one of the two.
    """
    if case.supplier_key is None:
        return False
    printed = set(case.supplier_key.split())
    clinics = (set(firm_key(c).split()) for c in case.register.clinics_of(coordinator.name, coordinator.email))
    return any(
        printed == clinic or (_is_name(printed & clinic) and (printed <= clinic or clinic <= printed))
        for clinic in clinics
    )


def _is_name(words: set[str]) -> bool:
    return len(words) >= _WORDS


def _by_name(case: Case, coordinator: Coordinator) -> bool:
    """«Mette Holm Fysioterapi», «Klinikken v/ Mette Holm»: the person's whole name inside the supplier's."""
    if case.fields.supplier is None:
        return False
    person = name_tokens(coordinator.name)
    printed = set(fold(case.fields.supplier.value).split())
    return len(person) > 1 and {person[0], person[-1]} <= printed


def _by_domain(case: Case, coordinator: Coordinator) -> bool:
    """The clinic's mail comes with an invoice of its own: not passed on, and of nobody who is known as a supplier.

    Not the coordinator's own address: coordinators pass suppliers' invoices on all the time.
    """
    own = (coordinator.email or "").rpartition("@")[2].lower()
    sender = case.sender
    free = case.rules.vocabulary["messages"]["free_mail"]["domains"]
    if sender is None or not own or own in free or sender.domain != own or case.forwarded:
        return False
    if sender.address in {(c.email or "").lower() for c in case.coordinators} or case.earlier:
        return False
    venue = case.meeting.venue if case.meeting else None
    return not (venue and case.supplier_key and firm_key(venue) == case.supplier_key)
