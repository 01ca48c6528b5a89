"""★ Delivery: from the outbox to the submission server, each letter once for each recipient.

Theory of operation. The store lends a few letters at a time, with the recipients that are still open, for a short lease
that is renewed while the server is being waited for; a sender that is killed keeps its letters for the rest of the
lease and no longer. One transaction carries a letter to all open recipients, and each answer is written down for its
recipient alone, before the next letter is sent. What was lent and could not be tried is given back as it was.

    2yz after the final dot        delivered: done
    4yz, time-out, lost connection deferred: again after 1, 2, 4, … minutes, up to 4 hours, for at least 4 days
    5yz                            refused: never again by itself; a person is told

What concerns the server and not the letter (no connection, 421, our login refused) stops the round: the letter at hand
is deferred, the others stay as they are, and nothing is tried until the hold is over. Told once in the log, and in the
outbox as that letter's last error.

One moment cannot be made certain (RFC 1047): the final dot is sent, and the connection ends before the answer. The
letter is then sent again with the same Message-ID, which follows from its cause, so that the receiving program can
see that it has it. To make that moment rare, the answer is waited for ten minutes (RFC 5321 §4.5.3.2.6).

``stop`` ends a round between two letters; a letter whose content is under way gets a few seconds more. One connection
is kept between letters (a new one costs four round trips and a login), asked whether it lives after a pause, and
closed when it was idle for a minute. Letters leave at most ``rate_per_minute``.
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, Self

from bot.mailout.account import LEAST_GIVE_UP_DAYS, SmtpAccount
from bot.mailout.errors import PermanentMailError, SetupMailError, TransientMailError
from bot.mailout.smtp_replies import Fate, Result
from bot.mailout.smtp_sender import SmtpSender, Stop, StoppedError
from bot.mailout.waits import Hold, RateLimit, next_try
from bot.model.letter import LetterState, OutboxLetter, OutboxRecipient

__all__ = ["Delivered", "Delivery", "Outbox", "SmtpAccount", "SmtpSender", "StoppedError", "try_login"]

log = logging.getLogger("kvalitetsbot.mailout")

#: What a killed sender's letters wait for at the most. Renewed at a quarter of it.
LEASE = timedelta(seconds=20)
#: Letters that are lent at once, as far as the rate allows.
AT_ONCE = 20


class Outbox(Protocol):
    """The store, as much of it as is used here."""

    def claim(self, now: datetime, lease: timedelta, limit: int) -> list[OutboxLetter]: ...

    def renew(self, letter_id: int, now: datetime, lease: timedelta) -> None: ...

    def delivered(self, letter_id: int, address: str, now: datetime, response: str) -> None: ...

    def deferred(self, letter_id: int, address: str, now: datetime, error: str, next_try: datetime) -> None: ...

    def refused(self, letter_id: int, address: str, now: datetime, error: str) -> None: ...

    def release(self, letter_id: int) -> None: ...

    def next_due(self) -> datetime | None: ...

    def outbox(self, state: LetterState | None = None) -> Sequence[object]: ...

    def atomic(self) -> AbstractContextManager[None]: ...


@dataclass(frozen=True, slots=True)
class Delivered:
    """Recipients, not letters."""

    sent: int = 0
    deferred: int = 0
    refused: int = 0


class Delivery:
    """Empties the outbox. ``now`` is the clock; one thread, one process at a time (leases hold where that fails)."""

    def __init__(self, account: SmtpAccount, now: Callable[[], datetime]) -> None:
        self.sender = SmtpSender(account)
        self._give_up_days = max(LEAST_GIVE_UP_DAYS, account.give_up_days)
        self._now = now
        self._rate = RateLimit(account.rate_per_minute)
        self._hold = Hold()
        self._told = ""
        #: When the lease of what is lent was made or renewed, by ``time.monotonic``.
        self._renewed = 0.0
        #: The last letter's results until they are written down: (letter, results, seconds to wait or None).
        self._unreported: list[tuple[OutboxLetter, tuple[Result, ...], float | None]] = []

    def __enter__(self) -> Self:
        import aiosmtplib  # noqa: F401, PLC0415 - 120 ms that the first letter need not wait for

        return self

    def __exit__(self, *_exc: object) -> None:
        self.sender.close()

    def deliver_due(self, store: Outbox, stop: Stop) -> Delivered:
        """Sends all that is due, at the rate allowed, until nothing is or ``stop``; store errors rise."""
        self._report(store)
        sent = deferred = refused = 0
        while self._goes_on(stop) and self._may_send(store, stop):
            letters = store.claim(self._now(), LEASE, self._rate.room(time.monotonic(), AT_ONCE))
            if not letters:
                break
            lent, self._renewed = deque(letters), time.monotonic()
            try:
                while lent and self._goes_on(stop):
                    self._keep(store, lent)
                    fates = [result.fate for result in self._deliver(store, lent.popleft(), stop, lent)]
                    sent += fates.count("delivered")
                    deferred += fates.count("deferred")
                    refused += fates.count("refused")
            finally:
                self._give_back(store, lent)
        self.sender.rest()
        return Delivered(sent, deferred, refused)

    def _goes_on(self, stop: Stop) -> bool:
        return not stop.is_set() and not self._hold.holds(time.monotonic())

    def _give_back(self, store: Outbox, lent: Iterable[OutboxLetter]) -> None:
        """What was lent and not tried is as it was."""
        with store.atomic():
            for letter in lent:
                store.release(letter.letter_id)

    def _may_send(self, store: Outbox, stop: Stop) -> bool:
        """Waits for the rate where something is due, or for a dead sender's lease; False where there is nothing."""
        patience = time.monotonic() + 2 * LEASE.total_seconds()
        while not stop.is_set():
            due = store.next_due()
            if due is None:
                return False
            ahead = (due - self._now()).total_seconds()
            wait = max(ahead, self._rate.wait(time.monotonic()))
            if wait <= 0:
                return True
            # Between two letters of ours nothing is "sending" but what a sender that died (or another one) holds.
            if ahead > 0 and not (time.monotonic() < patience and store.outbox("sending")):
                return False
            stop.wait(min(wait, 1.0))
        return False

    def _deliver(
        self, store: Outbox, letter: OutboxLetter, stop: Stop, lent: Iterable[OutboxLetter]
    ) -> tuple[Result, ...]:
        """``lent``: those behind it, which are kept for us meanwhile."""

        def tick() -> None:
            self._keep(store, (letter, *lent))

        addresses = [recipient.address for recipient in letter.recipients]
        wait: float | None = None
        try:
            results = self.sender.send(letter.sender, addresses, letter.raw, stop, tick)
            self._worked()
        except StoppedError as stopped:
            if not stopped.ambiguous:
                store.release(letter.letter_id)
                return ()
            results = _all(addresses, "deferred", "stoppet efter brevets sidste linje: det kan være kommet frem")
        except PermanentMailError as error:
            results = _all(addresses, "refused", error.text)
        except TransientMailError as error:
            results = _all(addresses, "deferred", error.text)
            held = self._failed(error)
            wait = None if error.ambiguous else held
        self._rate.count(time.monotonic())
        self._unreported = [(letter, results, wait)]
        return self._report(store)

    def _keep(self, store: Outbox, letters: Iterable[OutboxLetter]) -> None:
        """Renews the lease of what is lent, when a quarter of it is over."""
        if time.monotonic() - self._renewed < LEASE.total_seconds() / 4:
            return
        self._renewed = time.monotonic()
        with store.atomic():
            for letter in letters:
                store.renew(letter.letter_id, self._now(), LEASE)

    def _report(self, store: Outbox) -> tuple[Result, ...]:
        """Writes down what became of the last letter; again where the disk was full: it must not be sent twice."""
        reported: tuple[Result, ...] = ()
        while self._unreported:
            letter, results, wait = self._unreported[0]
            now = self._now()
            with store.atomic():
                reported = tuple(
                    self._report_one(store, letter.letter_id, recipient, result, wait, now)
                    for recipient, result in zip(letter.recipients, results, strict=True)
                )
            del self._unreported[0]
            for result in reported:
                log.info("letter=%d fate=%s reply=%s", letter.letter_id, result.fate, result.code)
        return reported

    def _report_one(
        self, store: Outbox, letter: int, recipient: OutboxRecipient, result: Result, wait: float | None, now: datetime
    ) -> Result:
        address, text = result.address, result.text
        if result.fate == "delivered":
            store.delivered(letter, address, now, text)
            return result
        if result.fate == "deferred":
            again = next_try(recipient.attempts + 1, recipient.first_try, now, self._give_up_days)
            if wait is not None:  # the server's fault: no reason ever to give the letter up
                again = now + timedelta(seconds=wait)
            if again is not None:
                store.deferred(letter, address, now, text, again)
                return result
            text = f"opgivet efter {self._give_up_days} dage: {text}"
        store.refused(letter, address, now, text)
        return Result(address, "refused", text)

    def _worked(self) -> None:
        self._hold.worked()
        if self._told:
            log.warning("smtp works again after error=%s", self._told)
        self._told = ""

    def _failed(self, error: TransientMailError) -> float:
        """The server, not the letter: everything waits. Returns the seconds."""
        if error.code != self._told:
            self._told = error.code
            level = logging.ERROR if isinstance(error, SetupMailError) else logging.WARNING
            log.log(level, "smtp error=%s server=%s letters wait", error.code, self.sender.account.name)
        return self._hold.failed(time.monotonic())


def try_login(account: SmtpAccount) -> str:
    """Connects, logs in, says what was agreed in one Danish sentence. Raises ``MailError``."""
    sender = SmtpSender(account)
    try:
        return sender.login()
    finally:
        sender.close()


def _all(addresses: Sequence[str], fate: Fate, text: str) -> tuple[Result, ...]:
    return tuple(Result(address, fate, text) for address in addresses)
