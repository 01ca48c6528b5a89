"""What was known at an earlier moment, as far as the rows of today and the history tell it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.model.register import BookedMeeting
from bot.store import history, lists
from bot.store.database import Database
from bot.store.mail_rows import MessageRow
from bot.store.meetings import COLUMNS
from bot.store.rows import Undone
from bot.store.values import stamp


def undone_since(db: Database, moment: datetime) -> Undone:
    """What people decided from that moment on, and what mails received since then took the place of."""
    decided = db.all("SELECT invoice FROM decisions WHERE at >= ? AND by <> ?", (stamp(moment), history.PROGRAM))
    closed = db.all(
        "SELECT old.id FROM messages AS m JOIN documents AS d ON d.message = m.id JOIN invoices AS new"
        " ON new.document = d.id JOIN invoices AS old ON old.id = new.corrects AND old.closed_by = new.id"
        " WHERE m.received >= ?",
        (stamp(moment),),
    )
    return Undone(frozenset(row["invoice"] for row in decided), frozenset(row["id"] for row in closed))


def parked_at(db: Database, moment: datetime) -> tuple[MessageRow, ...]:
    """Mails that were put aside then: a person may have taken care of them since, and others may have come."""
    first = {}
    for row in db.all(
        "SELECT item, action FROM history WHERE what = 'messages' AND action IN ('parked', 'unparked') AND at >= ?"
        " ORDER BY id DESC",
        (stamp(moment),),
    ):
        first[int(row["item"])] = row["action"]
    now = [m for m in lists.messages(db, state="parked") if m.id not in first]
    since = lists.messages_numbered(db, (number for number, action in first.items() if action == "unparked"))
    return tuple(sorted((*now, *(replace(m, state="parked") for m in since)), key=lambda m: (m.received, m.id)))


def meetings_at(db: Database, meetings: Iterable[BookedMeeting], moment: datetime) -> tuple[BookedMeeting, ...]:
    """``meetings``, which are those of now, as they stood then: without those that came since, and with those that
    were taken out of the register's files since.
    """
    known = {m.meeting_id: m for m in meetings}
    state: dict[str, dict[str, Any]] = {}
    changes = "SELECT item, before, after FROM history WHERE what = 'meetings' AND at >= ? ORDER BY id DESC"
    for row in db.all(changes, (stamp(moment),)):
        number = row["item"]
        if number not in state:
            state[number] = _values(known[number]) if number in known else {}
        before, after = (json.loads(row[side] or "{}") for side in ("before", "after"))
        state[number].update(dict.fromkeys(after) | before)
    as_then = {number: _meeting(number, values) for number, values in state.items()}
    there = {number: as_then.get(number, meeting) for number, meeting in (known | as_then).items()}
    return tuple(m for m in there.values() if m is not None)


def _values(meeting: BookedMeeting) -> dict[str, Any]:
    return {name: getattr(meeting, name) for name in ("network_id", *COLUMNS)}


def _meeting(number: str, values: Mapping[str, Any]) -> BookedMeeting | None:
    """None where nothing tells when it was: it was not there. What the history has is text and numbers."""
    if values.get("start") is None:
        return None
    fields = {name: value for name, value in values.items() if value is not None and name != "meeting_id"}
    for name in ("start", "end"):
        if isinstance(fields.get(name), str):
            fields[name] = datetime.fromisoformat(fields[name])
    return BookedMeeting(number, **(fields | {"inviting": bool(fields.get("inviting"))}))
