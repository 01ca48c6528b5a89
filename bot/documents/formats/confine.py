"""What the child gives up before it reads a stranger's bytes. Linux only beyond the resource limits; no
privileges needed.

Each measure stands alone, and what could not be had is told (``kvalitetsbot check`` shows it), not worked
around.
"""

import contextlib
import ctypes
import os
import resource
import signal
import struct
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
#: Landlock's system calls have the same numbers on every architecture (Linux 5.13, ``landlock(7)``).
_LANDLOCK_CREATE_RULESET, _LANDLOCK_RESTRICT_SELF = 444, 446
_LANDLOCK_VERSION = 1
#: Rights over files that change something, by the ABI that brought them: all but execute, read file and read
#: directory (bits 0, 2, 3).
_FILE_RIGHTS = {1: 0x1FFF, 2: 0x3FFF, 3: 0x7FFF}
_FILE_READING = 0b1101
_TCP_RIGHTS = 0b11
_DESCRIPTORS = 64


def die_with_parent(parent: int) -> None:
    """Be killed when the parent ends, even while a parser is deep in native code (``prctl(2)``)."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before the line above
        os._exit(0)


def confine(memory: int, load: Callable[[], object] = lambda: None) -> dict[str, str]:
    """Give up memory, files, processes, writing and the network. Returns what holds: ``{"network":
    "namespace", "writing": …}``.

    To be called after the imports: they need more descriptors and address space than the reading does. ``load`` is
    called in between: what it starts threads for has no network and nothing to write to, but a process that has
    threads could not give those up any more.
    """
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    network = _leave_network()
    _prctl(_PR_SET_DUMPABLE, 0)
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    landlock = _landlock()
    load()
    _limit(resource.RLIMIT_NOFILE, _DESCRIPTORS)
    _limit(resource.RLIMIT_NPROC, 0)
    _limit(resource.RLIMIT_AS, memory)
    return {
        "network": network or ("landlock (TCP only)" if landlock >= 4 else "open"),
        "writing": "landlock" if landlock else "no bytes (RLIMIT_FSIZE)",
    }


def allow_processor_time(seconds: float) -> None:
    """So many seconds from now; then SIGXCPU. The count itself runs over the child's life."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 1
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _limit(which: int, value: int) -> None:
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(which, (value, value))


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def _leave_network() -> str:
    """A network namespace of one's own has no way out, not even loopback (``network_namespaces(7)``)."""
    if sys.platform != "linux":
        return ""
    libc = ctypes.CDLL(None, use_errno=True)
    for flags in (_CLONE_NEWUSER | _CLONE_NEWNET, _CLONE_NEWNET):
        if libc.unshare(flags) == 0:
            return "namespace"
    return ""


def _landlock() -> int:
    """No file may be written, made or removed anywhere, no TCP port used. Returns Landlock's ABI version, 0
    where it is absent.
    """
    if sys.platform != "linux":
        return 0
    libc = ctypes.CDLL(None, use_errno=True)
    version = int(libc.syscall(_LANDLOCK_CREATE_RULESET, None, 0, _LANDLOCK_VERSION))
    if version < 1:
        return 0
    files = _FILE_RIGHTS[min(version, 3)] & ~_FILE_READING
    rights = struct.pack("<QQ", files, _TCP_RIGHTS) if version >= 4 else struct.pack("<Q", files)
    ruleset = int(libc.syscall(_LANDLOCK_CREATE_RULESET, rights, len(rights), 0))
    if ruleset < 0:
        return 0
    failed = libc.syscall(_LANDLOCK_RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)
    return 0 if failed else version
