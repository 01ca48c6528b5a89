"""Payment terms, and the day that follows from them. The dates are worked examples."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.danish.terms import due_from_terms, find_terms

ISSUED = date(2026, 3, 13)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Netto 14 dage", date(2026, 3, 27)),
        ("14 dage netto", date(2026, 3, 27)),
        ("14 dg. netto", date(2026, 3, 27)),
        ("Fakturadato + 14 dage", date(2026, 3, 27)),
        ("Forfald 14 dage fra d.d.", date(2026, 3, 27)),
        ("Betalingsbetingelser: 14 dage", date(2026, 3, 27)),
        ("Bet.bet.: Netto 14 dage", date(2026, 3, 27)),
        ("Betalingsfrist 14 dage", date(2026, 3, 27)),
        ("Betales inden 14 dage", date(2026, 3, 27)),
        ("Betaling senest 14 dage efter fakturadato", date(2026, 3, 27)),
        ("14 dage fra fakturadato", date(2026, 3, 27)),
        ("Netto fjorten dage", date(2026, 3, 27)),
        ("Beløbet bedes betalt inden 14 dage", date(2026, 3, 27)),
        ("Bedes indbetalt på vores konto senest 14 dage", date(2026, 3, 27)),
        ("Betales inden for 14 dage fra fakturadato", date(2026, 3, 27)),
        ("2 uger netto", date(2026, 3, 27)),
        ("Netto 8 dage", date(2026, 3, 21)),
        ("30 dages kredit", date(2026, 4, 12)),
        ("Vilkår: 30 dage netto", date(2026, 4, 12)),
        ("Netto 1 måned", date(2026, 4, 13)),
        ("Net 30 days", date(2026, 4, 12)),
        ("Payment terms: 14 days", date(2026, 3, 27)),
        ("Payment within 14 days", date(2026, 3, 27)),
        ("Løbende måned", date(2026, 3, 31)),
        ("Lb. md.", date(2026, 3, 31)),
        ("lb.md.", date(2026, 3, 31)),
        ("lbn. mdr.", date(2026, 3, 31)),
        ("løb. mdr.", date(2026, 3, 31)),
        ("løb. md. netto", date(2026, 3, 31)),
        ("Løbende måned + 14 dage", date(2026, 4, 14)),
        ("Løbende måned + 30 dage", date(2026, 4, 30)),
        ("lb. md. + 30", date(2026, 4, 30)),
        ("lb.md.+14 dg.", date(2026, 4, 14)),
        ("Løbende måned 30 dage", date(2026, 4, 30)),
        ("30 dage løbende måned", date(2026, 4, 30)),
        ("End of month + 14 days", date(2026, 4, 14)),
        ("Kontant", ISSUED),
        ("Netto kontant", ISSUED),
        ("Pr. kontant", ISSUED),
        ("Straks", ISSUED),
        ("Ved modtagelse", ISSUED),
        ("Forfalder straks", ISSUED),
        ("Due on receipt", ISSUED),
        ("Forudbetaling", None),
        ("Betales ved ankomst", None),
        ("Betalt", None),
    ],
)
def test_each_form(text: str, due: date | None) -> None:
    (found,) = find_terms(f"Ordrenr. 12\n{text}\nMvh")
    assert due_from_terms(found, ISSUED) == due


@pytest.mark.parametrize(
    ("text", "issued", "due"),
    [
        pytest.param("lb. md. + 30 dage", date(2026, 1, 31), date(2026, 3, 2), id="not the end of February"),
        pytest.param("lb. md.", date(2026, 12, 31), date(2026, 12, 31), id="the last day itself"),
        pytest.param("netto 14 dage", date(2026, 12, 20), date(2027, 1, 3), id="over New Year"),
        pytest.param("netto 1 måned", date(2026, 1, 31), date(2026, 2, 28), id="a month to a shorter one"),
    ],
)
def test_worked_dates(text: str, issued: date, due: date) -> None:
    assert due_from_terms(find_terms(text)[0], issued) == due


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("14 dage", id="days alone"),
        pytest.param("Kursus i 14 dage", id="a course"),
        pytest.param("Efter 14 dage tilskrives rente", id="interest"),
        pytest.param("Rykkergebyr efter 10 dage", id="reminder fee"),
        pytest.param("Afbestilling senest 14 dage før", id="cancelling"),
        pytest.param("2 % kontantrabat ved betaling inden 8 dage", id="discount for early payment"),
        pytest.param("Tilbuddet gælder 30 dage netto", id="an offer"),
        pytest.param("ikke betalt", id="not paid"),
        pytest.param("Netto: 2 585,70", id="the net amount"),
        pytest.param("NETTO 842,40", id="the net amount in capitals"),
        pytest.param("Fejl bedes meldt inden en uge.", id="complaints"),
        pytest.param("Svar udbedes senest 14 dage", id="an answer"),
        pytest.param("8 dage á 500,00", id="a quantity"),
    ],
)
def test_what_is_no_term(text: str) -> None:
    assert find_terms(text) == []


def test_discount_beside_terms() -> None:
    (found,) = find_terms("2 % rabat ved betaling inden 8 dage, netto 30 dage")
    assert (found.kind, found.count) == ("net", 30)


@given(st.text(alphabet="0123456789netodagsløbmdr. +", max_size=60) | st.text(max_size=200))
def test_any_text_is_read_without_error_and_places_are_right(text: str) -> None:
    for found in find_terms(text):
        assert text[found.start : found.end] == found.text
        due_from_terms(found, ISSUED)
