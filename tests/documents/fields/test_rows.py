"""The invoice's lines: which rows of a page are goods, so that what they come to can be held against the total."""

from decimal import Decimal

import pytest

from tests.documents.fields.paper import read

TOP = """
Restaurant Møllen ApS
Algade 14, 8000 Aarhus C
CVR 12345674

Faktura nr. 1042
Kvalitetsnetværk Aarhus Midt (12/3/2026), Mette Holm Sørensen

"""


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        pytest.param(
            """
Vare                   Antal      Pris         Beløb
To retter mad              9    258,00      2.322,00
Kaffe/the                  9     38,00        342,00
Total inkl. moms                            2.664,00
Moms udgør                                    532,80
""",
            ["2322.00", "342.00"],
            id="quantity, price and amount",
        ),
        pytest.param(
            """
                Det har I fået                       Pris uden moms
Netto 21 dage   Middag, 9 kuverter á 258 kr.                 2.322,-
Reg. 1234       Dessert, 9 kuverter á 38 kr.                   342,-
                Kaffe                                          100,-
Konto 12345678  Sum                                          2.764,-
                Moms                                           691,-
                Sum inkl. moms                               3.455,-
""",
            ["2322.00", "342.00", "100.00"],
            id="labels in a margin beside two rows of three",
        ),
        pytest.param(
            """
Betaling        Middag for 9                                 2.322,-
Reg. 1234       Dessert for 9                                  342,-
Konto 12345678  I alt inkl. moms                             2.664,-
""",
            [],
            id="labels in a margin beside every row: nothing says where the table begins",
        ),
        pytest.param(
            """
7 Buffet á 178,00                           1.246,00
5 Te og kaffe á 25,50                         127,50
Tilsammen for det hele                      1.373,50
Moms                                          343,38
I alt                                       1.716,88
""",
            ["1246.00", "127.50"],
            id="a subtotal under words that nobody has listed",
        ),
        pytest.param(
            """
9 x middag a 258 kr.                        2.322,00
Kørsel                                        150,00
Subtotal                                    2.472,00
Mængderabat                                  -172,00
I alt inkl. moms                            2.300,00
Momsen udgør                                  460,00
""",
            ["2322.00", "150.00", "-172.00"],
            id="a discount between two sums",
        ),
        pytest.param(
            """
9 x middag a 258 kr.                        2.322,00
Rabat                                         322,00
I alt                                       2.000,00
Heraf moms                                    400,00
""",
            ["2322.00", "-322.00"],
            id="a discount without a sign above the first sum",
        ),
        pytest.param(
            """
9 x middag a 258 kr.                        2.322,00
I alt inkl. moms                            2.322,00
Heraf moms                                    464,40
I prisen er fratrukket rabat                  172,00
""",
            ["2322.00"],
            id="a discount that was taken off before",
        ),
        pytest.param(
            """
Lokale                                        500,00
Rengøring                                     500,00
I alt                                       1.000,00
""",
            ["500.00", "500.00"],
            id="two rows that cost the same",
        ),
        pytest.param(
            """
Lokale                                        500,00
Rengøring                                     500,00
I alt inkl. moms                            1.250,00
""",
            ["500.00", "500.00"],
            id="two rows that cost the same, without VAT",
        ),
        pytest.param(
            """
Vare                   Antal      Pris         Beløb
Stegte ål                  4    278,00      1.112,00
Drikkevarer i alt          1    712,00        712,00
At betale                                   1.824,00
""",
            ["1112.00", "712.00"],
            id="a row whose words end as a sum's label",
        ),
        pytest.param(
            """
                     Antal   Vare                 Pris      Beløb
Tlf. 60 15 43 29     6       Æblemost            25,00     150,00
Netto 10 dage        11      Hyldeblomst         65,40     719,40
                     I alt inkl. moms                      869,40
                     Heraf moms                            173,88
""",
            ["150.00", "719.40"],
            id="a margin's «Netto» beside a row",
        ),
        pytest.param(
            """
Vare                     Antal      Pris         Beløb
Lokale, 1. sal               1    750,00        750,00
Grillbuffet                  9    215,00      1.935,00
                         Ekskl. moms       2.148,00
                         Moms 25 %           537,00
                         Til betaling      2.685,00
""",
            ["750.00", "1935.00"],
            id="a word that is also a number's label, and a box of sums beside the column",
        ),
    ],
)
def test_rows(table: str, rows: list[str]) -> None:
    assert [line.amount for line in read(TOP + table).amounts.lines] == [Decimal(row) for row in rows]
