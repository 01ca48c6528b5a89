"""★ ``run``: the threads, and how they start and stop. (``once``: the same steps one after the other.)

One thread an inbox keeps and moves; one understands, decides and files; one delivers; one queues what is due by the
clock. They talk through the database alone; events only say that there may be something to look for, so a lost event
costs a poll's wait and nothing else.
"""

import logging
import math
import os
import signal
import threading
import time
from collections.abc import Callable
from functools import partial
from types import FrameType

from bot.clock import Clock
from bot.config import Config
from bot.mailout.smtp import Delivery
from bot.schedule import DUE_SECONDS, Bell
from bot.service.intake import Intake
from bot.service.lock import SingleInstance
from bot.service.memory import settle
from bot.service.outgoing import smtp_account
from bot.service.pipeline import Pipeline
from bot.service.sources import Source, sources
from bot.service.status import write_status
from bot.service.surroundings import Surroundings
from bot.service.timed import Timed
from bot.service.trouble import innermost, is_the_machines
from bot.store import Store

log = logging.getLogger("kvalitetsbot.service")

#: Seconds that threads get to end after SIGTERM; what they leave undone is in the database.
STOP_SECONDS = 8
#: Seconds to wait before work is tried again where the disk is full or the database can't be written.
FULL_DISK_PAUSE = 15
#: Seconds after which the same trouble is logged again.
TOLD_AGAIN = 3600


class Service:
    """All threads of ``run``. ``clock`` is the only one there is.

    ``poll_seconds`` (else the configuration's) and ``due_seconds``: between two looks at the inboxes, and at what the
    clock brings. One that runs faster than ours is looked at oftener.
    """

    def __init__(
        self, config: Config, clock: Clock, poll_seconds: float | None = None, due_seconds: float = DUE_SECONDS
    ) -> None:
        self._config, self._clock = config, clock
        self._poll_seconds, self._due_seconds = poll_seconds or config.service.poll_seconds, due_seconds
        self._around = Surroundings(config)
        self._stop = threading.Event()
        self._kept, self._queued, self._due = threading.Event(), threading.Event(), threading.Event()
        self._wakes = [threading.Event() for _ in sources(config)]
        self._threads: list[threading.Thread] = []
        self._crashed = self._told_of_status_file = False

    def run(self) -> int:
        """Serves until SIGTERM or SIGINT. Raises ``AlreadyRunningError``. Exit status 1 where a thread gave up."""
        with SingleInstance(self._config.database):
            self._store().close()  # migrate before anyone else opens it
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, self._on_signal)
            settle()
            self._start()
            polls = [w.set for w in self._wakes]
            bell = Bell(self._poll_seconds, polls, self._due.set, self._due_seconds)
            bell.start()
            log.info("started pid=%d inboxes=%d", os.getpid(), len(self._wakes))
            while not self._stop.wait(1):
                pass
            bell.stop()
            self._join()
            self._around.close()
            log.info("stopped")
        return 1 if self._crashed else 0

    def stop(self) -> None:
        """From any thread: ends ``run`` as soon as each thread has finished what it holds."""
        self._stop.set()
        for event in (self._kept, self._queued, self._due, *self._wakes):
            event.set()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        del frame
        log.info("signal=%d", number)
        self.stop()

    def _start(self) -> None:
        for source, wake in zip(sources(self._config), self._wakes, strict=True):
            self._thread(f"inbox-{source.secretariats[0]}-{source.number}", partial(self._take_in, source, wake))
        self._thread("pipeline", self._handle)
        # Outlives a full disk: it knows what it sent and could not note yet.
        delivery = Delivery(smtp_account(self._config.smtp), self._clock.now)
        self._thread("delivery", lambda: self._deliver(delivery))
        self._thread("timed", self._ring)

    def _thread(self, name: str, body: Callable[[], None]) -> None:
        thread = threading.Thread(target=self._guarded, args=(name, body), name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _guarded(self, name: str, body: Callable[[], None]) -> None:
        """Runs ``body`` again while the machine is in trouble; a bug ends the service, for a supervisor to restart."""
        told = -math.inf
        while not self._stop.is_set():
            try:
                body()
            except BaseException as error:  # noqa: BLE001  # nobody is above a thread to catch it
                if not is_the_machines(error):
                    self._give_up(name, error)
                    return
                if time.monotonic() - told > TOLD_AGAIN:
                    log.error("trouble thread=%s error=%s: %s", name, type(error).__name__, error)  # noqa: TRY400
                    told = time.monotonic()
                self._stop.wait(FULL_DISK_PAUSE)

    def _give_up(self, name: str, error: BaseException) -> None:
        """The error's own text could hold contents: its type and place are logged, the rest with DEBUG only."""
        details = error if self._config.service.log_level == "DEBUG" else None
        log.critical("thread=%s error=%s at=%s", name, type(error).__name__, innermost(error), exc_info=details)
        self._crashed = True
        self.stop()

    def _join(self) -> None:
        end = time.monotonic() + STOP_SECONDS
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))

    def _store(self) -> Store:
        return Store(self._config.database, create=True)

    # -- the threads -------------------------------------------------------------------------------------

    def _take_in(self, source: Source, wake: threading.Event) -> None:
        with self._store() as store:
            intake = Intake(self._config, source, store, self._clock.now)
            try:
                intake.forever(self._stop, wake, self._kept.set)
            finally:
                intake.mailbox.close()

    def _handle(self) -> None:
        with self._store() as store:
            pipeline = Pipeline(self._around, store, self._clock.now)
            self._around.templates.warm()
            while not self._stop.is_set():
                self._kept.clear()
                handled = 0
                for _ in pipeline.drain(self._stop.is_set):
                    handled += 1
                    self._queued.set()
                if handled:
                    self._queued.set()  # letters that waited for their pictures
                    for wake in self._wakes:
                        wake.set()
                # A message that failed waits for its next try in the database: look again now and then.
                self._kept.wait(self._config.service.poll_seconds)

    def _deliver(self, delivery: Delivery) -> None:
        with self._store() as store, delivery:
            while not self._stop.is_set():
                self._queued.clear()
                delivery.deliver_due(store, self._stop)
                self._queued.wait(5)

    def _ring(self) -> None:
        with self._store() as store:
            timed = Timed(self._around, store, self._clock.now)
            while not self._stop.is_set():
                self._due.clear()
                if timed.ring():
                    self._queued.set()
                self._write_status(store)
                self._due.wait()

    def _write_status(self, store: Store) -> None:
        """Nobody's mail waits because a monitor's file can't be written: the monitor sees that it grows old."""
        if self._config.service.status_file is None:
            return
        try:
            write_status(self._config, store, self._clock.now(), self._around.summary_words.inbox_errors)
        except OSError as error:
            if not self._told_of_status_file:
                log.error("status_file=%s error=%s", self._config.service.status_file, error.strerror)  # noqa: TRY400
            self._told_of_status_file = True
