"""Who wants the money, and who sent the mail."""

from typing import Any

import pytest

from bot.checks import judge
from bot.model.message import Address, Authentication
from tests.judging import (
    Filed,
    case,
    codes,
    reading,
)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param({"supplier": None, "cvr": None}, {"supplier_missing"}, id="neither name nor CVR"),
        pytest.param({"supplier": None}, set(), id="CVR is enough"),
        pytest.param({"cvr": None}, set(), id="a name is enough"),
        pytest.param({"supplier": "Holms Fysioterapi"}, {"supplier_is_coordinator"}, id="the coordinator's clinic"),
        pytest.param(
            {"supplier": "Holms Fysioterapi & Co."}, {"supplier_is_coordinator"}, id="the clinic's name and more"
        ),
        pytest.param({"supplier": "Holms Fiskehus"}, set(), id="one word of the clinic's name"),
        pytest.param(
            {"supplier": "Fysioterapeut Mette Sørensen"}, {"supplier_is_coordinator"}, id="the coordinator's name"
        ),
        pytest.param({"supplier": "Restaurant Mette"}, set(), id="a first name only proves nothing"),
        pytest.param({"supplier": "Sørensens Kro"}, set(), id="a surname only proves nothing"),
        pytest.param({"supplier": "Klinik 6"}, set(), id="another member's clinic: held at a member's"),
    ],
)
def test_supplier(changes: dict[str, Any], found: set[str]) -> None:
    assert codes(case(reading(**changes))) == found


def test_an_agreement_makes_the_own_firm_a_note() -> None:
    own = case(reading(supplier="Holms Fysioterapi"), ledger=Filed(agreed=frozenset({"FYS-041"})))
    findings, verdict = judge(own)
    assert [(f.code, f.severity) for f in findings] == [("supplier_is_coordinator", "note")]
    assert verdict == "accepted"


@pytest.mark.parametrize(
    ("sender", "changes", "found"),
    [
        pytest.param(
            "regnskab@holmfys.example", {"supplier": "MHS Holding"}, True, id="the clinic's mail, a firm nobody knows"
        ),
        pytest.param(
            "regnskab@holmfys.example",
            {"supplier": "Restaurant Møllen"},
            False,
            id="the clinic sends the venue's invoice",
        ),
        pytest.param(
            "mette@holmfys.example", {"supplier": "MHS Holding"}, False, id="the coordinator passes an invoice on"
        ),
        pytest.param("post@andre.example", {"supplier": "MHS Holding"}, False, id="somebody else"),
    ],
)
def test_the_coordinators_domain(sender: str, changes: dict[str, Any], found: bool) -> None:
    got = codes(case(reading(**changes), sender=Address(sender)))
    assert ("supplier_is_coordinator" in got) is found


@pytest.mark.parametrize(
    ("result", "found"),
    [("fail", True), ("none", False), ("pass", False)],
)
def test_sender_unverified(result: Any, found: bool) -> None:
    assert ("sender_unverified" in codes(case(authentication=Authentication(result)))) is found
