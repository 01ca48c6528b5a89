"""Files made to hurt: how long each takes to end, what its child takes, and how soon the next good file is read.

    python -m bench.hostile [--seconds WALL] [--memory MB]

The files are those of ``tests/documents/formats/test_hostile.py``. Goals: each ends within the wall limit and a second,
its child within the memory limit, and the next good file is read within 300 ms of the verdict: by the other child, as
in the service. The last column is the first one's next, a new child's where that was lost. A page that makes no sense
as text is then looked at by the child that reads pictures, which has a wall limit of its own (here the same) and is
told apart.
"""

import argparse
import threading
import time
from pathlib import Path

from bench.figures import load, machine
from bot.documents.formats.sandbox import Reader
from bot.documents.job import Job
from bot.documents.limits import Limits
from tests.documents.formats.test_hostile import GOOD, HOSTILE

#: Seconds in which the child that reads pictures has its engines loaded; its wall limit begins after that.
STARTS = 20.0


class Watch(threading.Thread):
    """The most memory that a process holds (VmHWM of proc(5)), in MB, seen every few milliseconds until it is gone."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._status, self.peak, self._done = Path(f"/proc/{pid}/status"), 0.0, threading.Event()
        self.start()

    def run(self) -> None:
        while not self._done.wait(0.005):
            try:
                for line in self._status.read_text().splitlines():
                    if line.startswith("VmHWM"):
                        self.peak = max(self.peak, int(line.split()[1]) / 1024)
            except OSError:
                return

    def stop(self) -> float:
        self._done.set()
        self.join()
        return self.peak


def main() -> None:
    arguments = argparse.ArgumentParser(description="What hostile files cost.")
    arguments.add_argument("--seconds", type=float, default=10.0)
    arguments.add_argument("--memory", type=int, default=1024, help="MB of address space")
    given = arguments.parse_args()
    print(*machine(), sep="\n")
    print(f"limits: {given.seconds:g} s, {given.memory} MB")
    print("| file | bytes | ends as | s | as pictures, s | child, MB | next good file, ms | by a new child, ms |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    missed = []
    limits = Limits(seconds=given.seconds, memory=given.memory << 20)
    pictures = limits.pictures(seconds=given.seconds)
    # Two children; each hostile file goes to the first.
    with Reader(limits, pictures=pictures) as reader, Reader(limits) as second:
        second.read(GOOD, "warm.pdf")
        for name, (make, _) in HOSTILE.items():
            content = make()
            reader.isolation()
            child = reader.lanes[0].child
            assert child is not None
            watch = Watch(child.pid)
            job = Job(content, "x.html" if name.startswith("HTML") else "x", look="always", words=True)
            began = time.perf_counter()
            ticket = reader.submit(job)
            if ticket.lane is not None:
                ticket.lane.wait_for(ticket)
            took = time.perf_counter() - began
            document = reader.result(ticket).document
            looked = time.perf_counter() - began - took
            began = time.perf_counter()
            assert second.read(GOOD, "next.pdf").unreadable is None
            after = 1000 * (time.perf_counter() - began)
            assert reader.read(GOOD, "next.pdf").unreadable is None
            anew = 1000 * (time.perf_counter() - began) - after
            peak = watch.stop()
            seen = f"{looked:.1f}" if looked > 0.1 else ""
            figures = (f"{took:.1f}", seen, f"{peak:.0f}", f"{after:.0f}", f"{anew:.0f}")
            row = (name, f"{len(content):,}", document.unreadable or "read", *figures)
            print(f"| {' | '.join(row)} |")
            if max(took, looked - STARTS) > given.seconds + 1 or peak > given.memory or after > 300:
                missed.append(name)
    print(f"load {load()}; beyond a goal: {', '.join(missed) or 'none'}")


if __name__ == "__main__":
    main()
