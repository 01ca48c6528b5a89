"""Letters about meetings: to the coordinator who wrote, and to each member with the calendar part. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.kinds.meeting.agendas import agenda_of
from bot.kinds.request import Request
from bot.meetings.agenda import as_lines, own_agenda
from bot.meetings.calendar import Guest, Wording, itip
from bot.meetings.inviting import Due
from bot.model.letter import Letter
from bot.model.letter_context import SecretariatLines, context_of
from bot.model.meeting import MeetingAct, OwnAgenda, Partstat
from bot.model.meeting_context import BookingLetter, InvitationLetter, MeetingLines, QuestionLines
from bot.model.message import Address
from bot.model.register import BookedMeeting, Coordinator, Network, Register
from bot.model.rules import Rules
from bot.model.zone import COPENHAGEN

TEMPLATES = {
    "new": "meeting_invitation", "changed": "meeting_update", "cancelled": "meeting_cancelled",
    "left": "meeting_cancelled", "agenda": "meeting_agenda",
}  # fmt: skip


def booking_answer(
    request: Request, acts: Sequence[MeetingAct], to: Address, name: str, invited: int, cause: str,
    invited_at: datetime | None = None, *, offers_place: bool = False,
) -> Letter:  # fmt: skip
    """What was understood, done, and must be answered: one letter for one mail, in its thread.

    ``invited_at``: when members hear of it, where that is later. ``offers_place``: a yes sends the place its words.
    """
    world, message = request.world, request.message
    lines = [_lines_of_act(world.register, act) for act in acts]
    rule = world.rules.checks["due_date_too_soon"].numbers.get("minimum_days")
    context = BookingLetter(
        secretariat=_who(request),
        name=name,
        coordinator=_coordinator(world.register, acts) or name,
        meetings=tuple(lines),
        invited=invited,
        invited_at=invited_at,
        minimum_days=int(rule) if rule is not None else None,
        offers_place=offers_place,
    )
    asks = any(line.questions for line in lines)
    return Letter(
        cause=cause,
        template="booking_answer",
        secretariat=message.secretariat,
        to=(to,),
        context=context_of(context),
        reply_subject=message.subject if not asks else None,
        in_reply_to=message.message_id,
        references=(*message.references, *((message.message_id,) if message.message_id else ())),
        meeting_ids=tuple(a.meeting.meeting_id for a in acts if a.meeting is not None),
        from_network=True,
    )


def invitation(
    due: Due, meeting: BookedMeeting, before: BookedMeeting | None, register: Register, rules: Rules,
    secretariat: SecretariatLines, now: datetime, own: OwnAgenda | None = None,
) -> Letter:  # fmt: skip
    """One person's letter. ``before``: the meeting as they knew it, where that is known. ``own``: the coordinator's
    agenda, where ``meeting.agenda`` names one.
    """
    network = register.network(meeting.network_id) or Network(meeting.network_id, meeting.network_id, rules.secretariat)
    head = coordinator_of(register, meeting)
    address = (secretariat.network_address or secretariat.invoice_address).lower()
    organizer = Address(address, _organizer(network, head, rules))
    agenda = agenda_of(meeting, own, network, head, rules, secretariat)
    asks = due.method == "REQUEST"
    partstat = _known_answer(due, meeting)
    context = InvitationLetter(
        secretariat=secretariat,
        name=due.name,
        coordinator=head.name if head else secretariat.name,
        meeting=meeting_lines(network.name, meeting, before if due.why == "changed" else None, "none"),
        agenda=agenda.lines if asks else (),
        agenda_file=agenda.file.name if agenda.file is not None and asks and not agenda.lines else None,
        why=due.why,
        asked_anew=partstat == "NEEDS-ACTION",
    )
    calendar = itip(
        due.method, meeting, organizer, Guest(due.address, due.name, partstat),
        wording(network, meeting, rules, agenda.text(rules)), now,
    )  # fmt: skip
    return Letter(
        cause=due.cause,
        template=TEMPLATES[due.why],
        varies="name",
        secretariat=rules.secretariat,
        to=(Address(due.address, due.name),),
        context=context_of(context),
        auto_submitted="auto-generated",
        attachments=agenda.files if asks else (),
        calendar=replace(calendar, agenda=agenda.key),
        meeting_ids=(meeting.meeting_id,),
        from_network=True,
    )


def _known_answer(due: Due, meeting: BookedMeeting) -> Partstat:
    """What they answered, where that still holds: time and place are as they were told."""
    before = due.before
    if before is None or due.why == "new" or (due.why == "changed" and before.sequence < meeting.moved_sequence):
        return "NEEDS-ACTION"
    return before.partstat


def _organizer(network: Network, head: Coordinator | None, rules: Rules) -> str:
    if head is None:
        return network.name
    return str(rules.calendar["event"]["organizer"]).format(network=network.name, coordinator=head.name)


def wording(network: Network, meeting: BookedMeeting, rules: Rules, agenda_text: str) -> Wording:
    words = rules.calendar["event"]
    topic = words["topic"].format(topic=meeting.topic) if meeting.topic else ""
    description = "\n\n".join(filter(None, (words["text"].format(network=network.name), topic, agenda_text)))
    title = words["title" if meeting.topic else "title_without_topic"].format(network=network.name, topic=meeting.topic)
    return Wording(title, description, int(rules.meetings.get("alarm_minutes", 0)))


def meeting_lines(network: str, meeting: BookedMeeting, before: BookedMeeting | None, action: object) -> MeetingLines:
    start = meeting.start.astimezone(COPENHAGEN)
    moved = before is not None and (before.start, before.end) != (meeting.start, meeting.end)
    placed = before is not None and before.venue != meeting.venue
    return MeetingLines(
        action=action,  # type: ignore[arg-type]
        network=network,
        day=start.date(),
        start=start.time(),
        end=meeting.end.astimezone(COPENHAGEN).time() if meeting.end else None,
        venue=meeting.venue,
        address=meeting.address,
        topic=meeting.topic,
        participants=meeting.participants,
        catering=meeting.catering,
        price=meeting.price,
        contact=meeting.contact,
        reference=meeting.reference,
        place_email=meeting.place_email,
        tentative=meeting.status == "tentative",
        was_start=before.start if before is not None and moved else None,
        was_venue=before.venue if before is not None and placed else None,
    )


def coordinator_of(register: Register, meeting: BookedMeeting) -> Coordinator | None:
    """Of several in office on its day the first who can be written to."""
    found = register.coordinators_of(meeting.network_id, meeting.start.astimezone(COPENHAGEN).date())
    return next((c for c in found if c.email), found[0] if found else None)


def heads_to_tell(register: Register, meeting: BookedMeeting) -> tuple[Coordinator, ...]:
    """All in office on its day who can be written to, each address once: two who share a network both must know."""
    found = register.coordinators_of(meeting.network_id, meeting.start.astimezone(COPENHAGEN).date())
    return tuple({c.email.lower(): c for c in reversed(found) if c.email}.values())[::-1]


def _lines_of_act(register: Register, act: MeetingAct) -> MeetingLines:
    network = register.network(act.network_id)
    name = network.name if network else ""
    questions = _questions(act)
    if act.meeting is not None and (act.action != "none" or not questions):
        lines = meeting_lines(name, act.meeting, act.before if act.action == "moved" else None, act.action)
        return replace(lines, agenda=_agenda_lines(act))
    reading = act.reading
    if reading is None:
        return MeetingLines("none", name, questions=questions)
    day = reading.day or reading.of_day
    # A day that is doubted is shown in the question, not as if it were settled.
    doubted = any(q.code in ("weekday", "next_or_coming", "past") for q in questions)
    return MeetingLines(
        action="none",
        network=name,
        day=day.value if day and not doubted else None,
        start=reading.start.value if reading.start else None,
        end=reading.end.value if reading.end else None,
        venue=reading.venue.value if reading.venue else None,
        address=reading.address.value if reading.address else None,
        topic=reading.topic.value if reading.topic else None,
        participants=reading.participants.value if reading.participants else None,
        catering=reading.catering.value if reading.catering else None,
        price=reading.price.value if reading.price else None,
        questions=questions,
    )


def _agenda_lines(act: MeetingAct) -> tuple[str, ...]:
    if act.agenda is None or act.meeting is None:
        return ()
    return (act.agenda.name,) if act.agenda.content else as_lines(own_agenda(act.agenda.items, act.meeting.start))


def _questions(act: MeetingAct) -> tuple[QuestionLines, ...]:
    """A doubt's own question says more than the bare word for what is missing."""
    doubts = act.reading.doubts if act.reading is not None and act.asked else ()
    told = {d.asks for d in doubts}
    asked = [QuestionLines(d.code, d.text, d.choices) for d in doubts]
    asked += [QuestionLines(a) for a in act.asked if a not in told]
    return tuple(dict.fromkeys(asked))


def _coordinator(register: Register, acts: Iterable[MeetingAct]) -> str | None:
    heads = (coordinator_of(register, a.meeting) for a in acts if a.meeting is not None)
    return next((h.name for h in heads if h is not None), None)


def _who(request: Request) -> SecretariatLines:
    world, message = request.world, request.message
    return world.secretariat or SecretariatLines(message.secretariat, message.mailbox, message.mailbox)
