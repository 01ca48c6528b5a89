"""Dates in every form that Danish invoices and mails carry."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.danish.dates import find_dates, format_date, format_date_en, format_day, format_day_en, parse_date

DAY = date(2026, 3, 12)
NEAR = date(2026, 3, 20)

FULL = [
    "12.03.2026", "12.3.26", "12-03-2026", "12-3-26", "12/3-2026", "12/3-26", "12/3 2026", "12/03/2026", "12/3/26",
    "12 03 2026",
    "12. 3. 2026", "12. marts 2026", "12.marts 2026", "12 marts 2026", "12. marts 26", "12. marts '26",
    "12. mar. 2026", "12. MARTS 2026", "12. marts i 2026",
    "d. 12/3-26", "d.12.3.26", "den 12. marts 2026", "torsdag d. 12. marts 2026", "torsdag den 12/3-26",
    "tors. 12. mar. 2026",
    "tor 12/3-2026", "to. 12.03.2026", "2026-03-12", "2026.03.12", "20260312", "12-Mar-26", "12-mar-2026",
    "12. mars 2026", "12. März 2026",
    "Mar 12, 2026", "March 12, 2026", "March 12th 2026", "March 12th, 2026", "12 March 2026", "12th March 2026",
    "12th of March 2026",
    "the 12th of March 2026", "Thursday, March 12, 2026", "Thu 12 Mar 2026", "12\u00a0marts\u00a02026", "12–03–2026",
    "12/3–26",
]  # fmt: skip


@pytest.mark.parametrize("printed", FULL)
def test_each_full_form(printed: str) -> None:
    before = "Mødet: "
    (found,) = find_dates(f"{before}{printed}, kl. 17.00 i Viborg")
    assert (found.value, found.text, found.start) == (DAY, printed, len(before))
    assert found.year_given
    assert found.weekday_ok in (None, True)
    assert parse_date(printed) == DAY


@pytest.mark.parametrize(
    "printed",
    [
        "12. marts",
        "d. 12/3",
        "den 12. marts",
        "torsdag d. 12. marts",
        "tors. 12. mar.",
        "12. mar.",
        "12/3",
        "d. 12.3",
        "tors. 12/3",
        "March 12th",
    ],
)
def test_each_form_without_a_year(printed: str) -> None:
    (found,) = find_dates(f"Mødet {printed} kl 17", near=NEAR)
    assert (found.value, found.text, found.year_given) == (DAY, printed, False)
    assert find_dates(printed) == []


@pytest.mark.parametrize(
    ("printed", "near", "expected"),
    [
        pytest.param(
            "15. december",
            date(2026, 1, 10),
            date(2025, 12, 15),
            id="a January invoice carries a December meeting",
        ),
        pytest.param("5. januar", date(2026, 12, 20), date(2027, 1, 5), id="a December booking of a January meeting"),
        pytest.param("29/2", date(2026, 3, 1), date(2028, 2, 29), id="only a leap year has it"),
        pytest.param("man. 10/8", date(2026, 1, 31), date(2026, 8, 10), id="half a year away the weekday decides"),
        pytest.param(
            "fre. 12/3",
            date(2026, 3, 20),
            date(2026, 3, 12),
            id="near by, a wrong weekday does not move the year",
        ),
    ],
)
def test_missing_year_is_the_nearest(printed: str, near: date, expected: date) -> None:
    assert parse_date(printed, near) == expected


@pytest.mark.parametrize(
    ("printed", "fits"),
    [
        ("torsdag den 12. marts 2026", True),
        ("fredag den 12. marts 2026", False),
        ("12. marts 2026", None),
        ("on. 12.3.2026", False),
    ],
)
def test_weekday_is_checked(printed: str, fits: bool | None) -> None:
    assert find_dates(printed)[0].weekday_ok is fits


@pytest.mark.parametrize(
    ("text", "days"),
    [
        pytest.param("19.-20. marts 2026", ["2026-03-19", "2026-03-20"], id="two days"),
        pytest.param("19-20/3-26", ["2026-03-19", "2026-03-20"], id="two days with a slash"),
        pytest.param("19./20. marts 2026", ["2026-03-19", "2026-03-20"], id="a slash between"),
        pytest.param("19. og 20. marts 2026", ["2026-03-19", "2026-03-20"], id="and"),
        pytest.param("19.–20. marts", ["2026-03-19", "2026-03-20"], id="no year, long dash"),
        pytest.param("12/3-14/3 2026", ["2026-03-12", "2026-03-14"], id="the year stands at the end only"),
        pytest.param("30. december - 2. januar 2027", ["2026-12-30", "2027-01-02"], id="over New Year"),
        pytest.param("Check-ind: 25.11.2026\nCheck-ud: 26.11.2026", ["2026-11-25", "2026-11-26"], id="two lines"),
    ],
)
def test_spans_give_both_days(text: str, days: list[str]) -> None:
    assert [str(found.value) for found in find_dates(text, near=NEAR)] == days


def test_six_digits_only_where_a_date_is_asked_for() -> None:
    assert find_dates("120326") == []
    assert [f.value for f in find_dates("Fakturadato: 120326")] == [DAY]
    assert [f.value for f in find_dates("120326", compact=True)] == [DAY]
    assert parse_date("120326") == DAY


def test_month_first_only_where_nothing_else_is_possible() -> None:
    assert parse_date("03/25/2026") == date(2026, 3, 25)
    assert parse_date("03/12/2026") == date(2026, 12, 3)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("uge 11", id="a week is no day"),
        pytest.param("primo marts, medio marts, ultimo marts", id="parts of a month are no days"),
        pytest.param("d.d.", id="today's date is not printed"),
        pytest.param("marts 2026", id="a month"),
        pytest.param("12.50", id="an amount"),
        pytest.param("12.03", id="day and month with a point and nothing before"),
        pytest.param("kl. 12.30", id="a clock time"),
        pytest.param("Side 1/2", id="a page"),
        pytest.param("1/2 flaske", id="half a bottle"),
        pytest.param("30.02.2026", id="no such day"),
        pytest.param("32. marts 2026", id="no such day in words"),
        pytest.param("Tlf. 12-03-20-26", id="a phone in pairs"),
        pytest.param("010190-2476", id="a CPR-like number"),
        pytest.param("1234-12345678", id="an account"),
        pytest.param("F20260312", id="an invoice number with a letter"),
        pytest.param("10.12.3.26", id="an IP address"),
        pytest.param("20269941", id="an invoice number that starts with the year"),
        pytest.param("1.234,50", id="an amount with a point"),
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert find_dates(text, near=NEAR) == []


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        pytest.param("12. marts 10 personer", "12. marts", id="a number of people"),
        pytest.param("12. marts 18 - 21", "12. marts", id="hours"),
        pytest.param("12. marts 26 kuverter", "12. marts", id="covers"),
        pytest.param("12. marts 17.30", "12. marts", id="a clock time"),
        pytest.param("Den 12. marts.", "Den 12. marts", id="the full stop"),
    ],
)
def test_what_follows_is_not_the_year(text: str, printed: str) -> None:
    (found,) = find_dates(text, near=NEAR)
    assert (found.value, found.text) == (DAY, printed)


def test_written_out() -> None:
    assert format_date(DAY) == "12. marts 2026"
    assert format_day(DAY) == "torsdag den 12. marts 2026"
    assert format_date_en(DAY) == "12 March 2026"
    assert format_day_en(DAY) == "Thursday 12 March 2026"


_DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2079, 12, 31))


@given(_DAYS)
def test_what_we_write_we_read(day: date) -> None:
    for written in (
        format_date(day),
        format_day(day),
        format_date_en(day),
        format_day_en(day),
        day.isoformat(),
        f"{day:%d.%m.%y}",
    ):
        (found,) = find_dates(written)
        assert (found.value, found.text) == (day, written)
        assert found.weekday_ok is not False


@given(_DAYS, st.integers(-170, 170))
def test_without_its_year_a_near_day_is_itself(day: date, away: int) -> None:
    if (day.month, day.day) != (2, 29):
        assert parse_date(f"d. {day.day}/{day.month}", day + timedelta(days=away)) == day


@given(st.text(alphabet="0123456789./- martsdenokj,'\n–", max_size=60) | st.text(max_size=200), st.booleans())
def test_any_text_is_read_without_error_and_places_are_right(text: str, compact: bool) -> None:
    end = 0
    for found in find_dates(text, near=NEAR, compact=compact):
        assert text[found.start : found.end] == found.text
        assert end <= found.start < found.end
        end = found.end


def test_the_start_of_a_line_is_no_obstacle() -> None:
    found = find_dates("Dato\n12.03.2026\nMøde\ntorsdag\nd. 12/3\n", near=NEAR)
    assert [f.text for f in found] == ["12.03.2026", "torsdag\nd. 12/3"]
