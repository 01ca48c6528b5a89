"""A whole installation for one test: configuration, register, inbox at a real server, SMTP sink."""

import io
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email import message_from_bytes
from functools import cache
from pathlib import Path

from bot.cli import main
from bot.clock import SystemClock
from bot.config import Config, load
from bot.demo.cast import write_register
from bot.model.zone import COPENHAGEN
from bot.service.once import run_once
from bot.service.surroundings import Surroundings
from bot.store import Store, register_csv
from tests.servers.fixtures import PASSWORD, Box
from tests.servers.sink import SmtpSink

INVOICES = "faktura@ekm.example"

CONFIG = """
database = "kvalitetsbot.sqlite"
[smtp]
host = "127.0.0.1"
port = {smtp_port}
security = "none"
auth = "none"
user = "{invoices}"
rate_per_minute = 60000
timeout = {timeout}
final_dot_timeout = {final_dot_timeout}
[secretariat.EKM]
invoice_address = "{invoices}"
network_address = "netvaerk@ekm.example"
staff = ["sekretariat@ekm.example"]
summary_to = ["sekretariat@ekm.example"]
authserv_id = "mx.ekm.example"
[[secretariat.EKM.inbox]]
host = "127.0.0.1"
port = {imap_port}
security = "none"
user = "{user}"
password = "env:LIVE_PASSWORD"
timeout = {timeout}
[service]
poll_seconds = 1
{service}
"""


@dataclass
class Live:
    """``imap_port`` and ``smtp_port`` may be those of proxies in front of the servers."""

    folder: Path
    box: Box
    sink: SmtpSink
    imap_port: int = 0
    smtp_port: int = 0
    timeout: int = 20
    final_dot_timeout: int = 600
    service: str = ""
    invoices: str = INVOICES
    config_file: Path = field(init=False)

    def __post_init__(self) -> None:
        os.environ["LIVE_PASSWORD"] = PASSWORD
        self.config_file = self.folder / "config.toml"
        self.write_config()
        write_register(self.folder / "register", today())
        with Store(self.config.database, create=True) as store:
            register_csv.apply(store, register_csv.read(self.folder / "register"), SystemClock().now())

    def write_config(self) -> None:
        text = CONFIG.format(
            smtp_port=self.smtp_port or self.sink.port, imap_port=self.imap_port or self.box.account().port,
            user=self.box.user, invoices=self.invoices, timeout=self.timeout,
            final_dot_timeout=self.final_dot_timeout, service=self.service,
        )  # fmt: skip
        self.config_file.write_text(text, encoding="utf-8")

    @property
    def config(self) -> Config:
        return load(self.config_file)

    @property
    def boxes(self) -> Sequence[tuple[Box, str]]:
        """Every inbox, with the database's key of it."""
        return [(self.box, self.config.secretariat["EKM"].inbox[0].key)]

    def store(self) -> Store:
        return Store(self.config.database)

    def once(self, around: Surroundings | None = None) -> int:
        """``around``: to save the time that the reading child takes to start."""
        return run_once(self.config, SystemClock(), around)

    def process(self, *words: str, under: Sequence[str] = ()) -> "subprocess.Popen[bytes]":
        """``kvalitetsbot run``, as a process of its own with its own process group; ``under``: a tracer's command."""
        command = [*under, sys.executable, "-m", "bot", *(words or ("run",)), "--config", str(self.config_file)]
        with (self.folder / "service.log").open("ab") as log:
            return subprocess.Popen(command, stderr=log, stdout=log, start_new_session=True)

    def log(self) -> str:
        """What it wrote, of all its processes."""
        return (self.folder / "service.log").read_text(encoding="utf-8", errors="replace")

    # -- what came of it ----------------------------------------------------------------------------------------------

    def answers(self) -> "Counter[tuple[str, str]]":
        """How often each (recipient, Message-ID) was accepted by the sink, of answers and notices."""
        count: Counter[tuple[str, str]] = Counter()
        for accepted in self.sink.accepted:
            letter_id = str(message_from_bytes(accepted.content)["Message-ID"])
            count.update((recipient, letter_id) for recipient in accepted.rcpt_tos)
        return count

    def letters_of(self, message_id: str) -> list[str]:
        """The Message-IDs of the letters that answer it, each counted once."""
        found = {
            str(mail["Message-ID"])
            for a in self.sink.accepted
            if (mail := message_from_bytes(a.content))["In-Reply-To"] == message_id
        }
        return sorted(found)

    def folders(self) -> dict[str, int]:
        """How many mails lie in each folder of the inbox's account."""
        with self.box.open() as mailbox:
            names = mailbox.folders()
        return {name: len(self.box.contents(name)) for name in names if self.box.contents(name)}


def said(live: Live, *words: str) -> tuple[int, str]:
    """(exit status, all that it printed) of a command, in this process."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        status = main([*words, "--config", str(live.config_file)])
    return status, out.getvalue()


@cache
def today() -> date:
    """The day in Copenhagen on which this process of the tests began: mails and register agree also past midnight."""
    return datetime.now(COPENHAGEN).date()


def day_report(live: Live, *more: str) -> str:
    """The daily report of ``today()``, and of the day after: the mail may have come past midnight."""
    days = (today(), today() + timedelta(days=1))
    return "\n".join(said(live, "report", "daily", "--date", str(day), *more)[1] for day in days)


def until(condition: Callable[[], bool], seconds: float = 200) -> bool:
    """Waits for it; False where the time ran out. Long enough for a slow and busy machine: it is no measurement."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


def kill(process: "subprocess.Popen[bytes]") -> None:
    """SIGKILL to the process and all its children: a power cut."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=60)
