"""The words for the invoice, sent to the place itself: to the address in the booking, by the coordinator's yes. Pure.

Nothing goes to a place on our own account: the coordinator is shown the address and asked, and only a plain yes to that
letter sends the words there, once for a meeting and an address; once more where the meeting's time or place changes.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.danish.text import fold, one_line
from bot.kinds.filing import filed_documents
from bot.kinds.meeting.letters import coordinator_of, meeting_lines
from bot.kinds.meeting.matching import thread_of
from bot.kinds.meeting.writer import Writer
from bot.kinds.request import Request
from bot.mailin.automatic import is_read_by_nobody
from bot.meetings.place_of_sender import brings
from bot.meetings.segments import Segment
from bot.meetings.words import BookingWords, booking_words
from bot.model.booking import BookingReading, Said
from bot.model.decision import Decision
from bot.model.letter import Letter
from bot.model.letter_context import SecretariatLines, context_of
from bot.model.meeting import MeetingAct, OpenQuestion
from bot.model.meeting_context import PlaceLetter
from bot.model.message import Address
from bot.model.register import BookedMeeting, Coordinator

#: What ``OpenQuestion.asked`` holds where this is all that is asked.
ASKED = ("place",)
#: A yes stands in so many letters at the top; who writes more says more.
PLAIN = 160
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.)+[a-zæøå]{2,24}(?![\w-])", re.IGNORECASE)


def place_address(request: Request, segments: Sequence[Segment]) -> Said[str] | None:
    """Where a forwarded confirmation came from; else the only address that the booking tells. None where several
    could be meant, it is somebody's whom we know already, or it is of a place that cannot have us, or brings food.
    """
    words = booking_words(request.world.rules.vocabulary)
    segments = [s for s in segments if s.origin == "own" or not (_refuses(s, words) or brings(s, words))]
    shown = [s.sender.address.lower() for s in segments if s.origin == "forwarded" and s.sender is not None]
    told = [m.group().lower().strip(".") for s in segments for line in s.lines for m in _ADDRESS.finditer(line)]
    for found in (shown, told):
        usable = tuple(dict.fromkeys(a for a in found if may_be_a_place(request, a)))
        if len(usable) == 1:
            return Said(usable[0], usable[0], "forwarded" if found is shown else "mail")
        if usable:
            return None
    return None


def _refuses(segment: Segment, words: BookingWords) -> bool:
    return any(words.place_cancels.search(fold(line)) for line in segment.lines)


def with_place_address(
    request: Request, readings: tuple[BookingReading, ...], segments: Sequence[Segment]
) -> tuple[BookingReading, ...]:
    """Of a plan for several meetings nobody knows which place an address is for."""
    if len(readings) != 1 or readings[0].act == "cancel":
        return readings
    return (replace(readings[0], place_email=place_address(request, segments)),)


def asks_about_place(acts: Sequence[MeetingAct]) -> bool:
    """Whether the answer to the coordinator may offer it: of one that is new, or has another time or place, with its
    words and an address.
    """
    told = (a.meeting for a in acts if a.action in ("created", "moved"))
    return any(m is not None and m.place_email and m.reference for m in told)


def consented(request: Request, writer: Writer, question: OpenQuestion) -> Decision | None:
    """The coordinator's yes makes the letters; anything else is another mail."""
    if writer.address is None or question.address != writer.address.address or not _says_yes(request):
        return None
    world = request.world
    meetings = (world.register.meeting(i) for i in world.meetings.of_letters(thread_of(request.message)))
    letters = tuple(
        letter for m in meetings if m is not None and (letter := _letter(request, writer, m)) is not None
    )  # fmt: skip
    if not letters:
        return None
    return Decision(
        kind="booking",
        documents=filed_documents(request),
        letters=letters,
        outcome="other",
        unanswered="nothing_to_answer",  # a copy of the letter is the answer
        network_id=question.network_id,
        answers_question=question.cause,
    )


def _letter(request: Request, writer: Writer, meeting: BookedMeeting) -> Letter | None:
    world = request.world
    network = world.register.network(meeting.network_id)
    if network is None or not meeting.is_on or meeting.start <= request.now:
        return None
    if meeting.place_email is None or meeting.reference is None or writer.address is None:
        return None
    if network.network_id not in {n.network_id for n in writer.networks}:
        return None
    head = coordinator_of(world.register, meeting)
    rule = world.rules.checks["due_date_too_soon"].numbers.get("minimum_days")
    message = request.message
    lines = PlaceLetter(
        secretariat=world.secretariat or SecretariatLines(message.secretariat, message.mailbox, message.mailbox),
        coordinator=head.name if head is not None else writer.address.name or "",
        coordinator_address=(head.email or "").lower() if head is not None else writer.address.address,
        meeting=meeting_lines(network.name, meeting, None, "none"),
        minimum_days=int(rule) if rule is not None else None,
        changed=meeting.moved_sequence > 0,
    )
    return Letter(
        cause=_cause(meeting),
        template="place_words",
        secretariat=message.secretariat,
        to=(Address(meeting.place_email, meeting.venue),),
        cc=_copies(head, writer.address),
        context=context_of(lines),
        auto_submitted="auto-generated",
        meeting_ids=(meeting.meeting_id,),
        from_network=True,
    )


def _cause(meeting: BookedMeeting) -> str:
    """Once for a meeting and an address; once more when it has another time or place."""
    changed = f":{meeting.moved_sequence}" if meeting.moved_sequence else ""
    return f"meeting:{meeting.meeting_id}:place:{meeting.place_email}{changed}"


def _copies(head: Coordinator | None, writer: Address) -> tuple[Address, ...]:
    if head is not None and head.email:
        return (Address(head.email.lower(), head.name),)
    return (writer,)


def _says_yes(request: Request) -> bool:
    """«Ja», «Ja tak, send det gerne»: at the top, short, and with nothing that takes it back."""
    words = booking_words(request.world.rules.vocabulary)
    said = fold(one_line(request.message.new_text)[:PLAIN])
    return bool(words.place_yes.match(said)) and words.place_no.search(said) is None


def may_be_a_place(request: Request, address: str) -> bool:
    world = request.world
    if address in _known(request) or address in {a.lower() for a in world.own_addresses}:
        return False
    return not is_read_by_nobody(address, world.rules.vocabulary)


def _known(request: Request) -> set[str]:
    """Members, coordinators, staff: an address in a signature is no place's."""
    register = request.world.register
    people: Iterable[str | None] = (
        *(m.email for m in register.members), *(c.email for c in register.coordinators),
        *(a for staff in (request.world.staff or {}).values() for a in staff),
        request.message.from_.address if request.message.from_ else None,
    )  # fmt: skip
    return {p.lower() for p in people if p}
