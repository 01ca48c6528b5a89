"""What the pool pays for those who came."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.judging import (
    REGISTER,
    attended_by,
    case,
    codes,
    filed,
    finding,
    meeting,
    reading,
    rules,
)

FOUR = attended_by(*[(f"01234{n}", "owner", "present") for n in range(5, 9)])


@pytest.mark.parametrize(
    ("total", "people", "over"),
    [
        pytest.param("2136.00", FOUR, False, id="exactly 4 × 534"),
        pytest.param("2137.00", FOUR, False, id="rounding"),
        pytest.param("2137.01", FOUR, True, id="an øre more"),
        pytest.param("9999.00", (), False, id="no attendance registered"),
        pytest.param("9999.00", attended_by(("1", "owner", "unknown")), False, id="a list that says nothing"),
        pytest.param(
            "2136.00", (*FOUR[:3], *attended_by(("9", "guest", "present"))), True, id="a guest does not count"
        ),
        pytest.param(
            "2136.00", (*FOUR[:3], *attended_by(("9", "tenant", "present"))), True, id="a tenant does not count"
        ),
        pytest.param(
            "2136.00", (*FOUR[:3], *attended_by(("9", "owner", "excused"))), True, id="an excused one does not count"
        ),
        pytest.param("2136.00", (*FOUR[:3], *attended_by(("9", "owner", "online"))), True, id="nobody eats online"),
        pytest.param(
            "2136.00", (*FOUR[:3], *attended_by(("012345", "owner", "present"))), True, id="a shared number counts once"
        ),
        pytest.param("1.01", attended_by(("1", "owner", "absent")), True, id="nobody came"),
    ],
)
def test_over_pool(total: str, people: Any, over: bool) -> None:
    assert ("over_pool" in codes(case(reading(total=total), attendance=people))) is over


def test_a_shared_number_counts_twice_where_the_rules_say_so() -> None:
    own = rules()
    own = replace(own, pool=replace(own.pool, count="persons"))
    two = attended_by(("012345", "owner", "present"), ("012345", "owner", "present"))
    assert codes(case(reading(total="1068.00"), attendance=two, rules=own)) == set()


def test_two_invoices_of_one_meeting_share_one_pool() -> None:
    deposit = filed(total=Decimal("1000.00"), meeting_id="M-1", invoice_number="0999")
    assert "over_pool" in codes(case(reading(total="1200.00"), attendance=FOUR, earlier=[deposit]))
    assert "over_pool" not in codes(case(reading(total="1136.00"), attendance=FOUR, earlier=[deposit]))
    rejected = replace(deposit, verdict="rejected")
    assert "over_pool" not in codes(case(reading(total="1200.00"), attendance=FOUR, earlier=[rejected]))


def test_two_invoices_in_one_mail_share_one_pool() -> None:
    other = reading(invoice_number="1043", total="1200.00", supplier="Hotel Strandlyst", cvr=None)
    assert "over_pool" in codes(case(reading(total="1200.00"), attendance=FOUR, together=(other,)))


def test_a_rate_by_kind_of_venue_is_not_guessed() -> None:
    people = attended_by(("1", "owner", "present"), meeting_id="M-3")
    fyn = {"network": "Klynge Øjenlæger Fyn", "network_id": "SPL-007", "coordinator": "Karen Lund"}
    assert codes(case(reading(total="500.00", **fyn), attendance=people, secretariat="eKVIS")) == set()
    found = finding("over_pool", case(reading(total="750.00", **fyn), attendance=people, secretariat="eKVIS"))
    assert found is not None
    assert "ude af huset" in found.detail


@pytest.mark.parametrize(
    ("people", "found"),
    [
        pytest.param(
            attended_by(("1", "owner", "present"), meeting_id="M-4"), {"rate_missing"}, id="attendance known, no rate"
        ),
        pytest.param((), set(), id="attendance not known: nothing to check yet"),
    ],
)
def test_rate_missing(people: Any, found: set[str]) -> None:
    register = replace(REGISTER, meetings=(meeting(day=date(2027, 1, 14), meeting_id="M-4"),), attendance=people)
    changes: dict[str, Any] = {"meeting_date": date(2027, 1, 14), "due_date": date(2027, 3, 1)}
    late = case(reading(**changes), register=register, received=date(2027, 1, 20), rules=rules(day=date(2027, 1, 20)))
    assert codes(late) == found
