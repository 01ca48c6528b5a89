"""Each check as a table, edges first. ``test_verdicts.py`` has what they come to together."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.checks import CHECKS, Case, judge
from bot.model.finding import Finding
from bot.model.invoice import Amounts, Line
from bot.model.letter_context import Place
from bot.model.message import Address, Authentication
from bot.model.payment import Account, Fik, Giro, Iban, NemKonto, Payment
from bot.model.register import Coordinator
from tests.judging import (
    ACCOUNT,
    OTHER_ACCOUNT,
    REGISTER,
    Filed,
    attended_by,
    case,
    filed,
    meeting,
    reading,
    rules,
    said,
)

BY_NAME = {check.__name__: check for check in CHECKS}


def finding(code: str, of: Case) -> Finding | None:
    return BY_NAME[code](of)


def codes(of: Case) -> set[str]:
    return {f.code for f in judge(of)[0]}


def test_the_faultless_invoice_has_no_finding() -> None:
    assert judge(case()) == ((), "accepted")


# -- network and coordinator ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param({"network": None, "network_id": None}, {"network_missing"}, id="nothing printed"),
        pytest.param({"network": None}, {"network_missing"}, id="guessed from elsewhere, not printed: still missing"),
        pytest.param({"network_id": None}, {"network_unknown"}, id="printed, the register has none like it"),
        pytest.param({"network_id": "FYS-999"}, {"network_unknown"}, id="an id that the register does not have"),
        pytest.param({"network_rivals": ("FYS-042",)}, {"network_ambiguous"}, id="two neighbours fit"),
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


# -- meeting -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "found"),
    [
        pytest.param(date(2026, 3, 12), set(), id="booked"),
        pytest.param(date(2026, 3, 11), {"meeting_not_booked"}, id="the day before"),
        pytest.param(date(2025, 3, 12), {"meeting_not_booked"}, id="a year before"),
        pytest.param(None, {"meeting_date_missing"}, id="no date: booking not checked"),
        pytest.param(date(2026, 6, 10), {"meeting_ahead"}, id="booked, still to be held"),
    ],
)
def test_meeting(day: date | None, found: set[str]) -> None:
    assert codes(case(reading(meeting_date=day))) == found


def test_meeting_not_booked_names_the_nearest() -> None:
    found = finding("meeting_not_booked", case(reading(meeting_date=date(2026, 3, 10))))
    assert found is not None
    assert found.expected == "12. marts 2026"


def test_another_networks_meeting_that_day_does_not_count() -> None:
    only = replace(REGISTER, meetings=(meeting("FYS-042"),))
    assert codes(case(register=only)) == {"meeting_not_booked"}


# -- due date ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "due", "found"),
    [
        pytest.param(date(2026, 3, 15), date(2026, 3, 29), None, id="day 14, over the change to summer time"),
        pytest.param(date(2026, 3, 15), date(2026, 3, 28), "due_date_too_soon", id="day 13"),
        pytest.param(date(2026, 10, 20), date(2026, 11, 3), None, id="day 14, over the change from summer time"),
        pytest.param(date(2026, 10, 20), date(2026, 11, 2), "due_date_too_soon", id="day 13 in autumn"),
        pytest.param(date(2026, 12, 24), date(2027, 1, 7), None, id="day 14, over the new year"),
        pytest.param(date(2026, 3, 15), date(2026, 3, 15), "due_date_too_soon", id="today"),
        pytest.param(date(2026, 3, 15), date(2025, 3, 29), "due_date_too_soon", id="a year ago"),
        pytest.param(date(2026, 3, 15), None, "due_date_missing", id="none"),
    ],
)
def test_due_date(received: date, due: date | None, found: str | None) -> None:
    got = codes(case(reading(due_date=due), received=received, rules=rules(day=received)))
    assert got & {"due_date_too_soon", "due_date_missing"} == ({found} if found else set())


def test_due_date_too_soon_names_the_earliest_day_and_the_place() -> None:
    found = finding("due_date_too_soon", case(reading(due_date=said(date(2026, 3, 20), text="20/3-26"))))
    assert found is not None
    assert (found.read, found.expected, found.field) == ("20/3-26", "29. marts 2026", "due_date")
    assert found.place == "side 1, midtfor til venstre"
    assert "20. marts 2026" in found.detail


# -- payment -------------------------------------------------------------------------------------------------------

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
        pytest.param({"supplier": "Hotel Strandlyst", "cvr": "13585628"}, False, id="somebody else"),
        pytest.param({"kind": "credit_note"}, False, id="a credit note was paid to nobody"),
    ],
)
def test_payment_changed_knows_the_supplier(earlier: dict[str, Any], changed: bool) -> None:
    got = codes(case(reading(payment=OTHER_ACCOUNT), earlier=[filed(**earlier)]))
    assert ("payment_changed" in got) is changed


def test_one_of_several_accounts_known_before_is_no_change() -> None:
    before = [filed(1), filed(2, payment=OTHER_ACCOUNT)]
    assert codes(case(earlier=before)) == set()


# -- amounts -------------------------------------------------------------------------------------------------------


def line(amount: str, quantity: str | None = None, price: str | None = None) -> Line:
    return Line("Menu", Decimal(quantity) if quantity else None, Decimal(price) if price else None, Decimal(amount))


def sums(lines: tuple[Line, ...] = (), **amounts: Any) -> Amounts:
    values: dict[str, Any] = {k: Decimal(v) if isinstance(v, str) else v for k, v in amounts.items()}
    return Amounts(lines=lines, **values)


@pytest.mark.parametrize(
    ("total", "amounts", "wrong"),
    [
        pytest.param("2136.00", sums(), False, id="only a total: nothing to compare"),
        pytest.param("2136.00", sums(vat="427.20"), False, id="a fifth of the total is VAT"),
        pytest.param("2136.00", sums(vat="428.20"), False, id="a krone off is within the tolerance"),
        pytest.param("2136.00", sums(vat="428.21"), True, id="an øre more is not"),
        pytest.param("2136.00", sums(vat="0.00"), False, id="a club without VAT"),
        pytest.param("2136.00", sums(vat="300.00"), False, id="some lines without VAT"),
        pytest.param("2136.00", sums(net="1708.80", vat="427.20", gross="2136.00"), False, id="net, VAT, gross"),
        pytest.param("2236.00", sums(net="1708.80", vat="427.20"), True, id="100 kr. more than net and VAT"),
        pytest.param("2136.00", sums((line("2136.00", "4", "534.00"),)), False, id="lines with VAT"),
        pytest.param("2136.00", sums((line("1708.80"),), vat="427.20"), False, id="lines without VAT"),
        pytest.param("2136.00", sums((line("1708.80"),)), False, id="lines without VAT, VAT not printed"),
        pytest.param("2236.00", sums((line("2136.00"),), vat="427.20"), True, id="100 kr. more than the lines"),
        pytest.param(
            "2350.00", sums((line("2250.00", "6", "375.00"),), vat="450.00"), True, id="a digit wrong in the total"
        ),
        pytest.param(
            "2136.00",
            sums((line("1708.80"),), lines_include_vat=True),
            True,
            id="lines said to include VAT do not reach",
        ),
        pytest.param(
            "2136.00",
            sums((line("2065.00"), line("100.00")), net="2065.00", vat="516.25"),
            True,
            id="does not fit at all",
        ),
        pytest.param(
            "2681.25",
            sums((line("2065.00"), line("100.00")), net="2065.00", vat="516.25"),
            False,
            id="VAT on some lines only",
        ),
        pytest.param("1136.00", sums(gross="2136.00", prepaid="1000.00", vat="427.20"), False, id="deposit taken off"),
        pytest.param("2136.00", sums(gross="2136.00", prepaid="1000.00"), True, id="deposit printed and not taken off"),
        pytest.param("2136.50", sums(gross="2136.32", rounding="0.18"), False, id="rounded to 50 øre"),
        pytest.param("2136.00", sums(payable="2136.00", gross="2136.00"), False, id="payable as the total"),
        pytest.param("2136.00", sums(payable="1136.00"), True, id="another payable amount"),
        pytest.param("2136.00", sums((line("2136.00", "4", "524.00"),)), True, id="4 × 524 is not 2136"),
        pytest.param("1900.00", sums((line("1900.00", "4", "534.00"),)), False, id="a discount on the line"),
        pytest.param("2670.00", sums((line("2670.00", "4", "534.00"),)), False, id="price without VAT, amount with"),
        pytest.param(
            "1036.00",
            sums(
                (line("2136.00"), line("-1000.00")),
            ),
            True,
            id="lines less deposit, 100 kr. off",
        ),
        pytest.param(
            "1136.00",
            sums(
                (line("2136.00"), line("-1000.00")),
            ),
            False,
            id="lines less deposit",
        ),
    ],
)
def test_amounts(total: str, amounts: Amounts, wrong: bool) -> None:
    assert ("amounts_inconsistent" in codes(case(reading(total=total, amounts=amounts)))) is wrong


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param({"total": None}, {"total_missing"}, id="no amount"),
        pytest.param({"total": "0.00"}, {"nothing_due"}, id="nothing"),
        pytest.param({"total": "-2136.00"}, {"nothing_due"}, id="less than nothing"),
        pytest.param({"total": "0.01"}, set(), id="an øre"),
        pytest.param({"currency": "EUR"}, {"currency_not_dkk"}, id="euro"),
        pytest.param({"currency": None}, set(), id="no currency printed: kroner"),
    ],
)
def test_total(changes: dict[str, Any], found: set[str]) -> None:
    assert codes(case(reading(**changes))) == found


# -- the pool ------------------------------------------------------------------------------------------------------

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


def test_more_than_all_members_could_cost_is_noted() -> None:
    findings, verdict = judge(case(reading(total="2670.01")))
    assert [(f.code, f.severity) for f in findings] == [("over_membership", "note")]
    assert verdict == "accepted"


# -- supplier and sender -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param({"supplier": None, "cvr": None}, {"supplier_missing"}, id="neither name nor CVR"),
        pytest.param({"supplier": None}, set(), id="CVR is enough"),
        pytest.param({"cvr": None}, set(), id="a name is enough"),
        pytest.param({"supplier": "Holms Fysioterapi"}, {"supplier_is_coordinator"}, id="the coordinator's clinic"),
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


# -- repeats -------------------------------------------------------------------------------------------------------

SAME: dict[str, Any] = {"invoice_number": "1042", "total": Decimal("2136.00"), "meeting_date": date(2026, 3, 12)}


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
        pytest.param(SAME | {"cvr": None}, {"duplicate"}, id="the first had no CVR number"),
        pytest.param(
            SAME | {"cvr": "13585628"}, {"possible_duplicate"}, id="a firm of the same name with another CVR number"
        ),
        pytest.param(SAME | {"supplier": "Hotel Strandlyst", "cvr": "13585628"}, set(), id="another supplier"),
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


def test_two_alike_in_one_mail_go_to_a_person() -> None:
    other = reading(invoice_number="1043")
    assert codes(case(together=(other,))) == {"possible_duplicate"}
    assert codes(case(together=(reading(total="99.00", payment=OTHER_ACCOUNT),))) == {"possible_duplicate"}
    assert codes(case(together=(reading(invoice_number="1043", total="99.00"),))) == set()


# -- readability ---------------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize("name", ["network", "coordinator", "meeting_date", "due_date", "total", "payment", "supplier"])
def test_low_confidence(name: str) -> None:
    limit = float(rules().checks["low_confidence"].numbers[name])
    sure = reading()
    value = getattr(sure.fields, name)
    at = case(reading(**{name: replace(value, confidence=limit)}))
    below = case(reading(**{name: replace(value, confidence=limit - 0.01)}))
    assert (codes(at), codes(below)) == (set(), {"low_confidence"})


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
    from bot.checks.case import place_text

    assert place_text(Place(page, down, across)) == text
