"""A coordinator books, changes or plans meetings: made, answered, and the members invited, all in one decision.

A mail from anybody else, or one whose sender our own server could not vouch for, makes nothing: a person looks at it.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.danish.sentences import sentences
from bot.danish.text import fold
from bot.kinds.filing import filed_documents
from bot.kinds.meeting.agenda_sent import (
    agenda_sent,
    is_agenda_alone,
    put_to_its_meeting,
    with_the_one,
)
from bot.kinds.meeting.decided import decided
from bot.kinds.meeting.deciding import act_on
from bot.kinds.meeting.matching import coming_meetings, thread_of
from bot.kinds.meeting.place_words import ASKED, consented
from bot.kinds.meeting.told import readings_told, says_yes
from bot.kinds.meeting.understanding import pieces, understood, without_contradictions
from bot.kinds.meeting.whose import network_of
from bot.kinds.meeting.writer import Writer, writer_of
from bot.kinds.request import Request
from bot.kinds.words import advertises, is_of_paying, likeliest
from bot.meetings.cancellations import leaves_open
from bot.meetings.days import days_in
from bot.meetings.words import booking_words
from bot.model.booking import BookingReading, Doubt
from bot.model.decision import Decision, MessageKind
from bot.model.meeting import MeetingAct, OpenQuestion
from bot.model.zone import COPENHAGEN


def recognise(request: Request) -> bool:
    kind = likeliest(request)
    confirmed = any(reading.kind == "booking" for read in request.reads for reading in read.readings)
    if (advertises(request) or _asks_only(request) or _is_a_strangers_money(request)) and not confirmed:
        return False
    if kind == "booking" or (kind is None and confirmed) or _answers_a_question(request):
        return True
    if kind is None and _speaks_of_a_meeting(request):
        return True
    return writer_of(request).role in ("coordinator", "staff") and agenda_sent(request) is not None


def _is_a_strangers_money(request: Request) -> bool:
    """Where the money for a meeting is to go is no meeting told."""
    return writer_of(request).role == "stranger" and is_of_paying(request)


def _asks_only(request: Request) -> bool:
    """A member's question with no day in it: «Kan man få dækket sin kørsel til netværksmøderne?»; nor has the course
    that they pass on with it a day of ours.
    """
    message, words = request.message, booking_words(request.world.rules.vocabulary)
    below = (q.text for q in message.quoted if not words.elsewhere.search(fold(q.text)))
    told = (message.subject, *message.new_text.splitlines(), *(x for text in below for x in text.splitlines()))
    if writer_of(request).role in ("coordinator", "staff") or any(days_in(x, message.received_day) for x in told):
        return False
    return _asks_us(request)


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
    readings = readings_told(request, writer, kind, question, sent)
    if not writer.may_act:
        acts = _shown(writer, readings)
        return _left(request, kind, acts, writer.why or "not_coordinator")
    if sent is not None and is_agenda_alone(readings):
        return decided(request, writer, kind, put_to_its_meeting(request, writer, sent, readings), None)
    if not readings:
        return _left(request, kind, (), "nothing_understood", writer)
    if any(d.code == "unsettled" for r in readings for d in r.doubts):
        return _left(request, kind, _shown(writer, readings), "unsettled", writer)
    if (
        question is None
        and likeliest(request) is None
        and not any(r.act != "book" or r.day or r.start for r in readings)
    ):
        return _left(request, kind, _shown(writer, readings), "unsettled", writer)
    acts = _acts(request, writer, readings, question)
    is_idle = all(a.action == "none" and not a.asked for a in acts)
    if (is_idle and _asks_us(request)) or (_leaves_open(request) and not any(map(_is_performed, acts))):
        return _left(request, kind, _shown(writer, readings), "unsettled", writer)
    if sent is not None:
        acts = with_the_one(acts, sent)
    return decided(request, writer, kind, acts, question)


def _acts(
    request: Request, writer: Writer, readings: Sequence[BookingReading], question: OpenQuestion | None
) -> tuple[MeetingAct, ...]:
    acts: list[MeetingAct] = []
    for reading in without_contradictions(readings):
        network = network_of(request, writer, reading, question)
        if network is None:
            doubtful = replace(reading, doubts=(*reading.doubts, Doubt("network", "network")))
            acts.append(MeetingAct("none", doubtful, asked=("network",)))
            continue
        acts.append(act_on(request, writer, network, reading, acts))
    return tuple(_asked_what(_confirmed_first(request, act, question), question) for act in acts)


def _asks_us(request: Request) -> bool:
    """A question beside the day of a meeting that we have («Kan I betale det?»): a person's to answer."""
    return any(s.rstrip().endswith("?") for line in request.message.new_text.splitlines() for s in sentences(line))


def _is_performed(act: MeetingAct) -> bool:
    """Not so what is only read of a meeting that we have, where calling it off or moving it is spoken of."""
    moves = act.reading is not None and act.reading.act == "move"
    return bool(act.asked) or act.action in ("created", "cancelled") or moves


def _leaves_open(request: Request) -> bool:
    return leaves_open(pieces(request), booking_words(request.world.rules.vocabulary))


def _asked_what(act: MeetingAct, question: OpenQuestion | None) -> MeetingAct:
    """The day of a meeting that we have, in words that we do not understand: what is to become of it?"""
    if act.action != "none" or act.asked or act.reading is None or question is not None:
        return act
    if any((act.reading.start, act.reading.venue, act.reading.participants, act.reading.topic)):
        return act  # told once more as it is
    doubt = Doubt("what_of_it", "meeting")
    return replace(act, reading=replace(act.reading, doubts=(*act.reading.doubts, doubt)), asked=("meeting",))


def _confirmed_first(request: Request, act: MeetingAct, question: OpenQuestion | None) -> MeetingAct:
    """With ``confirm = "always"`` nothing is made before the coordinator has said yes to what was understood."""
    agreed = question is not None and "confirm" in question.asked and says_yes(request)
    if request.world.confirm != "always" or act.action == "none" or agreed or act.reading is None:
        return act
    reading = replace(act.reading, doubts=(*act.reading.doubts, Doubt("confirm", "confirm")))
    return MeetingAct("none", reading, act.before, act.before, act.network_id, ("confirm",))


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
        or r.venue
        or (r.start and r.doubts)
        for r in understood(request, writer.networks)
    )


def _answers_a_question(request: Request) -> bool:
    return request.world.meetings.question(thread_of(request.message)) is not None
