"""Whose answer to which meeting, and whether it is believed. Pure.

A stranger's answer for a member is not believed, nor one that our own server found forged; an answer older than one
that is known, or to an invitation that has changed since, is kept for a person to see and changes nothing.
"""

from dataclasses import replace

from bot.danish.names import same_person
from bot.danish.text import fold
from bot.kinds.meeting.answered_meeting import meeting_of, names_another_meeting, networks_of
from bot.kinds.meeting.matching import JUST_BEGUN
from bot.kinds.meeting.writer import trusted
from bot.kinds.request import Request
from bot.meetings.answers import PlainAnswer, read_answer
from bot.meetings.calendar import uid_of
from bot.meetings.replies import Reply, read_replies
from bot.model.meeting import AnswerAct, Invitee
from bot.model.register import BookedMeeting, Member
from bot.model.zone import COPENHAGEN

#: At least so sure that two names are one person.
SAME_PERSON = 0.8


def answers_of(request: Request) -> tuple[AnswerAct, ...]:
    """The calendar's answers; where there are none, what the words say."""
    replies = replies_of(request)
    if replies:
        return tuple(_of_reply(request, reply) for reply in replies)
    act = _of_words(request)
    return (act,) if act is not None else ()


def replies_of(request: Request) -> tuple[Reply, ...]:
    """Each once: Thunderbird and Exchange send the same calendar beside the text and as a file."""
    calendars = (a.content for a in request.message.attachments if a.sniffed == "ics")
    found = tuple(dict.fromkeys(reply for content in calendars for reply in read_replies(content)))
    if len(found) < 2 or request.message.from_ is None:
        return found
    # Who delegates names the delegate too, who proposes a time may name all who are asked: those have said nothing.
    sender = request.message.from_.address
    own = tuple(r for r in found if r.attendee == sender) or tuple(
        r for r in found if _may_speak_for(request, sender, r)
    )
    return own or found[:1]


def _of_reply(request: Request, reply: Reply) -> AnswerAct:
    meeting = _by_uid(request, reply.uid)
    if meeting is None:
        return _act(reply, "", why="unknown_uid")
    why = _not_believed(request, reply, meeting) or _too_late(request, meeting) or _outdated(request, reply, meeting)
    if reply.method not in ("REPLY", "COUNTER"):
        why = why or "no_answer"
    elif reply.method == "COUNTER" and reply.partstat == "NEEDS-ACTION":
        # A proposal is no answer by itself (RFC 5546 §3.2.7); the PARTSTAT in it is.
        why = why or "counter"
    comment = read_answer(reply.comment, request.world.rules.vocabulary) if reply.comment else PlainAnswer(None)
    return _act(reply, meeting.meeting_id, why, comment)


def _act(reply: Reply, meeting_id: str, why: str | None, comment: PlainAnswer | None = None) -> AnswerAct:
    return AnswerAct(
        meeting_id=meeting_id,
        attendee=reply.attendee,
        partstat=reply.partstat,
        applied=why is None,
        sequence=reply.sequence,
        dtstamp=reply.dtstamp,
        diet=comment.diet if comment else None,
        eats=comment.eats if comment else True,
        why=why,
        proposed_start=reply.proposed_start,
        proposed_end=reply.proposed_end,
        delegated_to=reply.delegated_to,
    )


def _not_believed(request: Request, reply: Reply, meeting: BookedMeeting) -> str | None:
    """Asked for is the attendee; heard is the sender."""
    sender = request.message.from_
    if sender is not None and sender.address == reply.attendee and _is_delegate(request, meeting, reply):
        return "delegate" if trusted(request) else "unverified"
    if sender is None or not is_asked(request, meeting, reply.attendee):
        return "stranger"
    if sender.address != reply.attendee and not _may_speak_for(request, sender.address, reply):
        return "stranger"
    return None if trusted(request) else "unverified"


def _is_delegate(request: Request, meeting: BookedMeeting, reply: Reply) -> bool:
    """Sent by somebody who told us so, and not asked by us: the coordinator hears of them, our books do not."""
    if reply.delegated_from is None or is_asked(request, meeting, reply.attendee):
        return False
    known = _invitee(request, meeting, reply.delegated_from)
    return known is not None and known.is_invited and known.partstat == "DELEGATED"


