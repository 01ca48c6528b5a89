"""★ What has been kept long enough goes: once a day, and only where the data controller has confirmed the periods."""

import logging
from datetime import date, datetime

from bot.model.decision import MessageKind
from bot.model.privacy import PrivacyRules
from bot.store import Store

log = logging.getLogger("kvalitetsbot.retention")

#: Mails of one unit: the file is not held up for other writers.
AT_ONCE = 100
#: Where the store remembers on which day it was done.
DONE_KEY = "forgotten_on"


def expired(rules: PrivacyRules, store: Store, today: date) -> dict[MessageKind, int]:
    """How many originals of each kind have been kept long enough, whoever has confirmed what."""
    return {kind: n for kind, before in rules.expiring(today) if (n := store.expired(kind, before))}


def forget_daily(rules: PrivacyRules, store: Store, today: date, now: datetime) -> int:
    """Deletes what is due on this Danish day, the first time it is asked for. Returns how many."""
    if not rules.confirmed or store.meta(DONE_KEY) == today.isoformat():
        return 0
    forgotten = forget(rules, store, today, now)
    store.set_meta(DONE_KEY, today.isoformat())
    return forgotten


def forget(rules: PrivacyRules, store: Store, today: date, now: datetime) -> int:
    """Deletes what is due on that Danish day, in units of ``AT_ONCE``. Returns how many originals."""
    forgotten = 0
    for kind, before in rules.expiring(today):
        while done := store.forget(kind, before, now, AT_ONCE):
            forgotten += done
    if forgotten:
        log.info("forgotten originals=%d", forgotten)
    return forgotten
