"""Connections cut, closed, stalled and dripped at any byte, in both directions, to the IMAP and the SMTP server.

    python -m tests.faults.wire --side imap --direction down --how cut --stride 7

A calm visit is measured first; then the fault strikes at every ``stride``-th byte of each direction, each time an
installation of its own. The next visits have no fault: after two of them everything must be as if nothing had been.
"""

import argparse
import itertools
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.service.surroundings import Surroundings
from tests.faults.harness import Ambiguous, Delivered, Outcome, compare, mixture
from tests.servers.dovecot import Dovecot
from tests.servers.fixtures import PASSWORD, Box
from tests.servers.proxy import Fault, Proxy
from tests.servers.sink import SmtpSink
from tests.service.live import Live

Side = Literal["imap", "smtp"]
Direction = Literal["up", "down"]
How = Literal["cut", "close", "stall", "drip"]
#: Seconds that the installations wait for a server.
TIMEOUT = 1
#: Mails in the inbox of each.
MAILS = 3
#: Visits without a fault that may pass until all is as it should be.
VISITS = 2


@dataclass(frozen=True)
class Suffered:
    """``struck``: whether the visit with the fault said so; ``seconds``: how long that one took."""

    struck: bool
    seconds: float
    ambiguous: int
    outcome: Outcome


class Line:
    """One Dovecot for many cases, each with a user, a sink and two proxies of its own."""

    def __init__(self, server: Dovecot) -> None:
        self._server = server
        self._users = (f"bot{n}" for n in itertools.count())
        self._around: Surroundings | None = None

    @classmethod
    @contextmanager
    def open(cls, cases: int) -> "Iterator[Line]":
        with Dovecot({f"bot{n}": PASSWORD for n in range(cases + 1)}) as server:
            line = cls(server)
            try:
                yield line
            finally:
                if line._around is not None:
                    line._around.close()

    def around(self, live: Live) -> Surroundings:
        """The same for all cases: their configurations differ in places only, and the reading child starts slowly."""
        if self._around is None:
            self._around = Surroundings(live.config)
        return self._around

    @contextmanager
    def case(self) -> Iterator[tuple[Live, Delivered, dict[str, Proxy]]]:
        box = Box(self._server, next(self._users))
        with (
            tempfile.TemporaryDirectory(prefix="faults-") as folder,
            SmtpSink() as sink,
            Proxy(box.account().port) as imap,
            Proxy(sink.port) as smtp,
        ):
            live = Live(
                Path(folder), box, sink, imap_port=imap.port, smtp_port=smtp.port, timeout=TIMEOUT,
                final_dot_timeout=TIMEOUT, service="answers_per_day = 100000",
            )  # fmt: skip
            delivered = Delivered(box, mixture())
            delivered.more(MAILS)
            yield live, delivered, {"imap": imap, "smtp": smtp}

    def octets(self) -> dict[tuple[Side, Direction], int]:
        """How many bytes go each way when nothing goes wrong."""
        with self.case() as (live, delivered, proxies):
            assert live.once(self.around(live)) == 0
            assert compare(live, delivered).faults == []
            imap, smtp = proxies["imap"], proxies["smtp"]
            return {("imap", "up"): imap.up, ("imap", "down"): imap.down,
                    ("smtp", "up"): smtp.up, ("smtp", "down"): smtp.down}  # fmt: skip

    def suffer(self, side: Side, fault: Fault) -> Suffered:
        with self.case() as (live, delivered, proxies):
            ambiguous = Ambiguous()
            proxies[side].fault = fault
            begun = time.monotonic()
            struck = live.once(self.around(live)) != 0
            seconds = time.monotonic() - begun
            proxies[side].fault = None
            proxies[side].cut()
            for _ in range(VISITS):
                ambiguous.look(live)
                with live.store() as store:
                    store.retry(None, store.last_beat() or store.messages()[0].received)
                if live.once(self.around(live)) == 0:
                    break
            return Suffered(struck, seconds, ambiguous.kills, compare(live, delivered, ambiguous))


def offsets(octets: int, first: int, stride: int) -> range:
    return range(first, octets + 1, stride)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--side", choices=("imap", "smtp"), required=True)
    arguments.add_argument("--direction", choices=("up", "down"), required=True)
    arguments.add_argument("--how", choices=("cut", "close", "stall", "drip"), default="cut")
    arguments.add_argument("--first", type=int, default=0)
    arguments.add_argument("--stride", type=int, default=1)
    given = arguments.parse_args()
    with Line.open(4000) as line:
        octets = line.octets()
        print(f"a calm visit: {octets}", flush=True)
        return _campaign(line, given.side, given.direction, given.how,
                         offsets(octets[given.side, given.direction], given.first, given.stride))  # fmt: skip


def _campaign(line: Line, side: Side, direction: Direction, how: How, places: range) -> int:
    bad = 0
    sums: Counter[str] = Counter()
    longest = 0.0
    for place in places:
        suffered = line.suffer(side, Fault(direction, place, how))
        sums.update(struck=int(suffered.struck), ambiguous=suffered.ambiguous, twice=suffered.outcome.twice_explained)
        longest = max(longest, suffered.seconds)
        if suffered.outcome.faults:
            bad += 1
            print(f"{side} {direction} {how} after {place}: {suffered.outcome}", flush=True)
    print(
        f"{side} {direction} {how}: {len(places)} places, {sums['struck']} visits said so, longest {longest:.1f} s, "
        f"{sums['ambiguous']} after a final dot, {sums['twice']} letters twice (same Message-ID); "
        f"{bad} with something wrong"
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
