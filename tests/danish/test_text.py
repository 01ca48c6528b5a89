"""Comparison keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.danish.text import firm_key, fold, network_tokens, nfc, one_line, repair


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Århus", "Aarhus"),
        ("Ålborg", "Aalborg"),
        ("Søndergård", "Soendergaard"),
        ("Sæby", "Saeby"),
        ("Jönköping", "Jønkøping"),
        ("Bäck", "Bæck"),
        ("Café", "CAFE"),
        ("A\u030arhus", "Århus"),
        ("Ringkøbing-Skjern", "ringkøbing  skjern"),
        ("Herning–Ikast", "Herning/Ikast"),
        ("Jensen's", "Jensens"),
        ("Kvalitets\u00adnetværk", "Kvalitetsnetværk"),
        ("SÃ¸nderborg", "Sønderborg"),
        ("ﬁrma", "firma"),
        ("Møller,  Lone.", "møller lone"),
    ],
)
def test_fold_makes_one_of_two_spellings(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Aarhus Midt", "Aarhus Nord"), ("Holm", "Holme"), ("Sø", "So"), ("Netværk 2", "Netværk 22")],
)
def test_fold_keeps_apart_what_is_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    "printed",
    [
        "Restaurant Møllen ApS", "Restaurant Møllen", "RESTAURANT MØLLEN A/S", "Restaurant Møllen I/S",
        "Restaurant Møllen IVS", "Restaurant Moellen P/S",
        "Restaurant Møllen K/S", "Restaurant Møllen v/ Lone Holm", "Restaurant Møllen v/Lone Holm",
        "Restaurant Møllen, ApS", "Restaurant Møllen aps.",
        "Restaurant Møllen AS", "Restaurant Møllen A.M.B.A.",
    ],
)  # fmt: skip
def test_firm_key(printed: str) -> None:
    assert firm_key(printed) == fold("Restaurant Møllen")


def test_a_firm_that_is_nothing_but_its_form_keeps_it() -> None:
    assert firm_key("ApS") == "aps"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kvalitetsnetværk Aarhus Midt", "Kval.netværk Århus Midt"),
        ("Kvalitetsnetværk Aarhus Midt", "Kval.netv. Aarhus Midt"),
        ("Kvalitetsnetværk Aarhus Midt", "Kvalitetsnetværket Aarhus-Midt"),
        ("Kvalitetsnetværk Aarhus Midt", "KVN Aarhus Midt"),
        ("Kvalitetsnetværk Aarhus Midt", "Fysnetværk Aarhus Midt"),
        ("Kvalitetsnetværk Aarhus Midt", "Fys. netværk Aarhus Midt"),
        ("Kvalitetsnetværk Aarhus Midt", "netværk Aarhus Midt"),
        ("Kvalitetsnetværk Aarhus Midt", "Netværket i Aarhus Midt v/ Mette Holm"),
        ("Kvalitetsnetværk Aarhus Nord", "Kvalitetsnetværk Aarhus N"),
        ("Kvalitetsnetværk Aarhus Vest", "Kvalitetsnetværk Aarhus V"),
        ("Kvalitetsnetværk København Øst", "Kvalitetsnetværk Kbh. Ø"),
        ("Kvalitetsnetværk Amager Syd", "KVN Amager S"),
        ("Netværk Fyn 2", "Netværk Fyn II"),
        ("Netværk Fyn 1", "Netværk Fyn I"),
        ("Netværk Fyn 2", "Netværk Fyn nr. 2"),
        ("Netværk Fyn 2", "Netværk Fyn02"),
        ("Kvalitetsnetværk Ringkøbing-Skjern", "Kvalitetsnetværk Ringkøbing & Skjern"),
        ("Kvalitetsnetværk Ringkøbing-Skjern", "Kvalitetsnetv. Ringkøbing og Skjern"),
        ("Klynge Reumatologi Syddanmark", "Kvalitetsklynge Reumatologi Syddanmark"),
        ("Klynge Reumatologi Syddanmark", "Klyngen Reumatologi Syddanmark"),
        ("Kvalitetsnetværk 22 – Nordvestsjælland", "Kvalitetsnetværket 22 – Nordvestsjælland"),
        ("Kvalitetsnetværk Fyn Nordvest", "Netværk Fyn N.V."),
    ],
)
def test_one_network_written_in_two_ways(one: str, other: str) -> None:
    assert network_tokens(one) == network_tokens(other) != frozenset()


def test_network_tokens_know_no_order() -> None:
    assert (
        network_tokens("Reumatologi, klynge Syddanmark")
        == network_tokens("Klynge Reumatologi Syddanmark")
        == {"reumatologi", "syddanmark"}
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Aarhus Midt", "Aarhus Nord"),
        ("Netværk Fyn 2", "Netværk Fyn 22"),
        ("Netværk Fyn I", "Netværk Fyn II"),
        ("Netværk 2", "Netværk II B"),
        ("Klynge Kirurgi Sjælland", "Klynge Kirurgi Hovedstaden"),
        ("Klynge Kirurgi Sjælland", "Klynge Reumatologi Sjælland"),
        ("Amager Ø", "Amager V"),
    ],
)
def test_neighbours_have_different_tokens(one: str, other: str) -> None:
    assert network_tokens(one) != network_tokens(other)


def test_abbreviations_are_a_parameter() -> None:
    assert network_tokens("KVN Hovedst.", {"hovedst": "hovedstaden"}) == {"hovedstaden"}


def test_generic_words_alone_are_no_name() -> None:
    assert network_tokens("Kvalitetsnetværket") == frozenset()
    assert network_tokens("") == frozenset()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\r\nBcc: x@y.example", "a Bcc: x@y.example"),
        ("a\u2028b\x00c\x1b[0m", "a b c [0m"),
        ("  a \t b ", "a b"),
        ("invoice\u202efdp.exe", "invoice fdp.exe"),
        ("Møde\u0085nu", "Møde nu"),
    ],
)
def test_one_line(text: str, line: str) -> None:
    assert one_line(text) == line


def test_nfc_and_repair() -> None:
    assert nfc("a\u030a") == "å"
    assert repair("FÃ¸dselsdag pÃ¥ Ã˜sterbro") == "Fødselsdag på Østerbro"
    assert repair("Århus") == "Århus"


@given(st.text(max_size=100))
def test_keys_are_fixed_points_and_one_line_is_one(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    line = one_line(text)
    assert one_line(line) == line
    assert len(line.splitlines()) <= 1
    network_tokens(text)
    firm_key(text)
