"""★ One kept message through: understand → decide → compose → file and queue.

Child processes read the documents of the next messages while this process judges and files the one before, so a
message costs the longer of the two, not their sum. A message that makes the program raise is tried again and then
parked for a person (three tries); the one behind it is not held up.
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from bot.danish.payments import find_payments
from bot.documents.job import Job, Known
from bot.flow import Read, handle, wants_own_text
from bot.model.decision import Decision
from bot.model.letter import ComposedLetter
from bot.model.message import Attachment, Message
from bot.service.accounting import parts_of
from bot.service.copying import copies_of
from bot.service.passwords import passwords_of
from bot.service.picturing import Drawing, Pictures
from bot.service.surroundings import Surroundings
from bot.service.trouble import innermost, is_the_machines
from bot.store import Access, Store, Waiting

log = logging.getLogger("kvalitetsbot.pipeline")
T = TypeVar("T")

#: Why the service itself reads an original.
HANDLING = Access("kvalitetsbot", "handling")

#: Messages whose documents are with a child, or read and waiting, while one is being decided: so many for each child,
#: and octets of all of them together from which on no more are taken.
AHEAD, AHEAD_OCTETS = 3, 32_000_000
#: Mails passed on as attachments whose text is read as perhaps an invoice.
MOST_FORWARDED = 3


@dataclass(frozen=True, slots=True)
class Prepared:
    """A message that is parsed, with its documents on their way."""

    waiting: Waiting
    message: Message
    #: Each attachment with the reader's ticket for it.
    tickets: tuple[tuple[Attachment, Any], ...]
    #: The mail's own text and those of mails attached to it, where they are sure to be wanted.
    bodies: tuple[Any, ...] = ()

    @property
    def octets(self) -> int:
        """What its attachments hold in memory."""
        return sum(len(attachment.content) for attachment, _ in self.tickets)


@dataclass(frozen=True, slots=True)
class Handled:
    """What came of one message: for ``process`` to print, for the log to count."""

    waiting: Waiting
    message: Message
    decision: Decision
    letters: tuple[ComposedLetter, ...]


class Pipeline:
    """Belongs to one thread, with a ``Store`` of its own."""

    def __init__(self, surroundings: Surroundings, store: Store, now: Callable[[], datetime]) -> None:
        self._around, self._store, self._now = surroundings, store, now
        self._pictures = Pictures(surroundings, store, now)
        #: How many mails were finished, and whether letters that an earlier process held back are let go.
        self._finished_so_far, self._has_released = 0, False

    def drain(self, stop: Callable[[], bool] = lambda: False) -> Iterator[Handled]:
        """Handles all that is kept and not handled, oldest first, until there is no more or ``stop``."""
        if not self._has_released:
            self._store.release_held()
            self._has_released = True
        ahead: deque[Prepared] = deque()
        taken: set[int] = set()
        while not stop():
            fresh = [w for w in self._store.unhandled(50) if w.id not in taken]
            if not fresh:
                if not ahead:
                    break
                # One, and another look: while those ahead are finished the children would have nothing to read.
                yield from self._finished(ahead.popleft())
                continue
            self._store.announce([w.id for w in fresh], HANDLING, self._now())
            for waiting in fresh:
                taken.add(waiting.id)
                prepared = self._guarded(waiting, partial(self.prepare, waiting))
                if prepared is not None:
                    ahead.append(prepared)
                while len(ahead) > self._most_ahead() or sum(p.octets for p in ahead) > AHEAD_OCTETS:
                    yield from self._finished(ahead.popleft())
                if stop():
                    return
        for _ in self._pictures.settle():
            pass

    def take(self, message_id: int) -> Handled | None:
        """Handles one kept message now; None where it can't be (it is then counted as a failed try)."""
        prepared = self.begin(message_id)
        return None if prepared is None else self.end(prepared)

    def begin(self, message_id: int) -> Prepared | None:
        """The first half of ``take``: its documents are read while others are handled."""
        waiting = self._store.waiting(message_id)
        return self._guarded(waiting, lambda: self.prepare(waiting))

    def end(self, prepared: Prepared) -> Handled | None:
        """The second half, with the pictures of its letters."""
        handled = self._guarded(prepared.waiting, lambda: self.finish(prepared))
        pictured = {letter.cause: letter for letter in self._pictures.settle()}
        if handled is None or not pictured:
            return handled
        return replace(handled, letters=tuple(pictured.get(x.cause, x) for x in handled.letters))

    def prepare(self, waiting: Waiting) -> Prepared:
        """Parses the bytes and hands the attachments to the child."""
        message = self._around.parsed(self._store, waiting, HANDLING, self._now())
        known = self._around.known(self._store, message)
        submit, day = self._around.reader.submit, message.received_day
        words = self._around.is_about_networks(message)
        keys = passwords_of(message, known) if message.attachments else ()
        tickets = tuple(
            (a, submit(Job(a.content, a.name, day, words=words, copy=True, passwords=keys), known))
            for a in message.attachments
        )
        bodies = () if tickets or not wants_own_text(message, ()) else self._submit_bodies(message, known)
        return Prepared(waiting, message, tickets, bodies)

    def _submit_bodies(self, message: Message, known: Known) -> tuple[Any, ...]:
        return tuple(self._around.reader.submit(body, known) for body in _bodies(message))

    def finish(self, prepared: Prepared) -> Handled:
        """Decides, composes, and files in one transaction."""
        now = self._now()
        message = prepared.message
        reads = self._reads(prepared)
        decision = handle(message, reads, self._around.world(self._store, message), now)
        letters = list(self._around.compose_all((x for x in decision.letters if not x.numbered), now))
        drawings = self._drawings(message, decision)

        def numbered(numbers: Sequence[int]) -> Sequence[ComposedLetter]:
            made = [letter for drawing in drawings for letter in self._pictures.composed(drawing, numbers, now)]
            letters.extend(made)
            return made

        copies, parts = copies_of(message, reads), parts_of(message, reads)
        if self._store.file(prepared.waiting.id, message, decision, tuple(letters), now, copies, numbered, parts):
            for drawing in drawings:
                self._pictures.add(drawing, self._finished_so_far + self._most_ahead())
        log.info(
            "handled message=%d kind=%s verdict=%s documents=%d letters=%d unanswered=%s",
            prepared.waiting.id, decision.kind, decision.verdict, len(decision.documents), len(letters),
            decision.unanswered,
        )  # fmt: skip
        return Handled(prepared.waiting, message, decision, tuple(letters))

    def _drawings(self, message: Message, decision: Decision) -> Sequence[Drawing]:
        """Of the letters to staff that tell numbers."""
        asking = [letter for letter in decision.letters if letter.numbered]
        if not asking:
            return ()
        known = self._around.known(self._store, message)
        keys = passwords_of(message, known)
        return [self._pictures.ask(x, decision.documents, message.attachments, known, keys) for x in asking]

    def _most_ahead(self) -> int:
        return AHEAD * self._around.config.reading.children

    def _reads(self, prepared: Prepared) -> Sequence[Read]:
        """The attachments as read, and last the mail's own text where it may be the invoice.

        All of one mail get the time of one document, its pictures that of one with pictures: forty bombs must not hold
        up the mail behind them.
        """
        until = time.monotonic() + self._around.limits.seconds
        reader, message = self._around.reader, prepared.message
        reads = [read for a, ticket in prepared.tickets for read in Read.of(a, reader.result(ticket, until))]
        if wants_own_text(message, reads):
            bodies = prepared.bodies or self._submit_bodies(message, self._around.known(self._store, message))
            found = [reader.result(body) for body in bodies]
            reads += [Read(None, done.document, done.readings) for done in found]
        return reads

    def _finished(self, prepared: Prepared) -> Iterator[Handled]:
        handled = self._guarded(prepared.waiting, lambda: self.finish(prepared))
        self._finished_so_far += 1
        for _ in self._pictures.settle(self._finished_so_far):
            pass
        if handled is not None:
            yield handled

    def _guarded(self, waiting: Waiting, step: Callable[[], T]) -> T | None:
        """The one home of ``except Exception``: what one message does must not stop the next."""
        try:
            return step()
        except Exception as error:
            if is_the_machines(error):
                raise  # stop taking, lose nothing
            # The traceback's frames say where; its values could hold contents, so only the type is logged.
            where = innermost(error)
            attempts = self._store.failed(waiting.id, f"{type(error).__name__} {where}", self._now())
            log.error(  # noqa: TRY400
                "failed message=%d attempt=%d error=%s at=%s", waiting.id, attempts, type(error).__name__, where
            )
            return None


def _bodies(message: Message) -> Iterator[Job]:
    """The mail's own text: some invoices are nothing but a mail. And that of a mail passed on as an attachment.

    Where the text names a way to pay, what people see of the HTML in its place is held against it.
    """
    shown = message.html if message.html is not None and find_payments(message.text) else ""
    content, seen = message.text.encode("utf-8", "replace"), shown.encode("utf-8", "replace")
    yield Job(content, "mail", message.received_day, is_mail=True, shown=seen)
    for inner in [quoted for quoted in message.quoted if quoted.is_attached][:MOST_FORWARDED]:
        yield Job(inner.text.encode("utf-8", "replace"), "mail", message.received_day, is_mail=True)
