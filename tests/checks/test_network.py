"""Network and coordinator: missing, unknown, ambiguous, another's."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.checks import judge
from bot.model.register import Coordinator
from tests.judging import (
    REGISTER,
    case,
    codes,
    finding,
    meeting,
    reading,
)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param({"network": None, "network_id": None}, {"network_missing"}, id="nothing printed"),
        pytest.param({"network": None}, {"network_missing"}, id="guessed from elsewhere, not printed: still missing"),
        pytest.param({"network_id": None}, {"network_unknown"}, id="printed, the register has none like it"),
        pytest.param({"network_id": "FYS-999"}, {"network_unknown"}, id="an id that the register does not have"),
        pytest.param({"network_rivals": ("FYS-042",)}, {"network_unknown"}, id="two neighbours fit"),
        pytest.param(
            {"network": None, "network_id": None, "coordinator": None},
            {"network_missing"},
            id="coordinator not checked",
        ),
        pytest.param(
            {"network_id": None, "coordinator": None}, {"network_unknown"}, id="unknown: coordinator not checked"
        ),
        pytest.param(
            {"network_id": None, "meeting_date": date(2026, 3, 11)},
            {"network_unknown"},
            id="unknown: booking not checked",
        ),
        pytest.param(
            {"network_id": None, "coordinator": "Ib Krag"},
            {"network_unknown"},
            id="unknown: another coordinator not checked",
        ),
    ],
)
def test_network(changes: dict[str, Any], found: set[str]) -> None:
    assert codes(case(reading(**changes))) == found


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        pytest.param("Mette Holm Sørensen", None, id="as registered"),
        pytest.param("Mette", None, id="first name only is enough"),
        pytest.param("M. Sørensen", None, id="initial and surname"),
        pytest.param("M", None, id="an initial that fits is enough"),
        pytest.param("Holm, Mette", None, id="surname first, middle name as surname"),
        pytest.param("mette soerensen", None, id="oe for ø"),
        pytest.param(None, "coordinator_missing", id="nobody"),
        pytest.param("B", "coordinator_mismatch", id="an initial that does not fit"),
        pytest.param("Bo Riis", "coordinator_mismatch", id="the neighbour network's"),
        pytest.param("Anders Vinge", "coordinator_mismatch", id="left office two weeks before the meeting"),
        pytest.param("Jens Sørensen", "coordinator_mismatch", id="a shared common surname proves nothing"),
    ],
)
def test_coordinator(printed: str | None, found: str | None) -> None:
    assert codes(case(reading(coordinator=printed))) == ({found} if found else set())


def test_a_co_coordinator_counts() -> None:
    second = Coordinator("FYS-041", "Pia Bonde", start=date(2026, 1, 1))
    register = replace(REGISTER, coordinators=(*REGISTER.coordinators, second))
    assert codes(case(reading(coordinator="Pia Bonde"), register=register)) == set()


def test_the_coordinator_of_the_meeting_date_counts_not_todays() -> None:
    register = replace(REGISTER, meetings=(*REGISTER.meetings, meeting(day=date(2026, 2, 20), meeting_id="M-9")))
    old = case(reading(coordinator="Anders Vinge", meeting_date=date(2026, 2, 20)), register=register)
    assert codes(old) == set()


def test_a_network_without_a_coordinator_in_office_goes_to_a_person() -> None:
    assert codes(case(register=replace(REGISTER, coordinators=()))) == {"coordinator_mismatch"}


def test_coordinator_mismatch_says_who_is_right() -> None:
    found = finding("coordinator_mismatch", case(reading(coordinator="Bo Riis")))
    assert found is not None
    assert found.expected == "Mette Holm Sørensen"
    assert "12. marts 2026" in found.detail


@pytest.mark.parametrize(
    ("network_id", "rivals", "expected", "says"),
    [
        pytest.param(
            "FYS-041", ("FYS-042",), "Kvalitetsnetværk Aarhus Midt / Kvalitetsnetværk Aarhus Nord", "flere", id="two"
        ),
        pytest.param(
            None, ("FYS-042",), "Kvalitetsnetværk Aarhus Nord", "kan være", id="one that is near, not surely it"
        ),
    ],
)
def test_an_ambiguous_name_names_the_candidates(
    network_id: str | None, rivals: tuple[str, ...], expected: str, says: str
) -> None:
    found = finding("network_unknown", case(reading(network_id=network_id, network_rivals=rivals)))
    assert found is not None
    assert (found.expected, says in found.detail) == (expected, True)


@pytest.mark.parametrize(
    ("secretariats", "found"),
    [
        pytest.param(
            {"EKM", "eKVIS"}, "wrong_secretariat", id="the right one has an inbox here: a person passes it on"
        ),
        pytest.param({"EKM"}, "other_secretariat", id="only one is served here: said, and judged"),
        pytest.param(set(), "other_secretariat", id="nobody knows who is served"),
    ],
)
def test_a_network_of_another_secretariat(secretariats: set[str], found: str) -> None:
    elsewhere = tuple(replace(n, secretariat="eKVIS") for n in REGISTER.networks)
    judged = case(register=replace(REGISTER, networks=elsewhere, attendance=()), secretariats=frozenset(secretariats))
    assert codes(judged) == {found}
    assert (judge(judged)[1] == "review") is (found == "wrong_secretariat")
