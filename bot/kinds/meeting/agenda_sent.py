"""A coordinator sends an agenda of their own, as text or as a file: found in the mail, and put to its meeting. Pure.

A file is passed on as it came: of a kind that everybody can open, not too large for a letter, read by us, and without a
CPR number in it. Items in the text take the rules' place, at the clock times that they tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.danish.cpr import MASK
from bot.danish.text import fold
from bot.kinds.meeting.matching import coming_meetings, on_day, thread_of
from bot.kinds.meeting.understanding import files, pieces
from bot.kinds.meeting.writer import Writer, in_office
from bot.kinds.request import Read, Request
from bot.meetings.agenda_told import ToldAgenda, ToldItem, told_agenda
from bot.meetings.segments import Segment
from bot.meetings.words import BookingWords, booking_words
from bot.model.booking import BookingReading, Doubt
from bot.model.meeting import AgendaItem, MeetingAct, OwnAgenda
from bot.model.register import BookedMeeting
from bot.model.zone import COPENHAGEN

#: What members' programs open, by what the bytes say; the type that it is sent under.
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odf": "application/vnd.oasis.opendocument.text",
    "rtf": "application/rtf",
    "text": "text/plain",
}
#: Octets; it goes with every member's letter.
LARGEST = 3_000_000


@dataclass(frozen=True, slots=True)
class Sent:
    """``told``: items of the text. ``file``: passed on; ``refused``: the name of one that cannot be."""

    told: ToldAgenda | None = None
    file: Read | None = None
    refused: str | None = None


def agenda_sent(request: Request) -> Sent | None:
    """None where the mail brings no agenda."""
    words = booking_words(request.world.rules.vocabulary)
    message = request.message
    names = [r.attachment.name for r in files(request) if r.attachment]
    if not any(words.agenda.search(fold(t)) for t in (message.subject, message.new_text, *names)):
        return None
    segments = pieces(request)
    file = _file(request, words, segments)
    if file is not None:
        return Sent(file=file) if _may_go_on(file) else Sent(refused=file.name or "")
    own = next((s for s in segments if s.origin == "own"), None)
    told = told_agenda(own.lines, words, speaks_of_it=True) if own is not None else None
    return Sent(told=told) if told is not None else None


def besides(request: Request, sent: Sent) -> tuple[Segment, ...]:
    """The mail's pieces without the agenda: its clock times are no meeting's."""
    out = []
    for segment in pieces(request):
        if sent.file is not None and segment.origin == "file" and segment.title == (sent.file.name or ""):
            continue
        if sent.told is not None and segment.origin == "own":
            lines = tuple(line for i, line in enumerate(segment.lines) if i not in sent.told.lines)
            if not lines:
                continue
            out.append(replace(segment, lines=lines))
            continue
        out.append(segment)
    return tuple(out)


def is_agenda_alone(readings: Sequence[BookingReading]) -> bool:
    """Whether nothing is booked or changed beside it: a day alone says which meeting it is for."""
    return all(r.act == "book" and r.start is None and r.venue is None for r in readings)


def put_to_its_meeting(
    request: Request, writer: Writer, sent: Sent, readings: Sequence[BookingReading]
) -> tuple[MeetingAct, ...]:
    """The agenda's one act: noted with its meeting, or asked about."""
    reading = BookingReading("update")
    if sent.refused is not None:
        doubt = Doubt("agenda_file", "agenda", sent.refused)
        return (MeetingAct("none", replace(reading, doubts=(doubt,)), asked=("agenda",)),)
    meant = _meant(request, writer, [r.day.value for r in readings if r.day is not None])
    if len(meant) != 1:
        days = tuple(m.start.astimezone(COPENHAGEN).date() for m in meant[:6])
        doubt = Doubt("agenda_meeting", "agenda", "", days)
        return (MeetingAct("none", replace(reading, doubts=(doubt,)), asked=("agenda",)),)
    return (with_agenda(MeetingAct("none", reading, meant[0], meant[0], meant[0].network_id), sent),)


