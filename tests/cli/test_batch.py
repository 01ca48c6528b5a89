"""Many files in one call: in order, and taken up again where a call was stopped."""

import json
import subprocess
import sys
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.cli.arguments import moment
from bot.cli.batch import AHEAD, ahead
from bot.cli.common import store_of
from bot.config import load
from bot.demo.cast import mails
from bot.mailin.delivery import delivered_to
from bot.service.surroundings import secretariat_of
from bot.store import Incoming
from tests.cli.test_commands import CONFIG, DAY, NOW
from tests.documents.formats.made import drawn
from tests.documents.test_answering import INVOICE

ROOT = Path(__file__).parent.parent.parent


def test_begun_ahead_and_told_in_order() -> None:
    begun: list[int] = []

    def begin(number: int) -> int:
        begun.append(number)
        return number

    told = []
    for number in ahead(range(20), begin):
        assert len(begun) - number <= AHEAD + 1
        told.append(number)
    assert told == list(range(20))


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KVALITETSBOT_CONFIG", raising=False)
    names = [f"{n}.pdf" for n in range(5)]
    for number, name in enumerate(names):
        (tmp_path / name).write_bytes(drawn(*INVOICE, (50, 400, f"Kunde {number}")))
    return names


def told(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_extract_takes_up_where_it_was_stopped(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    out = Path("out.jsonl")
    assert main(["extract", *files, "--into", "whole.jsonl"]) == 0
    assert main(["extract", *files[:2], "--into", "out.jsonl"]) == 0
    whole = out.read_bytes()
    out.write_bytes(whole[:-30])  # the machine stopped in the middle of a line
    assert main(["extract", *files, "--into", "out.jsonl"]) == 0
    assert [row["source"] for row in told(out)] == files
    assert told(out) == told(Path("whole.jsonl"))
    assert main(["extract", *files, "--into", "out.jsonl"]) == 0
    assert told(out) == told(Path("whole.jsonl"))
    assert capsys.readouterr().out == ""


def test_extract_adds_to_nothing_of_somebody_elses(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    Path("notes.txt").write_text("købes: mælk\n", "utf-8")
    assert main(["extract", *files, "--into", "notes.txt"]) == 2
    assert Path("notes.txt").read_text("utf-8") == "købes: mælk\n"
    assert "notes.txt" in capsys.readouterr().err


def test_process_takes_up_what_was_kept_and_not_handled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As when the machine stopped between the two; the whole call then ends as if it had not."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    raws = [mail.raw for mail in islice(mails(DAY), 3)]
    for number, raw in enumerate(raws):
        (tmp_path / f"{number}.eml").write_bytes(raw)
    config = load(tmp_path / "config.toml")
    with store_of(config, create=True) as store:
        mailbox, secretariat = secretariat_of(config, tuple(delivered_to(raws[1])))
        store.keep("disk", 0, [Incoming(None, raws[1], moment(NOW), mailbox, secretariat)], moment(NOW))
    capsys.readouterr()
    main(["process", "0.eml", "1.eml", "2.eml", "0.eml", "--now", NOW, "--json"])
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["source"] for row in rows] == ["0.eml", "1.eml", "2.eml", "0.eml"]
    assert all(row["kind"] == "invoice" for row in rows)
    assert rows[3]["state"] == "handled"


def test_a_file_that_no_child_could_read_is_told_of_too(tmp_path: Path) -> None:
    """As a program of its own: its children are forked from a copy of it."""
    large, small = tmp_path / "stor.pdf", tmp_path / "lille.txt"
    large.write_bytes(b"%PDF-1.7" + bytes(25_000_000))
    small.write_text("Faktura 1042", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "bot", "extract", str(large), str(small), "--json"],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(Path(one["source"]).name, one.get("unreadable")) for one in told] == [
        ("stor.pdf", "too_large"),
        ("lille.txt", None),
    ]
    assert done.returncode == 1
    assert not done.stderr
