"""One correction, and the next invoice of that supplier and layout is read right; another layout is left alone."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import pytest

from bot.documents.reading import read_invoices
from bot.documents.teaching import lessons_of, takes_the_place_of
from bot.model.invoice import InvoiceReading
from bot.model.lesson import Lesson
from bot.model.world import Supplier
from tests.documents.fields.paper import RECEIVED, REGISTER, paper, vocabulary

CVR = "12345674"


class Layout(NamedTuple):
    """A page with places for its facts; what stands on the first invoice, and on the next; the field read wrong."""

    page: str
    first: dict[str, str]
    second: dict[str, str]
    field: str
    right: Any
    right_next: Any


#: The day is behind a word that nobody knows, and the day of the order behind one that sounds like the event's.
ODD_DAY = Layout(
    """
Restaurant Møllen ApS
Algade 14, 8000 Aarhus C
CVR 12345674

FAKTURA {number}

Fakturadato:      {issued}
Bekræftet:        {ordered}
Skafning:         {day}
Forfaldsdato:     {due}

EKM, att. {person}
Kvalitetsnetværk {network}

{line}                              {total}
Heraf moms                          {vat}
At betale                           {total}
Reg. 1234 konto 0012345678
""",
    {"number": "1042", "issued": "13.03.2026", "ordered": "02.02.2026", "day": "10.03.2026", "due": "12.04.2026",
     "person": "Mette Holm Sørensen", "network": "Aarhus Midt", "line": "Buffet", "total": "4.272,00", "vat": "854,40"},
    {"number": "1077", "issued": "15.06.2026", "ordered": "04.05.2026", "day": "11.06.2026", "due": "15.07.2026",
     "person": "Jens Bo Krag", "network": "Aarhus Nord", "line": "Menu med vin", "total": "2.136,00", "vat": "427,20"},
    "meeting_date", date(2026, 3, 10), date(2026, 6, 11),
)  # fmt: skip

#: The number stands under «Serie»; behind the heading stands the customer's.
ODD_NUMBER = Layout(
    """
                                            Festkompagniet ApS
                                            Torvet 58B, 3400 Hillerød
                                            CVR-nr. 12345674
Regning 4471
Serie       Dato           Betales senest
{number}      {issued}     {due}

EKM, Kvalitetsvej 10, 2300 København S
Vedr. møde {day} i netværk {network}, v/ {person}

{line}                                      {total}
I alt                                       {total}
Indbetales på reg. 1234 konto 0012345678
""",
    {"number": "88417", "issued": "13.03.2026", "day": "12.03.2026", "due": "12.04.2026", "person": "Mette Riis",
     "network": "Sydfyn", "line": "Smørrebrød", "total": "980,00"},
    {"number": "88502", "issued": "15.06.2026", "day": "11.06.2026", "due": "15.07.2026", "person": "Kåre Overgaard",
     "network": "Herning-Ikast", "line": "Frokost, 8 pers.", "total": "1.440,00"},
    "invoice_number", "88417", "88502",
)  # fmt: skip

#: What is to be paid stands behind a word of the house; the total before the discount behind one that everybody knows.
ODD_TOTAL = Layout(
    """
FAKTURA
Kro & Gæstgiveri v/ Lund
CVR 12345674
Fakturanr.: {number}    Dato: {issued}    Forfald: {due}
EKM
Møde den {day}, kvalitetsnetværk {network}, {person}