def with_the_one(acts: Sequence[MeetingAct], sent: Sent) -> tuple[MeetingAct, ...]:
    """A mail that books and brings an agenda: put to the meeting where it is one; else it is asked for once more."""
    open_to_it = [a for a in acts if a.meeting is not None and not a.asked and a.action != "cancelled"]
    if len(open_to_it) == 1 and sent.refused is None:
        return tuple(with_agenda(a, sent) if a is open_to_it[0] else a for a in acts)
    code = "agenda_file" if sent.refused is not None else "agenda_meeting"
    doubt = Doubt(code, "agenda", sent.refused or "")
    return (*acts, MeetingAct("none", BookingReading("update", doubts=(doubt,)), asked=("agenda",)))


def with_agenda(act: MeetingAct, sent: Sent) -> MeetingAct:
    assert act.meeting is not None  # asked of acts that have one
    meeting = act.meeting
    agenda = _agenda(meeting, sent)
    if meeting.agenda == agenda.key:
        return act
    action = "updated" if act.action == "none" else act.action
    return replace(act, action=action, meeting=meeting._replace(agenda=agenda.key), agenda=agenda)


def _agenda(meeting: BookedMeeting, sent: Sent) -> OwnAgenda:
    if sent.file is not None and sent.file.attachment is not None:
        attachment = sent.file.attachment
        return OwnAgenda(meeting.meeting_id, (), attachment.name, TYPES[attachment.sniffed], attachment.content)
    assert sent.told is not None  # it is one or the other
    return OwnAgenda(meeting.meeting_id, _items(sent.told.items, meeting.start.astimezone(COPENHAGEN)))


def _items(told: Sequence[ToldItem], start: datetime) -> tuple[AgendaItem, ...]:
    """Clock times as told; where only lengths are told, one after the other from the meeting's start."""
    if any(i.start is not None for i in told):
        first = start.hour * 60 + start.minute
        return tuple(
            AgendaItem(i.text, i.minutes, i.start.hour * 60 + i.start.minute - first if i.start else None)
            for i in told
        )  # fmt: skip
    if not all(i.minutes for i in told[:-1]):
        return tuple(AgendaItem(i.text, i.minutes) for i in told)
    out, at = [], 0
    for item in told:
        out.append(AgendaItem(item.text, item.minutes, at))
        at += item.minutes
    return tuple(out)


def _meant(request: Request, writer: Writer, days: Sequence[date]) -> tuple[BookedMeeting, ...]:
    """By its day, by the thread, or as the only one to come."""
    meetings = tuple(
        m
        for n in writer.networks
        for m in coming_meetings(request, n)
        if in_office(request, writer, n.network_id, m.start.astimezone(COPENHAGEN).date())
    )
    if days:
        return tuple(dict.fromkeys(m for day in days for m in on_day(meetings, day)))
    threaded = set(request.world.meetings.of_letters(thread_of(request.message)))
    in_thread = tuple(m for m in meetings if m.meeting_id in threaded)
    return in_thread if len(in_thread) == 1 else meetings


def _file(request: Request, words: BookingWords, segments: Sequence[Segment]) -> Read | None:
    """The one that is called so or says so at its top; or the only one of a mail that sends an agenda and books
    nothing.
    """
    given = [r for r in files(request) if not r.is_about_money]
    called = [r for r in given if words.agenda.search(fold(r.name or ""))]
    if not called:
        tops = {s.title: fold(" ".join(s.lines[:6])) for s in segments if s.origin == "file"}
        called = [r for r in given if words.agenda.search(tops.get(r.name or "", ""))]
    said = fold(request.message.new_text)
    if not called and len(given) == 1 and words.agenda.search(said) and words.agenda_sent.search(said):
        called = given
    return called[0] if len(called) == 1 else None


def _may_go_on(read: Read) -> bool:
    attachment, document = read.attachment, read.document
    if attachment is None or document.unreadable or attachment.sniffed not in TYPES or attachment.container:
        return False
    # A document with a program in it (OPC part «word/vbaProject.bin») goes to nobody.
    bare = b"vbaProject.bin" not in attachment.content
    return bare and len(attachment.content) <= LARGEST and MASK not in read.text
