"""No CPR number may be left; accounts, P numbers and phones must stay readable. All numbers here are made up."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.danish.cpr import MASK, find_cpr, mask_cpr, mask_misread_cpr, without_cpr


@pytest.mark.parametrize(
    "printed",
    [
        "010190-2476", "010190 2476", "010190\u00a02476", "010190–2476", "010190‑2476", "010190 - 2476",
        "010190\u00ad2476", "010190\u200b2476",
        "01.01.90-2476", "01 01 90-2476", "01/01/90-2476", "01011990-2476", "0101\u200b90-24\u200b76",
        "010190-\n2476", "010190\u202f2476", "0101902476", "610190-2476", "290200-4321",
    ],
)  # fmt: skip
def test_masked_alone(printed: str) -> None:
    assert mask_cpr(printed) == MASK
    assert mask_cpr(f"Hej, Mette {printed}.") == f"Hej, Mette {MASK}."


@pytest.mark.parametrize(
    "text",
    [
        "CPR 0101902476", "CPR-nr.: 010190-2476", "cpr.nr. 01.01.90-2476", "Cpr: 01 01 90 24 76",
        "CPR nr.: 01-01-90-2476", "Personnummer 0101902476",
        "pers.nr. 010190 2476", "Udbetales til NemKonto for 0101902476", "NemKonto: 010190-2476",
        "CPR (konto): 0101902476", "CPR\n0101902476",
        "CPR 9999999999", "Konto: se CPR 0101902476", "cprnr0101902476", "CPR0101902476",
        "<ID schemeID=\"DK:CPR\">0101902476</ID>",
    ],
)  # fmt: skip
def test_masked_by_its_label(text: str) -> None:
    assert sum(c.isdigit() for c in mask_cpr(text)) == 0


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Reg. 1234 Konto 0101902476", id="a labelled account"),
        pytest.param("Kontonr.: 010190 2476", id="a labelled account with a space"),
        pytest.param("1234 0101902476", id="registration number before it"),
        pytest.param("1234-0101902476", id="registration number and dash before it"),
        pytest.param("Konto i banken: 5772 0009279129", id="an account padded with zeros"),
        pytest.param("P-nr. 0101902476", id="a P number"),
        pytest.param("Produktionsenhed P-nummer: 1003456789", id="a P number, no date"),
        pytest.param("Tlf. 24 32 95 61 / 12 03 86 12 34", id="phones in pairs"),
        pytest.param("+45 12038612", id="a phone"),
        pytest.param("+71<000000000010421+81234567<", id="a FIK line"),
        pytest.param("+04<0000000000005637+6595793<", id="a giro line"),
        pytest.param("DK5012340101902476", id="an IBAN"),
        pytest.param("DK50 1234 0101 9024 76", id="an IBAN in fours"),
        pytest.param("EAN 5798009811578", id="an EAN number"),
        pytest.param("Faktura nr. 1203261042", id="an invoice number"),
        pytest.param("320190-2476", id="no such day"),
        pytest.param("011390-2476", id="no such month"),
        pytest.param("010190-247", id="three digits"),
        pytest.param("010190-24765", id="five digits"),
        pytest.param("Fakturadato 12.03.2026 Forfald 26.03.2026", id="dates"),
        pytest.param("120326 1 234,50", id="a date and an amount"),
        pytest.param("Beløb 1.234,50 kr.", id="an amount"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_must_stay(text: str) -> None:
    assert mask_cpr(text) == text


@pytest.mark.parametrize(
    "printed",
    [
        pytest.param("０１０１９０-２４７６", id="full-width digits"),
        pytest.param("０１０１９０２４７６", id="full-width digits, nothing between"),
        pytest.param("٠١٠١٩٠-٢٤٧٦", id="Arabic digits"),
        pytest.param("O1O19O-2476", id="a scan's letters"),
        pytest.param("0l0I90-Z476", id="a scan's other letters"),
        pytest.param("CPR: O1019O 247G", id="a scan's letters behind a label"),
        pytest.param("010190·2476", id="a dot in the middle"),
        pytest.param("010190- 24 76", id="in pairs behind the dash"),
        pytest.param("010190-24\n76", id="broken in the last pair"),
        pytest.param("CPR 19900101-2476", id="the century first, behind a label"),
        pytest.param("CPR 01-01-1990-2476", id="the year in full, behind a label"),
        pytest.param("CPR | 010190 | 2476", id="in two cells behind a label"),
        pytest.param("CPR: 010190              2476", id="in two columns behind a label"),
        pytest.param("cpr-nr.: 010190\n\n2476", id="on two lines behind a label"),
        pytest.param("faktura_010190_2476.pdf", id="a file's name"),
        pytest.param("<010190-2476@kro.example>", id="a Message-ID"),
    ],
)
def test_masked_however_it_came(printed: str) -> None:
    assert MASK in mask_cpr(printed)
    assert sum(c.isdecimal() for c in mask_cpr(printed)) == 0


@pytest.mark.parametrize(
    "text",
    [
        "Solbil-oli Sbobsilo gos 12", "IO 12 S8 B6", "l2 O5 2O26", "Ølbilligs ogi 100", "Konto O1O19O2476",
        "Sid 8 Bil 12, Gl. 10 Is", "NemKonto 120326 faktura 1042",
    ],
)  # fmt: skip
def test_words_of_letters_like_digits_stay(text: str) -> None:
    assert mask_cpr(text) == text


def test_places() -> None:
    text = "a 010190-2476 b 020290-1234"
    assert [text[start:end] for start, end in find_cpr(text)] == ["010190-2476", "020290-1234"]


CONTEXTS = (
    "{0}", "CPR: {0}", "cpr-nr. {0}.", "Hej\n\nMit cpr er {0}, mvh Mette", "Mette Holm ({0})",
    "Udbetales til NemKonto for {0}", "Navn;{0};Viborg",
    "<td>{0}</td>", "personnummer={0}&x=1", "\"{0}\"", "Født {0}", "Att.: Mette Holm, {0}", "Beløb 534,00 kr. {0}",
    "1) {0}\n2) {0}",
    "Lægen har {0}\tog {0}", "CPR-nummer:\u00a0{0}", "patient {0} mødte ikke", "{0}@example", "fil_{0}.pdf",
    "tlf. 24329561 {0}", "Faktura til Mette Holm {0}",
    "Reg. 1234 konto 12345678, {0}", "mit nummer er {0}", "Ref. {0}", "CVR 12345674 / {0}", "Id{0}",
)  # fmt: skip
SEPARATORS = ("-", "–", "‑", "\u00ad", " - ", "-\u200b")
LOOSE = (" ", "\u00a0", "", "\u200b", "\u2009")


def test_a_thousand_numbers_in_many_contexts_none_left() -> None:
    """Numbers with and without a right check digit, born 1900-2026, in every context and with every separator."""
    rng = random.Random(20260312)
    left = []
    for _ in range(1000):
        six = f"{rng.randint(1, 28):02}{rng.randint(1, 12):02}{rng.randint(0, 99):02}"
        four = f"{rng.randint(0, 9999):04}"
        for context in CONTEXTS:
            text = context.format(six + rng.choice(SEPARATORS + LOOSE) + four)
            if six in mask_cpr(text) or four + "\u0000" in mask_cpr(text + "\u0000"):
                left.append(text)
    assert not left, left[:20]


@given(st.text(alphabet="0123456789- –\u00ad\u200bCPRkonto:.\n", max_size=60) | st.text(max_size=200))
def test_masking_twice_is_masking_once(text: str) -> None:
    masked = mask_cpr(text)
    assert mask_cpr(masked) == masked


@given(st.dates(), st.integers(0, 9999), st.text(max_size=20), st.text(max_size=20))
def test_with_a_hyphen_always(born: object, serial: int, before: str, after: str) -> None:
    number = f"{born:%d%m%y}-{serial:04}"
    masked = mask_cpr(f"{before}\n{number}\n{after}")
    assert number not in masked


@pytest.mark.parametrize(
    ("number", "without"),
    [
        pytest.param("F-1042", "F-1042", id="a plain one"),
        pytest.param("2603120042", "2603120042", id="ten bare digits: a number is expected here"),
        pytest.param("7-010190-2476", "7-******-****~f91f", id="a CPR number behind a number"),
        pytest.param("7-******-****~f91f", "7-******-****~f91f", id="again"),
    ],
)
def test_an_identifier_without_its_cpr_number(number: str, without: str) -> None:
    assert without_cpr(number) == without


def test_two_identifiers_with_cpr_numbers_stay_two() -> None:
    assert without_cpr("010190-2476") != without_cpr("010190-2477")


@pytest.mark.parametrize(
    ("read", "shown"),
    [
        pytest.param("CPR-nr. 010190-2476", "CPR-nr. ******-****", id="read well"),
        pytest.param("CPR-nr. 810190-2476", "CPR-nr. ******-****", id="no day: a digit off"),
        pytest.param("cpr O1Ol9O-2476", "cpr ******-****", id="letters"),
        pytest.param("CPR 0101 90-24 76", "CPR ******-****", id="spaces"),
        pytest.param("CPR-nr. 01190-2476", "CPR-nr. ******-****", id="a digit lost"),
        pytest.param("CPR-nr. 0101190-2476", "CPR-nr. ******-****", id="a digit twice"),
        pytest.param("CFR-nr. 810190 2476", "CFR-nr. ******-****", id="its label misread too"),
        pytest.param("Udbetales til 810190-2476", "Udbetales til ******-****", id="six and four, unclaimed"),
        pytest.param("Faktura nr. 202603-1042", "Faktura nr. 202603-1042", id="an invoice's number"),
        pytest.param("Konto 1234 0012345678", "Konto 1234 0012345678", id="an account"),
        pytest.param("NemKonto. Betales 12.04.2026", "NemKonto. Betales 12.04.2026", id="a date"),
        pytest.param(
            "NemKonto, ellers konto 1234 5678901", "NemKonto, ellers konto 1234 5678901", id="another account"
        ),
        pytest.param("CVR 12345674 tlf. 86 12 34 56", "CVR 12345674 tlf. 86 12 34 56", id="a firm's numbers"),
    ],
)
def test_what_ocr_may_have_misread(read: str, shown: str) -> None:
    assert mask_misread_cpr(read) == shown
