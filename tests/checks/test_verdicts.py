"""What findings come to, what corrects what, and laws that hold for every invoice."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checks import CHECKS, correction_of, judge, verdict, worst
from bot.model.finding import VERDICTS, Finding, Severity
from tests.judging import ACCOUNT, OTHER_ACCOUNT, RECEIVED, case, filed, reading, rules, said

SEVERITIES: tuple[Severity, ...] = ("reject", "review", "duplicate", "note")


def test_the_faultless_invoice_has_no_finding() -> None:
    assert judge(case()) == ((), "accepted")


def of(severity: Severity) -> Finding:
    return Finding("some_code", severity, "…")


@pytest.mark.parametrize(
    ("severities", "expected"),
    [
        pytest.param([], "accepted", id="nothing found"),
        pytest.param(["note"], "accepted", id="a note changes nothing"),
        pytest.param(["note", "duplicate"], "duplicate", id="duplicate"),
        pytest.param(["review", "duplicate"], "review", id="a person before a duplicate"),
        pytest.param(["review", "reject", "duplicate"], "rejected", id="the worst of all"),
    ],
)
def test_verdict(severities: list[Severity], expected: str) -> None:
    assert verdict([of(s) for s in severities]) == expected


@given(st.lists(st.sampled_from(SEVERITIES)), st.sampled_from(SEVERITIES))
def test_a_further_finding_never_improves_the_verdict(severities: list[Severity], further: Severity) -> None:
    before = verdict([of(s) for s in severities])
    after = verdict([of(s) for s in [*severities, further]])
    assert VERDICTS.index(after) >= VERDICTS.index(before)


@given(st.lists(st.sampled_from([*VERDICTS, None])))
def test_worst_is_one_of_them_and_none_of_them_is_worse(verdicts: list[Any]) -> None:
    given_ones = [v for v in verdicts if v is not None]
    got = worst(verdicts)
    assert got is None if not given_ones else got in given_ones
    assert all(got is not None and VERDICTS.index(got) >= VERDICTS.index(v) for v in given_ones)


def goodness(due: date, received: date) -> int:
    judged = judge(case(reading(due_date=due), received=received, rules=rules(day=received)))[1]
    assert judged is not None
    return -VERDICTS.index(judged)


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(DAYS, st.integers(-40, 400), st.integers(0, 400))
def test_a_later_due_date_is_never_worse(received: date, days: int, later: int) -> None:
    due = received + timedelta(days=days)
    assert goodness(due + timedelta(days=later), received) >= goodness(due, received)


@given(DAYS, st.integers(-40, 400), st.integers(0, 60))
def test_a_mail_that_comes_later_is_never_better(received: date, days: int, later: int) -> None:
    due = received + timedelta(days=days)
    assert goodness(due, min(received + timedelta(days=later), date(2026, 12, 31))) <= goodness(due, received)


REQUIRED = ("network", "coordinator", "meeting_date", "due_date", "total", "payment")


@given(st.sets(st.sampled_from(REQUIRED), min_size=1))
def test_an_invoice_that_lacks_something_required_is_never_accepted(missing: set[str]) -> None:
    findings, judged = judge(case(reading(**dict.fromkeys(missing))))
    assert judged == "rejected"
    assert any(f.code.endswith("_missing") for f in findings)


@given(st.sampled_from(REQUIRED), st.sampled_from(["hidden", "overprinted", "contradicted", "something_new"]))
def test_a_doubt_about_a_required_field_is_never_accepted(name: str, doubt: str) -> None:
    sure = getattr(reading().fields, name)
    assert judge(case(reading(**{name: replace(sure, doubts=(doubt,))})))[1] == "review"


@given(st.sampled_from(REQUIRED), st.floats(0, 1))
def test_less_confidence_is_never_better(name: str, confidence: float) -> None:
    sure = getattr(reading().fields, name)
    unsure = judge(case(reading(**{name: replace(sure, confidence=confidence)})))[1]
    certain = judge(case(reading(**{name: replace(sure, confidence=1.0)})))[1]
    assert unsure is not None
    assert certain is not None
    assert VERDICTS.index(unsure) >= VERDICTS.index(certain)


@pytest.mark.parametrize("kind", ["credit_note", "reminder", "booking", "other"])
def test_what_is_no_invoice_has_no_verdict(kind: Any) -> None:
    assert judge(case(reading(kind=kind))) == ((), None)


def test_a_paid_receipt_has_no_verdict() -> None:
    assert judge(case(reading(paid=True))) == ((), None)


def test_all_faults_are_told_at_once_in_the_suppliers_order() -> None:
    poor = reading(network=None, network_id=None, due_date=date(2026, 3, 20), payment=None, total="9.00")
    assert [f.code for f in judge(case(poor))[0]] == ["network_missing", "due_date_too_soon", "payment_missing"]


def test_every_check_has_its_rule_and_every_rule_its_check() -> None:
    names = [check.__name__ for check in CHECKS]
    assert len(set(names)) == len(names)
    assert names == list(rules().checks), "rules/checks.toml stands in the order of CHECKS"


#: The contract's table (docs/rules.md has it, with the codes that were added).
DEFAULTS = {
    "network_missing": "reject", "network_unknown": "review", "coordinator_missing": "reject",
    "coordinator_mismatch": "review", "meeting_date_missing": "reject", "meeting_not_booked": "review",
    "due_date_missing": "reject", "due_date_too_soon": "reject", "payment_missing": "reject",
    "payment_not_danish": "reject", "payment_invalid": "review", "payment_changed": "review",
    "total_missing": "reject", "amounts_inconsistent": "review", "over_pool": "review", "rate_missing": "review",
    "currency_not_dkk": "review", "duplicate": "duplicate", "low_confidence": "review", "unreadable": "review",
    "sender_unverified": "review", "supplier_is_coordinator": "review",
}  # fmt: skip


def test_the_contracts_severities_ship() -> None:
    shipped = rules().checks
    assert {code: shipped[code].severity for code in DEFAULTS} == DEFAULTS
    assert all(rule.source for rule in shipped.values())


@pytest.mark.parametrize(
    ("earlier", "now", "corrects"),
    [
        pytest.param([{}], {}, 1, id="same number"),
        pytest.param([{}], {"invoice_number": "1042-2"}, 1, id="another number, same meeting"),
        pytest.param([{}], {"total": "99.00"}, 1, id="same number, another amount"),
        pytest.param(
            [{"meeting_date": None}], {"invoice_number": "1050"}, None, id="another number, its meeting not known"
        ),
        pytest.param([{"closed": True}], {}, None, id="corrected before"),
        pytest.param([{"verdict": "accepted"}], {"total": "99.00"}, None, id="an accepted one is not corrected"),
        pytest.param([{"supplier": "Hotel Strandlyst", "cvr": "13585628"}], {}, None, id="another supplier's"),
        pytest.param([{"sha256": "ab" * 32}], {}, None, id="the same bytes again correct nothing"),
        pytest.param([{}, {"invoice_number": "1041"}], {}, 1, id="the number decides between two"),
        pytest.param(
            [{}, {"invoice_number": "1041"}], {"invoice_number": "7"}, None, id="two open at the meeting: neither"
        ),
        pytest.param([{}, {}], {}, 2, id="rejected twice: the last"),
        pytest.param([{}], {"invoice_number": None}, 1, id="no number, same meeting"),
    ],
)
def test_correction_of(earlier: list[dict[str, Any]], now: dict[str, Any], corrects: int | None) -> None:
    rejected: dict[str, Any] = {
        "invoice_number": "1042", "total": Decimal("2136.00"), "meeting_date": date(2026, 3, 12), "verdict": "rejected",
    }  # fmt: skip
    before = [filed(n, **{**rejected, **changes}) for n, changes in enumerate(earlier, 1)]
    found = correction_of(case(reading(**now), earlier=before))
    assert (found.invoice_id if found else None) == corrects


def test_a_correction_is_judged_as_any_other() -> None:
    rejected = filed(invoice_number="1042", total=Decimal("2136.00"), verdict="rejected")
    assert judge(case(earlier=[rejected])) == ((), "accepted")
    assert judge(case(reading(due_date=RECEIVED), earlier=[rejected]))[1] == "rejected"


#: What a forger would try: each must end with a person, or back at the sender.
ATTACKS: dict[str, dict[str, Any]] = {
    "new account, everything else right": {"payment": OTHER_ACCOUNT},
    "new account, the name with one letter more": {
        "payment": OTHER_ACCOUNT,
        "supplier": "Restaurant Møllenn",
        "cvr": None,
    },
    "new account, another CVR number": {"payment": OTHER_ACCOUNT, "cvr": "13585628"},
    "known account printed, another one hidden": {
        "invoice_number": "77",
        "total": "99.00",
        "other_payments": (said(OTHER_ACCOUNT, doubts=("hidden",)),),
    },
    "known account hidden in white, another in the text": {
        "invoice_number": "77",
        "total": "99.00",
        "payment": said(ACCOUNT, doubts=("hidden",)),
    },
    "same meeting and amount under a new number": {"invoice_number": "77"},
    "the amount raised on the same number": {"invoice_number": "1042", "total": "21360.00"},
    "no number at all": {"invoice_number": None},
    "a neighbour network that also fits": {"network_rivals": ("FYS-042",), "invoice_number": "77", "total": "1.00"},
    "euro instead of kroner": {"currency": "EUR", "invoice_number": "77", "total": "99.00"},
    "no supplier to compare with": {"supplier": None, "cvr": None},
}


@pytest.mark.parametrize("changes", ATTACKS.values(), ids=ATTACKS.keys())
def test_attacks_are_never_accepted(changes: dict[str, Any]) -> None:
    known = filed(invoice_number="1042", total=Decimal("2136.00"), meeting_date=date(2026, 3, 12), meeting_id="M-1")
    assert judge(case(reading(**changes), earlier=[known]))[1] in ("review", "rejected")
