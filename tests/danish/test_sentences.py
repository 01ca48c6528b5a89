"""Where a sentence ends."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.danish.sentences import END_BEFORE_ANY, sentences


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Vi mødes d. 12. marts kl. 17 på Kroen", id="a day and a time"),
        pytest.param("Vi mødes den 12. Marts kl. 17", id="a month with a capital letter"),
        pytest.param("Vi mødes den 12. hos Åse", id="an ordinal alone"),
        pytest.param("Vi mødes på Gl. Kongevej 10, 2. Sal", id="a street's name, a floor"),
        pytest.param("Møde i Sct. Knuds Hus, Nr. Nebel, Sdr. Ringvej 3", id="names with a short form"),
        pytest.param("Mad til ca. 12, bl.a. Bo, f.eks. Åses kage, inkl. Vand", id="about, among others, including"),
        pytest.param("Spørg Dr. Holm, tlf. 12 34 56 78", id="a title"),
        pytest.param("Skriv til bo.holm@klinik.example eller se www.Klinik.example", id="addresses"),
    ],
)
def test_one_sentence(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param("Vi ses. Mvh Åse", ["Vi ses.", "Mvh Åse"], id="a point and a capital letter"),
        pytest.param("Vi mødes kl. 17. Husk kaffe", ["Vi mødes kl. 17.", "Husk kaffe"], id="behind a number"),
        pytest.param("Vi er 12. Maden er bestilt", ["Vi er 12.", "Maden er bestilt"], id="a word like a month"),
        pytest.param("På Kroen (sal B). Åse", ["På Kroen (sal B).", "Åse"], id="behind a bracket"),
        pytest.param("Nej! «Kroen» er lukket.", ["Nej!", "«Kroen» er lukket."], id="before a quotation"),
        pytest.param("Går det? ellers ring", ["Går det?", "ellers ring"], id="a question, and a small letter"),
        pytest.param("Vi ses. mvh åse", ["Vi ses. mvh åse"], id="a point before a small letter may be anything's"),
        pytest.param("Kaffe, te osv. Vi ses", ["Kaffe, te osv.", "Vi ses"], id="a short form that closes a sentence"),
    ],
)
def test_several_sentences(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param("vi ses. mvh åse", ["vi ses.", "mvh åse"], id="no capital letters at all"),
        pytest.param("mødet er i 2026. det bliver godt", ["mødet er i 2026.", "det bliver godt"], id="behind a year"),
        pytest.param("den 12. marts kl. 17 inkl. mad", ["den 12. marts kl. 17 inkl. mad"], id="nothing ends here"),
    ],
)
def test_small_letters(text: str, parts: list[str]) -> None:
    assert re.split(END_BEFORE_ANY, text) == parts


@given(st.text())
def test_nothing_but_space_is_lost(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
