"""One child process and the channel to it: ``sandbox.Reader`` starts it, gives it jobs, and buries it.

All that goes to the child goes in anonymous files whose descriptors are passed over a socket, so handing over never
blocks. What it knows of the world (register, suppliers, vocabulary) is sent to it once, and after that named by number.
"""

import contextlib
import errno
import math
import os
import pickle
import socket
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any

from bot.documents.formats import frames
from bot.documents.formats.sandbox_nursery import NoChild, forked
from bot.documents.job import Job, Known
from bot.documents.limits import Limits
from bot.model.register import Register

#: The first child starts in half a second, the others in milliseconds; a loaded machine is given time. One that is
#: killed ends at once.
_START_SECONDS, _END_SECONDS = 20.0, 5.0
#: What is told of a child that has ended comes a moment after its end.
_TOLD_SECONDS = 0.2
#: Share of the time left that one file in a document may take: what lies beside it is then still read without it.
_FOR_ONE = 0.3
#: So many parts of what is known a child keeps in mind: those of a few secretariats, with the last before.
_KEPT = 9


class ChildProcess:
    """``limits`` hold in it from before its first document."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.isolation: Mapping[str, str] | None = None
        self._ready_at = 0.0
        #: SHA-256 of the file in the document that it said to be at, and ``time.monotonic`` of when the turn began.
        self.reading, self.began = "", math.inf
        #: By the identity of a part, itself (so that it stays the only one of that identity) and its number.
        self._taught: dict[int, tuple[Any, int]] = {}
        self._lessons = 0
        self._channel, theirs = socket.socketpair()
        with theirs:
            self._process = forked(theirs)
        frames.send(self._channel, asdict(limits))

    @property
    def pid(self) -> int:
        """Waits for it to start. Raises ``EOFError`` where it does not, ``NoChild`` where it cannot."""
        return self._process.pid(_START_SECONDS)

    def greet(self) -> Mapping[str, str]:
        """Wait until it is ready, and hear how well it is confined. Raises as ``frames.receive``, and ``NoChild``."""
        if self.isolation is None:
            try:
                hello, _ = frames.receive(self._channel, time.monotonic() + _START_SECONDS)
            except EOFError:
                self._process.pid(_TOLD_SECONDS)  # raises ``NoChild`` where it was never there
                raise
            except TimeoutError:
                raise NoChild(errno.EAGAIN, os.strerror(errno.EAGAIN)) from None  # it has not seen the document yet
            self.isolation = {str(key): str(value) for key, value in dict(hello["isolation"]).items()}
            self._ready_at = time.monotonic()
        return self.isolation

    def give(self, job: Job, known: Known | None, seconds: float) -> None:
        """Hand over one document that may take so long. That the child is dead shows in ``answer``."""
        with contextlib.suppress(OSError):
            numbers = None if known is None else [self._number_of(part) for part in known.parts]
            framings = pickle.dumps(job.framings) if job.framings else b""
            asked = {
                "name": job.name,
                "size": len(job.content),
                "received": job.received and job.received.isoformat(),
                "second": job.second,
                "look": job.look,
                "words": job.words,
                "traced": job.traced,
                "dpi": job.dpi,
                "copy": job.copy,
                "is_mail": job.is_mail,
                "passwords": job.passwords,
                "left_out": job.left_out,
                "seconds": seconds,
                "known": numbers,
                "framings": len(framings),
            }
            self._send(asked, b"".join((job.content, job.shown, framings)))

    def _number_of(self, part: object) -> int:
        """Its number in the child's memory, where it is put if it is not there yet."""
        known = self._taught.pop(id(part), None)
        if known is not None:
            self._taught[id(part)] = known  # the last to be forgotten
            return known[1]
        forget = None
        if len(self._taught) >= _KEPT:
            forget = self._taught.pop(next(iter(self._taught)))[1]
        self._lessons += 1
        self._send({"learn": self._lessons, "forget": forget}, pickle.dumps(needed(part)))
        self._taught[id(part)] = part, self._lessons
        return self._lessons

    def _send(self, head: dict[str, Any], content: bytes) -> None:
        with _anonymous_file(content) as descriptor:
            socket.send_fds(self._channel, [b"\0"], [descriptor])
            frames.send(self._channel, head)

    def answer(self, since: float, until: float, seconds: float) -> tuple[dict[str, Any], bytes]:
        """The answer to the oldest document, whose turn of ``seconds`` began at ``since`` or when the child was ready.
        Raises as ``frames.receive``, also where there is none by ``until``; ``reading`` is then what it was at.
        Raises ``NoChild`` where it could not take the document.
        """
        self.reading, self.began = "", math.inf
        self.greet()
        self.began = max(since, self._ready_at)
        end = patience = min(until, self.began + seconds)
        last = max(end, time.monotonic() + frames.TAKEN_LATE)
        while True:
            head, body = frames.receive(self._channel, patience)
            if "lacks" in head:
                raise NoChild(errno.EMFILE, os.strerror(errno.EMFILE))
            if "begins" not in head:
                return head, body
            if (now := time.monotonic()) > last:
                raise TimeoutError
            self.reading = str(head["begins"])
            patience = now + (end - now) * _FOR_ONE if self.reading else end

    def is_dead(self) -> bool:
        return self._process.poll() is not None

    def bury(self) -> int:
        """End it if it has not ended by itself, and tidy up. Returns the signal that it died of by itself, 0
        where there is none.
        """
        died_of = -(self._process.wait(_TOLD_SECONDS if self._ended_the_talk() else 0.0) or 0)
        self._process.kill()
        if self.isolation is not None:
            self._process.wait(_END_SECONDS)  # what it held is free before another starts
        self._process.close()
        self._channel.close()
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


def needed(part: Any) -> Any:
    """Without what no reading asks for: whoever breaks into a child should find no members' addresses there."""
    return replace(part, members=(), attendance=()) if isinstance(part, Register) else part


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
