"""What stands on invoices and must not be taken for something else."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.model.payment import Account, Fik, Giro, Payment
from tests.documents.fields.paper import paper, read, read_all, values

TOP = """
Restaurant Møllen ApS
Algade 14
8000 Aarhus C
CVR 12345674

FAKTURA

Enhed for Kvalitet og Modernisering (EKM)     Fakturanr.:    1042
Kvalitetsvej 10, 2. sal                       Fakturadato:   13.03.2026
2300 København S                              {meta}
{line}

At betale                                              4.272,00
Heraf moms                                               854,40
"""


def top(meta: str = "", line: str = "") -> str:
    return TOP.format(meta=meta, line=line)


@pytest.mark.parametrize(
    "meta",
    [
        "Vor ref.:      Mette Holm Sørensen",
        "Vores reference:  Mette Holm Sørensen",
        "Ekspederet af:  Mette Holm Sørensen",
        "Kontaktperson hos os:  Mette Holm Sørensen",
        "Tjener  Mette Holm Sørensen",
        "Our reference  Mette Holm Sørensen",
        "V/ref.  Mette Holm Sørensen",
    ],
)
def test_the_sellers_person_is_no_coordinator(meta: str) -> None:
    assert read(top(meta, "Møde Kvalitetsnetværk Aarhus Midt 12/3")).fields.coordinator is None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Koordinator: Mette Holm Sørensen", "Mette Holm Sørensen"),
        ("Deres ref.: Sørensen, Mette", "Mette Holm Sørensen"),
        ("Att.: M. Sørensen", "Mette Holm Sørensen"),
        ("bestilt af Mette", "Mette Holm Sørensen"),
        ("v/ Mette H. Sørensen", "Mette Holm Sørensen"),
        ("Aftalt med fys. Mette Holm", "Mette Holm Sørensen"),
        ("c/o Mette Sørensen", "Mette Holm Sørensen"),
        ("Tovholder Birgit Lund", "Birgit Lund"),
        ("Tak for sidst, Mette bestilte.", "Mette Holm Sørensen"),
        ("Tak for sidst, Birgit bestilte.", None),
        ("Tak til Mette Sørensen for en god aften", "Mette Holm Sørensen"),
        ("Hermed regning for mødet, som Mette Holm har bestilt.", "Mette Holm Sørensen"),
        ("Hermed regning for mødet, som Birgit Lund har bestilt.", "Birgit Lund"),
        ("Hermed regning for leje af lokaler til mødet, som Birgit\nLund har bestilt.", "Birgit Lund"),
        ("Regning, som vi har bestilt.", None),
        ("best. af Birgit V. Lund", None),
        ("v. Mette", "Mette Holm Sørensen"),
        ("V/ Birgit Lund", "Birgit Lund"),
        ("ved Skoven 112", None),
        ("Att.: Bogholderiet", None),
        ("Deres ref.: Kvalitetsnetværk Aarhus Midt", None),
        ("Kontakt: 86 12 34 56", None),
        ("KONTAKTPERSON VED BESTILLING\nBirgit Lund", "Birgit Lund"),
        ("KONTAKT HOS KØKKENET\nMette Lund", None),
        ("KOORDINATOR BIRGIT LUND", "BIRGIT LUND"),
        ("Tak for besøget, hilsen Mette", None),
        ("Vores ref.: Annika Blom\nHar De spørgsmål, kontakt Annika Blom.", None),
        ("Vores ref.: Annika Blom\nKontaktperson: Birgit Lund", "Birgit Lund"),
    ],
)
def test_coordinator(line: str, name: str | None) -> None:
    found = read(top("", f"Møde Kvalitetsnetværk Aarhus Midt 12/3\n{line}")).fields.coordinator
    assert (found.value if found else None) == name


@pytest.mark.parametrize(
    "meta",
    [
        "Booket:  12.03.2026",
        "Ordredato:  12.03.2026",
        "Skrevet ud:  12.03.2026",
        "Kørt  12.03.2026",
        "Bestilt den  12.03.2026",
        "Udskrevet:  12.03.2026",
        "Print: 12.03.2026",
        "Check-ud:  12.03.2026",
        "Tastet ind:  13.03.2026",
    ],
)
def test_other_dates_are_no_meeting_date_and_no_due_date(meta: str) -> None:
    found = values(read(top(meta, "Kvalitetsnetværk Aarhus Midt")))
    assert "meeting_date" not in found
    assert "due_date" not in found
    assert found["invoice_date"] == date(2026, 3, 13)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Mødedato: 12.03.2026", date(2026, 3, 12)),
        ("Kvalitetsnetværk Aarhus Midt 12/3", date(2026, 3, 12)),
        ("Møde den 12. marts", date(2026, 3, 12)),
        ("Jeres besøg torsdag d. 12.3.", date(2026, 3, 12)),
        ("Spisning 18/12", date(2025, 12, 18)),
        ("Check-ind 11.03.2026", date(2026, 3, 11)),
        ("Leveringsdato 11.03.2026", date(2026, 3, 11)),
        ("Dato for arrangementet: 11-03-26", date(2026, 3, 11)),
        ("Afholdt 12-13. marts 2026", date(2026, 3, 12)),
        ("Booking: 12.03.2026 kl. 16.00-20.00", date(2026, 3, 12)),
        ("Lægemøde 11/03/2026 - bestilt af Mette Holm", date(2026, 3, 11)),
        ("Temafrokost d. 11. marts", date(2026, 3, 11)),
        ("Tak for din ordre. Her er fakturaen for leveringen den 11. marts 2026.", date(2026, 3, 11)),
        ("Her er regningen for udbringningen torsdag den 12. marts 2026", date(2026, 3, 12)),
    ],
)
def test_meeting_date(line: str, day: date) -> None:
    assert values(read(top("", line)))["meeting_date"] == day


@pytest.mark.parametrize(
    ("line", "due", "worked_out"),
    [
        ("Forfald: 12.04.2026", date(2026, 4, 12), False),
        ("Betales senest 12/4-2026. Netto 14 dage.", date(2026, 4, 12), False),
        ("Sidste rettidige betalingsdag er den 12. april 2026", date(2026, 4, 12), False),
        ("Sættes ind på 1234 0012345678\nsenest d. 12. april 2026", date(2026, 4, 12), False),
        ("Netto 14 dage", date(2026, 3, 27), True),
        ("Betalingsbetingelser: 21\ndage", date(2026, 4, 3), True),
        ("Betalingsbetingelser: netto\n21 dage", date(2026, 4, 3), True),
        ("Betalingsbetingelser: 21\n14 dage til reklamation", None, False),
        ("Betaling: Løbende måned + 30 dage", date(2026, 4, 30), True),
        ("Kontant", date(2026, 3, 13), True),
        ("Reklamation skal ske inden 8 dage.", None, False),
        ("Afbestilling senest 14 dage før.", None, False),
        ("Rente 2 % pr. måned efter forfald", None, False),
        ("Næste møde 12.04.2026", None, False),
        ("Levering senest 12.04.2026", None, False),
        ("Tilmelding til næste møde senest 12.04.2026", None, False),
        ("Svar udbedes inden 12.04.2026", None, False),
        ("Senest 12.04.2026", date(2026, 4, 12), False),
        ("Vi ser frem til pengene senest den 12.04.2026", date(2026, 4, 12), False),
        ("Betales på konto 1234-0012345678 (reg.nr.-kontonr.) senest den 12. april 2026.", date(2026, 4, 12), False),
        ("Bedes sat ind på 1234 0012345678 (reg. og konto) inden den 12.04.2026", date(2026, 4, 12), False),
        ("Reg. 1234 konto 0012345678 (faktura nr. 1042) forfalder 12.04.2026", date(2026, 4, 12), False),
        ("Konto 1234 0012345678 (kontonr. oprettet 12.04.2026)", None, False),
    ],
)
def test_due_date(line: str, due: date | None, worked_out: bool) -> None:
    reading = read(top("", line))
    assert values(reading).get("due_date") == due
    assert reading.due_date_from_terms is worked_out


@pytest.mark.parametrize(
    ("received", "due"),
    [
        pytest.param(date(2026, 3, 15), date(2026, 4, 12), id="on the day it came"),
        pytest.param(date(2026, 12, 1), date(2026, 4, 12), id="read again in December"),
        pytest.param(date(2027, 3, 15), date(2027, 4, 12), id="the year of issue is probably a slip"),
    ],
)
def test_a_last_day_without_its_year(received: date, due: date) -> None:
    assert values(read(top("", "Betales senest den 12. april"), received=received))["due_date"] == due


TERMS_OF_TRADE = """
Almindelige betingelser
1. Endeligt antal meldes 4 hverdage før; derefter faktureres det bestilte.
2. Indsigelser fremsættes senest 10 dage efter arrangementet.
3. {terms}
"""
ACCOUNT = "Mødedato: 12.03.2026. Sættes ind på reg.nr. 1234 konto 0012345678"


@pytest.mark.parametrize(
    ("line", "terms", "due"),
    [
        pytest.param("", "Betalingsvilkår: netto 21 dage.", date(2026, 4, 3), id="only the terms of trade say it"),
        pytest.param("Netto 14 dage", "Betalingsvilkår: netto 21 dage.", date(2026, 3, 27), id="the page says it too"),
        pytest.param("", "Betalingsvilkår: netto 21 dage.\n4. Betaling: kontant.", None, id="terms of two sorts"),
        pytest.param("", "Depositum betales senest 21 dage før festen.", None, id="days before, not after"),
        pytest.param("", "Erstatning for service betales inden 21 dage.", None, id="other money than the invoice's"),
        pytest.param("", "Fakturaer betales inden 21 dage.", date(2026, 4, 3), id="in a sentence"),
    ],
)
def test_terms_that_only_stand_in_the_terms_of_trade(line: str, terms: str, due: date | None) -> None:
    document = paper(top("", f"{ACCOUNT}\n{line}"), TERMS_OF_TRADE.format(terms=terms))
    (reading,) = read_all(document)
    assert values(reading).get("due_date") == due


@pytest.mark.parametrize(
    "line",
    [
        "Kundenr. 4711",
        "Ordrenr.: 4711",
        "Bookingnr. 4711",
        "Tlf. 86 12 34 56",
        "EAN 5798009811578",
        "MobilePay 93222",
        "P-nr. 1012345678",
        "Bordnr. 12",
        "Kto.nr. kunde 4711",
    ],
)
def test_other_numbers(line: str) -> None:
    found = values(read(top(line)))
    assert found["invoice_number"] == "1042"
    assert found["cvr"] == "12345674"
    assert "payment" not in found


def test_our_own_cvr_is_never_the_suppliers() -> None:
    found = values(read(top("Jeres CVR-nr.: 13585628")))
    assert found["cvr"] == "12345674"
    assert found["supplier"] == "Restaurant Møllen ApS"


@pytest.mark.parametrize(
    ("sums", "total", "vat"),
    [
        ("I alt ekskl. moms  3.417,60\nMoms 25 %  854,40\nI alt inkl. moms  4.272,00", "4272.00", "854.40"),
        ("Subtotal  3.417,60\n25 % moms af 3.417,60  854,40\nTotal DKK  4.272,00", "4272.00", "854.40"),
        (
            "I alt  4.272,00\nHeraf moms  854,40\nBetalt depositum  -1.000,00\nRest til betaling  3.272,00",
            "3272.00",
            "854.40",
        ),
        ("I alt  4.272,00\nHeraf moms  854,40\nBetalt depositum  1.000,00", "3272.00", "854.40"),
        ("I alt  4.271,80\nHeraf moms  854,36\nØreafrunding  0,20\nAt betale  4.272,00", "4272.00", "854.36"),
        ("Total  4.272,00\nMomsfri ydelse", "4272.00", None),
        ("Netto      Moms     I alt\n3.417,60   854,40   4.272,00", "4272.00", "854.40"),
        ("Grundlag: 3.417,60  Moms: 854,40  Total: 4.272,00", "4272.00", "854.40"),
        ("Beløb til betaling:  kr. 4.272,-", "4272.00", None),
        ("TOTAL DKK 4,272.00\nVAT 25% 854.40", "4272.00", "854.40"),
        ("Total 4.272,00\nMoms 25 %: 854,40 af 3.417,60", "4272.00", "854.40"),
        ("Balance due 4,272.00\nOf which VAT 854.40 - net 3,417.60", "4272.00", "854.40"),
    ],
)
def test_sums(sums: str, total: str, vat: str | None) -> None:
    text = top().split("At betale", maxsplit=1)[0] + sums
    found = values(read(text))
    assert found["total"] == Decimal(total)
    assert found.get("vat") == (Decimal(vat) if vat else None)


@pytest.mark.parametrize(
    ("line", "heads"),
    [
        ("8 kuverter à 400,00", 8),
        ("Spisning til 11 personer", 11),
        ("10,00 pers. buffet", 10),
        ("Antal deltagere: 9", 9),
        ("8 stk. sandwich", None),
        ("Buffet pr. person 155,00", None),
        ("Lokale til max 40 personer", None),
        ("Lokale til op til 40 personer", None),
        ("Lokale med plads til 40 personer", None),
        ("Menu fra 155 kr. pr. kuvert", None),
        ("Der deltog syv personer", 7),
        ("6 ydere var mødt op", 6),
        ("Prisen er for en person", None),
        ("Event: Kvalitetsnetværk Aarhus Midt (9\ndelegates)", 9),
        ("Mad og drikke til i alt 9\npersoner den 12/3", 9),
        ("Selskabet holdes på Gammel Havn 9\nPersoner fra netværket", None),
        ("Lokalet har plads til op til 40\npersoner", None),
        ("Menuen koster 395,00\npersoner med allergi", None),
    ],
)
def test_participants(line: str, heads: int | None) -> None:
    assert values(read(top("", line))).get("participants") == heads


def test_first_accepted_means_of_payment_and_the_rest() -> None:
    reading = read(
        top("", "IBAN: SE35 5000 0000 0549 1000 0003\nReg.nr. 1234 konto 0012345678\n+71<000000000010421+81234567<")
    )
    assert reading.fields.payment is not None
    assert reading.fields.payment.value == Account("1234", "0012345678")
    assert len(reading.other_payments) == 2


@pytest.mark.parametrize(
    ("iban", "doubted"),
    [
        pytest.param("DK59 1234 0012 3456 78", False, id="the account itself"),
        pytest.param("DK50 5678 0087 6543 21", True, id="another account"),
        pytest.param("DK03 1234 0012 3456 79", False, id="a misprint"),
    ],
)
def test_an_iban_beside_an_account(iban: str, doubted: bool) -> None:
    reading = read(top("", f"Reg.nr. 1234 konto 0012345678\nIBAN {iban}"))
    assert ("several_accounts" in reading.doubts) is doubted


def test_cpr_is_never_in_a_fields_text() -> None:
    reading = read(top("", "Betales til NemKonto, cpr-nr. 010190-2476"))
    assert reading.fields.payment is not None
    assert "010190" not in reading.fields.payment.text
    assert "010190" not in repr(reading)


def test_currency() -> None:
    assert values(read(top()))["currency"] == "DKK"
    assert values(read(top().replace("At betale     ", "Total EUR     ")))["currency"] == "EUR"
    assert values(read(top().replace("4.272,00", "€ 4.272,00")))["currency"] == "EUR"
    assert "currency" not in values(read("FAKTURA 12"))


def test_a_deposit_above_the_total_is_taken_off_already() -> None:
    text = top().split("At betale", maxsplit=1)[0] + "Depositum modtaget  -1.000,00\nTotal  3.272,00"
    assert values(read(text))["total"] == Decimal("3272.00")


def test_a_label_in_a_row_of_more_columns_than_the_row_of_its_amount() -> None:
    reading = read(
        """
        Restaurant Møllen ApS   CVR-nr. 12345674
        Faktura nr. 1042        Dato: 13-03-2026
        Netto     Moms      Andet     At betale
                                      4.272,00
        """
    )
    assert reading.fields.total is not None
    assert str(reading.fields.total.value) == "4272.00"


def test_an_account_torn_over_two_lines_of_a_column() -> None:
    reading = read(
        """
        FAKTURA 1042                       Restaurant Møllen ApS
        Kvalitetsnetværk Sydfyn            CVR 12345674
        Mad                   4.272,00     Betales til reg.nr. 1234 konto
        3 Sodavand              120,00     0012345678
        At betale             4.392,00
        """
    )
    assert reading.fields.payment is not None
    assert reading.fields.payment.value == Account("1234", "0012345678")


def test_an_account_under_the_label_that_ends_a_column() -> None:
    reading = read(
        """
        FAKTURA 1042                       Restaurant Møllen ApS
        Kvalitetsnetværk Sydfyn            CVR 12345674
        Mad                   4.272,00     Sparekassen reg.nr.:
        3 Sodavand              120,00     1234 Konto: 0012345678
        At betale             4.392,00
        """
    )
    assert reading.fields.payment is not None
    assert reading.fields.payment.value == Account("1234", "0012345678")


@pytest.mark.parametrize(
    ("printed", "total"),
    [
        pytest.param("2 161,40", "2161.40", id="a space between thousands, under a column that begins where it ends"),
        pytest.param("  161,40", "161.40", id="no thousands"),
    ],
)
def test_thousands_in_a_fount_of_fixed_width(printed: str, total: str) -> None:
    reading = read(
        f"""
        RAMEN KIIN APS    CVR 12345674
        FAKTURA 1042

        VARETEKST          ANTAL      PRIS     BELØB
        PIZZA OG SALAT         5     48,00    640,00
        SODAVAND               5    128,00    240,00

        I ALT DKK                           {printed}
        """
    )
    assert reading.fields.total is not None
    assert str(reading.fields.total.value) == total


def test_values_in_the_middle_of_their_boxes_are_their_captions() -> None:
    document = paper(f"{TOP.format(meta='', line='')}\nGirokort    Kroner        Betalingsdato")
    page = document.pages[0]
    last = page.words[-3:]
    captions = [word._replace(top=700.0, bottom=707.0, x1=word.x0 + 24) for word in last]
    values = [
        word._replace(text=text, top=710.0, bottom=721.0, x0=word.x0 + 40, x1=word.x0 + 70)
        for word, text in zip(last, ("81234567", "4.272,00", "2-4-26"), strict=True)
    ]
    page = replace(page, words=(*page.words[:-3], *captions, *values))
    (reading,) = read_all(replace(document, pages=(page,)))
    assert reading.fields.due_date is not None
    assert reading.fields.due_date.value == date(2026, 4, 2)


@pytest.mark.parametrize(
    ("printed", "payment"),
    [
        pytest.param(
            "Indbetaling: +71<000000000010421+81234567<", Fik("71", "000000000010421", "81234567"), id="a slip's code"
        ),
        pytest.param("Reg. 1234 konto 0012345678", Account("1234", "0012345678"), id="an account"),
        pytest.param("kundekonto 1234 0012345678", None, id="what may be our own number"),
    ],
)
def test_behind_our_own_address_on_its_line(printed: str, payment: Payment | None) -> None:
    text = top("", f"Kunde: EKM, Kvalitetsvej 10, 2300 København S. {printed}")
    found = read(text.replace("Reg.nr. 1234 konto 0012345678", "")).fields.payment
    assert (found.value if found else None) == payment


@pytest.mark.parametrize(
    ("sentence", "is_read"),
    [
        pytest.param("Beløbet bedes EKM indbetale på konto 1234 0012345678", True, id="we are asked to pay"),
        pytest.param("Regning til EKM. Betales på konto 1234 0012345678", True, id="in the next sentence"),
        pytest.param("Betaler: EKM, konto 1234 0012345678", False, id="whose account it is nobody says"),
    ],
)
def test_an_account_in_a_sentence_that_names_us(sentence: str, is_read: bool) -> None:
    found = read(top("", sentence).replace("Reg.nr. 1234 konto 0012345678", "")).fields.payment
    assert (found is not None) == is_read


def test_the_receipts_creditor_is_no_slip_of_its_own() -> None:
    reading = read(
        top("", "KVITTERING           INDBETALINGSKORT\nKreditornr. 81234567\n+71<000000000010421+81234567<")
    )
    assert reading.fields.payment is not None
    assert reading.fields.payment.value == Fik("71", "000000000010421", "81234567")
    assert reading.other_payments == ()


def test_captions_over_values_in_two_rows() -> None:
    document = paper(
        """
        Dokumentdato     Forfaldsdato     Leveringsdato
        13.03.2026       12.04.2026       12.03.2026
        Deres reference  Vores reference  Kundenr.
        Mette Holm       Jens Højby       10442
        Kvalitetsnetværk Aarhus Midt
        I alt inkl. moms     4.272,00
        """
    )
    page = document.pages[0]
    small = {w.top for w in page.words if w.text in ("Dokumentdato", "Deres")}
    words = tuple(w._replace(top=w.top + 3) if w.top in small else w for w in page.words)
    (reading,) = read_all(replace(document, pages=(replace(page, words=words),)))
    found = {name: field.value for name, field in reading.fields.found()}
    assert found["invoice_date"] == date(2026, 3, 13)
    assert found["due_date"] == date(2026, 4, 12)
    assert found["meeting_date"] == date(2026, 3, 12)
    assert found["coordinator"] == "Mette Holm Sørensen"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        pytest.param("Kvalitetsnetværk Aarhus Midt, 12/3, Mette", "Mette Holm Sørensen", id="alone behind a comma"),
        pytest.param("Kvalitetsnetværk Aarhus Midt, tak Mette for besøget", None, id="in a sentence"),
        pytest.param("Kvalitetsnetværk Aarhus Midt, 12/3, Bent", None, id="another's"),
    ],
)
def test_a_first_name_beside_the_network(line: str, name: str | None) -> None:
    found = read(top("", line)).fields.coordinator
    assert (found.value if found else None) == name


def test_rows_in_whole_kroner_are_not_left_out_of_a_sum() -> None:
    reading = read(
        """
        Restaurant Møllen ApS    CVR 12345674
        FAKTURA 1042

        8 stk   Tapas                  245     1.960
        8 stk   Kaffe                   45       360
        1 stk   Lokale                 900       900
        I alt kr.                           3.220,00
        """
    )
    assert reading.amounts.lines == ()
    assert reading.fields.total is not None
    assert str(reading.fields.total.value) == "3220.00"


def test_captions_under_values_among_them_one_that_is_no_label() -> None:
    document = paper(
        """
        Restaurant Møllen ApS
        1042                          13.03.2026       12.04.2026
        Fakturanummer                 Fakturadato      Forfaldsdato
        Kvalitetsnetværk Aarhus Midt                   12.03.2026       Mette Holm
        Netværk                                        Mødedato         Koordinator
        I alt inkl. moms     4.272,00
        """
    )
    page = document.pages[0]
    small = {w.top for w in page.words if w.text in ("Fakturanummer", "Mødedato")}
    words = tuple(w._replace(top=w.top - 2, bottom=w.bottom - 5) if w.top in small else w for w in page.words)
    (reading,) = read_all(replace(document, pages=(replace(page, words=words),)))
    found = values(reading)
    assert found["due_date"] == date(2026, 4, 12)
    assert found["meeting_date"] == date(2026, 3, 12)


def test_a_caption_alone_under_its_value_where_those_above_it_are_captions() -> None:
    document = paper(
        """
        Restaurant Møllen ApS
        1042                          13.03.2026       12.04.2026
        FAKTURANUMMER                 FAKTURADATO      FORFALDSDATO

        Mette
        KOORDINATOR

        Kvalitetsnetværk Aarhus Midt, 12.03.2026
        I alt inkl. moms     4.272,00
        """
    )
    page = document.pages[0]
    small = {w.top for w in page.words if w.text in ("FAKTURANUMMER", "KOORDINATOR")}
    words = tuple(w._replace(top=w.top - 2, bottom=w.bottom - 5) if w.top in small else w for w in page.words)
    (reading,) = read_all(replace(document, pages=(replace(page, words=words),)))
    assert values(reading)["coordinator"] == "Mette Holm Sørensen"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        pytest.param("Gæster:  Netværk Sydfyn\nDato:    12. marts", date(2026, 3, 12), id="under the network's name"),
        pytest.param("Netværk Sydfyn\n\nMette Riis\nDato:    12. marts", None, id="the day of issue once more"),
    ],
)
def test_a_meeting_on_the_day_of_issue(line: str, day: date | None) -> None:
    head = "Restaurant Møllen ApS\nAlgade 14\nFaktura 1042\nOdense, 12. marts 2026"
    found = values(read(f"{head}\n\n{line}\n\nI alt inkl. moms   4.272,00"))
    assert found["invoice_date"] == date(2026, 3, 12)
    assert found.get("meeting_date") == day


def test_a_label_in_the_margin_is_not_that_of_a_sentence_beside_it() -> None:
    found = values(
        read(
            """
