"""The process that children are forked from: ``python -m bot.documents.formats.child_nursery CONTROL``.

It imports once all that reading needs, half a second's work, so that a child which a bad file has cost is replaced in
milliseconds. It never sees a document: each child is told what to read over a channel of its own. Started by
``sandbox_nursery`` and by nobody else, as an interpreter of its own or as a copy of a command that has just begun
(``be_copy``), and ends when whoever started it is gone.

Over CONTROL come two descriptors for each child: its channel, and a *leash*. On the leash the process id is told, and
in the end how it ended (32 bits each, as ``subprocess`` has it: a signal is negative; where it could not be forked, in
place of the process id the error's number, negative); a byte the other way, or its end, kills the child. Only this
process waits for children, so a process id is never another's when it is killed.
"""

import contextlib
import ctypes
import errno
import gc
import itertools
import os
import select
import signal
import socket
import struct
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import NoReturn

NUMBER = struct.Struct("<i")
#: Where a child finds its channel; everything beyond is closed.
_CHANNEL = 3
#: What many documents ask for, and not all: a child would import it for itself.
_ASKED_FOR = ("rapidfuzz.distance", "stdnum.luhn", "stdnum.iso7064.mod_97_10")


class Nursery:
    def __init__(self, control: socket.socket) -> None:
        self._control = control
        #: Living children, each with its leash; those that are being killed are not listened to any more.
        self._leashes: dict[int, socket.socket] = {}
        self._killed: set[int] = set()
        self._alarm, self._bell = os.pipe()

    def run(self) -> None:
        os.set_blocking(self._alarm, False)
        os.set_blocking(self._bell, False)
        signal.set_wakeup_fd(self._bell, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # rings the bell
        while True:
            by_leash = {leash: pid for pid, leash in self._leashes.items() if pid not in self._killed}
            listened_to: list[socket.socket | int] = [self._control, self._alarm, *by_leash]
            ready, _, _ = select.select(listened_to, [], [])
            self._kill([pid for leash, pid in by_leash.items() if leash in ready])
            if self._alarm in ready:
                self._reap()
            if self._control in ready and not self._fork():
                self._kill(list(self._leashes))
                return

    def _kill(self, pids: list[int]) -> None:
        for pid in pids:
            self._killed.add(pid)
            os.kill(pid, signal.SIGKILL)

    def _reap(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while os.read(self._alarm, 4096):
                pass
        with contextlib.suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                pid, status = ended
                self._killed.discard(pid)
                with self._leashes.pop(pid) as leash, contextlib.suppress(OSError):
                    leash.sendall(NUMBER.pack(os.waitstatus_to_exitcode(status)))

    def _fork(self) -> bool:
        """One more child; False where nobody will ask for any more."""
        try:
            descriptors = socket.recv_fds(self._control, 1, 2)[1]
        except ConnectionError:
            return False
        if len(descriptors) != 2:
            return False
        channel, leash = descriptors[0], socket.socket(fileno=descriptors[1])
        parent = os.getpid()
        try:
            pid = os.fork()
        except OSError as problem:  # the system has no memory, or no room for one more process
            with leash, contextlib.suppress(OSError):
                leash.sendall(NUMBER.pack(-(problem.errno or errno.EAGAIN)) + NUMBER.pack(0))
            os.close(channel)
            return True
        if not pid:
            self._become_child(channel, leash, parent)
        os.close(channel)
        self._leashes[pid] = leash
        with contextlib.suppress(OSError):
            leash.sendall(NUMBER.pack(pid))
        return True

    def _become_child(self, channel: int, leash: socket.socket, parent: int) -> None:
        """Never comes back, and keeps nothing of what was open but its channel."""
        from bot.documents.formats import child  # noqa: PLC0415 - imported by now

        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for one in (self._control, leash, *self._leashes.values()):
                one.detach()  # else what is made of it closes another's descriptor some day
            if channel != _CHANNEL:
                os.dup2(channel, _CHANNEL, inheritable=False)
            os.closerange(_CHANNEL + 1, os.sysconf("SC_OPEN_MAX"))
            child.main(_CHANNEL, parent)
            os._exit(0)
        finally:
            os._exit(1)  # after a mistake, whose traceback would go to nobody


def load() -> None:
    """All that reading needs, and PDFium."""
    from bot.documents.formats import child, visible  # noqa: F401, PLC0415


def main(control: int) -> None:
    load()
    for name in _ASKED_FOR:
        import_module(name)
    gc.collect()
    _run(control)


def be_copy(control: socket.socket, environment: Mapping[str, str]) -> NoReturn:
    """Become such a process after ``os.fork``: nothing of what the command had open or found in its environment stays,
    and a Ctrl-C at its terminal is not for us. ``load`` was called before.
    """
    try:
        os.setsid()
        os.chdir("/")
        _change_environment(environment)
        os.dup2(control.detach(), _CHANNEL, inheritable=False)
        nothing = os.open(os.devnull, os.O_RDWR)
        for number in range(_CHANNEL):
            os.dup2(nothing, number)
        os.closerange(_CHANNEL + 1, os.sysconf("SC_OPEN_MAX"))
        _run(_CHANNEL)
        os._exit(0)
    finally:
        os._exit(1)


def _run(control: int) -> None:
    gc.freeze()  # what is imported by now stays: no collection looks at it, so that its memory stays shared
    Nursery(socket.socket(fileno=control)).run()


def _change_environment(environment: Mapping[str, str]) -> None:
    """The texts are wiped out, where the system put them and where Python keeps its copies: cleared only, they would be
    there for whoever breaks into a child.
    """
    libc = ctypes.CDLL(None)
    texts = ctypes.POINTER(ctypes.c_void_p).in_dll(libc, "environ")
    places = list(itertools.takewhile(bool, (texts[n] for n in itertools.count())))
    copies = [copy for copy in os.environb.values() if len(copy) > 1]  # shorter ones are Python's own constants
    for name in tuple(os.environ):
        del os.environ[name]  # ``clear`` makes another copy of each
    for place in places:
        ctypes.memset(place, 0, libc.strlen(ctypes.c_void_p(place)))
    for copy in copies:
        ctypes.memset(id(copy) + bytes.__basicsize__ - 1, 0, len(copy))
    os.environ.update(environment)


if __name__ == "__main__":
    main(int(sys.argv[1]))
