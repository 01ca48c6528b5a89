"""★ One inbox: fetch what is new, keep it, and move what is handled. Runs in a thread of its own under ``run``.

A quiet visit costs one UID SEARCH from the cursor on. What was fetched is remembered by (inbox, UIDVALIDITY, UID), also
where nothing came of it, so that no mail is fetched twice. Nothing is flagged and nothing deleted; a move is
the only change that is ever made, and only after the filing of the message is committed.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from bot.config import Config
from bot.mailin.delivery import delivered_to, headers_only
from bot.mailin.imap import Fetched, ImapError, ImapFolderMissing, Mailbox
from bot.mailin.parse import received_from_headers
from bot.mailin.token_answers import TokenError
from bot.model.errors import ConfigError
from bot.service.logins import imap_account
from bot.service.sources import Source
from bot.service.surroundings import ours
from bot.store import Incoming, Refile, Store

log = logging.getLogger("kvalitetsbot.intake")

#: IDLE is renewed at least this often (seconds): servers drop it silently, and RFC 2177 asks for 29 minutes at most.
IDLE_RENEWED = 600
#: What is kept in one transaction, at most.
BATCH_OCTETS, BATCH_MAILS = 8_000_000, 200
#: Waits (seconds) before the next try after the first, second, … failure in a row.
BACK_OFF = (1, 5, 15, 60, 120, 300)
#: A secret or a token that can't be had is mended by a person while we wait, like a server that is away.
UNREADABLE = (ImapError, TokenError, ConfigError)


def error_code(error: ImapError | TokenError | ConfigError) -> str:
    """What the store has of why an inbox could not be read."""
    return "secret_missing" if isinstance(error, ConfigError) else error.code


class Intake:
    """Belongs to one thread, with a ``Store`` of its own."""

    def __init__(self, config: Config, source: Source, store: Store, now: Callable[[], datetime]) -> None:
        self._config, self.source, self._store, self._now = config, source, store, now
        self.key = source.inbox.key
        self.mailbox = Mailbox(imap_account(source.inbox), max_octets=config.reading.message_mb * 1_000_000)
        #: UIDs below this one have been seen in this session.
        self._cursor = 1

    def visit(self) -> int:
        """Keeps all that is new and makes the moves that are due. Returns how many messages are new.

        Raises ``ImapError``; what was kept by then is kept.
        """
        if not self.mailbox.is_open:
            self.mailbox.open()
            self._cursor = 1
        new = sum(self._keep(batch) for batch in _batches(self.mailbox.fetch(self._fresh())))
        self.settle_returned()
        self.move_handled()
        self.refile()
        self._store.inbox_read(self.key, self._now(), new)
        return new

    def _fresh(self) -> list[int]:
        """All that was never kept: of the whole folder after a login, of what came since later on."""
        uids = self.mailbox.uids_from(self._cursor) if self._cursor > 1 else self.mailbox.uids()
        fresh = self._store.new_uids(self.key, self.mailbox.uidvalidity, uids)
        # A batch that fails leaves the cursor where it was: the login that follows starts over.
        self._cursor = max([self._cursor, *(uid + 1 for uid in uids)])
        return fresh

    def settle_returned(self) -> None:
        """Mails that lie here again: where the copy that was moved is still in its folder, it came a second time."""
        waiting = self._store.returned(self.key)
        for folder in dict.fromkeys(r.folder for r in waiting):
            there = Mailbox(replace(self.mailbox.account, folder=folder))
            try:
                there.open()
                found = {r.location_id: bool(there.find(r.message_id)) for r in waiting if r.folder == folder}
            except ImapFolderMissing:
                found = {r.location_id: False for r in waiting if r.folder == folder}
            finally:
                there.close()
            for location, is_there in found.items():
                self._store.settle(location, self._now(), by_hand=not is_there)

    def move_handled(self) -> int:
        """Moves handled messages of this inbox to the folders of their outcomes, a whole folder's worth at once."""
        due = self._store.moves_due(self.key, 500)
        current = [m for m in due if m.uidvalidity == self.mailbox.uidvalidity]
        # Under an older UIDVALIDITY the UIDs mean nothing any more; the next visit gives the message a new location.
        self._store.gone([m.location_id for m in due if m.uidvalidity != self.mailbox.uidvalidity], self._now())
        by_folder: dict[str, dict[int, int]] = {}
        for m in current:
            by_folder.setdefault(getattr(self._config.folders, m.outcome, ""), {})[m.uid] = m.location_id
        for folder, locations in by_folder.items():
            if not folder:
                self._store.moved(list(locations.values()), self.source.inbox.folder, self._now())
                continue
            moved = self.mailbox.move(locations, folder)
            still_here = self.mailbox.sizes(set(locations) - moved)
            now = self._now()
            self._store.moved([locations[uid] for uid in moved], folder, now)
            # Neither moved nor here: a person moved it, and where to is that person's business.
            left = set(locations) - moved - set(still_here)
            self._store.gone([locations[uid] for uid in left], now)
            log.info("moved inbox=%d folder=%s messages=%d", self.source.number, folder, len(moved))
        return len(current)

    def refile(self) -> int:
        """Takes mails along to the folder of what a person decided since they were moved. Returns how many."""
        due = self._store.refiles_due(self.key, 100)
        moved = 0
        for folder in dict.fromkeys(r.folder for r in due):
            there = Mailbox(replace(self.mailbox.account, folder=folder))
            try:
                there.open()
                moved += sum(self._take_along(there, r) for r in due if r.folder == folder)
            except ImapFolderMissing:
                # A person has made an end of the folder; what was in it is where that person put it.
                self._store.moved([r.location_id for r in due if r.folder == folder], folder, self._now())
            finally:
                there.close()
        return moved

    def _take_along(self, there: Mailbox, r: Refile) -> bool:
        target = getattr(self._config.folders, r.outcome, "")
        taken = there.move(there.find(r.message_id), target) if target and target != r.folder else set()
        # Not found: a person has taken it elsewhere, and there it stays.
        self._store.moved([r.location_id], target if taken else r.folder, self._now())
        return bool(taken)

    def _keep(self, batch: list[Fetched]) -> int:
        items = []
        for mail in batch:
            mailbox, secretariat = self._addressed(delivered_to(mail.raw))
            received = mail.internaldate or received_from_headers(mail.raw) or self._now()
            partly = mail.too_large or mail.refused
            raw = headers_only(mail.raw, mail.size) if partly else mail.raw
            items.append(Incoming(mail.uid, raw, received, mailbox, secretariat))
        kept = self._store.keep(self.key, self.mailbox.uidvalidity, items, self._now())
        log.info("kept inbox=%d messages=%d new=%d", self.source.number, len(items), len(kept))
        return len(kept)

    def _addressed(self, addresses: tuple[str, ...]) -> tuple[str, str]:
        """(our address, secretariat) that it came to; always one of those whose inbox this is.

        That it was delivered to an inbox which they share does not tell them apart.
        """
        own = self.source.secretariats
        login = self.source.inbox.user.lower() if len(own) > 1 else None
        for address in (*(a for a in addresses if a != login), self.source.inbox.user):
            if (found := ours(self._config, address)) is not None and found[1] in own:
                return found
        return self._config.secretariat[own[0]].invoice_address.lower(), own[0]

    def forever(self, stop: threading.Event, wake: threading.Event, kept: Callable[[], None]) -> None:
        """Visits, waits for the server's word or the poll's bell, and comes back whatever happens, until ``stop``.

        ``wake`` is set by the poll, by the pipeline when there is something to move, and by ``stop``'s setter.
        """
        failures = 0
        while not stop.is_set():
            try:
                wake.clear()
                if self.visit():
                    kept()
                failures = 0
                self._wait(wake)
            except UNREADABLE as error:
                code = error_code(error)
                self.mailbox.close()
                self._store.inbox_failed(self.key, self._now(), code)
                log.warning("unreachable inbox=%d error=%s failures=%d", self.source.number, code, failures + 1)
                stop.wait(BACK_OFF[min(failures, len(BACK_OFF) - 1)])
                failures += 1
        self.mailbox.close()

    def _wait(self, wake: threading.Event) -> None:
        if self.source.inbox.idle:
            self.mailbox.idle(IDLE_RENEWED, wake)
        else:
            wake.wait(self._config.service.poll_seconds)


def _batches(mails: Iterable[Fetched]) -> Iterator[list[Fetched]]:
    """What one transaction keeps: enough to share its cost, little enough to hold in memory."""
    batch: list[Fetched] = []
    octets = 0
    for mail in mails:
        batch.append(mail)
        octets += len(mail.raw)
        if octets > BATCH_OCTETS or len(batch) >= BATCH_MAILS:
            yield batch
            batch, octets = [], 0
    if batch:
        yield batch
