"""What a command costs before it does anything: ``--help`` and a mistake in the configuration, against bare imports.

Fresh interpreters in turn; the middle one of each counts. The floor imports what any program of this kind needs.
"""

import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.figures import Row

GOAL = 2.5
FLOOR = [sys.executable, "-c", "import argparse, json, sqlite3, tomllib, email"]
MISTAKE = 'database = "kvalitetsbot.sqlite"\n[smtp]\nhorst = "smtp.ekm.example"\n'


def options(parser: ArgumentParser) -> None:
    parser.add_argument("--rounds", type=int, default=21)


def run(given: Namespace) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.toml"
        config.write_text(MISTAKE, encoding="utf-8")
        program = [sys.executable, "-m", "bot"]
        commands = {
            "floor": (FLOOR, 0),
            "kvalitetsbot --help": ([*program, "--help"], 0),
            "kvalitetsbot status, a wrong key": ([*program, "status", "--config", str(config)], 2),
            "kvalitetsbot run, a wrong key": ([*program, "run", "--config", str(config)], 2),
        }
        spent: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(given.rounds):
            for name, (command, status) in commands.items():
                spent[name].append(_timed(command, status))
    floor = median(spent.pop("floor"))
    for name, times in spent.items():
        yield Row(name, median(times), floor, GOAL)


def _timed(command: list[str], status: int) -> float:
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False)
    spent = 1000 * (time.perf_counter() - began)
    assert done.returncode == status, done.stderr.decode()
    return spent
