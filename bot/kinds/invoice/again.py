"""A filed invoice judged once more, after a person corrected what was read. Pure, like the first time."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.checks import judge
from bot.kinds.invoice.judging import case_of
from bot.kinds.invoice.selection import Selected
from bot.kinds.request import Read, Request
from bot.model.decision import DocumentDecision
from bot.model.document import Document
from bot.model.world import FiledInvoice, Ledger, Supplier


def judge_again(request: Request, filed: DocumentDecision, invoice_id: int) -> DocumentDecision:
    """Findings and verdict of the corrected reading in ``filed``, as if it had been read so. No duplicate of itself.

    ``request`` is its mail (its ``reads`` are not looked at) and the world of today.
    """
    world = replace(request.world, ledger=_WithoutItself(request.world.ledger, invoice_id))
    document = Document(source=filed.attachment or "", sha256=filed.sha256, size=0)
    reading = replace(filed.reading, unread=_still_unread(filed))
    chosen = Selected(Read(None, document, (reading,)), reading)
    case = case_of(replace(request, world=world), chosen)
    findings, verdict = judge(case)
    meeting = case.meeting.meeting_id if case.meeting else None
    return replace(filed, findings=findings, verdict=verdict, meeting_id=meeting)


def _still_unread(filed: DocumentDecision) -> tuple[str, ...]:
    """What a scan showed and nobody read (``InvoiceReading.unread``): the findings that were filed remember it."""
    return tuple(
        f.field for f in filed.findings if f.severity == "review" and f.field and f.code == f"{f.field}_missing"
    )


@dataclass(frozen=True)
class _WithoutItself:
    """What is filed besides one invoice."""

    ledger: Ledger
    invoice_id: int

    def by_sha256(self, sha256: str, part: int) -> FiledInvoice | None:
        found = self.ledger.by_sha256(sha256, part)
        return None if found is None or found.invoice_id == self.invoice_id else found

    def invoices_of(self, cvr: str | None, supplier_key: str | None) -> tuple[FiledInvoice, ...]:
        return self._others(self.ledger.invoices_of(cvr, supplier_key))

    def invoices_numbered(self, invoice_number: str) -> tuple[FiledInvoice, ...]:
        return self._others(self.ledger.invoices_numbered(invoice_number))

    def invoices_of_meeting(self, meeting_id: str) -> tuple[FiledInvoice, ...]:
        return self._others(self.ledger.invoices_of_meeting(meeting_id))

    def invoices_from(self, address: str) -> tuple[FiledInvoice, ...]:
        return self._others(self.ledger.invoices_from(address))

    def suppliers(self) -> tuple[Supplier, ...]:
        return self.ledger.suppliers()

    def own_firm_agreed(self, network_id: str, day: date) -> bool:
        return self.ledger.own_firm_agreed(network_id, day)

    def answers_to(self, address: str, since: datetime) -> int:
        return self.ledger.answers_to(address, since)

    def is_own_letter(self, message_id: str) -> bool:
        return self.ledger.is_own_letter(message_id)

    def _others(self, found: tuple[FiledInvoice, ...]) -> tuple[FiledInvoice, ...]:
        return tuple(f for f in found if f.invoice_id != self.invoice_id)
