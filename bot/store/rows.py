"""What the store gives of what is filed, and of what is open: frozen values, never database rows."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from bot.model.finding import Finding, Verdict
from bot.model.invoice import DocumentKind, InvoiceReading


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """One invoice (or credit note, reminder, …) of one document, for lists and reports."""

    id: int
    #: Row id and Message-ID of the mail it came with.
    message: int
    message_id: str | None
    secretariat: str
    received: datetime
    subject: str | None
    from_address: str | None
    #: File name of the document; None where the mail's own text is the invoice.
    document: str | None
    sha256: str
    part: int
    kind: DocumentKind
    verdict: Verdict | None
    findings: tuple[Finding, ...]
    network_id: str | None
    network: str | None
    coordinator: str | None
    meeting_id: str | None
    meeting_date: date | None
    supplier: str | None
    cvr: str | None
    invoice_number: str | None
    invoice_date: date | None
    due_date: date | None
    total: Decimal | None
    vat: Decimal | None
    currency: str | None
    participants: int | None
    pay_on: date | None
    corrects: int | None
    closed_by: int | None
    belongs_to: int | None


@dataclass(frozen=True, slots=True)
class Window:
    """What a day's summary looks at besides what waits for a person: mails received from ``fresh_since`` on, and
    ``messages``, by their numbers; accepted invoices due from ``due_from`` to ``due_to``; those of ``meetings``;
    ``invoices`` by their numbers.
    """

    fresh_since: datetime
    messages: tuple[int, ...]
    due_from: date
    due_to: date
    meetings: tuple[str, ...]
    invoices: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Undone:
    """What was not so yet at some moment: invoices that waited for a person, and those that nothing had replaced."""

    decided: frozenset[int] = frozenset()
    closed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A verdict, when and by whom: the program, or the login of the person who decided."""

    at: datetime
    by: str
    verdict: Verdict | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class ReviewDetail:
    """All that is known of one invoice: its row, its reading with places, what was decided."""

    row: InvoiceRow
    reading: InvoiceReading
    decisions: tuple[DecisionRow, ...]
    in_reply_to: str | None


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One line of the append-only history: who did what to which thing."""

    id: int
    at: datetime
    who: str
    what: str
    item: str
    action: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class OpenWork:
    """How much of each is open: mails, invoices for a person, letters, moves to a folder."""

    unhandled: int
    parked: int
    review: int
    queued_letters: int
    failed_letters: int
    moves: int

    @property
    def anything(self) -> bool:
        """Whether the program itself still has something to do."""
        return bool(self.unhandled or self.queued_letters or self.moves)
