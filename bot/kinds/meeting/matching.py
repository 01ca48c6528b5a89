"""Which meeting of the register a mail speaks of: by its day, by the thread it answers in, or as the only one."""

import re
from datetime import date, timedelta

from bot.danish.dates import MONTHS, find_dates
from bot.danish.references import find_references
from bot.kinds.meeting.acts import day_of
from bot.kinds.request import Request
from bot.model.booking import BookingReading
from bot.model.message import Message
from bot.model.register import BookedMeeting, Network
from bot.model.zone import COPENHAGEN

#: A meeting that began so long ago can still be spoken of («vi må aflyse i aften»).
JUST_BEGUN = timedelta(hours=12)
_OF_MONTH = re.compile(rf"\b(?P<month>{'|'.join(MONTHS)})\w*møde", re.IGNORECASE)
#: How many mails back a thread is followed.
THREAD = 20


def thread_of(message: Message) -> tuple[str, ...]:
    """Message-IDs that it answers, the nearest first."""
    ids = (message.in_reply_to, *reversed(message.references[-THREAD:]))
    return tuple(dict.fromkeys(i for i in ids if i))


def coming_meetings(request: Request, network: Network) -> tuple[BookedMeeting, ...]:
    """The network's meetings that are on and were not over when the mail came, soonest first: after days without
    service a mail that called yesterday's meeting off is still about it.
    """
    found = request.world.register.meetings_of(network.network_id)
    then = min(request.now, request.message.received)
    return tuple(sorted((m for m in found if m.start > then - JUST_BEGUN), key=lambda m: m.start))


def on_day(meetings: tuple[BookedMeeting, ...], day: date | None) -> tuple[BookedMeeting, ...]:
    return tuple(m for m in meetings if day is not None and day_of(m.start) == day)


def meeting_meant(request: Request, network: Network, reading: BookingReading) -> tuple[BookedMeeting, ...]:
    """One: that is it. Several or none: a person is asked."""
    meetings = coming_meetings(request, network)
    named = reading.of_day.value if reading.of_day else None
    of_day = on_day(meetings, named)
    referred = _referred(request, meetings)
    if referred:
        # «KN041-26A: mødet den 8. oktober er aflyst», and that is another one's day: which of them?
        return tuple(dict.fromkeys((*referred, *of_day)))
    if named is not None:
        return of_day
    threaded = set(request.world.meetings.of_letters(thread_of(request.message)))
    in_thread = tuple(m for m in meetings if m.meeting_id in threaded)
    in_thread = in_thread or _quoted(request, meetings)
    if len(in_thread) == 1:
        return in_thread
    if reading.act in ("update", "move") and reading.day is not None and (same := on_day(meetings, reading.day.value)):
        return same
    if reading.act != "book" and len(named_beside := _named_beside(request, meetings)) == 1:
        return named_beside
    return meetings


def _named_beside(request: Request, meetings: tuple[BookedMeeting, ...]) -> tuple[BookedMeeting, ...]:
    """«Jeg skal til fødselsdag den 8. september. De andre vil gerne rykke til den 14.»: that of the 8th; else that of
    «vores septembermøde».
    """
    message = request.message
    text = f"{message.subject}\n{message.new_text}"
    days = {day.value for day in find_dates(text, message.received_day)}
    found = tuple(m for m in meetings if day_of(m.start) in days)
    months = {MONTHS.index(m["month"].casefold()) + 1 for m in _OF_MONTH.finditer(text)}
    return found or tuple(m for m in meetings if m.start.astimezone(COPENHAGEN).month in months)


def _quoted(request: Request, meetings: tuple[BookedMeeting, ...]) -> tuple[BookedMeeting, ...]:
    """Those of whose days a letter of ours tells that stands under the answer, where its program told no thread."""
    ours = [q.text for q in request.message.quoted if q.from_ and q.from_.address in request.world.own_addresses]
    told = {day.value for text in ours for day in find_dates(text, request.message.received_day)}
    return tuple(m for m in meetings if day_of(m.start) in told)


def quoted_beneath(request: Request, meetings: tuple[BookedMeeting, ...]) -> tuple[BookedMeeting, ...]:
    """Those of whose days anybody's mail tells that stands under the answer."""
    received = request.message.received_day
    told = {day.value for q in request.message.quoted for day in find_dates(q.text, received)}
    return tuple(m for m in meetings if day_of(m.start) in told)


def _referred(request: Request, meetings: tuple[BookedMeeting, ...]) -> tuple[BookedMeeting, ...]:
    """Named by its reference, whose check character fits."""
    message = request.message
    told = {found[0] for found in find_references(f"{message.subject}\n{message.new_text}")}
    return tuple(m for m in meetings if m.reference in told)
