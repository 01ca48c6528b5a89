"""The store's part for what is filed and what people decide: a facade, one line to the module that does it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from bot.model.decision import Decision
from bot.model.finding import Finding, Verdict
from bot.model.lesson import Lesson
from bot.model.letter import ComposedLetter
from bot.model.message import Message
from bot.store import filing, history, lessons, lists, open_work, past, review
from bot.store import mail_parts as made_of
from bot.store.mail_rows import Copy, MailPart, MessageRow
from bot.store.opened import Opened
from bot.store.rows import HistoryRow, InvoiceRow, ReviewDetail, Undone, Window


class FiledStore(Opened):
    """What became of mails and invoices, and what people and their corrections say of it."""

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

    # -- what is filed, and what people decide (lists.py, review.py)

    def messages(self, since: datetime | None = None, until: datetime | None = None) -> tuple[MessageRow, ...]:
        return lists.messages(self.db, since, until)

    def messages_handled_late(self, before: datetime, since: datetime, until: datetime) -> tuple[MessageRow, ...]:
        return lists.messages_handled_late(self.db, before, since, until)

    def messages_numbered(self, ids: Iterable[int]) -> tuple[MessageRow, ...]:
        return lists.messages_numbered(self.db, ids)

    def parked(self) -> tuple[MessageRow, ...]:
        return lists.messages(self.db, state="parked")

    def parked_at(self, moment: datetime) -> tuple[MessageRow, ...]:
        return past.parked_at(self.db, moment)

    def message(self, message: int) -> MessageRow | None:
        return lists.message(self.db, message)

    def invoices(
        self, year: int | None = None, since: datetime | None = None, until: datetime | None = None
    ) -> tuple[InvoiceRow, ...]:
        return lists.invoices(self.db, year, since, until)

    def current_invoices(self, secretariat: str, window: Window) -> tuple[InvoiceRow, ...]:
        return lists.current_invoices(self.db, secretariat, window)

    def undone_since(self, moment: datetime) -> Undone:
        return past.undone_since(self.db, moment)

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

    def found_again(
        self, invoice: int, findings: Sequence[Finding], meeting_id: str | None, by: str, now: datetime
    ) -> None:
        review.found_again(self.db, invoice, findings, meeting_id, by, now)

    def deciders(self, invoices: Iterable[int]) -> dict[int, str]:
        return open_work.deciders(self.db, invoices)

    def history(self, what: str, item: object) -> tuple[HistoryRow, ...]:
        return history.of(self.db, what, item)

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
