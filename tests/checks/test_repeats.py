"""The same again, or something suspiciously alike."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.checks import judge
from tests.judging import (
    OTHER_ACCOUNT,
    case,
    codes,
    filed,
    reading,
    said,
)

SAME: dict[str, Any] = {"invoice_number": "1042", "total": Decimal("2136.00"), "meeting_date": date(2026, 3, 12)}
ANOTHER_FIRM = {"supplier": "Hotel Strandlyst", "cvr": "13585628", "meeting_id": "M-1"}


@pytest.mark.parametrize(
    ("earlier", "found"),
    [
        pytest.param(SAME, {"duplicate"}, id="supplier, number and amount"),
        pytest.param(SAME | {"verdict": "review"}, {"duplicate"}, id="the first waits for a person"),
        pytest.param(
            SAME | {"invoice_number": "F 1042"}, {"possible_duplicate"}, id="another number, same meeting and amount"
        ),
        pytest.param(
            SAME | {"invoice_number": "nr.1042"} | {"meeting_date": date(2026, 1, 8)},
            set(),
            id="another number, another meeting",
        ),
        pytest.param(SAME | {"total": Decimal("2236.00")}, {"possible_duplicate"}, id="same number, another amount"),
        pytest.param(
            SAME | {"invoice_number": "1041", "total": Decimal("2135.00"), "meeting_id": "M-1"},
            {"possible_duplicate"},
            id="another number, and nearly the same amount",
        ),
        pytest.param(
            SAME | {"invoice_number": "1041", "total": Decimal("500.00"), "meeting_id": "M-1"},
            set(),
            id="a deposit for the same meeting",
        ),
        pytest.param(
            SAME | {"invoice_number": "1041", "meeting_date": date(2026, 3, 21), "verdict": "review"},
            {"possible_duplicate"},
            id="one that waits because nothing is booked on its date",
        ),
        pytest.param(SAME | {"cvr": None}, {"duplicate"}, id="the first had no CVR number"),
        pytest.param(
            SAME | {"cvr": "13585628"}, {"possible_duplicate"}, id="a firm of the same name with another CVR number"
        ),
        pytest.param(SAME | {"supplier": "Hotel Strandlyst", "cvr": "13585628"}, set(), id="another supplier"),
        pytest.param(
            SAME | ANOTHER_FIRM,
            {"possible_duplicate"},
            id="another supplier, the same amount for the same meeting",
        ),
        pytest.param(
            SAME
            | {"supplier": "Hotel Strandlyst", "cvr": "13585628", "meeting_id": "M-1", "total": Decimal("2135.00")},
            set(),
            id="another supplier, another amount for the same meeting",
        ),
        pytest.param(
            SAME | ANOTHER_FIRM | {"verdict": "rejected"},
            set(),
            id="another supplier's that was sent back",
        ),
        pytest.param(SAME | {"verdict": "rejected"}, set(), id="a rejected one: this is its correction"),
        pytest.param(SAME | {"verdict": "duplicate"}, set(), id="a copy of a rejected one is no hindrance either"),
        pytest.param(SAME | {"verdict": None, "kind": "reminder"}, set(), id="the reminder came first"),
        pytest.param(SAME | {"sha256": "ab" * 32}, {"duplicate"}, id="same bytes"),
        pytest.param(
            SAME | {"sha256": "ab" * 32, "verdict": "rejected"}, {"duplicate"}, id="same bytes as a rejected one"
        ),
        pytest.param({"sha256": "ab" * 32, "part": 2}, set(), id="same file, another part"),
        pytest.param(
            {"sha256": "ab" * 32, "verdict": None, "kind": "other"},
            set(),
            id="same file, not taken for an invoice then",
        ),
    ],
)
def test_repeats(earlier: dict[str, Any], found: set[str]) -> None:
    assert codes(case(earlier=[filed(**earlier)])) == found


@pytest.mark.parametrize("printed", ["1042", "1042 ", "  1042"])
def test_a_number_is_the_same_however_it_is_spaced(printed: str) -> None:
    assert codes(case(reading(invoice_number=printed), earlier=[filed(**SAME)])) == {"duplicate"}


def test_a_repeat_has_one_finding_though_the_due_date_has_come_too_near() -> None:
    late = case(earlier=[filed(**SAME)], received=date(2026, 4, 10))
    findings, verdict = judge(late)
    assert ([f.code for f in findings], verdict) == (["duplicate"], "duplicate")


def test_the_same_meeting_and_amount_without_any_number() -> None:
    assert codes(case(reading(invoice_number=None), earlier=[filed(**SAME)])) == {"possible_duplicate"}


def test_an_invoice_in_the_place_of_one_that_may_be_paid() -> None:
    earlier = [filed(invoice_number="1040", meeting_date=date(2026, 1, 8), total=Decimal("99.00"))]
    assert codes(case(reading(preceding_invoice=said("1040")), earlier=earlier)) == {"possible_duplicate"}
    assert codes(case(reading(preceding_invoice=said("1039")), earlier=earlier)) == set()


@pytest.mark.parametrize(
    ("note", "found"),
    [
        pytest.param({"preceding_invoice": said("1042")}, {"credited"}, id="by its number"),
        pytest.param({"preceding_invoice": said("1040")}, set(), id="another invoice's"),
        pytest.param({"total": "-2136.00"}, {"credited"}, id="by its amount, where it names no invoice"),
        pytest.param({"total": "-99.00"}, set(), id="another amount"),
    ],
)
def test_a_credit_note_in_the_same_mail(note: dict[str, Any], found: set[str]) -> None:
    assert codes(case(credit_notes=(reading(kind="credit_note", invoice_number="2001", **note),))) == found


def test_two_alike_in_one_mail_go_to_a_person() -> None:
    other = reading(invoice_number="1043")
    assert codes(case(together=(other,))) == {"possible_duplicate"}
    assert codes(case(together=(reading(total="99.00", payment=OTHER_ACCOUNT),))) == {"possible_duplicate"}
    assert codes(case(together=(reading(invoice_number="1043", total="99.00"),))) == set()
