"""Documents read in a child process: whatever they do, they cost one child.

Theory of operation. One warm child reads one document after the other, in the order asked. ``submit`` hands a
document over and comes back at once; ``result`` waits for it, so the parent can do its own work meanwhile.
Bytes travel in an anonymous file whose descriptor is passed over a socket, so handing over never blocks;
answers come back over the same socket as columns of values (``frames``). A child that takes longer than
``Limits.seconds`` is killed; one that dies leaves its document unread (``timeout``, ``memory``, ``crashed``),
and a fresh one is given what still waits. What a child gives up before it reads is in ``confine``.
"""

import contextlib
import hashlib
import math
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import bot
from bot.documents.errors import Reason
from bot.documents.formats import frames
from bot.documents.limits import DEFAULTS, Limits
from bot.model.document import Document

#: A child starts in a tenth of a second; a loaded machine is given time.
_START_SECONDS = 20.0
#: Documents handed to the child ahead of the one it reads: enough that it never waits, few enough that no
#: buffer fills.
_AHEAD = 4
#: All that the child sees of our environment: secrets live there too.
_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH")
#: How a process ends for want of memory: PDFium and the C++ library abort.
_OUT_OF_MEMORY = (signal.SIGABRT, signal.SIGKILL)


@dataclass(eq=False, slots=True)
class Ticket:
    """A document handed over, and what became of it."""

    content: bytes
    name: str
    sha256: str
    size: int
    second: bool
    #: ``time.monotonic`` of when a child got it; 0 while none has.
    given_at: float = 0.0
    #: Given to a second child, because the first was killed by somebody else.
    retried: bool = False
    document: Document | None = None

    def unread(self, reason: Reason) -> Document:
        return frames.unreadable(self.name, self.sha256, self.size, reason)


