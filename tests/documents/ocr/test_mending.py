"""Faults of OCR that are mended because only one reading makes sense."""

import pytest

from bot.documents.ocr.mending import mended
from bot.model.document import Word


def line(text: str, apart: float) -> list[Word]:
    """Words of ten points' height, so many heights apart."""
    out: list[Word] = []
    for word in text.split():
        x0 = out[-1].x1 + 10 * apart if out else 0.0
        out.append(Word(word, x0, 0.0, x0 + 5 * len(word), 10.0, "", 0.9))
    return out


@pytest.mark.parametrize(
    ("seen", "apart", "meant"),
    [
        pytest.param("den 6/1 1-2026, som", 0.3, "den 6/11-2026, som", id="a month of two ones"),
        pytest.param("2026-1 1-06.", 0.3, "2026-11-06.", id="the year first"),
        pytest.param("Forfald 1 1-06-2026", 0.3, "Forfald 11-06-2026", id="a day of two ones"),
        pytest.param("1 1-06-2026", 0.6, "1 1-06-2026", id="a number, and a date"),
        pytest.param("senest 1 1/8 2026.", 0.3, "senest 11/8 2026.", id="a day of two ones, the year apart"),
        pytest.param("den 21/1 1 2026", 0.3, "den 21/11 2026", id="a month of two ones, the year apart"),
        pytest.param("I alt 4.1 15,88", 0.3, "I alt 4.115,88", id="an amount"),
        pytest.param("I alt 4.1 15,88", 0.6, "I alt 4.1 15,88", id="two numbers"),
        pytest.param("2.11 15,88", 0.3, "2.11 15,88", id="a number and an amount"),
        pytest.param("1 1/2 flaske", 0.3, "1 1/2 flaske", id="one and a half"),
        pytest.param("1 1/8 2026", 0.6, "1 1/8 2026", id="a number, a day and a year"),
        pytest.param("den 1 4/2-26", 0.0, "den 14/2-26", id="a day whose tens no paper divides"),
        pytest.param("Dato: 2 7.03.2026", 0.05, "Dato: 27.03.2026", id="the same with full stops"),
        pytest.param("1 4/2-26", 0.3, "1 4/2-26", id="a number and a date, a space apart"),
        pytest.param("2 4/2", 0.0, "2 4/2", id="no date that is whole"),
        pytest.param("Danskvand 280, 00", 0.45, "Danskvand 280,00", id="øre set apart"),
        pytest.param("2.250, 00 kr.", 0.45, "2.250,00 kr.", id="øre set apart, before the currency"),
        pytest.param("kl. 16, 20 personer", 0.45, "kl. 16, 20 personer", id="an hour, and heads"),
        pytest.param("bord 12, 14", 0.6, "bord 12, 14", id="two numbers, a space apart"),
        pytest.param("280, 000", 0.45, "280, 000", id="three figures are no øre"),
        pytest.param("21 19.50", 0.3, "21 19.50", id="no date"),
        pytest.param("Løbende máned", 0.3, "Løbende måned", id="á for å"),
        pytest.param("Løbende maned + MANED.", 0.3, "Løbende måned + MÅNED.", id="a for å"),
        pytest.param("8 kuverter á 178,00", 0.3, "8 kuverter á 178,00", id="á, each"),
        pytest.param("Vestsjæelland", 0.3, "Vestsjælland", id="æe for æ"),
        pytest.param("Ib. md. + 30 dage", 0.3, "lb. md. + 30 dage", id="running month"),
        pytest.param("AErø", 0.3, "Ærø", id="AE for Æ"),
        pytest.param("AEGIRS KØKKEN, LAESØ", 0.3, "ÆGIRS KØKKEN, LÆSØ", id="AE for Æ among capitals"),
        pytest.param("MICHAEL BECH, AEROBIC", 0.3, "MICHAEL BECH, AEROBIC", id="other tongues' AE"),
        pytest.param("REG 5479 KT0 1234", 0.3, "REG 5479 KTO 1234", id="0 for O in an account's label"),
        pytest.param("K0NT0NR. 1234 MK0", 0.3, "KONTONR. 1234 MK0", id="the same, and a number of letters"),
        pytest.param("TIf. 86 12 34 56", 0.3, "Tlf. 86 12 34 56", id="I for l"),
    ],
)
def test_mended(seen: str, apart: float, meant: str) -> None:
    assert " ".join(word.text for word in mended(line(seen, apart))) == meant


def test_what_is_joined_is_one_place() -> None:
    (word,) = mended(line("14.1 1.2026", 0.3))
    assert (word.text, word.x0, word.x1, word.sure) == ("14.11.2026", 0.0, 53.0, 0.9)
