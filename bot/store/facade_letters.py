"""The store's part for letters that go out: a facade, one line to the module that does it."""

from datetime import datetime, timedelta

from bot.model.letter import ComposedLetter, LetterState, OutboxLetter
from bot.store import letters, open_work, outbox
from bot.store.history import PROGRAM
from bot.store.letter_rows import Failure, LetterRow
from bot.store.opened import Opened


class LetterStore(Opened):
    """The outbox: letters queued, lent and reported, and what became of each."""

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

    def heed_clock(self, now: datetime) -> int:
        return outbox.heed_clock(self.db, now)

    def next_due(self) -> datetime | None:
        return outbox.next_due(self.db)

    def outbox(self, state: LetterState | None = None) -> tuple[LetterRow, ...]:
        return letters.in_state(self.db, state)

    def untold(self) -> tuple[Failure, ...]:
        return letters.untold(self.db)

    def unsent(self, since: datetime) -> tuple[LetterRow, ...]:
        return letters.unsent(self.db, since)

    def queued(self, prefix: str) -> dict[str, datetime]:
        return letters.queued(self.db, prefix)

    def subject_of(self, message_id: str) -> str | None:
        return letters.subject_of(self.db, message_id)

    def has_letter(self, cause: str) -> bool:
        return open_work.has_letter(self.db, cause)
