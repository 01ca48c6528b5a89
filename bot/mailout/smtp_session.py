"""★ One SMTP connection (RFC 5321) through ``aiosmtplib``, carrying one letter after the other.

Says for each recipient what became of it; what to do about that is ``smtp``'s. The final dot has a timeout of its own:
the library has one for all steps.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from bot.mailout.account import SmtpAccount
from bot.mailout.errors import MailError, PermanentMailError, TransientMailError
from bot.mailout.headers import wire_address
from bot.mailout.smtp_login import connect
from bot.mailout.smtp_replies import Fate, Result, fate_of, fate_of_recipient, lost, server_line

if TYPE_CHECKING:
    import aiosmtplib

#: Seconds that a courtesy (NOOP, RSET, QUIT) may take.
_COURTESY = 5.0


class Session:
    """A connection that is logged in, from ``open`` until ``close``."""

    def __init__(self, account: SmtpAccount) -> None:
        self._account = account
        self._client: aiosmtplib.SMTP | None = None
        self._secret = ""
        #: True from the first byte of a letter's content until its answer: a failure now leaves its fate open.
        self.ambiguous = False

    @property
    def is_open(self) -> bool:
        return self._client is not None and self._client.is_connected

    async def open(self) -> str:
        """Returns one Danish sentence on what was agreed. Raises ``TransientMailError``, ``SetupMailError``."""
        account = self._account
        self.ambiguous = False
        self._client, self._secret = await connect(account)
        return f"{account.name} svarer, {account.security}, login {account.auth}"

    async def send(self, sender: str, recipients: Sequence[str], raw: bytes) -> tuple[Result, ...]:
        """One transaction (RFC 5321 §3.3); one result for each of ``recipients``, in their order.

        Raises ``TransientMailError`` where the connection failed (``ambiguous``: the letter may have arrived) and
        ``SetupMailError``, both with the connection closed; ``PermanentMailError`` where this server can never take
        the letter.
        """
        import aiosmtplib  # noqa: PLC0415

        client = self._client
        assert client is not None
        self.ambiguous = False
        options, encoding = _options(client, (sender, *recipients), raw)
        try:
            results, taken = await self._envelope(client, sender, recipients, options, encoding)
            if taken:
                fate, text = await self._content(client, raw)
                results |= {address: Result(address, fate, text) for address in taken}
        except MailError:
            client.close()
            raise
        except (aiosmtplib.SMTPException, OSError) as error:
            client.close()
            raise lost(error, self.ambiguous) from error
        if any(result.fate != "delivered" for result in results.values()):
            await self._reset(client)
        return tuple(results[address] for address in recipients)

    async def is_alive(self) -> bool:
        """Asks: a server, or a firewall between, may have dropped an idle connection without a word."""
        import aiosmtplib  # noqa: PLC0415

        if not self.is_open or self._client is None:
            return False
        try:
            await self._client.noop(timeout=_COURTESY)
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
                await client.quit(timeout=_COURTESY / 2)
        client.close()

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
            line = self._line(error.code, error.message)
            fate = fate_of(error.code, line)
            return {address: Result(address, fate, line) for address in recipients}, []
        for address in recipients:
            try:
                await client.rcpt(wire_address(address) or address, encoding=encoding)
            except aiosmtplib.SMTPRecipientRefused as error:
                line = self._line(error.code, error.message)
                results[address] = Result(address, fate_of_recipient(error.code, line), line)
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
                line = self._line(reply.code, reply.message)
                raise TransientMailError(f"smtp-{reply.code}", line, ambiguous=True)
            self.ambiguous = False
            if 200 <= reply.code < 300:
                return "delivered", self._line(reply.code, reply.message)
        line = self._line(reply.code, reply.message)
        return fate_of(reply.code, line), line

    async def _reset(self, client: "aiosmtplib.SMTP") -> None:
        """Leaves no half transaction behind. What was answered stands: a failure here costs the connection alone."""
        import aiosmtplib  # noqa: PLC0415

        try:
            await client.rset(timeout=_COURTESY)
        except (aiosmtplib.SMTPException, OSError):
            client.close()

    def _line(self, code: int, message: str) -> str:
        return server_line(code, message, self._secret)


def _options(client: "aiosmtplib.SMTP", addresses: Sequence[str], raw: bytes) -> tuple[list[str], str]:
    """(parameters of MAIL, encoding of addresses). Raises ``PermanentMailError`` before the server has to."""
    options = []
    if client.supports_extension("size"):
        limit = client.esmtp_extensions["size"].strip()
        if limit.isdecimal() and 0 < int(limit) < len(raw):  # RFC 1870 §4: 0 is no limit
            raise PermanentMailError("too-large", f"brevet fylder {len(raw)} bytes, serveren tager højst {limit}")
        options.append(f"SIZE={len(raw)}")
    # RFC 6531 §3.4: for the headers too, where another recipient's address stands.
    if all(map(str.isascii, addresses)) and raw.partition(b"\r\n\r\n")[0].isascii():
        return options, "ascii"
    if not client.supports_extension("smtputf8"):
        told = "adressen har bogstaver, som serveren ikke kan sende til (SMTPUTF8)"
        raise PermanentMailError("no-smtputf8", told)
    return [*options, "SMTPUTF8"], "utf-8"


def _stuffed(raw: bytes) -> bytes:
    """Dots doubled at line starts, the final dot behind (RFC 5321 §4.5.2). ``raw`` has CR LF line ends."""
    body = raw if raw.endswith(b"\r\n") else raw + b"\r\n"
    if body.startswith(b"."):
        body = b"." + body
    return body.replace(b"\r\n.", b"\r\n..") + b".\r\n"
