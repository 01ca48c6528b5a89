"""One folder of one mailbox: the face of this package."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Self

from bot.mailin.imap.account import ImapAccount
from bot.mailin.imap.fetching import Fetched, Fetcher
from bot.mailin.imap.moving import move
from bot.mailin.imap.session import Session
from bot.mailin.imap.waiting import RENEWAL, idle

#: UIDs looked for at once: imaplib takes answers of 1,000,000 octets a line, and a UID is up to 11.
_UIDS_A_SEARCH = 80_000


class Mailbox:
    """A folder over one connection. Belongs to one thread, but for ``interrupt``.

    Any method may raise ``ImapUnreachable``: the connection is then gone, and ``open`` makes a new one. That
    comes within the account's timeout, however the server hangs, drips or breaks off; only an answer that
    keeps coming, at 16 kB a second or more, is waited for longer. ``ImapRefused``: the server said no to this, and
    the connection is still good.
    """

    def __init__(
        self,
        account: ImapAccount,
        *,
        batch_octets: int = 8_000_000,
        max_octets: int = 50_000_000,
        idle_renewal: float = RENEWAL,
    ) -> None:
        """``batch_octets``: fetched at once; ``max_octets``: of a larger mail only the header is fetched.

        ``idle_renewal``: seconds after which IDLE is asked for anew.
        """
        self.account = account
        self._session = Session(account)
        self._fetcher = Fetcher(self._session, batch_octets, max_octets)
        self._idle_renewal = idle_renewal

    def open(self) -> None:
        """Connect, log in and select the folder; a connection that is there is closed first.

        Raises ``ImapUnreachable``, ``ImapLoginRefused``, ``ImapFolderMissing``, ``ImapReadOnly``, ``ImapInsecure``.
        """
        self._session.open()

    def close(self) -> None:
        """LOGOUT, never CLOSE, which would expunge. Takes two seconds at most and raises nothing."""
        self._session.close()

    def interrupt(self) -> None:
        """From any thread: whatever call is under way ends as ``ImapUnreachable`` at once."""
        self._session.interrupt()

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    @property
    def is_open(self) -> bool:
        return self._session.is_open

    @property
    def uidvalidity(self) -> int:
        """Of the folder when it was opened: with another one all UIDs are new (RFC 9051 §2.3.1.1)."""
        return self._session.uidvalidity

    def can(self, capability: str) -> bool:
        """Whether the server says that it can, as ``IDLE``, ``MOVE``, ``UIDPLUS``."""
        return self._session.can(capability)

    def noop(self) -> None:
        """Keep the connection, or learn that it is lost."""
        with self._session.talking() as client:
            client.wire.noop()

    def uids(self) -> list[int]:
        """All UIDs of the folder, ascending. For the first look and after a new UIDVALIDITY; else ``uids_from``."""
        self.noop()
        found: set[int] = set()
        start = 1
        if self._session.exists > _UIDS_A_SEARCH:
            while start + _UIDS_A_SEARCH < self._session.uidnext:
                found |= set(self._search(f"{start}:{start + _UIDS_A_SEARCH - 1}", start))
                start += _UIDS_A_SEARCH
        return sorted(found | set(self._search(f"{start}:*", start)))

    def uids_from(self, uid: int) -> list[int]:
        """The UIDs from ``uid`` on, ascending: under 200 octets when there are none, whatever the folder holds.

        A mail that is moved back by hand gets a new UID at the end (RFC 9051 §2.3.1.1), so it is among them.
        """
        self.noop()  # some servers (pymap) let a session see new mail only after it
        return self._search(f"{uid}:*", uid)

    def _search(self, span: str, lowest: int) -> list[int]:
        with self._session.talking() as client:
            client.heard_of_new_mail()  # seen from here on; what comes later wakes ``idle``
            # "*" is the last mail there is, so "9:*" gives 8 where that is the last.
            return sorted({uid for uid in client.search(["UID", span]) if uid >= lowest})

    def find(self, message_id: str) -> list[int]:
        """The UIDs of the mails with that Message-ID (RFC 9051 §6.4.4, SEARCH HEADER), ascending."""
        with self._session.talking() as client:
            return sorted(client.search(["HEADER", "Message-ID", message_id]))

    def sizes(self, uids: Iterable[int]) -> dict[int, int]:
        """RFC822.SIZE, in octets, of those that are there."""
        return self._fetcher.sizes(sorted(set(uids)))

    def fetch(self, uids: Iterable[int]) -> Iterator[Fetched]:
        """The mails, ascending, a batch at a time; those that are gone are left out. Sets no flag."""
        return self._fetcher.fetch(sorted(set(uids)))

    def move(self, uids: Iterable[int], folder: str) -> set[int]:
        """Move them to ``folder`` (levels divided by ``/``), which is made where it is missing.

        Gives those that were moved: not those that were not here (a person moved them), and none at all where
        the server has neither MOVE nor UIDPLUS and another's mail is marked as deleted, for then an EXPUNGE
        would take that with it. Raises ``ValueError`` for a name that cannot be a folder's.
        """
        return move(self._session, sorted(set(uids)), folder)

    def folders(self) -> list[str]:
        """All folders, levels divided by ``/``."""
        with self._session.talking():
            return self._session.folders.names()

    def append(self, folder: str, raw: bytes, flags: Sequence[str] = (), when: datetime | None = None) -> None:
        """Put a mail into ``folder``, which is made where it is missing; ``when`` (aware) becomes its INTERNALDATE."""
        name = self._session.ensure(folder)
        with self._session.talking() as client:
            client.append(name, raw, flags, when)

    def idle(self, seconds: float, stop: threading.Event) -> bool:
        """Wait for new mail: True when some may have come, False after so many seconds or when ``stop`` is set.

        Uses IDLE (RFC 2177) where the server has it, renewed so that a silently lost one is noticed; elsewhere
        it only waits. A stop is seen within 50 ms.
        """
        return idle(self._session, seconds, stop, self._idle_renewal)
