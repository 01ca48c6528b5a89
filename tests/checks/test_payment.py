"""Payment means: which are taken, which are valid, which have changed."""

from dataclasses import replace
from typing import Any

import pytest

from bot.checks import judge, payment_text
from bot.model.message import Address
from bot.model.payment import Account, Fik, Giro, Iban, NemKonto, Payment
from tests.judging import (
    ACCOUNT,
    OTHER_ACCOUNT,
    Filed,
    case,
    codes,
    filed,
    reading,
    rules,
)

DK_IBAN = Iban("DK5912340012345678")


@pytest.mark.parametrize(
    ("payment", "found"),
    [
        pytest.param(ACCOUNT, None, id="account"),
        pytest.param(DK_IBAN, None, id="Danish IBAN is a Danish account"),
        pytest.param(Fik("71", "000000000010421", "81234567"), None, id="FIK 71"),
        pytest.param(Fik("73", None, "81234567"), None, id="FIK 73 has no id"),
        pytest.param(Giro("01", None, "1234567"), None, id="giro 01"),
        pytest.param(NemKonto(), None, id="NemKonto"),
        pytest.param(None, "payment_missing", id="nothing"),
        pytest.param(Iban("SE4550000000058398257466"), "payment_not_danish", id="Swedish IBAN"),
        pytest.param(Iban("DK5912340012345679"), "payment_invalid", id="Danish IBAN, wrong check digits"),
        pytest.param(Iban("DK59123400123456"), "payment_invalid", id="Danish IBAN, two digits short"),
        pytest.param(Fik("71", "000000000010422", "81234567"), "payment_invalid", id="FIK, wrong check digit"),
        pytest.param(Fik("71", None, "81234567"), "payment_invalid", id="FIK 71 without an id"),
        pytest.param(Account("123", "0012345678"), "payment_invalid", id="registration of three digits"),
        pytest.param(Account("1234", "0000000000"), "payment_invalid", id="account of zeros"),
    ],
)
def test_payment(payment: Payment | None, found: str | None) -> None:
    assert codes(case(reading(payment=payment))) == ({found} if found else set())


@pytest.mark.parametrize("country", ["FO6264600001631634", "GL8964710001000206"])
def test_faroe_and_greenland_are_asked_about(country: str) -> None:
    findings, verdict = judge(case(reading(payment=Iban(country))))
    assert [(f.code, f.severity) for f in findings] == [("payment_not_danish", "review")]
    assert verdict == "review"


def test_faroe_counts_where_the_rules_say_so() -> None:
    own = rules()
    own = replace(own, payment_means=replace(own.payment_means, iban_countries=("DK", "FO")))
    assert codes(case(reading(payment=Iban("FO6264600001631634")), rules=own)) == set()


def test_a_means_that_the_secretariat_does_not_take() -> None:
    own = rules()
    own = replace(own, payment_means=replace(own.payment_means, accepted=("account",)))
    assert codes(case(reading(payment=NemKonto()), rules=own)) == {"payment_missing"}
    assert codes(case(reading(payment=DK_IBAN), rules=own)) == set()


@pytest.mark.parametrize(
    ("before", "now", "changed"),
    [
        pytest.param(ACCOUNT, ACCOUNT, False, id="the same"),
        pytest.param(ACCOUNT, DK_IBAN, False, id="the same, as IBAN"),
        pytest.param(ACCOUNT, Account("1234", "12345678"), False, id="the same, without zeros in front"),
        pytest.param(ACCOUNT, OTHER_ACCOUNT, True, id="another account"),
        pytest.param(ACCOUNT, Account("1235", "0012345678"), True, id="another bank, same number"),
        pytest.param(ACCOUNT, NemKonto(), True, id="account to NemKonto"),
        pytest.param(NemKonto(), ACCOUNT, True, id="NemKonto to account"),
        pytest.param(ACCOUNT, Fik("71", "000000000010421", "81234567"), True, id="account to FIK"),
        pytest.param(
            Fik("73", None, "81234567"), Fik("71", "000000000010421", "81234567"), False, id="same creditor, other card"
        ),
        pytest.param(Fik("73", None, "81234567"), Fik("73", None, "81234568"), True, id="another creditor"),
        pytest.param(None, OTHER_ACCOUNT, False, id="nothing known of the earlier one"),
    ],
)
def test_payment_changed(before: Payment | None, now: Payment, changed: bool) -> None:
    got = codes(case(reading(payment=now), earlier=[filed(payment=before)]))
    assert ("payment_changed" in got) is changed


@pytest.mark.parametrize(
    ("earlier", "changed"),
    [
        pytest.param({"verdict": "rejected"}, False, id="a rejected invoice was paid to nobody"),
        pytest.param({"verdict": "review"}, False, id="nor was one that waits"),
        pytest.param({"cvr": "13585628"}, True, id="same name, another CVR number"),
        pytest.param({"supplier": "Møllen Selskaber A/S"}, True, id="same CVR number, another name"),
        pytest.param({"supplier": "RESTAURANT MOELLEN", "cvr": None}, True, id="same name in capitals, oe"),
        pytest.param(
            {"supplier": "Restaurant Møllem", "cvr": None}, True, id="a letter's difference from a known name"
        ),
        pytest.param({"supplier": "Møllen ApS", "cvr": None}, True, id="a word left out"),
        pytest.param({"supplier": "Restaurant MøIIen", "cvr": None}, True, id="capital I for l"),
        pytest.param({"supplier": "Restaurant M0llen", "cvr": None}, True, id="a nought for o"),
        pytest.param({"supplier": "Restaurant ApS", "cvr": None}, False, id="only what half of them are called"),
        pytest.param({"supplier": "Hotel Strandlyst", "cvr": "13585628"}, False, id="somebody else"),
        pytest.param({"kind": "credit_note"}, False, id="a credit note was paid to nobody"),
    ],
)
def test_payment_changed_knows_the_supplier(earlier: dict[str, Any], changed: bool) -> None:
    got = codes(case(reading(payment=OTHER_ACCOUNT), earlier=[filed(**earlier)]))
    assert ("payment_changed" in got) is changed


