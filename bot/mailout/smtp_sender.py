"""★ Plain calls over one kept connection, for one thread; and a way out while a slow server is waited for."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from typing import Any, Protocol, TypeVar

from bot.mailout.account import SmtpAccount
from bot.mailout.errors import SetupMailError, TransientMailError
from bot.mailout.smtp_replies import Result
from bot.mailout.smtp_session import Session

#: Seconds that an open connection may idle before it is asked whether it lives, and before it is closed.
IDLE_ASK, IDLE_CLOSE = 15.0, 60.0
#: Seconds that a letter under way gets after ``stop``.
GRACE = 5.0
_TICK = 0.25

T = TypeVar("T")


class Stop(Protocol):
    """``threading.Event``, as much of it as is used here."""

    def is_set(self) -> bool: ...

    def wait(self, timeout: float | None = None) -> bool: ...


class StoppedError(Exception):
    """``stop`` was set and the grace is over. ``ambiguous``: the letter's content was sent, its answer not seen."""

    def __init__(self, *, ambiguous: bool) -> None:
        super().__init__("stopped")
        self.ambiguous = ambiguous


class SmtpSender:
    """One kept connection behind plain calls, for one thread. Moments are ``time.monotonic``'s."""

    def __init__(self, account: SmtpAccount) -> None:
        self.account = account
        self._session = Session(account)
        self._runner: asyncio.Runner | None = None
        self._last_used = 0.0

    def login(self) -> str:
        """Opens the connection; one Danish sentence on what was agreed. Raises ``MailError``."""
        return self._run(self._session.open(), None, None)

    def send(
        self,
        sender: str,
        recipients: Sequence[str],
        raw: bytes,
        stop: Stop | None = None,
        tick: Callable[[], None] | None = None,
    ) -> tuple[Result, ...]:
        """One letter; ``tick`` is called about four times a second while the server is waited for.

        Raises ``MailError`` and ``StoppedError``.
        """
        return self._run(self._send(sender, recipients, raw), stop, tick)

    def rest(self) -> None:
        """To be called when there is nothing to send: closes a connection that has idled."""
        if self._session.is_open and time.monotonic() - self._last_used > IDLE_CLOSE:
            self._run(self._session.close(), None, None)

    def close(self) -> None:
        if self._runner is not None:
            self._run(self._session.close(), None, None)
            self._runner.close()
            self._runner = None

    async def _send(self, sender: str, recipients: Sequence[str], raw: bytes) -> tuple[Result, ...]:
        session = self._session
        if session.is_open and time.monotonic() - self._last_used > IDLE_ASK:
            await session.is_alive()
        fresh = not session.is_open
        if fresh:
            await session.open()
        try:
            return await session.send(sender, recipients, raw)
        except TransientMailError as error:
            # A kept connection may have died since its last letter: that is no reason to defer this one.
            if fresh or error.ambiguous or isinstance(error, SetupMailError):
                raise
            await session.open()
            return await session.send(sender, recipients, raw)
        finally:
            self._last_used = time.monotonic()

    def _run(self, work: Coroutine[Any, Any, T], stop: Stop | None, tick: Callable[[], None] | None) -> T:
        if self._runner is None:
            self._runner = asyncio.Runner()
        loop = self._runner.get_loop()
        task = loop.create_task(self._watched(work, stop, tick))
        # Not ``Runner.run``: in the main thread it sets its handler of SIGINT anew for each call, a sixteenth of the
        # time that a letter takes.
        try:
            return loop.run_until_complete(task)
        finally:
            if not task.done():  # Ctrl-C: nothing of it may go on when the loop next runs
                task.cancel()
                with suppress(Exception, asyncio.CancelledError):
                    loop.run_until_complete(task)

    async def _watched(self, work: Coroutine[Any, Any, T], stop: Stop | None, tick: Callable[[], None] | None) -> T:
        task = asyncio.create_task(work)
        stopped_at: float | None = None
        try:
            while not (await asyncio.wait({task}, timeout=_TICK))[0]:
                if tick is not None:
                    tick()
                if stop is not None and stop.is_set():
                    now = time.monotonic()
                    stopped_at = stopped_at or now
                    if not self._session.ambiguous or now - stopped_at > GRACE:
                        raise StoppedError(ambiguous=self._session.ambiguous)
            return task.result()
        finally:
            if not task.done():
                task.cancel()
                await asyncio.wait({task}, timeout=1.0)
                await self._session.close(politely=False)