{line}                       {before}
I alt                        {before}
Stamgæstpris                 {total}
Konto 1234 0012345678
""",
    {"number": "17", "issued": "13.03.2026", "day": "12.03.2026", "due": "12.04.2026", "person": "Mette Riis",
     "network": "Sydfyn", "line": "Aftensmad", "before": "2.000,00", "total": "1.850,00"},
    {"number": "23", "issued": "15.06.2026", "day": "11.06.2026", "due": "15.07.2026", "person": "Kåre Overgaard",
     "network": "Herning-Ikast", "line": "Kaffe og kage", "before": "3.120,00", "total": "2.900,00"},
    "total", Decimal("1850.00"), Decimal("2900.00"),
)  # fmt: skip

LAYOUTS = [pytest.param(x, id=x.field) for x in (ODD_DAY, ODD_NUMBER, ODD_TOTAL)]


def read(text: str, *lessons: Lesson, cvr: str = CVR) -> InvoiceReading:
    known = (Supplier("", cvr, lessons=lessons),)
    (reading,) = read_invoices(paper(text), REGISTER, known, vocabulary(), RECEIVED, traced=True)
    return reading


def value(reading: InvoiceReading, field: str) -> Any:
    found = getattr(reading.fields, field)
    return found.value if found is not None else None


def taught(layout: Layout) -> tuple[Lesson, ...]:
    document = paper(layout.page.format(**layout.first))
    return lessons_of(document, 1, {layout.field: layout.right}, REGISTER, vocabulary(), RECEIVED)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_read_wrong_corrected_once_read_right(layout: Layout) -> None:
    first, second = (layout.page.format(**facts) for facts in (layout.first, layout.second))
    assert value(read(first), layout.field) != layout.right, "an odd layout that is read right teaches nothing here"
    lessons = taught(layout)
    assert value(read(second), layout.field) != layout.right_next
    reading = read(second, *lessons)
    found = getattr(reading.fields, layout.field)
    assert (found.value, found.how) == (layout.right_next, "taught")
    assert next(c.how for c in reading.trace if c.field == layout.field and c.chosen) == "taught"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_else_of_the_invoice_changes(layout: Layout) -> None:
    second = layout.page.format(**layout.second)
    before, after = read(second), read(second, *taught(layout))
    for name in ("payment", "cvr", "network", "coordinator", "due_date"):
        assert value(before, name) == value(after, name), name


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("other", LAYOUTS)
def test_another_layout_is_left_alone(layout: Layout, other: Layout) -> None:
    if layout is not other:
        second = other.page.format(**other.second)
        assert read(second, *taught(layout)).fields == read(second).fields


@pytest.mark.parametrize("layout", LAYOUTS)
def test_another_supplier_is_left_alone(layout: Layout) -> None:
    second = layout.page.format(**layout.second)
    assert read(second, *taught(layout), cvr="87654321").fields == read(second, cvr="87654321").fields


def test_a_lesson_holds_no_value() -> None:
    for layout in (ODD_DAY, ODD_NUMBER, ODD_TOTAL):
        for lesson in taught(layout):
            said = " ".join((lesson.label, *lesson.layout))
            assert not any(c.isdigit() for c in said)
            assert "mette" not in said
            assert "aarhus" not in said


def test_two_values_by_the_label_are_none() -> None:
    twice = ODD_DAY.page.replace("Forfaldsdato:", "Skafning:         09.06.2026\nForfaldsdato:")
    text = twice.format(**ODD_DAY.second)
    assert value(read(text, *taught(ODD_DAY)), "meeting_date") == value(read(text), "meeting_date")


@pytest.mark.parametrize(
    ("field", "right"),
    [
        pytest.param("meeting_date", date(2026, 3, 9), id="a day that does not stand there"),
        pytest.param("payment", "1234 0012345678", id="an account is never taught"),
        pytest.param("cvr", CVR, id="nor a CVR number"),
        pytest.param("supplier", "Restaurant Møllen ApS", id="nor a supplier"),
    ],
)
def test_what_teaches_nothing(field: str, right: Any) -> None:
    document = paper(ODD_DAY.page.format(**ODD_DAY.first))
    assert lessons_of(document, 1, {field: right}, REGISTER, vocabulary(), RECEIVED) == ()


def test_a_later_correction_takes_the_place_of_the_earlier() -> None:
    old = taught(ODD_DAY)[0]
    assert takes_the_place_of([replace(old, label="andet")], old, vocabulary())
    assert not takes_the_place_of([replace(old, field="total")], old, vocabulary())
    assert not takes_the_place_of(taught(ODD_TOTAL), replace(old, field="total"), vocabulary())


def test_words_that_nobody_sees_are_worth_a_look_only() -> None:
    text = ODD_DAY.page.format(**ODD_DAY.second)
    document = paper(text)
    (page,) = document.pages
    words = tuple(w._replace(doubt="hidden") if w.text == "11.06.2026" else w for w in page.words)
    hidden = replace(document, pages=(replace(page, words=words),))
    known = (Supplier("", CVR, lessons=taught(ODD_DAY)),)
    (reading,) = read_invoices(hidden, REGISTER, known, vocabulary(), RECEIVED)
    assert reading.fields.meeting_date is not None
    assert reading.fields.meeting_date.confidence <= 0.5
