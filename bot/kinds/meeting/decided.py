"""From what is to happen to the whole decision: the answer, who else must be told, and what is asked."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.kinds.filing import filed_documents
from bot.kinds.meeting.letters import booking_answer, coordinator_of, invitation
from bot.kinds.meeting.place_words import ASKED, asks_about_place
from bot.kinds.meeting.writer import Writer, address_of
from bot.kinds.request import Request
from bot.meetings.inviting import Due, due_invitations
from bot.meetings.quiet import horizon, opens
from bot.model.decision import Decision, MessageKind
from bot.model.letter import Letter
from bot.model.letter_context import SecretariatLines
from bot.model.meeting import MeetingAct, OpenQuestion
from bot.model.message import Address
from bot.model.register import BookedMeeting


def decided(
    request: Request, writer: Writer, kind: MessageKind, acts: tuple[MeetingAct, ...], question: OpenQuestion | None
) -> Decision:
    address = writer.address
    assert address is not None  # a writer who may act has one
    if acts and all(act.action == "cancelled" for act in acts):
        kind = "cancellation"
    elif any(act.action in ("created", "moved", "updated") for act in acts):
        kind = "booking"
    cause = f"mail:{request.message.sha256}:booking"
    # An agenda is sent again with its meeting's date: there is nothing to complete.
    asking = [a for a in acts if a.asked and a.asked != ("agenda",)]
    offers = not asking and asks_about_place(acts)
    dues = tuple(_dues(request, acts))
    told_of_before = horizon(request.world.rules.meetings, request.now)
    invitations = tuple(_invitation(request, *due) for due in dues if due[2].start < told_of_before)
    answer = booking_answer(
        request,
        acts,
        address,
        _name(request, writer),
        len({due.address for due, *_ in dues}),
        cause,
        opens(request.world.rules.meetings, request.now) if len(invitations) < len(dues) else None,
        offers_place=offers,
    )
    copies = _told_too(request, writer, acts)
    return Decision(
        kind=kind,
        documents=filed_documents(request),
        letters=(replace(answer, cc=copies), *invitations),
        outcome="other",
        network_id=next((a.network_id for a in acts if a.network_id), None),
        meetings=acts,
        question=_question(request, cause, asking or acts, address, ASKED if offers else ())
        if asking or offers
        else None,
        answers_question=question.cause if question is not None else None,
    )


def _question(
    request: Request, cause: str, asking: Sequence[MeetingAct], address: Address, asked: tuple[str, ...]
) -> OpenQuestion:
    """``asked``: what is asked besides anything about the meetings."""
    return OpenQuestion(
        cause=cause,
        network_id=next((a.network_id for a in asking if a.network_id), None),
        readings=tuple(a.reading for a in asking if a.reading is not None and not asked),
        asked=asked or tuple(dict.fromkeys(x for a in asking for x in a.asked)),
        asked_at=request.now,
        address=address.address,
    )


def _dues(request: Request, acts: Sequence[MeetingAct]) -> Iterator[tuple[Due, MeetingAct, BookedMeeting]]:
    """Who must be told: (what, because of what, how the meeting is)."""
    world = request.world
    for act in acts:
        if act.meeting is None or act.action == "none":
            continue
        meeting = act.meeting
        for due in due_invitations(
            meeting,
            world.register.members_of(meeting.network_id),
            world.register.coordinators_of(meeting.network_id),
            world.meetings.invitees(meeting.meeting_id),
            request.now,
        ):
            yield due, act, meeting


def _invitation(request: Request, due: Due, act: MeetingAct, meeting: BookedMeeting) -> Letter:
    world, message = request.world, request.message
    lines = world.secretariat or SecretariatLines(message.secretariat, message.mailbox, message.mailbox)
    own = act.agenda or world.meetings.agendas((meeting.agenda,)).get(meeting.agenda) if meeting.agenda else None
    # One who was not told the last change yet knows another meeting than the one before this mail.
    knew = act.before is not None and due.before is not None and due.before.sequence == act.before.sequence
    return invitation(due, meeting, act.before if knew else None, world.register, world.rules, lines, request.now, own)


def _told_too(request: Request, writer: Writer, acts: Sequence[MeetingAct]) -> tuple[Address, ...]:
    """Where the secretariat writes on a coordinator's behalf, the coordinator hears of it."""
    if writer.role != "staff":
        return ()
    heads = (coordinator_of(request.world.register, a.meeting) for a in acts if a.meeting and a.action != "none")
    return tuple(dict.fromkeys(Address(h.email.lower(), h.name) for h in heads if h is not None and h.email))


def _name(request: Request, writer: Writer) -> str:
    """As the register spells the writer's name."""
    address = address_of(writer)
    for network in writer.networks:
        for head in request.world.register.coordinators_of(network.network_id):
            if (head.email or "").lower() == address:
                return head.name
    return (writer.address.name if writer.address else None) or ""
