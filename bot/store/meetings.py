"""Meetings that come and change by mail: their rows written, who was told what, who answered, what was asked.

Every write is inside the unit that files the mail or queues the letter: an invitation that is not queued is not
recorded, and one that is recorded is queued.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.model.booking import BookingReading
from bot.model.codec import pack
from bot.model.decision import Decision
from bot.model.letter import ComposedLetter
from bot.model.meeting import AnswerAct, MeetingAct, OpenQuestion, OwnAgenda
from bot.model.register import BookedMeeting
from bot.store import bounces, health, history, register
from bot.store.database import Database
from bot.store.errors import Conflict
from bot.store.register import VERSION_KEY, version
from bot.store.values import masked, stamp, to_json

#: What a question is about: kept whole until it is answered.
READINGS = tuple[BookingReading, ...]
#: Columns of ``meetings`` that a mail may change.
COLUMNS = (
    "start", "end", "venue", "address", "topic", "mandatory_topic", "status", "sequence", "uid", "reference",
    "participants", "catering",
    "price", "contact", "inviting", "agenda", "place_email", "moved_sequence",
)  # fmt: skip


def file(db: Database, message: int, decision: Decision, letters: Iterable[ComposedLetter], now: datetime) -> None:
    """What a mail does to meetings. Call it inside the unit that files the mail.

    Raises ``Conflict`` where a person or the register's files changed one of them since it was decided.
    """
    for after, before in _changes(decision.meetings):
        _must_stand(db, after, before)
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
    values = [_stored(getattr(meeting, name)) for name in COLUMNS]
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    updates = ", ".join(f'"{name}" = excluded."{name}"' for name in COLUMNS)
    marks = ", ".join("?" * len(COLUMNS))
    db.execute(
        f"INSERT INTO meetings (meeting_id, network_id, position, booked_by, {names})"  # noqa: S608 - our own column names
        f" VALUES (?, ?, (SELECT coalesce(max(position), 0) + 1 FROM meetings), ?, {marks})"
        f" ON CONFLICT (meeting_id) DO UPDATE SET {updates}",
        (meeting.meeting_id, meeting.network_id, message, *values),
    )
    health.set_meta(db, VERSION_KEY, str(version(db) + 1))


def changed(db: Database, after: BookedMeeting, before: BookedMeeting, action: str, now: datetime, who: str) -> None:
    """A person's change at the command line, in one unit with its line in the history. Raises ``Conflict``."""
    with db.atomic():
        _must_stand(db, after, before)
        save(db, after)
        history.add(db, now, "meetings", after.meeting_id, action, who=who, before=shown(before), after=shown(after))
        db.execute(
            "INSERT INTO meeting_acts (meeting_id, network_id, act, before, at) VALUES (?, ?, ?, ?, ?)",
            (after.meeting_id, after.network_id, action, to_json(shown(before)), stamp(now)),
        )


def _changes(acts: Iterable[MeetingAct]) -> Iterable[tuple[BookedMeeting, BookedMeeting | None]]:
    """Each meeting after and before; of several changes in one mail the first, which the others go on from."""
    found: dict[str, tuple[BookedMeeting, BookedMeeting | None]] = {}
    for act in acts:
        if act.action != "none" and act.meeting is not None:
            found.setdefault(act.meeting.meeting_id, (act.meeting, act.before))
    return found.values()


def _must_stand(db: Database, after: BookedMeeting, before: BookedMeeting | None) -> None:
    """As it was when the change was decided: else that would take another's change back without a word."""
    if register.meeting(db, after.meeting_id) != before:
        raise Conflict(f"Mødet {after.meeting_id} er ændret imens.")


def _act(db: Database, message: int, act: MeetingAct, now: datetime) -> None:
    changes = act.action != "none" and act.meeting is not None
    if changes and act.meeting is not None:
        save(db, act.meeting, message)
        history.add(
            db, now, "meetings", act.meeting.meeting_id, act.action,
            before=shown(act.before), after=shown(act.meeting),
        )  # fmt: skip
        if act.agenda is not None:
            _keep_agenda(db, act.agenda, message, now)
    db.execute(
        "INSERT INTO meeting_acts (message, meeting_id, network_id, act, asked, before, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            message, act.meeting.meeting_id if act.meeting else None, act.network_id, act.action, to_json(act.asked),
            to_json(shown(act.before)) if act.before else None, stamp(now),
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
            masked(pack(question.readings, READINGS)[0].decode()),
            to_json(question.asked), stamp(question.asked_at),
        ),
    )  # fmt: skip


def _stored(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bool):
        return int(value)
    return masked(value) if isinstance(value, str) else value


def shown(meeting: BookedMeeting | None) -> dict[str, object] | None:
    """For the history: what differs between two states is read off this."""
    if meeting is None:
        return None
    return {name: _stored(getattr(meeting, name)) for name in COLUMNS if getattr(meeting, name) is not None}
