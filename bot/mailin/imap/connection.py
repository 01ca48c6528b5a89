"""The wire under imapclient: timeouts that hold, TLS, login.

imaplib waits for each piece of an answer, so a server that sends a byte now and then holds it for ever. Here a
command has one deadline, whatever its pieces. imapclient is used through its own methods; of the few private
names touched (its ``_create_IMAP4`` and ``_imap``; imaplib's ``_command``, ``_get_response``, ``_command_complete``,
``_check_bye``) each is held by a test.
"""

import contextlib
import imaplib
import select
import socket
import ssl
import time
from collections.abc import Callable
from typing import Any

from imapclient import IMAPClient, SocketTimeout

from bot.mailin.imap.account import ImapAccount
from bot.mailin.imap.errors import ImapInsecure, ImapLoginRefused, ImapUnreachable, quoted
from bot.mailin.oauth import TokenError, TokenRefused, TokenSource

#: Bytes a second of the slowest line worth waiting for (128 kbit/s): each byte buys its command so much more time.
SLOWEST_LINE = 16_000
#: No answer of an honest server is longer; a line is imaplib's own limit.
LONGEST_LITERAL = 1 << 30
LONGEST_LINE = 1_000_000
_PIECE = 1 << 18

#: Codes of a NO to a login that say «later», not «wrong» (RFC 5530 §3).
_LATER = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]")


class Imap4(imaplib.IMAP4):
    """imaplib's client with a deadline over each command, and a buffer whose state can be asked.

    The buffer matters in IDLE: a notification that came in the same packet as the answer to IDLE is in the
    buffer, and the socket stays silent.
    """

    def __init__(self, host: str, port: int, context: ssl.SSLContext | None, timeout: float) -> None:
        self._context = context
        self._timeout = timeout
        self._buffer = bytearray()
        self._buffered_from: socket.socket | None = None
        self.allow()
        super().__init__(host, port, timeout)

    def allow(self, seconds: float | None = None) -> None:
        """Start the clock of a command: so many seconds, or the account's timeout."""
        self._deadline = time.monotonic() + (self._timeout if seconds is None else seconds)

    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        sock = socket.create_connection((self.host, self.port), timeout or self._timeout)
        # Without it an APPEND waits 40 ms for a delayed ACK.
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        if self._context is None:
            return sock
        try:
            return self._context.wrap_socket(sock, server_hostname=self.host)
        except BaseException:
            sock.close()
            raise

    def _wait(self) -> None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("deadline of the command")
        self.sock.settimeout(left)

    def _mine(self) -> bytearray:
        """The buffer; empty when the socket has changed: what came before STARTTLS is not to be believed."""
        if self._buffered_from is not self.sock:
            self._buffer.clear()
            self._buffered_from = self.sock
        return self._buffer

    def _receive(self, at_most: int) -> bytes:
        self._wait()
        piece = self.sock.recv(at_most)
        self._deadline += len(piece) / SLOWEST_LINE
        return piece

    def read(self, size: int) -> bytes:
        """Exactly ``size`` bytes; ``abort`` where the connection ends before."""
        if size > LONGEST_LITERAL:
            raise self.abort(f"literal of {size} bytes")
        buffer = self._mine()
        out = bytes(buffer[:size])
        del buffer[:size]
        if len(out) == size:
            return out
        pieces, missing = [out], size - len(out)
        while missing:
            piece = self._receive(min(missing, _PIECE))
            if not piece:
                raise self.abort("EOF in a literal")
            pieces.append(piece)
            missing -= len(piece)
        return b"".join(pieces)

    def readline(self) -> bytes:
        """One line with its CR LF, or what there was when the connection ended."""
        buffer = self._mine()
        searched = 0
        while (end := buffer.find(b"\n", searched)) < 0:
            searched = len(buffer)
            if searched > LONGEST_LINE:
                raise self.abort("endless line")
            piece = self._receive(1 << 16)
            if not piece:
                end = searched - 1
                break
            buffer += piece
        line = bytes(buffer[: end + 1])
        del buffer[: end + 1]
        return line

    def send(self, data: Any) -> None:
        self._deadline += len(data) / SLOWEST_LINE
        self._wait()
        self.sock.sendall(data)

    def readable(self, seconds: float) -> bool:
        """Whether something can be read within so many seconds; nothing is read."""
        if self._mine() or (isinstance(self.sock, ssl.SSLSocket) and self.sock.pending()):
            return True
        poller = select.poll()
        poller.register(self.sock.fileno(), select.POLLIN)
        return bool(poller.poll(seconds * 1000))

    def interrupt(self) -> None:
        """From another thread: end whatever this one waits for. TLS's own shutdown is not thread-safe."""
        with contextlib.suppress(OSError):
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)


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

    def idle_line(self) -> bool:
        """Read one answer; whether it or one before tells of mail."""
        self.wire._get_response()
        self.wire._check_bye()
        return "EXISTS" in self.wire.untagged_responses

    def end_idle(self, tag: bytes) -> None:
        self.wire.send(b"DONE\r\n")
        self.wire._command_complete("IDLE", tag)


