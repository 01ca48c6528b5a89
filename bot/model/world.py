"""The read-only view of everything else that a decision may look at. The store implements ``Ledger``; tests may too."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, Protocol

from bot.model.finding import Verdict
from bot.model.lesson import Lesson
from bot.model.letter_context import SecretariatLines
from bot.model.meeting import Meetings, NoMeetings
from bot.model.payment import Payment
from bot.model.register import Register
from bot.model.rules import Rules


@dataclass(frozen=True, slots=True)
class Supplier:
    """A supplier known from earlier accepted invoices, or entered by a person."""

    name: str
    cvr: str | None = None
    phone: str | None = None
    #: What corrections of its invoices taught; one that is known for its lessons only has no name.
    lessons: tuple[Lesson, ...] = ()


@dataclass(frozen=True, slots=True)
class FiledInvoice:
    """An invoice, credit note or reminder filed before. ``invoice_id`` is the store's row id."""

    invoice_id: int
    message_id: str | None
    sha256: str
    part: int
    kind: str
    supplier: str | None
    cvr: str | None
    invoice_number: str | None
    total: Decimal | None
    meeting_date: date | None
    due_date: date | None
    network_id: str | None
    meeting_id: str | None
    verdict: Verdict | None
    payment: Payment | None
    received: datetime
    #: True where a later, correct one has taken its place.
    closed: bool = False
    #: The payment run that it goes with; None where it is not accepted.
    pay_on: date | None = None


class Ledger(Protocol):
    """Questions about what is filed. Never writes. ``supplier`` keys are ``danish.text.firm_key`` of the name."""

    def by_sha256(self, sha256: str, part: int) -> FiledInvoice | None: ...

    def invoices_of(self, cvr: str | None, supplier_key: str | None) -> tuple[FiledInvoice, ...]:
        """All filed for the supplier, by CVR or by key, oldest first."""
        ...

    def invoices_numbered(self, invoice_number: str) -> tuple[FiledInvoice, ...]: ...

    def invoices_of_meeting(self, meeting_id: str) -> tuple[FiledInvoice, ...]: ...

    def invoices_from(self, address: str) -> tuple[FiledInvoice, ...]:
        """All filed of mails from that address, oldest first."""
        ...

    def suppliers(self) -> tuple[Supplier, ...]: ...

    def own_firm_agreed(self, network_id: str, day: date) -> bool:
        """Whether it is noted that this network's coordinator may invoice from the own firm."""
        ...

    def answers_to(self, address: str, since: datetime) -> int:
        """Letters queued to that address as answers since then (all states)."""
        ...

    def is_own_letter(self, message_id: str) -> bool: ...


@dataclass(frozen=True)
class World:
    """``rules`` are those of the message's secretariat on the day of receipt."""

    register: Register
    ledger: Ledger
    rules: Rules
    #: Every address that is ours (inboxes, senders): never answered.
    own_addresses: frozenset[str] = frozenset()
    #: Staff who get alerts, by secretariat.
    staff: Mapping[str, tuple[str, ...]] | None = None
    #: Secretariats whose staff get a letter about each mail that a person must look at.
    review_letters: frozenset[str] = frozenset()
    #: At most so many answers to one address in a day (24 hours).
    answers_per_day: int = 4
    #: Nothing received before this is answered (the first run on an old inbox).
    answer_from: datetime | None = None
    #: Who writes the letters; None: the rules' name and the address that the mail came to.
    secretariat: SecretariatLines | None = None
    #: What was sent out about meetings, and what came back.
    meetings: Meetings = field(default_factory=NoMeetings)
    #: Whether a server of ours is known (``authserv_id``) that says who wrote a mail; its silence is a sign then.
    authenticates: bool = True
    #: Whether a booking that is understood is made at once, or only when the coordinator has said yes.
    confirm: Literal["when_unsure", "always"] = "when_unsure"
