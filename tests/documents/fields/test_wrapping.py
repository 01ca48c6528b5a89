"""Labels that a narrow column broke in two, beside their value."""

from datetime import date

import pytest

from bot.documents.fields.sheet import make_sheet
from bot.documents.fields.vocabulary import compiled
from bot.documents.fields.wrapping import unwrapped
from bot.documents.layout import lay_out
from bot.model.document import Document, Page, Word
from tests.documents.fields.paper import RECEIVED, REGISTER, paper, read, values, vocabulary


def _lines(document: Document) -> list[str]:
    layout = unwrapped(lay_out(document), compiled(vocabulary()))
    assert [line.index for line in layout.lines] == list(range(len(layout.lines)))
    return [" | ".join(line.cell_text(n) for n in range(len(line.cells))) for line in layout.lines]


@pytest.mark.parametrize(
    ("printed", "lines"),
    [
        pytest.param(
            "Sidste rettidige     12.04.2026\nbetalingsdag",
            ["Sidste rettidige betalingsdag | 12.04.2026"],
            id="beside the first",
        ),
        pytest.param(
            "Sidste rettidige\nbetalingsdag         12.04.2026",
            ["Sidste rettidige betalingsdag | 12.04.2026"],
            id="beside the last",
        ),
        pytest.param(
            "Kvalitetsvej 10      Faktura-\n2300 København S     nummer      1042",
            ["Kvalitetsvej 10", "2300 København S | Faktura- nummer | 1042"],
            id="another column stays where it is",
        ),
        pytest.param(
            "Jeres                Mette Holm\nkontaktperson        Sørensen",
            ["Jeres kontaktperson | Mette Holm Sørensen"],
            id="a name in two lines too",
        ),
        pytest.param(
            "Arrangementets       torsdag den 12.\ndato                 marts",
            ["Arrangementets dato | torsdag den 12. marts"],
            id="a day in two lines too",
        ),
        pytest.param(
            "Due date /           12.04.2026\nForfaldsdato",
            ["Due date / Forfaldsdato | 12.04.2026"],
            id="two languages",
        ),
        pytest.param(
            "FAKTURA   1042\nDato      12.03.2026", ["FAKTURA | 1042", "Dato | 12.03.2026"], id="each its own"
        ),
        pytest.param(
            "FAKTURA       1042\nDato    12.03.2026", ["FAKTURA | 1042", "Dato | 12.03.2026"], id="to the right"
        ),
        pytest.param("Faktura\nDato      12.03.2026", ["Faktura", "Dato | 12.03.2026"], id="a heading"),
        pytest.param("Kontakt   Bo Krag\nPerson    Anne Friis", ["Kontakt | Bo Krag", "Person | Anne Friis"], id="two"),
    ],
)
def test_rows(printed: str, lines: list[str]) -> None:
    assert _lines(paper(printed)) == lines


def test_the_value_between_the_two() -> None:
    words = [
        ("Sidste", 40, 100),
        ("frist", 75, 100),
        ("for", 100, 100),
        ("betaling", 40, 111),
        ("12.04.2026", 200, 105.6),
    ]
    page = Page(1, 595.0, 842.0, tuple(Word(t, x, y, x + 5 * len(t), y + 10) for t, x, y in words))
    document = Document("faktura.pdf", "0" * 64, 1000, "text", (page,), 1)
    assert _lines(document) == ["Sidste frist for betaling | 12.04.2026"]
    sheet = make_sheet(lay_out(document), compiled(vocabulary()), REGISTER, (), RECEIVED)
    assert [hit.group for line in sheet.lines for hit in sheet.hits[line.index]] == ["due_date"]


def test_what_stands_in_such_a_panel_is_read() -> None:
    found = values(
        read(
            """
Restaurant Møllen ApS                       Faktura-      1042
Algade 14                                   nummer
8000 Aarhus C                               Arrangementets
CVR 12345674                                dato          12.03.2026
                                            Bestilt       Mette Holm
                                            af            Sørensen
Kvalitetsnetværk Aarhus Midt

At betale                                              4.272,00
"""
        )
    )
    assert found["invoice_number"] == "1042"
    assert found["meeting_date"] == date(2026, 3, 12)
    assert found["coordinator"] == "Mette Holm Sørensen"


def test_a_value_printed_over_its_label_stands_behind_it() -> None:
    printed = [("Deres", 40, 65), ("ref.", 68, 85), ("Signe", 60, 84), ("Nørgaard", 87, 130), ("Dato", 200, 220)]
    page = Page(1, 595.0, 842.0, tuple(Word(text, x0, 100.0, x1, 110.0) for text, x0, x1 in printed))
    assert _lines(Document("faktura.pdf", "0" * 64, 1000, "text", (page,), 1)) == ["Deres ref. Signe Nørgaard | Dato"]


@pytest.mark.parametrize(
    ("head", "line"),
    [
        pytest.param("DATO FOR FAKTURA SIDSTE FRIST", "DATO FOR FAKTURA | SIDSTE FRIST | KOORDINATOR", id="capitals"),
        pytest.param("Maden var god og Sidste frist", "Maden var god og Sidste frist KOORDINATOR", id="by chance"),
    ],
)
def test_a_head_of_three_columns_that_stand_close(head: str, line: str) -> None:
    page = f"{head} KOORDINATOR\n13.03.2026       12.04.2026   Mette Holm"
    assert _lines(paper(page))[0] == line
