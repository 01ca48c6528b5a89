"""Where money can be sent, in every printed form, and what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.danish.payments import find_payments
from bot.model.payment import Account, Fik, Giro, Iban, NemKonto, Payment

FIK = Fik("71", "000000000010421", "81234567")
FULL = Account("1234", "0012345678")


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("Reg. 1234 Konto 0012345678", FULL),
        ("Reg.nr.: 1234 Kontonr.: 12 345 678", Account("1234", "12345678")),
        ("Reg.nr. 1234, kontonr. 12345678", Account("1234", "12345678")),
        ("Regnr 1234 Kontonr 12345678", Account("1234", "12345678")),
        ("Reg. nr.: 1234 - Konto nr.: 12345678", Account("1234", "12345678")),
        ("Reg.nr.: 1234\nKontonr.: 12345678", Account("1234", "12345678")),
        ("Reg.nr. Kontonr.\n1234 0012345678", FULL),
        ("Reg.nr./Kontonr.: 1234 / 0012345678", FULL),
        ("Reg. / konto: 1234-0012345678", FULL),
        ("registreringsnummer 1234, kontonummer 0012345678", FULL),
        ("Kontonr. 0012345678, Reg.nr. 1234", FULL),
        ("1234 0012345678", FULL),
        ("1234-0012345678", FULL),
        ("1234-12345678", Account("1234", "12345678")),
        ("Bank: 1234 / 1234567", Account("1234", "1234567")),
        ("Bank: 1234-1234567", Account("1234", "1234567")),
        ("Konto i banken: 1234 0012345678", FULL),
        ("Bankkonto 1234 12345678", Account("1234", "12345678")),
        ("Kto. 1234 1234 567 890", Account("1234", "1234567890")),
        ("Kontonr. 12340012345678", FULL),
        ("Danske Bank 1234-0012345678", FULL),
        ("Nordea: 1234 12345678", Account("1234", "12345678")),
        ("Sparekassen Nord 1234 12345678", Account("1234", "12345678")),
        ("Pengeinstitut:\n1234 12345678", Account("1234", "12345678")),
        ("Overføres til 1234 12345678", Account("1234", "12345678")),
        ("Reg.\u00a01234 Konto\u00a012\u00a0345\u00a0678", Account("1234", "12345678")),
        ("Account no. 1234 12345678", Account("1234", "12345678")),
        ("Reg.nr. Kontonr. IBAN SWIFT\n1234 12345678 x", Account("1234", "12345678")),
        ("Kontonr. (reg. 1234) 12345678", Account("1234", "12345678")),
        ("Reg. 1234 K.nr. 12345678", Account("1234", "12345678")),
        ("Bank 1234, konto 12345678", Account("1234", "12345678")),
        ("Bankoplysninger: Danske Bank, Reg. 1234, Konto 12345678", Account("1234", "12345678")),
        ("Reg.nr. 1234\nBeløb 1.234,00\nKontonr. 12345678", Account("1234", "12345678")),
        ("Reg. 0040 Konto 440116243", Account("0040", "440116243")),
        ("Reg.nr. 1234 Konto 123 456 7890", Account("1234", "1234567890")),
        ("indsat på vores konto i Sparekassen: 1234 123 456 789 0 senest", Account("1234", "1234567890")),
        ("Reg. 1234 Konto 1 23 456 7890", Account("1234", "1234567890")),
        ("Reg.nr. 1234 Konto 1234 5678", Account("1234", "12345678")),
        ("Reg. 1234 Konto 12-345-678", Account("1234", "12345678")),
        ("reg.nr. 1234, kontonr. 21 33 876 senest 15. oktober 2026", Account("1234", "2133876")),
        ("Konto: 1234 0 24 60 12", Account("1234", "0246012")),
        ("til 1234-6282 190 047\n(reg-konto, Nordea)", Account("1234", "6282190047")),
        ("Betales til 1234 0001 553 019", Account("1234", "0001553019")),
        ("1234 12345678 (konto i Nordea)", Account("1234", "12345678")),
    ],
)
def test_danish_account(text: str, account: Account) -> None:
    (found,) = find_payments(text)
    assert found.payment == account
    assert account.is_valid
    assert not found.foreign
    assert text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    ("text", "account"),
    [
        pytest.param("Konto 1234 5678901 30 dage netto", Account("1234", "5678901"), id="terms after it"),
        pytest.param("Konto 1234 12345678 8000 Aarhus C", Account("1234", "12345678"), id="a postcode after it"),
        pytest.param("Reg. 1234 Konto 12 345 678 14 dage", Account("1234", "12345678"), id="terms after groups"),
        pytest.param(
            "Reg. 1234 Konto 21 33 876 14 dage", Account("1234", "2133876"), id="terms after groups of no known shape"
        ),
        pytest.param("Reg. 1234 Konto 12345678 21 30", Account("1234", "12345678"), id="figures after a whole one"),
        pytest.param("Reg. 1234 Konto 12345678 12.10.2026", Account("1234", "12345678"), id="a date after it"),
        pytest.param("Reg. 1234 Konto 123 12 45.00", Account("1234", "123"), id="an amount after it"),
        pytest.param("Bank 1234 1234567\n24 32 95 61", Account("1234", "1234567"), id="a phone on the next line"),
    ],
)
def test_what_follows_stays_out_of_the_account(text: str, account: Account) -> None:
    assert [f.payment for f in find_payments(text)] == [account]


@pytest.mark.parametrize(
    ("text", "payment"),
    [
        pytest.param("Reg. 123 Konto 12345678", Account("123", "12345678"), id="three digits"),
        pytest.param("Reg. 1234 Konto 12345678901", Account("1234", "12345678901"), id="eleven digits"),
        pytest.param("IBAN: DK50 0040 0440 1162 44", Iban("DK5000400440116244"), id="IBAN with a wrong check digit"),
        pytest.param("IBAN: DK50 0040 0440 1162 4", Iban("DK500040044011624"), id="IBAN too short"),
        pytest.param("+71<000000000010422+81234567<", Fik("71", "000000000010422", "81234567"), id="FIK check digit"),
        pytest.param(
            "+71<000000000010421+812345678<", Fik("71", "000000000010421", "812345678"), id="creditor of nine"
        ),
    ],
)
def test_misprints_are_kept_and_not_valid(text: str, payment: Payment) -> None:
    (found,) = find_payments(text)
    assert found.payment == payment
    assert not payment.is_valid


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Kto.nr. 12345 (debitor)", id="the customer's account"),
        pytest.param("Debitor kto.nr. 1234 567890", id="a debtor's account"),
        pytest.param("Kundekonto 1234 567890", id="a customer's account in one word"),
        pytest.param("Kundenr. 1234 12345678", id="a customer number"),
        pytest.param("CVR 12345674", id="CVR"),
        pytest.param("CVR-nr. 12 34 56 74", id="CVR in pairs"),
        pytest.param("CVR DK12345674 24329561", id="CVR and a phone: 18 characters"),
        pytest.param("Reg. nr. 12 34 56 74", id="the firm's registration number"),
        pytest.param("P-nr. 1003456789", id="P number"),
        pytest.param("P-nummer 1003 456789", id="P number in groups"),
        pytest.param("Tlf. 24 32 95 61", id="phone"),
        pytest.param("Telefon +45 2432 9561", id="phone in fours"),
        pytest.param("0045-24329561", id="phone with a country code"),
        pytest.param("EAN 5798009811578", id="EAN"),
        pytest.param("EAN-nr. 5798 009811578", id="EAN in groups"),
        pytest.param("MobilePay 123456", id="MobilePay"),
        pytest.param("Betal på konto eller MobilePay 1234 567890", id="MobilePay after the word account"),
        pytest.param("Faktura nr. 2026-0012345", id="an invoice number"),
        pytest.param("Ordre 2026-12345678", id="an order number"),
        pytest.param("Region 1234", id="a word that starts with reg"),
        pytest.param("Regning 1234 12345678", id="a bill's number"),
        pytest.param("8800 Viborg 24329561", id="a postcode and a phone"),
        pytest.param("Kontonr. 12345678", id="no registration number"),
        pytest.param("PBS-nr. 01234567", id="Betalingsservice"),
        pytest.param("NemKonto via CVR 12345674", id="NemKonto by CVR"),
        pytest.param("CVR-NemKonto", id="NemKonto by CVR, the other way"),
        pytest.param("Kontakt Inge", id="a word that starts like konto"),
        pytest.param("2026-03-12", id="a date"),
        pytest.param("1.234,50", id="an amount"),
    ],
)
def test_what_is_no_means_of_payment(text: str) -> None:
    assert find_payments(text) == []


@pytest.mark.parametrize(
    ("text", "iban"),
    [
        ("DK50 0040 0440 1162 43", Iban("DK5000400440116243")),
        ("DK5000400440116243", Iban("DK5000400440116243")),
        ("IBAN: DK5912340012345678", Iban("DK5912340012345678")),
        ("IBAN-nr. DK59 1234 0012 3456 78", Iban("DK5912340012345678")),
        ("IBAN DK50-0040-0440-1162-43", Iban("DK5000400440116243")),
        ("Please remit to: DK50 0040 0440 1162 43", Iban("DK5000400440116243")),
        ("iban dk5000400440116243", Iban("DK5000400440116243")),
        ("DK50\u00a00040\u00a00440\u00a01162\u00a043", Iban("DK5000400440116243")),
        ("IBAN DK5000400440116243 BIC DABADKKK", Iban("DK5000400440116243", "DABADKKK")),
        ("SWIFT: DABADKKK, IBAN: DK5000400440116243", Iban("DK5000400440116243", "DABADKKK")),
        ("DK50 0040 0440 1162 43 (DABADKKKXXX)", Iban("DK5000400440116243", "DABADKKKXXX")),
        ("BIC/SWIFT: DABADKKK\nIBAN: DK50 0040 0440 1162 43", Iban("DK5000400440116243", "DABADKKK")),
    ],
)
def test_danish_iban(text: str, iban: Iban) -> None:
    (found,) = find_payments(text)
    assert found.payment == iban
    assert iban.is_valid
    assert not found.foreign


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("DE89 3704 0044 0532 0130 00", id="German"),
        pytest.param("SE09 5000 0004 7159 3841 4899", id="Swedish"),
        pytest.param("NO93 8601 1117 947", id="Norwegian"),
        pytest.param("GB29 NWBK 6016 1331 9268 19", id="British, with letters"),
        pytest.param("NL91ABNA0417164300", id="Dutch, no spaces"),
        pytest.param("FO62 6460 0001 6316 34", id="Faroese: the secretariat decides"),
        pytest.param("SA03 8000 0000 6080 1016 7519", id="a country without a known length"),
        pytest.param("Bankgiro: 123-4567", id="Swedish bankgiro"),
        pytest.param("Plusgiro 12 34 56-7", id="Swedish plusgiro"),
        pytest.param("Kontonr. 1234.56.78903", id="Norwegian account of eleven digits"),
        pytest.param("Konto 1234 56 78903", id="Norwegian account with spaces"),
        pytest.param("Sort code 12-34-56", id="British sort code"),
    ],
)
def test_foreign(text: str) -> None:
    (found,) = find_payments(text)
    assert found.foreign
    assert found.payment is None or (found.payment.is_valid and not found.payment.is_danish)


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("+71<000000000010421+81234567<", FIK),
        ("Indbetalingskort +71<000000000010421+81234567<", FIK),
        ("+71< 000000000010421 +81234567 <", FIK),
        ("+71< 000 000 000 010 421 + 8123 4567 <", FIK),
        (">71<000000000010421+81234567<", FIK),
        ("+71<000000000010421\n+81234567<", FIK),
        ("+71<\n000000000010421+81234567<", FIK),
        ("+71<000000000010421+81234567", FIK),
        ("71<000000000010421+81234567<", FIK),
        ("+71 000000000010421+81234567<", FIK),
        ("+71<10421+81234567<", FIK),
        ("+73<+81234567<", Fik("73", None, "81234567")),
        ("+73< +81234567<", Fik("73", None, "81234567")),
        ("+75<0000000000104216+81234567<", Fik("75", "0000000000104216", "81234567")),
        ("+01<+1234567<", Giro("01", None, "1234567")),
        ("+04<0000000000005637+6595793<", Giro("04", "0000000000005637", "6595793")),
        ("+15<0000000000005637+12345678<", Giro("15", "0000000000005637", "12345678")),
        ("lb. md. + 30 dage\nFritaget for moms.\nIndbetalingskort: +71<000000000010421+81234567<", FIK),
        ("Kortart 71, Betalings-ID 000000000010421, Kreditornr. 81234567", FIK),
        ("Kortart: 71\nBetalings-ID: 10421\nKreditornummer: 81234567", FIK),
        ("FI-kreditor 81234567, FI-nr. 000000000010421, kortart 71", FIK),
        ("Kred.nr. 8123 4567 Betalingsident. 000000000010421 FIK 71", FIK),
        ("Kreditornr.: 81234567 Betalingsid: 000000000010421", FIK),
        ("Kortart <71> Betalings-ID 10421 Kreditornr. 81234567", FIK),
        ("FI-kort 71: 000000000010421 81234567", FIK),
        ("Kortart 73 Kreditornr. 81234567", Fik("73", None, "81234567")),
        ("FIK 71 000000000010421 81234567", FIK),
        ("Girokonto 123 4567", Giro("01", None, "1234567")),
        ("Giro: 1234567", Giro("01", None, "1234567")),
        ("Giro nr. 12345678", Giro("01", None, "12345678")),
        ("Girokort 01 < 1234567", Giro("01", None, "1234567")),
    ],
)
def test_fik_and_giro(text: str, slip: Fik | Giro) -> None:
    (found,) = find_payments(text)
    assert found.payment == slip
    assert slip.is_valid
    assert found.labelled


@pytest.mark.parametrize(
    ("text", "by_person"),
    [
        ("Udbetales til NemKonto for 010190-2476", True),
        ("NemKonto (CPR)", True),
        ("CPR ******-**** via Nem-konto", True),
        ("Beløbet sendes til NemKonto", False),
    ],
)
def test_nemkonto_keeps_the_word_only(text: str, by_person: bool) -> None:
    (found,) = find_payments(text)
    assert found.payment == NemKonto()
    assert found.labelled is by_person
    assert not any(c.isdigit() for c in found.text)


def test_an_iban_between_reg_and_konto_takes_neither() -> None:
    found = [f.payment for f in find_payments("Reg.nr. 1234 IBAN DK59 1234 0012 3456 78\nKontonr. 0012345678")]
    assert found == [Iban("DK5912340012345678"), FULL]


def test_several_in_order() -> None:
    text = (
        "Netto 14 dage – Konto i banken: 5772 0009279129\nInternational: DK51 5772 0009 2791 29 "
        "(SYBKDK22)\n+73<+81234567<"
    )
    found = [f.payment for f in find_payments(text)]
    assert found == [
        Account("5772", "0009279129"),
        Iban("DK5157720009279129", "SYBKDK22"),
        Fik("73", None, "81234567"),
    ]
    assert found[0] is not None
    assert found[1] is not None
    assert found[0].key == found[1].key


@given(st.integers(0, 9999), st.integers(1, 10**10 - 1))
def test_every_account_is_read_back(reg: int, number: int) -> None:
    account = Account(f"{reg:04}", str(number))
    (found,) = find_payments(f"Reg.nr.: {account.registration} Kontonr.: {account.account}")
    assert found.payment == account


@given(st.text(alphabet="0123456789 +<>-./:DKregkontoIBAN\n", max_size=80) | st.text(max_size=200))
def test_any_text_is_read_without_error_and_places_are_right(text: str) -> None:
    end = 0
    for found in find_payments(text):
        assert text[found.start : found.end] == found.text
        assert end <= found.start < found.end
        end = found.end
        if found.payment is not None:
            assert isinstance(found.payment.is_valid, bool)


@pytest.mark.parametrize(
    "row",
    [
        "FA2481 30-10-26 14-11-26 53057",
        "8519 17-11-2026 10-12-2026 51234",
        "6550 02.12.26 5123",
        "2026-038 2026-01-30 2026-02-19 51673",
        "2026-513 2026-01-30 2026-02-19 51673",
    ],
)
def test_a_customers_account_in_a_row_of_dates_is_none(row: str) -> None:
    """«Konto» among an invoice's headings is the customer's number; the numbers under them make no account."""
    assert find_payments(f"Fakturanummer Fakturadato Forfaldsdato Konto\n{row}") == []
