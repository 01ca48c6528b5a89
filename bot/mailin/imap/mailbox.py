"""One folder of one mailbox: see ``Mailbox``."""

import imaplib
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from imapclient.exceptions import ProtocolError

from bot.mailin.imap.account import ImapAccount
from bot.mailin.imap.connection import Client, connect, log_in, unreachable
from bot.mailin.imap.errors import ImapFolderMissing, ImapRefused, ImapUnreachable, quoted
from bot.mailin.imap.folders import Folders
from bot.mailin.imap.outline import PartOutline, outline
from bot.model.message import COPENHAGEN

#: UIDs a command: at most 11 octets each, and servers need not take lines over 8,192 (RFC 9051 §4.2.1.1, note).
_UIDS_A_COMMAND = 500
#: Width of the UID ranges searched: imaplib takes answers of 1,000,000 octets a line.
_UIDS_A_SEARCH = 80_000
#: Servers may drop an IDLE after 30 minutes (RFC 2177), and firewalls sooner, silently.
IDLE_RENEWAL = 600.0
#: How soon a stop is seen, in seconds.
_STOP_SLICE = 0.04
#: imapclient raises these on answers that make no sense.
_GARBLED = (ProtocolError, ValueError, LookupError, TypeError, AssertionError, RecursionError, MemoryError)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A mail as the server has it.

    ``raw`` is the whole mail, or of one that is ``too_large`` its header section alone, and then ``parts`` says
    what is in it. ``internaldate`` is when the server got it (RFC 9051 §2.3.3), in Copenhagen; None where
    the server gave none that can be read. ``size`` is RFC822.SIZE.
    """

    uid: int
    raw: bytes
    internaldate: datetime | None
    flags: frozenset[str]
    size: int
    too_large: bool = False
    parts: tuple[PartOutline, ...] = ()


class Mailbox:
    """A folder over one connection. Belongs to one thread, but for ``interrupt``.

    Any method may raise ``ImapUnreachable``: the connection is then gone, and ``open`` makes a new one. It
    comes within the account's timeout (for ``fetch``: plus a second for each 32 kB), however the server hangs,
    drips or breaks off. ``ImapRefused``: the server said no, and the connection is still good.
    """

    def __init__(
        self,
        account: ImapAccount,
        *,
        batch_octets: int = 8_000_000,
        max_octets: int = 50_000_000,
        idle_renewal: float = IDLE_RENEWAL,
    ) -> None:
        """``batch_octets``: fetched at once; ``max_octets``: of a larger mail only the header is fetched."""
        self.account = account
        self._batch_octets = batch_octets
        self._max_octets = max_octets
        self._idle_renewal = idle_renewal
        self._client: Client | None = None
        self._folders: Folders | None = None
        self.uidvalidity = 0
        self.uidnext = 0

    # -- the connection ------------------------------------------------------------------------------------

    def open(self) -> None:
        """Connect, log in and select the folder; a connection that is there is closed first.

        Raises ``ImapUnreachable``, ``ImapLoginRefused``, ``ImapFolderMissing``, ``ImapInsecure``.
        """
        self.close()
        self._client = connect(self.account)
        try:
            log_in(self._client, self.account)
            with self._talking() as client:
                self._folders = Folders(client)
            self._select()
        except BaseException:
            self._drop()
            raise

    def _select(self) -> None:
        assert self._folders is not None
        folders = self._folders
        try:
            with self._talking() as client:
                answer = client.select_folder(folders.server_name(self.account.folder))
        except ImapRefused as e:
            raise self._why_not_selected(folders, e) from e
        self.uidvalidity = int(answer.get(b"UIDVALIDITY", 0))
        self.uidnext = int(answer.get(b"UIDNEXT", 0))
        if not self.uidvalidity:
            raise ImapRefused(f"{self.account.name}: serveren giver ingen UIDVALIDITY; mappen kan ikke bruges.")
        client.wire.response("EXISTS")

    def _why_not_selected(self, folders: Folders, refused: ImapRefused) -> Exception:
        with self._talking():
            there = folders.exists(self.account.folder)
            names = [] if there else folders.names()
        if there:  # a server in trouble, or a right that lacks
            return ImapUnreachable(f"{refused} Mappen findes, men kan ikke åbnes; der prøves igen.")
        some = ", ".join(quoted(n) for n in names[:10])
        return ImapFolderMissing(
            f"{self.account.name}: mappen {self.account.folder} findes ikke; ret folder, eller opret den "
            f"(her er: {some})."
        )

    @property
    def is_open(self) -> bool:
        return self._client is not None

    def can(self, capability: str) -> bool:
        """Whether the server says that it can, as ``IDLE``, ``MOVE``, ``UIDPLUS``."""
        with self._talking() as client:
            return bool(client.has_capability(capability))

    def noop(self) -> None:
        """Keep the connection, or learn that it is lost."""
        with self._talking() as client:
            client.wire.noop()

    def interrupt(self) -> None:
        """From any thread: whatever call is under way ends as ``ImapUnreachable`` at once."""
        client = self._client
        if client is not None:
            client.wire.interrupt()

    def close(self) -> None:
        """LOGOUT, never CLOSE, which would expunge. Takes two seconds at most and raises nothing."""
        client, self._client = self._client, None
        if client is None:
            return
        client.wire.allow_seconds(2.0)
        try:
            client.logout()
        except (imaplib.IMAP4.error, OSError, *_GARBLED):
            client.wire.interrupt()

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.wire.interrupt()
            try:
                client.wire.shutdown()
            except OSError:
                return

    def __enter__(self) -> "Mailbox":
        self.open()
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    @contextmanager
    def _talking(self, octets: int = 0) -> Iterator[Client]:
        """A command or a few, whose answers are about so many octets; errors come out as this package's."""
        client = self._client
        if client is None:
            raise ImapUnreachable(f"{self.account.name}: forbindelsen er lukket; åbn den igen.")
        client.wire.allow(octets)
        try:
            yield client
        except (imaplib.IMAP4.abort, OSError, *_GARBLED) as e:
            self._drop()
            raise unreachable(self.account, e) from e
        except imaplib.IMAP4.error as e:
            raise ImapRefused(f"{self.account.name}: serveren afviste ({quoted(e)}).") from e

    # -- what is there -------------------------------------------------------------------------------------

    def uids(self) -> list[int]:
        """All UIDs of the folder, ascending. For the first look and after a new UIDVALIDITY; else ``uids_from``."""
        self.noop()
        found: list[int] = []
        start = 1
        while start + _UIDS_A_SEARCH < self.uidnext:
            found += self._search(f"{start}:{start + _UIDS_A_SEARCH - 1}")
            start += _UIDS_A_SEARCH
        return sorted({*found, *self._search(f"{start}:*", start)})

    def uids_from(self, uid: int) -> list[int]:
        """The UIDs from ``uid`` on, ascending: under 200 octets when there are none, whatever the folder holds.

        A mail that is moved back by hand gets a new UID at the end (RFC 9051 §2.3.1.1), so it is among them.
        """
        self.noop()  # some servers (pymap) let a session see new mail only after it
        return self._search(f"{uid}:*", uid)

    def _search(self, span: str, lowest: int = 1) -> list[int]:
        with self._talking() as client:
            client.wire.response("EXISTS")  # seen from here on; what comes later wakes ``idle``
            # «*» is the last mail there is, so «9:*» gives 8 where that is the last.
            return sorted({u for u in client.search(["UID", span]) if u >= lowest})

    def sizes(self, uids: Iterable[int]) -> dict[int, int]:
        """RFC822.SIZE of those that are there."""
        found: dict[int, int] = {}
        for some in _chunks(list(uids)):
            with self._talking() as client:
                answer = client.fetch(some, ["RFC822.SIZE"])
                found |= {uid: int(items.get(b"RFC822.SIZE", 0)) for uid, items in answer.items()}
        return found

    # -- what is in it -------------------------------------------------------------------------------------

    def fetch(self, uids: Iterable[int]) -> Iterator[Fetched]:
        """The mails, ascending, a batch at a time; those that are gone are left out. Sets no flag."""
        sizes = self.sizes(sorted(set(uids)))
        for some in _batches(sizes, self._batch_octets, self._max_octets):
            if sizes[some[0]] > self._max_octets:
                yield from self._fetch_header(some[0], sizes[some[0]])
            else:
                yield from self._fetch_whole(some, sizes)

    def _fetch_whole(self, uids: Sequence[int], sizes: dict[int, int]) -> Iterator[Fetched]:
        with self._talking(sum(sizes[u] for u in uids)) as client:
            answer = client.fetch(uids, ["FLAGS", "INTERNALDATE", "BODY.PEEK[]"])
        for uid in uids:
            items = answer.get(uid, {})
            if isinstance(items.get(b"BODY[]"), bytes):  # else: expunged in between (NIL, or no answer)
                yield Fetched(uid, items[b"BODY[]"], _when(items), _flags(items), sizes[uid])

    def _fetch_header(self, uid: int, size: int) -> Iterator[Fetched]:
        with self._talking() as client:
            items = client.fetch([uid], ["FLAGS", "INTERNALDATE", "BODY.PEEK[HEADER]"]).get(uid, {})
        if isinstance(items.get(b"BODY[HEADER]"), bytes):
            parts = self._outline(uid)
            yield Fetched(uid, items[b"BODY[HEADER]"], _when(items), _flags(items), size, True, parts)

    def _outline(self, uid: int) -> tuple[PartOutline, ...]:
        """Empty where the server's BODYSTRUCTURE cannot be read: the answer was whole, so the connection is good."""
        with self._talking() as client:
            try:
                structure = client.fetch([uid], ["BODYSTRUCTURE"]).get(uid, {}).get(b"BODYSTRUCTURE")
            except _GARBLED:
                return ()
        return tuple(outline(structure))

    # -- moving --------------------------------------------------------------------------------------------

    def move(self, uids: Iterable[int], folder: str) -> set[int]:
        """Move them to ``folder`` (levels divided by ``/``), which is made where it is missing.

        Gives those that were moved: not those that were not here (a person moved them), and none at all where
        the server has neither MOVE nor UIDPLUS and another's mail is marked as deleted, for then an EXPUNGE
        would take that with it. Raises ``ValueError`` for a name that cannot be a folder's.
        """
        moved: set[int] = set()
        for some in _chunks(sorted(set(uids))):
            present = self._present(some)
            if present and self._move(present, folder):
                moved |= set(present) - set(self._present(present))
        return moved

    def _present(self, uids: Sequence[int]) -> list[int]:
        with self._talking() as client:
            return sorted(set(client.search(["UID", _sequence_set(uids)])) & set(uids))

    def _move(self, uids: Sequence[int], folder: str) -> bool:
        if not self._may_expunge(uids):
            return False
        try:
            self._move_to(self._ensure(folder), uids)
        except ImapRefused:
            self._forget(folder)  # removed since we looked? (TRYCREATE)
            self._move_to(self._ensure(folder), uids)
        return True

    def _may_expunge(self, uids: Sequence[int]) -> bool:
        if self.can("MOVE") or self.can("UIDPLUS"):
            return True
        with self._talking() as client:
            return set(client.search(["DELETED"])) <= set(uids)

    def _move_to(self, name: str, uids: Sequence[int]) -> None:
        with self._talking() as client:
            if client.has_capability("MOVE"):
                client.move(uids, name)
                return
            # A crash after COPY leaves two copies, never none.
            client.copy(uids, name)
            client.delete_messages(uids, silent=True)
            if client.has_capability("UIDPLUS"):
                client.uid_expunge(uids)
            else:
                client.expunge()

    def append(self, folder: str, raw: bytes, flags: Sequence[str] = (), when: datetime | None = None) -> None:
        """Put a mail into ``folder``, which is made where it is missing; ``when`` (aware) becomes its INTERNALDATE."""
        name = self._ensure(folder)
        with self._talking(len(raw)) as client:
            client.append(name, raw, flags, when)

    def folders(self) -> list[str]:
        """Every folder there is, as people write them (``Behandlet/Godkendt``)."""
        assert self._folders is not None
        with self._talking():
            return self._folders.names()

    def ensure_folder(self, folder: str) -> None:
        """Make it, with the levels above, where it is missing."""
        self._ensure(folder)

    def _ensure(self, folder: str) -> str:
        assert self._folders is not None
        self._folders.server_name(folder)  # a ValueError is the caller's, not the connection's
        with self._talking():
            return self._folders.ensure(folder)

    def _forget(self, folder: str) -> None:
        assert self._folders is not None
        self._folders.forget(folder)

    # -- waiting -------------------------------------------------------------------------------------------

    def idle(self, seconds: float, stop: threading.Event) -> bool:
        """Wait for new mail: True when some may have come, False after so many seconds or when ``stop`` is set.

        Uses IDLE (RFC 2177) where the server has it, renewed so that a silently lost one is noticed; elsewhere
        it only waits. A stop is seen within 50 ms.
        """
        with self._talking() as client:
            capable = client.has_capability("IDLE")
            client.wire.noop()  # in IDLE, some servers (pymap) tell only of what comes after its start
            if client.wire.response("EXISTS")[1] != [None]:
                return True  # told of in the answer to a command since the last search
        if not capable:
            stop.wait(seconds)
            return False
        end = time.monotonic() + seconds
        while not stop.is_set() and (left := end - time.monotonic()) > 0:
            if self._idle_once(min(left, self._idle_renewal), stop):
                return True
        return False

    def _idle_once(self, seconds: float, stop: threading.Event) -> bool:
        with self._talking() as client:
            wire = client.wire
            tag = wire.begin_idle()
        end = time.monotonic() + seconds
        while not stop.is_set() and (left := end - time.monotonic()) > 0:
            if wire.readable(min(left, _STOP_SLICE)):
                with self._talking():
                    if wire.heard_of_new_mail():
                        break
        with self._talking():
            return wire.end_idle(tag)


