"""One warm child after the other, and the documents that wait for it: what ``sandbox.Reader`` has one or more of."""

import hashlib
import math
import re
import signal
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from bot.documents.errors import Reason
from bot.documents.formats import frames
from bot.documents.formats.sandbox_child import ChildProcess
from bot.documents.formats.sandbox_nursery import NoChild
from bot.documents.job import Answer, Job, Known, ReadingFailed
from bot.documents.limits import Limits
from bot.model import codec
from bot.model.document import Document
from bot.sniffing import IMAGES

#: Documents handed to the child ahead of the one it reads: enough that it never waits, few enough that no
#: buffer fills.
_AHEAD = 4
#: Files in one document that are left out at most, each having cost a child. The time is the document's, however many:
#: after so many endless ones some hundredths of it are left, an invoice beside them takes thousandths.
MOST_LEFT_OUT = 10
_SHA256 = re.compile(r"[0-9a-f]{64}")
#: How a process ends for want of memory: PDFium and the C++ library abort.
_OUT_OF_MEMORY = (signal.SIGABRT, signal.SIGKILL)
#: Formats that a page may be a picture in; an empty text is none.
_PICTURED = ("pdf", *IMAGES)
#: What a child may say of a mistake of ours, for the log: a type and a place.
_PLACE = re.compile(r"\w{1,80}(?: [\w.<>]{1,80}:\d{1,6})?", re.ASCII)


@dataclass(eq=False, slots=True)
class Ticket:
    """A document handed over, and what became of it: an answer, or the place where our own code failed."""

    job: Job
    known: Known | None
    sha256: str
    size: int
    #: ``time.monotonic`` of when a child got it; 0 while none has.
    given_at: float = 0.0
    #: Given to a second child, because the first was killed by somebody else.
    retried: bool = False
    #: Seconds that children took who gave no answer.
    spent: float = 0.0
    answer: Answer | ReadingFailed | None = None
    lane: "Lane | None" = None

    @classmethod
    def of(cls, job: Job, known: Known | None) -> "Ticket":
        return cls(job, known, hashlib.sha256(job.content).hexdigest(), len(job.content))

    def settle(self, answer: Answer | ReadingFailed) -> None:
        """From now on it holds no bytes, unless a child that reads pictures is to have them."""
        self.answer = answer
        if isinstance(answer, ReadingFailed) or not has_pictures(answer.document):
            self.let_go()

    def leave_out(self, part: str, reason: Reason) -> bool:
        """Whether it is to be read once more without a file in it, which has cost a child."""
        before = self.job.left_out
        if not _SHA256.fullmatch(part) or len(before) >= MOST_LEFT_OUT or part in dict(before):
            return False
        self.job = replace(self.job, left_out=(*before, (part, reason)))
        return True

    def let_go(self) -> None:
        self.job, self.known = replace(self.job, content=b"", shown=b""), None

    def unread(self, reason: Reason) -> Answer:
        return Answer(Document(self.job.name, self.sha256, self.size, unreadable=reason))


def has_pictures(document: Document) -> bool:
    """Whether something of it, or of what lies in it, can be read by OCR only."""
    if document.unreadable is None:
        own = bool(document.unread_pages)
    else:
        own = document.unreadable == "no_text" and document.format in _PICTURED
    return own or any(has_pictures(part) for part in document.parts)


