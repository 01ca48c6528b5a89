"""What the letters about meetings are given; see ``letter_context``.

=========================== ================== template                    context ===========================
================== booking_answer              BookingLetter place_words                 PlaceLetter meeting_invitation
InvitationLetter meeting_update              InvitationLetter meeting_cancelled           InvitationLetter
meeting_agenda              InvitationLetter member_words                MemberWords reminder_unanswered
InvitationLetter reminder_all                InvitationLetter coordinator_head_count      HeadCountLetter
coordinator_no_place        InvitationLetter coordinator_no_invoice      InvitationLetter staff_no_invoice
InvitationLetter coordinator_plan            PlanLetter coordinator_bounced         BouncedLetter
=========================== ==================
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from bot.model.letter_context import SecretariatLines
from bot.model.meeting import MeetingAction, Partstat


@dataclass(frozen=True, slots=True)
class QuestionLines:
    """One thing that is asked: ``code`` is a doubt's, or what is missing ("date", "start", "end", "venue", …)."""

    code: str
    #: As the mail had it.
    text: str = ""
    choices: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingLines:
    """One meeting as understood; None: not told. ``was_*``: how it was before a change."""

    action: MeetingAction
    network: str
    day: date | None = None
    start: time | None = None
    end: time | None = None
    venue: str | None = None
    address: str | None = None
    topic: str | None = None
    participants: int | None = None
    catering: str | None = None
    price: str | None = None
    contact: str | None = None
    reference: str | None = None
    tentative: bool = False
    was_start: datetime | None = None
    was_venue: str | None = None
    questions: tuple[QuestionLines, ...] = ()
    #: The coordinator's own agenda as it was understood: its lines, or the name of its file.
    agenda: tuple[str, ...] = ()
    #: The place's, as the booking showed it.
    place_email: str | None = None


@dataclass(frozen=True, slots=True)
class BookingLetter:
    """To the coordinator: what became of a mail about meetings, and what must be answered first."""

    secretariat: SecretariatLines
    #: Whom it is for, and who is coordinator as an invoice has to say it.
    name: str
    coordinator: str
    meetings: tuple[MeetingLines, ...]
    #: Members who are invited, or told of the change.
    invited: int = 0
    #: When they get it, where that is not now: people are left in peace at night.
    invited_at: datetime | None = None
    #: Days that a due date must lie ahead, from the rule file.
    minimum_days: int | None = None
    #: Whether a yes in answer has the words sent to the place.
    offers_place: bool = False


@dataclass(frozen=True, slots=True)
class PlaceLetter:
    """To the place, by the coordinator's yes: what to write on the invoice."""

    secretariat: SecretariatLines
    coordinator: str
    coordinator_address: str
    meeting: MeetingLines
    minimum_days: int | None = None
    #: Whether the meeting had another time or place before.
    changed: bool = False


@dataclass(frozen=True, slots=True)
class InvitationLetter:
    """To one member: the meeting, beside the calendar part that their program reads."""

    secretariat: SecretariatLines
    name: str
    coordinator: str
    meeting: MeetingLines
    #: Lines «17.00 Velkommen …»; empty where there is none.
    agenda: tuple[str, ...] = ()
    #: "new", "changed", "cancelled", "left", "agenda".
    why: str = "new"
    #: The coordinator's own agenda, where it is a file that goes with the letter.
    agenda_file: str | None = None
    #: False: what they answered still holds.
    asked_anew: bool = True


@dataclass(frozen=True, slots=True)
class MemberWords:
    """To the coordinator: what a member wrote in answer to an invitation, word for word (CPR numbers masked)."""

    secretariat: SecretariatLines
    name: str
    member: str
    address: str
    network: str
    day: date
    #: Line by line.
    words: tuple[str, ...] = ()
    partstat: Partstat | None = None
    #: Another time that their calendar proposes; Danish local.
    proposed_start: datetime | None = None
    proposed_end: datetime | None = None
    #: They send somebody else: their address, where it is told, and whether the network has them.
    delegated: bool = False
    delegated_to: str | None = None
    delegate_is_member: bool = False
    #: The writer comes in this member's place (their address).
    sent_by: str | None = None


@dataclass(frozen=True, slots=True)
class HeadCountLetter:
    """To the coordinator, in time for the caterer: who comes, and what the kitchen must know."""

    secretariat: SecretariatLines
    name: str
    meeting: MeetingLines
    accepted: tuple[str, ...] = ()
    tentative: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    eating: int = 0
    #: «2 vegetar»; no names.
    diets: tuple[str, ...] = ()
    #: Who sends somebody else.
    delegated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanGapLines:
    """What a network's plan lacks: ``bot.meetings.planning.Gap``."""

    code: str
    year: int
    have: int = 0
    wanted: int = 0
    #: Days of the meetings without a topic.
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanLetter:
    """To the coordinator, once a year for each turn of the wheel: what the plan lacks."""

    secretariat: SecretariatLines
    name: str
    network: str
    gaps: tuple[PlanGapLines, ...]
    #: Meetings to come, soonest first.
    planned: tuple[MeetingLines, ...] = ()
    #: About the year after this one, before this year's last meeting.
    next_year: bool = False
    #: The year's mandatory topic, where its title is known.
    mandatory_title: str = ""


@dataclass(frozen=True, slots=True)
class BouncedLines:
    """A person whom the invitation did not reach. ``why``: the server's answer, or its status code (RFC 3463)."""

    name: str
    address: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class BouncedLetter:
    """To the coordinator (to staff where there is none): whom invitations did not reach."""

    secretariat: SecretariatLines
    name: str
    network: str
    people: tuple[BouncedLines, ...]
    #: Days of the meetings.
    days: tuple[date, ...] = ()
