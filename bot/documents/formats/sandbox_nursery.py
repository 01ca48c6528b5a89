"""Children forked from one process that has all imported (``child_nursery``): there is one such process for all readers
of this process, started with the first child. A command may make it a copy of itself instead (``split_off``).
"""

import contextlib
import errno
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import bot
from bot.documents.formats import child_nursery
from bot.documents.formats.child_nursery import NUMBER

#: All that a child sees of our environment: secrets live there too.
_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "TESSDATA_PREFIX")
#: For what asks for a folder of its own: a child writes nowhere.
_NOWHERE = "/nonexistent"
#: How a child ended of which nobody can tell: as if the system had killed it.
_UNKNOWN = -9


class _Process(Protocol):
    """What children are forked from, as ``subprocess.Popen`` has it."""

    def poll(self) -> int | None: ...
    def wait(self) -> int: ...
    def kill(self) -> None: ...


class NoChild(OSError):  # noqa: N818 - a state of the machine
    """The system has no room for one more process now; ``errno`` says what it lacks. No document is to blame."""


class Forked:
    """A child process, held by a leash: ``poll``, ``wait`` and ``kill`` as ``subprocess`` has them."""

    def __init__(self, leash: socket.socket, nursery: _Process) -> None:
        self._leash, self._nursery = leash, nursery
        self._told = b""
        self._cut = False

    def pid(self, seconds: float) -> int:
        """Raises ``EOFError`` where it does not start within so many seconds, ``NoChild`` where none can be started."""
        self._listen(NUMBER.size, time.monotonic() + seconds)
        if len(self._told) < NUMBER.size:
            if self._cut:  # what it was to be forked from did not start, or was killed
                raise NoChild(errno.EAGAIN, os.strerror(errno.EAGAIN))
            raise EOFError
        number = int(NUMBER.unpack_from(self._told)[0])
        if number < 0:
            raise NoChild(-number, os.strerror(-number))
        return number

    def poll(self) -> int | None:
        """Its exit status, or its signal as a negative number; None while it lives."""
        return self.wait(0.0)

    def wait(self, seconds: float) -> int | None:
        self._listen(2 * NUMBER.size, time.monotonic() + seconds)
        if len(self._told) >= 2 * NUMBER.size:
            return int(NUMBER.unpack_from(self._told, NUMBER.size)[0])
        return _UNKNOWN if self._cut else None

    def kill(self) -> None:
        with contextlib.suppress(OSError):
            self._leash.send(b"k")

    def close(self) -> None:
        """It is killed, if it lives or is yet to be forked."""
        self._leash.close()
        self._cut = True

    def _listen(self, size: int, until: float) -> None:
        while len(self._told) < size and not self._cut:
            self._leash.settimeout(max(0.0, until - time.monotonic()))
            try:
                got = self._leash.recv(size - len(self._told))
            except (BlockingIOError, TimeoutError):
                return
            except OSError:
                got = b""
            self._told += got
            if not got:
                self._cut = True
                # Nobody lets go of a leash before the child's end is told but a nursery that ends: see it ended, so
                # that the next child is not asked of it.
                self._nursery.kill()
                self._nursery.wait()


class _Nursery:
    """Starts the process when it is first needed, and again where it is gone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._process: _Process | None = None
        #: A process forked from this one starts its own.
        self._owner = 0

    def fork(self, channel: socket.socket) -> Forked:
        """A child at the other end of ``channel``. Raises ``OSError`` where none can be started."""
        ours, theirs = socket.socketpair()
        try:
            with theirs, self._lock:
                return Forked(ours, self._ask_for_child([channel.fileno(), theirs.fileno()]))
        except OSError:
            ours.close()
            raise

    def split_off(self) -> None:
        """Raises ``OSError``."""
        with self._lock:
            if self._control is None:
                child_nursery.load()
                self._start(_copied)

    def _ask_for_child(self, descriptors: list[int]) -> _Process:
        for _ in range(2):
            control, process = self._started()
            try:
                socket.send_fds(control, [b"f"], descriptors)
            except ConnectionError:  # it is gone: once more, of a new one
                process.kill()
                process.wait()
            else:
                return process
        raise NoChild(errno.EAGAIN, os.strerror(errno.EAGAIN))

    def _started(self) -> tuple[socket.socket, _Process]:
        if self._control is not None and self._owner == os.getpid() and self._process and self._process.poll() is None:
            return self._control, self._process
        if self._control is not None:
            self._control.close()
        return self._start(_spawned)

    def _start(self, how: Callable[[socket.socket], _Process]) -> tuple[socket.socket, _Process]:
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = how(theirs)
        self._owner = os.getpid()
        return self._control, self._process


def _spawned(control: socket.socket) -> _Process:
    """A new interpreter."""
    import subprocess  # noqa: PLC0415 - 6 ms that a copy does without

    here = str(Path(bot.__file__).resolve().parents[1])
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-s", "-P", "-m", "bot.documents.formats.child_nursery", str(control.fileno())],
        cwd="/",
        env=_environment() | {"PYTHONPATH": here},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,  # a traceback may quote the document
        pass_fds=(control.fileno(),),
        start_new_session=True,  # a Ctrl-C at the terminal is for the parent
    )


class _Copy:
    """A process forked from this one."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._status: int | None = None

    def poll(self) -> int | None:
        return self._waited(os.WNOHANG)

    def wait(self) -> int:
        return self._waited(0) or 0

    def kill(self) -> None:
        if self.poll() is None:
            os.kill(self._pid, signal.SIGKILL)

    def _waited(self, options: int) -> int | None:
        if self._status is None:
            ended, status = os.waitpid(self._pid, options)
            if ended:
                self._status = os.waitstatus_to_exitcode(status)
        return self._status


def _copied(control: socket.socket) -> _Process:
    """This interpreter as it is now."""
    pid = os.fork()
    if not pid:
        child_nursery.be_copy(control, _environment())
    return _Copy(pid)


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    # Tesseract is slower with threads of its own.
    return {**kept, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8", "TMPDIR": _NOWHERE, "HOME": _NOWHERE}


_NURSERY = _Nursery()


def forked(channel: socket.socket) -> Forked:
    """A child that reads what it is told over the channel. Raises ``OSError`` where none can be started."""
    return _NURSERY.fork(channel)


def split_off() -> None:
    """Fork this process's children from a copy of it, as it is now, so that what reading needs is imported once and not
    twice. For a command, before it has read what a child should not know; a process with threads starts another
    interpreter all the same, for it can't be copied safely.
    """
    if sys.platform == "linux" and threading.active_count() == 1:
        _NURSERY.split_off()
