"""Invoices that say themselves why nobody should simply pay them."""

import pytest

from bot.documents.fields.vocabulary import compiled
from tests.documents.fields.paper import read, vocabulary
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
        ("OBS: kontonr. er ændret siden sidst", "new_account"),
        ("Vi har opdateret vores betalingsoplysninger", "new_account"),
        ("Please note that we have moved to a different bank", "new_account"),
        ("Den gamle konto hos Sparekassen er lukket", "new_account"),
        ("Fordringen er overdraget til Nordisk Factoring A/S", "other_payee"),
        ("Betaling kan kun ske med frigørende virkning til Finans A/S", "other_payee"),
        ("Betales til Nordlys Holding ApS, reg.nr. 5678 konto 0087654321", "other_payee"),
        ("Betales til Nordlys Holding ApS   Nordlys Holding ApS er en del af gruppen", "other_payee"),
        ("Betales til Jens Hansen, reg.nr. 5678 konto 0087654321", "other_payee"),
        ("Betales til Spar Vendelbo, reg.nr. 5678 konto 0087654321", "other_payee"),
        ("Kontohaver: Nordlys Holding ApS", "other_payee"),
        ("Kontohaver: Jens Hansen", "other_payee"),
        ("Kontohaver: Jens Hansen Danske Bank", "other_payee"),
        ("Modtager af betalingen: Nordlys Invest ApS", "other_payee"),
        ("Beneficiary: Olsen Trading Ltd", "other_payee"),
        ("Kontoen tilhører Karsten Olsen", "other_payee"),
        ("Opkræves på vegne af Nordlys Holding ApS", "other_payee"),
        ("Alle priser er i svenske kroner", "mixed_currencies"),
        ("Priserne er i euro", "mixed_currencies"),
        ("I alt DKK/NOK   4.272,00", "mixed_currencies"),
        ("Hertil kommer servicegebyr på 10 %", "more_to_come"),
        ("Rettet til 4.500,00 kr.", "corrected"),
        ("Betaling kan kun ske til Nordlys Finans", "other_payee"),
        ("Kortgebyr 2 % tillægges", "more_to_come"),
        ("Rettelse: 7 personer, ikke 8", "corrected"),
        ("Jeres andel er 2.136,00 kr.", "shared"),
        ("Regningen deles med et andet netværk", "shared"),
        ("50 % faktureres nu, resten efter mødet", "more_to_come"),
        ("Rate 1 af 2", "more_to_come"),
        ("Betalingsform: Dankort", "paid_otherwise"),
        ("Koordinatoren har lagt ud", "paid_otherwise"),
        ("I modtager en kreditnota på 500 kr.", "credits"),
        ("Vores bank er nu Lunar", "new_account"),
        ("Brug venligst ikke den konto, I plejer at bruge", "new_account"),
        ("Betales til:\nNordlys Holding ApS", "other_payee"),
        ("EKSEMPEL", "stamped"),
        ("Fakturaen dækker to møder", "several_meetings"),
        ("Forplejning til begge netværk", "several_meetings"),
        ("Buffet den 05.03.2026, 2 kuverter   854,40", "several_meetings"),
        ("Overfør fremover til nedenstående konto", "new_account"),
        ("Vores kontonummer er nu et andet", "new_account"),
        ("Kan kun betales til Collectia A/S", "other_payee"),
        ("Betaling registreret", "paid_otherwise"),
        ("Undlad at betale", "not_to_be_paid"),
        ("Fakturaen er udstedt ved en fejl", "not_to_be_paid"),
        ("Anslået beløb", "draft"),
        ("Kreditnota følger", "credits"),
        ("3. og sidste påmindelse", "reminds"),
        ("Mødet blev ikke afholdt", "called_off"),
        ("Betalt d. 14.03.2026", "paid_otherwise"),
        ("Regningen er afregnet kontant på stedet", "paid_otherwise"),
        ("Betalingsstatus: betalt", "paid_otherwise"),
        ("PAID 14 MAR 2026", "paid_otherwise"),
        ("Forudbetalt fuldt ud", "paid_otherwise"),
        ("VISA XXXX XXXX XXXX 1234  godkendt", "paid_otherwise"),
        ("Betal venligst ikke, vi sender en ny", "not_to_be_paid"),
        ("Se bort fra denne faktura", "not_to_be_paid"),
        ("Beløbet overføres til jeres konto", "not_to_be_paid"),
        ("I har 4.272,00 kr. til gode", "not_to_be_paid"),
        ("Faktura (ikke endelig)", "draft"),
        ("Foreløbig opgørelse", "draft"),
        ("Arrangementet blev aflyst, derfor halv pris", "called_off"),
        ("Mødet blev flyttet til den 19.03.2026", "called_off"),
        ("Fakturaen er tilbageført", "cancelled"),
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
        "Bank! Vi har ikke skiftet konto.",
        "Er fakturaen ikke betalt rettidigt, tilskrives renter.",
        "Beløbet skal være betalt senest den 12.04.2026",
        "Ved annullering senere end to døgn før betales fuld pris.",
        "No VAT is charged.",
        "Transporteret til side 2    1.200,00",
        "Konto 1234 0012345678   Nye åbningstider fra 1. april",
        "Alle priser er vejledende for 2026",
        "Depositum tilbagebetales ved aflevering af nøgler",
        "Kan ikke betales kontant",
        "Betales til Danske Bank A/S, reg.nr. 1234 konto 0012345678",
        "Betales til Lån & Spar, reg. 1234 konto 0012 345 678",
        "Betales til Lån og Spar, reg. 1234 konto 0012 345 678",
        "Betales til Fælleskassen, reg. 1234 konto 0012 345 678",
        "Betales til Restaurant Møllen, reg.nr. 1234 konto 0012345678",
        "Betales til Møllens Drift ApS   Møllens Drift ApS er ejer af restauranten",
        "Kontohaver: Møllen",
        "Kontonavn: Erhvervskonto",
        "Kontohaver: Nordlys Drift ApS   Nordlys Drift ApS · Åvej 1 · 8000 Aarhus",
        "Betales til Karsten Olsen   Café Åen v/ Karsten Olsen, Åvej 1",
        "Overføres til vores konto i Sydbank",
        "Alle priser er ekskl. moms",
        "Hertil kommer 25 % moms   854,40",
        "Svarer til EUR 572,65",
        "Vi glæder os til de næste to møder",
        "Rettelser bedes meddelt inden 8 dage",
        "Betalingsform: bankoverførsel",
        "Beløbet kan betales i rater efter aftale",
        "Betales til:\nDanske Bank, reg.nr. 1234 konto 0012345678",
        "Ballerup/Herlev netværk d. 20/10-26",
        "Ankomst 19/2   Netværk Slagelse Nord",
        "Meeting room, evening rate   1   DKK 900.00",
        "Vi skifter aldrig bank uden at ringe til jer",
        "Foreløbig tak for samarbejdet",
        "Momsen er afregnet til Skat",
        "2 personer trukket fra pga. afbud",
        "At betale 970,00  Foreningen er ikke momsregistreret.",
        "Ny Vestergade 4   Bank: Sparekassen",
    ],
)
def test_small_print_asks_nobody(sentence: str) -> None:
    reading = read(f"FAKTURA\n{BODY.replace('At betale', sentence + chr(10) + 'At betale')}")
    cautions = {wording.code for wording in compiled(vocabulary()).wordings.each}
    assert not (cautions | {"stamped", "two_kinds", "receipt", "reminder_fee"}) & set(reading.doubts)


