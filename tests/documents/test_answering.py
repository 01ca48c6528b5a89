"""Bytes to readings: the same here and in a child, with what is known sent once, and ink looked at where it matters."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from bot.documents.answering import answer
from bot.documents.formats.sandbox import Reader
from bot.documents.formats.sandbox_child import needed
from bot.documents.job import Job, Known, Look, ReadingFailed
from bot.model.document import Document
from bot.model.world import Supplier
from tests.documents.formats.made import drawn
from tests.judging import RECEIVED, REGISTER, rules

#: x, y of the baseline from below, text.
INVOICE = (
    (50, 780, "Restaurant Møllen ApS"), (50, 765, "CVR-nr. 12345674"), (50, 700, "FAKTURA"),
    (50, 680, "Fakturanr.: 1042"), (50, 665, "Fakturadato: 13-03-2026"), (50, 650, "Forfaldsdato: 12-04-2026"),
    (50, 600, "Kvalitetsnetværk Aarhus Midt, møde 12. marts 2026"), (50, 585, "Koordinator: Mette Holm Sørensen"),
    (50, 500, "At betale i alt DKK"), (450, 500, "2.136,00"),
    (50, 450, "Betales til reg.nr. 1234 konto 0012345678"),
)  # fmt: skip
MENU = ((50, 780, "Menukort"), (50, 760, "Forret 95,00"), (50, 740, "Hovedret 245,00"), (50, 720, "Dessert 85,00"))
KNOWN = Known(REGISTER, (Supplier("Restaurant Møllen ApS", "12345674"),), rules().vocabulary)
PDF, CARD = drawn(*INVOICE), drawn(*MENU)


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader(children=2) as reader:
        yield reader


@pytest.mark.parametrize(
    "job",
    [
        pytest.param(Job(PDF, "faktura.pdf", RECEIVED), id="an invoice"),
        pytest.param(Job(PDF, "faktura.pdf", RECEIVED, words=True, traced=True), id="with its words and its trace"),
        pytest.param(Job(PDF, "faktura.pdf"), id="the words only"),
        pytest.param(Job(PDF, "faktura.pdf", RECEIVED, second=True), id="a second opinion"),
        pytest.param(Job(CARD, "menu.pdf", RECEIVED, words=True), id="nothing of ours"),
        pytest.param(Job(b"\x89PNG", "x.png", RECEIVED), id="unreadable"),
        pytest.param(Job(b"Faktura 1042\nI alt 100,00", "mail", RECEIVED, is_mail=True), id="a mail's text"),
        pytest.param(Job(b"", "mail", RECEIVED, is_mail=True), id="a mail without one"),
        pytest.param(
            Job(b"Konto 1234 0012345678", "mail", RECEIVED, is_mail=True, words=True, shown=b"<p>Konto</p>"),
            id="a mail whose HTML shows less",
        ),
    ],
)
def test_a_child_answers_what_this_process_would(reader: Reader, job: Job) -> None:
    assert reader.answer(job, KNOWN) == answer(job, KNOWN)


def test_what_is_known_is_read_by() -> None:
    (reading,) = answer(Job(PDF, "x.pdf", RECEIVED), KNOWN).readings
    assert (reading.kind, reading.network_id) == ("invoice", "FYS-041")
    (nobody,) = answer(Job(PDF, "x.pdf", RECEIVED), Known(vocabulary=KNOWN.vocabulary)).readings
    assert nobody.network_id is None


def test_words_travel_only_where_they_are_asked_for() -> None:
    assert answer(Job(PDF, "x.pdf", RECEIVED), KNOWN).document.pages == ()
    assert answer(Job(PDF, "x.pdf", RECEIVED, words=True), KNOWN).document.pages[0].words


@pytest.mark.parametrize(
    ("content", "look", "looked_at"),
    [
        pytest.param(PDF, "money", True, id="an invoice"),
        pytest.param(CARD, "money", False, id="a menu"),
        pytest.param(CARD, "always", True, id="a menu, if that is asked for"),
        pytest.param(PDF, "never", False, id="not even an invoice"),
    ],
)
def test_ink_is_looked_at_where_it_matters(content: bytes, look: Look, looked_at: bool) -> None:
    found = answer(Job(content, "x.pdf", RECEIVED, look=look), KNOWN)
    doubts = {doubt for reading in found.readings for doubt in reading.doubts}
    assert (found.document.looked_at, "not_looked_at" in doubts) == (looked_at, not looked_at and content is PDF)


def test_a_register_that_changes_is_told_again(reader: Reader) -> None:
    """More than a child keeps in mind, and the first of them again after all the others."""
    worlds = [replace(KNOWN, suppliers=(Supplier(f"Kro {n} ApS"),), register=replace(REGISTER)) for n in range(12)]
    job = Job(PDF, "x.pdf", RECEIVED)
    tickets = [reader.submit(job, known) for known in (*worlds, *worlds)]
    assert {reader.result(t).readings[0].network_id for t in tickets} == {"FYS-041"}
    empty = Known(vocabulary=KNOWN.vocabulary)
    assert reader.answer(job, empty).readings[0].network_id is None


def test_people_of_the_register_stay_at_home() -> None:
    assert REGISTER.members
    assert needed(REGISTER) == replace(REGISTER, members=(), attendance=())


def test_a_mistake_of_ours_is_told_and_the_next_document_is_read(reader: Reader) -> None:
    """Here a vocabulary without words: the rules are checked before, so only a bug could bring it about."""
    with pytest.raises(ReadingFailed) as told:
        reader.answer(Job(PDF, "x.pdf", date(2026, 3, 15)), Known(REGISTER, (), {}))
    assert told.value.where.partition(" ")[0] == "KeyError"
    assert reader.answer(Job(PDF, "x.pdf", RECEIVED), KNOWN).readings


def test_both_children_are_used_and_answers_keep_their_order(reader: Reader) -> None:
    tickets = [reader.submit(Job(drawn((72, 700, f"nummer {n}")), f"{n}.pdf", words=True)) for n in range(10)]
    busy = [len(lane) for lane in reader.lanes]
    documents: list[Document] = [reader.result(ticket).document for ticket in tickets]
    assert [d.source for d in documents] == [f"{n}.pdf" for n in range(10)]
    assert [d.pages[0].words[1].text for d in documents] == [str(n) for n in range(10)]
    assert all(busy)
