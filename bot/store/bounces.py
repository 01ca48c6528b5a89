"""Invitations that came back: refused by the server we gave them to, or returned as mail. Marked on the invitation.

A mark is of the last letter to the person; the next letter to them, or an answer of theirs, takes it away. What was
told of it stays, so that one dead address is told once and not once for each of eight meetings.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model.meeting import BounceAct
from bot.store import history
from bot.store.database import Database
from bot.store.values import masked, moment, stamp

#: A return without the letter's id is of one that was sent so lately.
LATELY = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class BouncedRow:
    """One invitation that did not reach its member."""

    meeting_id: str
    network_id: str
    address: str
    name: str
    #: The server's answer, or the status code of the return.
    why: str
    at: datetime


def refused(db: Database, letter: int, address: str, error: str, now: datetime) -> None:
    """A letter of ours was refused for good. Call it inside the unit that notes that."""
    row = db.one("SELECT message_id FROM letters WHERE id = ?", (letter,))
    if row is not None:
        _mark(db, row["message_id"], address, error, now)


def returned(db: Database, acts: Sequence[BounceAct], now: datetime) -> None:
    """What a returned mail says of our letters. Call it inside the unit that files the mail."""
    for act in acts:
        if act.message_id is not None:
            address = _recipient(db, act)
            if address is not None:
                _mark(db, act.message_id, address, act.status or "", now)
        elif act.recipient is not None:
            _mark_lately(db, act.recipient, act.status or "", now)


def _recipient(db: Database, act: BounceAct) -> str | None:
    """Of the letter's recipients the one that is named; an invitation has one, whatever address it was passed on to."""
    rows = db.all(
        "SELECT r.address FROM letters AS l JOIN recipients AS r ON r.letter = l.id WHERE l.message_id = ?",
        (act.message_id,),
    )
    there = {row["address"].lower(): row["address"] for row in rows}
    for named in (act.original_recipient, act.recipient):
        if named in there:
            return str(there[named])
    return str(rows[0]["address"]) if len(rows) == 1 else None


def _mark(db: Database, message_id: str, address: str, why: str, now: datetime) -> None:
    marked = db.all(
        "UPDATE invitations SET bounced_at = ?, bounce = ? WHERE address = ? AND bounced_at IS NULL AND meeting_id IN"
        " (SELECT meeting_id FROM meeting_letters WHERE message_id = ?) RETURNING meeting_id",
        (stamp(now), masked(why), address.lower(), message_id),
    )
    _note(db, [row["meeting_id"] for row in marked], address, why, now)


def _mark_lately(db: Database, address: str, why: str, now: datetime) -> None:
    marked = db.all(
        "UPDATE invitations SET bounced_at = ?1, bounce = ?2 WHERE address = ?3 AND bounced_at IS NULL"
        " AND sent_at BETWEEN ?4 AND ?1 RETURNING meeting_id",
        (stamp(now), masked(why), address.lower(), stamp(now - LATELY)),
    )
    _note(db, [row["meeting_id"] for row in marked], address, why, now)


def _note(db: Database, meetings: Sequence[str], address: str, why: str, now: datetime) -> None:
    for meeting_id in meetings:
        history.add(db, now, "invitations", meeting_id, "bounced", after={"address": address, "why": masked(why)})


def told(db: Database, pairs: Sequence[tuple[str, str]], now: datetime) -> None:
    """Somebody is told of these (meeting, address). Call it inside the unit that queues the letter."""
    db.executemany(
        "UPDATE invitations SET bounce_told_at = ? WHERE meeting_id = ? AND address = ?",
        [(stamp(now), *pair) for pair in pairs],
    )


def untold(db: Database, since: datetime, again: datetime) -> tuple[BouncedRow, ...]:
    """Those marked from ``since`` on of which nobody was told, and of whose address in the network nobody was told from
    ``again`` on; by network and name.
    """
    return _rows(
        db,
        "i.bounced_at >= ?1 AND i.bounce_told_at IS NULL AND i.method = 'REQUEST' AND NOT EXISTS (SELECT 1 FROM"
        " invitations AS o JOIN meetings AS n USING (meeting_id) WHERE o.address = i.address"
        " AND n.network_id = m.network_id AND o.bounce_told_at >= ?2)",
        (stamp(since), stamp(again)),
    )


def between(db: Database, since: datetime, until: datetime) -> tuple[BouncedRow, ...]:
    """Those marked in that time."""
    return _rows(db, "i.bounced_at >= ?1 AND i.bounced_at < ?2", (stamp(since), stamp(until)))


def is_invitees(db: Database, message_id: str, address: str) -> bool:
    """Whether the letter was about a meeting, to somebody who is invited to it: its return is told with those."""
    row = db.one(
        "SELECT 1 FROM meeting_letters AS l JOIN invitations AS i USING (meeting_id)"
        " WHERE l.message_id = ? AND i.address = ?",
        (message_id, address.lower()),
    )
    return row is not None


def _rows(db: Database, where: str, values: tuple[str, ...]) -> tuple[BouncedRow, ...]:
    rows = db.all(
        "SELECT i.meeting_id, m.network_id, i.address, i.name, i.bounce, i.bounced_at FROM invitations AS i"  # noqa: S608
        f" JOIN meetings AS m USING (meeting_id) WHERE i.bounced_at IS NOT NULL AND {where}"
        " ORDER BY m.network_id, i.name, i.address, m.start",
        values,
    )
    return tuple(
        BouncedRow(
            r["meeting_id"], r["network_id"], r["address"], r["name"], r["bounce"] or "", moment(r["bounced_at"])
        )
        for r in rows
    )
