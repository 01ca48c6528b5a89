"""A coordinator books, changes or plans meetings: made, answered, and the members invited, all in one decision.

A mail from anybody else, or one whose sender our own server could not vouch for, makes nothing: a person looks at it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.danish.text import fold
from bot.kinds.filing import filed_documents
from bot.kinds.meeting.agenda_sent import (
    Sent,
    agenda_sent,
    besides,
    is_agenda_alone,
    put_to_its_meeting,
    with_the_one,
)
from bot.kinds.meeting.deciding import act_on
from bot.kinds.meeting.letters import booking_answer, coordinator_of, invitation
from bot.kinds.meeting.matching import coming_meetings, thread_of
from bot.kinds.meeting.place_words import ASKED, asks_about_place, consented, with_place_address
from bot.kinds.meeting.understanding import called_off, completed, pieces, understood, without_contradictions
from bot.kinds.meeting.writer import Writer, named_networks, writer_of
from bot.kinds.request import Request
from bot.kinds.words import likeliest
from bot.meetings.answers import read_answer
from bot.meetings.changes import cancelled, denied
from bot.meetings.inviting import Due, due_invitations
from bot.meetings.moods import sentences
from bot.meetings.quiet import horizon, opens
from bot.meetings.words import booking_words
from bot.model.booking import BookingReading, Doubt
from bot.model.decision import Decision, MessageKind
from bot.model.letter import Letter
from bot.model.letter_context import SecretariatLines
from bot.model.meeting import MeetingAct, OpenQuestion
from bot.model.message import Address
from bot.model.register import BookedMeeting, Network
from bot.model.zone import COPENHAGEN


def recognise(request: Request) -> bool:
    kind = likeliest(request)
    confirmed = any(reading.kind == "booking" for read in request.reads for reading in read.readings)
    if kind == "booking" or (kind is None and confirmed) or _answers_a_question(request):
        return True
    if kind is None and _speaks_of_a_meeting(request):
        return True
    return writer_of(request).role in ("coordinator", "staff") and agenda_sent(request) is not None


def decide(request: Request) -> Decision:
    return decide_as(request, "booking")


def decide_as(request: Request, kind: MessageKind) -> Decision:
    """``kind``: "booking", or "cancellation" where the mail calls a meeting off."""
    writer = writer_of(request)
    question = request.world.meetings.question(thread_of(request.message))
    if question is not None and question.asked == ASKED:
        if writer.may_act and (agreed := consented(request, writer, question)) is not None:
            return agreed
        question = None
    sent = agenda_sent(request) if kind == "booking" else None
    readings = _readings(request, writer, kind, question, sent)
    if not writer.may_act:
        acts = _shown(writer, readings)
        return _left(request, kind, acts, writer.why or "not_coordinator")
    if sent is not None and is_agenda_alone(readings):
        return _decided(request, writer, kind, put_to_its_meeting(request, writer, sent, readings), None)
    if not readings:
        return _left(request, kind, (), "nothing_understood", writer)
    if any(d.code == "unsettled" for r in readings for d in r.doubts):
        return _left(request, kind, _shown(writer, readings), "unsettled", writer)
    acts = _acts(request, writer, readings, question)
    if _asks_us(request) and all(a.action == "none" and not a.asked for a in acts):
        return _left(request, kind, _shown(writer, readings), "unsettled", writer)
    if sent is not None:
        acts = with_the_one(acts, sent)
    return _decided(request, writer, kind, acts, question)


def _readings(
    request: Request, writer: Writer, kind: MessageKind, question: OpenQuestion | None, sent: Sent | None
) -> tuple[BookingReading, ...]:
    if kind == "cancellation":
        off = called_off(request)
        if off:
            return off
        segments = pieces(request)
        if denied(segments, booking_words(request.world.rules.vocabulary)):
            return ()
        found = cancelled(segments)
        if question is not None and found.of_day is None and not found.doubts and len(question.readings) == 1:
            asked = question.readings[0]
            found = replace(found, of_day=asked.of_day or asked.day)
        return (found,)
    segments = besides(request, sent) if sent is not None else pieces(request)
    told = with_place_address(request, understood(request, writer.networks, segments), segments)
    if question is None or question.address != _address(writer):
        return told
    if not told and "confirm" in question.asked and not _says_yes(request):
        return ()
    return tuple(
        replace(r, doubts=tuple(d for d in r.doubts if d.code not in ("confirm", "network")))
        for r in completed(question, told, request.message.new_text)
    )


def _says_yes(request: Request) -> bool:
    return read_answer(request.message.new_text, request.world.rules.vocabulary).partstat == "ACCEPTED"


def _acts(
    request: Request, writer: Writer, readings: Sequence[BookingReading], question: OpenQuestion | None
) -> tuple[MeetingAct, ...]:
    acts: list[MeetingAct] = []
    for reading in without_contradictions(readings):
        network = _network(request, writer, reading, question)
        if network is None:
            doubtful = replace(reading, doubts=(*reading.doubts, Doubt("network", "network")))
            acts.append(MeetingAct("none", doubtful, asked=("network",)))
            continue
        acts.append(act_on(request, writer, network, reading, acts))
    return tuple(_asked_what(request, _confirmed_first(request, act, question), question) for act in acts)


def _asks_us(request: Request) -> bool:
    """A question beside the day of a meeting that we have («Kan I betale det?»): a person's to answer."""
    return any(s.rstrip().endswith("?") for line in request.message.new_text.splitlines() for s in sentences(line))


