"""Which of several sums is to be paid, and when a person must say."""

from decimal import Decimal

import pytest

from tests.documents.fields.paper import read

TOP = """
Restaurant Møllen ApS
Algade 14
8000 Aarhus C
CVR 12345674

Selskabsregning 1042 – 13/03/2026

Kvalitetsnetværk Aarhus Midt (12/3/2026), Mette Holm Sørensen

Tapas                     14      300,00      4.200,00
"""


@pytest.mark.parametrize(
    ("sums", "total", "vat"),
    [
        pytest.param(
            """
Regning                                       4.200,00
Moms 25 % indeholdt                             840,00
Service                                         200,00
Sum DKK                                       4.400,00
""",
            "4400.00",
            "840.00",
            id="the head of a column before the last amount",
        ),
        pytest.param(
            "Sum 4.200,00 kr. + 25 % moms 1.050,00 kr.\nI alt til betaling: 5.250,00 kr.\n",
            "5250.00",
            "1050.00",
            id="a sum without VAT called nothing but that",
        ),
        pytest.param(
            "I alt incl. moms (840,00)                     4.200,00\n",
            "4200.00",
            "840.00",
            id="its VAT in brackets before the total",
        ),
        pytest.param(
            """
Entré (momsfri)            1      300,00        300,00
I alt                                         4.500,00

Momssats      Grundlag       Moms         I alt
25 %          3.360,00     840,00      4.200,00
0 %             300,00       0,00        300,00
""",
            "4500.00",
            "840.00",
            id="a table of rates under it",
        ),
        pytest.param(
            """
Sum                                       4.200,00       0,00
Saldo/Balance                             4.200,00

Moms % Netto                     Moms Brutto
25,00                            3.360,00 840,00 4.200,00
""",
            "4200.00",
            "840.00",
            id="nothing in the column of credits, and a narrow table of rates",
        ),
        pytest.param(
            """
For lokalet beregner vi os kr. 800,00 og for maden kr. 245,00 pr. person, i alt kr. 1.715,00.
Dertil kommer moms med 25 %, kr. 628,75, så det samlede beløb andrager kr. 3.143,75.
""",
            "3143.75",
            "628.75",
            id="a letter in sentences",
        ),
        pytest.param(
            "Pris inkl. moms (heraf moms 840,00)           4.200,00\n",
            "4200.00",
            "840.00",
            id="its VAT in brackets behind its label, in the label's cell",
        ),
        pytest.param(
            "Sum inkl. moms, heraf moms 840,00             4.200,00\n",
            "4200.00",
            "840.00",
            id="its VAT behind a comma",
        ),
        pytest.param(
            "Samlet pris inkl. 25 % moms                   4.200,00\nMoms udgør   840,00\n",
            "4200.00",
            "840.00",
            id="a rate that is in the sum",
        ),
        pytest.param(
            "Fakturabeløb                 4.200,00\nMoms   840,00\nSaldo på kundekonto (med april)     9.900,00\n",
            "4200.00",
            "840.00",
            id="what the customer owes on the whole",
        ),
        pytest.param(
            """
Momspligtigt beløb    Momsfrit beløb    Moms 25 %     Øreafr.     Faktura total DKK
              3.360,00            0,00        840,00         0,00             4.200,00
""",
            "4200.00",
            "840.00",
            id="sums that end where their boxes do",
        ),
        pytest.param(
            """
Netto              Momsbeløb            Til betaling
         3.360,00            840,00                 4.200,00
""",
            "4200.00",
            "840.00",
            id="three boxes",
        ),
        pytest.param(
            """
Momsgrundlag    Momsfrit beløb    Moms      Afrunding    At betale
        3.360,00                      840,00                    4.200,00
""",
            "4200.00",
            "840.00",
            id="boxes in which nothing stands",
        ),
    ],
)
def test_total(sums: str, total: str, vat: str) -> None:
    reading = read(TOP + sums)
    assert reading.fields.total is not None
    assert reading.fields.vat is not None
    assert (reading.fields.total.value, reading.fields.vat.value) == (Decimal(total), Decimal(vat))
    assert reading.doubts == ()


LETTER = """
Bodil Krog, Strandbakken 8, 4500 Nykøbing Sj.
Til EKM

Regning nr. 3                  14/3-26

Smørrebrød til mødet torsdag d. 12/3-26 i
Kvalitetsnetværk Aarhus Midt
v. Mette Holm
{sums}
NemKonto, senest d. 15/4-26
"""


