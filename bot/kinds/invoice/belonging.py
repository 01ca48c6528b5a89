"""Which filed invoice a credit note or a dunning letter speaks of."""

from bot.checks import Case
from bot.checks.repeats import number_key
from bot.model.world import FiledInvoice

#: Which to take where several have the number: what is or may be paid before what was sent back.
RANK = ("accepted", "review", "rejected", "duplicate", None)


def belongs_to(case: Case) -> FiledInvoice | None:
    """By the number of the invoice it names, or its own (a reminder carries the invoice's), of the same supplier.

    Without a known supplier the number alone decides, if only one invoice has it. A credit note without any number
    belongs to the supplier's only invoice of that amount.
    """
    if case.reading.kind not in ("credit_note", "reminder"):
        return None
    reading = case.reading
    numbers = [f.value for f in (reading.preceding_invoice, reading.fields.invoice_number) if f is not None]
    for number in numbers:
        found = _numbered(case, number)
        if found is not None:
            return found
    return _by_amount(case)


def _numbered(case: Case, number: str) -> FiledInvoice | None:
    same = [i for i in case.earlier if number_key(i.invoice_number) == number_key(number)]
    if not same and case.supplier_key is None and case.cvr is None:
        anybody = [i for i in case.ledger.invoices_numbered(number) if i.kind == "invoice"]
        same = anybody if len({(i.cvr, i.supplier) for i in anybody}) == 1 else []
    return min(same, key=lambda i: RANK.index(i.verdict), default=None)


def _by_amount(case: Case) -> FiledInvoice | None:
    total = case.fields.total
    if total is None:
        return None
    same = [i for i in case.earlier if i.total == abs(total.value) and i.verdict in ("accepted", "review")]
    return same[0] if len(same) == 1 else None
