"""Mail as it came in: kept byte for byte before anything looks inside it, known again by whatever way it comes back.

Three identities. *Where* it lay: (inbox, UIDVALIDITY, UID), which an IMAP server never gives to another mail (RFC
9051 §2.3.1.1). *Which bytes*: their SHA-256; the bytes are stored once. *Which mail*: ``content_key`` under one
mailbox, which stays the same when a server delivers one mail twice and only the trace lines on top differ.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.store import history, originals
from bot.store.database import Database
from bot.store.errors import UnknownItem
from bot.store.mail_rows import Incoming, Move, Refile, Returned, Waiting
from bot.store.values import masked, moment, stamp, to_json

#: Tries before a mail is put aside for a person (promise: one bad mail stops nothing).
MAX_ATTEMPTS = 3

#: Header fields that servers, not its author, put on a mail on its way (RFC 5321 §4.4, RFC 8601 §5, RFC 8617, RFC 7208
#: §9.1, and what Exchange Online, Gmail and spam filters add).
_TRACE = re.compile(
    rb"(?:return-path|received|delivered-to|x-original-to|envelope-to|authentication-results|received-spf"
    rb"|arc-[a-z-]+|x-(?:received|peer|spam|virus|ms|microsoft|forefront|eop|google|gm)[a-z-]*)[ \t]*:",
    re.IGNORECASE,
)
_MESSAGE_ID = re.compile(rb"^message-id[ \t]*:[ \t\r\n]*<[^>]+>", re.IGNORECASE | re.MULTILINE)


def content_key(raw: bytes) -> str:
    """The mail without the trace lines that transport put on top, as SHA-256.

    Line ends do not count: IMAP has CR LF, a file on the disk may not. A mail without a Message-ID is known by all of
    its bytes: nothing tells two of those apart but the trace.
    """
    raw = raw.replace(b"\r\n", b"\n").rstrip(b"\n")
    head = raw.partition(b"\n\n")[0]
    if not _MESSAGE_ID.search(head):
        return hashlib.sha256(raw).hexdigest()
    kept = bytearray()
    in_trace = False
    for line in head.split(b"\n"):
        if line[:1] not in b" \t" or not line:
            in_trace = _TRACE.match(line) is not None
        if not in_trace:
            kept += line + b"\n"
    return hashlib.sha256(bytes(kept) + raw[len(head) :]).hexdigest()


def new_uids(db: Database, inbox: str, uidvalidity: int, uids: Iterable[int]) -> list[int]:
    """Those never kept, ascending. Everything counts as new under a new UIDVALIDITY; ``keep`` then knows the mails
    again.
    """
    rows = db.all(
        "SELECT value FROM json_each(?) WHERE NOT EXISTS"
        " (SELECT 1 FROM locations WHERE inbox = ? AND uidvalidity = ? AND uid = value) ORDER BY value",
        (to_json(list(uids)), inbox, uidvalidity),
    )
    return [row[0] for row in rows]


def keep(db: Database, inbox: str, uidvalidity: int, items: Sequence[Incoming], now: datetime) -> list[int]:
    """Stores a batch in one transaction; the ids of mails that were not known before, in the batch's order."""
    packed = [
        (item, content_key(item.raw), *originals.pack(item.raw)) for item in items
    ]  # before the writer's turn begins
    new: list[int] = []
    with db.atomic():
        for item, key, packing, content in packed:
            known = db.one(
                "SELECT id, state, outcome FROM messages WHERE mailbox = ? AND content_key = ?", (item.mailbox, key)
            )
            if known is None:
                message = _add_message(db, item, key, packing, content, now)
                new.append(message)
                state, outcome = "waiting", None
            else:
                message = known["id"]
                state, outcome = location_state(known["state"], known["outcome"]), known["outcome"]
                if state == "due" and _put_back(db, message, inbox, uidvalidity, item):
                    state = "stays"  # a person's hand has the last word
            if item.uid is not None:
                db.execute(
                    "INSERT INTO locations (message, inbox, uidvalidity, uid, state, outcome, seen_at)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (inbox, uidvalidity, uid) DO NOTHING",
                    (message, inbox, uidvalidity, item.uid, state, outcome, stamp(now)),
                )
    return new


