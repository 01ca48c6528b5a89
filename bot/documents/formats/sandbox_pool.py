"""Documents read by any ``concurrent.futures``-like pool: processes, machines, a Dask scheduler's workers.

Whatever the pool is, strangers' bytes are read in a sandboxed child of the worker, never in the worker itself. What a
pool loses (a worker killed, a pool broken, no answer in time) is given to it again, and at last read here: a pool that
fails is no property of a document.
"""

import hashlib
import math
import pickle
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from bot.documents.formats.sandbox import Reader
from bot.documents.formats.sandbox_child import needed
from bot.documents.formats.sandbox_lane import Ticket
from bot.documents.job import Answer, Job, Known, ReadingFailed
from bot.documents.limits import DEFAULTS, Limits
from bot.model.document import Document

#: A document is given to the pool so many times.
_TRIES = 2
#: Seconds on top of a document's own that a pool may take: others' documents are before it.
_GRACE = 30.0


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is known, pickled once: ``key`` is its hash, by which a worker knows it again."""

    key: str
    pickled: bytes

    @classmethod
    def of(cls, known: Known) -> "Parcel":
        pickled = pickle.dumps(replace(known, register=needed(known.register)))
        return cls(hashlib.sha256(pickled).hexdigest(), pickled)


def read_there(job: Job, parcel: Parcel | None, limits: Limits) -> Answer:
    """The worker's part. ``parcel`` comes from the program that asked, never from a document."""
    return _reader(limits).answer(job, None if parcel is None else _known(parcel.key, parcel))


@lru_cache(maxsize=4)
def _reader(limits: Limits) -> Reader:
    """The worker's own: its child starts with the first document and ends with the worker."""
    return Reader(limits)


_UNPACKED: dict[str, Known] = {}


def _known(key: str, parcel: Parcel) -> Known:
    """The same object for the same parcel, so that the worker's child is told of it once."""
    if key not in _UNPACKED:
        while len(_UNPACKED) >= 4:
            _UNPACKED.pop(next(iter(_UNPACKED)), None)
        _UNPACKED[key] = pickle.loads(parcel.pickled)  # noqa: S301 - see ``read_there``
    return _UNPACKED[key]


@dataclass(eq=False, slots=True)
class PoolTicket:
    """A document given to the pool; ``done`` is set where the pool has nothing to do with it."""

    job: Job
    known: Known | None
    future: "Future[Answer] | None" = None
    tries: int = 0
    given_at: float = 0.0


class PoolReader:
    """As ``Reader``, by an executor. ``share`` sends a value to all workers at once and returns what stands for it in
    ``submit`` (Dask's ``scatter``); without it the value goes with each document.

    ``close`` ends neither the executor nor its workers: whoever made them ends them.
    """

    def __init__(
        self, executor: Executor, limits: Limits = DEFAULTS, share: Callable[[Parcel], Any] = lambda parcel: parcel
    ) -> None:
        self._executor, self._limits, self._share = executor, limits, share
        self._here = Reader(limits)
        self._shared: tuple[Known, Any] | None = None

    def read(self, content: bytes, name: str, *, second: bool = False) -> Document:
        return self.answer(Job(content, name, second=second, look="always", words=True)).document

    def answer(self, job: Job, known: Known | None = None) -> Answer:
        return self.result(self.submit(job, known))

    def submit(self, job: Job, known: Known | None = None) -> PoolTicket:
        """Hand a document over and come back at once."""
        ticket = PoolTicket(job, known)
        if len(job.content) <= self._limits.size:
            self._give(ticket)
        return ticket

    def result(self, ticket: PoolTicket, until: float = math.inf) -> Answer:
        """As ``Reader.result``."""
        while ticket.future is not None:
            end = min(until, ticket.given_at + self._limits.seconds + _GRACE)
            try:
                return ticket.future.result(max(0.0, end - time.monotonic()))
            except ReadingFailed:
                raise
            except TimeoutError:
                ticket.future.cancel()
                if time.monotonic() >= until:
                    return Ticket.of(ticket.job, None).unread("timeout")
                ticket.future = None
            except Exception:  # noqa: BLE001 - a pool may fail in any way, and none is the document's
                self._give(ticket)
        return self._here.result(self._here.submit(ticket.job, ticket.known), until)

    def isolation(self) -> Mapping[str, str]:
        return self._here.isolation()

    def close(self) -> None:
        self._here.close()

    def _give(self, ticket: PoolTicket) -> None:
        """To the pool, or to nobody where it has lost the document often enough, or takes none."""
        ticket.future = None
        if ticket.tries >= _TRIES:
            return
        ticket.tries += 1
        try:
            shared = None if ticket.known is None else self._told(ticket.known, again=ticket.tries > 1)
            ticket.future = self._executor.submit(read_there, ticket.job, shared, self._limits)
            ticket.given_at = time.monotonic()
        except Exception:  # noqa: BLE001 - as above
            ticket.tries = _TRIES

    def _told(self, known: Known, *, again: bool) -> Any:
        """What stands for ``known``, sent when it is another than before (or was lost with a worker)."""
        before = self._shared
        if before is None or again or any(a is not b for a, b in zip(before[0].parts, known.parts, strict=True)):
            self._shared = before = known, self._share(Parcel.of(known))
        return before[1]
