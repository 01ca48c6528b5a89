"""Meetings that come and change by mail: their rows, who was told what, who answered, what was asked.

Every write is inside the unit that files the mail or queues the letter: an invitation that is not queued is not
recorded, and one that is recorded is queued.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.model.booking import BookingReading
from bot.model.codec import pack, unpack
from bot.model.decision import Decision
from bot.model.letter import ComposedLetter
from bot.model.meeting import AgendaItem, AnswerAct, Invitee, MeetingAct, OpenQuestion, OwnAgenda, Told
from bot.model.register import BookedMeeting
from bot.model.zone import COPENHAGEN
from bot.store import bounces, health, history
from bot.store.database import Database
from bot.store.register import VERSION_KEY, version
from bot.store.values import masked, moment, moment_or_none, stamp, to_json

#: What a question is about: kept whole until it is answered.
_READINGS = tuple[BookingReading, ...]
#: Counted up by the database whenever somebody is told something else (triggers of ``schema/008_invitations.sql``).
INVITATIONS_KEY = "invitations_version"
#: Columns of ``meetings`` that a mail may change.
_COLUMNS = (
    "start", "end", "venue", "address", "topic", "mandatory_topic", "status", "sequence", "uid", "reference",
    "participants", "catering",
    "price", "contact", "inviting", "agenda", "place_email", "moved_sequence",
)  # fmt: skip


def file(db: Database, message: int, decision: Decision, letters: Iterable[ComposedLetter], now: datetime) -> None:
    """What a mail does to meetings. Call it inside the unit that files the mail."""
    for act in decision.meetings:
        _act(db, message, act, now)
    for answer in decision.answers:
        _answer(db, message, answer, now)
    bounces.returned(db, decision.bounces, now)
    if decision.answers_question is not None:
        db.execute(
            "UPDATE questions SET answered_by = ? WHERE cause = ? AND answered_by IS NULL",
            (message, decision.answers_question),
        )
    if decision.question is not None:
        _question(db, message, decision.question, {letter.cause: letter.message_id for letter in letters})


def sent(db: Database, letter: ComposedLetter, now: datetime) -> None:
    """Notes what a queued letter tells whom. Call it inside the unit that queues it."""
    for meeting_id in letter.meeting_ids:
        db.execute(
            "INSERT INTO meeting_letters (message_id, meeting_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
            (letter.message_id, meeting_id),
        )
    bounces.told(db, letter.tells_bounces, now)
    part = letter.calendar
    if part is None or part.method == "PUBLISH":
        return
    # A change of time or place asks anew, and so does coming back after having left. A cancellation keeps what was
    # answered for the record, and so does what is no rescheduling: another topic, an agenda (RFC 5546 §3.2.2.2).
    db.execute(
        "INSERT INTO invitations (meeting_id, address, name, sequence, method, sent_at, agenda)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (meeting_id, address) DO UPDATE SET name = excluded.name, sequence = excluded.sequence,"
        " method = excluded.method, sent_at = excluded.sent_at, agenda = excluded.agenda,"
        " bounced_at = NULL, bounce = NULL,"
        " partstat = CASE WHEN excluded.method = 'REQUEST' AND (method = 'CANCEL' OR sequence <"
        " (SELECT moved_sequence FROM meetings AS m WHERE m.meeting_id = excluded.meeting_id)) THEN 'NEEDS-ACTION'"
        " ELSE partstat END",
        (part.meeting_id, part.address, masked(part.name), part.sequence, part.method, stamp(now), part.agenda),
    )


def save(db: Database, meeting: BookedMeeting, message: int | None = None) -> None:
    """The meeting's row as it is now; a new one is added."""
    values = [_stored(getattr(meeting, name)) for name in _COLUMNS]
    names = ", ".join(f'"{name}"' for name in _COLUMNS)
    updates = ", ".join(f'"{name}" = excluded."{name}"' for name in _COLUMNS)
    marks = ", ".join("?" * len(_COLUMNS))
    db.execute(
        f"INSERT INTO meetings (meeting_id, network_id, position, booked_by, {names})"  # noqa: S608 - our own column names
        f" VALUES (?, ?, (SELECT coalesce(max(position), 0) + 1 FROM meetings), ?, {marks})"
        f" ON CONFLICT (meeting_id) DO UPDATE SET {updates}",
        (meeting.meeting_id, meeting.network_id, message, *values),
    )
    health.set_meta(db, VERSION_KEY, str(version(db) + 1))


