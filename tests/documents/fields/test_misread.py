"""Words of a scan that are a slip away from a label's; a text PDF's are taken as they stand."""

from dataclasses import replace
from datetime import date
from typing import Literal

import pytest

from bot.model.document import Document
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


def test_what_announces_a_network_may_be_three_slips_away() -> None:
    page = PAGE.format(**WORDS).replace("Kvalitetsnetværk Aarhus Midt", "mode, Aarhus Midt kvalitetsnetuork")
    scan, text = (read_all(replace(paper(page), method=m))[0] for m in ("ocr", "text"))
    assert (scan.network_id, scan.network_rivals) == ("FYS-1", ())
    assert text.network_rivals == ("FYS-1",)


@pytest.mark.parametrize("street", ["Kvalitetsvej 10, 2. sal", "Kvalitetsvej 10", "KVALITETSVEJ 10A"])
def test_a_street_announces_no_network(street: str) -> None:
    page = PAGE.format(**WORDS).replace("Kvalitetsnetværk Aarhus Midt", f"EKM\n{street}\n2300 København S")
    (reading,) = read_all(replace(paper(page), method="ocr"))
    assert reading.fields.network is None


def test_names_of_the_register_are_no_slips() -> None:
    assert _read("ocr").network_id == "FYS-1"
    assert _read("ocr").fields.coordinator == _read("text").fields.coordinator


def test_a_caption_that_is_two_slips_away_is_no_supplier() -> None:
    slip = "\nKvittering       Girokort\n{0}    {0}\n5417030          5417030\n"
    text = PAGE.format(**WORDS) + slip.format("Kreditomummer og betalingsmodtager")
    (reading,) = read_all(replace(paper(text), method="ocr"))
    assert reading.fields.supplier is not None
    assert reading.fields.supplier.value == "Restaurant Møllen ApS"
    assert reading.kind == "invoice"


def test_a_months_name_is_no_label() -> None:
    text = PAGE.format(**WORDS).replace("12.03.2026", "torsdag den 12. marts").replace("12.04.2026", "12. april 2026")
    (reading,) = read_all(replace(paper(text), method="ocr"))
    assert reading.fields.due_date is not None
    assert reading.fields.due_date.value == date(2026, 4, 12)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        pytest.param("VEJLBY GESTGIVERI", "VEJLBY GÆSTGIVERI", id="a capital Æ"),
        pytest.param("ANNES ROGERI", "ANNES RØGERI", id="a capital Ø"),
        pytest.param("CAFE SOLBO", "CAFE SOLBO", id="nothing lost"),
        pytest.param("EVAS SM0RREBR0D", "EVAS SMØRREBRØD", id="noughts for capitals Ø"),
    ],
)
def test_a_letter_comes_back_in_a_name(read: str, meant: str) -> None:
    text = PAGE.format(**WORDS).replace("Restaurant Møllen ApS", read)
    (reading,) = read_all(replace(paper(text), method="ocr"))
    assert reading.fields.supplier is not None
    assert reading.fields.supplier.value == meant
    (printed,) = read_all(paper(text))
    assert printed.fields.supplier is not None
    assert printed.fields.supplier.value == read


def test_words_of_a_till_are_wide_apart_for_their_height() -> None:
    page = paper(PAGE.format(**WORDS)).pages[0]
    flat = tuple(w._replace(top=w.top + 3, bottom=w.bottom - 3) for w in page.words)
    (reading,) = read_all(Document("bon.png", "0" * 64, 1, "ocr", (replace(page, words=flat),), 1))
    assert reading.fields.supplier is not None
    assert reading.fields.supplier.value == "Restaurant Møllen ApS"
    assert reading.network_id == "FYS-1"


def test_a_stamp_does_not_end_the_sentence_above_it() -> None:
    text = PAGE.format(**WORDS) + "\nHusk fakturanummer ved betaling.\nModtaget 11 APR 2026\n"
    (reading,) = read_all(replace(paper(text), method="ocr"))
    assert not reading.paid


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        pytest.param("Deres refMette Holm Sørensen", "Mette Holm Sørensen", id="a label and a name"),
        pytest.param("KontaktpersonMette Holm Sørensen", "Mette Holm Sørensen", id="a label of one word"),
        pytest.param("Deres refVarenummer", None, id="a label and no name"),
        pytest.param("MobilMette Bar", None, id="a name of letters"),
    ],
)
def test_a_label_of_a_scan_may_touch_the_name_behind_it(printed: str, name: str | None) -> None:
    page = PAGE.format(**WORDS).replace("Koordinator      Mette Holm Sørensen", printed)
    scan, text = (read_all(replace(paper(page), method=m))[0].fields.coordinator for m in ("ocr", "text"))
    assert (scan.value if scan else None) == name
    assert text is None or text.value == name
