"""Amounts as Danes, and systems set to English, print them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.danish.amounts import find_amounts, format_amount, kroner, parse_amount

D = Decimal

FORMS = [
    ("1.234,50", "1234.50"),
    ("1234,50", "1234.50"),
    ("1 234,50", "1234.50"),
    ("1\u00a0234,50", "1234.50"),
    ("1\u202f234,50", "1234.50"),
    ("1\u2009234,50", "1234.50"),
    ("1.234,-", "1234.00"),
    ("1234,-", "1234.00"),
    ("1234,--", "1234.00"),
    ("1.234,00 kr.", "1234.00"),
    ("kr. 1.234,50", "1234.50"),
    ("kr 1.234,50", "1234.50"),
    ("kr.1.234,50", "1234.50"),
    ("DKK 1.234,50", "1234.50"),
    ("1.234,50 DKK", "1234.50"),
    ("1.234,5", "1234.50"),
    ("1.234.567,89", "1234567.89"),
    ("534 kr", "534.00"),
    ("534,- kr.", "534.00"),
    ("kr. 534,-", "534.00"),
    ("50 øre", "0.50"),
    ("0,50", "0.50"),
    ("1,234.50", "1234.50"),
    ("DKK4,272.00", "4272.00"),
    ("1,234,567.89", "1234567.89"),
    ("4.272", "4272.00"),
    ("-1.234,50", "-1234.50"),
    ("−1.234,50", "-1234.50"),
    ("–1.234,50", "-1234.50"),
    ("1.234,50-", "-1234.50"),
    ("(1.234,50)", "-1234.50"),
    ("÷ 1.234,50", "-1234.50"),
    ("÷1.234,50", "-1234.50"),
    ("./. 1.234,50", "-1234.50"),
    ("-kr. 50,00", "-50.00"),
    ("kr. -50,00", "-50.00"),
    ("÷ kr. 50,00", "-50.00"),
    ("- 50,00", "-50.00"),
    ("€12.50", "12.50"),
    ("12,50 €", "12.50"),
    ("EUR 1.234,50", "1234.50"),
    ("100 SEK", "100.00"),
    ("NOK 100", "100.00"),
]


@pytest.mark.parametrize(("printed", "value"), FORMS)
def test_each_printed_form(printed: str, value: str) -> None:
    (found,) = find_amounts(printed)
    assert (found.value, found.text) == (D(value), printed)
    assert parse_amount(printed) == D(value)


@pytest.mark.parametrize(("printed", "value"), FORMS)
def test_each_form_in_a_sentence(printed: str, value: str) -> None:
    before = "I alt til betaling:  "
    (found,) = find_amounts(f"{before}{printed}\nMed venlig hilsen")
    assert found.value == D(value)
    assert (found.start, found.text) == (len(before), printed)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("12.03.2026", id="a date"),
        pytest.param("12-03-2026", id="a date with dashes"),
        pytest.param("2026-03-12", id="an ISO date"),
        pytest.param("den 12.3.26", id="a short date"),
        pytest.param("kl. 17.30", id="a clock time"),
        pytest.param("kl. 17.30-20.00", id="a span of time"),
        pytest.param("Tlf. 24 32 95 61", id="a phone in pairs"),
        pytest.param("+45 24329561", id="a phone"),
        pytest.param("Reg. 1234 Konto 12 345 678", id="an account in groups"),
        pytest.param("1234-0012345678", id="an account"),
        pytest.param("+71<000000000010421+81234567<", id="a FIK line"),
        pytest.param("DK50 0040 0440 1162 43", id="an IBAN"),
        pytest.param("25,00 %", id="a percentage"),
        pytest.param("12,5 pct.", id="a percentage in letters"),
        pytest.param("2,5 timer", id="hours"),
        pytest.param("0,75 l", id="litres"),
        pytest.param("7,00 stk", id="pieces"),
        pytest.param("1042", id="a bare whole number"),
        pytest.param("8800 Viborg", id="a postcode"),
        pytest.param("CVR 12 34 56 74", id="a CVR number"),
        pytest.param("12/3-26", id="a date with a slash"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_is_no_amount(text: str) -> None:
    assert find_amounts(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("4,272", "4272.00", id="three decimals never occur, but English thousands do"),
        pytest.param("8 205,00", "8205.00", id="thousands rather than two columns"),
        pytest.param("Middag - 50,00", "50.00", id="a dash rather than a minus"),
        pytest.param("17.30", "17.30", id="English decimals, where nothing says that it is a clock time"),
    ],
)
def test_what_a_form_that_may_say_two_things_is_read_as(text: str, value: str) -> None:
    (found,) = find_amounts(text)
    assert found.value == D(value)


def test_the_other_amounts_decide_what_a_space_is() -> None:
    assert [a.value for a in find_amounts("8 205,00 1.640,00")] == [D("205.00"), D("1640.00")]
    assert [a.value for a in find_amounts("11 kuv. 124,00 1 364,00")] == [D("124.00"), D("1364.00")]


def test_a_currency_before_takes_the_first_group_along() -> None:
    (found,) = find_amounts("kr. 8 205,00")
    assert found.value == D("8205.00")


def test_four_thousand_on_an_english_page() -> None:
    found = find_amounts("Subtotal 3,417.60 VAT 854.40 Total 4,272")
    assert [a.value for a in found] == [D("3417.60"), D("854.40"), D("4272.00")]


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("1,00", None),
        ("kr. 1,00", "DKK"),
        ("1 kr", "DKK"),
        ("DKK 1,00", "DKK"),
        ("dkk 1,00", "DKK"),
        ("1,00 EUR", "EUR"),
        ("€ 1,00", "EUR"),
        ("SEK 1", "SEK"),
        ("1 NOK", "NOK"),
        ("50 øre", "DKK"),
    ],
)
def test_currency(text: str, currency: str | None) -> None:
    assert find_amounts(text)[0].currency == currency


@pytest.mark.parametrize("text", ["", "kr.", "abc", "12.03.2026", "1 2 3", "534 kr og 20 kr", "25 %", "1042-A"])
def test_parse_refuses_what_is_not_one_amount(text: str) -> None:
    assert parse_amount(text) is None


def test_parse_takes_a_bare_whole_number() -> None:
    assert parse_amount(" 1234 ") == D("1234.00")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("4272", "4.272,00"),
        ("0", "0,00"),
        ("-1234567.5", "-1.234.567,50"),
        ("0.005", "0,00"),
        ("0.015", "0,02"),
        ("999.999", "1.000,00"),
    ],
)
def test_format_amount(value: str, written: str) -> None:
    assert format_amount(D(value)) == written


def test_kroner() -> None:
    assert kroner(D("4272")) == "4.272,00 kr."


_MONEY = st.decimals(min_value=-99_999_999, max_value=99_999_999, places=2, allow_nan=False)


@given(_MONEY)
def test_what_we_write_we_read(value: Decimal) -> None:
    assert parse_amount(format_amount(value)) == value
    assert parse_amount(kroner(value)) == value
    (found,) = find_amounts(f"I alt  {kroner(value)}")
    assert (found.value, found.currency) == (value, "DKK")


@given(st.text(alphabet="0123456789.,- ÷()/:krDKE%\u00a0\n", max_size=80) | st.text(max_size=200))
def test_any_text_is_read_without_error_and_places_are_right(text: str) -> None:
    end = 0
    for found in find_amounts(text):
        assert text[found.start : found.end] == found.text
        assert end <= found.start < found.end
        end = found.end
    parse_amount(text)
