"""The register as a frozen snapshot, read again only when an import changed it."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from bot.model.register import Attendance, BookedMeeting, Coordinator, Member, Network, Register
from bot.store import history
from bot.store.database import Database
from bot.store.health import meta
from bot.store.values import day, day_or_none, masked, stamp

#: Counted up by every unit that changes a row of the register.
VERSION_KEY = "register_version"
#: Its place behind ``end`` among a meeting's columns; the database has no truth values.
_INVITING = 12


def version(db: Database) -> int:
    """How often the register was changed; 0 for an empty database."""
    return int(meta(db, VERSION_KEY) or 0)


def load(db: Database) -> Register:
    """All of it, rows in the order of the files."""
    with db.snapshot():
        return Register(
            networks=_networks(db),
            coordinators=_coordinators(db),
            members=_members(db),
            meetings=_meetings(db),
            attendance=_attendance(db),
        )


def _networks(db: Database) -> tuple[Network, ...]:
    rows = db.all("SELECT * FROM networks ORDER BY position, network_id")
    return tuple(Network(r["network_id"], r["name"], r["secretariat"], r["region"], r["specialty"]) for r in rows)


def _coordinators(db: Database) -> tuple[Coordinator, ...]:
    return tuple(
        Coordinator(
            r["network_id"], r["name"], r["email"], r["phone"], day_or_none(r["start"]), day_or_none(r["end"]),
            r["fee_share"],
        )
        for r in db.all("SELECT * FROM coordinators ORDER BY position, id")
    )  # fmt: skip


def _members(db: Database) -> tuple[Member, ...]:
    # By place and as they come, and each day read once: there are thousands of rows, and a handful of days.
    day_of = cache(day_or_none)
    rows = db.execute(
        'SELECT network_id, ydernummer, name, clinic, email, role, start, "end" FROM members ORDER BY position, id'
    )
    return tuple(Member(n, y, name, c, e, role, day_of(s), day_of(t)) for n, y, name, c, e, role, s, t in rows)


_MEETINGS = (
    'SELECT meeting_id, network_id, start, "end", venue, address, topic, mandatory_topic, status, sequence, uid,'
    " reference, participants, catering, price, contact, inviting, agenda, place_email, moved_sequence FROM meetings"
)


def _meetings(db: Database) -> tuple[BookedMeeting, ...]:
    return tuple(map(_meeting, db.execute(f"{_MEETINGS} ORDER BY position, meeting_id")))


def meeting(db: Database, meeting_id: str) -> BookedMeeting | None:
    """One of them as it is at this very moment."""
    row = db.one(f"{_MEETINGS} WHERE meeting_id = ?", (meeting_id,))
    return None if row is None else _meeting(row)


def _meeting(row: Sequence[Any]) -> BookedMeeting:
    # By place: where there are thousands, the columns' names would cost as much as all else.
    meeting_id, network_id, start, end, *plain = row
    plain[_INVITING] = bool(plain[_INVITING])
    moment = datetime.fromisoformat
    return BookedMeeting(meeting_id, network_id, moment(start), end and moment(end), *plain)


def _attendance(db: Database) -> tuple[Attendance, ...]:
    return tuple(
        Attendance(r["meeting_id"], r["ydernummer"], r["name"], r["role"] or "", r["state"])
        for r in db.all("SELECT * FROM attendance ORDER BY position, id")
    )


def agree_own_firm(db: Database, network_id: str, start: date, end: date | None, by: str, now: datetime) -> None:
    """Notes that the network's coordinator may invoice from the own firm, both days included."""
    with db.atomic():
        db.execute(
            'INSERT INTO own_firm_agreements (network_id, start, "end", noted_by, noted_at) VALUES (?, ?, ?, ?, ?)'
            ' ON CONFLICT (network_id, start) DO UPDATE SET "end" = excluded."end", noted_by = excluded.noted_by,'
            " noted_at = excluded.noted_at",
            (network_id, day(start), day(end), masked(by), stamp(now)),
        )
        after = {"start": day(start), "end": day(end)}
        history.add(db, now, "own_firm_agreements", network_id, "agreed", who=by, after=after)
