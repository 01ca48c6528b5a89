"""Waiting for mail by IDLE (RFC 2177), so that a silently lost connection is noticed and a stop is seen at once."""

import threading
import time

from bot.mailin.imap.errors import ImapUnreachable
from bot.mailin.imap.session import Session

#: Servers may drop an IDLE after 30 minutes (RFC 2177 §3), and firewalls sooner, silently.
RENEWAL = 600.0
#: How soon a stop is seen, in seconds.
_STOP_SLICE = 0.04
#: Seconds that the answer to DONE is worth when all is to stop.
_LAST_WORD = 2.0


def idle(session: Session, seconds: float, stop: threading.Event, renewal: float) -> bool:
    """See ``Mailbox.idle``."""
    capable = session.can("IDLE")
    with session.talking() as client:
        client.wire.noop()  # in IDLE, some servers (pymap) tell only of what comes after its start
        if client.heard_of_new_mail():
            return True
    if not capable:
        stop.wait(seconds)
        return False
    end = time.monotonic() + seconds
    while not stop.is_set() and (left := end - time.monotonic()) > 0:
        if _idle_once(session, min(left, renewal), stop):
            return True
    return False


def _idle_once(session: Session, seconds: float, stop: threading.Event) -> bool:
    with session.talking() as client:
        tag = client.begin_idle()
        heard = client.was_told_of_mail()  # before the go-ahead
    end = time.monotonic() + seconds
    while not heard and not stop.is_set() and (left := end - time.monotonic()) > 0:
        if client.wire.readable(min(left, _STOP_SLICE)):
            with session.talking():
                client.idle_line()
                heard = client.was_told_of_mail()
    try:
        with session.talking():
            if stop.is_set():
                client.wire.allow(_LAST_WORD)
            client.end_idle(tag)
            return client.heard_of_new_mail()
    except ImapUnreachable:
        if stop.is_set():
            return False
        raise