class Lane:
    """Thread-safe; the child starts with the first document."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.child: ChildProcess | None = None
        self._waiting: deque[Ticket] = deque()
        self._answered_at = 0.0
        #: Whoever holds ``_turn`` waits for the oldest document. ``_state`` guards the fields above, and is
        #: held for moments.
        self._turn = threading.Lock()
        self._state = threading.RLock()

    def __len__(self) -> int:
        """How many documents wait for their answers."""
        return len(self._waiting)

    def submit(self, ticket: Ticket) -> None:
        """Hand a document over and come back at once. Raises ``OSError`` where no child can be started."""
        ticket.lane = self
        with self._state:
            if not self._waiting and self.child is not None and self.child.is_dead():
                self._bury()  # it died while it had nothing to read, so no document is to blame
            self._waiting.append(ticket)
            try:
                self._hand_over()
            except OSError:
                self._waiting.remove(ticket)
                raise

    def wait_for(self, ticket: Ticket, until: float = math.inf) -> None:
        """Raises ``OSError`` where no child can be started; the document is then as if never handed over."""
        while ticket.answer is None:
            with self._turn:
                if ticket.answer is None and time.monotonic() < until:
                    self._settle_oldest_for(ticket, until)
                elif ticket.answer is None:
                    self._give_up(ticket)

    def isolation(self) -> Mapping[str, str]:
        with self._turn, self._state:
            if self.child is None:
                self.child = ChildProcess(self._limits)
            return self.child.greet()

    def close(self) -> None:
        with self._state:
            for ticket in self._waiting:
                ticket.settle(ticket.unread("crashed"))
            self._waiting.clear()
            self._bury()

    def _hand_over(self) -> None:
        """See to it that a child lives and has the oldest few documents."""
        if self.child is None:
            self.child = ChildProcess(self._limits)
        for ticket in list(self._waiting)[:_AHEAD]:
            if not ticket.given_at:
                ticket.given_at = time.monotonic()
                try:
                    self.child.give(ticket.job, ticket.known, self._limits.seconds - ticket.spent)
                except BaseException:
                    ticket.given_at = 0.0  # without a descriptor nothing is given
                    raise

    def _bury(self) -> int:
        died_of = self.child.bury() if self.child is not None else 0
        self.child = None
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
            ticket.settle(ticket.unread("timeout"))

    def _settle_oldest_for(self, ticket: Ticket, until: float) -> None:
        try:
            self._settle_oldest(until)
        except OSError:
            with self._state:
                if ticket in self._waiting:
                    self._waiting.remove(ticket)
            raise

    def _settle_oldest(self, until: float) -> None:
        with self._state:
            if not self._waiting:
                return  # closed meanwhile
            self._hand_over()
            ticket, child = self._waiting[0], self.child
        assert child is not None  # made by the line before
        answer: Answer | ReadingFailed | None
        try:
            since, seconds = max(ticket.given_at, self._answered_at), self._limits.seconds - ticket.spent
            answer = _answer(ticket, *child.answer(since, until, seconds))
        except NoChild:
            with self._state:
                self._bury()
            raise
        except (TimeoutError, EOFError, OSError, frames.BadFrame, codec.BadValue) as problem:
            ticket.spent += max(0.0, time.monotonic() - child.began)
            answer = self._unanswered(ticket, problem, child.reading)
        with self._state:
            self._answered_at = time.monotonic()
            if answer is not None and ticket.answer is None:
                self._waiting.popleft()
                ticket.settle(answer)
            if self.child is not None:  # a new one is not waited for by whoever has an answer now
                self._hand_over()

    def _unanswered(self, ticket: Ticket, problem: Exception, reading: str) -> Answer | None:
        """What a document whose child gave no answer is; None where it is to be given to another child, the second time
        without the file in it that the first was ``reading``.
        """
        with self._state:
            died_of = self._bury()
        reason = self._reason(ticket, problem, died_of)
        return None if reason is None or ticket.leave_out(reading, reason) else ticket.unread(reason)

    def _reason(self, ticket: Ticket, problem: Exception, died_of: int) -> Reason | None:
        """Why there is no answer; None where that is not the document's doing."""
        if isinstance(problem, TimeoutError) or died_of == signal.SIGXCPU:
            return "timeout"
        went_idle = self._limits.idle > 0 and died_of == 0
        if (died_of == signal.SIGKILL or went_idle) and not ticket.retried:
            # By somebody else: the system short of memory, or the parent's thread that started it has ended
            # (``prctl(2)``). Or it had just ended for want of work.
            ticket.retried = True
            return None
        return "memory" if died_of in _OUT_OF_MEMORY else "crashed"


def _answer(ticket: Ticket, head: dict[str, Any], body: bytes) -> Answer | ReadingFailed:
    """Raises ``BadFrame`` or ``BadValue`` for what no child of ours says."""
    if "failed" in head:
        if not _PLACE.fullmatch(str(head["failed"])):
            raise frames.BadFrame
        return ReadingFailed(str(head["failed"]))
    size = head.get("json")
    if type(size) is not int:
        raise frames.BadFrame
    answer: Answer = codec.unpack(body[:size], body[size:], Answer)
    if answer.document.unreadable not in (None, *get_args(Reason)):
        raise frames.BadFrame
    return answer.for_file(ticket.job.name, ticket.sha256, ticket.size)
