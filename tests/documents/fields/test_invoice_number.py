"""Which number is the invoice's: not the advance's, and one that looks like a date all the same."""

import pytest

from tests.documents.fields.paper import read

PAGE = """
Kahyttens Køkken ApS                             {heading}
Havnevej 3, 4300 Holbæk                          {under}
CVR 12345674

EKM, Kvalitetsvej 10, 2. sal                     {issued}
2300 København S                                 Forfaldsdato:     12.04.2026
                                                 {reference}

Møde i Kvalitetsnetværk Aarhus Midt 12.03.2026, 8 personer

Forplejning                                                 4.272,00
At betale                                                   4.272,00

Betales til reg.nr. 1234 konto 0012345678
"""


def number(heading: str, under: str = "", reference: str = "", issued: str = "Fakturadato: 13.03.2026") -> str | None:
    found = read(PAGE.format(heading=heading, under=under, reference=reference, issued=issued)).fields.invoice_number
    return found.value if found else None


@pytest.mark.parametrize(
    ("heading", "under", "reference", "expected"),
    [
        pytest.param("SLUTFAKTURA", "K-9021", "Acontofaktura    K-8807", "K-9021", id="alone under the heading"),
        pytest.param("FAKTURA K-9021", "", "Delfaktura K-8807 af 01.02.2026", "K-9021", id="behind the heading"),
        pytest.param("FAKTURA", "K-9021", "Acontofaktura nr.: K-8807", "K-9021", id="the advance's is labelled"),
        pytest.param("ACONTOFAKTURA", "", "Acontofaktura nr.: K-8807", "K-8807", id="it is the advance itself"),
        pytest.param("ACONTOFAKTURA K-8807", "", "", "K-8807", id="the same, behind the heading"),
        pytest.param("FAKTURA KK-SJ-9021", "", "", "KK-SJ-9021", id="letters in two groups"),
    ],
)
def test_the_advance_that_a_final_invoice_names(heading: str, under: str, reference: str, expected: str) -> None:
    assert number(heading, under, reference) == expected


@pytest.mark.parametrize(
    ("heading", "issued", "expected"),
    [
        pytest.param("Faktura 2026-03-07", "Dato: 13-03-2026", "2026-03-07", id="the day of issue is told"),
        pytest.param("Faktura nr. 2026-03-07", "Dato: 13-03-2026", "2026-03-07", id="behind a label"),
        pytest.param("Faktura nr. 13-03-26", "Dato: 13. marts 2026", "13-03-26", id="the same day behind its label"),
        pytest.param("Regning 2026-03-01", "Holbæk, den 13. marts 2026", "2026-03-01", id="a letter's opening"),
        pytest.param("Faktura 13-03-2026", "Dato: 13-03-2026", None, id="it is the day of issue"),
        pytest.param("Faktura 12. marts 2026", "Dato: 13-03-2026", None, id="a day in words"),
        pytest.param("Faktura 2026-03-13", "", None, id="no other day is told"),
    ],
)
def test_a_number_that_looks_like_a_date(heading: str, issued: str, expected: str | None) -> None:
    assert number(heading, issued=issued) == expected


def test_the_meetings_day_is_not_a_number() -> None:
    assert number("Faktura for 12.03.2026", issued="Dato: 13.03.2026") is None
