"""What sort of document it is."""

from dataclasses import replace

import pytest

from bot.model.invoice import InvoiceReading
from tests.documents.fields.paper import paper, read, read_all

BODY = """
Restaurant Møllen ApS, Algade 14, 8000 Aarhus C, CVR 12345674
Fakturanr. 1042
Fakturadato 13.03.2026
Forfaldsdato 12.04.2026
Kvalitetsnetværk Sydfyn 12/3 v/ Mette
8 kuverter buffet          4.272,00
At betale                  4.272,00
Heraf moms                   854,40
Reg.nr. 1234 konto 0012345678
"""


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("FAKTURA", "invoice"),
        ("Invoice / Faktura", "invoice"),
        ("Regning", "invoice"),
        ("Opkrævning nr. 12", "invoice"),
        ("Fakturakopi", "invoice"),
        ("Slutfaktura", "invoice"),
        ("", "invoice"),
        ("KREDITNOTA", "credit_note"),
        ("Kreditnota til faktura 1040", "credit_note"),
        ("Credit note", "credit_note"),
        ("RYKKER", "reminder"),
        ("Betalingspåmindelse", "reminder"),
        ("2. rykker", "reminder"),
        ("Inkassovarsel", "reminder"),
        ("Payment reminder", "reminder"),
        ("Ordrebekræftelse", "booking"),
        ("Bookingbekræftelse 4711", "booking"),
        ("Reservation", "booking"),
        ("Order confirmation", "booking"),
        ("Tilbud", "other"),
        ("PROFORMA", "other"),
        ("Proformafaktura", "other"),
        ("Fakturakladde", "other"),
        ("UDKAST", "other"),
        ("Følgeseddel", "other"),
        ("Kontoudtog", "other"),
    ],
)
def test_by_heading(heading: str, kind: str) -> None:
    assert read(f"{heading}\n{BODY}").kind == kind


@pytest.mark.parametrize(
    ("top", "kind"),
    [
        pytest.param("OPKRÆVNING FOR LEJE AF LOKALE\nBooking-id: B-77120", "invoice", id="over a booking's id"),
        pytest.param("Regning for brug af salen i huset\nReservationsnr. 4711", "invoice", id="over its number"),
        pytest.param("Booking-id: B-77120\nOpkrævning for leje af lokale", "booking", id="under its number"),
        pytest.param("Booking-id: B-77120", "booking", id="its number alone"),
        pytest.param("Faktura til: Enhed for Kvalitet\nBooking-id: B-77120", "booking", id="where to send a bill"),
        pytest.param(
            "Regning for leje af salen sendes\nBooking-id: B-77120\nVi bekræfter hermed jeres bestilling.",
            "booking",
            id="where a sentence confirms it",
        ),
    ],
)
def test_a_bill_and_a_bookings_number(top: str, kind: str) -> None:
    assert read(f"{top}\n{BODY.replace('Fakturanr. 1042', 'Nr. 1042')}").kind == kind


@pytest.mark.parametrize(
    ("heading", "sentence", "kind"),
    [
        ("Faktura", "Ved for sen betaling tillægges rykkergebyr på 100 kr. pr. rykker.", "invoice"),
        ("Faktura", "Tak for jeres reservation.", "invoice"),
        ("Faktura", "Vi har endnu ikke modtaget betaling af ovenstående.", "reminder"),
        ("Faktura", "Vi tillader os at minde om betaling af ovenstående.", "reminder"),
        ("", "Vi bekræfter hermed jeres bestilling. Faktura følger efter arrangementet.", "booking"),
        ("Faktura", "Dette er en kladde.", "other"),
        ("Faktura", "Beløbet dækker også depositum for næste booking.", "invoice"),
    ],
)
def test_by_sentence(heading: str, sentence: str, kind: str) -> None:
    assert read(f"{heading}\n{BODY}\n{sentence}").kind == kind


@pytest.mark.parametrize(
    ("heading", "doubt"),
    [("PROFORMA", "draft"), ("Tilbud", "offer"), ("Kontoudtog", "statement"), ("Følgeseddel", "delivery_note")],
)
def test_doubts_say_which_other(heading: str, doubt: str) -> None:
    assert doubt in read(f"{heading}\n{BODY}").doubts


@pytest.mark.parametrize(
    ("numbers", "number", "kind", "doubts"),
    [
        pytest.param("FAKTURA NR. 26-0093     BON 4417", "26-0093", "invoice", (), id="a till's number beside"),
        pytest.param("FAKTURA NR. 26-0093\nBON NR. 4417", "26-0093", "invoice", (), id="a till's number below"),
        pytest.param("BON NR. 4417     FAKTURA NR. 26-0093", "26-0093", "invoice", (), id="a till's number first"),
        pytest.param("BON 4417 FAKTURA NR. 26-0093", "26-0093", "invoice", (), id="no column between the two"),
        pytest.param(
            "KVITTERING NR. 4417\nFakturanr.     26-0093",
            "26-0093",
            "invoice",
            ("receipt",),
            id="a receipt for an invoice",
        ),
        pytest.param("BON NR. 4417", "4417", "invoice", ("receipt",), id="a till's number alone"),
        pytest.param("KVITTERING NR. 4417", "4417", "invoice", ("receipt",), id="a receipt's number alone"),
        pytest.param("KVITTERING\nFakturanr. 26-0093", "26-0093", "invoice", ("receipt",), id="headed as a receipt"),
        pytest.param(
            "Kontakt     Booking                    Fakturanr.\nMette       B-99120 (bestilt 17/2)     26-0093",
            "26-0093",
            "invoice",
            (),
            id="the booking's number in a panel",
        ),
        pytest.param(
            "RESERVATION\nFakturanr.     26-0093", "26-0093", "booking", (), id="headed as a booking, with a number"
        ),
    ],
)
def test_a_number_of_another_sort_beside_the_invoices(
    numbers: str, number: str, kind: str, doubts: tuple[str, ...]
) -> None:
    reading = read(BODY.replace("Fakturanr. 1042", numbers))
    assert reading.fields.invoice_number is not None
    assert (reading.fields.invoice_number.value, reading.kind, reading.doubts) == (number, kind, doubts)


