"""An electronic invoice as a page that people read in place of the file: all that it states, and its words."""

from collections.abc import Iterator

from bot.danish.amounts import format_amount
from bot.danish.cpr import mask_cpr
from bot.danish.dates import format_date
from bot.documents.einvoice.lines import GUTTER, text_of
from bot.model.einvoice import EInvoice, Instruction, Party

_KINDS = {"invoice": "Faktura", "credit_note": "Kreditnota", "reminder": "Rykker", "other": "Dokument"}
_SUMS = {
    "net": "I alt ekskl. moms", "vat": "Moms", "gross": "I alt inkl. moms", "prepaid": "Forudbetalt",
    "rounding": "Afrunding", "payable": "At betale",
}  # fmt: skip


def copy_of(invoice: EInvoice) -> str:
    """Lines with line feeds between; CPR numbers are masked."""
    return mask_cpr("\n".join((*_head(invoice), "", text_of(invoice), *_foot(invoice))))


def _head(invoice: EInvoice) -> Iterator[str]:
    yield f"{_KINDS[invoice.kind]} {invoice.number or ''}".rstrip() + f" ({invoice.profile or invoice.syntax.upper()})"
    yield from _party("Leverandør", invoice.seller)
    if invoice.payee is not None:
        yield from _party("Betales til", invoice.payee)
    days = (("Fakturadato", invoice.issue_date), ("Forfaldsdato", invoice.due_date), ("Leveret", invoice.delivery_date))
    yield from (f"{label}: {format_date(day)}" for label, day in days if day is not None)
    if invoice.start is not None and invoice.end is not None:
        yield f"Periode: {format_date(invoice.start)} – {format_date(invoice.end)}"
    yield from (f"Vedrører faktura: {number}" for number in invoice.preceding)


def _party(label: str, party: Party) -> Iterator[str]:
    if party.name:
        yield f"{label}: {party.name}"
    yield from party.address
    if party.cvr:
        yield f"CVR-nr. {party.cvr}"
    contact = (party.contact.name, party.contact.phone, party.contact.email)
    if any(contact):
        yield f"Vor ref.: {', '.join(part for part in contact if part)}"


def _foot(invoice: EInvoice) -> Iterator[str]:
    for name, label in _SUMS.items():
        amount = getattr(invoice.totals, name)
        if amount is not None:
            yield f"{label}:{GUTTER}{format_amount(amount)} {invoice.currency or ''}".rstrip()
    yield from (_means(means) for means in invoice.instructions)


def _means(means: Instruction) -> str:
    """As stated, for a person to hold against the reading."""
    if means.code == "97":
        return "Betaling: NemKonto"
    stated = (
        ("kode", means.code), ("kanal", means.channel), ("reg./BIC", means.branch), ("konto", means.account),
        ("BIC", means.bic), ("kort/betalings-ID", means.payment_id), ("ID", means.instruction_id),
        ("kreditor", means.creditor),
    )  # fmt: skip
    return "Betaling: " + ", ".join(f"{label} {value}" for label, value in stated if value)
