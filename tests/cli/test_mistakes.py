"""Every wrong call and every wrong file: one sentence on standard error, exit status 2, nothing done, no traceback."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main
from bot.data import data_path
from tests.cli.attacks import CONFIG, mail, pdf

SUMMARY = (data_path("rules") / "summary.toml").read_bytes()


def run(argv: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """(exit status, standard output, standard error)"""
    try:
        status = main(argv)
    except SystemExit as stop:  # argparse's way
        status = int(stop.code or 0)
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a configuration and a mail, and no database yet."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "mail.eml").write_bytes(mail(pdf()))
    return tmp_path


@pytest.mark.parametrize(
    "call",
    [
        "frobnicate",
        "status --config nowhere.toml",
        "status --config .",
        "extract",
        "extract nowhere.pdf",
        "process",
        "process nowhere.eml",
        "process /dev/zero",
        "process mail.eml --now yesterday",
        "process mail.eml --now 2026-13-45",
        "process mail.eml --now 0001-01-01T00:00+14:00",
        "process mail.eml --now 9999-12-31T23:59-12:00",
        "process mail.eml --letters config.toml",
        "report daily --date 31-12-2026",
        "report daily --date 9999-12-31",
        "messages list --since 0001-01-01",
        "invoices list --year abc",
        "invoices list --year -5",
        "invoices list --year 99999999999999999999",
        "outbox list --state lost",
        "review accept abc",
        "review accept 99999999999999999999999",
        "review accept 999",
        "review reject 1",
        "review correct 1 total",
        "register import nowhere",
        "register export config.toml",
        "backup config.toml",
        "backup config.toml --unknown",
    ],
)
def test_a_wrong_call(call: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["process", "--now", "2026-03-15", str(here)])  # files the mail, and makes the database
    capsys.readouterr()
    (here / "mail.eml").write_bytes(mail(pdf({"number": "Fakturanr.: 1050"})))
    status, out, err = run(call.split(), capsys)
    assert (status, out) == (2, "")
    assert err.startswith("kvalitetsbot: ")
    assert err.count("\n") == 1, err


@pytest.mark.parametrize(
    ("file", "content"),
    [
        pytest.param("config.toml", b"x = [", id="no TOML"),
        pytest.param("config.toml", b"database = '\xe6'", id="no UTF-8"),
        pytest.param("config.toml", b"a\0b", id="NUL"),
        pytest.param("config.toml", b"", id="empty"),
        pytest.param("config.toml", CONFIG.replace('"kvalitetsbot.sqlite"', "5").encode(), id="a number for a path"),
        pytest.param("config.toml", CONFIG.replace("port = 2525", "prot = 2525").encode(), id="a misspelt key"),
        pytest.param("config.toml", CONFIG.replace("port = 2525", "port = 99999").encode(), id="no port"),
        pytest.param("config.toml", CONFIG.replace("[smtp]", "[[smtp]]").encode(), id="a list of tables"),
        pytest.param("config.toml", b'rules = "nowhere"\n' + CONFIG.encode(), id="no rules there"),
        pytest.param("config.toml", b'templates = "nowhere"\n' + CONFIG.encode(), id="no letters there"),
        pytest.param("kvalitetsbot.sqlite", os.urandom(5000), id="no database"),
        pytest.param("rules/checks.toml", b"[due_date_too_soon]\nminimum_days = 'x'", id="a rule's number"),
        pytest.param("rules/checks.toml", b"[no_such_code]\nseverity = 'review'", id="an unknown finding"),
        pytest.param("rules/checks.toml", b"\xff\xfe", id="rules that are no text"),
        pytest.param("rules/EKM/2026.toml", b"pool = 5", id="a year's rates"),
        pytest.param("rules/vocabulary/kinds.toml", b"headings = 5", id="vocabulary of another shape"),
        pytest.param("rules/vocabulary/labels.toml", b"[invoice_number]\nlabels = 'x'", id="vocabulary, parts missing"),
        pytest.param("rules/summary.toml", SUMMARY.replace(b"{phone}", b"{fone}"), id="a place that nobody fills"),
        pytest.param("rules/summary.toml", SUMMARY.replace(b"{phone}", b"{phone"), id="a place left open"),
        pytest.param("letters/da/invoice_review.txt.j2", b"{% if %}", id="a letter's syntax"),
        pytest.param("letters/da/invoice_review.txt.j2", b"Subject: x\n\n{{ nobody.knows }}", id="a letter's name"),
        pytest.param("letters/da/invoice_review.txt.j2", b"{{ 1/0 }}", id="a letter's arithmetic"),
        pytest.param("letters/da/findings.toml", b"x = [", id="a letter's words"),
    ],
)  # fmt: skip
def test_a_wrong_file(file: str, content: bytes, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head, _, rest = file.rpartition("/")
    top = head.partition("/")[0]
    if top:
        key = {"rules": "rules", "letters": "templates"}[top]
        (here / "config.toml").write_text(f'{key} = "{top}"\n{CONFIG}', encoding="utf-8")
        (here / head).mkdir(parents=True)
    (here / head / rest).write_bytes(content)
    status, out, err = run(["process", "mail.eml", "--now", "2026-03-15"], capsys)
    assert (status, out) == (2, "")
    assert err.startswith("kvalitetsbot: ")
    assert err.count("\n") == 1, err
    database = here / "kvalitetsbot.sqlite"
    assert file == database.name or not database.exists(), "nothing was touched"


@pytest.mark.parametrize(
    ("content", "mend"),
    [
        pytest.param(CONFIG.replace('"kvalitetsbot.sqlite"', r'"C:\U\x.db"').encode(), "enkelte anførselstegn",
                     id="a Windows path between double quotes"),
        pytest.param(CONFIG.encode("utf-16"), "gem den igen som UTF-8", id="UTF-16, as old editors save it"),
    ],
)  # fmt: skip
def test_a_file_of_another_system_is_told_how_to_be_mended(
    content: bytes, mend: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "config.toml").write_bytes(content)
    status, _, err = run(["status"], capsys)
    assert (status, err.count("\n")) == (2, 1)
    assert mend in err


def test_a_file_with_a_mark_and_line_ends_of_another_system_is_read(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["init"], capsys)
    (here / "config.toml").write_bytes(b"\xef\xbb\xbf" + CONFIG.replace("\n", "\r\n").encode())
    assert run(["status", "--json"], capsys)[0] == 1, "it has never run, and says so"


@pytest.mark.parametrize(
    ("call", "says"),
    [
        pytest.param("status", "databasen findes ikke; lav den med «kvalitetsbot init»", id="it is not there"),
        pytest.param("process mail.eml", "kan ikke laves", id="it can't be made: its folder is a file"),
    ],
)
def test_a_database_that_is_not_there_is_told_as_what_it_is(
    call: str, says: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if says == "kan ikke laves":
        text = CONFIG.replace('"kvalitetsbot.sqlite"', '"mail.eml/bot.sqlite"')
        (here / "config.toml").write_text(text, encoding="utf-8")
    status, _, err = run(call.split(), capsys)
    assert (status, err.count("\n")) == (2, 1)
    assert says in err


def test_a_configuration_that_could_not_be_written_whole_is_not_left_behind(tmp_path: Path) -> None:
    """No room, here by a limit on the size of files: the next ``init`` must not take half of it for a person's own."""

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))

    call = [sys.executable, "-m", "bot", "init"]
    done = subprocess.run(call, cwd=tmp_path, capture_output=True, text=True, preexec_fn=little_room,
                          env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}, check=False)  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("kvalitetsbot: config.toml: ")
    assert list(tmp_path.iterdir()) == []
