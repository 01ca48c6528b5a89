"""★ What is due by the clock: daily summaries, alarms about inboxes and letters. The database knows what was sent.

``due_summaries`` and ``due_alarms`` are pure: what letters should exist by now. Their causes hold the local date or the
start of the failure, so a bell that rings twice, a clock that jumps and a machine that was off make no second letter.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from bot.model.alarm_context import InboxAlarm, LetterFailed
from bot.model.letter import ComposedLetter, Letter
from bot.model.letter_context import context_of
from bot.model.message import Address
from bot.model.zone import COPENHAGEN
from bot.service.convening import due as due_meetings
from bot.service.retention import forget_daily
from bot.service.sources import sources
from bot.service.summary import summary_letter
from bot.service.surroundings import Surroundings
from bot.service.unwritten import TEMPLATE as UNWRITTEN
from bot.service.unwritten import Unwritten
from bot.store import InboxHealth, Store

log = logging.getLogger("kvalitetsbot.timed")

#: Letters about meetings that are queued in one unit, and in one tick: the next tick takes the rest, and a mail that
#: comes meanwhile does not wait.
AT_ONCE, IN_ONE_TICK = 50, 500
#: A summary that is later than this is no news any more; its figures stand in ``report daily``.
SUMMARY_LATE = timedelta(days=7)


def due_summaries(first: date, now: datetime, at: time) -> Iterator[date]:
    """The days whose summary should exist by now, oldest first: each whole day from ``first`` on, once ``at`` has come.

    The summary of a day is sent the morning after, at ``at`` Danish time; where the clock jumps over that, right after.
    """
    local = now.astimezone(COPENHAGEN)
    last = local.date() - timedelta(days=1 if local.time() >= at else 2)
    day = max(first, last - SUMMARY_LATE)
    while day <= last:
        yield day
        day += timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Alarm:
    """An inbox that was not read for too long. ``since``: when it was read last, or first tried."""

    inbox: InboxHealth
    since: datetime
    minutes: int


def due_alarms(inboxes: Iterable[InboxHealth], now: datetime, after_minutes: int) -> list[Alarm]:
    """Those not read for ``after_minutes``; one alarm for one outage, however long it lasts."""
    alarms = []
    for inbox in inboxes:
        since = inbox.last_read_at or inbox.failing_since
        if since is not None and now - since >= timedelta(minutes=after_minutes):
            alarms.append(Alarm(inbox, since, int((now - since).total_seconds() // 60)))
    return alarms


class Timed:
    """Queues what is due. Belongs to one thread, with a ``Store`` of its own."""

    def __init__(self, around: Surroundings, store: Store, now: Callable[[], datetime]) -> None:
        self._around, self._store, self._now = around, store, now
        #: Message-IDs of refused letters that the log has told of since the start; some can be told in no other way.
        self._logged: set[str] = set()
        self._unwritten = Unwritten(around)
        #: The secretariats of each inbox, by the database's key.
        self._keys = {s.inbox.key: s.secretariats for s in sources(around.config)}

    def ring(self) -> int:
        """Queues every letter that should exist by now and does not. Returns how many were queued."""
        now = self._now()
        self._store.beat(now)
        if freed := self._store.heed_clock(now):
            log.warning("clock was ahead freed=%d", freed)
        queued = self._queue(self._about_the_service(now), now, 1)
        queued += self._queue(due_meetings(self._around, self._store, self._unwritten, now), now, AT_ONCE)
        if queued:
            log.info("due letters=%d", queued)
        forget_daily(self._around.rulebook.privacy, self._store, now.astimezone(COPENHAGEN).date(), now)
        return queued

    def _queue(self, letters: Iterable[Letter], now: datetime, at_once: int) -> int:
        """Composes, and queues ``at_once`` in one unit: a disk that is asked for each letter takes as long as SMTP."""
        queued, rest = 0, iter(letters)
        while queued < IN_ONE_TICK and (some := list(islice(rest, at_once))):
            wanted = [one for one in some if one.to and not self._store.has_letter(one.cause)]
            composed = [made for one in wanted for made in self._composed(one, now)]
            with self._store.atomic():
                queued += sum(self._store.queue(letter, now) for letter in composed)
        return queued

    def _composed(self, letter: Letter, now: datetime) -> tuple[ComposedLetter, ...]:
        try:
            return self._around.compose_all((letter,), now)
        except Exception as error:
            if letter.template == UNWRITTEN:
                raise  # there is no other way to say it
            meeting = next(iter(letter.meeting_ids), None)
            told = self._unwritten.instead(error, letter.secretariat, letter.template, now, meeting)
        return self._around.compose_all((told,) if told.to else (), now)

    def _about_the_service(self, now: datetime) -> Iterator[Letter]:
        told = self._unwritten.or_told
        for name in self._around.config.secretariat:
            yield from told(self._summaries(name, now), name, "daily_summary", now)
        first = next(iter(self._around.config.secretariat))
        yield from told(self._alarms(now), first, "staff_inbox_alarm", now)
        yield from told(self._failures(now), first, "staff_letter_failed", now)

    def _summaries(self, name: str, now: datetime) -> Iterator[Letter]:
        config = self._around.config.secretariat[name]
        first = self._store.first_day(now.astimezone(COPENHAGEN).date())
        for day in due_summaries(first, now, config.summary_at):
            if config.summary_to and not self._store.has_letter(f"summary:{name}:{day}"):
                yield summary_letter(self._around, self._store, name, day, now)

    def _alarms(self, now: datetime) -> Iterator[Letter]:
        health = [h for h in self._store.inboxes() if h.inbox in self._keys]
        errors = self._around.summary_words.inbox_errors
        for alarm in due_alarms(health, now, self._around.config.service.alarm_minutes):
            names = self._keys[alarm.inbox.inbox]
            name, staff = names[0], dict.fromkeys(address for name in names for address in self._staff(name))
            log.error("unread inbox=%s minutes=%d error=%s", name, alarm.minutes, alarm.inbox.last_error)
            lines = InboxAlarm(
                self._around.lines(name, now),
                alarm.inbox.inbox,
                alarm.minutes,
                alarm.inbox.last_read_at,
                alarm.inbox.last_error,
                errors.get(alarm.inbox.last_error or "", alarm.inbox.last_error),
            )
            cause = f"alarm:{alarm.inbox.inbox}:{alarm.since.isoformat()}"
            yield Letter(cause, "staff_inbox_alarm", name, tuple(staff), context=context_of(lines),
                         auto_submitted="auto-generated")  # fmt: skip

    def _failures(self, now: datetime) -> Iterator[Letter]:
        """Each recipient that refused for good is told to staff once; a refused letter to staff is told by the log."""
        for f in self._store.untold():
            if f.message_id not in self._logged:
                self._logged.add(f.message_id)
                log.error("refused letter=%s template=%s", f.message_id, f.template)
            if self._store.meetings.is_invitees(f.message_id, f.address):
                continue  # the coordinator and the summary are told, once for all letters to that address
            if f.template == "staff_letter_failed":
                continue  # about a letter about a letter: the log and the summary are the other way
            lines = LetterFailed(
                self._around.lines(f.secretariat, now), f.address, f.subject, f.template, f.message_id,
                f.last_try or now, f.attempts, f.last_error or "",
            )  # fmt: skip
            staff = tuple(a for a in self._staff(f.secretariat) if a.address != f.address)
            yield Letter(f"failed:{f.message_id}:{f.address}", "staff_letter_failed", f.secretariat, staff,
                         context=context_of(lines), auto_submitted="auto-generated")  # fmt: skip

    def _staff(self, name: str) -> tuple[Address, ...]:
        return _to(self._around.config.secretariat[name].staff)


def _to(addresses: Iterable[str]) -> tuple[Address, ...]:
    return tuple(Address(a.lower()) for a in addresses)
