"""What the summary tells of meetings: of a past day what was known then, whatever mails and people changed since."""

from datetime import date, datetime, timedelta

import pytest

from bot.model.summary import DayFigures
from bot.reports.daily import as_text
from bot.service.summary import figures, told_at
from tests.meetings.desk import AASE, BO, START, Desk
from tests.meetings.test_conversations import reply

BOOKING = "Hej EKM. Vi mødes torsdag den 26. marts 2026 kl. 17-20 på Hotel Fjorden. Åse"
DAY = START.date()


def of(at: Desk, day: date) -> DayFigures:
    """As ``report daily --date`` asks for it."""
    told = told_at(at.around, "EKM", day)
    assert told < at.now
    return figures(at.around, at.store, "EKM", day, told, then=True)


def days_later(at: Desk, days: int) -> None:
    at.now = START + timedelta(days=days)


def test_a_question_is_open_until_it_was_answered(at: Desk) -> None:
    at.post(AASE, "Møde torsdag den 26. marts 2026 på Hotel Fjorden. Åse")
    (question,) = at.to(AASE)
    days_later(at, 3)
    at.post(AASE, "Kl. 17-20", answers=question)
    at.post(AASE, "Møde torsdag den 9. april 2026 på Hotel Fjorden. Åse")
    days_later(at, 9)
    asked = {n: [q.days_since for q in of(at, DAY + timedelta(days=n)).questions] for n in (0, 1, 2, 3, 4)}
    assert asked == {0: [1], 1: [2], 2: [3], 3: [1], 4: [2]}, "and nothing that was asked later"


@pytest.mark.parametrize(
    ("mail", "now"),
    [
        pytest.param("Mødet den 26. marts er flyttet til den 31. marts 2026 kl. 18-21", "31", id="moved since"),
        pytest.param("Mødet den 26. marts 2026 er aflyst", None, id="called off since"),
    ],
)
def test_a_meeting_stands_as_it_stood(at: Desk, mail: str, now: str | None) -> None:
    at.post(AASE, BOOKING)
    days_later(at, 4)
    at.post(AASE, mail)
    days_later(at, 9)
    then, later = of(at, DAY), of(at, DAY + timedelta(days=5))
    assert [m.start.isoformat() for m in then.coming] == ["2026-03-26T17:00:00+01:00"]
    assert [b.start and b.start.day for b in then.bookings] == [26]
    assert [f"{m.start:%d}" for m in later.coming] == ([now] if now else [])


def test_a_meeting_that_was_booked_since_is_not_there(at: Desk) -> None:
    days_later(at, 4)
    at.post(AASE, BOOKING)
    days_later(at, 9)
    assert of(at, DAY).coming == ()
    assert len(of(at, DAY + timedelta(days=4)).coming) == 1


def test_who_comes_is_told_where_no_answer_has_come_since(at: Desk) -> None:
    at.post(AASE, BOOKING)
    days_later(at, 1)
    at.post(BO, "", calendar=reply(at, BO, "ACCEPTED"))
    days_later(at, 9)
    told = {n: (m.invited, m.coming, m.silent) for n in (0, 1) for m in of(at, DAY + timedelta(days=n)).coming}
    assert told == {0: (None, None, None), 1: (3, 1, 2)}
    text = as_text(of(at, DAY), at.around.summary_words)
    assert "Hotel Fjorden" in text
    assert "kommer" not in text.partition("KOMMENDE MØDER")[2].partition("\n\n")[0]


def test_a_meeting_of_the_files_stands_as_the_files_had_it(at: Desk) -> None:
    at.post(AASE, BOOKING)
    days_later(at, 4)
    at.move_in_files("2026-03-26T", "2026-03-27T", "Hotel Fjorden", "Søby Kro")
    days_later(at, 9)
    (then,) = of(at, DAY).coming
    (now,) = of(at, DAY + timedelta(days=5)).coming
    assert (then.start.day, then.venue, now.start.day, now.venue) == (26, "Hotel Fjorden", 27, "Søby Kro")


def test_it_says_what_it_cannot_tell(at: Desk) -> None:
    at.now = datetime.combine(DAY + timedelta(days=9), START.timetz())
    found = of(at, DAY)
    assert found.inboxes == ()
    text = as_text(found, at.around.summary_words)
    assert "Her står, hvad botten vidste 3. marts 2026 kl. 07.00" in text
    assert "Kan kun vises for i dag." in text


@pytest.mark.parametrize("mail", ["Mødet den 26. marts 2026 er aflyst", "Vi ses"])
def test_a_meeting_that_was_called_off_is_not_missing_an_invoice(at: Desk, mail: str) -> None:
    at.post(AASE, BOOKING)
    at.post(AASE, mail)
    days_later(at, 40)
    found = figures(at.around, at.store, "EKM", at.now.date(), at.now)
    assert [m.start.day for m in found.without_invoice] == ([] if "aflyst" in mail else [26])
