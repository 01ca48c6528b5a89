"""Readings to decisions: findings and verdict for each, the payment run, what it corrects or belongs to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.checks import Case, correction_of, first_of, judge, same_invoice
from bot.danish.bankdays import next_run
from bot.kinds.invoice.belonging import belongs_to
from bot.kinds.invoice.said import said_against, said_payments
from bot.kinds.invoice.selection import Selected
from bot.kinds.request import Request
from bot.model.decision import DocumentDecision
from bot.model.invoice import InvoiceReading
from bot.model.world import FiledInvoice


@dataclass(frozen=True, slots=True)
class Judged:
    """One document's decision with the case that led to it, for the letters. ``first``: the one that it repeats."""

    case: Case
    decision: DocumentDecision
    first: FiledInvoice | None = None


def judge_all(request: Request, selected: Sequence[Selected]) -> tuple[Judged, ...]:
    """All of them, each beside the others: two invoices in one mail share one pool, and a copy is no second invoice."""
    originals = _originals(selected)
    return tuple(_judge_one(request, chosen, originals) for chosen in selected)


def _originals(selected: Sequence[Selected]) -> tuple[Selected, ...]:
    kept: list[Selected] = []
    for chosen in selected:
        if chosen.reading.kind == "invoice" and chosen.is_judged and not any(_is_copy(chosen, k) for k in kept):
            kept.append(chosen)
    return tuple(kept)


def _is_copy(chosen: Selected, kept: Selected) -> bool:
    same_file = (chosen.sha256, chosen.part) == (kept.sha256, kept.part)
    return same_file or same_invoice(chosen.reading, kept.reading)


def _judge_one(request: Request, chosen: Selected, originals: tuple[Selected, ...]) -> Judged:
    case = case_of(request, chosen, [o.reading for o in originals if o is not chosen])
    is_copy = (
        chosen.reading.kind == "invoice" and chosen.is_judged and chosen.unreadable is None and chosen not in originals
    )
    if is_copy or not chosen.is_judged:
        return Judged(case, _unjudged(case, chosen))
    findings, verdict = judge(case)
    first = first_of(case) if verdict == "duplicate" else None
    corrected = correction_of(case) if chosen.unreadable is None else None
    decision = DocumentDecision(
        attachment=chosen.read.name,
        sha256=chosen.sha256,
        part=chosen.part,
        reading=chosen.reading,
        findings=findings,
        verdict=verdict,
        meeting_id=case.meeting.meeting_id if case.meeting else None,
        pay_on=pay_on(case, request.today) if verdict == "accepted" else None,
        corrects=corrected.invoice_id if corrected else None,
        belongs_to=first.invoice_id if first else None,
    )
    return Judged(case, decision, first)


def _unjudged(case: Case, chosen: Selected) -> DocumentDecision:
    """A credit note, a reminder, a receipt, a second copy, terms and conditions: filed, never accepted."""
    known = belongs_to(case)
    return DocumentDecision(
        attachment=chosen.read.name,
        sha256=chosen.sha256,
        part=chosen.part,
        reading=chosen.reading,
        meeting_id=case.meeting.meeting_id if case.meeting else None,
        belongs_to=known.invoice_id if known else None,
    )


def case_of(request: Request, chosen: Selected, together: Iterable[InvoiceReading] = ()) -> Case:
    message, world = request.message, request.world
    is_the_mail = any(chosen.read is read and read.attachment is None for read in request.reads)
    return Case(
        reading=chosen.reading,
        sha256=chosen.sha256,
        part=chosen.part,
        received=message.received_day,
        register=world.register,
        ledger=world.ledger,
        rules=world.rules,
        unreadable=chosen.unreadable,
        format=chosen.read.document.format,
        sender=message.from_,
        forwarded=request.is_forwarded,
        authentication=message.authentication,
        together=tuple(together),
        credit_notes=tuple(r for read in request.reads for r in read.readings if r.kind == "credit_note"),
        said_payments=() if is_the_mail else said_payments(request, chosen.reading),
        said_against=() if is_the_mail else said_against(request),
        secretariats=frozenset(world.staff or {}),
    )


def pay_on(case: Case, today: date) -> date | None:
    """The next payment run that is in time for the due date; if none is, the next one."""
    run, closed = case.rules.payment_run, case.rules.closed_days
    due = case.fields.due_date.value if case.fields.due_date else None
    return next_run(run, closed, today, due) or next_run(run, closed, today)