def _put_back(db: Database, message: int, inbox: str, uidvalidity: int, item: Incoming) -> bool:
    """Whether a person may have moved the handled mail back: it left this inbox, and copies keep INTERNALDATE (RFC 9051
    §6.4.7) and every byte. ``returned`` then tells those that were delivered twice within one second.

    A second delivery has an INTERNALDATE or trace lines of its own, and a restored mailbox another UIDVALIDITY.
    """
    left = db.one(
        "SELECT 1 FROM locations AS l JOIN messages AS m ON m.id = l.message JOIN originals AS o ON o.id = m.original"
        " WHERE l.message = ? AND l.inbox = ? AND l.uidvalidity = ? AND l.state IN ('moved', 'refile', 'gone')"
        " AND m.received = ? AND o.sha256 = ?",
        (message, inbox, uidvalidity, stamp(item.received), hashlib.sha256(item.raw).hexdigest()),
    )
    return left is not None


def returned(db: Database, inbox: str) -> list[Returned]:
    """Handled mails that lie in the inbox again, of which nobody has looked yet if the moved copy is where it was."""
    rows = db.all(
        "SELECT l.id, was.folder, m.message_id FROM locations AS l JOIN messages AS m ON m.id = l.message"
        " JOIN locations AS was ON was.message = l.message AND was.inbox = l.inbox AND was.state IN ('moved', 'refile')"
        " WHERE l.inbox = ? AND l.state = 'stays' AND l.changed_at IS NULL AND l.outcome <> 'inbox'"
        " AND m.state = 'handled' AND m.message_id IS NOT NULL GROUP BY l.id ORDER BY l.id",
        (inbox,),
    )
    return [Returned(r["id"], r["folder"], r["message_id"]) for r in rows]


def settle(db: Database, location_id: int, now: datetime, *, by_hand: bool) -> None:
    """What ``returned`` asked: put back by a person's hand, which has the last word, or delivered twice."""
    db.execute(
        "UPDATE locations SET state = ?, changed_at = ? WHERE id = ? AND state = 'stays'",
        ("stays" if by_hand else "due", stamp(now), location_id),
    )


def location_state(message_state: str, outcome: str | None) -> str:
    """What is to become of a mail's place in the inbox: a mail whose outcome is ``inbox`` stays where a person sees
    it.
    """
    if message_state == "handled":
        return "stays" if outcome == "inbox" else "due"
    return "stays" if message_state == "old" else "waiting"


def find(db: Database, mailbox: str, raw: bytes) -> int | None:
    """The kept mail that these bytes are, if any."""
    row = db.one("SELECT id FROM messages WHERE mailbox = ? AND content_key = ?", (mailbox, content_key(raw)))
    return None if row is None else int(row["id"])


def _add_message(db: Database, item: Incoming, key: str, packing: str, content: bytes, now: datetime) -> int:
    original = originals.add(db, item.raw, packing, content)
    return db.insert(
        "INSERT INTO messages (original, mailbox, secretariat, content_key, received, kept_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (original, item.mailbox, item.secretariat, key, stamp(item.received), stamp(now)),
    )


def unhandled(db: Database, limit: int) -> list[Waiting]:
    """Kept mails to look into, those with fewest failed tries first (a bad mail holds no other up), then oldest
    first.
    """
    rows = db.all(
        "SELECT id, mailbox, secretariat, received, attempts FROM messages"
        " WHERE state = 'waiting' ORDER BY attempts, received, id LIMIT ?",
        (limit,),
    )
    return [Waiting(r["id"], r["mailbox"], r["secretariat"], moment(r["received"]), r["attempts"]) for r in rows]


