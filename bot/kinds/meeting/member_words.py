"""What a member writes besides yes and no, passed on to the coordinator: nothing that a person wrote is swallowed."""

from dataclasses import replace
from typing import Any

from bot.kinds.meeting.answered_meeting import meeting_of
from bot.kinds.meeting.answering import answer_in_words, is_asked, is_the_place, member_of, replies_of
from bot.kinds.meeting.letters import heads_to_tell
from bot.kinds.meeting.writer import trusted
from bot.kinds.request import Request
from bot.model.letter import Letter
from bot.model.letter_context import SecretariatLines, context_of
from bot.model.meeting import AnswerAct
from bot.model.meeting_context import MemberWords
from bot.model.message import Address
from bot.model.register import BookedMeeting
from bot.model.zone import COPENHAGEN


def words_for_coordinator(request: Request, answers: tuple[AnswerAct, ...]) -> tuple[Letter, ...]:
    """What a member wrote that is more than yes or no, passed on with who and about what."""
    message, world = request.message, request.world
    said = _words_beside(request)
    meeting = meeting_of(request, answers)
    name = _name_of_sender(request, answers, meeting)
    told = _told(request, answers)
    if not (said or told) or meeting is None or name is None or not trusted(request):
        return ()
    sender = message.from_.address if message.from_ else ""
    network = world.register.network(meeting.network_id)
    told = {"partstat": next((a.partstat for a in answers if a.applied), None), **told}
    lines = MemberWords(
        world.secretariat or SecretariatLines(message.secretariat, message.mailbox, message.mailbox),
        "", name, sender, network.name if network else "", meeting.start.astimezone(COPENHAGEN).date(),
        tuple(line.strip() for line in said.splitlines() if line.strip()), **told,
    )  # fmt: skip
    cause = f"mail:{message.sha256}:words"
    others = [head for head in heads_to_tell(world.register, meeting) if head.email and head.email.lower() != sender]
    return tuple(
        Letter(
            cause=cause if n == 0 else f"{cause}:{head.email}",
            template="member_words",
            secretariat=message.secretariat,
            to=(Address((head.email or "").lower(), head.name),),
            context=context_of(replace(lines, name=head.name)),
            reply_subject=message.subject or None,
            references=(*message.references, *((message.message_id,) if message.message_id else ())),
            auto_submitted="auto-generated",
            meeting_ids=(meeting.meeting_id,),
            from_network=True,
        )
        for n, head in enumerate(others)
    )


def _words_beside(request: Request) -> str:
    """The person's own words: a comment in the calendar part, or more than a plain yes or no in the mail."""
    replies = replies_of(request)
    if replies:
        return next((r.comment for r in replies if r.comment), "")
    answer = answer_in_words(request)
    return request.message.new_text.strip()[:4000] if answer.words or answer.partstat is None else ""


def _told(request: Request, answers: tuple[AnswerAct, ...]) -> dict[str, Any]:
    """What a calendar says besides yes and no, for the coordinator: another time, somebody else.

    Of an answer that is not believed nothing; of one that came too late what it proposes is still of use.
    """
    heard = [a for a in answers if a.why not in ("stranger", "unverified", "unknown_uid", "no_answer")]
    proposing = next((a for a in heard if a.proposed_start is not None), None)
    sending = next((a for a in heard if a.partstat == "DELEGATED"), None)
    out: dict[str, Any] = {}
    if proposing is not None and proposing.proposed_start is not None:
        end = proposing.proposed_end
        out["proposed_start"] = proposing.proposed_start.astimezone(COPENHAGEN)
        out["proposed_end"] = end.astimezone(COPENHAGEN) if end is not None else None
    if sending is not None:
        meeting = request.world.register.meeting(sending.meeting_id)
        out["delegated"] = True
        out["delegated_to"] = sending.delegated_to
        out["delegate_is_member"] = (
            meeting is not None
            and bool(sending.delegated_to)
            and is_asked(request, meeting, sending.delegated_to or "")
        )
    if any(a.why == "delegate" for a in heard):
        out["sent_by"] = next((r.delegated_from for r in replies_of(request) if r.delegated_from), None)
        out["partstat"] = next(a.partstat for a in heard if a.why == "delegate")
    return out


def _name_of_sender(request: Request, answers: tuple[AnswerAct, ...], meeting: BookedMeeting | None) -> str | None:
    """As the register has it; a member's delegate, and the place that we wrote to, under their own names. None: nobody
    that a coordinator should hear.
    """
    sender = request.message.from_
    if sender is None:
        return None
    person = member_of(request, sender.address)
    if person is not None:
        return person.name
    known = any(a.why == "delegate" for a in answers) or is_the_place(meeting, sender.address)
    return (sender.name or sender.address) if known else None
