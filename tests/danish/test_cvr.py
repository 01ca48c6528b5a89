"""CVR numbers. 12345674 and 13585628 pass the check."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.danish.cvr import find_cvr, is_cvr


@pytest.mark.parametrize(
    ("digits", "right"),
    [
        ("12345674", True),
        ("13585628", True),
        ("12345678", False),
        ("1234567", False),
        ("123456740", False),
        ("1234567x", False),
        ("", False),
        ("00000000", False),
        ("١٢٣٤٥٦٧٤", False),
        ("DK12345674", False),
    ],
)
def test_is_cvr(digits: str, right: bool) -> None:
    assert is_cvr(digits) is right


@pytest.mark.parametrize(
    "text",
    [
        "CVR 12345674", "CVR-nr. 12345674", "CVR-nr.: 12 34 56 74", "CVR nr 12345674", "CVR-nummer: 12345674",
        "Cvr.nr. 12345674", "CVR/SE 12345674",
        "CVR/SE-nr.: 12345674", "SE-nr. 12345674", "SE 12 34 56 74", "Moms nr. 12345674", "Momsnr.: DK12345674",
        "VAT no. DK12345674",
        "VAT: DK 12 34 56 74", "DK12345674", "DK-12345674", "CVR DK12345674", "CVR.: 12.34.56.74", "cvr:12345674",
        "CVR\n12345674", "Company reg. no. (CVR): 12345674",
        "Org.nr. 12345674", "VAT Reg. No. 12345674",
    ],
)  # fmt: skip
def test_each_printed_form(text: str) -> None:
    (found,) = find_cvr(f"Restaurant Møllen ApS, {text}, Tlf. 24 32 95 61")
    assert (found.value, found.is_valid) == ("12345674", True)


def test_a_wrong_check_digit_is_found_and_said() -> None:
    (found,) = find_cvr("CVR-nr. 12345675")
    assert (found.value, found.is_valid) == ("12345675", False)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("12345674", id="no label: as often a phone"),
        pytest.param("Tlf. 12 34 56 74", id="a phone"),
        pytest.param("DK5912340012345678", id="an IBAN"),
        pytest.param("DK59 1234 0012 3456 78", id="an IBAN in fours"),
        pytest.param("CVR-nr. 1003456789", id="ten digits"),
        pytest.param("SE0950000004715938414899", id="a Swedish IBAN"),
        pytest.param("se 12345", id="a verb"),
    ],
)
def test_what_is_no_cvr(text: str) -> None:
    assert find_cvr(text) == []


@given(st.text(alphabet="0123456789 DKCVRSEnr.:-/", max_size=60) | st.text(max_size=200))
def test_any_text_is_read_without_error_and_places_are_right(text: str) -> None:
    for found in find_cvr(text):
        assert text[found.start : found.end] == found.text
        assert len(found.value) == 8
