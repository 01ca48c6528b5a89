"""Files made to hurt: how long each takes to end, what its child takes, and how soon the next good file is read.

    python -m bench.hostile [--seconds WALL] [--memory MB]

The files are those of ``tests/documents/formats/test_hostile.py``. Goals: each ends within the wall limit and a second,
its child within the memory limit, and the next good file is read within 300 ms of the verdict: by the other child, as
in the service. The last column is the first one's next, a new child's where that was lost.
"""

import argparse
import threading
import time
from pathlib import Path

from bench.figures import load, machine
from bot.documents import Limits
from bot.documents.formats.sandbox import Reader
from tests.documents.formats.test_hostile import GOOD, HOSTILE


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
    print("| file | bytes | ends as | s | child, MB | next good file, ms | by a new child, ms |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    missed = []
    limits = Limits(seconds=given.seconds, memory=given.memory << 20)
    with Reader(limits) as reader, Reader(limits) as second:  # two children; each hostile file goes to the first
        second.read(GOOD, "warm.pdf")
        for name, (make, _) in HOSTILE.items():
            content = make()
            reader.isolation()
            child = reader.lanes[0].child
            assert child is not None
            watch = Watch(child.pid)
            began = time.perf_counter()
            document = reader.read(content, "x.html" if name.startswith("HTML") else "x")
            took = time.perf_counter() - began
            began = time.perf_counter()
            assert second.read(GOOD, "next.pdf").unreadable is None
            after = 1000 * (time.perf_counter() - began)
            assert reader.read(GOOD, "next.pdf").unreadable is None
            anew = 1000 * (time.perf_counter() - began) - after
            peak = watch.stop()
            figures = (f"{took:.1f}", f"{peak:.0f}", f"{after:.0f}", f"{anew:.0f}")
            row = (name, f"{len(content):,}", document.unreadable or "read", *figures)
            print(f"| {' | '.join(row)} |")
            if took > given.seconds + 1 or peak > given.memory or after > 300:
                missed.append(name)
    print(f"load {load()}; beyond a goal: {', '.join(missed) or 'none'}")


if __name__ == "__main__":
    main()