@pytest.mark.parametrize(
    ("text", "paid"),
    [
        ("Betalt med Dankort", True),
        ("BETALT", True),
        ("Beløbet er betalt ved arrangementet", True),
        ("Modtaget med tak", True),
        ("Bedes betalt senest 12.04.2026", False),
        ("Beløbet er ikke betalt", False),
        ("Når beløbet er betalt, sender vi kvittering.", False),
        ("Kan betales med MobilePay eller Dankort", False),
        ("Betalt depositum 500,00", False),
        ("Saldo 0,00", True),
    ],
)
def test_paid(text: str, paid: bool) -> None:
    assert read(f"Faktura\n{BODY}\n{text}").paid is paid


@pytest.mark.parametrize(
    ("part", "paid"),
    [
        pytest.param("Vin, betalt kontant på stedet   -400,00\nRest til betaling   3.872,00", False, id="a part of it"),
        pytest.param("Heraf betalt kontant 400,00\nRest til betaling   3.872,00", False, id="the same without a comma"),
        pytest.param("Vin, betalt kontant på stedet   -400,00\nRest til betaling   4.272,00", True, id="no such part"),
        pytest.param("Betalt kontant på stedet      -4.272,00\nRest til betaling       0,00", True, id="all of it"),
        pytest.param(
            "Vin, betalt kontant   -400,00\nRest til betaling   3.872,00\nBetalt kontant", True, id="and the rest"
        ),
    ],
)
def test_a_part_that_was_paid_on_the_spot(part: str, paid: bool) -> None:
    body = BODY.replace("At betale                  4.272,00", f"I alt                      4.272,00\n{part}")
    assert read(f"Faktura\n{body}").paid is paid


def test_a_menu_is_nothing_of_ours() -> None:
    reading = read("Forårets menuer\nFra kr. 155,- pr. kuvert. Ring og hør nærmere!")
    assert reading.kind == "other"
    assert not list(reading.fields.found())


def test_a_negative_invoice_is_a_credit_note() -> None:
    reading = read(f"Faktura\n{BODY}".replace("4.272,00", "-4.272,00").replace("854,40", "-854,40"))
    assert reading.kind == "credit_note"


def test_credit_note_knows_its_invoice() -> None:
    reading = read(f"KREDITNOTA\n{BODY}\nKrediterer faktura nr. 1037")
    assert reading.fields.invoice_number is not None
    assert reading.fields.invoice_number.value == "1042"
    assert reading.preceding_invoice is not None
    assert reading.preceding_invoice.value == "1037"


def _two(first: str, second: str) -> tuple[InvoiceReading, ...]:
    return read_all(paper(f"FAKTURA\n{BODY.replace('1042', first)}", f"FAKTURA\n{BODY.replace('1042', second)}"))


def test_two_invoices_in_one_file() -> None:
    readings = _two("1042", "1043")
    assert [r.part for r in readings] == [1, 2]
    assert [r.fields.invoice_number.value for r in readings if r.fields.invoice_number] == ["1042", "1043"]
    assert [r.pages for r in readings] == [1, 1]


def test_pages_of_one_invoice_stay_together() -> None:
    (reading,) = _two("1042", "1042")
    assert reading.part is None
    assert reading.pages == 2


def test_english_is_told_from_danish() -> None:
    assert read(f"FAKTURA\n{BODY}").language == "da"
    english = "INVOICE 12\nInvoice date: 12 March 2026\nDue date: 12 April 2026\nTotal amount due DKK 100.00"
    assert read(f"{english}\nPlease pay to our bank account").language == "en"


def test_a_large_heading_beside_the_numbers() -> None:
    document = paper(BODY.replace("Fakturadato 13.03.2026", "Følgeseddel     Fakturadato:     13.03.2026"))
    page = document.pages[0]
    words = (w._replace(bottom=w.bottom + 12) if w.text == "Følgeseddel" else w for w in page.words)
    (reading,) = read_all(replace(document, pages=(replace(page, words=tuple(words)),)))
    assert (reading.kind, reading.doubts) == ("other", ("delivery_note",))


def test_a_sentence_that_begins_with_faktura_is_no_heading() -> None:
    text = "Restaurant Møllen ApS, CVR 12345674\nVi bekræfter hermed jeres bestilling.\nNetværk Sydfyn 12/3 2026\n"
    assert read(f"{text}Forventet pris i alt  4.272,00\nFaktura fremsendes efter mødet.").kind == "booking"


@pytest.mark.parametrize(
    ("label", "kind"),
    [("Tilbud nr.", "other"), ("Følgeseddel nr.", "other"), ("Faktura nr.", "invoice"), ("Nr.", "invoice")],
)
def test_the_label_of_its_number_says_what_it_is(label: str, kind: str) -> None:
    text = BODY.replace("Fakturanr. 1042", f"Enhed for Kvalitet og Modernisering (EKM)      {label}      1042")
    assert read(text.replace("Fakturadato", "Dato")).kind == kind
