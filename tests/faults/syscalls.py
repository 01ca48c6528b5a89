"""Faults at single system calls of ``kvalitetsbot run --once``, by strace's inject: killed there, or told an error.

    python -m tests.faults.syscalls kill --first 1 --last 400 [--stride 1]
    python -m tests.faults.syscalls error --call pwrite64 --error ENOSPC [--lasting]
    python -m tests.faults.syscalls service --call pwrite64 --error ENOSPC

A calm run is traced first, so that ``kill`` goes through the sync, write and send calls in the order in which they
really come: number 17 is the seventeenth of them all. Each fault meets an installation of its own, which is then
started again without the fault and compared.
"""

import argparse
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.harness import (
    SERVICE,
    Ambiguous,
    Delivered,
    Outcome,
    compare,
    end_leases,
    is_quiet,
    mixture,
    until,
    verdicts,
)
from tests.servers.dovecot import Dovecot
from tests.servers.fixtures import PASSWORD, Box
from tests.servers.sink import SmtpSink
from tests.service.live import Live

#: What makes something lasting or sends it: after any of them the world is another.
CALLS = (
    "fsync", "fdatasync", "pwrite64", "write", "writev", "sendto", "sendmsg", "rename", "unlink", "ftruncate", "mkdir",
)  # fmt: skip
_CALL = re.compile(r"^(\w+)\(", re.MULTILINE)
#: Seconds that a run may take under strace.
PATIENCE = 90.0


@dataclass(frozen=True)
class Ended:
    """``status``: of the run with the fault (negative: the signal that killed it). ``starts``: until it was quiet."""

    status: int
    starts: int
    after_final_dot: int
    outcome: Outcome
    log: str
    #: Mails that were judged otherwise than in a calm run: blamed for what the machine did.
    misjudged: list[str]
    #: Without descriptors Python cannot even load the module that would say it better than a traceback.
    speechless: bool

    @property
    def faults(self) -> list[str]:
        told = [*self.outcome.faults, *self.misjudged]
        if "Traceback" in self.log and not self.speechless:
            told.append("a traceback in place of a sentence: " + self.log.strip().splitlines()[-1])
        if self.status == 99:
            told.append("it hung")
        if self.status > 0 and not self.log.strip():
            told.append("it gave up without a word")
        return told


class Bench:
    """One Dovecot for a whole campaign, with a user and a folder for each case."""

    def __init__(self, cases: int, server: Dovecot) -> None:
        self._server, self._cases, self._used = server, cases, 0
        self._calm: Mapping[int, object] = {}

    @classmethod
    @contextmanager
    def open(cls, cases: int) -> "Iterator[Bench]":
        with Dovecot({f"bot{n}": PASSWORD for n in range(cases + 1)}) as server:
            yield cls(cases, server)

    @contextmanager
    def case(self) -> Iterator[tuple[Live, Delivered]]:
        with TemporaryDirectory(prefix="faults-") as folder, SmtpSink() as sink:
            live = Live(Path(folder), Box(self._server, f"bot{self._used}"), sink, service=SERVICE)
            self._used += 1
            delivered = Delivered(live.box, mixture())
            delivered.more(8)
            yield live, delivered

    def calls(self) -> list[str]:
        """Of a run in which nothing goes wrong: the names of its ``CALLS``, in order. What it decides is remembered."""
        with self.case() as (live, _):
            trace = live.folder / "trace"
            options = ["strace", "-o", str(trace), "-e", "trace=" + ",".join(CALLS), "-e", "signal=none"]
            assert live.process("run", "--once", under=options).wait(PATIENCE) == 0, live.log()
            self._calm = verdicts(live)
            return _CALL.findall(trace.read_text(errors="replace"))

    def run(self, inject: str, *, follow: bool = False) -> Ended:
        """``inject``: strace's word for the fault; ``follow``: in the reading child as well."""
        call = inject.partition(":")[0]
        with self.case() as (live, delivered):
            options = ["strace", *(["-f"] if follow else []), "-o", "/dev/null", "-e", f"trace={call}",
                       "-e", f"inject={inject}", "-e", "signal=none"]  # fmt: skip
            process = live.process("run", "--once", under=options)
            try:
                status = process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                status = 99
            ambiguous = Ambiguous()
            ambiguous.look(live)
            starts = _until_quiet(live)
            return Ended(
                status, starts, ambiguous.kills, compare(live, delivered, ambiguous), live.log(),
                self._misjudged(live), call == "openat",
            )  # fmt: skip

    def serve(self, inject: str) -> Ended:
        """The service, in all its threads, which must come through by itself; ``starts`` is 1."""
        with self.case() as (live, delivered):
            options = ["strace", "-f", "-o", "/dev/null", "-e", f"trace={inject.partition(':')[0]}",
                       "-e", f"inject={inject}", "-e", "signal=none"]  # fmt: skip
            process = live.process("run", under=options)
            until(lambda: is_quiet(live, delivered), 2 * PATIENCE)
            os.killpg(process.pid, signal.SIGTERM)
            status = process.wait(20)
            return Ended(status, 1, 0, compare(live, delivered), live.log(), self._misjudged(live), speechless=False)

    def _misjudged(self, live: Live) -> list[str]:
        found = verdicts(live)
        return [
            f"mail {n}: {found.get(n)}, in a calm run {was}" for n, was in self._calm.items() if found.get(n) != was
        ]


