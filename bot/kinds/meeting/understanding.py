"""What a mail says of meetings: its pieces and files made lines, read, and put together with what was asked before."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.danish.clock import find_times
from bot.documents.layout import lay_out, within_limits
from bot.kinds.request import Read, Request
from bot.meetings.changes import read_cancellations
from bot.meetings.clocks import after
from bot.meetings.files import decoded, lines_of_calendar, lines_of_table, without_seconds
from bot.meetings.moods import told
from bot.meetings.places import place_of_line
from bot.meetings.reading import coming, read_bookings
from bot.meetings.segments import FileLines, Segment, segments_of
from bot.meetings.words import booking_words
from bot.model.booking import BookingReading, Doubt, Said
from bot.model.meeting import OpenQuestion
from bot.model.message import Attachment
from bot.model.register import Network

#: Files of one mail that are looked at for bookings.
MOST_FILES = 5
#: Lines of an answer that may be nothing but an hour or a place, with a name under it.
SHORT_ANSWER = 3


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
    known = known_places(request, networks)
    segments = pieces(request) if segments is None else segments
    found = read_bookings(segments, request.world.rules.vocabulary, known)
    return coming(found, request.message.received_day)


def called_off(request: Request) -> tuple[BookingReading, ...]:
    """The meetings that a mail calls off by their days."""
    words = booking_words(request.world.rules.vocabulary)
    return read_cancellations(told(pieces(request), words)[0], words)


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


def completed(question: OpenQuestion, told: Sequence[BookingReading], answer: str) -> tuple[BookingReading, ...]:
    """The meetings that were asked about, with what the answer tells in place of what was missing or doubtful.

    ``answer``: the sender's own words, where an hour or a name alone says enough because it was asked for.
    """
    told = tuple(_as_asked(one, question) for one in told) or _short(answer, question)
    if not told:
        return question.readings
    if len(told) == len(question.readings) > 1:
        return tuple(_filled(old, new, question) for old, new in zip(question.readings, told, strict=True))
    if len(question.readings) == 1:
        return (_filled(question.readings[0], told[0], question), *told[1:])
    return tuple(told)


def _as_asked(new: BookingReading, question: OpenQuestion) -> BookingReading:
    """«Kl. 20», asked for the end, is the end; «3 timer» too."""
    if "end" not in question.asked or "start" in question.asked or len(question.readings) != 1 or new.end is not None:
        return new
    start = question.readings[0].start
    if start is None:
        return new
    if new.start is not None and new.start.value > start.value:
        return replace(new, start=None, end=new.start)
    if new.hours is not None and (end := after(start.value, new.hours)) is not None:
        return replace(new, end=Said(end, f"{new.hours:g} timer"))
    return new


def _short(answer: str, question: OpenQuestion) -> tuple[BookingReading, ...]:
    """An answer without a sentence: «20» to when it ends, «Rådhuskælderen» to where it is held."""
    lines = [line.strip() for line in answer.splitlines() if line.strip()]
    if not lines or len(lines) > SHORT_ANSWER or len(question.readings) != 1:
        return ()
    said = BookingReading("book")
    times = find_times(f"kl. {lines[0].strip('.! ')}") if lines[0][:1].isdigit() else []
    if times and times[0].until is None and {"start", "end"} & set(question.asked):
        said = replace(said, start=Said(times[0].value, lines[0]))
        said = _as_asked(said, question)
    elif "venue" in question.asked and (place := place_of_line(lines[0])) is not None:
        said = replace(
            said, venue=Said(place.name, lines[0]), address=Said(place.address, lines[0]) if place.address else None
        )
    return (said,) if said.start or said.end or said.venue else ()


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
        "place_email",
        "of_day",
    )
    values = {n: getattr(new, n) or getattr(old, n) for n in names}
    kept = tuple(d for d in old.doubts if not _settled(d, new) and d.asks in question.asked)
    settled = (*old.settled, *(d.code for d in old.doubts if _told_again(d, old, new)))
    elsewhere = new.venue is not None and any(d.code == "place_cancelled" for d in old.doubts)
    return replace(
        old,
        **values,
        instead=new.instead or elsewhere,
        doubts=(*kept, *new.doubts),
        tentative=old.tentative or new.tentative,
        settled=settled,
    )


def _told_again(doubt: Doubt, old: BookingReading, new: BookingReading) -> bool:
    """Asked whether a holiday is the day, the coordinator says the day once more: then it is."""
    if doubt.asks == "date":
        return new.day is not None and new.day.value in doubt.choices
    return doubt.asks == "end" and new.end is not None and old.end is not None and new.end.value == old.end.value


def _settled(doubt: Doubt, new: BookingReading) -> bool:
    if doubt.code == "place_cancelled":
        return new.venue is not None
    told = {"date": new.day, "start": new.start, "end": new.end, "venue": new.venue, "meeting": new.of_day or new.day}
    return told.get(doubt.asks) is not None


def _file_lines(request: Request, read: Read, file: Attachment) -> FileLines:
    if file.sniffed == "ics" or file.content_type == "text/calendar":
        return lines_of_calendar(file.content, request.world.own_addresses)
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
