"""Bytes of mails, in batches that fit in memory, past whatever single mail a server cannot give out."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.mailin.imap.errors import ImapGarbled, ImapRefused, quoted
from bot.mailin.imap.outline import PartOutline, outline
from bot.mailin.imap.session import GARBLED, UIDS_A_COMMAND, Session, chunks
from bot.model.zone import COPENHAGEN

#: After so many answers that made no sense: fetched alone; the header alone; not asked for any more.
_ALONE, _HEADER, _NEVER = 1, 3, 4


@dataclass(frozen=True, slots=True)
class Fetched:
    """A mail as the server has it.

    ``raw`` is the whole mail; of one that is ``too_large`` or ``refused`` only its header section, or, where the server
    gives out not even that, one line that names its place, so that no two such mails look the same.
    ``parts`` then says what is in it, where the server does. ``internaldate`` is when the server got it
    (RFC 9051 §2.3.3), in Copenhagen; None where none can be read. ``size`` is RFC822.SIZE, in octets.
    """

    uid: int
    raw: bytes
    internaldate: datetime | None
    flags: frozenset[str]
    size: int
    #: Larger than is fetched.
    too_large: bool = False
    #: The server says no to this one, or its answer makes no sense, again and again.
    refused: bool = False
    parts: tuple[PartOutline, ...] = ()


class Fetcher:
    """Fetches over a session, and remembers over reconnections which mails gave answers without sense."""

    def __init__(self, session: Session, batch_octets: int, max_octets: int) -> None:
        self._session = session
        self._batch_octets = batch_octets
        self._max_octets = max_octets
        self._garbled: Counter[int] = Counter()
        self._uidvalidity = 0

    def sizes(self, uids: list[int]) -> dict[int, int]:
        found: dict[int, int] = {}
        for some in chunks(uids):
            with self._session.talking() as client:
                answer = client.fetch(some, ["RFC822.SIZE"])
                found |= {uid: int(items.get(b"RFC822.SIZE", 0)) for uid, items in answer.items()}
        return found

    def fetch(self, uids: list[int]) -> Iterator[Fetched]:
        if self._uidvalidity != self._session.uidvalidity:
            self._garbled.clear()
            self._uidvalidity = self._session.uidvalidity
        sizes = self.sizes(uids)
        for some in self._batches(sizes):
            first = some[0]
            if self._garbled[first] >= _NEVER:
                yield Fetched(first, self._name_of(first), None, frozenset(), sizes[first], refused=True)
            elif self._garbled[first] >= _HEADER:
                yield from self._header(first, sizes[first], refused=True)
            elif sizes[first] > self._max_octets:
                yield from self._header(first, sizes[first], refused=False)
            else:
                yield from self._whole(some, sizes)

    def _batches(self, sizes: dict[int, int]) -> Iterator[list[int]]:
        """UIDs, ascending, together at most ``batch_octets``; larger ones and odd ones alone."""
        batch: list[int] = []
        octets = 0
        for uid in sorted(sizes):
            alone = sizes[uid] > self._max_octets or self._garbled[uid] >= _ALONE
            if batch and (alone or octets + sizes[uid] > self._batch_octets or len(batch) == UIDS_A_COMMAND):
                yield batch
                batch, octets = [], 0
            batch.append(uid)
            octets += sizes[uid]
            if alone:
                yield batch
                batch, octets = [], 0
        if batch:
            yield batch

    def _whole(self, uids: list[int], sizes: dict[int, int]) -> Iterator[Fetched]:
        try:
            with self._session.talking() as client:
                answer = client.fetch(uids, ["FLAGS", "INTERNALDATE", "BODY.PEEK[]"])
        except ImapGarbled:
            self._garbled.update(uids)
            raise
        except ImapRefused:
            # Exchange says no to a whole FETCH for one item that it cannot write as a mail.
            if len(uids) == 1:
                yield from self._header(uids[0], sizes[uids[0]], refused=True)
            else:
                for uid in uids:
                    yield from self._whole([uid], sizes)
            return
        for uid in uids:
            items = answer.pop(uid, {})
            raw = items.get(b"BODY[]")
            if isinstance(raw, bytes):  # else: expunged in between (NIL, or no answer)
                yield Fetched(uid, raw, _when(items), _flags(items), sizes[uid])

    def _header(self, uid: int, size: int, *, refused: bool) -> Iterator[Fetched]:
        items: dict[bytes, object] = {}
        try:
            with self._session.talking() as client:
                items = client.fetch([uid], ["FLAGS", "INTERNALDATE", "BODY.PEEK[HEADER]"]).get(uid, {})
        except ImapGarbled:
            self._garbled[uid] = _NEVER if self._garbled[uid] >= _HEADER else self._garbled[uid] + 1
            raise
        except ImapRefused:
            if not refused:
                raise
        raw = items.get(b"BODY[HEADER]", self._name_of(uid) if refused else None)
        if isinstance(raw, bytes):
            parts = self._outline(uid)
            yield Fetched(uid, raw, _when(items), _flags(items), size, not refused, refused, parts)

    def _name_of(self, uid: int) -> bytes:
        return f"X-Kvalitetsbot-Refused: {self._session.uidvalidity}/{uid}\r\n\r\n".encode()

    def _outline(self, uid: int) -> tuple[PartOutline, ...]:
        """Empty where the server's BODYSTRUCTURE cannot be read: the answer was whole, so the connection is good."""
        try:
            with self._session.talking() as client:
                try:
                    structure = client.fetch([uid], ["BODYSTRUCTURE"]).get(uid, {}).get(b"BODYSTRUCTURE")
                except GARBLED:
                    return ()
        except ImapRefused:
            return ()
        return tuple(outline(structure))


def _when(items: dict[bytes, object]) -> datetime | None:
    value = items.get(b"INTERNALDATE")
    if not isinstance(value, datetime) or value.tzinfo is None:
        return None
    return value.astimezone(COPENHAGEN)


def _flags(items: dict[bytes, object]) -> frozenset[str]:
    value = items.get(b"FLAGS")
    return frozenset(quoted(flag) for flag in value) if isinstance(value, tuple) else frozenset()