Foodtruck Fanø
Udstedt        Kvalitetsnetværk Aarhus Midt: mad torsdag d. 12. marts 2026. Aftalt med Mette Holm.
13.03.2026
At betale                                              4.272,00
"""
        )
    )
    assert found["invoice_date"] == date(2026, 3, 13)
    assert found["meeting_date"] == date(2026, 3, 12)


def test_captions_of_a_picture_are_known_by_their_nearness() -> None:
    document = replace(
        paper(
            """
        Restaurant Møllen ApS
        1042            13.03.2026       12.04.2026
        Fakturanummer   Fakturadato      Forfaldsdato

        12.03.2026      Mette Holm
        Mødedato        Bestilt af

        Kvalitetsnetværk Aarhus Midt
        I alt inkl. moms     4.272,00
        """
        ),
        method="ocr",
    )
    page = document.pages[0]
    captions = {w.top for w in page.words if w.text in ("Fakturanummer", "Mødedato")}
    words = tuple(w._replace(bottom=w.bottom - 1) if w.top in captions else w for w in page.words)
    (reading,) = read_all(replace(document, pages=(replace(page, words=words),)))
    found = values(reading)
    assert found["due_date"] == date(2026, 4, 12)
    assert found["meeting_date"] == date(2026, 3, 12)


def test_a_word_for_a_sum_behind_a_comma_leaves_a_row_a_row() -> None:
    rows = """
