"""Doubts, low confidence, unreadable files."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.checks import judge
from bot.checks.case import place_text
from bot.kinds.invoice import judge_again
from bot.model.decision import DocumentDecision
from bot.model.letter_context import Place
from tests.judging import (
    ACCOUNT,
    OTHER_ACCOUNT,
    case,
    codes,
    reading,
    request,
    rules,
    said,
)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param({"payment": said(ACCOUNT, doubts=("hidden",))}, "hidden_text", id="an account nobody sees"),
        pytest.param(
            {"total": said(Decimal("2136.00"), doubts=("overprinted",))}, "hidden_text", id="an amount painted over"
        ),
        pytest.param({"doubts": ("hidden_text",)}, "hidden_text", id="hidden text anywhere"),
        pytest.param(
            {"other_payments": (said(OTHER_ACCOUNT, doubts=("hidden",)),)}, "hidden_text", id="a second account hidden"
        ),
        pytest.param(
            {"due_date": said(date(2026, 4, 12), doubts=("contradicted",))}, "contradictory", id="two due dates"
        ),
        pytest.param({"doubts": ("several_totals",)}, "contradictory", id="several totals"),
        pytest.param({"doubts": ("draft",)}, "doubtful", id="a draft"),
        pytest.param({"doubts": ("statement",)}, "doubtful", id="a statement"),
        pytest.param({"doubts": ("never_heard_of",)}, "doubtful", id="a reason this version does not know"),
        pytest.param({"cvr": said("12345674", doubts=("odd",))}, "doubtful", id="a doubt about any field"),
    ],
)
def test_doubts_go_to_a_person(changes: dict[str, Any], found: str) -> None:
    findings, verdict = judge(case(reading(**changes)))
    assert [f.code for f in findings] == [found]
    assert verdict == "review"


@pytest.mark.parametrize(
    "code", [*sorted({w["code"] for w in rules().vocabulary["cautions"]["wordings"]}), "half_name", "stamped", "draft"]
)
def test_why_a_person_must_look_is_said_in_words(code: str) -> None:
    (finding,), _ = judge(case(reading(doubts=(code,))))
    assert code not in finding.detail.split(": ")[1]


def test_what_the_mail_says_against_paying_goes_to_a_person() -> None:
    (finding,), given = judge(case(reading(), said_against=("paid_otherwise",)))
    assert (finding.code, given) == ("said_in_mail", "review")


@pytest.mark.parametrize("name", ["network", "coordinator", "meeting_date", "due_date", "total", "payment", "supplier"])
def test_low_confidence(name: str) -> None:
    limit = float(rules().checks["low_confidence"].numbers[name])
    sure = reading()
    value = getattr(sure.fields, name)
    at = case(reading(**{name: replace(value, confidence=limit)}))
    below = case(reading(**{name: replace(value, confidence=limit - 0.01)}))
    assert (codes(at), codes(below)) == (set(), {"low_confidence"})


def test_a_network_that_nobody_knows_is_told_once() -> None:
    sure = reading()
    assert sure.fields.network is not None
    unknown = replace(reading(network=replace(sure.fields.network, confidence=0.4)), network_id=None)
    assert codes(case(unknown)) == {"network_unknown"}


def test_an_unreadable_file_has_one_finding() -> None:
    nothing = reading(kind="other", **dict.fromkeys(("network", "total", "payment", "due_date")))
    findings, verdict = judge(case(nothing, unreadable="encrypted"))
    assert [f.code for f in findings] == ["unreadable"]
    assert "adgangskode" in findings[0].detail
    assert verdict == "review"


@pytest.mark.parametrize(
    ("page", "down", "across", "text"),
    [
        (1, "first", "last", "side 1, øverst til højre"),
        (2, "middle", "middle", "side 2, midt på siden"),
        (3, None, None, "side 3"),
    ],
)
def test_places_in_words(page: int, down: Any, across: Any, text: str) -> None:
    assert place_text(Place(page, down, across), rules().findings["places"]) == text


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("network", "network_missing"),
        ("coordinator", "coordinator_missing"),
        ("meeting_date", "meeting_date_missing"),
        ("due_date", "due_date_missing"),
        ("payment", "payment_missing"),
        ("total", "total_missing"),
    ],
)
def test_what_a_scan_shows_and_nobody_read_is_for_a_person(field: str, code: str) -> None:
    missing = replace(reading(**{field: None}), method="ocr")
    (rejected,), verdict = judge(case(missing))
    assert (rejected.code, rejected.severity, verdict) == (code, "reject", "rejected")
    (shown,), verdict = judge(case(replace(missing, unread=(field,))))
    assert (shown.code, shown.severity, verdict) == (code, "review", "review")
    assert shown.detail != rejected.detail
    other = "total" if field != "total" else "payment"
    assert judge(case(replace(missing, unread=(other,))))[1] == "rejected"


def test_what_is_no_rejection_stays_what_it_is() -> None:
    ours = rules()
    row = replace(ours.checks["coordinator_missing"], severity="note")
    ours = replace(ours, checks={**ours.checks, "coordinator_missing": row})
    assert judge(case(reading(coordinator=None, unread=("coordinator",)), rules=ours))[1] == "accepted"


def test_what_a_scan_shows_is_remembered_when_another_field_is_corrected() -> None:
    read = replace(reading(due_date=None), method="ocr", unread=("due_date",))
    findings, verdict = judge(case(read))
    filed = DocumentDecision("scan.png", "ab" * 32, 1, replace(read, unread=()), findings, verdict)
    again = judge_again(request(), filed, 1)
    assert again.verdict == "review"
    assert judge_again(request(), again, 1).verdict == "review"
    dated = replace(filed, reading=replace(reading(), method="ocr"))
    assert judge_again(request(), dated, 1).verdict == "accepted"