def changed(db: Database, after: BookedMeeting, before: BookedMeeting, action: str, now: datetime, who: str) -> None:
    """A person's change at the command line, in one unit with its line in the history."""
    with db.atomic():
        save(db, after)
        history.add(db, now, "meetings", after.meeting_id, action, who=who, before=_shown(before), after=_shown(after))
        db.execute(
            "INSERT INTO meeting_acts (meeting_id, network_id, act, before, at) VALUES (?, ?, ?, ?, ?)",
            (after.meeting_id, after.network_id, action, to_json(_shown(before)), stamp(now)),
        )


def _act(db: Database, message: int, act: MeetingAct, now: datetime) -> None:
    changes = act.action != "none" and act.meeting is not None
    if changes and act.meeting is not None:
        save(db, act.meeting, message)
        history.add(
            db, now, "meetings", act.meeting.meeting_id, act.action,
            before=_shown(act.before), after=_shown(act.meeting),
        )  # fmt: skip
        if act.agenda is not None:
            _keep_agenda(db, act.agenda, message, now)
    db.execute(
        "INSERT INTO meeting_acts (message, meeting_id, network_id, act, asked, before, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            message, act.meeting.meeting_id if act.meeting else None, act.network_id, act.action, to_json(act.asked),
            to_json(_shown(act.before)) if act.before else None, stamp(now),
        ),
    )  # fmt: skip


def _keep_agenda(db: Database, agenda: OwnAgenda, message: int, now: datetime) -> None:
    items = [[masked(i.text), i.minutes, i.offset] for i in agenda.items]
    db.execute(
        "INSERT INTO agendas (agenda, meeting_id, message, items, name, content_type, content, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (agenda) DO NOTHING",
        (
            agenda.key, agenda.meeting_id, message, to_json(items), masked(agenda.name), agenda.content_type,
            agenda.content, stamp(now),
        ),
    )  # fmt: skip


def _answer(db: Database, message: int, answer: AnswerAct, now: datetime) -> None:
    if answer.applied:
        db.execute(
            "INSERT INTO invitations (meeting_id, address, name, sequence, method, partstat, answered_at,"
            " answer_sequence,"
            " answer_dtstamp, diet, eats) VALUES (?, ?, '', ?, 'REQUEST', ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (meeting_id, address) DO UPDATE SET partstat = excluded.partstat,"
            " answered_at = excluded.answered_at, answer_sequence = excluded.answer_sequence,"
            " answer_dtstamp = excluded.answer_dtstamp, diet = coalesce(excluded.diet, diet), eats = excluded.eats,"
            " bounced_at = NULL, bounce = NULL",
            (
                answer.meeting_id, answer.attendee, answer.sequence or 0, answer.partstat, stamp(now), answer.sequence,
                stamp(answer.dtstamp) if answer.dtstamp else None, masked(answer.diet), int(answer.eats),
            ),
        )  # fmt: skip
    history.add(
        db, now, "invitations", answer.meeting_id or "?", "answered" if answer.applied else "not_applied",
        after={"message": message, "attendee": answer.attendee, "partstat": answer.partstat, "why": answer.why},
    )  # fmt: skip


def _question(db: Database, message: int, question: OpenQuestion, ids: Mapping[str, str]) -> None:
    if question.cause not in ids:  # the letter could not be written to anybody
        return
    db.execute(
        "INSERT INTO questions (cause, message_id, message, network_id, address, readings, asked, asked_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (cause) DO NOTHING",
        (
            question.cause, ids[question.cause], message, question.network_id, question.address,
            masked(pack(question.readings, _READINGS)[0].decode()),
            to_json(question.asked), stamp(question.asked_at),
        ),
    )  # fmt: skip


def _stored(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bool):
        return int(value)
    return masked(value) if isinstance(value, str) else value


def _shown(meeting: BookedMeeting | None) -> dict[str, object] | None:
    """For the history: what differs between two states is read off this."""
    if meeting is None:
        return None
    return {name: _stored(getattr(meeting, name)) for name in _COLUMNS if getattr(meeting, name) is not None}


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

    def open_questions(self) -> tuple[OpenQuestion, ...]:
        """Those that something waits for: the offer to write to a place is none."""
        rows = self._db.all(
            "SELECT * FROM questions WHERE answered_by IS NULL AND asked <> '[\"place\"]' ORDER BY asked_at"
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
        row["cause"], row["network_id"], unpack(row["readings"].encode(), b"", _READINGS),
        tuple(json.loads(row["asked"])), moment(row["asked_at"]), row["address"],
    )  # fmt: skip