def has_untried(db: Database, secretariat: str) -> bool:
    """Whether a kept mail of theirs has not been looked into once."""
    untried = "SELECT 1 FROM messages WHERE state = 'waiting' AND attempts = 0 AND secretariat = ? LIMIT 1"
    return db.one(untried, (secretariat,)) is not None


def failed(db: Database, message: int, error_code: str, now: datetime) -> int:
    """Counts a failed try; after three the mail is parked. Returns the tries so far. A handled mail is left alone."""
    with db.atomic():
        counted = db.execute(
            "UPDATE messages SET attempts = attempts + 1, last_error = ?,"
            " state = CASE WHEN attempts + 1 >= ? THEN 'parked' ELSE state END WHERE id = ? AND state = 'waiting'",
            (masked(error_code), MAX_ATTEMPTS, message),
        ).rowcount
        row = db.one("SELECT attempts, state FROM messages WHERE id = ?", (message,))
        if row is None:
            raise UnknownItem(f"Der er ingen besked {message}.")
        if counted and row["state"] == "parked":
            history.add(db, now, "messages", message, "parked", after={"error": masked(error_code)})
        return int(row["attempts"])


def unpark(db: Database, message: int, now: datetime, who: str) -> bool:
    """Gives a parked mail its tries back. False where it was not parked."""
    with db.atomic():
        done = db.execute(
            "UPDATE messages SET state = 'waiting', attempts = 0 WHERE id = ? AND state = 'parked'", (message,)
        ).rowcount
        if done:
            history.add(db, now, "messages", message, "unparked", who=who)
        return bool(done)


def mark_old(db: Database, message: int, now: datetime) -> bool:
    """A mail from before the configured start: kept, never answered, left where it lies."""
    with db.atomic():
        done = db.execute("UPDATE messages SET state = 'old' WHERE id = ? AND state = 'waiting'", (message,)).rowcount
        if done:
            db.execute("UPDATE locations SET state = 'stays' WHERE message = ? AND state = 'waiting'", (message,))
            history.add(db, now, "messages", message, "old")
        return bool(done)


def moves_due(db: Database, inbox: str, limit: int) -> list[Move]:
    """Handled mails that still lie in the inbox, oldest first."""
    rows = db.all(
        "SELECT id, uidvalidity, uid, outcome FROM locations WHERE inbox = ? AND state = 'due' ORDER BY id LIMIT ?",
        (inbox, limit),
    )
    return [Move(r["id"], r["uidvalidity"], r["uid"], r["outcome"]) for r in rows]


def refiles_due(db: Database, inbox: str, limit: int) -> list[Refile]:
    """Mails in the folder of an outcome that a person has changed since. ``moved`` tells that they were taken along.

    Their UIDs there are not known: look for the Message-ID in ``folder`` (RFC 9051 §6.4.4, SEARCH HEADER).
    """
    rows = db.all(
        "SELECT l.id, l.folder, m.message_id, l.outcome FROM locations AS l JOIN messages AS m ON m.id = l.message"
        " WHERE l.inbox = ? AND l.state = 'refile' AND m.message_id IS NOT NULL ORDER BY l.id LIMIT ?",
        (inbox, limit),
    )
    return [Refile(r["id"], r["folder"], r["message_id"], r["outcome"]) for r in rows]


def moved(db: Database, location_ids: Sequence[int], folder: str, now: datetime) -> None:
    """They lie in ``folder`` now."""
    _leave(db, location_ids, "moved", folder, now)


def gone(db: Database, location_ids: Sequence[int], now: datetime) -> None:
    """They are not in the inbox any more: a person moved or deleted them."""
    _leave(db, location_ids, "gone", None, now)


def _leave(db: Database, location_ids: Sequence[int], state: str, folder: str | None, now: datetime) -> None:
    with db.atomic():
        db.executemany(
            "UPDATE locations SET state = ?, folder = ?, changed_at = ? WHERE id = ?",
            [(state, folder, stamp(now), location) for location in location_ids],
        )
