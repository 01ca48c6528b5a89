"""What stands in which day's summary: every mail once, also one that came late, and the day as it was then."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.config import load
from bot.data import data_path
from bot.model.summary import DayFigures
from bot.model.zone import COPENHAGEN
from bot.service.summary import figures, told_at
from bot.service.surroundings import Surroundings
from bot.service.timed import Timed
from bot.store import Store
from tests.service.live import CONFIG, INVOICES
from tests.store.making import INBOX, document, incoming, judged, letter, mail, message, reading

DAY = date(2026, 3, 12)


def at(day: int, clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-{day:02}T{clock}").replace(tzinfo=COPENHAGEN)


class Office:
    def __init__(self, folder: Path, own: str = "") -> None:
        """``own``: what stands over the rest of the configuration."""
        text = own + CONFIG.format(
            smtp_port=25, imap_port=143, invoices=INVOICES, user=INVOICES, timeout=5, final_dot_timeout=600, service=""
        )
        (folder / "config.toml").write_text(text)
        config = load(folder / "config.toml")
        self.store, self.around = Store(config.database, create=True), Surroundings(config)
        self._count = 0

    def files(self, received: datetime, handled: datetime, corrects: int | None = None) -> int:
        """An invoice that waits for a person; its number in the database."""
        self._count += 1
        n = self._count
        (row,) = self.store.keep(INBOX, 1, [incoming(n, mail(n), received=received)], handled)
        what = document(reading(str(n)), verdict="review", pay_on=None, corrects=corrects)
        self.store.file(row, message(n, received=received), judged(what), [], handled)
        return next(i.id for i in self.store.invoices() if i.message == row)

    def news(self, day: int) -> list[int]:
        return [i.invoice_id for i in self.figures(day).new]

    def waiting(self, day: int) -> list[int]:
        return [i.invoice_id for i in self.figures(day, then=True).waiting]

    def figures(self, day: int, *, then: bool = False) -> DayFigures:
        return figures(self.around, self.store, "EKM", date(2026, 3, day), self.told(day), then=then)

    def told(self, day: int) -> datetime:
        return told_at(self.around, "EKM", date(2026, 3, day))

    def close(self) -> None:
        self.around.close()
        self.store.close()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = Office(tmp_path)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("received", "handled", "told_of"),
    [
        pytest.param(at(12, "10:00"), at(12, "10:01"), [12], id="at once"),
        pytest.param(at(12, "23:59"), at(13, "00:01"), [12], id="over midnight, in time for the morning"),
        pytest.param(at(13, "06:30"), at(13, "06:31"), [13], id="before the summary of the day before"),
        pytest.param(at(12, "10:00"), at(13, "09:00"), [12, 13], id="after its day was told"),
        pytest.param(at(12, "10:00"), at(13, "06:58"), [12, 13], id="while its day was told"),
        pytest.param(at(12, "10:00"), at(15, "12:00"), [12, 15], id="after three days off"),
        pytest.param(at(2, "10:00"), at(15, "06:00"), [2, 14], id="found in the night, long after"),
    ],
)
def test_a_mail_is_news_in_the_first_summary_after_it_was_handled(
    office: Office, received: datetime, handled: datetime, told_of: Sequence[int]
) -> None:
    """Its own day tells it too, to whoever asks for that day later; the letter of that day was sent without it."""
    number = office.files(received, handled)
    assert [day for day in range(1, 18) if number in office.news(day)] == told_of


def test_late_mail_is_counted_and_told_in_the_letter_of_the_day_it_was_handled(office: Office) -> None:
    office.files(at(12, "10:00"), at(13, "09:00"))
    found = office.figures(13)
    assert (found.received, len(found.new)) == (1, 1)


def test_a_past_day_shows_what_waited_then(office: Office) -> None:
    soon, later, closed = (office.files(at(12, f"1{n}:00"), at(12, f"1{n}:01")) for n in range(3))
    assert office.waiting(12) == [soon, later, closed]
    office.store.decide(soon, "accepted", "anne", None, [letter(9)], at(12, "15:00"))
    office.store.decide(later, "rejected", "anne", "nej", [letter(8)], at(14, "09:00"))
    newer = office.files(at(15, "09:00"), at(15, "09:01"), corrects=closed)
    assert office.waiting(12) == [later, closed], "decided on the 14th, replaced on the 15th"
    assert office.waiting(13) == [later, closed]
    assert office.waiting(14) == [closed]
    assert office.waiting(15) == [newer]
    now = figures(office.around, office.store, "EKM", DAY, at(16, "12:00"))
    assert [i.invoice_id for i in now.waiting] == [newer]


def test_who_decided_afterwards_is_not_told_of_a_past_day(office: Office) -> None:
    number = office.files(at(12, "10:00"), at(12, "10:01"))
    office.store.decide(number, "accepted", "anne", None, [letter(9)], at(14, "10:00"))
    (then,) = office.figures(12, then=True).new
    (now,) = figures(office.around, office.store, "EKM", DAY, at(14, "12:00")).new
    assert [(r.verdict, r.decided_by) for r in (then, now)] == [("review", "bot"), ("accepted", "anne")]


def test_a_past_day_shows_what_was_put_aside_then(office: Office) -> None:
    now = at(12, "10:00")
    numbers = office.store.keep(INBOX, 1, [incoming(n, mail(n), received=now) for n in (1, 2)], now)
    for number, parked in zip(numbers, (at(12, "11:00"), at(14, "11:00")), strict=True):
        for _ in range(3):
            office.store.failed(number, "ValueError", parked)
    assert [len(office.figures(day, then=True).mails) for day in (12, 13, 14)] == [1, 1, 2]
    office.store.unpark(numbers[0], at(15, "12:00"), "anne")
    assert [len(office.figures(day, then=True).mails) for day in (11, 12, 14, 15)] == [0, 1, 2, 1]


def test_a_past_day_shows_letters_that_had_been_refused_then(office: Office) -> None:
    office.store.queue(letter(1, cc=()), at(12, "10:00"))
    (lent,) = office.store.claim(at(14, "10:00"), timedelta(minutes=1), 9)
    office.store.refused(lent.letter_id, lent.recipients[0].address, at(14, "10:00"), "550 nej")
    assert [len(office.figures(day, then=True).letters) for day in (12, 13, 14)] == [0, 0, 1]


@pytest.mark.parametrize(
    ("days", "is_told"),
    [pytest.param(21, True, id="as shipped"), pytest.param(3, False, id="the secretariat looks three days ahead")],
)
def test_how_far_the_summary_looks_is_a_rule(tmp_path: Path, days: int, is_told: bool) -> None:
    shipped = (data_path("rules") / "summary.toml").read_text(encoding="utf-8")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "summary.toml").write_text(shipped.replace("due = 21", f"due = {days}"), encoding="utf-8")
    office = Office(tmp_path, 'rules = "mine"\n')
    number = office.files(at(12, "10:00"), at(12, "10:01"))
    office.store.decide(number, "accepted", "anne", None, [letter(9)], at(12, "15:00"))
    (due_date,) = {i.due_date for i in office.store.invoices()}
    assert due_date is not None
    today = due_date - timedelta(days=4)
    noon = datetime(today.year, today.month, today.day, 12, tzinfo=COPENHAGEN)
    told = figures(office.around, office.store, "EKM", today, noon).due
    office.close()
    assert [i.invoice_id for i in told] == ([number] if is_told else [])


def test_the_bell_frees_letters_that_a_clock_far_ahead_had_put_off(office: Office) -> None:
    office.store.queue(letter(1, cc=()), at(12, "10:00"))
    ahead = at(12, "10:00") + timedelta(days=300)
    (lent,) = office.store.claim(ahead, timedelta(minutes=1), 9)
    Timed(office.around, office.store, lambda: at(12, "10:01")).ring()
    assert [x.letter_id for x in office.store.claim(at(12, "10:01"), timedelta(minutes=1), 9)] == [lent.letter_id]
