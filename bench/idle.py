"""From the server's word that there is mail (IDLE) to the letter handed to SMTP: ``kvalitetsbot run``, as it is used.

A bare client idles on an inbox of its own that gets the same mail at the same moment: when it hears of it, the
server's own delay is over (Dovecot takes half a second), and the clock starts. It stops when the SMTP server has the
whole letter.
Not on the same inbox: the service may have moved the mail before the other client is told that it was there.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from imapclient import IMAPClient

from bench.figures import Row
from bench.mails import INVOICES, Mail, mails, write_register
from bench.whole import CONFIG, PASSWORD
from tests.servers.dovecot import Dovecot, why_not
from tests.servers.embedded import Embedded
from tests.servers.sink import SmtpSink

GOAL = 300.0
USER, BARE = "bench", "bare"
SECONDS = 30.0


def options(parser: ArgumentParser) -> None:
    parser.add_argument("--mails", type=int, default=12)


def run(given: Namespace) -> Iterator[Row]:
    several = list(mails(given.mails))
    for name, server in (("Dovecot", Dovecot), ("the embedded server", Embedded)):
        if server is Dovecot and why_not() is not None:
            continue
        with server({USER: PASSWORD, BARE: PASSWORD}) as running, SmtpSink() as sink:
            taken = list(_each(running, sink, several))
        first, rest = taken[0], taken[1:]
        note = f"(at most {max(rest):.0f}; the first after the start {first:.0f})"
        yield Row(f"notification to letter, {name}", median(rest), goal=GOAL, note=note)


def _each(server: Dovecot | Embedded, sink: SmtpSink, several: list[Mail]) -> Iterator[float]:
    """Milliseconds of each mail, one after the other, each when the one before is done with."""
    with (
        tempfile.TemporaryDirectory() as folder,
        _service(Path(folder), server.port, sink.port) as log,
        IMAPClient("127.0.0.1", server.port, ssl=False, timeout=SECONDS) as client,
    ):
        client.login(BARE, PASSWORD)
        client.select_folder("INBOX")
        _until(lambda: "started" in log.read_text("utf-8"), log)
        time.sleep(1.0)
        for count, mail in enumerate(several, 1):
            client.idle()
            server.deliver(BARE, mail.raw, when=datetime.now(UTC))
            server.deliver(USER, mail.raw, when=datetime.now(UTC))
            while not any(b"EXISTS" in said for said in _said(client)):
                pass
            heard = time.perf_counter()
            _until(lambda c=count: len(sink.accepted) >= c, log)  # type: ignore[misc]
            yield 1000 * (time.perf_counter() - heard)
            client.idle_done()
            _until(lambda c=count: log.read_text("utf-8").count("moved inbox") >= c, log)  # type: ignore[misc]
            time.sleep(0.3)


def _said(client: IMAPClient) -> list[tuple[bytes, ...]]:
    said: list[tuple[bytes, ...]] = client.idle_check(SECONDS)
    if not said:
        raise TimeoutError("the server said nothing")
    return said


class _service:  # noqa: N801 - used like a function: with _service(...) as log
    """The service as a process of its own, until the ``with`` ends."""

    def __init__(self, folder: Path, imap_port: int, smtp_port: int) -> None:
        text = CONFIG.format(port=imap_port, smtp_port=smtp_port, user=USER, invoices=INVOICES)
        (folder / "config.toml").write_text(text, encoding="utf-8")
        write_register(folder / "register")
        self._folder = folder

    def __enter__(self) -> Path:
        command = [sys.executable, "-m", "bot", "--config", str(self._folder / "config.toml")]
        environment = os.environ | {"BENCH_PASSWORD": PASSWORD}
        subprocess.run(
            [*command, "register", "import", str(self._folder / "register")],
            env=environment, check=True, capture_output=True,
        )  # fmt: skip
        log = self._folder / "log"
        self._process = subprocess.Popen([*command, "run"], env=environment, stderr=log.open("wb"))
        return log

    def __exit__(self, *_exc: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(15)


def _until(condition: Callable[[], object], log: Path) -> None:
    end = time.monotonic() + SECONDS
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(log.read_text("utf-8"))
        time.sleep(0.001)
