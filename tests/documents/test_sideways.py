"""Letterheads in a margin: print that runs up or down a page that is upright."""

from dataclasses import replace

import pytest

from bot.documents.layout import lay_out
from bot.documents.sideways import apart
from bot.model.document import Document, Word
from tests.documents.fields.paper import paper, read_all, values

PAGE = """
                Faktura
                Nr. 1042
                Dato 13.03.2026
                Kvalitetsnetværk Aarhus Midt 12/3 v/ Mette
                8 kuverter buffet          4.272,00
                At betale                  4.272,00
                Heraf moms                   854,40
                Forfald 12.04.2026
                Reg.nr. 1234 konto 0012345678
"""
MARGIN = "Bryghuset Humle A/S · Bryggervej 1, 8000 Aarhus C · CVR 12345674"
#: A line's width, that of a letter, and where the page's margin is.
WIDE, LETTER, MARGIN_AT = 10.0, 5.0, 20.0


def upwards(text: str, x0: float = MARGIN_AT, bottom: float = 700.0) -> list[Word]:
    words, at = [], bottom
    for word in text.split():
        words.append(Word(word, x0, at - LETTER * len(word), x0 + WIDE, at))
        at -= LETTER * (len(word) + 1)
    return words


def downwards(text: str, x0: float = MARGIN_AT, top: float = 100.0) -> list[Word]:
    words, at = [], top
    for word in text.split():
        words.append(Word(word, x0, at, x0 + WIDE, at + LETTER * len(word)))
        at += LETTER * (len(word) + 1)
    return words


def with_margin(words: list[Word]) -> Document:
    document = paper(PAGE)
    (page,) = document.pages
    return replace(document, pages=(replace(page, words=(*words, *page.words)),))


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(upwards(MARGIN), id="up the left margin"),
        pytest.param(downwards(MARGIN, x0=560.0), id="down the right margin"),
    ],
)
def test_a_margins_letterhead_is_a_line(words: list[Word]) -> None:
    document = with_margin(words)
    lines = lay_out(document).lines
    assert [line.text for line in lines] == [*(line.text for line in lay_out(paper(PAGE)).lines), MARGIN]
    (reading,) = read_all(document)
    assert (values(reading)["supplier"], values(reading)["cvr"]) == ("Bryghuset Humle A/S", "12345674")


def test_the_evidence_stands_where_it_is_printed() -> None:
    words = upwards(MARGIN)
    cvr = read_all(with_margin(words))[0].fields.cvr
    assert cvr is not None
    assert cvr.box == words[-1].box


@pytest.mark.parametrize(
    ("words", "sideways"),
    [
        pytest.param(upwards("CVR 12345674"), ["CVR 12345674"], id="a short word goes with a long one"),
        pytest.param(upwards("Tlf. 1 2"), ["Tlf. 1 2"], id="single figures, which are no higher than wide"),
        pytest.param(
            [*upwards("Bryghuset"), *upwards("Aarhus", x0=40.0)], ["Bryghuset", "Aarhus"], id="two lines side by side"
        ),
        pytest.param(
            [*upwards("Bryghuset"), *upwards("Aarhus", bottom=400.0)], ["Bryghuset", "Aarhus"], id="two far apart"
        ),
        pytest.param([Word("Faktura", 20, 20, 62, 32)], [], id="a word across the page"),
        pytest.param([Word("ill", 20, 20, 27, 32)], [], id="narrow letters"),
        pytest.param(
            [Word(n, 20, 20 + 14 * int(n), 26, 31 + 14 * int(n)) for n in "123"], [], id="a column of figures"
        ),
    ],
)
def test_what_runs_up_or_down(words: list[Word], sideways: list[str]) -> None:
    across, runs = apart(tuple(words))
    assert [" ".join(word.text for word in run) for run in runs] == sideways
    assert len(across) + sum(map(len, runs)) == len(words)
