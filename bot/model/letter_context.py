"""What each letter's template is given: plain values, never HTML, never a sentence that has a language.

Whoever decides fills these in; the templates of ``mailtemplates/<language>/`` say them in Danish or English, with
amounts and dates as that language writes them. Outside text (a supplier's name, what stood on the page) goes in as it
came: the templates escape it, and composing masks CPR numbers. ``Letter.context`` is ``context_of(value)``.

========================== =====================
template                   context
========================== =====================
invoice_accepted           SupplierLetter
invoice_rejected           SupplierLetter
invoice_review             SupplierLetter
invoice_duplicate          SupplierLetter
invoice_rejected_by_person SupplierLetter, ``reason`` set
coordinator_notice         SupplierLetter, ``coordinator_name`` and ``supplier_address`` set
staff_review               StaffReview
staff_reminder_alert       ReminderAlert
staff_inbox_alarm          InboxAlarm
staff_letter_failed        LetterFailed
========================== =====================
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

from bot.model.field import Box
from bot.model.finding import Severity, Verdict

Third = Literal["first", "middle", "last"]

#: ISO 216 A4 in points; readings do not keep the page's own size, and a third of a page is all that is said of a place.
A4_SHORT, A4_LONG = 595.0, 842.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands, coarse enough for a sentence: the page and the third of it, down and across."""

    page: int
    down: Third | None = None
    across: Third | None = None

    @classmethod
    def of(cls, page: int | None, box: Box | None) -> "Place | None":
        """None where the document has no pages (a mail body, an e-invoice).

        A box that reaches beyond A4's short side is taken to stand on A4 landscape.
        """
        if page is None:
            return None
        if box is None:
            return cls(page)
        width, height = (A4_LONG, A4_SHORT) if box.x1 > A4_SHORT else (A4_SHORT, A4_LONG)
        return cls(page, _third((box.top + box.bottom) / 2 / height), _third((box.x0 + box.x1) / 2 / width))


def _third(share: float) -> Third:
    return "first" if share < 1 / 3 else "middle" if share < 2 / 3 else "last"


@dataclass(frozen=True, slots=True)
class FindingLines:
    """One finding as the supplier reads it. Title, explanation and example are ``findings.toml``'s, by ``code``."""

    code: str
    severity: Severity = "reject"
    #: As printed on the page; None where nothing was found.
    read: str | None = None
    place: Place | None = None
    #: What should have stood there, where it is known and not one of ``RightValues`` (an amount, an account, as text).
    expected: str | None = None


@dataclass(frozen=True, slots=True)
class RightValues:
    """What should stand on the invoice, as far as the register knows. None: not known, and then not said."""

    network: str | None = None
    coordinator: str | None = None
    meeting_date: date | None = None
    #: The earliest due date that a corrected invoice may carry if it is sent today.
    earliest_due_date: date | None = None
    #: The rule's days, for the sentence.
    minimum_days: int | None = None


@dataclass(frozen=True, slots=True)
class InvoiceLines:
    """One invoice of the mail: what was read (None: not found) and what came of it."""

    verdict: Verdict
    #: File name; None where the invoice is the mail itself.
    attachment: str | None = None
    #: Counted from 1 where one file holds several.
    part: int | None = None
    number: str | None = None
    supplier: str | None = None
    network: str | None = None
    coordinator: str | None = None
    meeting_date: date | None = None
    total: Decimal | None = None
    currency: str = "DKK"
    due_date: date | None = None
    #: As a person writes it (``"reg. 1234 konto 0012345678"``, ``"+71<…+12345678<"``, ``"NemKonto"``), no CPR number.
    payment_text: str | None = None
    #: Day of the payment run that it goes with (accepted ones).
    pay_on: date | None = None
    findings: tuple[FindingLines, ...] = ()
    right: RightValues = RightValues()
    #: Duplicates: when the first one came, and what became of it.
    first_received: date | None = None
    first_verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class SecretariatLines:
    """Who writes. ``words`` are ``Rules.words`` of the secretariat (``unit``, ``unit_definite``, ``head``, …)."""

    name: str
    invoice_address: str
    network_address: str | None = None
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SupplierLetter:
    """The answer to one mail with invoices: all its invoices in one letter, its template by the worst verdict."""

    secretariat: SecretariatLines
    #: Danish day of receipt of the mail answered.
    received: date
    invoices: tuple[InvoiceLines, ...]
    #: Attachments that are not invoices and were filed without a verdict (credit notes, reminders, terms): their names.
    others: tuple[str, ...] = ()
    #: A person's reason for the rejection, in that person's words.
    reason: str | None = None
    #: ``coordinator_notice``: whom it is for, and the address that takes no answers.
    coordinator_name: str | None = None
    supplier_address: str | None = None


@dataclass(frozen=True, slots=True)
class ReminderAlert:
    """A supplier's dunning letter came: staff see it at once. ``known_*``: the invoice that it speaks of."""

    secretariat: SecretariatLines
    received: date
    sender_address: str
    subject: str
    attachment: str | None = None
    supplier: str | None = None
    number: str | None = None
    total: Decimal | None = None
    currency: str = "DKK"
    due_date: date | None = None
    network: str | None = None
    meeting_date: date | None = None
    known_id: int | None = None
    known_received: date | None = None
    known_verdict: Verdict | None = None
    known_pay_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReviewedField:
    """What was read of one field, as a person writes it."""

    #: Danish, lower case.
    name: str
    value: str
    #: 0..1.
    sure: float
    #: As printed, where that is not the value.
    text: str | None = None


@dataclass(frozen=True, slots=True)
class ReviewedInvoice:
    """One document of the mail that a person is asked about. ``id``: its number in ``review list``."""

    lines: InvoiceLines
    #: The findings' own sentences: for staff, who read all of them.
    findings: tuple[str, ...] = ()
    fields: tuple[ReviewedField, ...] = ()
    #: Danish names of required fields that were not found.
    missing: tuple[str, ...] = ()
    #: Why nobody could read it; else None.
    unreadable: str | None = None
    id: int | None = None
    #: Content-ID of the picture that shows it.
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class StaffReview:
    """What staff are asked to decide of one mail. ``unanswered``: why its sender got no answer; None: one went out."""

    secretariat: SecretariatLines
    received: date
    sender_address: str
    subject: str
    invoices: tuple[ReviewedInvoice, ...]
    unanswered: str | None = None


LetterContext = SupplierLetter | StaffReview | ReminderAlert


def context_of(value: Any) -> dict[str, Any]:
    """Its fields by name, as ``Letter.context`` wants them; nested values stay the frozen values they are.

    ``value``: a ``LetterContext``, or one of ``meeting_context``'s or ``alarm_context``'s.
    """
    return {name: getattr(value, name) for name in _names_of(value.__class__)}


@lru_cache
def _names_of(kind: Any) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))
