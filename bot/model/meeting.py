"""Meetings as the calendar and the people see them: who is invited, what they answered, what must be asked first."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from bot.model.booking import BookingReading
from bot.model.register import BookedMeeting

#: RFC 5545 §3.2.12.
Partstat = Literal["NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED"]
#: docs/interface.md's ``meetings[].action``.
MeetingAction = Literal["created", "moved", "cancelled", "updated", "none"]


@dataclass(frozen=True, slots=True)
class Invitee:
    """One person's invitation to one meeting. ``sequence`` and ``method`` are those of the last letter to them."""

    meeting_id: str
    #: Lower case; the address that the invitation was sent to.
    address: str
    name: str
    sequence: int = 0
    method: Literal["REQUEST", "CANCEL"] = "REQUEST"
    partstat: Partstat = "NEEDS-ACTION"
    answered_at: datetime | None = None
    #: RFC 5546 §3.2.3: an answer older than one that is known says nothing.
    answer_sequence: int | None = None
    answer_dtstamp: datetime | None = None
    #: What the caterer must know («vegetar»); no other words of an answer are kept here.
    diet: str | None = None
    #: False of one who comes but eats nothing.
    eats: bool = True
    #: When the last letter to them was queued.
    sent_at: datetime | None = None
    #: ``OwnAgenda.key`` of what that letter brought; empty: the rules' agenda.
    agenda: str = ""
    #: When it came back, and what the server said; None: it did not.
    bounced_at: datetime | None = None
    bounce: str | None = None

    @property
    def is_invited(self) -> bool:
        return self.method == "REQUEST"


@dataclass(frozen=True, slots=True)
class Told:
    """Who holds an invitation to a meeting, in short. ``addresses``: sorted, joined by commas."""

    addresses: str
    #: The lowest SEQUENCE that any of them was told.
    sequence: int
    #: The agenda that all of them got («»: the rules'); None where they got different ones.
    agenda: str | None = ""


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """``offset``: minutes after the meeting's start; None: no clock time was told. ``minutes`` 0: no length."""

    text: str
    minutes: int = 0
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class OwnAgenda:
    """An agenda that the coordinator sent in place of the rules': items, or a file that is passed on as it came."""

    meeting_id: str
    items: tuple[AgendaItem, ...] = ()
    name: str = ""
    content_type: str = ""
    content: bytes = b""

    @property
    def key(self) -> str:
        """The same agenda, the same key: 24 hex digits."""
        told = repr((self.meeting_id, self.items, self.name, self.content_type)).encode() + self.content
        return hashlib.sha256(told).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class MeetingAct:
    """What one mail does to one meeting. ``meeting`` is how it is afterwards; None where it is not known."""

    action: MeetingAction
    reading: BookingReading | None = None
    meeting: BookedMeeting | None = None
    #: How it was before; None where it is new.
    before: BookedMeeting | None = None
    network_id: str | None = None
    #: docs/interface.md's ``asked``.
    asked: tuple[str, ...] = ()
    #: What the mail brought for it.
    agenda: OwnAgenda | None = None


@dataclass(frozen=True, slots=True)
class AnswerAct:
    """An answer to an invitation as understood. ``applied`` False: shown to a person, not believed or too old."""

    meeting_id: str
    attendee: str
    partstat: Partstat
    applied: bool
    sequence: int | None = None
    dtstamp: datetime | None = None
    diet: str | None = None
    eats: bool = True
    #: Why it is not applied ("stranger", "old_sequence", "unverified", "past", …).
    why: str | None = None
    #: Another time that is proposed (COUNTER): the coordinator's to decide; aware.
    proposed_start: datetime | None = None
    proposed_end: datetime | None = None
    #: Who is sent in their place; invited by us only where the register has them.
    delegated_to: str | None = None


@dataclass(frozen=True, slots=True)
class BounceAct:
    """A letter of ours that came back for good. ``message_id``: the letter's, None where the return does not tell.

    ``recipient`` and ``original_recipient`` are RFC 3464's, lower case; they differ where mail is passed on.
    """

    message_id: str | None
    recipient: str | None
    original_recipient: str | None = None
    #: RFC 3463.
    status: str | None = None


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What a coordinator was asked. Their answer in that thread completes ``readings``."""

    #: Cause of the letter that asks; its Message-ID follows from it.
    cause: str
    network_id: str | None
    readings: tuple[BookingReading, ...]
    asked: tuple[str, ...]
    asked_at: datetime
    #: The coordinator's address.
    address: str


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """An iTIP object for one person (RFC 6047). ``content`` is the whole VCALENDAR, CR LF, folded."""

    method: Literal["REQUEST", "CANCEL", "PUBLISH"]
    content: bytes
    meeting_id: str
    address: str
    name: str
    sequence: int
    #: ``OwnAgenda.key`` of what goes with it; empty: the rules' agenda.
    agenda: str = ""


class Meetings(Protocol):
    """Questions about invitations and threads. Never writes."""

    def invitees(self, meeting_id: str) -> tuple[Invitee, ...]: ...

    def invitees_of(self, meeting_ids: tuple[str, ...]) -> Mapping[str, tuple[Invitee, ...]]: ...

    def agendas(self, keys: tuple[str, ...]) -> Mapping[str, OwnAgenda]:
        """Coordinators' own, by their keys."""
        ...

    def by_uid(self, uid: str) -> str | None:
        """The meeting of that UID."""
        ...

    def of_letters(self, message_ids: tuple[str, ...]) -> tuple[str, ...]:
        """Meetings that our letters with those Message-IDs were about, the latest named first."""
        ...

    def question(self, message_ids: tuple[str, ...]) -> OpenQuestion | None:
        """The open question that one of our letters with those Message-IDs asked."""
        ...

    def next_number(self, network_id: str, year: int) -> int:
        """How many meetings of the network in the year there ever were, cancelled ones too, plus one."""
        ...


class NoMeetings:
    """Nothing was ever sent out."""

    def invitees(self, meeting_id: str) -> tuple[Invitee, ...]:  # noqa: ARG002 - nothing to look it up in
        return ()

    def invitees_of(self, meeting_ids: tuple[str, ...]) -> Mapping[str, tuple[Invitee, ...]]:  # noqa: ARG002 - nothing to look it up in
        return {}

    def agendas(self, keys: tuple[str, ...]) -> Mapping[str, OwnAgenda]:  # noqa: ARG002 - nothing to look it up in
        return {}

    def by_uid(self, uid: str) -> str | None:  # noqa: ARG002 - nothing to look it up in
        return None

    def of_letters(self, message_ids: tuple[str, ...]) -> tuple[str, ...]:  # noqa: ARG002 - nothing to look it up in
        return ()

    def question(self, message_ids: tuple[str, ...]) -> OpenQuestion | None:  # noqa: ARG002 - nothing to look it up in
        return None

    def next_number(self, network_id: str, year: int) -> int:  # noqa: ARG002 - nothing to look it up in
        return 1
