"""★ One SMTP connection (RFC 5321) through ``aiosmtplib``: open, log in, one letter after the other, close.

Says for each recipient what became of it; what to do about that is ``smtp``'s. Timeouts are ours everywhere, for the
library has one for all steps: the final dot has RFC 5321's ten minutes, the rest the account's.
"""

import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.danish.text import one_line
from bot.mailout.account import SmtpAccount
from bot.mailout.errors import MailError, PermanentMailError, SetupMailError, TransientMailError
from bot.mailout.headers import wire_address

if TYPE_CHECKING:
    import aiosmtplib

Fate = Literal["delivered", "deferred", "refused"]

#: Replies that say our login is missing or wrong (RFC 4954 §6), wherever they come: not the letter's fault.
_LOGIN_CODES = {530, 534, 535, 538}
#: RFC 5321 §4.5.3.1.10: servers say 552 where "too many recipients" is meant, and it is to be read as 452.
_TOO_MANY = 552


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one recipient. ``text`` is the server's line, or our own where there was none."""

    address: str
    fate: Fate
    text: str


class Session:
    """A connection that is logged in, from ``open`` until ``close``."""

    def __init__(self, account: SmtpAccount) -> None:
        self._account = account
        self._client: aiosmtplib.SMTP | None = None
        self._secret = ""
        #: True from the first byte of a letter's content until its answer: a failure now leaves the letter's fate open.
        self.ambiguous = False
        #: Letters that this connection has carried.
        self.letters = 0

    @property
    def is_open(self) -> bool:
        return self._client is not None and self._client.is_connected

    async def open(self) -> str:
        """Connects and logs in; returns one sentence on what was agreed, in Danish.

        Raises ``TransientMailError`` (the server is away) and ``SetupMailError`` (we are not let in).
        """
        import aiosmtplib  # noqa: PLC0415 - 120 ms, only where letters leave

        account = self._account
        self.letters, self.ambiguous = 0, False
        context = account.context()
        self._client = client = aiosmtplib.SMTP(
            hostname=account.host,
            port=account.port,
            use_tls=account.security == "tls",
            start_tls=False,
            tls_context=context,
            timeout=account.timeout,
            local_hostname=account.helo,
        )
        try:
            await client.connect()
            await self._greet(client)
            if account.security == "starttls":
                await self._start_tls(client)
            await self._log_in(client)
        except MailError:
            client.close()
            raise
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            client.close()
            raise self._opening_error(error) from error
        except BaseException:
            client.close()
            raise
        return f"{account.name} svarer, {account.security}, login {account.auth}"

    async def send(self, sender: str, recipients: Sequence[str], raw: bytes) -> tuple[Result, ...]:
        """One transaction (RFC 5321 §3.3); one result for each of ``recipients``, in their order.

        Raises ``TransientMailError`` where the connection failed (``ambiguous``: the letter may have arrived), then it
        is closed; ``PermanentMailError`` where this server can never take the letter; ``SetupMailError``.
        """
        import aiosmtplib  # noqa: PLC0415

        client = self._client
        assert client is not None
        self.ambiguous = False
        options, encoding = self._options(client, (sender, *recipients), raw)
        try:
            results, open_ = await self._envelope(client, sender, recipients, options, encoding)
            if open_:
                fate, text = await self._content(client, raw)
                results |= {address: Result(address, fate, text) for address in open_}
        except MailError:
            client.close()
            raise
        except (aiosmtplib.SMTPException, OSError) as error:
            client.close()
            raise TransientMailError(*_lost(error, self.ambiguous), ambiguous=self.ambiguous) from error
        self.letters += 1
        if any(result.fate != "delivered" for result in results.values()):
            await self._reset(client)
        return tuple(results[address] for address in recipients)

    async def is_alive(self, timeout: float) -> bool:
        """Asks (NOOP): a server, or a firewall between, may have dropped an idle connection without a word."""
        import aiosmtplib  # noqa: PLC0415

        if not self.is_open or self._client is None:
            return False
        try:
            await self._client.noop(timeout=timeout)
        except (aiosmtplib.SMTPException, OSError):
            self._client.close()
            return False
        return True

    async def close(self, *, politely: bool = True) -> None:
        """QUIT where there is time for it; no error."""
        import aiosmtplib  # noqa: PLC0415

        client, self._client = self._client, None
        if client is None:
            return
        if politely and client.is_connected:
            with suppress(aiosmtplib.SMTPException, OSError):
                await client.quit(timeout=2.0)
        client.close()

    async def _reset(self, client: "aiosmtplib.SMTP") -> None:
        """Leaves no half transaction behind. What was answered stands, so a failure here costs the connection alone."""
        import aiosmtplib  # noqa: PLC0415

        try:
            await client.rset(timeout=5.0)
        except (aiosmtplib.SMTPException, OSError):
            client.close()

    # -- opening -----------------------------------------------------------------------------------------

    async def _greet(self, client: "aiosmtplib.SMTP") -> None:
        import aiosmtplib  # noqa: PLC0415

        try:
            await client.ehlo()
        except aiosmtplib.SMTPHeloError as error:
            if error.code == 421:
                raise
            await client.helo()  # RFC 5321 §3.2: an old server

    async def _start_tls(self, client: "aiosmtplib.SMTP") -> None:
        """No letter and no password in clear where TLS was asked for, whatever the server offers."""
        if not client.supports_extension("starttls"):
            raise SetupMailError("no-starttls", f"{self._account.name} tilbyder ikke STARTTLS; ret port eller security")
        reply = await client.starttls()
        if reply.code != 220:
            raise TransientMailError(
                "starttls", f"{self._account.name} svarede {self._line(reply.code, reply.message)}"
            )
        await self._greet(client)

    async def _log_in(self, client: "aiosmtplib.SMTP") -> None:
        account = self._account
        if account.auth == "none":
            return
        offered = client.server_auth_methods
        if account.auth == "password":
            self._secret = account.secret() if account.secret else ""
            for method, login in (
                ("plain", client.auth_plain),
                ("login", client.auth_login),
                ("cram-md5", client.auth_crammd5),
            ):
                if method in offered:  # one method, once: each wrong try counts towards locking the account
                    await self._authenticate(lambda: login(account.user, self._secret))  # noqa: B023
                    return
        elif "xoauth2" in offered:
            await self._log_in_with_token(client)
            return
        raise SetupMailError(
            "no-auth",
            f'{account.name} tilbyder ikke det login, der er valgt (auth = "{account.auth}"); ret auth eller port',
        )

    async def _log_in_with_token(self, client: "aiosmtplib.SMTP") -> None:
        """A token that is refused is thrown away and a new one tried, once: it may have been withdrawn."""
        account = self._account
        self._secret = _token(account)
        try:
            await self._authenticate(lambda: client.auth_xoauth2(account.user, self._secret))
        except SetupMailError:
            forget: Callable[[], None] | None = getattr(account.token, "forget", None)
            if forget is None or not client.is_connected:
                raise
            forget()
            self._secret = _token(account)
            await self._authenticate(lambda: client.auth_xoauth2(account.user, self._secret))

    async def _authenticate(self, login: Callable[[], object]) -> None:
        import aiosmtplib  # noqa: PLC0415

        try:
            await login()  # type: ignore[misc]
        except aiosmtplib.SMTPAuthenticationError as error:
            line = self._line(error.code, error.message)
            if 400 <= error.code < 500:
                raise TransientMailError(f"auth-{error.code}", f"{self._account.name}: {line}") from error
            raise SetupMailError(
                "auth", f"{self._account.name} afviser login for {self._account.user} ({line}); ret user eller password"
            ) from error

    def _opening_error(self, error: Exception) -> MailError:
        import aiosmtplib  # noqa: PLC0415

        name = self._account.name
        causes = (error, error.__cause__, error.__context__)
        if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
            return SetupMailError(
                "certificate", f"{name} har et certifikat, der ikke stoles på; ret host eller ca_file"
            )
        if isinstance(error, aiosmtplib.SMTPResponseException):
            return TransientMailError(f"smtp-{error.code}", f"{name}: {self._line(error.code, error.message)}")
        if isinstance(error, TimeoutError):
            return TransientMailError("timeout", f"{name} svarer ikke")
        return TransientMailError("unreachable", f"{name} kan ikke nås ({one_line(str(error))[:120]})")

    # -- one letter --------------------------------------------------------------------------------------

    def _options(self, client: "aiosmtplib.SMTP", addresses: Sequence[str], raw: bytes) -> tuple[list[str], str]:
        options = []
        if client.supports_extension("size"):
            limit = client.esmtp_extensions["size"].strip()
            if limit.isdecimal() and 0 < int(limit) < len(raw):  # RFC 1870 §4: 0 is no limit
                raise PermanentMailError("too-large", f"brevet fylder {len(raw)} bytes, serveren tager højst {limit}")
            options.append(f"SIZE={len(raw)}")
        if all(map(str.isascii, addresses)):
            return options, "ascii"
        if not client.supports_extension("smtputf8"):
            raise PermanentMailError(
                "no-smtputf8", "adressen har bogstaver, som serveren ikke kan sende til (SMTPUTF8)"
            )
        return [*options, "SMTPUTF8"], "utf-8"

    async def _envelope(
        self, client: "aiosmtplib.SMTP", sender: str, recipients: Sequence[str], options: Sequence[str], encoding: str
    ) -> tuple[dict[str, Result], list[str]]:
        """(results of those refused or deferred already, addresses that were taken)."""
        import aiosmtplib  # noqa: PLC0415

        results: dict[str, Result] = {}
        taken: list[str] = []
        try:
            await client.mail(wire_address(sender) or sender, options=list(options), encoding=encoding)
        except aiosmtplib.SMTPSenderRefused as error:
            fate = self._fate(error.code, error.message)
            line = self._line(error.code, error.message)
            return {address: Result(address, fate, line) for address in recipients}, []
        for address in recipients:
            try:
                await client.rcpt(wire_address(address) or address, encoding=encoding)
            except aiosmtplib.SMTPRecipientRefused as error:
                code = 452 if error.code == _TOO_MANY else error.code
                results[address] = Result(
                    address, self._fate(code, error.message), self._line(error.code, error.message)
                )
            except ValueError:
                results[address] = Result(address, "refused", "adressen kan ikke skrives i SMTP")
            else:
                taken.append(address)
        return results, taken

    async def _content(self, client: "aiosmtplib.SMTP", raw: bytes) -> tuple[Fate, str]:
        """DATA in two steps, for the library's one step has one timeout and does not say how far it came."""
        reply = await client.execute_command(b"DATA")
        if reply.code == 354:
            assert client.protocol is not None
            self.ambiguous = True
            client.protocol.write(_stuffed(raw))
            reply = await client.protocol.read_response(timeout=self._account.final_dot_timeout)
            if not 200 <= reply.code < 300 and not 400 <= reply.code < 600:
                raise TransientMailError(f"smtp-{reply.code}", self._line(reply.code, reply.message), ambiguous=True)
            self.ambiguous = False
            if 200 <= reply.code < 300:
                return "delivered", self._line(reply.code, reply.message)
        return self._fate(reply.code, reply.message), self._line(reply.code, reply.message)

    def _fate(self, code: int, message: str) -> Fate:
        """Raises where the reply is about the connection or our login, not about the letter."""
        line = self._line(code, message)
        if code in _LOGIN_CODES:
            raise SetupMailError(f"smtp-{code}", f"{self._account.name} vil have et andet login ({line})")
        if code == 421:
            raise TransientMailError("smtp-421", line)
        return "refused" if 500 <= code < 600 else "deferred"

    def _line(self, code: int, message: str) -> str:
        """The server's words on one line, without our secret, should it echo it."""
        words = one_line(message.encode("utf-8", "replace").decode("utf-8"))
        if self._secret:
            words = words.replace(self._secret, "…")
        return f"{code} {words}"[:200].rstrip()


