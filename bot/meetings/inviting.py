"""Who must be told what about a meeting: derived from who is in office and what each was told last. Pure.

The same function serves a new booking, a change, a cancellation, a member who joins or leaves, and a service that was
off for days: it compares what should be known with what was sent, and says the difference.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from bot.model.meeting import Invitee, Told
from bot.model.register import BookedMeeting, Coordinator, Member, Register
from bot.model.zone import COPENHAGEN

#: Who was invited so lately is not reminded yet.
JUST_INVITED = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Due:
    """One letter that should go out. ``cause`` is unique for meeting, person, what and SEQUENCE."""

    method: Literal["REQUEST", "CANCEL"]
    address: str
    name: str
    #: "new", "changed", "cancelled", "left"; "agenda": nothing but another agenda.
    why: str
    cause: str
    before: Invitee | None = None


def in_step(meeting: BookedMeeting, wanted: str, told: Told | None) -> bool:
    """Whether nobody must be told anything: a quick look before ``due_invitations``.

    ``wanted``: ``wanted_addresses`` of the meeting.
    """
    if not meeting.inviting:
        return True
    if not meeting.is_on:
        return told is None
    if told is None:
        return not wanted
    known = told.agenda == (meeting.agenda or "")
    return told.addresses == wanted and told.sequence >= meeting.sequence and known


def due_invitations(
    meeting: BookedMeeting,
    members: Iterable[Member],
    coordinators: Iterable[Coordinator],
    invited: Sequence[Invitee],
    now: datetime,
) -> tuple[Due, ...]:
    """Every invitation, update and cancellation that is missing. Nothing for a meeting that has begun."""
    if not meeting.inviting or meeting.start <= now:
        return ()
    known = {i.address: i for i in invited}
    if not meeting.is_on:
        return tuple(_due("CANCEL", i.address, i.name, "cancelled", meeting, i) for i in invited if i.is_invited)
    wanted = _wanted(meeting, members, coordinators)
    out = []
    for address, name in wanted.items():
        before = known.get(address)
        if before is None or not before.is_invited:
            out.append(_due("REQUEST", address, name, "new", meeting, before))
        elif before.sequence < meeting.sequence:
            out.append(_due("REQUEST", address, name, "changed", meeting, before))
        elif before.agenda != (meeting.agenda or ""):
            out.append(_due("REQUEST", address, name, "agenda", meeting, before))
    out += [
        _due("CANCEL", i.address, i.name, "left", meeting, i)
        for i in invited
        if i.is_invited and i.address not in wanted
    ]
    return tuple(out)


def wanted_addresses(register: Register, network_id: str, day: date) -> str:
    """Sorted addresses of everybody in office on the day, joined by commas.

    Kept with the register by the days on which somebody comes or goes: a tick asks it of every meeting.
    """
    key = ("wanted", network_id)
    if key not in register.memo:
        register.memo[key] = (_changes(register, network_id), {})
    changes, told = register.memo[key]
    span = bisect_right(changes, day)
    if span not in told:
        members, heads = register.members_of(network_id), register.coordinators_of(network_id)
        told[span] = ",".join(sorted(_in_office(day, members, heads)))
    return str(told[span])


def _changes(register: Register, network_id: str) -> list[date]:
    """Days from which on somebody else is in office: the first day of one, the day after the last of another."""
    members, heads = register.members_of(network_id), register.coordinators_of(network_id)
    terms = [(m.start, m.end) for m in members] + [(c.start, c.end) for c in heads]
    comings = {start for start, _ in terms if start is not None}
    return sorted(comings | {end + timedelta(days=1) for _, end in terms if end is not None and end < date.max})


def _wanted(meeting: BookedMeeting, members: Iterable[Member], coordinators: Iterable[Coordinator]) -> dict[str, str]:
    return _in_office(meeting.start.astimezone(COPENHAGEN).date(), members, coordinators)


def _in_office(day: date, members: Iterable[Member], coordinators: Iterable[Coordinator]) -> dict[str, str]:
    """Address → name of everybody who is in office on the day, the coordinator too."""
    wanted: dict[str, str] = {}
    for member in members:
        if member.email and member.in_office(day) and member.role != "guest":
            wanted.setdefault(member.email.lower(), member.name)
    for head in coordinators:
        if head.email and head.in_office(day):
            wanted.setdefault(head.email.lower(), head.name)
    return wanted


def _due(method: Literal["REQUEST", "CANCEL"], address: str, name: str, why: str, meeting: BookedMeeting,
         before: Invitee | None) -> Due:  # fmt: skip
    # Someone who leaves, comes back and leaves again gets the same words at the same SEQUENCE: the letter before, and
    # when it was queued, is part of the cause.
    again = f":{before.method}:{before.sequence}{_when(before)}" if before is not None else ""
    cause = f"meeting:{meeting.meeting_id}:{method}:{meeting.sequence}{again}:{address}"
    return Due(method, address, name, why, cause, before)


def _when(before: Invitee) -> str:
    """In milliseconds, as it is stored."""
    return "" if before.sent_at is None else f":{round(before.sent_at.timestamp() * 1000)}"
