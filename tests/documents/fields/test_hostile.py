"""Pages made to be slow or to break the reading: every one gives an answer, soon."""

import time
from collections.abc import Sequence
from random import Random

import pytest

from bot.documents.layout import MAX_PAGE_WORDS
from bot.model.document import Document, Page, Word
from tests.documents.fields.paper import paper, read, read_all

_WORDS = [
    "Faktura",
    "1.234,00",
    "moms",
    "12/3",
    "netværk",
    "Sydfyn",
    "v/",
    "+71<",
    "konto",
    "1234",
    "Mette",
    "At",
    "betale",
]


def _grid(count: int, pages: int = 1) -> Document:
    rnd = Random(1)
    words = [
        Word(rnd.choice(_WORDS), 10 + 60 * (i % 8), (i // 8) * 12.0, 50 + 60 * (i % 8), (i // 8) * 12.0 + 10)
        for i in range(count)
    ]
    return _document([words] * pages)


def _document(pages: Sequence[Sequence[Word]]) -> Document:
    made = tuple(Page(n, 595.0, 842.0, tuple(words)) for n, words in enumerate(pages, start=1))
    return Document("x.pdf", "0" * 64, 1, "text", made, len(made))


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(
            _document([[Word("12.03.2026", i * 10.0, 10, i * 10.0 + 8, 20) for i in range(20_000)]]),
            id="one endless line",
        ),
        pytest.param(
            _document([[Word("netværk", i * 10.0, 10, i * 10.0 + 9.9, 20) for i in range(20_000)]]),
            id="one endless cell",
        ),
        pytest.param(_document([[Word("1" * 500_000, 0, 10, 100, 20)]]), id="one endless number"),
        pytest.param(_document([[Word("1.234." * 80_000, 0, 10, 100, 20)]]), id="one endless amount"),
        pytest.param(_document([[Word("Netværk", 10, 10, 60, 20)] * 10_000]), id="all in one place"),
        pytest.param(_grid(2000, pages=40), id="many full pages"),
        pytest.param(_grid(300, pages=500), id="endless pages"),
        pytest.param(
            _document([[Word("At betale", 10, i * 12.0, 60, i * 12.0 + 10) for i in range(4000)]]),
            id="nothing but labels",
        ),
    ],
)
def test_bounded(document: Document) -> None:
    start = time.process_time()
    assert read_all(document)
    assert time.process_time() - start < 60  # some 2 s on an idle machine; without limits many minutes


def test_cost_grows_with_the_words() -> None:
    def cost(count: int) -> float:
        start = time.process_time()
        read_all(_grid(count))
        return time.process_time() - start

    cost(100)
    assert cost(MAX_PAGE_WORDS // 2) < 20 * cost(MAX_PAGE_WORDS // 8) + 5


@pytest.mark.parametrize(
    "words",
    [
        pytest.param([Word("a", float("nan"), 0, 1, float("inf")), Word("Faktura", 0, 0, 0, 0)], id="no numbers"),
        pytest.param([Word("1", -1e9, 5, 1e9, -5)], id="boxes inside out"),
        pytest.param(
            [Word("\x00\x01\ud800netværk\u202e", 10, 10, 60, 20), Word("\n", 1, 1, 1, 1)], id="control characters"
        ),
        pytest.param([Word("", 0, 0, 0, 0)], id="empty"),
        pytest.param([], id="nothing"),
    ],
)
def test_odd_words(words: list[Word]) -> None:
    (reading,) = read_all(_document([words]))
    assert reading.kind == "other"


def test_unreadable() -> None:
    (reading,) = read_all(Document("x.pdf", "0" * 64, 1, unreadable="encrypted", page_count=3))
    assert (reading.kind, reading.pages) == ("other", 3)


def test_hidden_words_are_doubted() -> None:
    document = paper(
        "FAKTURA 1042\nRestaurant Møllen ApS  CVR 12345674\nAt betale  4.272,00\nReg.nr. 1234 konto 0012345678"
    )
    page = document.pages[0]
    words = tuple(w._replace(doubt="hidden") if w.text in ("1234", "0012345678") else w for w in page.words)
    (reading,) = read_all(_document([words]))
    assert reading.fields.payment is not None
    assert reading.fields.payment.doubts == ("hidden",)
    assert reading.fields.payment.confidence <= 0.5
    assert "hidden_text" in reading.doubts


def test_contradictions_are_doubted() -> None:
    reading = read("FAKTURA 1042\nDato 13.03.2026\nForfald 12.04.2026\nBetales senest 20.04.2026\nAt betale  4.272,00")
    assert reading.fields.due_date is not None
    assert "contradicted" in reading.fields.due_date.doubts
    assert reading.fields.due_date.confidence < 0.9
    two = read("FAKTURA 1042\nReg.nr. 1234 konto 0012345678\nReg.nr. 4321 konto 0087654321\nAt betale  4.272,00")
    assert "several_accounts" in two.doubts
    sums = read("FAKTURA 1042\nAt betale  4.272,00\nTil betaling  5.100,00")
    assert "several_totals" in sums.doubts
    assert sums.fields.total is not None
    assert sums.fields.total.confidence < 0.9
