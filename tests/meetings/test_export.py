"""``meetings export --ics``: calendar files for a network and for a secretariat, read by a parser that is not ours."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import vobject

from bot.cli import main
from tests.meetings.desk import AASE, BO, CONFIG, EVA, Desk, calendar

OTHER = """
[secretariat.eKVIS]
invoice_address = "faktura@ekvis.example"
network_address = "klynger@ekvis.example"
staff = ["sekretariat@ekvis.example"]
summary_to = []
"""


@pytest.fixture
def filled(at: Desk) -> Desk:
    """One confirmed, one that may move, one called off; and one of another secretariat."""
    at.post(AASE, "Vi mødes torsdag den 7. maj 2026 kl. 17-20 på Hotel Fjorden. Emnet er knæ")
    at.post(AASE, "Foreløbig: møde torsdag den 17. september 2026 kl. 17-20 på Klinik Holm; måske")
    at.post(AASE, "Vi mødes torsdag den 12. november 2026 kl. 17-20 på Hotel Fjorden")
    at.post(AASE, "Vi må desværre aflyse mødet den 12. november.")
    (at.folder / "config.toml").write_text(CONFIG + OTHER, "utf-8")
    with at.store.atomic():
        at.store.db.execute(
            "INSERT INTO networks (network_id, name, secretariat, position) VALUES ('KL-1', 'Klynge Nord', 'eKVIS', 9)"
        )
        at.store.db.execute(
            "INSERT INTO meetings (meeting_id, network_id, start, venue, position)"
            " VALUES ('KL-1-2026', 'KL-1', '2026-06-02T16:00:00+02:00', 'Klinikken', 9)"
        )
        at.store.db.execute("UPDATE meta SET value = value + 1 WHERE key = 'register_version'")
    return at


def exported(at: Desk, *words: str) -> str:
    file = at.folder / "ud.ics"
    assert main(["--config", str(at.folder / "config.toml"), "meetings", "export", "--ics", str(file), *words]) == 0
    return file.read_bytes().decode("utf-8")


def events(text: str) -> dict[str, Any]:
    return {str(e.uid.value): e for e in vobject.readOne(text).contents.get("vevent", ())}


@pytest.mark.parametrize(
    ("words", "count"),
    [((), 4), (("--network", "FYS-041"), 3), (("--secretariat", "EKM"), 3), (("--network", "KL-1"), 1)],
    ids=["all", "a network", "a secretariat", "another network"],
)
def test_it_is_complete(filled: Desk, words: tuple[str, ...], count: int) -> None:
    assert len(events(exported(filled, *words))) == count


def test_what_stands_in_it(filled: Desk) -> None:
    found = {e.dtstart.value.date().isoformat(): e for e in events(exported(filled, "--network", "FYS-041")).values()}
    assert {day: e.status.value for day, e in found.items()} == {
        "2026-05-07": "CONFIRMED", "2026-09-17": "TENTATIVE", "2026-11-12": "CANCELLED",
    }  # fmt: skip
    first = found["2026-05-07"]
    assert first.dtstart.value.utcoffset() == timedelta(hours=2)
    assert first.dtend.value - first.dtstart.value == timedelta(hours=3)
    assert first.location.value == "Hotel Fjorden"
    assert "knæ" in first.summary.value
    assert first.organizer.value == "mailto:netvaerk@ekm.example"


def test_no_members_address_is_in_it(filled: Desk) -> None:
    text = exported(filled).replace("\r\n ", "")
    assert not [a for a in (AASE, BO, EVA, "ATTENDEE") if a in text]


def test_uids_are_those_of_the_invitations_whatever_is_exported_with_them(filled: Desk) -> None:
    invited = {str(calendar(m).vevent.uid.value) for m in filled.to(BO)}
    assert invited <= set(events(exported(filled))), "who was invited has each meeting once"
    assert "KL-1-2026@ekvis.example" in events(exported(filled))


def test_without_meetings_it_is_still_a_calendar(at: Desk) -> None:
    text = exported(at)
    assert events(text) == {}
    assert text.startswith("BEGIN:VCALENDAR\r\n")


def test_a_meeting_at_the_change_of_the_clocks(at: Desk) -> None:
    at.post(AASE, "Møde lørdag den 24. oktober 2026 kl. 17-20 på Hotel Fjorden")
    at.post(AASE, "Møde mandag den 26. oktober 2026 kl. 17-20 på Hotel Fjorden")
    starts = sorted(e.dtstart.value.timestamp() for e in events(exported(at)).values())
    assert starts == [
        datetime.fromisoformat(moment).timestamp() for moment in ("2026-10-24T17:00+02:00", "2026-10-26T17:00+01:00")
    ]
