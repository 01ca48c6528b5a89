"""The whole store behind one name: a facade, one line to the module that does it."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.model.decision import Decision, MessageKind
from bot.model.finding import Finding, Verdict
from bot.model.lesson import Lesson
from bot.model.letter import ComposedLetter, LetterState, OutboxLetter
from bot.model.message import Message
from bot.model.register import BookedMeeting, Register
from bot.store import (
    backup,
    filing,
    health,
    history,
    inbox,
    lessons,
    lists,
    meetings,
    open_work,
    originals,
    outbox,
    register,
    review,
)
from bot.store import copies as copied
from bot.store import mail_parts as made_of
from bot.store.database import BUSY_SECONDS, Database
from bot.store.history import PROGRAM
from bot.store.ledger import StoredLedger
from bot.store.letter_rows import Failure, LetterRow
from bot.store.mail_rows import (
    Access,
    AccessRow,
    Copy,
    InboxHealth,
    Incoming,
    MailPart,
    MessageRow,
    Move,
    Purpose,
    Refile,
    Returned,
    Waiting,
)
from bot.store.meetings import StoredMeetings
from bot.store.rows import HistoryRow, InvoiceRow, OpenWork, ReviewDetail, Undone, Window


class Store:
    """One SQLite file. Belongs to the thread that opened it; every other thread opens its own.

    Every method may raise ``StoreBusy``, ``StoreFull`` or ``StoreBroken``: then nothing of it was written.
    """

    def __init__(self, path: Path | str, *, create: bool = False, busy_seconds: float = BUSY_SECONDS) -> None:
        self.db = Database(Path(path), create=create, busy_seconds=busy_seconds)
        self.ledger = StoredLedger(self.db)
        self.meetings = StoredMeetings(self.db)
        self._originals = originals.Originals(self.db)
        #: Whose letters are lent: this opening of the file, no other.
        self._owner = secrets.token_hex(8)
        self._register: tuple[int, Register] | None = None

    def close(self) -> None:
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def atomic(self) -> AbstractContextManager[None]:
        """Several calls as one unit."""
        return self.db.atomic()

    # -- mail coming in (inbox.py)

    def new_uids(self, inbox_key: str, uidvalidity: int, uids: Iterable[int]) -> list[int]:
        return inbox.new_uids(self.db, inbox_key, uidvalidity, uids)

    def keep(self, inbox_key: str, uidvalidity: int, items: Sequence[Incoming], now: datetime) -> list[int]:
        return inbox.keep(self.db, inbox_key, uidvalidity, items, now)

    def find(self, mailbox: str, raw: bytes) -> int | None:
        return inbox.find(self.db, mailbox, raw)

    def unhandled(self, now: datetime, limit: int) -> list[Waiting]:
        return inbox.unhandled(self.db, now, limit)

    def original(self, message: int, access: Access, now: datetime) -> bytes:
        return self._originals.read(message, access, now)

    def announce(self, messages: Sequence[int], access: Access, now: datetime) -> None:
        self._originals.announce(messages, access, now)

    def failed(self, message: int, error_code: str, now: datetime) -> int:
        return inbox.failed(self.db, message, error_code, now)

    def unpark(self, message: int, now: datetime, who: str = PROGRAM) -> bool:
        return inbox.unpark(self.db, message, now, who)

    def mark_old(self, message: int, now: datetime) -> bool:
        return inbox.mark_old(self.db, message, now)

    def moves_due(self, inbox_key: str, limit: int) -> list[Move]:
        return inbox.moves_due(self.db, inbox_key, limit)

    def moved(self, location_ids: Sequence[int], folder: str, now: datetime) -> None:
        inbox.moved(self.db, location_ids, folder, now)

    def gone(self, location_ids: Sequence[int], now: datetime) -> None:
        inbox.gone(self.db, location_ids, now)

    def returned(self, inbox_key: str) -> list[Returned]:
        return inbox.returned(self.db, inbox_key)

    def settle(self, location_id: int, now: datetime, *, by_hand: bool) -> None:
        inbox.settle(self.db, location_id, now, by_hand=by_hand)

    def refiles_due(self, inbox_key: str, limit: int) -> list[Refile]:
        return inbox.refiles_due(self.db, inbox_key, limit)

    # -- what became of it (filing.py)

    def file(
        self,
        message_row: int,
        message: Message,
        decision: Decision,
        letters: Sequence[ComposedLetter],
        now: datetime,
        copies: Sequence[Copy] = (),
        numbered: Callable[[Sequence[int]], Sequence[ComposedLetter]] | None = None,
        parts: Sequence[MailPart] = (),
    ) -> bool:
        with self.db.atomic():
            is_filed = filing.file(self.db, message_row, message, decision, letters, now, copies, numbered)
            if is_filed:
                made_of.add(self.db, message_row, parts)
            return is_filed

    # -- letters going out (outbox.py)

    def queue(self, letter: ComposedLetter, now: datetime) -> bool:
        return outbox.queue(self.db, letter, now)

    def amend(self, letter: ComposedLetter) -> bool:
        return outbox.amend(self.db, letter)

    def release_held(self) -> int:
        return outbox.release_held(self.db)

    def claim(self, now: datetime, lease: timedelta, limit: int) -> list[OutboxLetter]:
        return outbox.claim(self.db, self._owner, now, lease, limit)

    def renew(self, letter_id: int, now: datetime, lease: timedelta) -> None:
        outbox.renew(self.db, self._owner, letter_id, now, lease)

    def delivered(self, letter_id: int, address: str, now: datetime, response: str) -> None:
        outbox.delivered(self.db, letter_id, address, now, response)

    def deferred(self, letter_id: int, address: str, now: datetime, error: str, next_try: datetime) -> None:
        outbox.deferred(self.db, self._owner, letter_id, address, now, error, next_try)

    def refused(self, letter_id: int, address: str, now: datetime, error: str) -> None:
        outbox.refused(self.db, self._owner, letter_id, address, now, error)

    def release(self, letter_id: int) -> None:
        outbox.release(self.db, self._owner, letter_id)

    def retry(self, letter_id: int | None, now: datetime, who: str = PROGRAM) -> int:
        return outbox.retry(self.db, letter_id, now, who)

    def next_due(self) -> datetime | None:
        return outbox.next_due(self.db)

    def outbox(self, state: LetterState | None = None) -> tuple[LetterRow, ...]:
        return outbox.letters(self.db, state)

    def untold(self) -> tuple[Failure, ...]:
        return outbox.untold(self.db)

    def unsent(self, since: datetime) -> tuple[LetterRow, ...]:
        return outbox.unsent(self.db, since)

    def queued(self, prefix: str) -> dict[str, datetime]:
        return outbox.queued(self.db, prefix)

    def subject_of(self, message_id: str) -> str | None:
        return outbox.subject_of(self.db, message_id)

    # -- what is filed, and what people decide (lists.py, review.py)

    def messages(self, since: datetime | None = None, until: datetime | None = None) -> tuple[MessageRow, ...]:
        return lists.messages(self.db, since, until)

    def messages_handled_late(self, before: datetime, since: datetime, until: datetime) -> tuple[MessageRow, ...]:
        return lists.messages_handled_late(self.db, before, since, until)

    def messages_numbered(self, ids: Iterable[int]) -> tuple[MessageRow, ...]:
        return lists.messages_numbered(self.db, ids)

    def parked(self) -> tuple[MessageRow, ...]:
        return lists.messages(self.db, state="parked")

    def message(self, message: int) -> MessageRow | None:
        return lists.message(self.db, message)

    def invoices(
        self, year: int | None = None, since: datetime | None = None, until: datetime | None = None
    ) -> tuple[InvoiceRow, ...]:
        return lists.invoices(self.db, year, since, until)

    def current_invoices(self, secretariat: str, window: Window) -> tuple[InvoiceRow, ...]:
        return lists.current_invoices(self.db, secretariat, window)

    def undone_since(self, moment: datetime) -> Undone:
        return lists.undone_since(self.db, moment)

    def invoices_of_message(self, message: int) -> tuple[InvoiceRow, ...]:
        return lists.invoices_of_message(self.db, message)

    def review_list(self) -> tuple[InvoiceRow, ...]:
        return lists.waiting(self.db)

    def review(self, invoice: int) -> ReviewDetail:
        return review.detail(self.db, invoice)

    def decide(
        self,
        invoice: int,
        verdict: Verdict,
        by: str,
        reason: str | None,
        letters: Sequence[ComposedLetter],
        now: datetime,
        pay_on: date | None = None,
    ) -> bool:
        return review.decide(self.db, invoice, verdict, by, reason, letters, now, pay_on)

    def correct(self, invoice: int, field: str, value: str, by: str, now: datetime) -> None:
        from bot.store.correction import correct  # noqa: PLC0415 - its parsers are for this one command

        correct(self.db, invoice, field, value, by, now)

    def backup(self, file: Path) -> int:
        return backup.backup(self.db, file)

    def fill_without_originals(self, source: Path) -> None:
        backup.fill_without_originals(self.db, source)

    def found_again(
        self, invoice: int, findings: Sequence[Finding], meeting_id: str | None, by: str, now: datetime
    ) -> None:
        review.found_again(self.db, invoice, findings, meeting_id, by, now)

    def history(self, what: str, item: object) -> tuple[HistoryRow, ...]:
        return history.of(self.db, what, item)

    # -- what people see of a mail, and who saw more (copies.py, originals.py)

    def copies(self, message: int) -> tuple[Copy, ...]:
        return copied.of(self.db, message)

    def parts(self, message: int) -> tuple[MailPart, ...]:
        return made_of.of(self.db, message)

    def numbered(self, name: str) -> int:
        return originals.numbered(self.db, name)

    def accesses(self, since: datetime | None, purposes: Sequence[Purpose]) -> tuple[AccessRow, ...]:
        return originals.accesses(self.db, since, purposes)

    def expired(self, kind: MessageKind, before: date) -> int:
        return originals.expired(self.db, kind, before)

    def forget(self, kind: MessageKind, before: date, now: datetime, limit: int = 100) -> int:
        return originals.forget(self.db, kind, before, now, limit)

    # -- what corrections taught (lessons.py)

    def teach(
        self,
        cvr: str,
        taught: Sequence[Lesson],
        is_replaced: Callable[[Lesson], bool],
        invoice: int,
        by: str,
        now: datetime,
    ) -> None:
        lessons.teach(self.db, cvr, taught, is_replaced, invoice, by, now)

    def unlearn(self, cvr: str, field: str | None, by: str, now: datetime) -> int:
        return lessons.unlearn(self.db, cvr, field, by, now)

    def suppliers(self, cvr: str | None = None) -> tuple[lessons.SupplierRow, ...]:
        return lessons.suppliers(self.db, cvr)

    # -- how it fares (health.py)

    def inbox_read(self, inbox_key: str, now: datetime, new: int) -> None:
        health.inbox_read(self.db, inbox_key, now, new)

    def inbox_failed(self, inbox_key: str, now: datetime, error_code: str) -> None:
        health.inbox_failed(self.db, inbox_key, now, error_code)

    def inboxes(self) -> list[InboxHealth]:
        return health.inboxes(self.db)

    def beat(self, now: datetime) -> None:
        health.beat(self.db, now)

    def last_beat(self) -> datetime | None:
        return health.last_beat(self.db)

    def meta(self, key: str) -> str | None:
        return health.meta(self.db, key)

    def set_meta(self, key: str, value: str) -> None:
        health.set_meta(self.db, key, value)

    # -- what is still open (open_work.py)

    def waiting(self, message: int) -> Waiting:
        return open_work.waiting(self.db, message)

    def has_letter(self, cause: str) -> bool:
        return open_work.has_letter(self.db, cause)

    def first_day(self, today: date) -> date:
        return open_work.first_day(self.db, today)

    def counts(self) -> OpenWork:
        return open_work.counts(self.db)

    def deciders(self, invoices: Iterable[int]) -> dict[int, str]:
        return open_work.deciders(self.db, invoices)

    # -- what people and mails do to meetings (meetings.py)

    def save_meeting(
        self, after: BookedMeeting, before: BookedMeeting, action: str, now: datetime, who: str = PROGRAM
    ) -> None:
        meetings.changed(self.db, after, before, action, now, who)

    # -- the register (register.py)

    def register(self) -> Register:
        """The register as it is now; an unchanged one costs one small query."""
        version = register.version(self.db)
        if self._register is None or self._register[0] != version:
            self._register = (version, register.load(self.db))
        return self._register[1]

    def agree_own_firm(self, network_id: str, start: date, end: date | None, by: str, now: datetime) -> None:
        register.agree_own_firm(self.db, network_id, start, end, by, now)