def _stuffed(raw: bytes) -> bytes:
    """Dots doubled at line starts, the final dot behind (RFC 5321 §4.5.2). ``raw`` has CR LF line ends."""
    body = raw if raw.endswith(b"\r\n") else raw + b"\r\n"
    if body.startswith(b"."):
        body = b"." + body
    return body.replace(b"\r\n.", b"\r\n..") + b".\r\n"


def _token(account: SmtpAccount) -> str:
    """Asks the token source, whose errors carry a ``code``; "refused" in it means that a person must act."""
    if account.token is None:
        raise SetupMailError("no-token", f'{account.name}: auth = "{account.auth}" mangler sine nøgler')
    try:
        return account.token()
    except Exception as error:
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise
        kind = SetupMailError if "refused" in code else TransientMailError
        raise kind(code, str(error)) from error


def _lost(error: Exception, ambiguous: bool) -> tuple[str, str]:
    """(code, sentence) for a connection that ended in the middle of a letter."""
    what = "svarede ikke i tide" if isinstance(error, TimeoutError) else "forbindelsen blev afbrudt"
    code = "timeout" if isinstance(error, TimeoutError) else "cut"
    if not ambiguous:
        return code, what
    return (
        f"{code}-final-dot",
        f"{what} efter brevets sidste linje: det kan være kommet frem; sendes igen med samme Message-ID",
    )
