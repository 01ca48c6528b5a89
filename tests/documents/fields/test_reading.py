"""Whole invoices, read as a careful person would."""

from datetime import date
from decimal import Decimal

import pytest

from bot.model.payment import Account, Fik
from tests.documents.fields.paper import read, values

PLAIN = """
    Restaurant Møllen ApS
    Algade 14
    8000 Aarhus C                                    FAKTURA
    CVR-nr. 12345674

    Enhed for Kvalitet og Modernisering (EKM)        Fakturanr.:      1042
    Kvalitetsvej 10, 2. sal                          Fakturadato:     13.03.2026
    2300 København S                                 Forfaldsdato:    12.04.2026
                                                     Deres ref.:      Mette Holm Sørensen
                                                     Vor ref.:        Jens

    Vedr. møde i Kval.netværk Århus Midt torsdag d. 12. marts

    Beskrivelse                   Antal      Pris        Beløb
    Forplejning                     8      400,00     3.200,00
    Lokaleleje                      1      217,60       217,60

    Subtotal                                          3.417,60
    25 % moms                                           854,40
    I alt DKK inkl. moms                              4.272,00

    Betales til reg.nr. 1234 konto 0012345678
    Betalingsbetingelser: Netto 30 dage. Reklamation inden 8 dage.
"""


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        pytest.param("FAKTURA A 207", "A 207", id="a series and a number behind the heading"),
        pytest.param("Fakturanr. B 1042", "B 1042", id="behind a label"),
        pytest.param("FAKTURA NR 1042", "1042", id="no series"),
    ],
)
def test_a_number_of_a_series(printed: str, number: str) -> None:
    page = PLAIN.replace("FAKTURA", "").replace("Fakturanr.:      1042", printed)
    assert values(read(page))["invoice_number"] == number


def test_a_plain_invoice() -> None:
    reading = read(PLAIN)
    assert (reading.kind, reading.network_id, reading.paid, reading.doubts) == ("invoice", "FYS-1", False, ())
    assert values(reading) == {
        "network": "Kvalitetsnetværk Aarhus Midt",
        "coordinator": "Mette Holm Sørensen",
        "meeting_date": date(2026, 3, 12),
        "invoice_number": "1042",
        "invoice_date": date(2026, 3, 13),
        "due_date": date(2026, 4, 12),
        "supplier": "Restaurant Møllen ApS",
        "cvr": "12345674",
        "total": Decimal("4272.00"),
        "vat": Decimal("854.40"),
        "currency": "DKK",
        "payment": Account("1234", "0012345678"),
    }
    assert reading.terms is not None
    assert "Netto 30 dage" in reading.terms.text


def test_every_field_has_its_evidence() -> None:
    reading = read(PLAIN)
    for name, field in reading.fields.found():
        assert field.text, name
        assert field.page == 1, name
        assert field.box is not None, name
        assert field.confidence >= 0.9, name


def test_a_line_of_free_text_and_first_name() -> None:
    reading = read(
        """
        Gæstgiveriet Solbakken
        Havnegade 72, 5700 Svendborg     CVR 12345674
        Faktura 377 af 14/3-26
        kval.møde netv. Sydfyn 12/3 v/ Mette
        8 kuverter                    4.272,00
        At betale                     4.272,00
        heraf moms                      854,40
        Indbetalingskort +71<000000000010421+81234567<  betales senest 13/4-26
        """
    )
    assert reading.network_id == "FYS-3"
    found = values(reading)
    assert found["coordinator"] == "Mette Riis"
    assert found["meeting_date"] == date(2026, 3, 12)
    assert found["due_date"] == date(2026, 4, 13)
    assert found["participants"] == 8
    assert found["payment"] == Fik("71", "000000000010421", "81234567")
