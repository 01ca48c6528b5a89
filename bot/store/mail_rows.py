"""What the store takes and gives of mails that come in: frozen values, never database rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.model.decision import MessageKind, Outcome
from bot.model.finding import Verdict

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
class InboxHealth:
    """``failing_since`` is None while the last reading went well; ``last_error`` stays for the record."""

    inbox: str
    last_read_at: datetime | None
    last_error: str | None
    last_error_at: datetime | None
    failing_since: datetime | None
