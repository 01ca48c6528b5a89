"""The register: networks, coordinators, members, meetings, attendance, as the CSV files of docs/register.md have them.

A frozen snapshot; ``Register`` answers the questions that reading and checking ask. Days are Danish.
``start`` and ``end`` are the files' ``from`` and ``to``: first and last day, both counted; None for no such end.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Literal, NamedTuple, Protocol, TypeVar

from bot.model.zone import COPENHAGEN


@dataclass(frozen=True, slots=True)
class Network:
    """A row of ``networks.csv``. ``secretariat`` is the name of its table in ``config.toml`` ("EKM")."""

    network_id: str
    name: str
    secretariat: str
    region: str | None = None
    specialty: str | None = None


@dataclass(frozen=True, slots=True)
class Coordinator:
    """A row of ``coordinators.csv``. ``fee_share`` as printed: "1" for the one who is paid, "0.5" for a half."""

    network_id: str
    name: str
    email: str | None = None
    phone: str | None = None
    start: date | None = None
    end: date | None = None
    fee_share: str | None = None

    def in_office(self, day: date) -> bool:
        """Whether the person was coordinator on that Danish day."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


class Member(NamedTuple):
    """A row of ``members.csv``. ``ydernummer`` keeps its leading zeros; ``role``: "owner", "tenant", "guest".

    A tuple, as ``Attendance``: there are tens of thousands, and a frozen dataclass takes five times as long to make.
    """

    network_id: str
    ydernummer: str | None
    name: str
    clinic: str | None = None
    email: str | None = None
    role: str = "owner"
    start: date | None = None
    end: date | None = None

    def in_office(self, day: date) -> bool:
        """Whether the person was a member on that Danish day."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


MeetingStatus = Literal["confirmed", "tentative", "cancelled"]


class BookedMeeting(NamedTuple):
    """A meeting of the register. ``start`` and ``end`` are aware datetimes. A tuple, as ``Member``.

    What stands below ``mandatory_topic`` is in no file of the register: the database keeps it beside the row.
    """

    meeting_id: str
    network_id: str
    start: datetime
    end: datetime | None = None
    venue: str | None = None
    address: str | None = None
    topic: str | None = None
    mandatory_topic: str | None = None
    #: RFC 5545 §3.8.1.11; a cancelled meeting stays, so that its UID is never another's.
    status: MeetingStatus = "confirmed"
    #: RFC 5545 §3.8.7.4: one more for each change that was sent out.
    sequence: int = 0
    #: RFC 5545 §3.8.4.7; None until a calendar has seen it (``meetings.calendar.uid_of`` makes it).
    uid: str | None = None
    #: What the place writes on its invoice ("KN041-26C-7"), unique for ever.
    reference: str | None = None
    participants: int | None = None
    catering: str | None = None
    price: str | None = None
    contact: str | None = None
    #: Whether its members are invited by us: true of those that were booked by mail, false of imported ones at first.
    inviting: bool = False
    #: ``OwnAgenda.key`` of the coordinator's own agenda; None: the rules'.
    agenda: str | None = None
    #: The place's address as the booking showed it: written to only where the coordinator says yes to it.
    place_email: str | None = None
    #: SEQUENCE since which time, place and status stand as they are: who answered since then has answered.
    moved_sequence: int = 0

    @property
    def is_on(self) -> bool:
        return self.status != "cancelled"


class Attendance(NamedTuple):
    """A row of ``attendance.csv``. ``state``: "present", "online", "excused", "absent", "unknown"."""

    meeting_id: str
    ydernummer: str | None
    name: str
    role: str
    state: str


@dataclass(frozen=True)
class Register:
    """All of it at one moment. Lookups return tuples in the order of the files."""

    networks: tuple[Network, ...] = ()
    coordinators: tuple[Coordinator, ...] = ()
    members: tuple[Member, ...] = ()
    meetings: tuple[BookedMeeting, ...] = ()
    attendance: tuple[Attendance, ...] = ()

    @cached_property
    def _network_by_id(self) -> dict[str, Network]:
        return {n.network_id: n for n in self.networks}

    @cached_property
    def _coordinators_by_network(self) -> dict[str, tuple[Coordinator, ...]]:
        return _grouped(self.coordinators)

    @cached_property
    def _meetings_by_network(self) -> dict[str, tuple[BookedMeeting, ...]]:
        return _grouped(self.meetings)

    @cached_property
    def _members_by_network(self) -> dict[str, tuple[Member, ...]]:
        return _grouped(self.members)

    @cached_property
    def _meeting_by_id(self) -> dict[str, BookedMeeting]:
        return {m.meeting_id: m for m in self.meetings}

    @cached_property
    def _attendance_by_meeting(self) -> dict[str, tuple[Attendance, ...]]:
        out: dict[str, list[Attendance]] = {}
        for row in self.attendance:
            out.setdefault(row.meeting_id, []).append(row)
        return {key: tuple(rows) for key, rows in out.items()}

    @cached_property
    def _clinics_by_person(self) -> dict[str, set[str]]:
        out: dict[str, set[str]] = {}
        for member in self.members:
            for key in filter(None, (_person(member.name), _person(member.email))):
                if member.clinic:
                    out.setdefault(key, set()).add(member.clinic)
        return out

    @cached_property
    def memo(self) -> dict[Any, Any]:
        """What others work out of this snapshot once and want to find again. Never part of its value."""
        return {}

    @cached_property
    def _days(self) -> dict[str, date]:
        return {m.meeting_id: m.start.astimezone(COPENHAGEN).date() for m in self.meetings}

    def day_of(self, meeting: BookedMeeting) -> date:
        """The Danish day of one of its meetings."""
        return self._days[meeting.meeting_id]

    def clinics_of(self, name: str, email: str | None) -> frozenset[str]:
        """Clinics of the member of that name or address, whatever the network."""
        found = (self._clinics_by_person.get(key, set()) for key in (_person(name), _person(email)) if key)
        return frozenset().union(*found)

    def network(self, network_id: str | None) -> Network | None:
        return self._network_by_id.get(network_id or "")

    def coordinators_of(self, network_id: str, day: date | None = None) -> tuple[Coordinator, ...]:
        """Those in office on ``day``; all there ever were where ``day`` is None."""
        found = self._coordinators_by_network.get(network_id, ())
        return found if day is None else tuple(c for c in found if c.in_office(day))

    def meetings_of(self, network_id: str) -> tuple[BookedMeeting, ...]:
        """Those that are on; a cancelled one is no booked meeting."""
        return tuple(m for m in self._meetings_by_network.get(network_id, ()) if m.is_on)

    def meeting(self, meeting_id: str | None) -> BookedMeeting | None:
        """Also a cancelled one."""
        return self._meeting_by_id.get(meeting_id or "")

    def members_of(self, network_id: str, day: date | None = None) -> tuple[Member, ...]:
        """Those in office on ``day``; all there ever were where ``day`` is None."""
        found = self._members_by_network.get(network_id, ())
        return found if day is None else tuple(m for m in found if m.in_office(day))

    def attendance_of(self, meeting_id: str) -> tuple[Attendance, ...]:
        return self._attendance_by_meeting.get(meeting_id, ())


def _person(text: str | None) -> str:
    return " ".join((text or "").casefold().split())


class _OfNetwork(Protocol):
    @property
    def network_id(self) -> str: ...


_Row = TypeVar("_Row", bound=_OfNetwork)


def _grouped(rows: Iterable[_Row]) -> dict[str, tuple[_Row, ...]]:
    out: dict[str, list[_Row]] = {}
    for row in rows:
        out.setdefault(row.network_id, []).append(row)
    return {key: tuple(value) for key, value in out.items()}
