"""``meetings import``: more meetings from a file, all of it or nothing, the same file twice once."""

from pathlib import Path

import pytest

from bot.cli import main
from tests.meetings.desk import Desk

HEAD = "meeting_id,network_id,start,end,venue,address,topic,mandatory_topic\n"
ONE = ',FYS-041,2026-05-12T17:00:00+02:00,2026-05-12T20:00:00+02:00,Klinik Holm,"Parkvej 4, 8123 Fjordby",Skulder,\n'
TWO = "M-9,FYS-041,2026-09-09T17:00:00+02:00,2026-09-09T20:00:00+02:00,Klinik Dam,,Knæ,1\n"


def run(at: Desk, text: str, *more: str, encoding: str = "utf-8") -> int:
    file = at.folder / "plan.csv"
    file.write_bytes(text.encode(encoding))
    return main(["meetings", "import", str(file), "--config", str(at.folder / "config.toml"), *more])


def held(at: Desk) -> list[tuple[str, str, str | None]]:
    return [(m.meeting_id, m.start.isoformat(), m.venue) for m in at.store.register().meetings]


def test_rows_become_meetings_and_the_same_file_again_changes_nothing(
    at: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(at, HEAD + ONE + TWO) == 0
    expected = [
        ("FYS-041-2026-05-12", "2026-05-12T17:00:00+02:00", "Klinik Holm"),
        ("M-9", "2026-09-09T17:00:00+02:00", "Klinik Dam"),
    ]
    assert held(at) == expected
    capsys.readouterr()
    assert run(at, HEAD + ONE + TWO) == 0
    assert "Intet er ændret" in capsys.readouterr().err
    assert held(at) == expected


def test_what_the_file_does_not_have_stays(at: Desk) -> None:
    run(at, HEAD + ONE)
    run(at, HEAD + TWO)
    assert [key for key, _, _ in held(at)] == ["FYS-041-2026-05-12", "M-9"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_excels_semicolons_and_mark_are_read(at: Desk, encoding: str) -> None:
    text = HEAD.replace(",", ";") + "M-1;FYS-041;2026-05-12T17:00:00+02:00;2026-05-12T20:00:00+02:00;Café Ø;;;\n"
    assert run(at, text, encoding=encoding) == 0
    assert held(at) == [("M-1", "2026-05-12T17:00:00+02:00", "Café Ø")]


def test_dry_run_only_shows(at: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(at, HEAD + ONE, "--dry-run") == 0
    assert "FYS-041-2026-05-12: ny" in capsys.readouterr().out
    assert held(at) == []


FAULTS = {
    "a network nobody knows": (HEAD + ONE + TWO.replace("FYS-041", "FYS-999"), "linje 3", "FYS-999"),
    "no offset": (HEAD + ONE.replace("+02:00,2026-05-12T20", ",2026-05-12T20"), "linje 2", "tidszone"),
    "the end before the start": (HEAD + ONE.replace("T20:", "T16:"), "linje 2", "ligger før"),
    "the same meeting twice": (HEAD + ONE + ONE, "linje 3", "linje 2"),
    "a column that nobody knows": (HEAD.replace("venue", "venus") + ONE, "linje 1", "mente du venue"),
    "a quote too few": (HEAD + ONE.replace('8123 Fjordby"', "8123 Fjordby"), "plan.csv", "anførselstegn"),
    "not UTF-8": (HEAD + ONE.replace("Klinik Holm", "Caf\udce9"), "linje 2", "UTF-8"),
}


@pytest.mark.parametrize(("text", "line", "why"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_by_its_line_and_nothing_is_imported(
    at: Desk, capsys: pytest.CaptureFixture[str], text: str, line: str, why: str
) -> None:
    file = at.folder / "plan.csv"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert main(["meetings", "import", str(file), "--config", str(at.folder / "config.toml")]) == 2
    told = capsys.readouterr().err
    assert line in told
    assert why in told
    assert held(at) == []


def test_no_such_file(at: Desk, tmp_path: Path) -> None:
    assert main(["meetings", "import", str(tmp_path / "nix.csv"), "--config", str(at.folder / "config.toml")]) == 2


def test_a_huge_file_is_not_read(at: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(at, HEAD + ONE * 60_000) == 2
    assert "større end" in capsys.readouterr().err


def test_who_is_invited_hears_of_a_meeting_that_the_file_moves(at: Desk) -> None:
    at.post("aase@fjordfys.example", "Vi mødes torsdag den 7. maj 2026 kl. 17-20 på Hotel Fjorden. Åse")
    meeting = at.meeting()
    moved = f"{meeting.meeting_id},FYS-041,2026-05-08T17:00:00+02:00,2026-05-08T20:00:00+02:00,Hotel Fjorden,,,\n"
    assert run(at, HEAD + moved) == 0
    assert [str(m["Subject"]) for m in at.tick() if "bo@holm" in str(m["To"])]
