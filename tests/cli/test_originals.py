"""People see copies; whoever wants the original says why, and that is written down."""

import getpass
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import main
from bot.config import load
from bot.data import data_path
from bot.store import Store
from tests.cli.test_commands import CONFIG, NOW

CPR = "010190-2476"
RAW = (
    "From: Kroen <kroen@kro.example>\r\nTo: faktura@ekm.example\r\nSubject: Regning\r\n"
    "Message-ID: <1@kro.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    f"--b\r\nContent-Type: text/plain\r\n\r\nMit nummer er {CPR}.\r\n"
    "--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=faktura.txt\r\n\r\n"
    f"Faktura 17\r\nUdbetales til NemKonto {CPR}\r\nI alt 100,00 kr.\r\n--b--\r\n"
).encode()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KVALITETSBOT_CONFIG", raising=False)
    Path("config.toml").write_text(CONFIG, encoding="utf-8")
    Path("mail.eml").write_bytes(RAW)
    main(["process", "mail.eml", "--now", NOW])
    capsys.readouterr()
    return tmp_path


@pytest.fixture
def call(folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs a command: its exit status, what it printed, and what it told."""

    def called(*words: str) -> tuple[int, str, str]:
        status = main(list(words))
        shown = capsys.readouterr()
        return status, shown.out, shown.err

    return called


Call = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize("name", ["1", "<1@kro.example>"])
def test_show_gives_the_copy(call: Call, name: str) -> None:
    status, out, _ = call("messages", "show", name, "--json")
    shown = json.loads(out)
    assert status == 0
    assert (shown["id"], shown["message_id"], shown["subject"]) == (1, "<1@kro.example>", "Regning")
    assert [(part["name"], part["whole"]) for part in shown["parts"]] == [(None, True), ("faktura.txt", True)]
    assert "Mit nummer er ******-****." in shown["parts"][0]["text"]
    assert "NemKonto ******-****" in shown["parts"][1]["text"]
    assert CPR not in out


def test_show_for_a_person(call: Call) -> None:
    status, out, _ = call("messages", "show", "1")
    assert status == 0
    assert "Emne:        Regning" in out
    assert "--- faktura.txt" in out
    assert CPR not in out


@pytest.mark.parametrize("words", [("messages", "show"), ("originals", "read")])
def test_a_mail_that_is_not_there(call: Call, words: tuple[str, str]) -> None:
    more = ("--reason", "x", "--out", "x.eml") if words[0] == "originals" else ()
    status, _, told = call(*words, "99", *more)
    assert status == 1
    assert told == "kvalitetsbot: Der er ingen besked '99'; «messages list» viser dem.\n"
    assert not Path("x.eml").exists()


def test_an_original_is_read_for_a_reason_and_that_is_written_down(call: Call) -> None:
    status, out, _ = call("originals", "read", "1", "--reason", f"Leverandøren ({CPR}) spørger", "--out", "out.eml")
    assert (status, out) == (0, "")
    assert Path("out.eml").read_bytes() == RAW
    assert Path("out.eml").stat().st_mode & 0o777 == 0o600
    _, out, _ = call("originals", "list", "--json")
    access = json.loads(out)
    assert list(access) == ["at", "who", "purpose", "message", "message_id", "reason"]
    assert (access["who"], access["purpose"], access["message"]) == (getpass.getuser(), "person", 1)
    assert access["reason"] == "Leverandøren (******-****) spørger"
    _, out, _ = call("originals", "list", "--all", "--json")
    assert [json.loads(line)["purpose"] for line in out.splitlines()] == ["handling", "person"]
    assert call("originals", "list", "--since", "2199-01-01")[1] == "Ingen har læst en original.\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(("--reason", " ", "--out", "x.eml"), "--reason må ikke være tom", id="no reason"),
        pytest.param(("--reason", "x", "--out", "mail.eml"), "mail.eml: filen findes allerede", id="file there"),
        pytest.param(("--reason", "x", "--out", "nowhere/x.eml"), "mappen findes ikke", id="no folder"),
    ],
)
def test_a_wrong_call_reads_nothing(call: Call, words: tuple[str, ...], told: str) -> None:
    status, _, error = call("originals", "read", "1", *words)
    assert status == 2
    assert told in error
    assert call("originals", "list")[1] == "Ingen har læst en original.\n"


def privacy(*changes: tuple[str, str]) -> None:
    """The installation's own rule file."""
    text = (data_path("rules") / "privacy.toml").read_text(encoding="utf-8")
    for old, new in changes:
        text = text.replace(old, new)
    Path("mine").mkdir()
    Path("mine/privacy.toml").write_text(text, encoding="utf-8")
    Path("config.toml").write_text('rules = "mine"\n' + CONFIG, encoding="utf-8")


def test_the_rule_file_says_who_may(call: Call) -> None:
    privacy(('readers = ["*"]', 'readers = ["en.anden"]'))
    status, _, told = call("originals", "read", "1", "--reason", "x", "--out", "x.eml")
    assert status == 2
    assert "må ikke læse originaler" in told
    assert not Path("x.eml").exists()


class TestExpire:
    def test_what_is_old_is_shown_and_deleted_where_that_is_confirmed(self, call: Call) -> None:
        privacy(
            ("financial_years = 5", "days = 1"), ("confirmed = false", "confirmed = true"), ("months = 6", "days = 1")
        )
        _, out, _ = call("originals", "expire", "--json")
        assert [json.loads(line)["deleted"] for line in out.splitlines()] == [False]
        _, out, _ = call("originals", "expire", "--delete", "--json")
        assert [json.loads(line)["count"] for line in out.splitlines()] == [1]
        assert call("originals", "expire")[1] == "Intet har ligget længe nok til at skulle slettes.\n"
        status, _, told = call("originals", "read", "1", "--reason", "x", "--out", "x.eml")
        assert status == 1
        assert "blev slettet" in told
        assert "ingen kopi" in call("messages", "show", "1")[1]

    def test_nothing_is_deleted_before_it_is_confirmed(self, call: Call) -> None:
        privacy(("financial_years = 5", "days = 1"), ("months = 6", "days = 1"))
        assert call("originals", "expire", "--delete")[0] == 2
        with Store(load(Path("config.toml")).database) as store:
            assert store.copies(1)


def test_a_dry_run_takes_no_original_out_of_the_database(call: Call) -> None:
    assert call("process", "mail.eml", "--dry-run", "--now", NOW)[0] in (0, 1)
    assert len(call("originals", "list", "--all", "--json")[1].splitlines()) == 1
