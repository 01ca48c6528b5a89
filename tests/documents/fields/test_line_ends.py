"""What the end of a line or of a narrow column tears in two."""

import pytest

from bot.model.payment import Account, Fik, Iban, Payment
from tests.documents.fields.paper import read

TOP = """
Restaurant Møllen ApS
Algade 14
8000 Aarhus C
CVR 12345674

FAKTURA 1042

Møde i Kvalitetsnetværk Aarhus Midt 12/3, Mette Holm Sørensen

At betale                                              4.272,00

"""


@pytest.mark.parametrize(
    ("lines", "account"),
    [
        pytest.param("MobilePay 88123 eller bank 1234\n0012345678", "0012345678", id="under its registration number"),
        pytest.param(
            "Vi vil gerne have pengene på vores konto i banken 1234 001 234\n567 8",
            "0012345678",
            id="its last groups",
        ),
        pytest.param(
            "Vi vil gerne have pengene på vores konto i banken 1234 001 234\n567 8.\nHilsen",
            "0012345678",
            id="a stop",
        ),
        pytest.param("Bank: Sydbank, Reg. no. 1234, Account\nno. 0012345678", "0012345678", id="its label, in English"),
        pytest.param("Konto 1234 567890\n7100 Vejle", "567890", id="a postcode under it"),
        pytest.param(
            "Vi vil gerne have pengene på vores konto i banken 1234 567890\n7100 Vejle",
            "567890",
            id="under a sentence",
        ),
        pytest.param("Konto 1234 567890\n1042", "567890", id="a number under it"),
    ],
)
def test_account(lines: str, account: str) -> None:
    found = read(TOP + lines).fields.payment
    assert found is not None
    assert found.value == Account("1234", account)


def test_what_is_left_of_an_account_is_no_invoice_number() -> None:
    lines = "Bank: Sydbank, Reg. no. 1234, Account\nno. 0012345678"
    number = read(TOP.replace("FAKTURA 1042", "INVOICE\n#1042") + lines).fields.invoice_number
    assert number is not None
    assert number.value == "1042"


def test_a_panel_whose_last_label_takes_three_lines() -> None:
    fields = read(
        TOP.replace("FAKTURA 1042", "FAKTURA")
        + """
Fakturanr. Fakturadato Bookingnr. Arrangementsdato Pers. Sidste
                                                         rettidige
                                                         indbetaling
1042       13.03.2026  B-1049     12.03.2026       13    12.04.2026
"""
    ).fields
    assert fields.invoice_number is not None
    assert fields.invoice_number.value == "1042"
    assert fields.invoice_date is not None
    assert fields.invoice_date.value.isoformat() == "2026-03-13"
    assert fields.participants is not None
    assert fields.participants.value == 13


def test_the_head_of_the_goods_counts_no_heads() -> None:
    goods = "Tekst            Pers.     Pris     Beløb\nTapas            9         100,00   900,00\n"
    assert read(TOP + goods).fields.participants is None


def test_a_day_over_its_month_in_a_narrow_column() -> None:
    fields = read(
        """
Nordlys Meetings ApS       Invoice no.
Vesterå 12                 INV-4410
9000 Aalborg               Event
                           Kvalitetsnetværk Aarhus Midt, Thursday 12
                           March 2026
At betale                                              4.272,00
"""
    ).fields
    assert fields.meeting_date is not None
    assert fields.meeting_date.value.isoformat() == "2026-03-12"


@pytest.mark.parametrize(
    ("lines", "payment"),
    [
        pytest.param("IBAN: DK50 0040 0440 1162\n43  SWIFT: DABADKKK", Iban("DK5000400440116243"), id="an IBAN"),
        pytest.param(
            "+71<000000000010421+812345\n67<", Fik("71", "000000000010421", "81234567"), id="a payment slip's code"
        ),
        pytest.param(
            "+71<000000000010422+812345\n67<", Fik("71", "000000000010422", "81234567"), id="a code that does not fit"
        ),
    ],
)
def test_a_narrow_column_tears_what_has_check_digits(lines: str, payment: Payment) -> None:
    found = read(TOP + lines).fields.payment
    assert found is not None
    assert found.value.key == payment.key
