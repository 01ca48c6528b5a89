"""What the letters are given: a judged document as ``InvoiceLines``. Plain values; the templates say them."""

from datetime import date, timedelta

from bot.checks import Case, payment_text
from bot.kinds.invoice.judging import Judged
from bot.model.finding import Finding, Verdict
from bot.model.letter_context import FindingLines, InvoiceLines, Place, RightValues, SecretariatLines
from bot.model.message import Message
from bot.model.world import FiledInvoice, World

#: Findings whose right value may be told as it is. Others stand in ``RightValues``, or must not be told: what a
#: changed account was before is nothing for a forger.
TELLING = ("currency_not_dkk", "network_unknown")


def invoice_lines(judged: Judged, verdict: Verdict, today: date) -> InvoiceLines:
    """``verdict`` is given apart: a person may have decided since. ``today`` is the Danish day of the letter."""
    decision, case = judged.decision, judged.case
    fields, first = decision.reading.fields, judged.first
    return InvoiceLines(
        verdict=verdict,
        attachment=decision.attachment,
        part=decision.reading.part,
        number=fields.invoice_number.value if fields.invoice_number else None,
        supplier=fields.supplier.value if fields.supplier else None,
        network=case.network.name if case.network else fields.network.value if fields.network else None,
        coordinator=fields.coordinator.value if fields.coordinator else None,
        meeting_date=case.day,
        total=fields.total.value if fields.total else None,
        currency=fields.currency.value if fields.currency else "DKK",
        due_date=fields.due_date.value if fields.due_date else None,
        payment_text=payment_text(fields.payment.value) if fields.payment else None,
        pay_on=decision.pay_on or _still_to_come(first, today),
        findings=tuple(_finding_lines(case, finding) for finding in decision.findings if finding.severity != "note"),
        right=right_values(case, today),
        first_received=first.received.date() if first else None,
        first_verdict=first.verdict if first else None,
    )


def _still_to_come(first: FiledInvoice | None, today: date) -> date | None:
    """When the first copy is paid; a run that is over says nothing, for nobody has told us whether it was paid."""
    return first.pay_on if first and first.pay_on and first.pay_on >= today else None


def _finding_lines(case: Case, finding: Finding) -> FindingLines:
    field = getattr(case.fields, finding.field) if finding.field else None
    return FindingLines(
        code=finding.code,
        severity=finding.severity,
        read=finding.read,
        place=Place.of(field.page, field.box) if field else None,
        expected=finding.expected if finding.code in TELLING else None,
    )


def right_values(case: Case, today: date) -> RightValues:
    """From the register, where the document or its context decides which network it is."""
    known = case.network or (None if case.reading.network_rivals else case.register.network(case.reading.network_id))
    day = case.day or case.received
    office = case.register.coordinators_of(known.network_id, day) if known else ()
    days = int(case.rules.checks["due_date_too_soon"].numbers["minimum_days"])
    return RightValues(
        network=known.name if known else None,
        coordinator=", ".join(c.name for c in office) or None,
        meeting_date=case.day if case.meeting else None,
        earliest_due_date=today + timedelta(days=days),
        minimum_days=days,
    )


def secretariat_lines(world: World, message: Message) -> SecretariatLines:
    """The configuration's; in a world without one, the rules' name and the address that the mail came to."""
    if world.secretariat is not None:
        return world.secretariat
    words = world.rules.words
    return SecretariatLines(words.get("name", world.rules.secretariat), message.mailbox, words=words)
