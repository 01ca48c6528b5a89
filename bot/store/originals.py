"""What came in, byte for byte, apart from all that people see. One way out, and who went it is written down.

Packed always, also where it saves nothing: a search through the file for ten digits, by a person or a program that has
no business there, finds none.
"""

import hashlib
import zlib
from collections.abc import Sequence
from datetime import date, datetime

from bot.model.decision import MessageKind
from bot.store import history
from bot.store.database import Database
from bot.store.errors import Forgotten, UnknownItem
from bot.store.mail_rows import Access, AccessRow, Purpose
from bot.store.values import clean, masked, moment, stamp, to_json

#: Bytes tried from the mail's middle, and what must come of them for packing to be worth its time.
_SAMPLE, _WORTH_IT = 2048, 0.6


def pack(raw: bytes) -> tuple[str, bytes]:
    """(how, the packed bytes). Text goes to a third; a PDF in base64 to three quarters, without a search for
    repetitions that are not there.
    """
    middle = len(raw) // 2
    sample = raw[max(0, middle - _SAMPLE // 2) : middle + _SAMPLE // 2]
    if len(zlib.compress(sample, 1)) <= len(sample) * _WORTH_IT:
        return "zlib", zlib.compress(raw, 1)
    packer = zlib.compressobj(1, zlib.DEFLATED, zlib.MAX_WBITS, 9, zlib.Z_HUFFMAN_ONLY)
    return "zlib", packer.compress(raw) + packer.flush()


def add(db: Database, raw: bytes, packing: str, content: bytes) -> int:
    """The id of these bytes, which are stored once; those that were forgotten and come in again are there again."""
    sha256 = hashlib.sha256(raw).hexdigest()
    db.execute(
        "INSERT INTO originals (sha256, size, packing, bytes) VALUES (?, ?, ?, ?) ON CONFLICT (sha256) DO UPDATE SET"
        " packing = excluded.packing, bytes = excluded.bytes, forgotten_at = NULL WHERE length(originals.bytes) = 0",
        (sha256, len(raw), packing, content),
    )
    row = db.one("SELECT id FROM originals WHERE sha256 = ?", (sha256,))
    assert row is not None
    return int(row["id"])


class Originals:
    """The way out. Belongs to the thread of its ``Database``."""

    def __init__(self, db: Database) -> None:
        self._db = db
        #: Messages that it is written down of, and that were not read yet.
        self._announced: set[tuple[int, Access]] = set()

    def announce(self, messages: Sequence[int], access: Access, now: datetime) -> None:
        """Writes down in one unit that each of them is about to be read: for many mails in a row.

        The service's own handling is not waited for until it lies on the disk: a power cut that takes the rows takes
        what came of the reading too.
        """
        with self._db.atomic(durable=access.purpose != "handling"):
            self._db.execute(
                "INSERT INTO accesses (at, who, purpose, message, original, reason)"
                " SELECT ?, ?, ?, m.id, m.original, ? FROM messages AS m JOIN originals AS o ON o.id = m.original"
                " WHERE m.id IN (SELECT value FROM json_each(?)) AND o.forgotten_at IS NULL ORDER BY m.id",
                (stamp(now), masked(access.who), access.purpose, masked(access.reason), to_json(list(messages))),
            )
        self._announced |= {(message, access) for message in messages}

    def read(self, message: int, access: Access, now: datetime) -> bytes:
        """The mail's bytes as they came, once it is written down who reads them and why. Raises ``UnknownItem``,
        ``Forgotten``.
        """
        row = self._db.one(
            "SELECT packing, bytes, forgotten_at FROM originals AS o JOIN messages AS m ON o.id = m.original"
            " WHERE m.id = ?",
            (message,),
        )
        if row is None:
            raise UnknownItem(f"Der er ingen besked {message}.")
        if row["forgotten_at"] is not None:
            day = moment(row["forgotten_at"]).date()
            raise Forgotten(f"Originalen til besked {message} blev slettet {day} efter rules/privacy.toml.")
        if (message, access) not in self._announced:
            self.announce((message,), access, now)
        self._announced.discard((message, access))
        content: bytes = row["bytes"]
        return zlib.decompress(content) if row["packing"] == "zlib" else content


def numbered(db: Database, name: str) -> int:
    """The message with this number or Message-ID, as a person types it. Raises ``UnknownItem``."""
    if name.isascii() and name.isdecimal():
        row = db.one("SELECT id FROM messages WHERE id = ?", (int(name[:18]),))
    else:
        row = db.one("SELECT id FROM messages WHERE message_id = ? ORDER BY id DESC LIMIT 1", (clean(name),))
    if row is None:
        raise UnknownItem(f"Der er ingen besked {masked(name)!r}; «messages list» viser dem.")
    return int(row["id"])


def accesses(db: Database, since: datetime | None, purposes: Sequence[Purpose]) -> tuple[AccessRow, ...]:
    """Who read what, oldest first."""
    rows = db.all(
        "SELECT a.*, m.message_id FROM accesses AS a JOIN messages AS m ON m.id = a.message"
        " WHERE a.at >= ? AND a.purpose IN (SELECT value FROM json_each(?)) ORDER BY a.id",
        (stamp(since) if since else "", to_json(list(purposes))),
    )
    return tuple(
        AccessRow(r["id"], moment(r["at"]), r["who"], r["purpose"], r["message"], r["message_id"], r["reason"])
        for r in rows
    )


_EXPIRED = (
    "SELECT m.id FROM messages AS m JOIN originals AS o ON o.id = m.original"
    " WHERE m.state IN ('handled', 'old') AND coalesce(m.kind, 'unknown') = ?1 AND m.received < ?2"
    " AND o.forgotten_at IS NULL AND NOT EXISTS (SELECT 1 FROM messages AS other WHERE other.original = m.original"
    " AND (other.state NOT IN ('handled', 'old') OR other.received >= ?2))"
)


def expired(db: Database, kind: MessageKind, before: date) -> int:
    """How many originals of mails of this kind were received before the day and are still there."""
    row = db.one(f"SELECT count(*) FROM ({_EXPIRED})", (kind, before.isoformat()))  # noqa: S608
    return int(row[0]) if row else 0


def forget(db: Database, kind: MessageKind, before: date, now: datetime, limit: int) -> int:
    """Deletes originals and copies of up to ``limit`` such mails; what was filed of them stays. Returns how many.

    The bytes are overwritten in the file (secure_delete), not only set free.
    """
    db.execute("PRAGMA secure_delete=ON")
    try:
        with db.atomic():
            found = [row["id"] for row in db.all(f"{_EXPIRED} LIMIT ?3", (kind, before.isoformat(), limit))]
            for message in found:
                db.execute(
                    "UPDATE originals SET bytes = x'', packing = 'none', forgotten_at = ?"
                    " WHERE id = (SELECT original FROM messages WHERE id = ?) AND forgotten_at IS NULL",
                    (stamp(now), message),
                )
                db.execute("DELETE FROM copies WHERE message = ?", (message,))
                history.add(db, now, "messages", message, "forgotten", after={"kind": kind, "before": str(before)})
    finally:
        db.execute("PRAGMA secure_delete=OFF")
    return len(found)
