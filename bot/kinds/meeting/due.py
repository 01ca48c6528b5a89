"""Letters about meetings that are due by the clock: missing invitations, reminders, head counts. Pure.

Derived from the register and from what was sent: a member who joins is invited, one who leaves is told, a meeting that
the register's files moved is announced, and nothing is sent twice, whatever the service missed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.kinds.meeting.agendas import Agenda, agenda_of
from bot.kinds.meeting.letters import coordinator_of, heads_to_tell, invitation, meeting_lines
from bot.meetings.inviting import due_invitations, in_step, wanted_addresses
from bot.meetings.quiet import horizon, is_quiet
from bot.meetings.reminders import Reminder, due_distances, due_reminders, head_count
from bot.model.letter import Letter
from bot.model.letter_context import SecretariatLines, context_of
from bot.model.meeting import Invitee, OwnAgenda, Told
from bot.model.meeting_context import HeadCountLetter, InvitationLetter
from bot.model.message import Address
from bot.model.register import BookedMeeting, Coordinator, Network, Register
from bot.model.rules import Rules
from bot.model.zone import COPENHAGEN

#: Meetings further away are not looked at: the longest rule reaches less far.
BACK, AHEAD = timedelta(days=200), timedelta(days=120)
TEMPLATES = {
    "unanswered": "reminder_unanswered", "all": "reminder_all", "head_count": "coordinator_head_count",
    "no_place": "coordinator_no_place", "no_invoice": "coordinator_no_invoice", "no_invoice_staff": "staff_no_invoice",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Picture:
    """What due letters of one secretariat are worked out from. ``invoiced``: meetings that have an invoice."""

    register: Register
    rules: Rules
    secretariat: SecretariatLines
    staff: tuple[str, ...]
    meetings: tuple[BookedMeeting, ...]
    invitees: Mapping[str, Sequence[Invitee]]
    invoiced: frozenset[str]
    #: Meetings before this day were nobody's business of ours yet: no reminder is sent for them.
    since: datetime
    #: How meetings were, by their id and SEQUENCE: what the invited know.
    before: Mapping[tuple[str, int], BookedMeeting] = field(default_factory=dict)
    #: Coordinators' own agendas, by ``BookedMeeting.agenda``.
    agendas: Mapping[str, OwnAgenda] = field(default_factory=dict)


def meetings_in_view(register: Register, secretariat: str, today: date) -> tuple[BookedMeeting, ...]:
    """Those that anything can be due for; of invited ones all that are to come."""
    own = {n.network_id for n in register.networks if n.secretariat == secretariat}
    first, last, day_of = today - BACK, today + AHEAD, register.day_of
    return tuple(
        m for m in register.meetings if m.network_id in own and first < day_of(m) and (m.inviting or day_of(m) < last)
    )


def meetings_to_look_at(
    register: Register, rules: Rules, told: Mapping[str, Told], now: datetime
) -> tuple[BookedMeeting, ...]:
    """Those with an invitation missing, or near a day on which a reminder is due; few of all there are.

    While people are left in peace only those that begin so soon that news of them cannot wait.
    """
    if not rules.meetings:
        return ()
    told_of_before = horizon(rules.meetings, now)
    today = now.astimezone(COPENHAGEN).date()
    anywhere, placed = due_distances(rules.meetings), due_distances(rules.meetings, without="no_place")

    def is_near(meeting: BookedMeeting) -> bool:
        return (register.day_of(meeting) - today).days in (placed if meeting.venue else anywhere)

    def has_news(meeting: BookedMeeting) -> bool:
        if not meeting.inviting or (day := register.day_of(meeting)) < today:
            return False
        wanted = wanted_addresses(register, meeting.network_id, day)
        return not in_step(meeting, wanted, told.get(meeting.meeting_id)) and meeting.start > now

    # Days first: a tick asks it of thousands, and moments of two zones take ten times as long to compare.
    return tuple(
        meeting
        for meeting in meetings_in_view(register, rules.secretariat, today)
        if (is_near(meeting) or has_news(meeting)) and meeting.start < told_of_before
    )


def due_letters(picture: Picture, now: datetime) -> Iterator[Letter]:
    """Every letter about ``picture.meetings`` that should exist by now."""
    quiet, told_of_before = is_quiet(picture.rules.meetings, now), horizon(picture.rules.meetings, now)
    for meeting in picture.meetings:
        invited = picture.invitees.get(meeting.meeting_id, ())
        told: set[str] = set()
        if meeting.start < told_of_before:
            for letter in _invitations(picture, meeting, invited, now):
                told.update(to.address for to in letter.to)
                yield letter
        if quiet or meeting.start < picture.since:
            continue
        has_invoice = meeting.meeting_id in picture.invoiced
        for reminder in due_reminders(meeting, invited, picture.rules.meetings, now, has_invoice):
            # Who is told this very moment is not asked in the same breath; the next look knows that they were told.
            if reminder.address not in told:
                yield from _reminders(picture, reminder, invited)


def _invitations(
    picture: Picture, meeting: BookedMeeting, invited: Sequence[Invitee], now: datetime
) -> Iterator[Letter]:
    register = picture.register
    members, heads = register.members_of(meeting.network_id), register.coordinators_of(meeting.network_id)
    for due in due_invitations(meeting, members, heads, invited, now):
        before = picture.before.get((meeting.meeting_id, due.before.sequence)) if due.before else None
        own = picture.agendas.get(meeting.agenda or "")
        yield invitation(due, meeting, before, register, picture.rules, picture.secretariat, now, own)


def _reminders(picture: Picture, reminder: Reminder, invited: Sequence[Invitee]) -> Iterator[Letter]:
    """One letter; of what is for the coordinator one to each who shares the network."""
    meeting = reminder.meeting
    if reminder.address:
        yield _reminder(picture, reminder, (Address(reminder.address, reminder.name or None),), invited, reminder.name)
    elif reminder.code == "no_invoice_staff":
        head = coordinator_of(picture.register, meeting)
        to = tuple(Address(a.lower()) for a in picture.staff)
        yield _reminder(picture, reminder, to, invited, head.name if head else "")
    else:
        for n, head in enumerate(heads_to_tell(picture.register, meeting)):
            address = Address((head.email or "").lower(), head.name)
            one = reminder if n == 0 else replace(reminder, cause=f"{reminder.cause}:{address.address}")
            yield _reminder(picture, one, (address,), invited, head.name)


def _reminder(
    picture: Picture, reminder: Reminder, to: tuple[Address, ...], invited: Sequence[Invitee], who: str
) -> Letter:
    """``who``: whom it greets; the coordinator, of one to staff; "" where there is none."""
    meeting = reminder.meeting
    network = picture.register.network(meeting.network_id)
    head = coordinator_of(picture.register, meeting)
    lines = meeting_lines(network.name if network else meeting.network_id, meeting, None, "none")
    coordinator = head.name if head else picture.secretariat.name
    agenda = Agenda()
    if reminder.code == "head_count":
        count = head_count(meeting, invited)
        told = (count.accepted, count.tentative, count.declined, count.unanswered)
        diets = tuple(f"{n} {diet}" for diet, n in count.diets)
        context = context_of(
            HeadCountLetter(picture.secretariat, who, lines, *told, count.eating, diets, count.delegated)
        )
    else:
        agenda = _agenda(picture, reminder, network, head)
        told_in = agenda.file.name if agenda.file is not None and not agenda.lines else None
        reminded = InvitationLetter(
            picture.secretariat, who or coordinator, coordinator, lines, agenda.lines, reminder.code,
            agenda_file=told_in,
        )  # fmt: skip
        context = context_of(reminded)
    return Letter(
        cause=reminder.cause,
        template=TEMPLATES[reminder.code],
        varies="name" if reminder.address else None,
        secretariat=picture.rules.secretariat,
        to=to,
        context=context,
        attachments=agenda.files,
        auto_submitted="auto-generated",
        meeting_ids=(meeting.meeting_id,),
        from_network=True,
    )


def _agenda(picture: Picture, reminder: Reminder, network: Network | None, head: Coordinator | None) -> Agenda:
    """The reminder to all brings it once more: nobody looks for a letter of two months ago."""
    if reminder.code != "all" or network is None:
        return Agenda()
    own = picture.agendas.get(reminder.meeting.agenda or "")
    return agenda_of(reminder.meeting, own, network, head, picture.rules, picture.secretariat)
