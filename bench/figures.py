"""What a part says: rows of a figure, its floor, their ratio and the goal; and what is read off the machine."""

import os
import platform
import resource
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """``value`` and ``floor`` in ``unit``; a row without a floor is told for itself. ``goal``: the most that it may be:
    of the ratio where there is a floor, else of the value.
    """

    what: str
    value: float
    floor: float | None = None
    goal: float | None = None
    unit: str = "ms"
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return None if self.floor is None else self.value / self.floor

    @property
    def reached(self) -> bool | None:
        if self.goal is None:
            return None
        return (self.value if self.ratio is None else self.ratio) <= self.goal

    def __str__(self) -> str:
        told = f"{self.what:<46} {self.value:9.2f} {self.unit:<6}"
        if self.ratio is not None:
            told += f" floor {self.floor:8.2f}  × {self.ratio:5.2f}"
        if self.goal is not None:
            told += f"  goal ≤ {self.goal:g}{'' if self.reached else '  NOT REACHED'}"
        return f"{told}  {self.note}".rstrip()


def machine() -> Iterator[str]:
    """The lines without which a figure says nothing."""
    info = Path("/proc/cpuinfo")
    models = [line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name")]
    yield f"{date.today()}  Python {platform.python_version()}  {platform.platform()}"
    yield f"{os.cpu_count()} processors ({models[0] if models else platform.machine()}), load {load()}"


def load() -> str:
    """Of the last one, five and fifteen minutes, by everybody on the machine."""
    return " ".join(f"{value:.1f}" for value in os.getloadavg())


def peak_mb(pid: int | str = "self") -> float:
    """The most memory that the process has held (VmHWM of proc(5)), in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


def children(pid: int | str = "self") -> list[int]:
    """Process ids of a process's children and theirs (proc(5))."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    own = [int(child) for task in tasks for child in task.read_text().split()]
    return [*own, *(one for child in own for one in children(child))]


def processor_ms() -> float:
    """What this process has used so far, its threads together."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return 1000 * (used.ru_utime + used.ru_stime)


def processor_ms_of(pid: int) -> float:
    """What another process has used so far (proc(5), fields 14 and 15 of stat)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