@pytest.mark.parametrize(
    ("sums", "total"),
    [
        pytest.param("9 pers. à 150,-   =   1350,- kr.", "1350.00", id="a price for one and what it comes to"),
        pytest.param("Frokost 9 x 150 kr. = 1.350 kr.", None, id="two amounts in kroner, neither said to be a price"),
        pytest.param("9 stk. á 150,00, 1.350,00 kr.", "1350.00", id="the same without a sign"),
        pytest.param("Alt for 1.350,00 kr.", "1350.00", id="one amount"),
        pytest.param("9 pers. à 150,-   =   1450,- kr.", None, id="it does not come to that"),
        pytest.param("9 pers. à 150,-", None, id="a price alone"),
        pytest.param("9 pers. à 150,- = 1350,- kr. + moms", None, id="something comes on top"),
        pytest.param("9 pers. à 150,- = 1350,- kr.\nKaffe 200", None, id="a row in whole kroner beside it"),
        pytest.param("9 pers. à 150,- = 1350,- kr.\nRabat 10 %", None, id="something is taken off"),
        pytest.param("Alt for 1.350,00 kr.\nGebyr 50,00 kr.", None, id="a fee beside it"),
        pytest.param("9 pers. à 150,- = 1350,- kr.\n4 kander kaffe à 50,- = 200,- kr.", None, id="two rows and no sum"),
    ],
)
def test_a_letter_without_a_label_for_its_sum(sums: str, total: str | None) -> None:
    reading = read(LETTER.format(sums=sums))
    found = reading.fields.total
    assert (found and str(found.value)) == total
    assert reading.unread == (("total",) if total is None and sums != "9 pers. à 150,-" else ())


@pytest.mark.parametrize(
    "sums",
    [
        pytest.param(
            "I alt                        4.200,00\n\nI alt                        3.900,00", id="a larger one above"
        ),
        pytest.param(
            "I alt                        4.200,00\n\nHerudover                    9.200,00",
            id="a larger one without label",
        ),
        pytest.param(
            "I alt                        4.200,00\n\nSaldo på kundekonto          1.200,00",
            id="a balance that something was paid on",
        ),
        pytest.param(
            "I alt                        4.200,00\n\nKontosaldo                  -4.200,00",
            id="a balance in our favour",
        ),
    ],
)
def test_two_totals_are_for_a_person(sums: str) -> None:
    assert "several_totals" in read(TOP + sums).doubts


def test_what_is_carried_to_the_next_page_is_no_goods() -> None:
    reading = read(
        TOP
        + """
Transport til side 2                          4.200,00
Transport fra side 1                          4.200,00
Kaffe                     14       50,00        700,00
I alt                                         4.900,00
"""
    )
    assert [line.amount for line in reading.amounts.lines] == [Decimal("4200.00"), Decimal("700.00")]


def test_the_bills_own_name_speaks_of_no_meeting() -> None:
    found = read(TOP).fields
    assert found.invoice_date is not None
    assert found.invoice_date.value.isoformat() == "2026-03-13"


def test_vat_of_a_part_beside_its_label_is_vat_all_the_same() -> None:
    reading = read(TOP + "Samlet pris (heraf moms 600,00)               4.200,00\n")
    assert (reading.amounts.vat, reading.amounts.gross) == (Decimal("600.00"), Decimal("4200.00"))


def test_a_tip_in_the_sum_is_no_contradiction() -> None:
    sums = "Regning 4.200,00\nMoms indeholdt 840,00\nService 200,00\nSum DKK 4.400,00\n"
    printed = read(TOP + sums).amounts
    assert (printed.gross, printed.rounding) == (Decimal("4200.00"), Decimal("200.00"))


def test_a_number_and_the_meetings_day_in_one_sentence() -> None:
    found = read(
        """
        Restaurant Møllen ApS
        Algade 14
        8000 Aarhus C
        CVR 12345674

        Aarhus 13. marts 2026

        Hermed regning nr. 1042 for mødet i Kvalitetsnetværk Aarhus Midt den 12. marts 2026.
        Sum 4.200,00
        """
    ).fields
    assert found.invoice_date is not None
    assert found.meeting_date is not None
    assert (found.invoice_date.value.day, found.meeting_date.value.day) == (13, 12)


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("Ved betaling inden 21.03.2026 kan fratrækkes 2 % kontantrabat.", id="a discount"),
        pytest.param("Afbestilling skal ske senest 8 dage før. Næste ledige dag er 18.05.2026.", id="another sentence"),
        pytest.param("Reklamation inden 21.03.2026.", id="complaints"),
    ],
)
def test_the_last_day_of_something_else_is_no_due_date(sentence: str) -> None:
    reading = read(f"{TOP}Betales 12.04.2026\n{sentence}\n")
    assert reading.fields.due_date is not None
    assert reading.fields.due_date.value.isoformat() == "2026-04-12"
    assert reading.fields.due_date.doubts == ()
