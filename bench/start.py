"""What a command costs besides its work: ``--help``, a mistake in the configuration, one document, one mail.

Fresh interpreters in turn, by the processor time of all their processes; the middle one of each counts. A floor imports
what any program of this kind needs; reading has one more, which imports what it does import here and does nothing.
"""

import ctypes
import email
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from email.policy import default
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench.figures import Row
from bench.mails import mails, write_register

PROGRAM = (sys.executable, "-m", "bot")
BARE, READING, OURS = "floor", "floor of reading", "imports of reading"
FLOORS = {
    BARE: "import argparse, json, sqlite3, tomllib, email",
    READING: "import argparse, sqlite3, tomllib, pypdfium2",
    OURS: "from bot.cli import extract, told; from bot.documents.formats import child_nursery, sandbox; "
    "from bot.rulebook import words; child_nursery.load()",
}
SMTP = '[smtp]\nhost = "smtp.ekm.example"\nport = 587\n'
DATABASE, FILLED = "kvalitetsbot.sqlite", "filled.sqlite"
CONFIG = f"""
database = "{DATABASE}"
{SMTP}user = "bot"
password = "env:BENCH_PASSWORD"
[secretariat.EKM]
invoice_address = "faktura@ekm.example"
network_address = "netvaerk@ekm.example"
staff = ["sekretariat@ekm.example"]
"""
MISTAKE = f'database = "{DATABASE}"\n{SMTP.replace("host", "horst")}'
_PR_SET_CHILD_SUBREAPER = 36


class Case(NamedTuple):
    what: str
    words: tuple[str, ...]
    #: Exit statuses that it may have.
    statuses: tuple[int, ...]
    #: Each floor, and the most that the case may be of it.
    goals: dict[str, float | None]


def options(parser: ArgumentParser) -> None:
    parser.add_argument("--rounds", type=int, default=21)


def run(given: Namespace) -> Iterator[Row]:
    # What outlives its parent, as the process that children are forked from, is ours to wait for and to count.
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    with tempfile.TemporaryDirectory() as folder:
        cases = _cases(Path(folder))
        floors: dict[str, list[float]] = {name: [] for name in FLOORS}
        spent: dict[str, list[float]] = {case.what: [] for case in cases}
        for _ in range(given.rounds):
            for name, code in FLOORS.items():
                floors[name].append(_spent([sys.executable, "-c", code], (0,)))
            for case in cases:
                shutil.copyfile(Path(folder, FILLED), Path(folder, DATABASE))  # or the mail would be known
                spent[case.what].append(_spent([*PROGRAM, *case.words], case.statuses))
    for case in cases:
        for name, goal in case.goals.items():
            yield Row(case.what, median(spent[case.what]), median(floors[name]), goal, note=f"against the {name}")


def _cases(folder: Path) -> list[Case]:
    config, wrong = folder / "config.toml", folder / "wrong.toml"
    config.write_text(CONFIG, "utf-8")
    wrong.write_text(MISTAKE, "utf-8")
    write_register(folder / "register")
    raw = next(mails(1)).raw
    (folder / "mail.eml").write_bytes(raw)
    attached = next(email.message_from_bytes(raw, policy=default).iter_attachments())
    (folder / "faktura.pdf").write_bytes(attached.get_content())
    subprocess.run(
        [*PROGRAM, "register", "import", str(folder / "register"), "--config", str(config)],
        check=True, capture_output=True,
    )  # fmt: skip
    (folder / DATABASE).rename(folder / FILLED)
    taken = ("process", str(folder / "mail.eml"), "--config", str(config))
    return [
        Case("--help", ("--help",), (0,), {BARE: 2.5}),
        Case("status, a wrong key", ("status", "--config", str(wrong)), (2,), {BARE: 2.5}),
        Case("run, a wrong key", ("run", "--config", str(wrong)), (2,), {BARE: 2.5}),
        Case("extract, one text PDF", ("extract", str(folder / "faktura.pdf")), (0,), {READING: 2.0, OURS: None}),
        Case("process, one mail with one", taken, (0, 1), {READING: None, OURS: None}),
    ]


def _spent(command: list[str], statuses: tuple[int, ...]) -> float:
    """Processor time in ms, until the last of its processes has ended."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode in statuses, done.stderr.decode()
    try:
        while os.wait():
            pass
    except ChildProcessError:
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
