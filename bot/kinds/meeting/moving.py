"""A meeting gets another day, time or place, or is called off. Pure."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.kinds.meeting.acts import asking, at_place, changed_to, checked, details, moment, settled
from bot.kinds.meeting.matching import coming_meetings, meeting_meant, on_day
from bot.kinds.request import Request
from bot.model.booking import BookingReading, Doubt, Said
from bot.model.meeting import MeetingAct
from bot.model.register import BookedMeeting, Network
from bot.model.zone import COPENHAGEN


def move(request: Request, network: Network, reading: BookingReading) -> MeetingAct:
    reading = _of_its_day(request, network, reading)
    meant = meeting_meant(request, network, reading)
    if len(meant) != 1:
        return asking(network, reading, ["meeting", *(d.asks for d in reading.doubts)])
    meeting = meant[0]
    reading = _with_shifted_hours(_shifted(reading, meeting), meeting)
    day = reading.day.value if reading.day else None
    doubts = [*reading.doubts, *checked(request, reading)]
    told = replace(reading, doubts=tuple(doubts))
    if doubts:
        return asking(network, told, [d.asks for d in doubts], meeting)
    if day is None and reading.start is None and reading.end is None and reading.venue is None:
        return asking(network, told, ["date"], meeting)
    local = meeting.start.astimezone(COPENHAGEN)
    start = moment(day or local.date(), reading.start.value if reading.start else local.time())
    end = _new_end(meeting, start, reading)
    clash = [m for m in on_day(coming_meetings(request, network), start.date()) if m.meeting_id != meeting.meeting_id]
    if clash:
        doubt = Doubt("two_on_one_day", "meeting", "", (start.date(),))
        return asking(network, replace(told, doubts=(doubt,)), ["meeting"], meeting)
    after = meeting._replace(start=start, end=end, **details(reading, meeting))
    after = at_place(after, reading)
    act = changed_to(meeting, settled(after, reading), told)
    if act.action == "none" and not (reading.day or reading.start or reading.end):
        # «rykket fra Salen til Krostuen» at the same house: something is to be another, and we do not see what.
        return asking(network, replace(told, doubts=(Doubt("what_of_it", "meeting"),)), ["meeting"], meeting)
    if act.action != "moved" or act.meeting is None or not (after.venue and after.end):
        return act
    # Who knows of a meeting of the register's files knows it as it was: members hear of it.
    return replace(act, meeting=act.meeting._replace(inviting=True))


def _of_its_day(request: Request, network: Network, reading: BookingReading) -> BookingReading:
    """«Vi må udskyde mødet den 16. april, ny dato følger»: the only day that is told is the meeting's own."""
    if reading.of_day is not None or reading.day is None or reading.start or reading.end or reading.venue:
        return reading
    if len(on_day(coming_meetings(request, network), reading.day.value)) != 1:
        return reading
    return replace(reading, of_day=reading.day, day=None)


def _shifted(reading: BookingReading, meeting: BookedMeeting) -> BookingReading:
    """«udskydes 14 dage»: counted from the meeting's own day; both ways where it is not said which."""
    if reading.later_days is None or reading.day is not None:
        return reading
    was = meeting.start.astimezone(COPENHAGEN).date()
    later = was + timedelta(days=reading.later_days)
    if any(d.code == "which_way" for d in reading.doubts):
        other = was - timedelta(days=reading.later_days)
        return replace(reading, doubts=(Doubt("several_days", "date", "", (later, other)),), later_days=None)
    return replace(reading, day=Said(later, ""), later_days=None)


def _with_shifted_hours(reading: BookingReading, meeting: BookedMeeting) -> BookingReading:
    """«en time senere»: counted from the meeting's own hours. One whose end nobody knows has none to count from."""
    start, end = reading.later_start, reading.later_end
    if end is not None and meeting.end is None:
        return replace(reading, doubts=(*reading.doubts, Doubt("end", "end")), later_start=None, later_end=None)
    if start is not None:
        begins = meeting.start.astimezone(COPENHAGEN) + timedelta(minutes=start)
        reading = replace(reading, start=Said(begins.time(), ""), later_start=None)
    if end is not None and meeting.end is not None:
        ends = meeting.end.astimezone(COPENHAGEN) + timedelta(minutes=end)
        reading = replace(reading, end=Said(ends.time(), ""), later_end=None)
    return reading


def cancel(request: Request, network: Network, reading: BookingReading) -> MeetingAct:
    meant = meeting_meant(request, network, reading)
    if len(meant) != 1:
        return asking(network, reading, ["meeting", *(d.asks for d in reading.doubts)])
    if reading.doubts:
        return asking(network, reading, [d.asks for d in reading.doubts], meant[0])
    meeting = meant[0]
    sequence = meeting.sequence + 1
    after = meeting._replace(status="cancelled", sequence=sequence, moved_sequence=sequence)
    return MeetingAct("cancelled", reading, after, meeting, network.network_id)


def _new_end(meeting: BookedMeeting, start: datetime, reading: BookingReading) -> datetime | None:
    """As told; else as long as it was."""
    if reading.end is not None:
        return moment(start.date(), reading.end.value)
    if meeting.end is None:
        return None
    return (start.replace(tzinfo=None) + (_wall(meeting.end) - _wall(meeting.start))).replace(tzinfo=COPENHAGEN)


def _wall(moment: datetime) -> datetime:
    """Clock time: a meeting moved over a change of the clocks stays three hours on the wall."""
    return moment.astimezone(COPENHAGEN).replace(tzinfo=None)