def connect(account: ImapAccount) -> Client:
    """A connection, secured as the account says, not yet logged in. Raises ``ImapUnreachable``, ``ImapInsecure``."""
    try:
        client = Client(account)
    except ssl.SSLCertVerificationError as e:
        raise ImapUnreachable(
            f"{account.name}: serverens certifikat kan ikke godkendes ({quoted(e.verify_message)}); ret host, "
            "eller sæt ca_file til udstederens certifikat."
        ) from e
    except (imaplib.IMAP4.error, OSError, ValueError, LookupError, TypeError) as e:
        raise unreachable(account, e, quoted(e)) from None
    if account.security == "starttls":
        try:
            _start_tls(client, account)
        except BaseException:
            client.hang_up()
            raise
    return client


def _start_tls(client: Client, account: ImapAccount) -> None:
    if not client.has_capability("STARTTLS"):
        raise ImapInsecure(
            f'{account.name}: serveren tilbyder ikke STARTTLS; sæt security = "tls" og dens port (som regel 993).'
        )
    client.wire.allow()
    try:
        client.starttls(account.context())
    except ssl.SSLCertVerificationError as e:
        raise ImapUnreachable(
            f"{account.name}: serverens certifikat kan ikke godkendes ({quoted(e.verify_message)}); ret host, "
            "eller sæt ca_file til udstederens certifikat."
        ) from e
    except (imaplib.IMAP4.error, OSError, ValueError, LookupError, TypeError) as e:
        raise unreachable(account, e, quoted(e)) from None


def unreachable(account: ImapAccount, cause: BaseException, words: str = "") -> ImapUnreachable:
    """What happened, in one sentence; ``words`` of the server's only where they cannot be a piece of a mail."""
    if isinstance(cause, TimeoutError):
        why = f"svarede ikke inden for {account.timeout:g} sekunder"
    elif isinstance(cause, socket.gaierror):
        why = "navnet findes ikke i DNS; ret host"
    elif isinstance(cause, ConnectionRefusedError):
        why = "ingen svarer på den port; ret host og port"
    elif isinstance(cause, ssl.SSLError):
        why = "ingen TLS på den port; ret port eller security" if words else "forbindelsen brast"
    else:
        why = "forbindelsen brast" + (f" ({words})" if words else "")
    return ImapUnreachable(f"{account.name}: {why}; der prøves igen af sig selv.")


def log_in(client: Client, account: ImapAccount) -> None:
    """By password or token. Raises ``ImapLoginRefused``, ``ImapUnreachable``."""
    secret = _secret(account)
    client.wire.allow()
    try:
        if account.auth == "password":
            _password_login(client, account.user, secret)
        else:
            _token_login(client, account, secret)
    except (imaplib.IMAP4.abort, OSError) as e:
        raise unreachable(account, e) from None
    except imaplib.IMAP4.error as e:
        # imapclient makes a LoginError of a lost connection too: no reason to have a password changed.
        if isinstance(e.__context__, imaplib.IMAP4.abort):
            raise unreachable(account, e.__context__) from None
        words = quoted(e, secret)
        # The cause is left out: its text may hold what was sent.
        if any(code in words.upper() for code in _LATER):
            raise ImapUnreachable(f"{account.name}: login afvist for en tid ({words}); der prøves igen.") from None
        if isinstance(account.token, TokenSource):
            account.token.forget()
        mend = "ret user eller password" if account.auth == "password" else "giv programmet adgang til postkassen"
        raise ImapLoginRefused(f"{account.name}: login afvist ({words}); {mend}.") from None


def _secret(account: ImapAccount) -> str:
    source = account.secret if account.auth == "password" else account.token
    assert source is not None  # ImapAccount saw to it
    try:
        return source()
    except TokenRefused as e:
        raise ImapLoginRefused(f"{account.name}: {e}") from e
    except TokenError as e:
        raise ImapUnreachable(f"{account.name}: {e}") from e


def _password_login(client: Client, user: str, password: str) -> None:
    # LOGIN is ASCII only and can be switched off (LOGINDISABLED); PLAIN is UTF-8 (RFC 4616).
    plain = client.has_capability("AUTH=PLAIN")
    if (plain and not (user + password).isascii()) or client.has_capability("LOGINDISABLED"):
        client.sasl_login("PLAIN", _replies(f"\0{user}\0{password}", b""))
    elif not (user + password).isascii() or any(c in user + password for c in "\r\n\0"):
        raise imaplib.IMAP4.error("serveren tager kun ASCII-tegn i bruger og adgangskode")
    else:
        client.login(user, password)


def _token_login(client: Client, account: ImapAccount, token: str) -> None:
    bearer = account.auth == "oauthbearer" or (
        account.auth != "xoauth2"
        and client.has_capability("AUTH=OAUTHBEARER")
        and not client.has_capability("AUTH=XOAUTH2")
    )
    if bearer:
        user = account.user.replace("=", "=3D").replace(",", "=2C")
        first = f"n,a={user},\1host={account.host}\1port={account.port}\1auth=Bearer {token}\1\1"
        client.sasl_login("OAUTHBEARER", _replies(first, b"\1"))
    else:
        client.sasl_login("XOAUTH2", _replies(f"user={account.user}\1auth=Bearer {token}\1\1", b""))


def _replies(first: str, then: bytes) -> Callable[[bytes], bytes | None]:
    """What to answer to each challenge: the proof; then ``then``, to the report of an error (RFC 7628 §3.2.3);
    then nothing, so that no server can keep us answering."""
    replies: list[bytes | None] = [first.encode(), then]
    return lambda _challenge: replies.pop(0) if replies else None
