"""A connection, secured as the account says: imapclient over our own wire.

imapclient is used through its own methods; of the few private names touched (its ``_create_IMAP4`` and ``_imap``;
imaplib's ``_command``, ``_get_response``, ``_command_complete``, ``_check_bye``) each is held by a test.
"""

import contextlib
import imaplib
import socket
import ssl

from imapclient import IMAPClient, SocketTimeout

from bot.mailin.imap.account import ImapAccount
from bot.mailin.imap.errors import ImapInsecure, ImapUnreachable, quoted
from bot.mailin.imap.wire import Imap4


class Client(IMAPClient):  # type: ignore[misc]
    """imapclient over ``Imap4``, silent, with aware times."""

    def __init__(self, account: ImapAccount) -> None:
        self._account_context = account.context()
        implicit = account.security == "tls"
        super().__init__(
            account.host,
            account.port,
            ssl=implicit,
            ssl_context=self._account_context,
            timeout=SocketTimeout(account.timeout, account.timeout),
        )
        self.normalise_times = False
        # imapclient sets 5: imaplib then makes a text of every answer (5 times slower) and of every login.
        self._imap.debug = 0

    def _create_IMAP4(self) -> Imap4:  # noqa: N802 - imapclient's name
        context = self._account_context if self.ssl else None
        return Imap4(self.host, self.port, context, self._timeout.read)

    @property
    def wire(self) -> Imap4:
        wire: Imap4 = self._imap
        return wire

    def hang_up(self) -> None:
        """End the connection without a word."""
        self.wire.interrupt()
        with contextlib.suppress(OSError):
            self.wire.shutdown()

    def heard_of_new_mail(self) -> bool:
        """Whether any answer since the last call told how many mails there are (EXISTS)."""
        return bool(self.wire.response("EXISTS")[1] != [None])

    # imapclient's own idle() refuses what is told before the go-ahead, and its idle_check() sees the socket only,
    # not what was read with the go-ahead.

    def begin_idle(self) -> bytes:
        """Send IDLE and wait for the go-ahead; its tag."""
        wire = self.wire
        tag: bytes = wire._command("IDLE")
        while wire._get_response() is not None:
            if wire.tagged_commands.get(tag) is not None:
                raise wire.error("IDLE: " + quoted(wire.tagged_commands.pop(tag)))
        return tag

    def idle_line(self) -> None:
        """Read one answer."""
        self.wire._get_response()
        self.wire._check_bye()

    def was_told_of_mail(self) -> bool:
        """As ``heard_of_new_mail``, which will still say so."""
        return "EXISTS" in self.wire.untagged_responses

    def end_idle(self, tag: bytes) -> None:
        self.wire.send(b"DONE\r\n")
        self.wire._command_complete("IDLE", tag)


def connect(account: ImapAccount) -> Client:
    """Connected and encrypted, not yet logged in. Raises ``ImapUnreachable``, ``ImapInsecure``."""
    client = None
    try:
        client = Client(account)
        if account.security == "starttls":
            _start_tls(client, account)
    except (imaplib.IMAP4.error, OSError, ValueError, LookupError, TypeError) as e:
        if client is not None:
            client.hang_up()
        # No mail is read yet: the server's words are its own.
        raise unreachable(account, e, quoted(e)) from None
    except ImapInsecure:
        if client is not None:
            client.hang_up()
        raise
    return client


def _start_tls(client: Client, account: ImapAccount) -> None:
    if not client.has_capability("STARTTLS"):
        raise ImapInsecure(
            f'{account.name}: serveren tilbyder ikke STARTTLS; sæt security = "tls" og dens port (som regel 993).'
        )
    client.wire.allow()
    client.starttls(account.context())


def unreachable(account: ImapAccount, cause: BaseException, words: str = "") -> ImapUnreachable:
    """What happened, in one sentence; ``words`` of the server's only where they cannot be a piece of a mail."""
    if isinstance(cause, TimeoutError):
        why = f"svarede ikke inden for {account.timeout:g} sekunder"
    elif isinstance(cause, socket.gaierror):
        why = "navnet findes ikke i DNS; ret host"
    elif isinstance(cause, ConnectionRefusedError):
        why = "ingen svarer på den port; ret host og port"
    elif isinstance(cause, ssl.SSLCertVerificationError):
        what = quoted(cause.verify_message)
        why = f"certifikatet kan ikke godkendes ({what}); ret host, eller sæt ca_file til dets udsteders"
    elif isinstance(cause, ssl.SSLError):
        why = "ingen TLS på den port; ret port eller security" if words else "forbindelsen brast"
    else:
        why = "forbindelsen brast" + (f" ({words})" if words else "")
    return ImapUnreachable(f"{account.name}: {why}; der prøves igen af sig selv.")
