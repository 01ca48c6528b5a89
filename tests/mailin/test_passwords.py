"""Which passwords a mail tells of its attachments."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.data import data_path
from bot.mailin.passwords import find_passwords

WORDS = tomllib.loads((data_path("rules") / "vocabulary/passwords.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("text", "password"),
    [
        ("Adgangskoden er 1234.", "1234"),
        ("Adgangskode: Sommer2026!", "Sommer2026!"),
        ("adgangskode Sommer2026", "Sommer2026"),
        ("Password: hemmelig", "hemmelig"),
        ("Kodeordet til filen er «blå bog»", "blå bog"),
        ("Koden er: abc-123, og god dag", "abc-123"),
        ('koden er "x y z".', "x y z"),
        ("Hej\n\nHermed faktura.\nAdgangskode:\nhemmelig\n\nMvh", "hemmelig"),
        ("Filen er låst. Kode: 4711.", "4711"),
        ("The password is secret.", "secret"),
        ("Passwort: geheim", "geheim"),
        ("PW=Ab1", "Ab1"),
        ("Kode til filen: «abc»", "abc"),
        ("Adgangskode til den vedhæftede fil er abc.", "abc"),
        ("Password for the file is X9", "X9"),
        ("Adgangskoden er vores CVR-nummer.\nMvh\nMøllen ApS, CVR-nr. 12 34 56 74", "12345674"),
        ("Kode: jeres kundenummer\n\nKundenr.: 10 44 21", "104421"),
        ("Koden er fakturanummeret. Fakturanummer 1042", "1042"),
        ("Adgangs\u00adkoden er **1234**", "1234"),
    ],
)
def test_a_password_that_is_told(text: str, password: str) -> None:
    assert password in find_passwords(["Faktura", text], WORDS)


def test_it_may_stand_in_the_subject() -> None:
    assert find_passwords(["Faktura 1042 (kode 9876)", ""], WORDS)[0] == "9876"


@pytest.mark.parametrize(
    "text",
    [
        "Hermed faktura 1042, betales til reg.nr. 1234 konto 0012345678.",
        "Postkoden hedder noget andet.",  # no label: part of a word
        "Adgangskoden følger i en anden mail.",
        "Koden sendes på sms.",
        "",
    ],
)
def test_no_password_is_told(text: str) -> None:
    assert find_passwords([text], WORDS) == ()


def test_a_handful_and_no_more() -> None:
    text = "\n".join(f"kode: {number}" for number in range(500)) + "\nkode: " + "x" * 100_000
    assert len(find_passwords([text] * 50, WORDS)) == WORDS["limits"]["most"]


def test_without_words_nothing_is_found() -> None:
    assert find_passwords(["Adgangskoden er 1234"], {}) == ()


@given(st.lists(st.text(), max_size=3))
def test_any_text(texts: list[str]) -> None:
    assert all(0 < len(one) <= WORDS["limits"]["longest"] for one in find_passwords(texts, WORDS))
