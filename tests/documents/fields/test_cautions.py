"""Invoices that say themselves why nobody should simply pay them."""

import pytest

from tests.documents.fields.paper import read
from tests.documents.fields.test_kind import BODY


@pytest.mark.parametrize(
    ("sentence", "caution"),
    [
        ("Denne faktura må ikke betales.", "not_to_be_paid"),
        ("Betales ikke - tilsendes kun til orientering", "not_to_be_paid"),
        ("NB: Dette er ikke en faktura.", "not_to_be_paid"),
        ("Fakturaen er annulleret og erstattet af 1045.", "cancelled"),
        ("Denne faktura krediterer faktura 1040", "credits"),
        ("Dette er 2. rykker", "reminds"),
        ("Beløbet er modtaget, tak", "paid_otherwise"),
        ("Beløbet trækkes automatisk den 1. i måneden", "paid_otherwise"),
        ("Trækkes via Betalingsservice", "paid_otherwise"),
        ("Beløbet er trukket på jeres kort", "paid_otherwise"),
        ("OBS! Vi har fået nyt kontonummer", "new_account"),
        ("Bemærk: vi har skiftet bank", "new_account"),
        ("Rykkergebyr          100,00", "reminder_fee"),
        ("ANNULLERET", "stamped"),
        ("Specimen", "stamped"),
    ],
)
def test_a_person_is_asked(sentence: str, caution: str) -> None:
    reading = read(f"FAKTURA\n{BODY}\n{sentence}")
    assert (reading.kind, caution in reading.doubts) == ("invoice", True), reading.doubts


@pytest.mark.parametrize(
    ("heading", "caution"),
    [
        ("Faktura / Ordrebekræftelse", "two_kinds"),
        ("Faktura (rykker)", "two_kinds"),
        ("Faktura - kreditnota", "two_kinds"),
        ("Kvittering", "receipt"),
        ("Kassebon", "receipt"),
    ],
)
def test_a_heading_that_is_two_things(heading: str, caution: str) -> None:
    reading = read(f"{heading}\n{BODY}")
    assert (reading.kind, caution in reading.doubts) == ("invoice", True), reading.doubts


@pytest.mark.parametrize(
    "sentence",
    [
        "Ved for sen betaling tillægges rykkergebyr på 100,00 kr. og sagen sendes til inkasso.",
        "Rykkergebyr ved betaling efter forfald: kr. 100,00",
        "Tilmeld jer Betalingsservice på PBS-nr. 01234567, så slipper I for at betale selv.",
        "Der skal ikke betales moms af leje.",
        "Varen er jeres, når betalingen er modtaget.",
        "Hvis arrangementet annulleres senere end to døgn før, betales fuld pris.",
        "Betalt depositum modtaget betaling 12.02.2026  -500,00",
        "Faktura for booking 1234",
        "Tak for jeres reservation",
        "Kopi til koordinatoren",
        "Menuen er erstattet, når gæster har allergi.",
    ],
)
def test_small_print_asks_nobody(sentence: str) -> None:
    reading = read(f"FAKTURA\n{BODY.replace('At betale', sentence + chr(10) + 'At betale')}")
    cautions = {"not_to_be_paid", "cancelled", "credits", "reminds", "paid_otherwise", "new_account", "stamped"}
    assert not (cautions | {"two_kinds", "receipt", "reminder_fee"}) & set(reading.doubts)
