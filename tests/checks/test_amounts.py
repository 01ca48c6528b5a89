"""Sums beside each other, and the amount to pay."""

from decimal import Decimal
from typing import Any

import pytest

from bot.model.invoice import Amounts, Line
from bot.model.payment import Iban, Payment
from tests.judging import (
    ACCOUNT,
    case,
    codes,
    reading,
)


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
        pytest.param("2136.00", sums(vat="300.00"), True, id="too little VAT, and nothing that explains it"),
        pytest.param("2136.00", sums((line("2136.00"),), vat="300.00"), True, id="too little VAT for the only line"),
        pytest.param(
            "2136.00", sums((line("1500.00"), line("636.00")), vat="300.00"), False, id="one line of two without VAT"
        ),
        pytest.param(
            "2136.00",
            sums((line("900.00"), line("636.00"), line("600.00")), vat="300.00"),
            False,
            id="the second of three lines without VAT",
        ),
        pytest.param(
            "2136.00",
            sums((line("1200.00"), line("636.00")), net="1836.00", vat="300.00"),
            False,
            id="lines before VAT, one of them without",
        ),
        pytest.param(
            "2136.00",
            sums((line("1400.00"), line("436.00")), net="1836.00", vat="300.00"),
            True,
            id="lines before VAT, and no share of them has that VAT",
        ),
        pytest.param(
            "2136.00",
            sums((line("2236.00"), line("-100.00")), vat="300.00"),
            False,
            id="a discount may be of what has VAT or of what has none",
        ),
        pytest.param(
            "2136.00", sums((line("2136.00"),), vat="300.00", taxable="1200.00"), False, id="printed: 1.200 with VAT"
        ),
        pytest.param(
            "2136.00", sums((line("2136.00"),), vat="300.00", taxable="900.00"), True, id="VAT of another sum than said"
        ),
        pytest.param("2136.00", sums(net="1836.00", vat="300.00"), False, id="a net may hold lines without VAT"),
        pytest.param("2880.00", sums(net="2400.00", vat="480.00"), True, id="20 % of the net for 25"),
        pytest.param(
            "2880.00",
            sums((line("2400.00", "10", "240.00"),), net="2400.00", vat="480.00", gross="2880.00"),
            True,
            id="20 % of the net for 25, all sums printed",
        ),
        pytest.param(
            "2880.00",
            sums((line("1920.00"), line("480.00")), net="2400.00", vat="480.00"),
            False,
            id="a fifth of the net by chance: a line without VAT",
        ),
        pytest.param(
            "13.00",
            sums(tuple(line("1.00") for _ in range(13)), vat="1.00"),
            False,
            id="of more than twelve lines some come to anything",
        ),
        pytest.param("2136.00", sums(net="1708.80", vat="427.20", gross="2136.00"), False, id="net, VAT, gross"),
        pytest.param(
            "2136.00",
            sums((line("1708.80"),), net="1708.80", vat="341.76"),
            True,
            id="20 % of the net for 25, which the lines come to",
        ),
        pytest.param("2236.00", sums(net="1708.80", vat="427.20"), True, id="100 kr. more than net and VAT"),
        pytest.param("2136.00", sums((line("2136.00", "4", "534.00"),)), False, id="lines with VAT"),
        pytest.param("2136.00", sums((line("1708.80"),), vat="427.20"), False, id="lines without VAT"),
        pytest.param("2136.00", sums((line("1708.80"),)), False, id="lines without VAT, VAT not printed"),
        pytest.param("2236.00", sums((line("2136.00"),), vat="427.20"), True, id="100 kr. more than the lines"),
        pytest.param(
            "2350.00", sums((line("2250.00", "6", "375.00"),), vat="450.00"), True, id="a digit wrong in the total"
        ),
        pytest.param("2400.00", sums(net="2517.00", vat="480.00"), False, id="a subtotal with VAT before a discount"),
        pytest.param("2400.00", sums(net="2517.00", vat="503.40"), True, id="VAT of what stood before the discount"),
        pytest.param(
            "2146.50",
            sums((line("2025.00", "5", "405"), line("220.00", "4", "55"), line("140.00", "5", "28")), vat="429.30"),
            True,
            id="lines that come to more than the total, though its VAT fits: a discount that is not printed",
        ),
        pytest.param(
            "3232.13",
            sums((line("429.00"),), net="2585.70", vat="646.43"),
            True,
            id="lines that come to less than a net that leads to the total",
        ),
        pytest.param(
            "2350.00",
            sums((line("2250.00", "6", "375"),), vat="470.00"),
            True,
            id="plain lines come to too little though the VAT fits",
        ),
        pytest.param(
            "3912.00",
            sums((line("2322.00", "9", "258"), line("342.00", "9", "38"), line("648.00", "12", "54")), vat="782.40"),
            True,
            id="a digit wrong in the total, the VAT a fifth of it, the lines between net and gross",
        ),
        pytest.param(
            "3912.00",
            sums((line("2922.00"), line("342.00"), line("648.00")), vat="782.40"),
            False,
            id="rows without quantities that come to the total",
        ),
        pytest.param(
            "2812.50",
            sums((line("2150.00", "6", "375"), line("0.00", "1", "0")), net="2250.00", vat="562.50"),
            True,
            id="plain lines without VAT come to too little",
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
    ("payment", "vat", "gross", "wrong"),
    [
        pytest.param(Iban("SE4550000000058398257466"), "360.00", "3360.00", False, id="12 % that adds up, from abroad"),
        pytest.param(Iban("SE4550000000058398257466"), "360.00", "3460.00", True, id="from abroad, 100 kr. too much"),
        pytest.param(Iban("SE4550000000058398257466"), "900.00", "3900.00", True, id="30 %, which no country has"),
        pytest.param(ACCOUNT, "570.00", "3570.00", True, id="19 % to a Danish account"),
    ],
)
@pytest.mark.parametrize("net", ["3000.00", None])
def test_another_countrys_vat(payment: Payment, vat: str, gross: str, wrong: bool, net: str | None) -> None:
    amounts = sums((line("1800.00", "6", "300.00"), line("1200.00")), net=net, vat=vat, gross=gross)
    got = codes(case(reading(total=gross, payment=payment, amounts=amounts)))
    assert ("amounts_inconsistent" in got) is wrong


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param({"total": None}, {"total_missing"}, id="no amount"),
        pytest.param({"total": "0.00"}, {"nothing_due"}, id="nothing"),
        pytest.param({"total": "-2136.00"}, {"nothing_due"}, id="less than nothing"),
        pytest.param({"total": "0.01"}, set(), id="an øre"),
        pytest.param({"total": "30000.00"}, set(), id="as much as an evening can cost"),
        pytest.param({"total": "30000.01"}, {"amount_unusual"}, id="an øre more"),
        pytest.param({"currency": "EUR"}, {"currency_not_dkk"}, id="euro"),
        pytest.param({"currency": None}, set(), id="no currency printed: kroner"),
    ],
)
def test_total(changes: dict[str, Any], found: set[str]) -> None:
    assert codes(case(reading(**changes))) == found
