"""A correction teaches, the supplier's next invoice is read right, ``suppliers forget`` undoes it."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.store import Store
from tests.cli.attacks import Changes, mail, pdf

#: What stands for the day is behind a word that nobody knows; a day of the small print sounds like the meeting's.
FIRST: Changes = {
    "day": "Skafning: 12.03.2026",
    "note": "Netværk Aarhus Midt mødtes 03.03.2026",
}
NEXT: Changes = {"number": "Fakturanr.: 1100", "issued": "Fakturadato: 11.06.2026", "due": "Forfaldsdato: 12.07.2026",
        "day": "Skafning: 10.06.2026", "note": "Netværk Aarhus Midt mødtes 02.06.2026"}  # fmt: skip
CVR = "12345674"


def call(capsys: pytest.CaptureFixture[str], *argv: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert main([*argv, "--json"]) in (0, 1)
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def process(capsys: pytest.CaptureFixture[str], changes: Changes, day: str) -> dict[str, Any]:
    Path("ny.eml").write_bytes(mail(pdf(changes), received=day))
    (shown,) = call(capsys, "process", "ny.eml", "--now", "2026-06-15T10:00+02:00")
    (invoice,) = shown["invoices"]
    return dict(invoice)


def test_a_correction_teaches(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = process(capsys, FIRST, "Sun, 15 Mar 2026 09:00:00 +0100")
    assert first["verdict"] == "review"
    assert first["fields"]["meeting_date"]["value"] == "2026-03-03", "an odd label that is read right teaches nothing"
    (waiting,) = call(capsys, "review", "list")
    (outcome,) = call(capsys, "review", "accept", str(waiting["id"]), "meeting_date=2026-03-12")
    assert outcome["verdict"] == "accepted"
    assert outcome["learnt"] == [{"field": "meeting_date", "label": "skafning"}]

    (known,) = call(capsys, "suppliers", "show", CVR)
    (lesson,) = known["lessons"]
    assert (lesson["field"], lesson["label"], lesson["place"], lesson["invoice"]) == (
        "meeting_date", "skafning", "same", waiting["id"],
    )  # fmt: skip

    second = process(capsys, NEXT, "Mon, 15 Jun 2026 09:00:00 +0200")
    assert second["fields"]["meeting_date"]["value"] == "2026-06-10"
    assert second["fields"]["meeting_date"]["how"] == "taught"
    assert second["verdict"] == "accepted"


def test_what_was_taught_can_be_forgotten(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    process(capsys, FIRST, "Sun, 15 Mar 2026 09:00:00 +0100")
    (waiting,) = call(capsys, "review", "list")
    call(capsys, "review", "correct", str(waiting["id"]), "meeting_date=2026-03-12")
    assert call(capsys, "suppliers", "forget", CVR, "--field", "total") == [{"cvr": CVR, "forgotten": 0}]
    assert call(capsys, "suppliers", "forget", CVR) == [{"cvr": CVR, "forgotten": 1}]
    assert call(capsys, "suppliers", "forget", CVR) == [{"cvr": CVR, "forgotten": 0}]
    second = process(capsys, NEXT, "Mon, 15 Jun 2026 09:00:00 +0200")
    assert second["fields"]["meeting_date"]["how"] != "taught"
    with Store(folder / "kvalitetsbot.sqlite") as store:
        assert [h.action for h in store.history("lessons", 1)] == ["taught", "forgotten"]


def test_another_account_waits_for_a_person_whatever_was_taught(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    process(capsys, FIRST, "Sun, 15 Mar 2026 09:00:00 +0100")
    (waiting,) = call(capsys, "review", "list")
    call(capsys, "review", "accept", str(waiting["id"]), "meeting_date=2026-03-12")
    forged = {**NEXT, "account": "Betales til reg.nr. 5678 kontonr. 0087654321"}
    second = process(capsys, forged, "Mon, 15 Jun 2026 09:00:00 +0200")
    assert second["verdict"] == "review"
    assert "payment_changed" in {f["code"] for f in second["findings"]}


def test_a_corrected_account_teaches_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    process(capsys, FIRST, "Sun, 15 Mar 2026 09:00:00 +0100")
    (waiting,) = call(capsys, "review", "list")
    (outcome,) = call(capsys, "review", "correct", str(waiting["id"]), "payment=5678 0087654321")
    assert outcome["learnt"] == []


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        pytest.param("suppliers show 87654321", "87654321", id="nobody's number"),
        pytest.param("suppliers show møllen", "8 cifre", id="no number"),
        pytest.param("review accept 1 total", "FELT=VÆRDI", id="no value"),
    ],
)
def test_mistakes(folder: Path, argv: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        status = main(argv.split())
    except SystemExit as ended:
        status = int(ended.code or 0)
    assert status == 2
    assert said in capsys.readouterr().err


def test_people_read_it_too(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["suppliers", "list"]) == 0
    assert "Ingen leverandører endnu." in capsys.readouterr().out
    process(capsys, FIRST, "Sun, 15 Mar 2026 09:00:00 +0100")
    (waiting,) = call(capsys, "review", "list")
    assert main(["review", "accept", str(waiting["id"]), "meeting_date=2026-03-12"]) == 0
    assert "Lært om leverandørens fakturaer: meeting_date står ved «skafning»." in capsys.readouterr().err
    assert main(["suppliers", "show", CVR]) == 0
    assert "foran: «skafning»" in capsys.readouterr().out
    assert main(["suppliers", "list"]) == 0
    assert "Restaurant Møllen ApS" in capsys.readouterr().out