class _Child:
    """One child process and the channel to it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.isolation: Mapping[str, str] | None = None
        self._ready_at = 0.0
        self._folder = tempfile.TemporaryDirectory(prefix="kvalitetsbot-")
        self._channel, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [
                    sys.executable,
                    "-s",
                    "-P",
                    "-m",
                    "bot.documents.formats.child",
                    str(theirs.fileno()),
                    str(os.getpid()),
                ],
                cwd=self._folder.name,
                env=_environment(self._folder.name),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # a traceback may quote the document
                pass_fds=(theirs.fileno(),),
                start_new_session=True,  # a Ctrl-C at the terminal is for the parent
            )
        frames.send(self._channel, asdict(limits))

    def greet(self) -> Mapping[str, str]:
        """Wait until it is ready, and hear how well it is confined. Raises as ``frames.receive``."""
        if self.isolation is None:
            hello, _ = frames.receive(self._channel, time.monotonic() + _START_SECONDS)
            self.isolation = {str(key): str(value) for key, value in dict(hello["isolation"]).items()}
            self._ready_at = time.monotonic()
        return self.isolation

    def give(self, ticket: Ticket) -> None:
        """Hand over one document. That the child is dead shows in ``answer``."""
        with _anonymous_file(ticket.content) as descriptor, contextlib.suppress(OSError):
            ticket.given_at = time.monotonic()  # not before: without a descriptor nothing is given
            socket.send_fds(self._channel, [b"\0"], [descriptor])
            frames.send(self._channel, {"name": ticket.name, "size": ticket.size, "second": ticket.second})

    def answer(self, since: float, until: float) -> tuple[dict[str, Any], bytes]:
        """The answer to the oldest document, whose turn began at ``since`` or when the child was ready.
        Raises as ``frames.receive``, also where there is none by ``until``.
        """
        self.greet()
        return frames.receive(self._channel, min(until, max(since, self._ready_at) + self._limits.seconds))

    def is_dead(self) -> bool:
        return self._process.poll() is not None

    def bury(self) -> int:
        """End it if it has not ended by itself, and tidy up. Returns the signal that it died of by itself, 0
        where there is none.
        """
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(0.2 if self._ended_the_talk() else 0)
        died_of = -(self._process.poll() or 0)
        self._process.kill()
        self._process.wait()
        self._channel.close()
        with contextlib.suppress(OSError):
            self._folder.cleanup()
        return max(0, died_of)

    def _ended_the_talk(self) -> bool:
        """Whether its end of the channel is closed: the kernel does that a moment before the process can be
        waited for.
        """
        self._channel.setblocking(False)
        try:
            return not self._channel.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return False
        except OSError:
            return True


class Reader:
    """Reads documents in a child. Thread-safe; the child starts with the first document."""

    def __init__(self, limits: Limits = DEFAULTS) -> None:
        self._limits = limits
        self._child: _Child | None = None
        self._waiting: deque[Ticket] = deque()
        self._answered_at = 0.0
        #: Whoever holds ``_turn`` waits for the oldest document. ``_state`` guards the fields above, and is
        #: held for moments.
        self._turn = threading.Lock()
        self._state = threading.RLock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, content: bytes, name: str, *, second: bool = False) -> Document:
        """``name`` is the file's and becomes ``Document.source``. Never raises for what is in a document:
        ``unreadable`` says why.
        """
        return self.result(self.submit(content, name, second=second))

    def submit(self, content: bytes, name: str, *, second: bool = False) -> Ticket:
        """Hand a document over and come back at once. ``second`` asks for pdfplumber's reading of a PDF,
        which is slow.
        """
        ticket = Ticket(content, name, hashlib.sha256(content).hexdigest(), len(content), second)
        if ticket.size > self._limits.size:
            ticket.document = ticket.unread("too_large")
            return ticket
        with self._state:
            if not self._waiting and self._child is not None and self._child.is_dead():
                self._bury()  # it died while it had nothing to read, so no document is to blame
            self._waiting.append(ticket)
            try:
                self._hand_over()
            except OSError:
                self._waiting.remove(ticket)
                raise
        return ticket

    def result(self, ticket: Ticket, until: float = math.inf) -> Document:
        """Wait for a document: at most ``Limits.seconds`` for it, and for each one before it.

        ``until`` (``time.monotonic``): what is not read by then is given up as ``timeout``.
        """
        while ticket.document is None:
            with self._turn:
                if ticket.document is None and time.monotonic() < until:
                    self._settle_oldest(until)
                elif ticket.document is None:
                    self._give_up(ticket)
        return ticket.document

    def isolation(self) -> Mapping[str, str]:
        """How well the child is kept from network and files, for ``check``. Starts it where it does not run
        yet.

        Raises ``OSError`` or ``EOFError`` where no child can be started.
        """
        with self._turn, self._state:
            if self._child is None:
                self._child = _Child(self._limits)
            return self._child.greet()

    def close(self) -> None:
        """End the child. Documents not read yet become ``crashed``. A later ``submit`` starts a new child."""
        with self._state:
            for ticket in self._waiting:
                ticket.document = ticket.unread("crashed")
            self._waiting.clear()
            self._bury()

    def _hand_over(self) -> None:
        """See to it that a child lives and has the oldest few documents."""
        if self._child is None:
            self._child = _Child(self._limits)
        for ticket in list(self._waiting)[:_AHEAD]:
            if not ticket.given_at:
                self._child.give(ticket)

    def _bury(self) -> int:
        died_of = self._child.bury() if self._child is not None else 0
        self._child = None
        for ticket in self._waiting:
            ticket.given_at = 0.0
        return died_of

    def _give_up(self, ticket: Ticket) -> None:
        """A child that has it is ended: nothing else stops it."""
        with self._state:
            if ticket in self._waiting:
                self._waiting.remove(ticket)
            if ticket.given_at:
                self._bury()
            ticket.document, ticket.content = ticket.unread("timeout"), b""

    def _settle_oldest(self, until: float = math.inf) -> None:
        with self._state:
            if not self._waiting:
                return  # closed meanwhile
            self._hand_over()
            ticket, child = self._waiting[0], self._child
        assert child is not None  # made by the line before
        document: Document | None
        try:
            head, body = child.answer(max(ticket.given_at, self._answered_at), until)
            document = frames.unpacked(head, body, ticket.name, ticket.sha256, ticket.size)
        except (TimeoutError, EOFError, OSError, frames.BadFrame) as problem:
            document = self._unanswered(ticket, problem)
        with self._state:
            self._answered_at = time.monotonic()
            if document is not None and ticket.document is None:
                self._waiting.popleft()
                ticket.document, ticket.content = document, b""
            if self._child is not None:  # a new one is not waited for by whoever has an answer now
                self._hand_over()

    def _unanswered(self, ticket: Ticket, problem: Exception) -> Document | None:
        """What a document whose child gave no answer is; None where it is to be given to another child."""
        with self._state:
            died_of = self._bury()
        if isinstance(problem, TimeoutError) or died_of == signal.SIGXCPU:
            return ticket.unread("timeout")
        if died_of == signal.SIGKILL and not ticket.retried:
            # By somebody else: the system short of memory, or the parent's thread that started it has ended
            # (``prctl(2)``).
            ticket.retried = True
            return None
        return ticket.unread("memory" if died_of in _OUT_OF_MEMORY else "crashed")


def _environment(folder: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    here = str(Path(bot.__file__).resolve().parents[1])
    return {**kept, "PYTHONPATH": here, "LC_ALL": "C.UTF-8", "TMPDIR": folder, "HOME": folder}


@contextlib.contextmanager
def _anonymous_file(content: bytes) -> Iterator[int]:
    """A descriptor of a file without a name that holds ``content``."""
    if hasattr(os, "memfd_create"):
        descriptor = os.memfd_create("document", os.MFD_CLOEXEC)
        try:
            view = memoryview(content)
            while view:
                view = view[os.write(descriptor, view) :]
            yield descriptor
        finally:
            os.close(descriptor)
    else:
        with tempfile.TemporaryFile() as file:
            file.write(content)
            file.flush()
            yield file.fileno()
