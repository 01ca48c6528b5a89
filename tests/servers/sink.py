"""An SMTP server that keeps what it takes, and fails where it is told to.

    with SmtpSink() as sink:
        sink.faults.append(Fault("RCPT", reply="451 4.7.1 greylisted", times=1))
        ... send to sink.port ...
        assert [m.rcpt_tos for m in sink.accepted] == [("a@b.example",)]

To cut in the middle of a line or a mail, put ``tests.servers.proxy.Proxy`` before it.
"""

import asyncio
import base64
import logging
import ssl
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.servers.certificates import Certificates

HOST = "127.0.0.1"
At = Literal["greeting", "EHLO", "HELO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "content", "RSET", "NOOP", "QUIT"]

logging.getLogger("mail.log").setLevel(logging.CRITICAL)


@dataclass
class Fault:
    """What happens at a command, or at ``content``: after the final dot.

    First ``stall`` seconds of silence, then ``cut``: the connection ends without an answer; else ``reply`` in place
    of the command's own answer. At ``content`` with ``keep`` the mail is accepted before that: a lost 250.
    ``recipient``: only for that address; ``each``: only the first time for each recipient (greylisting).
    ``times``: how often; None for ever.
    """

    at: At
    reply: str = ""
    stall: float = 0.0
    cut: bool = False
    keep: bool = False
    recipient: str | None = None
    each: bool = False
    times: int | None = None
    seen: set[str] = field(default_factory=set)

    def meets(self, at: str, recipient: str | None) -> bool:
        """Whether it happens now; then it is one time less."""
        if self.at != at or self.times == 0 or (self.recipient and self.recipient != recipient):
            return False
        if self.each:
            if (recipient or "") in self.seen:
                return False
            self.seen.add(recipient or "")
        if self.times is not None:
            self.times -= 1
        return True


@dataclass(frozen=True, slots=True)
class Accepted:
    """A mail that got its 250, or would have, but for a fault with ``keep``."""

    mail_from: str
    rcpt_tos: tuple[str, ...]
    content: bytes
    login: str | None


class SmtpSink:
    """On a free loopback port until the ``with`` ends.

    ``users`` (name: password) and ``token`` make it demand a login.
    """

    def __init__(
        self,
        *,
        faults: tuple[Fault, ...] = (),
        users: dict[str, str] | None = None,
        token: Callable[[str], bool] | None = None,
        certificates: Certificates | None = None,
        security: Literal["none", "starttls", "tls"] = "none",
        size_limit: int = 100_000_000,
    ) -> None:
        """``token``: whether an access token is good. ``certificates`` are needed with ``starttls`` and ``tls``."""
        self.faults = list(faults)
        self.users = users or {}
        self.token = token
        self.accepted: list[Accepted] = []
        #: The commands seen, without their arguments: ``["EHLO", "MAIL", …]``.
        self.commands: list[str] = []
        self.connections = 0
        self.size_limit = size_limit
        self.security = security
        self.context: ssl.SSLContext | None = certificates.server_context() if certificates else None
        self.port = 0
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._ready.wait(10):
            raise TimeoutError("the SMTP sink did not start")
        return self

    def __exit__(self, *_exc: object) -> None:
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join(10)

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopped = asyncio.Event()
        implicit = self.context if self.security == "tls" else None
        server = await self._loop.create_server(lambda: _Session(self), HOST, self.port, ssl=implicit)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stopped.wait()
        server.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    def fault(self, at: str, recipient: str | None = None) -> Fault | None:
        """The first that happens there now."""
        return next((f for f in self.faults if f.meets(at, recipient)), None)


class _Session(SMTP):
    """aiosmtpd's protocol with the faults before its commands."""

    def __init__(self, sink: SmtpSink) -> None:
        starttls = sink.context if sink.security == "starttls" else None
        locked = bool(sink.users or sink.token)
        super().__init__(
            _Handler(sink),
            loop=sink._loop,
            hostname="sink.example",
            data_size_limit=sink.size_limit,
            enable_SMTPUTF8=True,
            timeout=3600,  # aiosmtpd hangs up after five minutes; a stall may be longer
            tls_context=starttls,
            require_starttls=starttls is not None,
            auth_required=locked,
            auth_require_tls=False,
            authenticator=_Handler.passwords(sink),
            auth_exclude_mechanism=() if locked else ("LOGIN", "PLAIN", "XOAUTH2"),
        )
        self._sink = sink
        self._greeted = False
        # The table that the command loop looks in.
        self._smtp_methods = {name: self._faulty(name, m) for name, m in self._smtp_methods.items()}

    async def push(self, status: Any) -> None:
        """The greeting is the first line that it says."""
        if not self._greeted:
            self._greeted = True
            self._sink.connections += 1
            fault = self._sink.fault("greeting")
            if fault and await self.suffer(fault):
                return
        await super().push(status)

    def _faulty(self, name: str, method: Callable[[str], Awaitable[None]]) -> Callable[[str], Awaitable[None]]:
        async def command(arg: str) -> None:
            self._sink.commands.append(name)
            recipient = arg.partition("<")[2].partition(">")[0] if name == "RCPT" and arg else None
            fault = self._sink.fault(name, recipient)
            if fault is None or not await self.suffer(fault):
                await method(arg)

        command.__doc__ = method.__doc__
        return command

    async def suffer(self, fault: Fault) -> bool:
        """Stall, cut or answer; False where the command goes on as if nothing were."""
        if fault.stall:
            await asyncio.sleep(fault.stall)
        if fault.cut:
            if self.transport is not None:
                self.transport.abort()  # type: ignore[attr-defined]
            return True
        if fault.reply:
            await super().push(fault.reply)
            if fault.reply.startswith("421") and self.transport is not None:
                self.transport.close()
            return True
        return False


class _Handler:
    def __init__(self, sink: SmtpSink) -> None:
        self._sink = sink

    @staticmethod
    def passwords(sink: SmtpSink) -> Callable[..., AuthResult]:
        def check(_server: object, _session: object, _envelope: object, _mechanism: str, data: object) -> AuthResult:
            if not isinstance(data, LoginPassword):
                return AuthResult(success=False, handled=False)
            good = sink.users.get(data.login.decode()) == data.password.decode()
            return AuthResult(success=good, handled=False, auth_data=data)

        return check

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:
        """``user=…^Aauth=Bearer …^A^A``, Microsoft's and Google's form; an error is a challenge, answered empty."""
        raw = base64.b64decode(args[1]) if len(args) > 1 else await server.challenge_auth("")
        fields = raw.decode().split("\x01") if isinstance(raw, bytes) else []
        parts = {name: value for name, _, value in (f.partition("=") for f in fields)}
        token = parts.get("auth", "").removeprefix("Bearer ")
        if self._sink.token is not None and self._sink.token(token):
            user = parts.get("user", "").encode()
            return AuthResult(success=True, auth_data=LoginPassword(user, b""))
        await server.push("334 " + base64.b64encode(b'{"status":"401","schemes":"bearer"}').decode())
        await server._reader.readline()
        return AuthResult(success=False, handled=False)

    async def handle_DATA(self, server: _Session, session: Session, envelope: Envelope) -> str:
        fault = self._sink.fault("content")
        if fault is None or fault.keep:
            self._keep(session, envelope)
        if fault is None:
            return "250 2.0.0 OK"
        await asyncio.sleep(fault.stall)
        if fault.cut and server.transport is not None:
            server.transport.abort()  # type: ignore[attr-defined]
        elif fault.reply.startswith("421") and server.transport is not None:
            server.loop.call_later(0.05, server.transport.close)
        return fault.reply or "250 2.0.0 OK"

    def _keep(self, session: Session, envelope: Envelope) -> None:
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        login = session.auth_data.login.decode() if isinstance(session.auth_data, LoginPassword) else None
        rcpt_tos = tuple(str(a) for a in envelope.rcpt_tos)
        self._sink.accepted.append(Accepted(envelope.mail_from or "", rcpt_tos, content, login))
