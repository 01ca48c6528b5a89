"""Documents read in child processes: whatever they do, they cost one child.

Theory of operation. A warm child reads one document after the other, in the order asked. ``submit`` hands a document
over and comes back at once; ``result`` waits for it, so the parent can do its own work meanwhile. What goes to the
child is in ``sandbox_child``; its answers come back over a socket as plain values of the model's types (``codec``). A
child that takes longer than ``Limits.seconds`` is killed; one that dies leaves its document unread (``timeout``,
``memory``, ``crashed``), and a fresh one is given what still waits (``sandbox_lane``). What a child gives up before it
reads is in ``confine``.
"""

import math
from collections.abc import Mapping
from types import TracebackType
from typing import Self

from bot.documents.formats.sandbox_lane import Lane, Ticket
from bot.documents.job import Answer, Job, Known, ReadingFailed
from bot.documents.limits import DEFAULTS, Limits
from bot.model.document import Document

__all__ = ["Reader", "Ticket"]


class Reader:
    """Reads documents in so many children. Thread-safe; a child starts with its first document."""

    def __init__(self, limits: Limits = DEFAULTS, children: int = 1) -> None:
        self._limits = limits
        self.lanes = tuple(Lane(limits) for _ in range(children))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, content: bytes, name: str, *, second: bool = False) -> Document:
        """The words of a document, with their doubts. Never raises for what is in it: ``unreadable`` says why."""
        return self.answer(Job(content, name, second=second, look="always", words=True)).document

    def answer(self, job: Job, known: Known | None = None) -> Answer:
        return self.result(self.submit(job, known))

    def submit(self, job: Job, known: Known | None = None) -> Ticket:
        """Hand a document over and come back at once. Without ``known`` its words are read and no fields."""
        ticket = Ticket.of(job, known)
        if ticket.size > self._limits.size:
            ticket.settle(ticket.unread("too_large"))
        else:
            min(self.lanes, key=len).submit(ticket)
        return ticket

    def result(self, ticket: Ticket, until: float = math.inf) -> Answer:
        """Wait for a document: at most ``Limits.seconds`` for it, and for each one before it.

        ``until`` (``time.monotonic``): what is not read by then is given up as ``timeout``. Raises ``ReadingFailed``
        for a mistake of ours, nothing for what is in the document.
        """
        if ticket.lane is not None:
            ticket.lane.wait_for(ticket, until)
        assert ticket.answer is not None  # settled by either
        if isinstance(ticket.answer, ReadingFailed):
            raise ticket.answer
        return ticket.answer

    def isolation(self) -> Mapping[str, str]:
        """How well a child is kept from network and files, for ``check``. Starts it where it does not run yet.

        Raises ``OSError`` or ``EOFError`` where no child can be started.
        """
        return self.lanes[0].isolation()

    def close(self) -> None:
        """End the children. Documents not read yet become ``crashed``. A later ``submit`` starts new ones."""
        for lane in self.lanes:
            lane.close()
