"""Children forked from a copy of a command hold, know and may do no more than those of an interpreter of their own.

Each case is a program of its own: what is split off is the whole process.
"""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

#: Long enough to be no small object of Python's, which others soon lie over.
SECRET = "hemmelig-7f3a" + "x" * 600

#: Splits off where it is told to, and tells of the child by which a document was read.
PROGRAM = """
import json, os, signal, sys, threading, time
from pathlib import Path
from bot.documents.formats.sandbox import Reader
from bot.documents.formats.sandbox_nursery import split_off

def stat(pid):
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()

def remembered(pid):
    # How often the secret stands in the memory of the process (proc(5)).
    found = 0
    secret = os.environb[b"SMTP_PASSWORD"]
    with open(f"/proc/{pid}/mem", "rb") as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            begin, end = (int(number, 16) for number in line.split()[0].split("-"))
            if line.split()[1].startswith("r") and "[v" not in line:
                memory.seek(begin)
                found += memory.read(end - begin).count(secret)
    return found

open_file = open("/etc/hostname")
before = set(sys.modules)
how = sys.argv[1]
if how == "thread":
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
if how != "spawned":
    split_off()
loaded = "bot.documents.formats.child" in sys.modules
with Reader() as reader:
    told = reader.isolation()
    if how == "killed":
        first = reader.lanes[0].child.pid
        os.kill(int(stat(first)[1]), signal.SIGKILL)
        while reader.lanes[0].child.pid == first:  # it may still read a few before the system ends it
            reader.read(b"tekst", "a.txt")
    child = reader.lanes[0].child.pid
    folder, origin = Path(f"/proc/{child}"), int(stat(child)[1])
    seen = {
        "isolation": dict(told),
        "held": sorted(one.name for one in (folder / "fd").iterdir()),
        "targets": sorted({os.readlink(one).partition(":")[0] for one in (folder / "fd").iterdir()}),
        "folder": os.readlink(folder / "cwd"),
        "remembered": remembered(child) if os.geteuid() == 0 else 0,  # else nobody may look
        "environment": (folder / "environ").read_bytes().decode(),
        "is_copy": (Path("/proc") / str(origin) / "cmdline").read_bytes() == Path("/proc/self/cmdline").read_bytes(),
        "own_session": os.getsid(origin) == origin,
        "loaded": loaded,
        "text": [w.text for w in reader.read("Faktura 1042".encode(), "a.txt").pages[0].words],
    }
print(json.dumps(seen))
"""


def told(how: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, how],
        env={**os.environ, "SMTP_PASSWORD": SECRET},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert not done.returncode, done.stderr
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen


@pytest.fixture(scope="module")
def spawned() -> dict[str, Any]:
    return told("spawned")


@pytest.fixture(scope="module")
def copied() -> dict[str, Any]:
    return told("copied")


def test_it_is_a_copy_and_nothing_is_imported_twice(spawned: dict[str, Any], copied: dict[str, Any]) -> None:
    assert (spawned["is_copy"], spawned["loaded"]) == (False, False)
    assert (copied["is_copy"], copied["loaded"]) == (True, True)


@pytest.mark.parametrize("what", ["isolation", "held", "targets", "folder", "own_session", "text"])
def test_its_children_are_as_those_of_an_interpreter_of_their_own(
    spawned: dict[str, Any], copied: dict[str, Any], what: str
) -> None:
    assert copied[what] == spawned[what]


def test_the_environment_is_wiped_out(copied: dict[str, Any]) -> None:
    assert SECRET not in copied["environment"]
    assert copied["remembered"] == 0


def test_a_process_with_threads_is_not_copied() -> None:
    assert not told("thread")["is_copy"]


def test_where_the_copy_is_gone_an_interpreter_takes_its_place(spawned: dict[str, Any]) -> None:
    after = told("killed")
    assert not after["is_copy"]
    assert after["text"] == spawned["text"]