def _may_speak_for(request: Request, sender: str, reply: Reply) -> bool:
    """The same person's other registered address; or a secretary of the same house, named in SENT-BY."""
    person, other = member_of(request, reply.attendee), member_of(request, sender)
    if person is not None and other is not None and same_person(other.name, person.name) >= SAME_PERSON:
        return True
    return reply.sent_by == sender and sender.rpartition("@")[2] == reply.attendee.rpartition("@")[2]


def is_asked(request: Request, meeting: BookedMeeting, address: str) -> bool:
    if any(i.address == address and i.is_invited for i in request.world.meetings.invitees(meeting.meeting_id)):
        return True
    day = meeting.start.astimezone(COPENHAGEN).date()
    register = request.world.register
    members = (m.email for m in register.members_of(meeting.network_id, day))
    heads = (c.email for c in register.coordinators_of(meeting.network_id, day))
    return address in {(email or "").lower() for email in (*members, *heads)}


def _too_late(request: Request, meeting: BookedMeeting) -> str | None:
    if not meeting.is_on:
        return "cancelled"
    return "past" if meeting.start + JUST_BEGUN < request.now else None


def _outdated(request: Request, reply: Reply, meeting: BookedMeeting) -> str | None:
    known = _invitee(request, meeting, reply.attendee)
    # Another topic is no other meeting: who says yes to the one before it has said yes.
    if reply.sequence is not None and reply.sequence < meeting.moved_sequence:
        return "old_sequence"
    if known is None or known.answer_dtstamp is None or reply.dtstamp is None:
        return None
    # Said later counts, also in the calendar of before the new topic; SEQUENCE orders what was moved (RFC 5546 §2.1.5).
    newer = reply.dtstamp >= known.answer_dtstamp or (reply.sequence or 0) > (known.answer_sequence or 0)
    return None if newer else "old_answer"


def _of_words(request: Request) -> AnswerAct | None:
    """What a member's own sentence answers; the meeting is the thread's, the day's, or the only one that is coming."""
    sender = request.message.from_
    meeting = meeting_of(request, ())
    answer = answer_in_words(request)
    if sender is None or meeting is None or answer.partstat is None or is_the_place(meeting, sender.address):
        return None
    why = None
    if not is_asked(request, meeting, sender.address):
        why = "stranger"
    elif not trusted(request):
        why = "unverified"
    why = why or _too_late(request, meeting)
    return AnswerAct(
        meeting.meeting_id,
        sender.address,
        answer.partstat,
        why is None,
        meeting.sequence,
        None,
        answer.diet,
        answer.eats,
        why,
    )


def answer_in_words(request: Request) -> PlainAnswer:
    """What the sender's own words answer for the sender. Not ticked where they name another meeting's day: of which
    one they speak the coordinator reads.
    """
    answer = read_answer(request.message.new_text, request.world.rules.vocabulary, _others(request))
    if answer.partstat is None or not names_another_meeting(request):
        return answer
    return replace(answer, partstat=None, words=True)


def _others(request: Request) -> frozenset[str]:
    """First names, folded, of the members beside the sender. Not the coordinator's: people write «Tak Åse»."""
    sender = request.message.from_.address if request.message.from_ else ""
    register, networks = request.world.register, networks_of(request, sender)
    members = [m for n in networks for m in register.members_of(n)]
    addressed = {_first_name(c.name) for n in networks for c in register.coordinators_of(n, None)}
    own = {_first_name(m.name) for m in members if (m.email or "").lower() == sender}
    return frozenset(_first_name(m.name) for m in members) - own - addressed


def _first_name(name: str) -> str:
    return fold(name).partition(" ")[0]


def _by_uid(request: Request, uid: str) -> BookedMeeting | None:
    world = request.world
    stored = world.meetings.by_uid(uid)
    if stored is not None:
        return world.register.meeting(stored)
    # Either secretariat may have sent the invitation, and the answer may come to the other.
    domains = {address.rpartition("@")[2].lower() for address in world.own_addresses}
    minted = ((m, uid_of(m, domain)) for m in world.register.meetings for domain in domains)
    return next((meeting for meeting, own in minted if fold(own) == fold(uid)), None)


def member_of(request: Request, address: str) -> Member | None:
    return next((m for m in request.world.register.members if (m.email or "").lower() == address), None)


def _invitee(request: Request, meeting: BookedMeeting, address: str) -> Invitee | None:
    return next((i for i in request.world.meetings.invitees(meeting.meeting_id) if i.address == address), None)


def is_the_place(meeting: BookedMeeting | None, address: str) -> bool:
    return meeting is not None and meeting.place_email == address
