"""The outbox as people, reports and deciding see it: every letter with what became of it. Nothing is changed here."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime

from bot.model.letter import LetterState
from bot.store.database import Database
from bot.store.letter_rows import Failure, LetterRow, RecipientRow
from bot.store.values import moment, moment_or_none, stamp


def untold(db: Database) -> tuple[Failure, ...]:
    """Refusals for good without a letter about them (its cause is ``failed:MESSAGE-ID:ADDRESS``), oldest first."""
    rows = db.all(
        "SELECT l.message_id, l.template, l.secretariat, l.subject, r.address, r.attempts, r.last_error, r.last_try"
        " FROM recipients AS r JOIN letters AS l ON l.id = r.letter WHERE r.state = 'refused' AND NOT EXISTS"
        " (SELECT 1 FROM letters AS t WHERE t.cause = 'failed:' || l.message_id || ':' || r.address)"
        " AND l.state IN ('queued', 'sending', 'failed') ORDER BY l.id, r.position"
    )
    return tuple(
        Failure(
            r["message_id"], r["template"], r["secretariat"], r["subject"], r["address"], r["attempts"],
            r["last_error"], moment_or_none(r["last_try"]),
        )
        for r in rows
    )  # fmt: skip


def unsent(db: Database, since: datetime) -> tuple[LetterRow, ...]:
    """Letters on their way, and those queued from ``since`` on that could not be sent, oldest first."""
    return _letters(
        db,
        "WHERE l.state IN ('queued', 'sending', 'failed') AND (l.state <> 'failed' OR l.queued_at >= ?)",
        (stamp(since),),
    )


def queued(db: Database, prefix: str) -> dict[str, datetime]:
    """When the letters whose cause begins so were queued, by cause. ``prefix`` ends with a colon."""
    rows = db.all(
        "SELECT cause, queued_at FROM letters WHERE cause >= ?1 AND cause < ?2",
        (prefix, prefix[:-1] + chr(ord(":") + 1)),
    )
    return {row["cause"]: moment(row["queued_at"]) for row in rows}


def subject_of(db: Database, message_id: str) -> str | None:
    """The subject of one of our letters."""
    row = db.one("SELECT subject FROM letters WHERE message_id = ?", (message_id,))
    return None if row is None else str(row["subject"])


def in_state(db: Database, state: LetterState | None = None) -> tuple[LetterRow, ...]:
    """The outbox for a person, oldest first."""
    return _letters(db, *(("", ()) if state is None else ("WHERE l.state = ?", (state,))))


def _letters(db: Database, where: str, values: tuple[str, ...]) -> tuple[LetterRow, ...]:
    with db.snapshot():
        rows = db.all(
            "SELECT id, message_id, cause, template, secretariat, subject, in_reply_to, attachments, text,"  # noqa: S608
            f" state, queued_at, message FROM letters AS l {where} ORDER BY id",
            values,
        )
        recipients: dict[int, list[RecipientRow]] = {}
        for row in db.all(
            f"SELECT r.* FROM letters AS l JOIN recipients AS r ON r.letter = l.id {where}"  # noqa: S608
            " ORDER BY letter, position",
            values,
        ):
            recipients.setdefault(row["letter"], []).append(_recipient(row))
    return tuple(_letter(row, recipients.get(row["id"], ())) for row in rows)


def _recipient(row: sqlite3.Row) -> RecipientRow:
    return RecipientRow(
        row["address"], row["role"], row["state"], row["attempts"], moment(row["next_try"]), row["last_error"],
        moment_or_none(row["last_try"]),
    )  # fmt: skip


def _letter(row: sqlite3.Row, recipients: Iterable[RecipientRow]) -> LetterRow:
    everyone = tuple(recipients)
    worst = max(everyone, key=lambda r: (r.last_error is not None, r.state == "refused", r.attempts), default=None)
    return LetterRow(
        letter_id=row["id"],
        message_id=row["message_id"],
        cause=row["cause"],
        template=row["template"],
        secretariat=row["secretariat"],
        to=tuple(r.address for r in everyone if r.role == "to"),
        cc=tuple(r.address for r in everyone if r.role == "cc"),
        subject=row["subject"],
        in_reply_to=row["in_reply_to"],
        attachments=tuple(json.loads(row["attachments"])),
        text=row["text"],
        state=row["state"],
        attempts=max((r.attempts for r in everyone), default=0),
        last_error=worst.last_error if worst else None,
        queued_at=moment(row["queued_at"]),
        recipients=everyone,
        message=row["message"],
    )
