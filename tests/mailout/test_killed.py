"""A sender killed with SIGKILL again and again: nothing lost, a second copy only with the same Message-ID."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.mailout.smtp import LEASE, Delivery, SmtpAccount
from bot.store import Store
from tests.mailout.test_smtp import START, letter
from tests.servers.sink import Fault, SmtpSink

LETTERS, KILLS = 80, 12
SENDER = """
import sys, threading
from bot.clock import SystemClock
from bot.mailout.smtp import Delivery, SmtpAccount
from bot.store import Store
account = SmtpAccount("127.0.0.1", int(sys.argv[2]), security="none", auth="none", rate_per_minute=100_000)
print("ready", flush=True)
with Store(sys.argv[1]) as store, Delivery(account, SystemClock().now) as delivery:
    delivery.deliver_due(store, threading.Event())
"""


@pytest.mark.slow
def test_killed_at_any_moment(tmp_path: Path) -> None:
    rng = random.Random(7)
    path = tmp_path / "test.sqlite"
    with SmtpSink(faults=(Fault("content", stall=0.01, keep=True),)) as sink, Store(path, create=True) as store:
        for _ in range(LETTERS):
            assert store.queue(letter("a@x.example", "b@x.example"), START)
        for _ in range(KILLS):
            sender = subprocess.Popen([sys.executable, "-c", SENDER, str(path), str(sink.port)], stdout=subprocess.PIPE)
            assert sender.stdout is not None
            sender.stdout.readline()
            time.sleep(rng.uniform(0.1, 0.4))
            os.kill(sender.pid, signal.SIGKILL)
            sender.wait()
        _finish(store, sink.port)
        copies = Counter(mail.content.split(b"\r\n")[0] for mail in sink.accepted)
        twice = sum(number > 1 for number in copies.values())
        assert {row.state for row in store.outbox()} == {"sent"}
        assert len(copies) == LETTERS
        assert max(copies.values()) <= 1 + KILLS
        assert twice <= KILLS


def _finish(store: Store, port: int) -> None:
    """As after the last restart, a little later: leases of the dead have run out, and the rest goes."""
    account = SmtpAccount("127.0.0.1", port, security="none", auth="none", rate_per_minute=100_000)
    end = time.monotonic() + 200
    with Delivery(account, lambda: SystemClock().now() + 2 * LEASE) as delivery:
        while store.next_due() is not None and time.monotonic() < end:
            delivery.deliver_due(store, threading.Event())
