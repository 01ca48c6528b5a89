"""★ A mail server of one's own in this process: pymap's IMAP, in memory, and aiosmtpd's SMTP delivering into it.

For the demo and the tests: loopback only, no TLS, gone when it stops. ``pip install kvalitetsbot[demo]``.
pymap has no documented way to be used as a library, so its version is pinned.
"""

import argparse
import asyncio
import hashlib
import hmac
import logging
import threading
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

HOST = "127.0.0.1"
_START_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Accepted:
    """A mail that SMTP took: its envelope (RFC 5321) and its bytes."""

    mail_from: str
    rcpt_tos: tuple[str, ...]
    content: bytes


class MailServer:
    """IMAP and SMTP until the ``with`` ends.

    ``users`` gives each user's password. A user's mail is that to an address with the user's name before the ``@``,
    or to the user's name where that is itself an address. Mail to anybody else is taken too, as the world
    takes it, and stands in ``accepted`` alone. UIDVALIDITY is another at each start.
    """

    def __init__(self, users: Mapping[str, str], *, imap_port: int = 0, smtp_port: int = 0) -> None:
        """Port 0: a free one, to be read from ``imap_port`` and ``smtp_port`` after the start."""
        self.users = {user.lower(): password for user, password in users.items()}
        self.imap_port = imap_port
        self.smtp_port = smtp_port
        self.accepted: list[Accepted] = []
        self._thread = threading.Thread(target=self._main, name="mailserver", daemon=True)
        self._ready = threading.Event()
        self._failed: BaseException | None = None

    def start(self) -> Self:
        """Returns when both ports answer. Raises what kept it from starting (``OSError`` for a port in use)."""
        self._thread.start()
        if not self._ready.wait(_START_SECONDS):
            raise TimeoutError("the mail server did not start")
        if self._failed is not None:
            raise self._failed
        return self

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join(_START_SECONDS)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_exc: object) -> None:
        self.stop()

    def deliver(self, user: str, raw: bytes, folder: str = "INBOX", when: datetime | None = None) -> None:
        """Put a mail into a folder at once, from any thread; ``when`` (aware) becomes its INTERNALDATE."""
        job = self._append(user.lower(), raw, folder, when or datetime.now(UTC))
        asyncio.run_coroutine_threadsafe(job, self._loop).result(_START_SECONDS)

    def user_of(self, address: str) -> str | None:
        """Whose mail that address's is; None for nobody's here."""
        address = address.lower()
        return next((u for u in (address, address.rpartition("@")[0]) if u in self.users), None)

    # -- in the server's own thread ------------------------------------------------------------------------

    def _main(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:  # noqa: BLE001 - carried over to ``start``
            self._failed = error
        finally:
            self._ready.set()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopped = asyncio.Event()
        async with AsyncExitStack() as stack:
            imap = await self._start_imap(stack)
            smtp = await self._start_smtp()
            self.imap_port, self.smtp_port = (s.sockets[0].getsockname()[1] for s in (imap, smtp))
            self._ready.set()
            await self._stopped.wait()
            imap.close()
            smtp.close()

    async def _start_imap(self, stack: AsyncExitStack) -> asyncio.Server:
        # Heavy, and an extra: only those who start a server have it.
        from proxyprotocol.noop import ProxyProtocolNoop  # noqa: PLC0415
        from proxyprotocol.reader import ProxyProtocolReader  # noqa: PLC0415
        from pymap.backend.dict import DictBackend  # noqa: PLC0415
        from pymap.imap import IMAPServer  # noqa: PLC0415
        from pymap.user import UserMetadata  # noqa: PLC0415

        logging.getLogger("pymap").setLevel(logging.WARNING)  # below that it logs passwords and mails
        user, password = next(iter(self.users.items()))
        args = argparse.Namespace(
            host=HOST, port=self.imap_port, debug=False, cert=None, key=None, tls=False, proxy_protocol=None,
            passlib_cfg=None, demo_data=False, demo_user=user, demo_password=password, inherited_sockets=None,
        )  # fmt: skip
        self._backend, config = await DictBackend.init(
            args, hash_context=_QuickHash(), reject_dnsbl=False, invalid_user_sleep=0.0
        )
        config.apply_context()
        await self._backend.start(stack)
        for user, password in self.users.items():
            if user not in self._backend.login.users_dict:
                hashed = config.hash_context.hash(password)
                await self._identity(user).set(UserMetadata(config, user, password=hashed))
        callback = ProxyProtocolReader(ProxyProtocolNoop()).get_callback(IMAPServer(self._backend.login, config))
        return await asyncio.start_server(callback, HOST, self.imap_port)

    async def _start_smtp(self) -> asyncio.Server:
        from aiosmtpd.smtp import SMTP  # noqa: PLC0415

        logging.getLogger("mail.log").setLevel(logging.WARNING)

        # The same loop as IMAP's, so that a session in IDLE wakes at once.
        return await self._loop.create_server(
            lambda: SMTP(_Delivery(self), loop=self._loop, data_size_limit=100_000_000, enable_SMTPUTF8=True),
            HOST,
            self.smtp_port,
        )

    def _identity(self, user: str) -> Any:
        from pymap.backend.dict import Identity  # noqa: PLC0415

        return Identity(user, self._backend.login, None, frozenset())

    async def _append(self, user: str, raw: bytes, folder: str, when: datetime) -> None:
        from pymap.parsing.message import AppendMessage  # noqa: PLC0415

        async with self._identity(user).new_session() as session:
            await session.append_messages(folder, [AppendMessage(raw, when)])

    async def _take(self, mail: Accepted) -> None:
        self.accepted.append(mail)
        for user in sorted({u for u in map(self.user_of, mail.rcpt_tos) if u}):
            await self._append(user, mail.content, "INBOX", datetime.now(UTC))


class _Delivery:
    """aiosmtpd's handler: what it takes is in the mailboxes before the sender has its 250."""

    def __init__(self, server: MailServer) -> None:
        self._server = server

    async def handle_DATA(self, _smtp: object, _session: object, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        await self._server._take(Accepted(envelope.mail_from, tuple(envelope.rcpt_tos), envelope.content))
        return "250 2.0.0 OK"


class _QuickHash:
    """pymap's own hash takes 200 ms a login, and these passwords live as long as the process."""

    def copy(self, **_settings: Any) -> Self:
        return self

    def hash(self, secret: str) -> str:
        return hashlib.sha256(secret.encode()).hexdigest()

    def verify(self, secret: str, hash: str) -> bool:
        return hmac.compare_digest(self.hash(secret), hash)
