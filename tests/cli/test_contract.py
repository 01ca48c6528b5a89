"""docs/interface.md, the outer contract: what each command prints with ``--json``, key by key."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.model.finding import VERDICTS
from tests.cli.attacks import NOTHING, SECOND, SECOND_RECEIVED, Installation, installed, mail, pdf

NOW = ["--now", "2026-06-15T10:00+02:00"]
DOCUMENTS = ("invoice", "credit_note", "reminder", "booking", "other")
MAILS = ("invoice", "booking", "cancellation", "rsvp", "attendance", "membership", "annual_status", "questionnaire",
         "command", "auto_reply", "bounce", "unknown")  # fmt: skip
FIELDS = {
    "network": str, "coordinator": str, "meeting_date": date, "invoice_number": str, "invoice_date": date,
    "due_date": date, "supplier": str, "cvr": str, "total": "amount", "vat": "amount", "currency": str,
    "participants": int, "payment": dict,
}  # fmt: skip
#: The keys that the interface promises of each listing, in its order.
LISTS = {
    "messages list": "message_id mailbox received kind verdict state folder",
    "outbox list": "message_id cause template to cc subject in_reply_to state attempts last_error",
    "review list": "id since message_id document findings network_id supplier total",
    "invoices list": "id network_id meeting_id supplier cvr invoice_number meeting_date due_date total verdict pay_on",
    "status": "part ok detail",
}
AMOUNT = re.compile(r"-?\d+\.\d\d")
OFFSET = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?[+-]\d\d:\d\d")


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory.mktemp("contract")) as installation:
        yield installation


@pytest.fixture(scope="module")
def mails(bot: Installation) -> Path:
    """Accepted, rejected, for review, a repeat, a dunning letter, no mail at all."""
    folder = bot.folder / "mails"
    folder.mkdir()
    page = pdf()
    made = (
        mail(page), mail(pdf(SECOND | {"due": "Forfaldsdato: 18.06.2026"}), received=SECOND_RECEIVED),
        mail(pdf(SECOND | {"number": "Fakturanr.: 7", "account": "IBAN DK51 1234 0012 3456 78"})), mail(page),
        mail(pdf({"title": "RYKKER"})), b"\xff\x00 no mail at all",
    )  # fmt: skip
    for number, raw in enumerate(made):
        (folder / f"{number}.eml").write_bytes(raw)
    return folder


def printed(bot: Installation, capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, list[dict[str, Any]]]:
    """Exit status and the objects, one a line, with nothing else on standard output."""
    capsys.readouterr()
    status = main([*argv, "--json", "--config", str(bot.folder / "config.toml")])
    return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def nothing_empty(value: Any) -> bool:
    """Absent when unknown: neither null nor an empty string stands for it."""
    if isinstance(value, dict):
        return all(nothing_empty(v) for v in value.values())
    return all(nothing_empty(v) for v in value) if isinstance(value, list) else value not in (None, "")


def check_fields(fields: dict[str, Any]) -> None:
    assert set(fields) <= set(FIELDS)
    for name, field in fields.items():
        value, wanted = field["value"], FIELDS[name]
        if wanted is date:
            date.fromisoformat(value)
        elif wanted == "amount":
            assert AMOUNT.fullmatch(value), (name, value)
        else:
            assert isinstance(value, wanted), (name, value)  # type: ignore[arg-type]
        assert 0 <= field["confidence"] <= 1
        assert field["text"]
        assert "box" not in field or (len(field["box"]) == 4 and field["page"] >= 1)


def test_process(bot: Installation, mails: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, shown = printed(bot, capsys, "process", str(mails), *NOW)
    assert status == 1, "something needs a person"
    assert [o.get("verdict") for o in shown] == ["accepted", "rejected", "review", "duplicate", None, None]
    for one in shown:
        assert nothing_empty(one)
        assert one["kind"] in MAILS
        assert OFFSET.fullmatch(one["received"])
        assert one["source"].startswith(str(mails))
        for document in one.get("invoices", []):
            assert document["kind"] in DOCUMENTS
            assert document.get("verdict", "accepted") in VERDICTS
            check_fields(document["fields"])
            for finding in document["findings"]:
                assert set(finding) == {"code", "severity", "detail"}
                assert finding["severity"] in ("reject", "review", "duplicate", "note")
        for letter in one.get("outgoing", []):
            assert {"template", "to", "cc", "subject", "attachments", "text"} <= set(letter)
            assert letter["to"]
            assert not re.search(r"[\r\n]", letter["subject"])


def test_a_dry_run_leaves_everything_as_it_was(
    bot: Installation, mails: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = printed(bot, capsys, "messages", "list"), printed(bot, capsys, "outbox", "list")
    (mails / "new.eml").write_bytes(mail(pdf({"number": "Fakturanr.: 9"})))
    _, [shown] = printed(bot, capsys, "process", str(mails / "new.eml"), "--dry-run", *NOW)
    assert shown["kind"] == "invoice"
    assert (printed(bot, capsys, "messages", "list"), printed(bot, capsys, "outbox", "list")) == before
    (mails / "new.eml").unlink()


def test_a_mail_seen_before_is_said_to_be(bot: Installation, mails: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, [shown] = printed(bot, capsys, "process", str(mails / "0.eml"), *NOW)
    assert (status, shown["kind"], shown["verdict"]) == (0, "invoice", "accepted")
    assert not shown.get("outgoing")


@pytest.mark.parametrize(("command", "keys"), LISTS.items())
def test_listings(bot: Installation, mails: Path, capsys: pytest.CaptureFixture[str], command: str, keys: str) -> None:
    assert mails.exists()
    _, shown = printed(bot, capsys, *command.split())
    assert shown, "there is something of everything"
    for one in shown:
        assert set(keys.split()) >= set(one) - EXTRA.get(command, set())
        assert all(v != "" for v in one.values()), one
        for key in ("received", "since"):
            assert key not in one or OFFSET.fullmatch(one[key]), one
        assert one.get("total") is None or AMOUNT.fullmatch(one["total"])
    seen = set().union(*shown)
    assert set(keys.split()) - seen <= RARE


#: Keys beyond the promise, and promised ones that nothing in this installation has.
EXTRA = {"review list": {"invoice_number", "severity"}}
RARE = {"folder", "last_error", "findings", "supplier"}


def test_extract(bot: Installation, capsys: pytest.CaptureFixture[str]) -> None:
    page, broken = bot.folder / "faktura.pdf", bot.folder / "i stykker.pdf"
    page.write_bytes(pdf(NOTHING))
    broken.write_bytes(b"%PDF-1.7 and nothing more")
    status, [read, unread] = printed(bot, capsys, "extract", str(page), str(broken))
    assert status == 1, "one cannot be read"
    assert (read["kind"], read["method"], read["pages"], read["network_id"]) == ("invoice", "text", 1, "FYS-041")
    assert len(read["sha256"]) == 64
    assert set(read["fields"]) == set(FIELDS)
    check_fields(read["fields"])
    assert (unread["kind"], unread["fields"]) == ("other", {})
    assert nothing_empty(read)
    assert printed(bot, capsys, "extract", str(page))[0] == 0


def test_a_persons_word(bot: Installation, mails: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert mails.exists()
    _, waiting = printed(bot, capsys, "review", "list")
    number = str(waiting[0]["id"])
    status, [came_of_it] = printed(bot, capsys, "review", "reject", number, "--reason", "Vi har talt sammen")
    assert status == 0
    assert nothing_empty(came_of_it), came_of_it
    _, left = printed(bot, capsys, "review", "list")
    assert number not in {str(one["id"]) for one in left}


def test_the_daily_report(bot: Installation, mails: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert mails.exists()
    _, shown = printed(bot, capsys, "report", "daily", "--date", datetime(2026, 6, 15).date().isoformat())
    assert shown
