"""What one secretariat's day came to: the rows of the daily summary. The store fills them, ``reports`` tells them.

Every row is complete in itself, so that letter, spreadsheet and JSON show the same. Texts are masked of CPR numbers.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from bot.model.finding import Verdict


@dataclass(frozen=True, slots=True)
class SummaryFinding:
    code: str
    severity: str
    detail: str


@dataclass(frozen=True, slots=True)
class SummaryInvoice:
    """A document judged, or filed without a verdict. ``invoice_id`` is what ``review accept`` takes."""

    invoice_id: int
    kind: str
    verdict: Verdict | None
    received: datetime
    attachment: str | None
    network_id: str | None
    network: str | None
    coordinator: str | None
    meeting_date: date | None
    meeting_id: str | None
    supplier: str | None
    invoice_number: str | None
    total: Decimal | None
    currency: str | None
    due_date: date | None
    pay_on: date | None
    sender: str | None
    findings: tuple[SummaryFinding, ...] = ()
    #: Why the sender got no answer; None where one went out.
    unanswered: str | None = None
    #: Why a person must see it at once, whatever the verdict: ``Decision.attention``.
    attention: tuple[str, ...] = ()
    #: Who decided last: "bot", or a person's login.
    decided_by: str = "bot"
    #: The supplier's phone of the oldest accepted invoice: the one to call about a changed account.
    known_phone: str | None = None


@dataclass(frozen=True, slots=True)
class SummaryMeeting:
    """A booked meeting that was held and has no invoice yet."""

    meeting_id: str
    network_id: str
    network: str
    start: datetime
    venue: str | None
    days_since: int


@dataclass(frozen=True, slots=True)
class SummaryPool:
    """A meeting with registered attendance against its pool. Amounts in DKK including VAT."""

    meeting_id: str
    network_id: str
    network: str
    start: datetime
    attending: int
    rate: Decimal | None
    pool: Decimal | None
    accepted: Decimal
    waiting: Decimal
    provisional: bool

    @property
    def balance(self) -> Decimal | None:
        """What is left of the pool when the accepted invoices are paid."""
        return None if self.pool is None else self.pool - self.accepted


@dataclass(frozen=True, slots=True)
class SummaryBooking:
    """What a mail or a person did to a meeting on the day: how the secretariat learns what is booked."""

    act: str
    network: str
    start: datetime | None
    venue: str | None
    reference: str | None
    #: docs/interface.md's ``asked``: what the coordinator must answer first.
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SummaryQuestion:
    """A coordinator was asked something about a meeting and has not answered."""

    network: str
    recipient: str
    asked: tuple[str, ...]
    days_since: int


@dataclass(frozen=True, slots=True)
class SummaryComing:
    """A meeting of the days to come, and the answers to its invitation; None where they cannot be told any more."""

    meeting_id: str
    network: str
    start: datetime
    venue: str | None
    invited: int | None
    coming: int | None
    declined: int | None
    silent: int | None


@dataclass(frozen=True, slots=True)
class SummaryBounce:
    """A member whom invitations did not reach, as found on the day. ``meetings``: their starts."""

    network: str
    name: str
    recipient: str
    error: str
    meetings: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class SummaryPlan:
    """A network whose plan of meetings lacks something, told once a month."""

    network_id: str
    network: str
    #: Danish sentences, each one thing that is missing.
    lacks: tuple[str, ...]
    #: Whether there is a coordinator in office who can be written to.
    has_coordinator: bool
    #: When the coordinator was reminded last.
    reminded: date | None


@dataclass(frozen=True, slots=True)
class SummaryMail:
    """A mail that a person should look at: of a kind the bot does not handle, or one it could not."""

    received: datetime
    sender: str | None
    subject: str | None
    kind: str | None
    #: "parked", "unknown", "booking", "reminder", …
    why: str
    mailbox: str
    #: What it says in short, where that can be told: whom a letter of ours did not reach.
    about: str | None = None


@dataclass(frozen=True, slots=True)
class SummaryLetter:
    """A letter that was refused or has been tried for long."""

    recipient: str
    subject: str
    state: str
    attempts: int
    error: str | None


@dataclass(frozen=True, slots=True)
class SummaryInbox:
    inbox: str
    last_read_at: datetime | None
    ok: bool
    error: str | None


@dataclass(frozen=True, slots=True)
class DayFigures:
    """All of it for ``day``, a whole Danish day; what waits, is due or is ill is as of ``at``."""

    secretariat: str
    day: date
    at: datetime
    #: Asked for afterwards: what nobody keeps of earlier moments (``inboxes``, some of ``coming``) is left out.
    looked_back: bool = False
    #: Filed on the day, with or without a verdict.
    new: tuple[SummaryInvoice, ...] = ()
    #: Waiting for a person, oldest first.
    waiting: tuple[SummaryInvoice, ...] = ()
    #: Accepted with a due date in the days to come, soonest first.
    due: tuple[SummaryInvoice, ...] = ()
    without_invoice: tuple[SummaryMeeting, ...] = ()
    without_meeting: tuple[SummaryInvoice, ...] = ()
    pool: tuple[SummaryPool, ...] = ()
    bookings: tuple[SummaryBooking, ...] = ()
    questions: tuple[SummaryQuestion, ...] = ()
    coming: tuple[SummaryComing, ...] = ()
    plans: tuple[SummaryPlan, ...] = ()
    bounces: tuple[SummaryBounce, ...] = ()
    mails: tuple[SummaryMail, ...] = ()
    letters: tuple[SummaryLetter, ...] = ()
    inboxes: tuple[SummaryInbox, ...] = ()
    #: Mail received on the day, whatever came of it.
    received: int = 0
    answered: int = 0
    #: Years whose rates the secretariat has not confirmed yet, and those that have none.
    provisional_years: tuple[int, ...] = ()
    years_without_rate: tuple[int, ...] = ()
