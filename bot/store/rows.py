"""What the store takes and gives: frozen values, never database rows."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from bot.model.decision import MessageKind, Outcome
from bot.model.finding import Finding, Verdict
from bot.model.invoice import DocumentKind, InvoiceReading
from bot.model.letter import LetterState

MessageState = Literal["waiting", "handled", "parked", "old"]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A mail as fetched. ``uid`` is None where it came from the disk and lies in no IMAP folder."""

    uid: int | None
    raw: bytes
    received: datetime
    mailbox: str
    secretariat: str


#: What an original is read for: the service's own handling, a person's decision on it, a person who wants to see it.
Purpose = Literal["handling", "decision", "person"]


@dataclass(frozen=True, slots=True)
class Access:
    """Who reads an original, and why. A person gives a reason."""

    who: str
    purpose: Purpose
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class AccessRow:
    """One reading of an original. ``message`` is the row id of the mail."""

    id: int
    at: datetime
    who: str
    purpose: Purpose
    message: int
    message_id: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Copy:
    """The text of a mail (``name`` None) or of one of its documents. ``whole`` is False where it was cut."""

    name: str | None
    sha256: str
    text: str
    whole: bool = True


#: What became of a part of a mail. "text", "ornament", "proof", "unread": as ``bot.model.message.Fate``. "read": as a
#: document; "opened": as something that holds others; "unreadable": neither. "calendar", "contact": for others.
#: "closed": it lies in another part, and stayed there.
PartFate = Literal[
    "text", "read", "opened", "unreadable", "ornament", "proof", "calendar", "contact", "closed", "unread"
]


@dataclass(frozen=True, slots=True)
class MailPart:
    """One part of a mail, or a document inside one. ``detail``: kinds of what was read, or why it was not."""

    path: str
    name: str | None
    #: As declared; None inside another.
    content_type: str | None
    size: int | None
    sha256: str | None
    fate: PartFate
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A kept mail that nobody has looked into yet."""

    id: int
    mailbox: str
    secretariat: str
    received: datetime
    #: Tries that failed.
    attempts: int


@dataclass(frozen=True, slots=True)
class Move:
    """A handled mail that still lies in its inbox."""

    location_id: int
    uidvalidity: int
    uid: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Refile:
    """A mail that was moved to ``folder`` and belongs elsewhere since a person decided."""

    location_id: int
    folder: str
    message_id: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Returned:
    """A handled mail that lies in its inbox again; ``folder`` is where it was moved to."""

    location_id: int
    folder: str
    message_id: str


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """One address of a letter, with what became of it. ``last_error`` is the server's own reply."""

    address: str
    role: Literal["to", "cc"]
    state: Literal["queued", "sending", "delivered", "refused"]
    attempts: int
    next_try: datetime
    last_error: str | None
    #: When the last try ended.
    last_try: datetime | None


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter of the outbox, for a person. ``attempts`` and ``last_error`` are the worst recipient's."""

    letter_id: int
    message_id: str
    cause: str
    template: str
    secretariat: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str
    in_reply_to: str | None
    attachments: tuple[str, ...]
    text: str
    state: LetterState
    attempts: int
    last_error: str | None
    queued_at: datetime
    recipients: tuple[RecipientRow, ...]
    #: Row id of the message that it answers.
    message: int | None


@dataclass(frozen=True, slots=True)
class InboxHealth:
    """``failing_since`` is None while the last reading went well; ``last_error`` stays for the record."""

    inbox: str
    last_read_at: datetime | None
    last_error: str | None
    last_error_at: datetime | None
    failing_since: datetime | None


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A filed mail, for a person. ``folder`` is where it was last moved to; None: still where it came in."""

    id: int
    message_id: str | None
    mailbox: str
    secretariat: str
    received: datetime
    kind: MessageKind | None
    verdict: Verdict | None
    state: MessageState
    folder: str | None
    outcome: Outcome | None
    subject: str | None
    from_address: str | None
    unanswered: str | None
    attention: tuple[str, ...]
    attempts: int
    last_error: str | None
    handled_at: datetime | None


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
class Failure:
    """A recipient that refused a letter for good and of whom nobody was told."""

    message_id: str
    template: str
    secretariat: str
    subject: str
    address: str
    attempts: int
    last_error: str | None
    last_try: datetime | None


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