@pytest.mark.parametrize(
    ("sender", "earlier", "changes", "changed"),
    [
        pytest.param(
            "faktura@strand.example", [{}], {}, True, id="a firm that nobody knows, from a known one's address"
        ),
        pytest.param("faktura@strand.example", [{}], {"forwarded": True}, False, id="somebody passed it on"),
        pytest.param("faktura@strand.example", [{"verdict": "rejected"}], {}, False, id="nothing was accepted from it"),
        pytest.param(
            "faktura@strand.example", [{"payment": OTHER_ACCOUNT}], {}, False, id="paid to that account before"
        ),
        pytest.param(
            "faktura@strand.example", [{}, {"supplier": "Kro", "cvr": None}], {}, False, id="it sends for several"
        ),
        pytest.param("mette@holmfys.example", [{}], {}, False, id="the coordinator passes invoices on"),
        pytest.param("bilag@dinero.dk", [{}], {}, False, id="a program sends them"),
        pytest.param("noreply@bilag.example", [{}], {}, False, id="nobody reads what is answered"),
        pytest.param("udsendelse@bilag.example", [{}], {}, False, id="a mailbox that only sends out"),
        pytest.param("e-faktura@bilag.example", [{}], {}, False, id="a mailbox of e-invoices"),
        pytest.param("udsendelser@strand.example", [{}], {}, True, id="a mailbox of another name"),
        pytest.param(
            "bilag@bilag.example",
            [{}],
            {"sender": Address("bilag@bilag.example", "Møllen via Bilag")},
            False,
            id="it says so",
        ),
    ],
)
def test_payment_changed_knows_the_address(
    sender: str, earlier: list[dict[str, Any]], changes: dict[str, Any], changed: bool
) -> None:
    before = [{"supplier": "Hotel Strandlyst", "cvr": "13585628"} | given for given in earlier]
    ledger = Filed(tuple(filed(number, **given) for number, given in enumerate(before, start=1)), sent_by=sender)
    got = codes(case(reading(payment=OTHER_ACCOUNT), ledger=ledger, **{"sender": Address(sender)} | changes))
    assert ("payment_changed" in got) is changed


def test_one_of_several_accounts_known_before_is_no_change() -> None:
    before = [filed(1), filed(2, payment=OTHER_ACCOUNT)]
    assert codes(case(earlier=before)) == set()


@pytest.mark.parametrize(
    ("earlier", "differs"),
    [
        pytest.param([{"verdict": "rejected"}], True, id="a correction with an account of somebody else's"),
        pytest.param([{"verdict": "review"}], True, id="the first one waits"),
        pytest.param([{"verdict": "rejected", "payment": OTHER_ACCOUNT}], False, id="the same account"),
        pytest.param([{"verdict": "rejected", "payment": None}], False, id="the account was what was missing"),
        pytest.param(
            [{"verdict": "rejected", "payment": Iban("SE4550000000058398257466")}], False, id="it was foreign"
        ),
        pytest.param([{"verdict": "review", "payment": Account("12", "3")}], False, id="it was no account"),
        pytest.param([{"payment": OTHER_ACCOUNT}, {"verdict": "review"}], False, id="paid to before"),
    ],
)
def test_payment_differs(earlier: list[dict[str, Any]], differs: bool) -> None:
    before = [filed(number, **changes) for number, changes in enumerate(earlier, start=1)]
    got = codes(case(reading(payment=OTHER_ACCOUNT), earlier=before))
    assert ("payment_differs" in got) is differs


def test_the_mail_names_another_account() -> None:
    assert codes(case(said_payments=(OTHER_ACCOUNT,))) == {"payment_in_mail"}
    assert codes(case(said_against=("new_account",))) == {"payment_in_mail"}


def test_a_new_account_that_is_seen_is_not_told_twice() -> None:
    told = case(reading(payment=OTHER_ACCOUNT), earlier=[filed(1)], said_against=("new_account",))
    assert codes(told) == {"payment_changed"}
    named = case(reading(payment=OTHER_ACCOUNT), earlier=[filed(1)], said_payments=(DK_IBAN,))
    assert codes(named) == {"payment_changed", "payment_in_mail"}


@pytest.mark.parametrize(
    ("payment", "said"),
    [
        pytest.param(Account("1234", "0012345678"), "reg. 1234 konto 0012345678", id="account"),
        pytest.param(DK_IBAN, "IBAN DK59 1234 0012 3456 78", id="IBAN, in fours"),
        pytest.param(Fik("71", "000000000010421", "81234567"), "+71<000000000010421+81234567<", id="FIK"),
        pytest.param(Fik("73", None, "81234567"), "+73<+81234567<", id="FIK without a payment ID"),
        pytest.param(Giro("01", None, "1234567"), "+01<+1234567<", id="giro"),
        pytest.param(NemKonto(), "NemKonto", id="NemKonto: the number stays out"),
    ],
)
def test_how_an_account_is_told(payment: Payment, said: str) -> None:
    assert payment_text(payment) == said
