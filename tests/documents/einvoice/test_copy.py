"""What people read in place of an electronic invoice: all of it, and no CPR number."""

from bot.documents.as_text import as_text
from tests.documents.einvoice.samples import BANK_OIOUBL, FIK_OIOUBL, Sample
from tests.documents.unprotected import read_document


def test_all_that_is_stated_can_be_read() -> None:
    sample = Sample(means=(BANK_OIOUBL, FIK_OIOUBL), notes=("Kvalitetsnetværk Aarhus Midt", "CPR 010190-2476"))
    text = as_text(read_document(sample.ubl().encode(), "faktura.xml"))
    for said in (
        "Faktura 1042 (OIOUBL-2.1)", "Leverandør: Restaurant Møllen ApS", "CVR-nr. 12345674", "13. marts 2026",
        "12. april 2026", "Kvalitetsnetværk Aarhus Midt", "Deres ref.: Mette Holm", "Middag", "3.417,60", "854,40",
        "At betale:     4.272,00 DKK", "reg./BIC 1234, konto 0012345678", "kreditor 81234567", "******-****",
    ):  # fmt: skip
        assert said in text, said
    assert "2476" not in text