def _asked_what(request: Request, act: MeetingAct, question: OpenQuestion | None) -> MeetingAct:
    """The day of a meeting that we have, in words that we do not understand: what is to become of it?"""
    if act.action != "none" or act.asked or act.reading is None or question is not None:
        return act
    if likeliest(request) is not None:
        return act
    doubt = Doubt("what_of_it", "meeting")
    return replace(act, reading=replace(act.reading, doubts=(*act.reading.doubts, doubt)), asked=("meeting",))


def _confirmed_first(request: Request, act: MeetingAct, question: OpenQuestion | None) -> MeetingAct:
    """With ``confirm = "always"`` nothing is made before the coordinator has said yes to what was understood."""
    agreed = question is not None and "confirm" in question.asked and _says_yes(request)
    if request.world.confirm != "always" or act.action == "none" or agreed or act.reading is None:
        return act
    reading = replace(act.reading, doubts=(*act.reading.doubts, Doubt("confirm", "confirm")))
    return MeetingAct("none", reading, act.before, act.before, act.network_id, ("confirm",))


def _network(
    request: Request, writer: Writer, reading: BookingReading, question: OpenQuestion | None
) -> Network | None:
    """The writer's one network; of several the one that the mail names, or that the question was about."""
    if len(writer.networks) == 1:
        return writer.networks[0]
    message = request.message
    named = named_networks(f"{message.subject}\n{message.new_text}", writer.networks)
    if not named:
        named = named_networks(" ".join(q.text for q in message.quoted if q.kind == "forwarded"), writer.networks)
    if len(named) == 1:
        return named[0]
    of_head = _headed(request, writer)
    if len(of_head) == 1:
        return of_head[0]
    if question is not None and question.network_id is not None:
        return request.world.register.network(question.network_id)
    day = reading.of_day or reading.day
    holding = {
        m.network_id
        for n in writer.networks
        for m in request.world.register.meetings_of(n.network_id)
        if day is not None and reading.act != "book" and m.start.date() == day.value
    }
    return next((n for n in writer.networks if n.network_id in holding), None) if len(holding) == 1 else None


def _headed(request: Request, writer: Writer) -> tuple[Network, ...]:
    """The networks of the coordinator on whose behalf the secretariat writes: who is passed on, or named."""
    if writer.role != "staff":
        return ()
    message, register = request.message, request.world.register
    passed_on = {q.from_.address for q in message.quoted if q.kind == "forwarded" and q.from_ is not None}
    text = f" {fold(f'{message.subject} {message.new_text}')} "
    ids = {
        c.network_id
        for n in writer.networks
        for c in register.coordinators_of(n.network_id, message.received_day)
        if (c.email or "").lower() in passed_on or f" {fold(c.name)} " in text
    }
    return tuple(n for n in writer.networks if n.network_id in ids)


def _decided(
    request: Request, writer: Writer, kind: MessageKind, acts: tuple[MeetingAct, ...], question: OpenQuestion | None
) -> Decision:
    address = writer.address
    assert address is not None  # a writer who may act has one
    if acts and all(act.action == "cancelled" for act in acts):
        kind = "cancellation"
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
    address = _address(writer)
    for network in writer.networks:
        for head in request.world.register.coordinators_of(network.network_id):
            if (head.email or "").lower() == address:
                return head.name
    return (writer.address.name if writer.address else None) or ""


def _address(writer: Writer) -> str | None:
    return writer.address.address if writer.address else None


def _shown(writer: Writer, readings: Sequence[BookingReading]) -> tuple[MeetingAct, ...]:
    """What was understood of a mail that nothing is made of: for a person to see."""
    network = writer.networks[0].network_id if len(writer.networks) == 1 else None
    return tuple(MeetingAct("none", reading, network_id=network) for reading in readings)


def _left(
    request: Request, kind: MessageKind, acts: tuple[MeetingAct, ...], why: str, writer: Writer | None = None
) -> Decision:
    return Decision(
        kind=kind,
        documents=filed_documents(request),
        outcome="review",
        attention=(why,),
        unanswered=why,
        network_id=writer.networks[0].network_id if writer and len(writer.networks) == 1 else None,
        meetings=acts,
    )


def _speaks_of_a_meeting(request: Request) -> bool:
    """None of our words for it, but a coordinator's mail with a day and an hour or a place, or with the day of a
    meeting that is booked: it is understood, or asked about, and never passed over in silence.
    """
    writer = writer_of(request)
    if not writer.may_act or request.is_about_money:
        return False
    coming = {m.start.astimezone(COPENHAGEN).date() for n in writer.networks for m in coming_meetings(request, n)}
    return any(
        r.act != "book"
        or (r.day is not None and (r.start or r.venue or r.day.value in coming))
        or (r.start and r.venue)
        for r in understood(request, writer.networks)
    )


def _answers_a_question(request: Request) -> bool:
    return request.world.meetings.question(thread_of(request.message)) is not None
