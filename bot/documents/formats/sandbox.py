"""Documents read in child processes: whatever they do, they cost one child.

Theory of operation. A warm child reads one document after the other, in the order asked. ``submit`` hands a document
over and comes back at once; ``result`` waits for it, so the parent can do its own work meanwhile. What goes to the
child is in ``sandbox_child``; its answers come back over a socket as plain values of the model's types (``codec``). A
child that takes longer than ``Limits.seconds`` is killed; one that dies leaves its document unread (``timeout``,
``memory``, ``crashed``), and a fresh one is given what still waits (``sandbox_lane``); it is forked from a process that
has all imported (``sandbox_nursery``), so that a bad file costs the next one milliseconds. The child says which file in
a document it is at: where that one costs it its life, or takes three tenths of the time left, the document is read once
more without it, in what is left of its time. What a child gives up before it reads is in ``confine``.

What is a picture, in whole or in part, is told by such a child and then read by another of the same kind with other
limits (``Limits.pictures``), which has the OCR engines loaded: they take half a gigabyte, and a page takes seconds.
Each of the two has its own time, so a document takes at most both.
"""

import math
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Self

from bot.documents.formats.sandbox_lane import Lane, Ticket, has_pictures
from bot.documents.job import Answer, Job, Known, ReadingFailed
from bot.documents.limits import DEFAULTS, Limits
from bot.model.document import Document

__all__ = ["Reader", "Ticket"]


class Reader:
    """Reads documents in so many children. Thread-safe; a child starts with its first document."""

    def __init__(self, limits: Limits = DEFAULTS, children: int = 1, pictures: Limits | None = None) -> None:
        """``pictures``: the limits of the child that reads scans and photos by OCR; as ``Limits.pictures`` where not
        given.
        """
        self._limits = limits
        self.lanes = tuple(Lane(limits) for _ in range(children))
        #: Its child starts with the first picture, and ends when there has been none for a while.
        self.pictures = Lane(pictures or limits.pictures())
        self._for_pictures = (pictures or limits.pictures()).seconds
        self._looking = threading.RLock()

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

        ``until`` (``time.monotonic``): what is not read by then is given up as ``timeout``; pictures have the time of
        one more. Raises ``ReadingFailed`` for a mistake of ours, ``OSError`` where the system has no room for
        a child; nothing for what is in it.
        """
        if ticket.lane is not None:
            ticket.lane.wait_for(ticket, until)
        assert ticket.answer is not None  # settled by either
        if isinstance(ticket.answer, ReadingFailed):
            raise ticket.answer
        if has_pictures(ticket.answer.document) and ticket.lane in self.lanes:
            self._look_at_pictures(ticket, ticket.answer, until)
        return ticket.answer

    def _look_at_pictures(self, ticket: Ticket, text: Answer, until: float) -> None:
        """Have the whole of it read once more, with its pictures. What cannot be read so stays as the text left it."""
        with self._looking:
            if not ticket.job.content:
                return  # another thread did meanwhile
            again = Ticket.of(ticket.job, ticket.known)
            self.pictures.submit(again)
            self.pictures.wait_for(again, until + self._for_pictures)
            again.let_go()
            ticket.let_go()
            if isinstance(again.answer, ReadingFailed):
                raise again.answer
            if again.answer is not None and (again.answer.document.unreadable is None or text.document.unreadable):
                ticket.answer = again.answer

    def isolation(self) -> Mapping[str, str]:
        """How well a child is kept from network and files, for ``check``. Starts it where it does not run yet.

        Raises ``OSError`` or ``EOFError`` where no child can be started.
        """
        return self.lanes[0].isolation()

    def close(self) -> None:
        """End the children. Documents not read yet become ``crashed``. A later ``submit`` starts new ones."""
        for lane in (*self.lanes, self.pictures):
            lane.close()
