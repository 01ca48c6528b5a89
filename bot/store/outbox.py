"""Letters on their way out. One row for one cause, for ever; each recipient has a fate of its own.

Theory of operation. ``queue`` adds a letter in the unit that decided it; a second letter for the same cause is no
error, it is not there. ``claim`` lends letters to one sender: their due recipients become ``sending`` until the lease
ends, and nobody else is given the letter. Each try ends in ``delivered``, ``deferred`` or ``refused``. A sender that
dies reports nothing: when the lease ends the letter is lent again, with the same Message-ID, so that a recipient who
got it already can tell.

    queued ──claim──► sending ──delivered──► delivered          letter: sending while any recipient is,
      ▲                  │ ├─────refused────► refused             else queued while any is,
      └────deferred──────┘ └──lease ends──► (lent again)          else failed if any was refused, else sent
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.model.letter import ComposedLetter, OutboxLetter, OutboxRecipient
from bot.store import bounces, history, meetings
from bot.store.database import Database
from bot.store.values import clean, masked, moment, moment_or_none, stamp, to_json

#: ``next_try`` of a recipient that may be tried at once, whatever the clock does.
_AT_ONCE = "1970-01-01T00:00:00.000Z"
#: Leases last seconds, and the longest wait between two tries is hours (``mailout.waits``).
_NEVER_SO_LONG = timedelta(days=1)


def queue(db: Database, letter: ComposedLetter, now: datetime, message: int | None = None) -> bool:
    """Adds a letter; False where there is one for its cause already. Call it inside the unit that decided it.

    Raises ``ValueError`` for a letter to nobody: it would wait for ever, and no one would be told.
    """
    if not letter.recipients:
        raise ValueError(f"a letter to nobody: {letter.cause}")
    with db.atomic():
        added = db.execute(
            "INSERT INTO letters (cause, message_id, message, template, secretariat, sender, subject, in_reply_to,"
            " attachments, text, queued_at, raw) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (cause) DO NOTHING",
            (
                letter.cause, letter.message_id, message, letter.template, letter.secretariat, letter.sender.address,
                masked(letter.subject), clean(letter.in_reply_to),
                to_json([masked(name) for name in letter.attachments]), masked(letter.text), stamp(now), letter.raw,
            ),
        )  # fmt: skip
        if added.rowcount == 0:
            return False
        meetings.sent(db, letter, now)
        first = {address.address for address in letter.to}
        start = _AT_ONCE if letter.held_until is None else stamp(letter.held_until)
        db.executemany(
            "INSERT INTO recipients (letter, address, role, position, next_try) VALUES (?, ?, ?, ?, ?)",
            [
                (added.lastrowid, address, "to" if address in first else "cc", position, start)
                for position, address in enumerate(letter.recipients)
            ],
        )
        return True


def amend(db: Database, letter: ComposedLetter) -> bool:
    """A held letter as it is to go out, now. False where it is held no longer: what a sender has had never changes."""
    with db.atomic():
        row = db.one("SELECT id FROM letters WHERE cause = ? AND state = 'queued'", (letter.cause,))
        if row is None or not release_held(db, row["id"]):
            return False
        attachments = to_json([masked(name) for name in letter.attachments])
        db.execute("UPDATE letters SET raw = ?, attachments = ? WHERE id = ?", (letter.raw, attachments, row["id"]))
        return True


def release_held(db: Database, letter: int | None = None) -> int:
    """Lets go of letters that were queued to wait and that nobody has tried: one, or all. Returns how many recipients
    they have. What waits because a server said so has been tried.
    """
    return db.execute(
        "UPDATE recipients SET next_try = ?2 WHERE (?1 IS NULL OR letter = ?1)"
        " AND state = 'queued' AND attempts = 0 AND next_try > ?2",
        (letter, _AT_ONCE),
    ).rowcount


def claim(db: Database, owner: str, now: datetime, lease: timedelta, limit: int) -> list[OutboxLetter]:
    """Lends letters with a recipient due to ``owner``, oldest first. ``lease`` must outlast a try, or be renewed."""
    with db.atomic():
        rows = db.all(
            "SELECT l.id, l.message_id, l.raw, l.sender FROM letters AS l"
            " WHERE l.state IN ('queued', 'sending') AND (l.state = 'queued' OR l.lease_until <= ?1) AND EXISTS"
            " (SELECT 1 FROM recipients AS r WHERE r.letter = l.id AND"
            "  (r.state = 'sending' OR (r.state = 'queued' AND r.next_try <= ?1)))"
            " ORDER BY l.id LIMIT ?2",
            (stamp(now), limit),
        )
        return [
            OutboxLetter(
                row["id"], row["message_id"], row["raw"], row["sender"], _lend(db, owner, row["id"], now, lease)
            )
            for row in rows
        ]


def _lend(db: Database, owner: str, letter: int, now: datetime, lease: timedelta) -> tuple[OutboxRecipient, ...]:
    due = db.all(
        "SELECT address, attempts, first_try FROM recipients WHERE letter = ?1 AND"
        " (state = 'sending' OR (state = 'queued' AND next_try <= ?2)) ORDER BY position",
        (letter, stamp(now)),
    )
    db.executemany(
        "UPDATE recipients SET state = 'sending', attempts = attempts + 1, first_try = coalesce(first_try, ?)"
        " WHERE letter = ? AND address = ?",
        [(stamp(now), letter, r["address"]) for r in due],
    )
    db.execute(
        "UPDATE letters SET state = 'sending', lease_until = ?, lease_owner = ? WHERE id = ?",
        (stamp(now + lease), owner, letter),
    )
    return tuple(OutboxRecipient(r["address"], r["attempts"], moment_or_none(r["first_try"])) for r in due)


def renew(db: Database, owner: str, letter: int, now: datetime, lease: timedelta) -> None:
    """Keeps a lent letter for longer. Does nothing where the lease had run out and another sender has it."""
    db.execute(
        "UPDATE letters SET lease_until = ? WHERE id = ? AND state = 'sending' AND lease_owner = ?",
        (stamp(now + lease), letter, owner),
    )


def delivered(db: Database, letter: int, address: str, now: datetime, response: str) -> None:
    """The server took it for this recipient (2yz after the final dot). A fact, whoever reports it."""
    with db.atomic():
        _report(db, letter, address, now, "state = 'delivered', response = ?, last_error = NULL", (masked(response),))


def deferred(
    db: Database, owner: str, letter: int, address: str, now: datetime, error: str, next_try: datetime
) -> None:
    """Not now (4yz, time-out, no connection): try again at ``next_try``."""
    with db.atomic():
        if _has(db, owner, letter):
            values = (masked(error), stamp(next_try))
            _report(db, letter, address, now, "state = 'queued', last_error = ?, next_try = ?", values)


def refused(db: Database, owner: str, letter: int, address: str, now: datetime, error: str) -> None:
    """Never (5yz, or given up): a person is told."""
    with db.atomic():
        if _has(db, owner, letter):
            _report(db, letter, address, now, "state = 'refused', last_error = ?", (masked(error),))
            after = {"address": masked(address), "error": masked(error)}
            history.add(db, now, "letters", letter, "refused", after=after)
            bounces.refused(db, letter, address, error, now)


def release(db: Database, owner: str, letter: int) -> None:
    """Gives a lent letter back untried (the sender stops, or its rate is used up)."""
    with db.atomic():
        if _has(db, owner, letter):
            db.execute(
                "UPDATE recipients SET state = 'queued', attempts = attempts - 1,"
                " first_try = CASE attempts WHEN 1 THEN NULL ELSE first_try END"
                " WHERE letter = ? AND state = 'sending'",
                (letter,),
            )
            _settle(db, letter)


def _has(db: Database, owner: str, letter: int) -> bool:
    """Whether the letter is still lent to ``owner``: who lost the lease has no say in when it is tried again."""
    return db.one("SELECT 1 FROM letters WHERE id = ? AND lease_owner = ?", (letter, owner)) is not None


def _report(db: Database, letter: int, address: str, now: datetime, change: str, values: Sequence[object]) -> None:
    # A recipient that is done stays done.
    db.execute(
        f"UPDATE recipients SET {change}, last_try = ? WHERE letter = ? AND address = ?"  # noqa: S608 - own texts
        " AND state IN ('queued', 'sending')",
        (*values, stamp(now), letter, address),
    )
    _settle(db, letter)


def _settle(db: Database, letter: int) -> None:
    """The letter's state follows from its recipients'; the lease ends with the last report."""
    states = {row["state"] for row in db.all("SELECT state FROM recipients WHERE letter = ?", (letter,))}
    if "sending" in states:
        return
    state = "queued" if "queued" in states else "failed" if "refused" in states else "sent"
    db.execute("UPDATE letters SET state = ?, lease_until = NULL, lease_owner = NULL WHERE id = ?", (state, letter))


def retry(db: Database, letter: int | None, now: datetime, who: str) -> int:
    """Puts refused recipients (of one letter, or of all) back in the queue, and waiting ones first in it.

    Returns how many letters that concerned.
    """
    with db.atomic():
        rows = db.all(
            "SELECT DISTINCT letter FROM recipients WHERE (?1 IS NULL OR letter = ?1)"
            " AND (state = 'refused' OR (state = 'queued' AND next_try > ?2))",
            (letter, _AT_ONCE),
        )
        for row in rows:
            db.execute(
                "UPDATE recipients SET state = 'queued', next_try = ?, first_try = NULL"
                " WHERE letter = ? AND state IN ('queued', 'refused')",
                (_AT_ONCE, row["letter"]),
            )
            _settle(db, row["letter"])
            history.add(db, now, "letters", row["letter"], "retry", who=who)
        return len(rows)


def heed_clock(db: Database, now: datetime) -> int:
    """Makes due what waits for longer than anything is ever made to wait: a clock that was far ahead set that moment.

    Returns how many leases and recipients that were.
    """
    with db.atomic():
        leases = db.execute(
            "UPDATE letters SET lease_until = ?1 WHERE state = 'sending' AND lease_until > ?2",
            (stamp(now), stamp(now + _NEVER_SO_LONG)),
        )
        tries = db.execute(
            "UPDATE recipients SET next_try = ?1 WHERE state = 'queued' AND next_try > ?2"
            " AND letter IN (SELECT id FROM letters WHERE state IN ('queued', 'sending'))",
            (_AT_ONCE, stamp(now + _NEVER_SO_LONG)),
        )
    return leases.rowcount + tries.rowcount


def next_due(db: Database) -> datetime | None:
    """When the earliest open recipient may be tried, or the earliest lease ends; None where the outbox is empty."""
    row = db.one(
        "SELECT min(CASE l.state WHEN 'sending' THEN l.lease_until ELSE r.next_try END) AS due"
        " FROM letters AS l JOIN recipients AS r ON r.letter = l.id"
        " WHERE l.state IN ('queued', 'sending') AND r.state IN ('queued', 'sending')"
    )
    if row is None or row["due"] is None:
        return None
    return moment(row["due"])