Nr.    Tekst                  Antal   Pris       Beløb
1016   Buffet                 10      176,00     1.760,00
1039   Drikkevarer, samlet    1       640,00       640,00
I alt ekskl. moms                                2.400,00
25 % moms                                          600,00
At betale                                        3.000,00
"""
    reading = read(f"Restaurant Møllen ApS\nFAKTURA 1042\n{rows}")
    assert [str(line.amount) for line in reading.amounts.lines] == ["1760.00", "640.00"]


def test_a_margin_beside_the_table_takes_nothing_from_it() -> None:
    reading = read(
        """
        Foodtruck Fanø          FAKTURA 1042
        Torvet 1
        6000 Kolding            Stk.   Ydelse          à pris        I alt
        Betales senest          6      Sandwich        100,00       600,00
        12.04.2026              6      Æblemost         10,00        60,00
        MobilePay: 12345        I alt inkl. moms                    660,00
                                Heraf moms                          132,00
        """
    )
    assert [(str(line.quantity), str(line.amount)) for line in reading.amounts.lines] == [
        ("6", "600.00"),
        ("6", "60.00"),
    ]
    assert not reading.paid


def test_our_postcode_beside_a_margins_label_is_no_number() -> None:
    """As OCR tells heights: the caption is hardly smaller than its value, and stands beside our address."""
    text = """
    Restaurant Møllen ApS
                       Faktura
    Algade 14          Enhed for Kvalitet og Modernisering (EKM)
    8000 Aarhus C      Kvalitetsvej 10, 2. sal
    Fakturanr.         2300 København S
    21884
    CVR 12345674       Kvalitetsnetværk Aarhus Midt, 12/3
                       At betale                      4.272,00
    """
    assert values(read(text))["invoice_number"] == "21884"


def test_a_number_and_the_day_beside_it_are_no_account() -> None:
    reading = read(
        """
        Restaurant Møllen ApS
        FAKTURA
        Fakturanummer      Fakturadato        Forfaldsdato       Konto
        2026-519           18. sep. 2026      18. okt. 2026      97403
        Fakturatotal                                             432,00
        Girokort +01<+4717027<
        """
    )
    assert reading.fields.payment is not None
    assert reading.fields.payment.value == Giro("01", None, "4717027")
    assert reading.other_payments == ()


@pytest.mark.parametrize(
    ("line", "name", "doubts"),
    [
        pytest.param("Mødedato: fredag den 12.03.2026", "meeting_date", ("weekday",), id="a Thursday called Friday"),
        pytest.param("Mødedato: torsdag den 12.03.2026", "meeting_date", (), id="a Thursday"),
        pytest.param("Forfald: fredag 12.04.2026", "due_date", ("weekday",), id="a Sunday called Friday"),
        pytest.param("Reg.nr. 1234 konto 001234567⁸", "payment", ("strange_figures",), id="a small figure"),
    ],
)
def test_a_slip_in_a_value_is_a_doubt(line: str, name: str, doubts: tuple[str, ...]) -> None:
    field = getattr(read(top("", line)).fields, name)
    assert (field.doubts if field else None) == doubts


def test_figures_of_another_script_are_no_account() -> None:
    field = read(top("", "Reg.nr.  ١٢٣٤\nKontonr.  ٠٠١٢٣٤٥٦٧٨")).fields.payment
    assert field is None or not field.value.is_valid
