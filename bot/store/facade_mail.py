"""The store's part for mails that come in: a facade, one line to the module that does it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cached_property

from bot.model.decision import MessageKind
from bot.store import copies as copied
from bot.store import inbox, open_work, originals
from bot.store import mail_parts as made_of
from bot.store.history import PROGRAM
from bot.store.mail_rows import Access, AccessRow, Copy, Incoming, MailPart, Move, Purpose, Refile, Returned, Waiting
from bot.store.opened import Opened


class MailStore(Opened):
    """Mails as they came, where they lie, what people see of them and who saw more."""

    # -- what becomes of them (inbox.py)

    def new_uids(self, inbox_key: str, uidvalidity: int, uids: Iterable[int]) -> list[int]:
        return inbox.new_uids(self.db, inbox_key, uidvalidity, uids)

    def keep(self, inbox_key: str, uidvalidity: int, items: Sequence[Incoming], now: datetime) -> list[int]:
        return inbox.keep(self.db, inbox_key, uidvalidity, items, now)

    def find(self, mailbox: str, raw: bytes) -> int | None:
        return inbox.find(self.db, mailbox, raw)

    def unhandled(self, limit: int) -> list[Waiting]:
        return inbox.unhandled(self.db, limit)

    def has_untried(self, secretariat: str) -> bool:
        return inbox.has_untried(self.db, secretariat)

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

    def waiting(self, message: int) -> Waiting:
        return open_work.waiting(self.db, message)

    # -- what people see of a mail, and who saw more (copies.py, originals.py)

    @cached_property
    def _originals(self) -> originals.Originals:
        return originals.Originals(self.db)

    def original(self, message: int, access: Access, now: datetime) -> bytes:
        return self._originals.read(message, access, now)

    def announce(self, messages: Sequence[int], access: Access, now: datetime) -> None:
        self._originals.announce(messages, access, now)

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
