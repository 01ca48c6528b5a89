"""What a mail comes to for one meeting: changed, asked about, and what is checked before. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from bot.danish.holidays import holiday
from bot.danish.text import fold
from bot.kinds.request import Request
from bot.model.booking import BookingReading, Doubt
from bot.model.meeting import MeetingAct
from bot.model.register import BookedMeeting, Network
from bot.model.zone import COPENHAGEN

_DETAILS = ("participants", "catering", "price", "contact", "topic", "place_email")


def settled(meeting: BookedMeeting, reading: BookingReading) -> BookedMeeting:
    """One that might move is certain once it is said to be, or has a place and is not said to be doubtful still."""
    if meeting.status != "tentative" or reading.tentative:
        return meeting
    return meeting._replace(status="confirmed") if reading.final or reading.act == "move" else meeting


def changed_to(before: BookedMeeting, after: BookedMeeting, reading: BookingReading | None) -> MeetingAct:
    """With SEQUENCE one higher where a calendar shows the change (RFC 5546 §2.1.4)."""
    moved = (before.start, before.end, before.venue, before.address) != (
        after.start,
        after.end,
        after.venue,
        after.address,
    )
    shown = moved or (before.topic, before.status) != (after.topic, after.status)
    if before == after:
        return MeetingAct("none", reading, before, before, before.network_id)
    if shown:
        after = after._replace(sequence=before.sequence + 1)
    if moved or before.status != after.status:
        after = after._replace(moved_sequence=after.sequence)
    return MeetingAct("moved" if moved else "updated", reading, after, before, before.network_id)


def checked(request: Request, reading: BookingReading) -> list[Doubt]:
    """What speaks against the day and the times that are told."""
    rules = request.world.rules.meetings["booking"]
    out = []
    if reading.day is not None:
        day = reading.day.value
        name = holiday(day)
        if name is not None:
            out.append(Doubt("holiday", "date", name, (day,)))
        if (day - request.message.received_day).days > int(rules["furthest"]):
            out.append(Doubt("far_away", "date", reading.day.text, (day,)))
    start = reading.start.value.replace(tzinfo=None) if reading.start is not None else None
    if start is not None and not rules["earliest"] <= start <= rules["latest"]:
        out.append(Doubt("odd_hour", "start", f"{start:%H.%M}"))
    if reading.start is not None and reading.end is not None:
        minutes = minutes_of(reading.end.value) - minutes_of(reading.start.value)
        if minutes <= 0:
            out.append(Doubt("end_before_start", "end", reading.end.text))
        elif not int(rules["shortest"]) <= minutes <= int(rules["longest"]):
            out.append(Doubt("odd_length", "end", reading.end.text))
    return [d for d in out if d.code not in reading.settled or d.code == "end_before_start"]


def details(reading: BookingReading, meeting: BookedMeeting) -> dict[str, Any]:
    return {n: said.value if (said := getattr(reading, n)) is not None else getattr(meeting, n) for n in _DETAILS}


def is_of_place(reading: BookingReading, meeting: BookedMeeting) -> bool:
    """The meeting's own place, or a part of its name («på Kongsgården» of «Café Kongsgården») without an address."""
    told, booked = fold(reading.venue.value) if reading.venue else "", fold(meeting.venue or "")
    if told == booked:
        return True
    return bool(told) and reading.address is None and f" {told} " in f" {booked} "


def at_place(meeting: BookedMeeting, reading: BookingReading) -> BookedMeeting:
    """With the place that is told; where the former one is written to is no address of the new one."""
    if reading.venue is None or is_of_place(reading, meeting):
        return meeting
    return meeting._replace(
        venue=reading.venue.value,
        address=reading.address.value if reading.address else None,
        place_email=reading.place_email.value if reading.place_email else None,
    )


def asking(
    network: Network, reading: BookingReading, asks: Sequence[str], meeting: BookedMeeting | None = None
) -> MeetingAct:
    return MeetingAct("none", reading, meeting, meeting, network.network_id, tuple(dict.fromkeys(asks)))


def moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock.replace(tzinfo=None), COPENHAGEN)


def day_of(moment: datetime) -> date:
    return moment.astimezone(COPENHAGEN).date()


def minutes_of(clock: time) -> int:
    return clock.hour * 60 + clock.minute
