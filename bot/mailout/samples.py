"""One sample context for every letter, of invented people: ``kvalitetsbot check`` tries templates with them, tests
and pictures too.

Every field is filled in once and missing once, so that a template's slip (a name that is not there) shows before a
supplier sees it.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bot.mailout.meeting_samples import MOMENT, RECEIVED, SECRETARIAT, meeting_samples
from bot.model.alarm_context import InboxAlarm, LetterFailed, LetterUnwritten
from bot.model.invoice import Language
from bot.model.letter_context import (
    FindingLines,
    InvoiceLines,
    Place,
    ReminderAlert,
    ReviewedField,
    ReviewedInvoice,
    RightValues,
    SecretariatLines,
    StaffReview,
    SupplierLetter,
    context_of,
)

if TYPE_CHECKING:
    from bot.mailout.templates import Templates

LANGUAGES: tuple[Language, ...] = ("da", "en")
BARE_SECRETARIAT = SecretariatLines("EKM", "faktura@ekm.example")
RIGHT = RightValues("Kvalitetsnetværk Fjordby Øst", "Åse Lund-Brøgger", date(2026, 3, 12), date(2026, 3, 29), 14)

FINDINGS = (
    FindingLines("due_date_too_soon", "reject", "20.03.2026", Place(1, "first", "last")),
    FindingLines("network_missing", "reject"),
    FindingLines("payment_invalid", "review", "+71<000000000000018+12345678<", Place(2, "last", "first")),
)
ACCEPTED = InvoiceLines(
    verdict="accepted",
    attachment="faktura-2207.pdf",
    number="2207",
    supplier="Kroen ved Søen ApS",
    network="Kvalitetsnetværk Fjordby Øst",
    coordinator="Åse Lund-Brøgger",
    meeting_date=date(2026, 3, 12),
    total=Decimal("4272.00"),
    due_date=date(2026, 4, 12),
    payment_text="reg. 1234 konto 0012345678",
    pay_on=date(2026, 4, 1),
)
REJECTED = replace(
    ACCEPTED,
    verdict="rejected",
    attachment="faktura-2208.pdf",
    number="2208",
    network=None,
    due_date=date(2026, 3, 20),
    pay_on=None,
    findings=FINDINGS,
    right=RIGHT,
)
REVIEW = replace(
    ACCEPTED,
    verdict="review",
    attachment="scan0003.pdf",
    part=2,
    number=None,
    findings=(FindingLines("meeting_not_booked", "review", "13. marts 2026", Place(1, "middle", "first")),),
)
DUPLICATE = replace(ACCEPTED, verdict="duplicate", first_received=date(2026, 3, 2), first_verdict="accepted")
BARE = InvoiceLines("review")


def supplier_letter(*invoices: InvoiceLines) -> SupplierLetter:
    return SupplierLetter(SECRETARIAT, RECEIVED, invoices)


def samples() -> Iterator[tuple[str, Any]]:
    """(template, context) pairs, each template several times."""
    yield from _to_suppliers()
    yield from meeting_samples()
    yield from _to_staff()


def _to_suppliers() -> Iterator[tuple[str, Any]]:
    """And to coordinators of what was said to their suppliers."""
    bare = {verdict: replace(BARE, verdict=verdict) for verdict in ("accepted", "rejected", "review", "duplicate")}
    for template, one in (
        ("invoice_accepted", ACCEPTED),
        ("invoice_rejected", REJECTED),
        ("invoice_review", REVIEW),
        ("invoice_duplicate", DUPLICATE),
    ):
        yield template, supplier_letter(one)
        yield template, SupplierLetter(BARE_SECRETARIAT, RECEIVED, (bare[one.verdict],))
    yield "invoice_rejected", supplier_letter(ACCEPTED, REVIEW, REJECTED, DUPLICATE)
    yield "invoice_review", supplier_letter(ACCEPTED, REVIEW)
    yield "invoice_duplicate", supplier_letter(ACCEPTED, DUPLICATE)
    yield "invoice_accepted", replace(supplier_letter(ACCEPTED, ACCEPTED), others=("kreditnota-17.pdf",))
    for one in (REJECTED, bare["rejected"]):
        yield "invoice_rejected_by_person", replace(supplier_letter(one), reason="Mødet blev aflyst den 9. marts.")
    for one in (ACCEPTED, REJECTED, REVIEW, DUPLICATE, bare["accepted"]):
        yield (
            "coordinator_notice",
            replace(
                supplier_letter(one), coordinator_name="Åse Lund-Brøgger", supplier_address="no-reply@regnskab.example"
            ),
        )


def _to_staff() -> Iterator[tuple[str, Any]]:
    yield "staff_review", _review()
    yield "staff_review", replace(_review(), invoices=_review().invoices[:1])
    bare_review = ReviewedInvoice(BARE, ("Filen kan ikke læses.",), unreadable="no_text")
    yield "staff_review", StaffReview(BARE_SECRETARIAT, RECEIVED, "", "", (bare_review,), "no_sender")
    yield "staff_reminder_alert", _reminder()
    yield "staff_reminder_alert", ReminderAlert(BARE_SECRETARIAT, RECEIVED, "kontor@kroen.example", "Rykker")
    alarm = InboxAlarm(SECRETARIAT, "faktura@ekm.example", 125, MOMENT, "imap_unreachable", "serveren svarer ikke")
    yield "staff_inbox_alarm", alarm
    yield "staff_inbox_alarm", replace(alarm, last_read_at=None, error_code=None, error=None)
    yield (
        "staff_letter_failed",
        LetterFailed(
            SECRETARIAT,
            "kontor@kroen.example",
            "SV: Faktura 2207",
            "invoice_accepted",
            "<0123456789abcdef0123456789abcdef@ekm.example>",
            MOMENT,
            attempts=3,
            error="550 5.1.1 No such user",
        ),
    )
    unwritten = LetterUnwritten(
        SECRETARIAT,
        "reminder_unanswered",
        "mailtemplates/da/reminder_unanswered.txt.j2: 'parkering' findes ikke",
        "M26-204",
    )
    yield "staff_letter_unwritten", unwritten
    yield "staff_letter_unwritten", replace(unwritten, meeting_id=None)


def _review() -> StaffReview:
    read = (
        ReviewedField("netværk", "Kvalitetsnetværk Fjordby Øst", 0.97, "Kval.netv. Fjordby Ø"),
        ReviewedField("mødedato", "12. marts 2026", 0.62),
        ReviewedField("at betale", "4.272,00", 0.99),
    )
    why = ("Der er ikke booket et møde i netværket den 13. marts 2026.",)
    return StaffReview(
        SECRETARIAT,
        RECEIVED,
        "kontor@kroen.example",
        "Faktura",
        (
            ReviewedInvoice(REVIEW, why, read, ("fakturanummer",), id=41, picture="billede-1@kroen"),
            ReviewedInvoice(REVIEW, ("Filen kan ikke læses.",), unreadable="no_text", id=42),
        ),
    )


def _reminder() -> ReminderAlert:
    return ReminderAlert(
        SECRETARIAT,
        RECEIVED,
        "kontor@kroen.example",
        "Betalingspåmindelse",
        "rykker.pdf",
        "Kroen ved Søen ApS",
        "2207",
        Decimal("4372.00"),
        due_date=date(2026, 3, 25),
        known_id=41,
        known_received=date(2026, 3, 2),
        known_verdict="accepted",
        known_pay_on=date(2026, 4, 1),
    )


def try_all(templates: "Templates") -> int:
    """Renders every letter in every language; returns how many. Raises ``ConfigError`` at the first that is wrong."""
    count = 0
    for name, context in samples():
        for language in LANGUAGES:
            templates.render(name, language, context_of(context))
            count += 1
    return count
