"""★ From nothing to a connection that is logged in: greeting, EHLO, STARTTLS (RFC 3207), AUTH (RFC 4954)."""

import socket
import ssl
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from bot.danish.text import one_line
from bot.mailout.account import SmtpAccount
from bot.mailout.errors import MailError, SetupMailError, TransientMailError
from bot.mailout.smtp_replies import server_line
from bot.model.errors import ConfigError

if TYPE_CHECKING:
    import aiosmtplib


async def connect(account: SmtpAccount) -> "tuple[aiosmtplib.SMTP, str]":
    """The connection, and the secret that it was opened with, for its words to be kept out of what is shown.

    Raises ``TransientMailError`` (the server is away) and ``SetupMailError`` (we are not let in, or may not be).
    """
    import aiosmtplib  # noqa: PLC0415 - 120 ms, only where letters leave

    client = aiosmtplib.SMTP(
        hostname=account.host,
        port=account.port,
        use_tls=account.security == "tls",
        start_tls=False,
        tls_context=account.context(),
        timeout=account.timeout,
        local_hostname=account.helo,
    )
    try:
        await client.connect()
        await _greet(client)
        if account.security == "starttls":
            await _start_tls(client, account)
        return client, await _log_in(client, account)
    except MailError:
        client.close()
        raise
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        client.close()
        raise _explained(error, account) from error
    except BaseException:
        client.close()
        raise


async def _greet(client: "aiosmtplib.SMTP") -> None:
    import aiosmtplib  # noqa: PLC0415

    try:
        await client.ehlo()
    except aiosmtplib.SMTPHeloError as error:
        if error.code == 421:
            raise
        await client.helo()  # RFC 5321 §3.2: an old server


async def _start_tls(client: "aiosmtplib.SMTP", account: SmtpAccount) -> None:
    """No letter and no password in clear where TLS was asked for, whatever the server offers."""
    if not client.supports_extension("starttls"):
        raise SetupMailError("no-starttls", f"{account.name} tilbyder ikke STARTTLS; ret port eller security")
    reply = await client.starttls()
    if reply.code != 220:
        line = server_line(reply.code, reply.message, "")
        raise TransientMailError("starttls", f"{account.name} svarede {line}")
    await _greet(client)


async def _log_in(client: "aiosmtplib.SMTP", account: SmtpAccount) -> str:
    """Returns the secret used. One method, once: each wrong try counts towards locking the account."""
    if account.auth == "none":
        return ""
    offered = client.server_auth_methods
    if account.auth == "password":
        methods = {"plain": client.auth_plain, "login": client.auth_login, "cram-md5": client.auth_crammd5}
        for name, login in methods.items():
            if name in offered:
                password = _password(account)
                await _authenticate(account, password, lambda: login(account.user, password))  # noqa: B023
                return password
    elif "xoauth2" in offered:
        return await _log_in_with_token(client, account)
    chosen = f'det login, der er valgt (auth = "{account.auth}")'
    raise SetupMailError("no-auth", f"{account.name} tilbyder ikke {chosen}; ret auth eller port")


async def _log_in_with_token(client: "aiosmtplib.SMTP", account: SmtpAccount) -> str:
    """A token that is refused is thrown away and a new one tried, once: it may have been withdrawn."""
    token = _token(account)
    try:
        await _authenticate(account, token, lambda: client.auth_xoauth2(account.user, token))
    except SetupMailError:
        forget: Callable[[], None] | None = getattr(account.token, "forget", None)
        if forget is None or not client.is_connected:
            raise
        forget()
        token = _token(account)
        await _authenticate(account, token, lambda: client.auth_xoauth2(account.user, token))
    return token


async def _authenticate(account: SmtpAccount, secret: str, login: Callable[[], Awaitable[object]]) -> None:
    import aiosmtplib  # noqa: PLC0415

    try:
        await login()
    except aiosmtplib.SMTPAuthenticationError as error:
        line = server_line(error.code, error.message, secret)
        if 400 <= error.code < 500:
            raise TransientMailError(f"auth-{error.code}", f"{account.name}: {line}") from error
        refused = f"{account.name} afviser login for {account.user} ({line})"
        raise SetupMailError("auth", f"{refused}; ret user eller password") from error


def _password(account: SmtpAccount) -> str:
    try:
        return account.secret() if account.secret else ""
    except ConfigError as error:
        raise SetupMailError("secret", str(error)) from error


def _token(account: SmtpAccount) -> str:
    """Asks the token source, whose errors carry a ``code``; "refused" in it means that a person must act."""
    if account.token is None:
        raise SetupMailError("no-token", f'{account.name}: auth = "{account.auth}" mangler sine nøgler')
    try:
        return account.token()
    except ConfigError as error:
        raise SetupMailError("secret", str(error)) from error
    except Exception as error:
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise
        kind = SetupMailError if "refused" in code else TransientMailError
        raise kind(code, str(error)) from error


def _explained(error: Exception, account: SmtpAccount) -> MailError:
    import aiosmtplib  # noqa: PLC0415

    causes = (error, error.__cause__, error.__context__)
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        wrong = f"{account.name} har et certifikat, der ikke stoles på"
        return SetupMailError("certificate", f"{wrong}; ret host eller ca_file")
    if isinstance(error, aiosmtplib.SMTPResponseException):
        line = server_line(error.code, error.message, "")
        return TransientMailError(f"smtp-{error.code}", f"{account.name}: {line}")
    if isinstance(error, TimeoutError):
        return TransientMailError("timeout", f"{account.name} svarer ikke")
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return TransientMailError("unreachable", f"{account.name}: ingen svarer på den port; ret host og port")
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return TransientMailError("unreachable", f"{account.name}: navnet findes ikke i DNS; ret host")
    return TransientMailError("unreachable", f"{account.name} kan ikke nås ({one_line(str(error))[:120]})")
