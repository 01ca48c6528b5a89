"""★ ``run --once``: all that is due, one step after the other, in this thread."""

import logging
import threading
import time
from contextlib import closing

from bot.clock import Clock
from bot.config import Config
from bot.mailin.imap import ImapError
from bot.mailout.smtp import Delivery
from bot.model.errors import ConfigError
from bot.service.intake import UNREADABLE, Intake, error_code
from bot.service.lock import SingleInstance
from bot.service.memory import settle
from bot.service.outgoing import smtp_account
from bot.service.pipeline import Pipeline
from bot.service.sources import sources
from bot.service.surroundings import Surroundings
from bot.service.timed import Timed
from bot.service.trouble import is_the_machines
from bot.store import Store

log = logging.getLogger("kvalitetsbot.service")


def run_once(config: Config, clock: Clock, around: Surroundings | None = None) -> int:
    """Fetches, handles and delivers all there is, then stops. 0: nothing is left waiting; 1: something is; 2: the
    configuration keeps an inbox from being read.

    ``around``: to be used, and left open, where there is one already.
    """
    if around is None:
        with closing(Surroundings(config)) as own:
            settle()
            return run_once(config, clock, own)
    status = 0
    with SingleInstance(config.database), Store(config.database, create=True) as store:
        intakes = [Intake(config, source, store, clock.now) for source in sources(config)]
        for intake in intakes:
            try:
                intake.visit()
            except UNREADABLE as error:
                store.inbox_failed(intake.key, clock.now(), error_code(error))
                log.error("%s", error)  # noqa: TRY400  # its own sentence says what to do
                status = 2 if isinstance(error, ConfigError) else max(status, 1)
        for _ in Pipeline(around, store, clock.now).drain():
            pass
        Timed(around, store, clock.now).ring()
        with Delivery(smtp_account(config.smtp), clock.now) as delivery:
            _deliver_patiently(delivery, store)
        for intake in intakes:
            if intake.mailbox.is_open:
                status = max(status, _moved(intake))
        if store.counts().anything:
            status = max(status, 1)
    return status


def _deliver_patiently(delivery: Delivery, store: Store) -> None:
    """What was sent is noted even where the disk has a bad moment: else it would be sent again by the next start."""
    for pause in (0.2, 1.0, 5.0):
        try:
            delivery.deliver_due(store, threading.Event())
        except Exception as error:
            if not is_the_machines(error):
                raise
            log.error("trouble thread=delivery error=%s: %s", type(error).__name__, error)  # noqa: TRY400
            time.sleep(pause)
        else:
            return
    delivery.deliver_due(store, threading.Event())


def _moved(intake: Intake) -> int:
    try:
        intake.move_handled()
    except ImapError as error:
        log.error("%s", error)  # noqa: TRY400
        return 1
    finally:
        intake.mailbox.close()
    return 0
