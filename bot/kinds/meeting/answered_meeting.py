"""Which meeting a member's answer is about: the letter's that it answers, the day's that it names, or the next."""

from datetime import date

from bot.danish.sentences import sentences
from bot.kinds.meeting.matching import JUST_BEGUN, on_day, thread_of
from bot.kinds.request import Request
from bot.meetings.answers import read_answer
from bot.meetings.days import days_in
from bot.model.meeting import AnswerAct
from bot.model.register import BookedMeeting
from bot.model.zone import COPENHAGEN


def names_another_meeting(request: Request) -> bool:
    """Whether the mail names the day of another of the network's meetings than the one that it is about."""
    meeting, message = meeting_of(request, ()), request.message
    if meeting is None:
        return False
    days = _days_answered(request) or _days_told(message.new_text, message.received_day)
    others = (m for m in request.world.register.meetings_of(meeting.network_id) if m.meeting_id != meeting.meeting_id)
    return any(m.start.astimezone(COPENHAGEN).date() in days for m in others)


def meeting_of(request: Request, answers: tuple[AnswerAct, ...]) -> BookedMeeting | None:
    """The one that ``answers`` name, else the letter's that is answered, else the day's that is told (also one that is
    past), else the only one to come of the sender's networks; None where that is not one.
    """
    register, message = request.world.register, request.message
    named = next((m for a in answers if (m := register.meeting(a.meeting_id)) is not None), None)
    if named is not None:
        return named
    threaded = request.world.meetings.of_letters(thread_of(message))
    if len(set(threaded)) == 1 and (meeting := register.meeting(threaded[0])) is not None:
        return meeting
    if message.from_ is None:
        return None
    mine = [m for n in networks_of(request, message.from_.address) for m in register.meetings_of(n)]
    coming = tuple(m for m in mine if m.start + JUST_BEGUN > request.now)
    text = "\n".join((message.subject, message.new_text, *(q.text for q in message.quoted)))[:4000]
    days = _days_answered(request) or _days_told(text, message.received_day)
    dated = [m for day in days for m in on_day(coming, day)]
    if len(dated) == 1:
        return dated[0]
    held = [m for day in days for m in on_day(tuple(mine), day)]
    if not dated and len(held) == 1:
        return held[0]  # an invitation to what was held last week is none to what is to come
    return coming[0] if len(coming) == 1 and not dated else None


def _days_answered(request: Request) -> set[date]:
    """Those of the sentences that answer: «Afbud til den 24. Om den 3. hører I nærmere» answers for the 24th."""
    message, vocabulary = request.message, request.world.rules.vocabulary
    answering = (
        s for line in message.new_text.splitlines() for s in sentences(line) if read_answer(s, vocabulary).partstat
    )
    # «I hører fra mig senest fredag» names no meeting.
    return {
        d.value for s in answering for d in days_in(s, message.received_day)
        if not d.week and (not d.bare or _is_meetings(d.value, request))
    }  # fmt: skip


def _is_meetings(day: date, request: Request) -> bool:
    address = request.message.from_.address if request.message.from_ else ""
    return any(on_day(request.world.register.meetings_of(n), day) for n in networks_of(request, address))


def _days_told(text: str, received: date) -> set[date]:
    return {d.value for line in text.split("\n") for d in days_in(line, received) if not d.week}


def networks_of(request: Request, address: str) -> tuple[str, ...]:
    """Identifiers of those whose member or coordinator has this address (lower case), each once."""
    register = request.world.register
    mine = [m.network_id for m in register.members if (m.email or "").lower() == address]
    mine += [c.network_id for c in register.coordinators if (c.email or "").lower() == address]
    return tuple(dict.fromkeys(mine))
