"""What a page shows of a field that could not be read: a person looks. A clean scan shows nothing; text, the total."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Literal

import pytest

from bot.model.document import Document
from tests.documents.fields.paper import paper, read_all

PAGE = """
Restaurant Møllen ApS
Algade 1
8000 Aarhus C
CVR 12345674

Fakturanr.        1042
Fakturadato       13.03.2026
Kvalitetsnetværk Aarhus Midt
{coordinator}
{met}
{due}

8 kuverter a 534,00      4.272,00
I alt inkl. moms         4.272,00
Heraf moms                 854,40
{account}
"""
WHOLE = {
    "coordinator": "Koordinator      Mette Holm Sørensen",
    "met": "Mødedato          12.03.2026",
    "due": "Forfaldsdato      12.04.2026",
    "account": "Reg. 1234 Konto 0012345678",
}


def _scan(said: Mapping[str, str], unsure: tuple[str, ...] = ()) -> Document:
    document = paper(PAGE.format(**(WHOLE | dict(said))))
    pages = tuple(
        replace(page, words=tuple(w._replace(sure=0.6 if w.text in unsure else 1.0) for w in page.words))
        for page in document.pages
    )
    return replace(document, method="ocr", pages=pages)


@pytest.mark.parametrize(
    ("field", "printed", "unsure"),
    [
        pytest.param("coordinator", "Koordinator", (), id="a label whose name is lost"),
        pytest.param("coordinator", "Bestilt af MetteHolm Sorensn", (), id="a name whose letters nearly fit"),
        pytest.param("coordinator", "Tak for besøget, Mete Sorensen.", (), id="the same in a sentence"),
        pytest.param("met", "Mødedato          17. apri l", (), id="half a day behind its label"),
        pytest.param("met", "Mødedato", (), id="a label whose day is lost"),
        pytest.param("due", "Forfaldsdato", (), id="a due date's label whose day is lost"),
        pytest.param("due", "Forfaldsdato      12.042026", (), id="a day without its full stop"),
        pytest.param("due", "Rettidigt         MODTAGFUTt 2026", ("MODTAGFUTt",), id="a stamp over a day"),
        pytest.param("due", "Fxrqvld           12.04.2026", (), id="a day ahead whose label is lost"),
        pytest.param("due", "Lobenne mxned + 30 dage", (), id="terms of which a part is lost"),
        pytest.param("account", "Reg. 12?4 Konto 00123", (), id="an account with a figure lost"),
    ],
)
def test_a_scan_shows_what_was_not_read(field: str, printed: str, unsure: tuple[str, ...]) -> None:
    name = {"met": "meeting_date", "due": "due_date", "account": "payment"}.get(field, field)
    document = _scan({field: printed}, unsure)
    (reading,) = read_all(document)
    if getattr(reading.fields, name) is None:
        assert reading.unread == (name,)
    else:
        assert getattr(reading.fields, name).confidence < 0.75
    (text,) = read_all(replace(document, method="text"))
    assert text.unread == ()


@pytest.mark.parametrize(
    ("field", "printed"),
    [
        pytest.param("coordinator", "", id="nobody is named"),
        pytest.param("coordinator", "Vores ref.        Mette Hansen", id="the seller's person"),
        pytest.param("met", "", id="no day of the meeting"),
        pytest.param("due", "", id="no due date"),
        pytest.param("due", "Afbestilling senest 3 dage før mødet.", id="days of another matter"),
        pytest.param("due", "Reklamation senest 8 dage efter modtagelsen.", id="days to complain in"),
        pytest.param("due", "Åbent alle dage 11-22.", id="opening hours"),
        pytest.param("due", "Betaling          Reg. 1234 Konto 0012345678", id="how to pay, not when"),
        pytest.param("account", "", id="no account"),
    ],
)
def test_a_clean_scan_shows_nothing_of_what_is_not_there(field: str, printed: str) -> None:
    (reading,) = read_all(_scan({field: printed}))
    name = {"met": "meeting_date", "due": "due_date", "account": "payment"}.get(field, field)
    assert getattr(reading.fields, name) is None
    assert reading.unread == ()


@pytest.mark.parametrize("method", ["ocr", "text"])
@pytest.mark.parametrize(
    ("rows", "shown"),
    [
        pytest.param("Tapas 4.272,00\nDrikke 300,00", True, id="rows and no sum"),
        pytest.param("Kxlt bxløb   4.272,00\n854,40 af det er afgift", True, id="a label that nobody knows"),
        pytest.param("8 kuverter a 534,00 kr.", False, id="a price for one"),
        pytest.param("Prisen er som aftalt.", False, id="no amount"),
        pytest.param("Ved for sen betaling gebyr på 100,00 kr.", False, id="a fee"),
    ],
)
def test_amounts_among_which_the_total_may_be(rows: str, shown: bool, method: Literal["ocr", "text"]) -> None:
    page, _, rest = PAGE.format(**WHOLE).partition("8 kuverter a 534,00")
    account = rest[rest.index("Reg.") :]
    (reading,) = read_all(replace(paper(page + rows + "\n" + account), method=method))
    assert reading.fields.total is None
    assert reading.unread == (("total",) if shown else ())


def test_a_whole_scan_has_nothing_unread() -> None:
    (reading,) = read_all(_scan({}))
    assert reading.unread == ()
    assert reading.fields.due_date is not None
    assert reading.fields.due_date.value == date(2026, 4, 12)


def test_a_network_on_the_wifi_is_none_of_ours() -> None:
    document = _scan({})
    page = paper(PAGE.format(**WHOLE).replace("Kvalitetsnetværk Aarhus Midt", "Wifi: netværk Gæst, kode 1234"))
    (reading,) = read_all(replace(document, pages=page.pages))
    assert "network" not in reading.unread


@pytest.mark.parametrize("printed", ["4 272,00", "4. 272,00", "4.2 72,00"])
def test_figures_before_a_total_may_be_its_thousands(printed: str) -> None:
    page = PAGE.format(**WHOLE).replace("I alt inkl. moms         4.272,00", f"I alt inkl. moms {printed} DKK")
    (reading,) = read_all(replace(paper(page.replace("4.272,00", "4272,00")), method="ocr"))
    total = reading.fields.total
    assert total is not None
    assert (str(total.value) == "4272.00") == (total.confidence > 0.5)
