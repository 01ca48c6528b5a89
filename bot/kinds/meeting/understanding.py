"""What a mail says of meetings: its pieces and files made lines, read, and put together with what was asked before."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from bot.danish.text import fold
from bot.documents.layout import lay_out, within_limits
from bot.kinds.meeting.acts import day_of
from bot.kinds.meeting.matching import coming_meetings
from bot.kinds.request import Read, Request
from bot.meetings.agreed_below import agreed_below
from bot.meetings.beside import booked_beside
from bot.meetings.cancellations import read_cancellations
from bot.meetings.files import decoded, lines_of_calendar, lines_of_table, without_seconds
from bot.meetings.moods import told
from bot.meetings.not_ours import asked_where_withheld
from bot.meetings.reading import coming, read_bookings
from bot.meetings.segments import FileLines, Segment, segments_of
from bot.meetings.words import booking_words
from bot.model.booking import BookingReading, Doubt, Said
from bot.model.message import Attachment
from bot.model.register import Network

#: Files of one mail that are looked at for bookings.
MOST_FILES = 5


def files(request: Request) -> tuple[Read, ...]:
    """Those that are looked at."""
    return tuple(r for r in request.reads[:MOST_FILES] if r.attachment)


def pieces(request: Request) -> tuple[Segment, ...]:
    found: dict[FileLines, str] = {}
    for read in files(request):
        if read.attachment is not None and not read.is_mail_text:
            lines = _file_lines(request, read, read.attachment)
            if lines.lines or lines.doubts:
                found.setdefault(lines, read.name or "")
    return segments_of(request.message, [(name, lines) for lines, name in found.items()])


def understood(
    request: Request, networks: Iterable[Network], segments: Sequence[Segment] | None = None
) -> tuple[BookingReading, ...]:
    """Every meeting that the mail speaks of; doubts of days that have passed are among them.

    ``segments``: the pieces that are looked at; None: all of them.
    """
    segments = pieces(request) if segments is None else segments
    networks = tuple(networks)
    found = _read(request, networks, segments)
    if _lacks_something(found):
        below = agreed_below(request.message, segments, booking_words(request.world.rules.vocabulary))
        again = _read(request, networks, (*segments, below)) if below is not None else found
        found = found if _lacks_something(again) else again
    return coming(_at_known_address(request, networks, found), request.message.received_day)


def _read(request: Request, networks: Iterable[Network], segments: Sequence[Segment]) -> tuple[BookingReading, ...]:
    return read_bookings(
        segments, request.world.rules.vocabulary, known_places(request, networks), held_days(request, networks)
    )


def _lacks_something(found: Sequence[BookingReading]) -> bool:
    """A meeting to make of which the day or the hours are not told."""
    if len(found) > 1 or any(r.act != "book" for r in found):
        return False
    return not found or not (found[0].day and found[0].start and found[0].end)


def _at_known_address(
    request: Request, networks: Iterable[Network], readings: Iterable[BookingReading]
) -> tuple[BookingReading, ...]:
    """A place without its address that the network has met at before is where it was then."""
    held = [m for n in networks for m in request.world.register.meetings_of(n.network_id) if m.venue and m.address]
    out = []
    for reading in readings:
        venue = reading.venue
        told = {m.address for m in held if venue and not reading.address and fold(m.venue or "") == fold(venue.value)}
        address = told.pop() if len(told) == 1 else None
        out.append(replace(reading, address=Said(address, venue.text)) if address and venue else reading)
    return tuple(out)


def called_off(request: Request, networks: Iterable[Network]) -> tuple[BookingReading, ...]:
    """The meetings that a mail calls off by their days, and the one that it books beside them."""
    networks = tuple(networks)
    words, held = booking_words(request.world.rules.vocabulary), held_days(request, networks)
    segments = told(pieces(request), words)[0]
    off = read_cancellations(segments, words, held)
    beside = booked_beside(off, segments, words, known_places(request, networks), held) if off else ()
    return asked_where_withheld((*off, *beside), segments, words)


def held_days(request: Request, networks: Iterable[Network]) -> frozenset[date]:
    """Days of the networks' coming meetings."""
    return frozenset(day_of(m.start) for n in networks for m in coming_meetings(request, n))


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


def without_contradictions(readings: Sequence[BookingReading]) -> tuple[BookingReading, ...]:
    """Rows that say the same twice are one; two of one day that differ make a plan that says two things, and none of
    it is made before the coordinator has said which.
    """
    if len(readings) < 2:
        return tuple(readings)
    kept = {_key(r): r for r in reversed(readings)}
    rows = tuple(r for r in readings if kept.get(_key(r)) is r)
    days = [r.day.value for r in rows if r.day is not None and r.act == "book"]
    twice = [day for day in dict.fromkeys(days) if days.count(day) > 1]
    if not twice:
        return rows
    doubt = Doubt("twice_in_plan", "date", "", tuple(twice[:6]))
    return tuple(replace(r, doubts=(*r.doubts, doubt)) for r in rows)


def _key(r: BookingReading) -> tuple[object, ...]:
    said = (r.day, r.of_day, r.start, r.end, r.venue)
    return (r.act, *(one.value if one else None for one in said), r.doubts)


def _file_lines(request: Request, read: Read, file: Attachment) -> FileLines:
    if file.sniffed == "ics" or file.content_type == "text/calendar":
        content = file.content or "\n".join(_lines(read)).encode()  # in an archive its bytes stay where they are
        return lines_of_calendar(content, request.world.own_addresses)
    lines = _lines(read)
    if file.content_type == "text/csv" or file.name.lower().endswith((".csv", ".tsv")):
        return lines_of_table(decoded(file.content) if file.content else "\n".join(lines))
    return FileLines(tuple(lines))


def _lines(read: Read) -> list[str]:
    """A file's lines, cells apart by tabs."""
    document = read.document
    if document.unreadable or not any(page.words for page in document.pages):
        return []
    layout = lay_out(document, list(within_limits(document.pages)))
    out = []
    for line in layout.lines:
        cells = (without_seconds(line.text[cell.start : cell.end].strip()) for cell in line.cells)
        out.append("\t".join(cells) or line.text)
    return out
