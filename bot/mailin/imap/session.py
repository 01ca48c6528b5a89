"""One connection with one folder selected: open, speak, close. What is said over it is its neighbours' matter."""

import imaplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from imapclient.exceptions import ProtocolError

from bot.mailin.imap.account import ImapAccount
from bot.mailin.imap.connection import Client, connect, unreachable
from bot.mailin.imap.errors import (
    ImapFolderMissing,
    ImapGarbled,
    ImapReadOnly,
    ImapRefused,
    ImapUnreachable,
    quoted,
)
from bot.mailin.imap.folders import Folders
from bot.mailin.imap.login import log_in

#: imapclient raises these on answers that make no sense.
GARBLED = (ProtocolError, ValueError, LookupError, TypeError, AssertionError, RecursionError, MemoryError)
#: Seconds that a good-bye is worth.
_GOODBYE = 2.0


class Session:
    """See ``Mailbox``, whose connection it is."""

    def __init__(self, account: ImapAccount) -> None:
        self.account = account
        self._client: Client | None = None
        self.folders: Folders
        self.uidvalidity = 0
        self.uidnext = 0
        #: Mails in the folder when it was selected.
        self.exists = 0

    @property
    def is_open(self) -> bool:
        return self._client is not None

    def open(self) -> None:
        self.close()
        self._client = connect(self.account)
        try:
            log_in(self._client, self.account)
            with self.talking() as client:
                self.folders = Folders(client)
            self._select()
        except BaseException:
            self.hang_up()
            raise

    def _select(self) -> None:
        try:
            with self.talking() as client:
                answer = client.select_folder(self.folders.server_name(self.account.folder))
                client.heard_of_new_mail()
                self.uidvalidity = int(answer.get(b"UIDVALIDITY", 0))
                self.uidnext = int(answer.get(b"UIDNEXT", 0))
                self.exists = int(answer.get(b"EXISTS", 0))
        except ImapRefused as refused:
            raise self._why_not_selected(refused) from None
        if not self.uidvalidity:  # RFC 9051 §2.3.1.1: without it no UID is worth anything
            raise ImapUnreachable(f"{self.account.name}: serveren giver ingen UIDVALIDITY; der prøves igen.")

    def _why_not_selected(self, refused: ImapRefused) -> Exception:
        with self.talking():
            there = self.folders.exists(self.account.folder)
            names = [] if there else self.folders.names()
        if there:  # a server in trouble, or a right that lacks
            return ImapUnreachable(f"{refused} Mappen findes, men kan ikke åbnes; der prøves igen.")
        some = ", ".join(quoted(name) for name in names[:10])
        return ImapFolderMissing(
            f"{self.account.name}: mappen {self.account.folder} findes ikke; ret folder, eller opret den "
            f"(her er: {some})."
        )

    @contextmanager
    def talking(self) -> Iterator[Client]:
        """One command, or a few small ones; what goes wrong comes out as this package's errors.

        The texts of lost and garbled answers stay inside: they may be a piece of somebody's mail.
        """
        client = self._client
        if client is None:
            raise ImapUnreachable(f"{self.account.name}: forbindelsen er lukket; åbn den igen.")
        client.wire.allow()
        try:
            yield client
        except imaplib.IMAP4.readonly:
            self.hang_up()
            raise ImapReadOnly(f"{self.account.name}: mappen kan kun læses; giv brugeren ret til at flytte.") from None
        except (imaplib.IMAP4.abort, OSError) as e:
            self.hang_up()
            raise unreachable(self.account, e) from None
        except GARBLED:
            self.hang_up()
            raise ImapGarbled(f"{self.account.name}: serverens svar gav ingen mening; der prøves igen.") from None
        except imaplib.IMAP4.error as e:
            raise ImapRefused(f"{self.account.name}: serveren afviste ({quoted(e)}).") from e

    def can(self, capability: str) -> bool:
        with self.talking() as client:
            return bool(client.has_capability(capability))

    def ensure(self, folder: str) -> str:
        """The server's name of a folder, which is made where it is missing. ``ValueError``: no folder's name."""
        self.folders.server_name(folder)  # a ValueError is the caller's, not the server's
        with self.talking():
            return self.folders.ensure(folder)

    def present(self, uids: list[int]) -> list[int]:
        """Those of them that are there, ascending; at most ``UIDS_A_COMMAND`` of them."""
        with self.talking() as client:
            return sorted(set(client.search(["UID", ",".join(map(str, uids))])) & set(uids))

    def interrupt(self) -> None:
        client = self._client
        if client is not None:
            client.wire.interrupt()

    def close(self) -> None:
        client = self._client
        if client is not None:
            client.wire.allow(_GOODBYE)
            with suppress(imaplib.IMAP4.error, OSError, *GARBLED):
                client.logout()
            self.hang_up()

    def hang_up(self) -> None:
        """Without a good-bye, and without anything left open."""
        client, self._client = self._client, None
        if client is not None:
            client.hang_up()


#: UIDs a command: at most 11 octets each, and servers need not take lines over 8,192 octets (RFC 7162 §4).
UIDS_A_COMMAND = 500


def chunks(uids: list[int]) -> Iterator[list[int]]:
    """So many as a command takes."""
    for start in range(0, len(uids), UIDS_A_COMMAND):
        yield uids[start : start + UIDS_A_COMMAND]
