"""A letter that should exist: what it is about and whom it is for. Composing makes bytes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from bot.model.invoice import Language
from bot.model.meeting import CalendarPart
from bot.model.message import Address


@dataclass(frozen=True, slots=True)
class LetterAttachment:
    """A file that goes with a letter; ``content_type`` as in RFC 2045."""

    name: str
    content_type: str
    content: bytes
    #: RFC 2392: set where the HTML shows it as ``cid:…`` in its place; empty: a file beside the letter.
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """``cause`` is unique for ever: one cause, one letter (``"summary:EKM:2026-03-16"``).

    ``template`` is a folder-less name in ``mailtemplates/<language>/``. ``context`` holds plain values, never HTML.
    """

    cause: str
    template: str
    secretariat: str
    to: tuple[Address, ...]
    cc: tuple[Address, ...] = ()
    language: Language = "da"
    context: Mapping[str, Any] = field(default_factory=dict)
    #: Set where it answers a mail: the subject answered, and its thread (RFC 5322 §3.6.4).
    reply_subject: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    attachments: tuple[LetterAttachment, ...] = ()
    #: RFC 3834 §5: "auto-replied" for answers, "auto-generated" for summaries and alerts.
    auto_submitted: str = "auto-replied"
    #: An invitation or its like: stands beside the text as text/calendar, and once more as a file (RFC 6047 §3).
    calendar: CalendarPart | None = None
    #: Meetings that it is about: an answer in its thread is about them too.
    meeting_ids: tuple[str, ...] = ()
    #: Written from the networks' address, where answers about meetings belong, not from the invoices'.
    from_network: bool = False
    #: Indexes into ``Decision.documents`` of what it tells the numbers of (``context["invoices"]``, in that order):
    #: those are known only once the mail is filed, so it is composed then.
    numbered: tuple[int, ...] = ()
    #: (meeting, address) of the invitations that came back and that it tells of.
    tells_bounces: tuple[tuple[str, str], ...] = ()
    #: The context's one value in which the letters of a meeting differ: its addressee's name.
    varies: str | None = None


@dataclass(frozen=True, slots=True)
class ComposedLetter:
    """A letter as bytes, ready for the outbox. ``raw`` has CR LF line ends and no Bcc; it never changes once a sender
    has had it.

    ``message_id`` (with its angle brackets) follows from ``cause`` alone. ``sender`` is the address of From and of the
    envelope.
    """

    cause: str
    template: str
    secretariat: str
    message_id: str
    raw: bytes
    sender: Address
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    subject: str
    text: str
    html: str
    in_reply_to: str | None = None
    #: Names of the attached files, in order.
    attachments: tuple[str, ...] = ()
    calendar: CalendarPart | None = None
    meeting_ids: tuple[str, ...] = ()
    tells_bounces: tuple[tuple[str, str], ...] = ()
    #: Not sent before, where it may still get its pictures; whole without them all the same.
    held_until: datetime | None = None

    @property
    def recipients(self) -> tuple[str, ...]:
        """Every address of To and Cc once, in order: the envelope's recipients (RFC 5321 §4.1.1.3)."""
        return tuple(dict.fromkeys(a.address for a in (*self.to, *self.cc)))


LetterState = Literal["queued", "sending", "sent", "failed"]


@dataclass(frozen=True, slots=True)
class OutboxRecipient:
    """One open recipient: ``attempts`` made before now, ``first_try`` None where there was none."""

    address: str
    attempts: int = 0
    first_try: datetime | None = None


@dataclass(frozen=True, slots=True)
class OutboxLetter:
    """A letter claimed for delivery, with the recipients that are still open."""

    letter_id: int
    message_id: str
    raw: bytes
    #: Envelope sender (RFC 5321 MAIL FROM).
    sender: str
    recipients: tuple[OutboxRecipient, ...]
