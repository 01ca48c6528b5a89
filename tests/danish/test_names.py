"""One person or two. The people are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.danish.names import name_tokens, same_person

FULL = "Mette Holm Sørensen"


@pytest.mark.parametrize(
    ("printed", "registered", "low", "high"),
    [
        pytest.param("Mette Holm Sørensen", FULL, 1.0, 1.0, id="the same"),
        pytest.param("METTE HOLM SØRENSEN", FULL, 1.0, 1.0, id="capitals"),
        pytest.param("Mette Holm Soerensen", FULL, 1.0, 1.0, id="oe"),
        pytest.param("Mette Sørensen", FULL, 0.9, 1.0, id="middle name left out"),
        pytest.param("Mette H. Sørensen", FULL, 0.9, 1.0, id="middle initial"),
        pytest.param("Mette Holm", FULL, 0.8, 0.95, id="middle name as surname"),
        pytest.param("M. Sørensen", FULL, 0.6, 0.9, id="first initial"),
        pytest.param("Å. Fløe", "Åse Holm Fløe", 0.6, 0.9, id="an initial that folds to two letters"),
        pytest.param("Ø. Fløe", "Åse Holm Fløe", 0.0, 0.0, id="another such initial"),
        pytest.param("M.H. Sørensen", FULL, 0.6, 0.9, id="two initials"),
        pytest.param("Sørensen, Mette", FULL, 0.9, 1.0, id="surname first with comma"),
        pytest.param("Sørensen, Mette Holm", FULL, 1.0, 1.0, id="surname first, all names"),
        pytest.param("Holm Sørensen Mette", FULL, 0.5, 0.95, id="surname first without comma"),
        pytest.param("fys. Mette Holm Sørensen", FULL, 1.0, 1.0, id="title"),
        pytest.param("Overlæge Mette Sørensen (koordinator)", FULL, 0.9, 1.0, id="title and bracket"),
        pytest.param("Mette Sorensen", FULL, 0.85, 1.0, id="o for ø"),
        pytest.param("Mette Sørenson", FULL, 0.75, 0.95, id="a misprint in a long name"),
        pytest.param("Mette", FULL, 0.4, 0.6, id="first name only"),
        pytest.param("mette", FULL, 0.4, 0.6, id="first name in small letters"),
        pytest.param("MHS", FULL, 0.2, 0.5, id="initials only"),
        pytest.param("Sørensen", FULL, 0.0, 0.0, id="a common surname alone"),
        pytest.param("Peter Sørensen", FULL, 0.0, 0.0, id="another with the same surname"),
        pytest.param("Mette Jensen", FULL, 0.0, 0.0, id="another with the same first name"),
        pytest.param("P. Sørensen", FULL, 0.0, 0.0, id="another initial"),
        pytest.param("", FULL, 0.0, 0.0, id="nothing"),
        pytest.param("Kåre Overgaard", "Kaare Overgård", 1.0, 1.0, id="å and aa"),
        pytest.param("K. Overgaard", "Kåre Overgaard", 0.6, 0.9, id="initial and surname"),
        pytest.param("Overgaard", "Kåre Overgaard", 0.1, 0.4, id="a rare surname alone is weak"),
        pytest.param("Christian Winther", "Kristian Vinter", 0.8, 1.0, id="Christian and Kristian, Winther and Vinter"),
        pytest.param("Sophie Bruun", "Sofie Brun", 0.8, 1.0, id="Sophie and Sofie"),
        pytest.param("Nils Jenssen", "Niels Jensen", 0.8, 1.0, id="Nils and Niels, Jenssen and Jensen"),
        pytest.param("Jens Petersen", "Jens Pedersen", 0.7, 1.0, id="one letter in a long surname"),
        pytest.param("Mads Lund", "Mats Lund", 0.0, 0.0, id="one letter in a short name is another name"),
        pytest.param("Anne-Marie Krag", "Anne Marie Krag", 1.0, 1.0, id="hyphens come and go"),
        pytest.param("Jan van der Berg", "Jan Berg", 0.9, 1.0, id="particles"),
        pytest.param("Frederik Hald", "Frederik Smed Hald", 0.9, 1.0, id="middle name only in the register"),
        pytest.param("Ole", "Ole Winther", 0.4, 0.6, id="a short first name"),
        pytest.param("Bach, Jesper", "Jesper Bach", 1.0, 1.0, id="comma"),
        pytest.param("Bonde, Pia Frandsen", "Pia Frandsen Bonde", 1.0, 1.0, id="comma and a middle name"),
        pytest.param("Mette Holm Jensen", "Mette Holm", 0.6, 0.9, id="a surname more than the register has"),
    ],
)
def test_same_person(printed: str, registered: str, low: float, high: float) -> None:
    assert low <= same_person(printed, registered) <= high


@pytest.mark.parametrize(
    ("printed", "tokens"),
    [
        ("Holm, Mette", ("mette", "holm")),
        ("dr. Mette Holm", ("mette", "holm")),
        ("Mette H. Holm", ("mette", "h", "holm")),
        ("Jan van der Berg", ("jan", "berg")),
        ("", ()),
        ("12345", ()),
    ],
)
def test_name_tokens(printed: str, tokens: tuple[str, ...]) -> None:
    assert name_tokens(printed) == tokens


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_texts(printed: str, registered: str) -> None:
    assert 0.0 <= same_person(printed, registered) <= 1.0
