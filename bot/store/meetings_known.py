"""What is known of meetings: ``bot.model.meeting.Meetings`` over the database, and what the service asks besides."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.model.codec import unpack
from bot.model.meeting import AgendaItem, Invitee, OpenQuestion, OwnAgenda, Told
from bot.model.register import BookedMeeting
from bot.model.zone import COPENHAGEN
from bot.store import bounces, health
from bot.store.database import Database
from bot.store.meetings import READINGS
from bot.store.register import version
from bot.store.values import moment, moment_or_none, stamp, to_json

#: Counted up by the database whenever somebody is told something else (triggers of ``schema/008_invitations.sql``).
INVITATIONS_KEY = "invitations_version"


@dataclass(frozen=True, slots=True)
class ActRow:
    """A row of ``meeting_acts``."""

    act: str
    meeting_id: str | None
    network_id: str | None
    asked: tuple[str, ...]


class StoredMeetings:
    """``bot.model.meeting.Meetings`` over the database. Belongs to the thread of its ``Database``."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._told: tuple[tuple[str | None, int, str], Mapping[str, Told]] | None = None

    def invitees(self, meeting_id: str) -> tuple[Invitee, ...]:
        return tuple(_invitee(r) for r in self._db.all("SELECT * FROM invitations WHERE meeting_id = ?", (meeting_id,)))

    def invitees_of(self, meeting_ids: tuple[str, ...]) -> Mapping[str, tuple[Invitee, ...]]:
        found: dict[str, list[Invitee]] = {}
        for row in self._db.all(
            "SELECT i.* FROM json_each(?) AS j JOIN invitations AS i ON i.meeting_id = j.value",
            (to_json(list(meeting_ids)),),
        ):
            found.setdefault(row["meeting_id"], []).append(_invitee(row))
        return {key: tuple(rows) for key, rows in found.items()}

    def told(self, now: datetime) -> Mapping[str, Told]:
        """Who holds an invitation to each meeting that is to come; read again only when that changed."""
        today = now.astimezone(COPENHAGEN).date().isoformat()
        known = (health.meta(self._db, INVITATIONS_KEY), version(self._db), today)
        if self._told is None or self._told[0] != known:
            # The rows lie in the order of their key, which is the order of the addresses.
            rows = self._db.all(
                "SELECT meeting_id, group_concat(address) AS addresses, min(sequence) AS sequence,"
                " CASE WHEN min(agenda) = max(agenda) THEN min(agenda) END AS agenda FROM invitations"
                " WHERE method = 'REQUEST' AND meeting_id IN (SELECT meeting_id FROM meetings WHERE start > ?)"
                " GROUP BY meeting_id",
                (today,),
            )
            told = {row["meeting_id"]: Told(row["addresses"], row["sequence"], row["agenda"]) for row in rows}
            self._told = (known, told)
        return self._told[1]

    def before(self, meeting_ids: tuple[str, ...]) -> Mapping[tuple[str, int], BookedMeeting]:
        """Meetings as they were at each SEQUENCE that they have left: when, and where."""
        rows = self._db.all(
            "SELECT a.meeting_id, a.network_id, a.before FROM json_each(?) AS j JOIN meeting_acts AS a"
            " ON a.meeting_id = j.value WHERE a.before IS NOT NULL ORDER BY a.id",
            (to_json(list(meeting_ids)),),
        )
        found: dict[tuple[str, int], BookedMeeting] = {}
        for row in rows:
            was = json.loads(row["before"])
            start, end = (datetime.fromisoformat(was[k]) if was.get(k) else None for k in ("start", "end"))
            if start is not None:
                key = (row["meeting_id"], int(was.get("sequence", 0)))
                found[key] = BookedMeeting(
                    *key[:1], row["network_id"], start, end, was.get("venue"), was.get("address")
                )
        return found

    def agendas(self, keys: tuple[str, ...]) -> Mapping[str, OwnAgenda]:
        rows = self._db.all(
            "SELECT a.* FROM json_each(?) AS j JOIN agendas AS a ON a.agenda = j.value", (to_json(list(keys)),)
        )
        return {
            row["agenda"]: OwnAgenda(
                row["meeting_id"], tuple(AgendaItem(*item) for item in json.loads(row["items"])), row["name"],
                row["content_type"], row["content"],
            )
            for row in rows
        }  # fmt: skip

    def by_uid(self, uid: str) -> str | None:
        row = self._db.one("SELECT meeting_id FROM meetings WHERE uid = ?", (uid,))
        return None if row is None else str(row["meeting_id"])

    def of_letters(self, message_ids: tuple[str, ...]) -> tuple[str, ...]:
        found = [
            row["meeting_id"]
            for message_id in message_ids
            for row in self._db.all("SELECT meeting_id FROM meeting_letters WHERE message_id = ?", (message_id,))
        ]
        return tuple(dict.fromkeys(found))

    def question(self, message_ids: tuple[str, ...]) -> OpenQuestion | None:
        for message_id in message_ids:
            row = self._db.one("SELECT * FROM questions WHERE message_id = ? AND answered_by IS NULL", (message_id,))
            if row is not None:
                return _open_question(row)
        return None

    def open_questions(self, since: datetime, at: datetime) -> tuple[OpenQuestion, ...]:
        """Those asked from ``since`` on and open at that moment: the offer to write to a place waits for nobody."""
        rows = self._db.all(
            "SELECT * FROM questions WHERE asked_at >= ?1 AND asked_at <= ?2 AND asked <> '[\"place\"]' AND"
            " (answered_by IS NULL OR ?2 < (SELECT handled_at FROM messages WHERE id = answered_by))"
            " ORDER BY asked_at",
            (stamp(since), stamp(at)),
        )
        return tuple(_open_question(row) for row in rows)

    def invoiced(self, meeting_ids: tuple[str, ...]) -> frozenset[str]:
        """Those that an invoice was filed for, whatever came of it."""
        rows = self._db.all(
            "SELECT DISTINCT i.meeting_id FROM json_each(?) AS j JOIN invoices AS i ON i.meeting_id = j.value"
            " WHERE i.kind = 'invoice'",
            (to_json(list(meeting_ids)),),
        )
        return frozenset(row["meeting_id"] for row in rows)

    def acts(self, since: datetime, until: datetime) -> tuple[ActRow, ...]:
        """What happened to meetings in that time, oldest first."""
        rows = self._db.all(
            "SELECT act, meeting_id, network_id, asked FROM meeting_acts WHERE at >= ? AND at < ? ORDER BY id",
            (stamp(since), stamp(until)),
        )
        return tuple(ActRow(r["act"], r["meeting_id"], r["network_id"], tuple(json.loads(r["asked"]))) for r in rows)

    def bounced_untold(self, since: datetime, again: datetime) -> tuple[bounces.BouncedRow, ...]:
        return bounces.untold(self._db, since, again)

    def bounced(self, since: datetime, until: datetime) -> tuple[bounces.BouncedRow, ...]:
        return bounces.between(self._db, since, until)

    def is_invitees(self, message_id: str, address: str) -> bool:
        return bounces.is_invitees(self._db, message_id, address)

    def next_number(self, network_id: str, year: int) -> int:
        row = self._db.one(
            "SELECT count(*) AS n FROM meetings WHERE network_id = ? AND start >= ? AND start < ?",
            (network_id, f"{year}-", f"{year + 1}-"),
        )
        return 1 + (int(row["n"]) if row else 0)


def _invitee(row: sqlite3.Row) -> Invitee:
    return Invitee(
        row["meeting_id"], row["address"], row["name"], row["sequence"], row["method"], row["partstat"],
        moment_or_none(row["answered_at"]), row["answer_sequence"], moment_or_none(row["answer_dtstamp"]), row["diet"],
        bool(row["eats"]), moment_or_none(row["sent_at"]), row["agenda"], moment_or_none(row["bounced_at"]),
        row["bounce"],
    )  # fmt: skip


def _open_question(row: sqlite3.Row) -> OpenQuestion:
    return OpenQuestion(
        row["cause"], row["network_id"], unpack(row["readings"].encode(), b"", READINGS),
        tuple(json.loads(row["asked"])), moment(row["asked_at"]), row["address"],
    )  # fmt: skip