def _until_quiet(live: Live, at_most: int = 5) -> int:
    """How many starts it took until a run left nothing waiting."""
    for start in range(1, at_most + 1):
        end_leases(live)
        if live.once() == 0:
            return start
    return at_most + 1


def kills(calls: list[str], first: int, last: int, stride: int) -> Iterator[tuple[int, str]]:
    """(number of the call in its run, strace's word for a kill there)."""
    seen: Counter[str] = Counter()
    for number, call in enumerate(calls[:last], 1):
        seen[call] += 1
        if number >= first and (number - first) % stride == 0:
            yield number, f"{call}:signal=KILL:when={seen[call]}"


def errors(call: str, error: str, first: int, last: int, stride: int, *, lasting: bool) -> Iterator[tuple[int, str]]:
    """(number, strace's word): the n-th call fails, ``lasting``: and every later one."""
    for number in range(first, last + 1, stride):
        yield number, f"{call}:error={error}:when={number}{'+' if lasting else ''}"


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("what", choices=("kill", "error", "service", "list"))
    arguments.add_argument("--first", type=int, default=1)
    arguments.add_argument("--last", type=int, default=400)
    arguments.add_argument("--stride", type=int, default=1)
    arguments.add_argument("--call", default="pwrite64")
    arguments.add_argument("--error", default="ENOSPC")
    arguments.add_argument("--lasting", action="store_true")
    arguments.add_argument("--follow", action="store_true", help="in the reading child as well")
    given = arguments.parse_args()
    with Bench.open(given.last + 2) as bench:
        calls = bench.calls()
        print(f"a calm run makes {len(calls)} calls: {dict(Counter(calls))}", flush=True)
        if given.what == "list":
            return 0
        if given.what == "service":
            ended = bench.serve(f"{given.call}:error={given.error}:when=30")
            print(f"service, the 30th {given.call} of each thread fails: status {ended.status}, {ended.outcome}")
            return 1 if ended.faults else 0
        span = (given.first, given.last, given.stride)
        cases = kills(calls, *span) if given.what == "kill" else errors(
            given.call, given.error, *span, lasting=given.lasting)  # fmt: skip
        return _campaign(bench, list(cases), follow=given.follow)


def _campaign(bench: Bench, cases: list[tuple[int, str]], *, follow: bool) -> int:
    bad = dots = twice = met = 0
    statuses: Counter[int] = Counter()
    for number, inject in cases:
        ended = bench.run(inject, follow=follow)
        statuses[ended.status] += 1
        met += ended.status != 0
        dots += bool(ended.after_final_dot)
        twice += ended.outcome.twice_explained
        if ended.faults:
            bad += 1
            print(f"{number} {inject}: status {ended.status}, {ended.outcome}", *ended.faults[-2:], flush=True)
    print(
        f"{len(cases)} faults injected, {met} of them ended the run early (status: {dict(statuses)}), "
        f"{dots} after a final dot, {twice} letters twice (same Message-ID); {bad} with something wrong"
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
