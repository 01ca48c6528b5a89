"""Words of a scan that are a slip away from a label's; a text PDF's are taken as they stand."""

from dataclasses import replace
from typing import Literal

import pytest

from bot.model.invoice import InvoiceReading
from tests.documents.fields.paper import paper, read_all

PAGE = """
Restaurant Møllen ApS
Algade 1
8000 Aarhus C
CVR 12345674

{number}        1042
{issued}       13.03.2026
{due}     12.04.2026
Kvalitetsnetværk Aarhus Midt
{coordinator}      Mette Holm Sørensen
{met}         12.03.2026

8 kuverter a 534,00      4.272,00
I alt inkl. moms         4.272,00
Heraf moms                 854,40
Reg. 1234 Konto 0012345678
"""
WORDS = {
    "number": "Fakturanr.",
    "issued": "Fakturadato",
    "due": "Forfaldsdato",
    "coordinator": "Koordinator",
    "met": "Mødedato",
}


def _read(method: Literal["text", "ocr"], **slips: str) -> InvoiceReading:
    return read_all(replace(paper(PAGE.format(**(WORDS | slips))), method=method))[0]


@pytest.mark.parametrize(
    ("field", "slips"),
    [
        pytest.param("invoice_number", {"number": "Faktvranr."}, id="v for u"),
        pytest.param("due_date", {"due": "Forfaldsdafo"}, id="f for t"),
        pytest.param("coordinator", {"coordinator": "Koordinafor"}, id="a coordinator's label"),
        pytest.param("meeting_date", {"met": "Mødedata"}, id="a for o"),
        pytest.param("invoice_date", {"issued": "Fakturada1o"}, id="a figure for a letter"),
    ],
)
def test_a_label_of_a_scan_may_be_a_slip_away(field: str, slips: dict[str, str]) -> None:
    assert getattr(_read("ocr", **slips).fields, field) is not None
    whole = getattr(_read("text").fields, field)
    assert getattr(_read("ocr", **slips).fields, field).value == whole.value


def test_names_of_the_register_are_no_slips() -> None:
    assert _read("ocr").network_id == "FYS-1"
    assert _read("ocr").fields.coordinator == _read("text").fields.coordinator
