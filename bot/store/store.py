"""The whole store behind one name."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from bot.model.register import BookedMeeting, Register
from bot.store import backup, health, meetings, open_work, past, register
from bot.store.database import BUSY_SECONDS
from bot.store.facade_filed import FiledStore
from bot.store.facade_letters import LetterStore
from bot.store.facade_mail import MailStore
from bot.store.history import PROGRAM
from bot.store.ledger import StoredLedger
from bot.store.mail_rows import InboxHealth
from bot.store.meetings_known import StoredMeetings
from bot.store.rows import OpenWork


class Store(MailStore, LetterStore, FiledStore):
    """One SQLite file. Belongs to the thread that opened it; every other thread opens its own.

    Every method may raise ``StoreBusy``, ``StoreFull`` or ``StoreBroken``: then nothing of it was written.
    """

    def __init__(self, path: Path | str, *, create: bool = False, busy_seconds: float = BUSY_SECONDS) -> None:
        super().__init__(path, create=create, busy_seconds=busy_seconds)
        self.ledger = StoredLedger(self.db)
        self.meetings = StoredMeetings(self.db)
        self._register: tuple[int, Register] | None = None

    # -- how it fares (health.py, open_work.py, backup.py)

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

    def first_day(self, today: date) -> date:
        return open_work.first_day(self.db, today)

    def counts(self) -> OpenWork:
        return open_work.counts(self.db)

    def backup(self, file: Path) -> int:
        return backup.backup(self.db, file)

    def fill_without_originals(self, source: Path) -> None:
        backup.fill_without_originals(self.db, source)

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

    def register_at(self, moment: datetime) -> Register:
        """Its meetings as they stood then; all else as it is now."""
        known = self.register()
        return replace(known, meetings=past.meetings_at(self.db, known.meetings, moment))

    def agree_own_firm(self, network_id: str, start: date, end: date | None, by: str, now: datetime) -> None:
        register.agree_own_firm(self.db, network_id, start, end, by, now)