def _chunks(uids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(uids), _UIDS_A_COMMAND):
        yield uids[start : start + _UIDS_A_COMMAND]


def _batches(sizes: dict[int, int], batch_octets: int, max_octets: int) -> Iterator[list[int]]:
    """UIDs, ascending, together at most ``batch_octets``; one that is larger than that alone."""
    batch: list[int] = []
    octets = 0
    for uid in sorted(sizes):
        alone = sizes[uid] > max_octets
        if batch and (alone or octets + sizes[uid] > batch_octets or len(batch) == _UIDS_A_COMMAND):
            yield batch
            batch, octets = [], 0
        batch.append(uid)
        octets += sizes[uid]
        if alone:
            yield batch
            batch, octets = [], 0
    if batch:
        yield batch


def _sequence_set(uids: Iterable[int]) -> str:
    return ",".join(str(uid) for uid in uids)


def _when(items: dict[bytes, object]) -> datetime | None:
    value = items.get(b"INTERNALDATE")
    if not isinstance(value, datetime) or value.tzinfo is None:
        return None
    return value.astimezone(COPENHAGEN)


def _flags(items: dict[bytes, object]) -> frozenset[str]:
    value = items.get(b"FLAGS")
    return frozenset(quoted(flag) for flag in value) if isinstance(value, tuple) else frozenset()
