"""What a mail says of meetings: its pieces and files made lines, read, and put together with what was asked before."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.documents.layout import lay_out, within_limits
from bot.kinds.request import Read, Request
from bot.meetings.reading import coming, read_bookings
from bot.meetings.segments import Segment, segments_of
from bot.model.booking import BookingReading, Doubt
from bot.model.meeting import OpenQuestion
from bot.model.register import Network

#: Files of one mail that are looked at for bookings.
MOST_FILES = 5


def files(request: Request) -> tuple[Read, ...]:
    """Those that are looked at."""
    return tuple(r for r in request.reads[:MOST_FILES] if r.attachment)


def pieces(request: Request) -> tuple[Segment, ...]:
    return segments_of(request.message, [(r.name or "", lines) for r in files(request) if (lines := _lines(r))])


def understood(
    request: Request, networks: Iterable[Network], segments: Sequence[Segment] | None = None
) -> tuple[BookingReading, ...]:
    """Every meeting that the mail speaks of; doubts of days that have passed are among them.

    ``segments``: the pieces that are looked at; None: all of them.
    """
    known = known_places(request, networks)
    segments = pieces(request) if segments is None else segments
    found = read_bookings(segments, request.world.rules.vocabulary, known)
    return coming(found, request.message.received_day)


def known_places(request: Request, networks: Iterable[Network]) -> tuple[str, ...]:
    """Clinics of the networks' members, and places where they met before."""
    register = request.world.register
    names: dict[str, None] = {}
    for network in networks:
        for member in register.members_of(network.network_id):
            if member.clinic:
                names[member.clinic] = None
        for meeting in register.meetings_of(network.network_id):
            if meeting.venue:
                names[meeting.venue] = None
    return tuple(names)


def completed(question: OpenQuestion, told: Sequence[BookingReading]) -> tuple[BookingReading, ...]:
    """The meetings that were asked about, with what the answer tells in place of what was missing or doubtful."""
    if not told:
        return question.readings
    if len(told) == len(question.readings) > 1:
        return tuple(_filled(old, new, question) for old, new in zip(question.readings, told, strict=True))
    if len(question.readings) == 1:
        return (_filled(question.readings[0], told[0], question), *told[1:])
    return tuple(told)


def _filled(old: BookingReading, new: BookingReading, question: OpenQuestion) -> BookingReading:
    names = (
        "day",
        "start",
        "end",
        "venue",
        "address",
        "participants",
        "catering",
        "price",
        "contact",
        "topic",
        "of_day",
    )
    values = {n: getattr(new, n) or getattr(old, n) for n in names}
    kept = tuple(d for d in old.doubts if not _settled(d, new) and d.asks in question.asked)
    settled = (*old.settled, *(d.code for d in old.doubts if _told_again(d, old, new)))
    return replace(
        old, **values, doubts=(*kept, *new.doubts), tentative=old.tentative or new.tentative, settled=settled
    )


def _told_again(doubt: Doubt, old: BookingReading, new: BookingReading) -> bool:
    """Asked whether a holiday is the day, the coordinator says the day once more: then it is."""
    if doubt.asks == "date":
        return new.day is not None and new.day.value in doubt.choices
    return doubt.asks == "end" and new.end is not None and old.end is not None and new.end.value == old.end.value


def _settled(doubt: Doubt, new: BookingReading) -> bool:
    told = {"date": new.day, "start": new.start, "end": new.end, "venue": new.venue, "meeting": new.of_day or new.day}
    return told.get(doubt.asks) is not None


def _lines(read: Read) -> list[str]:
    """A file's lines, cells apart by tabs."""
    document = read.document
    if document.unreadable or not any(page.words for page in document.pages):
        return []
    layout = lay_out(document, list(within_limits(document.pages)))
    out = []
    for line in layout.lines:
        out.append("\t".join(line.text[cell.start : cell.end].strip() for cell in line.cells) or line.text)
    return out
