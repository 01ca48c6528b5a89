"""A letter that can't be made holds no other up: the rest go out, staff are told, and it comes once it can."""

import errno
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot.config import load
from bot.model.letter import Letter
from bot.service.surroundings import Surroundings
from bot.service.unwritten import Unwritten
from bot.store import StoreFull
from tests.meetings.desk import AASE, CONFIG, EVA, Desk, desk

STAFF = "sekretariat@ekm.example"
FJORDEN = "Vi mødes torsdag den 7. maj 2026 kl. 17-20 på Hotel Fjorden. Åse"
KROEN = "Vi mødes torsdag den 21. maj 2026 kl. 17-20 på Skovkroen. Åse"
#: An own text whose slip shows for one place only: no sample reaches it, so nothing stops it at the start.
SLIP = """{% extends "da/_invitation.txt.j2" %}
{% block subject %}Kommer du til mødet {{ meeting.day | date }}?{% endblock %}
{% block lead %}Vi mangler dit svar.{% endblock %}
{% block ending %}{% if meeting.venue == "Hotel Fjorden" %}{{ parkering }}{% endif %}Svar ja eller nej.{% endblock %}
"""


@pytest.fixture
def slipped(tmp_path: Path) -> Iterator[Desk]:
    own = tmp_path / "breve" / "da"
    own.mkdir(parents=True)
    (own / "reminder_unanswered.txt.j2").write_text(SLIP, "utf-8")
    with desk(tmp_path) as at:
        (tmp_path / "config.toml").write_text(f'templates = "breve"\n{CONFIG}', "utf-8")
        at.around = Surroundings(load(tmp_path / "config.toml"))
        at.store.first_day(at.now.date())
        at.post(AASE, FJORDEN)
        at.post(AASE, KROEN, subject="Et møde mere")
        yield at
        at.around.close()


def asked(letters: list[EmailMessage], day: str) -> bool:
    return any(EVA in str(m["To"]) and f"Kommer du til mødet {day}" in str(m["Subject"]) for m in letters)


def told(letters: list[EmailMessage]) -> list[EmailMessage]:
    return [m for m in letters if STAFF in str(m["To"]) and "kunne ikke skrives" in str(m["Subject"])]


def test_other_meetings_letters_go_out(slipped: Desk) -> None:
    assert asked(slipped.pass_days(90), "21. maj 2026")
    assert not asked(slipped.sent, "7. maj 2026")


def test_staff_are_told_once_a_day_what_it_is(slipped: Desk, caplog: pytest.LogCaptureFixture) -> None:
    while not (found := told(slipped.pass_days(1))):
        assert slipped.now < slipped.meetings()[0].start, "nobody was told"
    (letter,) = found
    text = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "reminder_unanswered" in text
    assert slipped.meetings()[0].meeting_id in text
    assert "parkering" in text, "what is wrong"
    assert not told(slipped.tick()), "the same day"
    assert len(told(slipped.pass_days(1))) == 1
    lines = [r.getMessage() for r in caplog.records if r.name == "kvalitetsbot.unwritten"]
    assert lines
    assert not any("Fjorden" in line or "@" in line for line in lines)


def test_it_comes_when_the_template_is_mended(slipped: Desk) -> None:
    while not told(slipped.pass_days(1)):
        pass
    (slipped.folder / "breve" / "da" / "reminder_unanswered.txt.j2").unlink()
    slipped.around.close()
    slipped.around = Surroundings(load(slipped.folder / "config.toml"))
    assert asked(slipped.tick(), "7. maj 2026")


@pytest.mark.parametrize(
    ("error", "waits"),
    [
        pytest.param(KeyError("x"), False, id="a bug that one meeting brings about"),
        pytest.param(StoreFull("x"), True, id="no room for the database"),
        pytest.param(OSError(errno.EMFILE, "x"), True, id="no descriptors left"),
    ],
)
def test_what_cannot_be_worked_out(at: Desk, error: Exception, waits: bool) -> None:
    one = Letter("cause", "reminder_all", "EKM", ())

    def letters() -> Iterator[Letter]:
        yield one
        raise error

    found = Unwritten(at.around).or_told(letters(), "EKM", "meeting", at.now, "M1")
    assert next(found) is one
    if waits:
        with pytest.raises(type(error)):
            list(found)
    else:
        (letter,) = found
        assert (letter.template, letter.context["meeting_id"]) == ("staff_letter_unwritten", "M1")
