"""Each command against one filled database: what docs/interface.md says it prints, and its exit status."""

import email
import json
import shutil
import sqlite3
from collections.abc import Callable
from datetime import date
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.clock import SystemClock
from bot.config import load
from bot.danish.dates import format_date
from bot.demo.cast import Mail, mails, write_register
from bot.rulebook import Rulebook
from bot.store import Store

DAY = date(2026, 3, 15)
NOW = "2026-03-15T09:00+01:00"
CONFIG = """
database = "kvalitetsbot.sqlite"
[smtp]
host = "127.0.0.1"
port = 9
security = "none"
auth = "none"
[secretariat.EKM]
invoice_address = "faktura@ekm.example"
network_address = "netvaerk@ekm.example"
summary_to = ["sekretariat@ekm.example"]
[[secretariat.EKM.inbox]]
host = "127.0.0.1"
port = 9
security = "none"
user = "faktura"
password = "env:KVALITETSBOT_TEST_PASSWORD"
"""
CAST = {m.what: m for m in mails(DAY)}
TAKEN: tuple[Mail, ...] = tuple(
    CAST[what]
    for what in ("alt er i orden", "for kort betalingsfrist", "en anden koordinators navn", "rykker", "fraværsbesked")
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation that has taken five mails: one of each outcome, a dunning letter, an automatic answer."""
    folder = tmp_path_factory.mktemp("filled")
    (folder / "config.toml").write_text(CONFIG, encoding="utf-8")
    write_register(folder / "register", DAY)
    for number, mail in enumerate(TAKEN):
        (folder / f"{number}.eml").write_bytes(mail.raw)
    config = ["--config", str(folder / "config.toml")]
    assert main(["register", "import", str(folder / "register"), *config]) == 0
    assert main(["process", *(str(folder / f"{n}.eml") for n in range(len(TAKEN))), "--now", NOW, *config]) == 1
    return folder


@pytest.fixture
def folder(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it to work in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KVALITETSBOT_CONFIG", raising=False)
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture
def call(folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, list[dict[str, Any]]]]:
    """Runs a command with ``--json``: its exit status, and the object on each line."""

    def called(*words: str) -> tuple[int, list[dict[str, Any]]]:
        capsys.readouterr()
        status = main([*words, "--json"])
        return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return called


Call = Callable[..., tuple[int, list[dict[str, Any]]]]


def test_messages_list(call: Call) -> None:
    status, rows = call("messages", "list")
    assert status == 0
    assert [(r["kind"], r["verdict"], r["state"]) for r in rows] == [
        ("invoice", "accepted", "handled"), ("invoice", "rejected", "handled"), ("invoice", "review", "handled"),
        ("invoice", None, "handled"), ("auto_reply", None, "handled"),
    ]  # fmt: skip
    assert {r["mailbox"] for r in rows} == {"faktura@ekm.example"}
    assert call("messages", "list", "--since", "2026-03-16") == (0, [])


def test_invoices_list(call: Call) -> None:
    status, rows = call("invoices", "list", "--year", "2026")
    assert status == 0
    good = next(r for r in rows if r["verdict"] == "accepted")
    assert (good["network_id"], good["meeting_id"], good["meeting_date"]) == ("FYS-041", "M1", "2026-03-09")
    assert (good["invoice_number"], good["total"], good["due_date"]) == ("1042", "4272.00", "2026-04-12")
    assert date.fromisoformat(good["pay_on"]) <= date(2026, 4, 12)
    assert call("invoices", "list", "--year", "2025") == (0, [])


def test_a_meetings_year_is_that_of_its_danish_day(call: Call, folder: Path) -> None:
    header = "meeting_id,network_id,start,end,venue,address,topic,mandatory_topic"
    new_year = "NY,FYS-041,2026-12-31T23:30:00+00:00,2027-01-01T01:30:00+00:00,Kroen,Åvej 1,,"
    (folder / "nytår.csv").write_text(f"{header}\n{new_year}\n", encoding="utf-8")
    assert call("meetings", "import", "nytår.csv")[0] == 0
    of_year = {
        year: [r["meeting_id"] for r in call("meetings", "list", "--year", year)[1]] for year in ("2026", "2027")
    }
    assert "NY" not in of_year["2026"]
    assert "NY" in of_year["2027"]


def test_outbox_list_and_retry(call: Call, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, rows = call("outbox", "list")
    assert status == 0
    assert {"invoice_accepted", "invoice_rejected", "invoice_review"} <= {r["template"] for r in rows}
    assert len({r["cause"] for r in rows}) == len(rows)
    assert call("outbox", "list", "--state", "sent") == (0, [])
    assert main(["outbox", "retry", rows[0]["message_id"]]) == 0
    assert main(["outbox", "retry", "<nobody@ekm.example>"]) == 2
    assert "findes ikke" in capsys.readouterr().err


def test_review_list_says_what_waits_and_why(call: Call) -> None:
    status, (waiting,) = call("review", "list")
    assert status == 1, "something needs a person"
    assert (waiting["document"], waiting["supplier"], waiting["total"]) == (
        "faktura-20410.pdf", "Nordkroen A/S", "3500.00",
    )  # fmt: skip
    assert [f["code"] for f in waiting["findings"]] == ["coordinator_mismatch"]


def test_review_accept(call: Call) -> None:
    _, (waiting,) = call("review", "list")
    status, (told,) = call("review", "accept", str(waiting["id"]))
    assert (status, told["verdict"], told["letters"]) == (0, "accepted", ["invoice_accepted"])
    assert call("review", "list") == (0, [])
    _, letters = call("outbox", "list")
    assert call("review", "accept", str(waiting["id"]))[0] == 0
    assert call("outbox", "list") == (0, letters), "the same word twice is one letter"
    assert call("review", "reject", str(waiting["id"]), "--reason", "Nej")[0] == 2, "it waits for nobody"


def test_review_reject_puts_the_reason_into_the_letter(call: Call, folder: Path) -> None:
    _, (waiting,) = call("review", "list")
    reason = "Skriv koordinatorens navn på fakturaen."
    status, (told,) = call("review", "reject", str(waiting["id"]), "--reason", reason)
    assert (status, told["verdict"], told["letters"]) == (0, "rejected", ["invoice_rejected_by_person"])
    with sqlite3.connect(folder / "kvalitetsbot.sqlite") as db:
        ((raw,),) = db.execute("SELECT raw FROM letters WHERE template = 'invoice_rejected_by_person'")
    body = email.message_from_bytes(raw, policy=default).get_body(("plain",))
    assert body is not None
    assert f"Begrundelse: {reason}" in body.get_content()


def test_review_reject_wants_a_reason(call: Call) -> None:
    assert call("review", "reject", "1", "--reason", " ")[0] == 2


def test_review_correct_judges_again(call: Call) -> None:
    _, (waiting,) = call("review", "list")
    status, (told,) = call("review", "correct", str(waiting["id"]), "coordinator=Jens Ravn")
    assert (status, told["verdict"], told["findings"]) == (0, "accepted", [])


@pytest.mark.parametrize("value", ["coordinator", "colour=red", "meeting_date=i går", "total=mange"])
def test_review_correct_refuses_what_it_cannot_use(call: Call, value: str) -> None:
    _, (waiting,) = call("review", "list")
    assert call("review", "correct", str(waiting["id"]), value)[0] == 2
    assert call("review", "list") == (1, [waiting])


def test_report_daily(call: Call, folder: Path) -> None:
    status, sections = call("report", "daily", "--date", "2026-03-15", "--write", "out")
    assert status == 1, "an invoice waits"
    assert (sections[0]["section"], sections[0]["secretariat"]) == ("day", "EKM")
    assert [len(s["rows"]) for s in sections if s["section"] == "waiting"] == [1]
    assert sorted(f.suffix for f in (folder / "out").iterdir()) == [".eml", ".html", ".txt", ".xlsx"]
    assert call("report", "daily", "--secretariat", "XYZ")[0] == 2


def _write_invoice(folder: Path) -> None:
    paper = email.message_from_bytes(TAKEN[0].raw, policy=default)
    (part,) = paper.iter_attachments()
    (folder / "faktura.pdf").write_bytes(part.get_content())


def test_extract_reads_and_keeps_nothing(call: Call, folder: Path) -> None:
    _write_invoice(folder)
    before = (folder / "kvalitetsbot.sqlite").read_bytes()
    status, (shown,) = call("extract", "faktura.pdf")
    assert status == 0
    assert (shown["source"], shown["kind"], shown["method"], shown["pages"]) == ("faktura.pdf", "invoice", "text", 1)
    assert shown["network_id"] == "FYS-041"
    values = {name: field["value"] for name, field in shown["fields"].items()}
    assert values["payment"] == {"type": "account", "registration": "1234", "account": "0012345678"}
    assert (values["network"], values["total"]) == ("Kvalitetsnetværk Aarhus Midt", "4272.00")
    assert all(0 <= f["confidence"] <= 1 and f["page"] == 1 and len(f["box"]) == 4 for f in shown["fields"].values())
    assert (folder / "kvalitetsbot.sqlite").read_bytes() == before


def test_extract_explains(call: Call, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _write_invoice(folder)
    status, (shown,) = call("extract", "faktura.pdf", "--explain")
    assert status == 0
    assert set(shown["explain"]) >= set(shown["fields"])
    for name, field in shown["fields"].items():
        first = shown["explain"][name][0]
        assert (first["chosen"], first["page"], first["box"]) == (True, field["page"], field["box"])
        assert first["why"]
    assert main(["extract", "faktura.pdf", "--explain"]) == 0
    said = capsys.readouterr().out
    assert "Betalingsfrist: " in said
    assert "    ikke " in said


def test_extract_draws(call: Call, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from PIL import Image

    _write_invoice(folder)
    (folder / "brev.txt").write_text("FAKTURA 1042\nAt betale 4.272,00\n", encoding="utf-8")
    assert call("extract", "faktura.pdf", "brev.txt", "faktura.pdf", "--picture", "ud.png")[0] == 0
    assert sorted(f.name for f in folder.glob("ud*.png")) == ["ud-3.png", "ud.png"]
    with Image.open(folder / "ud.png") as image:
        assert image.format == "PNG"
        assert image.width > 900
    assert main(["extract", "brev.txt", "--picture", "ud.png"]) == 0
    assert "brev.txt: har ingen sider at tegne på" in capsys.readouterr().err


@pytest.mark.parametrize("where", ["ud.pdf", "nowhere/ud.png"])
def test_a_picture_must_have_a_place(folder: Path, where: str, capsys: pytest.CaptureFixture[str]) -> None:
    _write_invoice(folder)
    assert main(["extract", "faktura.pdf", "--picture", where]) == 2
    assert where.partition("/")[0] in capsys.readouterr().err


def test_extract_says_why_a_file_could_not_be_read(call: Call, folder: Path) -> None:
    (folder / "kaput.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    status, (shown,) = call("extract", "kaput.pdf")
    assert (status, shown["kind"], shown["unreadable"], shown["fields"]) == (1, "other", "damaged", {})


def test_process_the_same_bytes_again(call: Call) -> None:
    status, (shown,) = call("process", "0.eml", "--now", NOW)
    assert (status, shown["verdict"], shown["state"]) == (0, "accepted", "handled")
    assert "outgoing" not in shown


def test_a_dry_run_leaves_no_trace(call: Call, folder: Path) -> None:
    (folder / "ny.eml").write_bytes(CAST["faktura som ren tekst"].raw)
    _, before = call("outbox", "list")
    status, (shown,) = call("process", "ny.eml", "--now", NOW, "--dry-run", "--letters", "breve")
    assert (status, shown["verdict"]) == (0, "accepted")
    assert [f.suffix for f in (folder / "breve").iterdir()] == [".eml"]
    assert call("outbox", "list") == (0, before)
    assert len(call("messages", "list")[1]) == len(TAKEN)


def test_check_names_what_is_wrong_and_goes_on(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KVALITETSBOT_TEST_PASSWORD", "secret")
    status, parts = call("check")
    assert status == 1
    health = {p["part"]: p["ok"] for p in parts}
    assert health["opsætning"]
    assert health["regler"] == (SystemClock().now().year in Rulebook.load().years("EKM")), "or told"
    assert not health["postkasse faktura"], "nothing answers on that port"
    assert "secret" not in json.dumps(parts)


def test_status(call: Call) -> None:
    status, parts = call("status")
    assert status == 1, "the service has never run"
    assert {"part", "ok", "detail"} == set().union(*parts)


def test_backup_is_a_whole_database(call: Call, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", "kopi.sqlite"]) == 0
    with Store(folder / "kopi.sqlite") as copy:
        assert len(copy.messages()) == len(TAKEN)
    assert main(["backup", "kopi.sqlite"]) == 2, "never over a file that is there"


def test_register_export_is_what_import_takes(call: Call) -> None:
    assert main(["register", "export", "ud"]) == 0
    status, rows = call("register", "import", "ud", "--dry-run")
    assert status == 0
    assert {r["action"] for r in rows} <= {"kept"}
    assert [n["network_id"] for n in call("register", "show")[1]] == ["FYS-041", "FYS-042", "FYS-051"]


@pytest.mark.parametrize(
    "words",
    ["messages list", "invoices list", "outbox list", "review list", "register show", "status", "report daily"],
)
def test_without_json_a_person_can_read_it(folder: Path, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(words.split())
    said = capsys.readouterr().out
    assert len(said.splitlines()) > 1
    assert "{" not in said


@pytest.mark.parametrize(
    ("call", "said", "codes"),
    [
        pytest.param("messages list", "godkendt", ("accepted", "handled", "auto_reply"), id="mails"),
        pytest.param("messages show 1", "behandlet", ("accepted", "handled"), id="one mail"),
        pytest.param("invoices list", "til gennemsyn", ("accepted", "review"), id="invoices"),
        pytest.param("meetings list", "booket", ("confirmed",), id="meetings"),
        pytest.param("outbox list", "på vej", ("queued",), id="letters"),
        pytest.param("suppliers list", "1234 0012345678", ("dk:",), id="accounts"),
        pytest.param("originals list --all", "behandling", (" handling ",), id="readings"),
    ],
)
def test_a_person_reads_words_and_not_codes(
    call: str, said: str, codes: tuple[str, ...], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(call.split())
    shown = capsys.readouterr().out
    assert said in shown
    assert [code for code in codes if code in shown] == []


def test_init_never_touches_a_configuration(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init"]) == 0
    assert (folder / "config.toml").read_text(encoding="utf-8") == CONFIG


def test_init_answers_no_old_mail(folder: Path) -> None:
    assert main(["init", "--config", "ny/config.toml"]) == 0
    config = load(Path("ny/config.toml"))
    assert config.service.answer_from is not None
    assert config.database.exists()


@pytest.mark.parametrize(
    ("words", "names"),
    [
        pytest.param("messages list --config nowhere.toml", "nowhere.toml", id="no configuration"),
        pytest.param("process nowhere.eml", "nowhere.eml", id="no such file"),
        pytest.param("extract nowhere.pdf", "nowhere.pdf", id="no such document"),
        pytest.param("register import nowhere", "nowhere", id="no such folder"),
    ],
)
def test_a_wrong_call_is_one_sentence(folder: Path, words: str, names: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words.split()) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert names in said.err
    assert len(said.err.strip().splitlines()) == 1


def test_a_repeat_is_told_when_the_first_one_is_paid(call: Call, folder: Path) -> None:
    (folder / "igen.eml").write_bytes(CAST["samme faktura sendt igen"].raw)
    _, (good, *_) = call("invoices", "list")
    _, (shown,) = call("process", "igen.eml", "--now", NOW, "--dry-run")
    paid = format_date(date.fromisoformat(good["pay_on"]))
    assert f"den er godkendt og betales ved kørslen {paid}" in shown["outgoing"][0]["text"]


@pytest.mark.parametrize(
    "words", ["messages list", "status", "process 0.eml --dry-run", "process 0.eml", "register show"]
)
def test_a_damaged_database_is_one_sentence(folder: Path, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    database = folder / "kvalitetsbot.sqlite"
    for beside in folder.glob("kvalitetsbot.sqlite-*"):
        beside.unlink()
    content = database.read_bytes()
    database.write_bytes(content[:100] + bytes(3996) + content[4096:])
    assert main(words.split()) == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert "er beskadiget" in told.err
    assert "backup" in told.err


def test_an_inbox_that_is_none_of_ours_is_a_wrong_call(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["process", "0.eml", "--dry-run", "--now", NOW, "--inbox", "faktura@ekm.exampel"]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert "faktura@ekm.exampel" in told.err
    for address in ("Faktura@EKM.example", "netvaerk@ekm.example", "faktura"):
        assert main(["process", "0.eml", "--dry-run", "--now", NOW, "--inbox", address]) == 0


def test_a_column_of_nothing_is_left_out(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["messages", "list"]) == 0
    head = capsys.readouterr().out.splitlines()[0].split()
    assert head == ["Nr.", "Modtaget", "Postkasse", "Art", "Afgørelse", "Tilstand", "Message-ID"]  # none was moved


def test_the_copy_for_a_dry_run_has_no_mail_in_it(folder: Path, tmp_path: Path) -> None:
    with Store(folder / "kvalitetsbot.sqlite") as store, Store(tmp_path / "copy.sqlite", create=True) as copy:
        copy.fill_without_originals(folder / "kvalitetsbot.sqlite")
        assert copy.messages() == store.messages()
        assert copy.invoices() == store.invoices()
        assert copy.register() == store.register()
        assert copy.copies(1) == ()
        assert store.copies(1) != ()
    with sqlite3.connect(tmp_path / "copy.sqlite") as db:
        assert db.execute("SELECT sum(length(bytes)) FROM originals").fetchone() == (0,)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0, "also of a tree that nobody has installed"
    assert capsys.readouterr().out.startswith("kvalitetsbot ")