def test_a_deposit_that_is_paid_is_not_the_invoice() -> None:
    assert not read(f"FAKTURA\n{BODY}\nDepositum er betalt ved booking").paid


@pytest.mark.parametrize(
    ("sums", "is_added"),
    [
        pytest.param("I alt 2.136,00\nHertil kommer 25 % moms", True, id="in a sentence"),
        pytest.param("I alt 2.136,00 ekskl. moms", True, id="beside the amount"),
        pytest.param("I alt 2.136,00 + moms", True, id="by a sign"),
        pytest.param("I alt 2.136,00\nPrices exclude VAT", True, id="in English"),
        pytest.param("I alt 2.136,00\nPriserne er ekskl. 25 % moms\nMoms 534,00", True, id="told, and not in the sum"),
        pytest.param("Subtotal ekskl. moms 1.708,80\nMoms 427,20\nI alt 2.136,00", False, id="in the sum"),
        pytest.param("Priser ekskl. moms\nI alt inkl. moms 2.136,00", False, id="said of the sum"),
        pytest.param("1.708,80 + 25 % moms 427,20\nI alt 2.136,00", False, id="added, and in the sum"),
        pytest.param(
            "Ekskl. moms 1.708,80\nMoms 427,20\nInkl. moms 2.136,00\nBetalt a conto -1.000,00\nTil betaling 1.136,00",
            False,
            id="in the sum before a deposit",
        ),
    ],
)
def test_vat_that_is_still_to_be_added(sums: str, is_added: bool) -> None:
    without = [
        line for line in BODY.splitlines() if "At betale" not in line and "moms" not in line and "8 kuv" not in line
    ]
    reading = read("\n".join(["FAKTURA", *without, sums]))
    assert ("vat_to_come" in reading.doubts) is is_added, (reading.doubts, reading.fields.total)


def test_an_invoice_that_is_all_in_euro_has_one_currency() -> None:
    """That it is no Danish one is a finding of its own."""
    text = BODY.replace("At betale                  4.272,00", "At betale i EUR            4.272,00")
    reading = read(f"Faktura\n{text}")
    assert reading.fields.currency is not None
    assert (reading.fields.currency.value, reading.doubts) == ("EUR", ())


@pytest.mark.parametrize(
    ("label", "is_vague"),
    [
        pytest.param("At betale ca.", True, id="about"),
        pytest.param("Forventet total", True, id="expected"),
        pytest.param("I alt pr. kuvert", True, id="for each"),
        pytest.param("At betale", False, id="plainly"),
        pytest.param("I alt maks. 8 personer    I alt", False, id="both"),
    ],
)
def test_a_total_that_is_none_yet(label: str, is_vague: bool) -> None:
    reading = read(f"FAKTURA\n{BODY.replace('At betale', label)}" + ("" if is_vague else "\nI alt   4.272,00"))
    assert ("vague_total" in reading.doubts) is is_vague, reading.doubts


@pytest.mark.parametrize(
    ("heading", "line", "is_draft"),
    [
        pytest.param("Endelig faktura", "", False, id="its name"),
        pytest.param("Endelig faktura", "Endelig faktura følger efter mødet.", True, id="another is to come"),
        pytest.param("Faktura", "Endelig faktura fremsendes.", True, id="under a plain name"),
        pytest.param("Foreløbig faktura", "", True, id="the name of a draft"),
    ],
)
def test_an_invoice_that_is_called_final(heading: str, line: str, is_draft: bool) -> None:
    reading = read(f"{heading}\n\n{BODY}\n{line}")
    assert (reading.kind != "invoice" or "draft" in reading.doubts) is is_draft, (reading.kind, reading.doubts)
