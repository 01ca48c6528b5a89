"""An e-invoice, and one held against its page, comes back from the child as it was read there."""

import pytest

from bot.documents.answering import answer
from bot.documents.job import Answer, Job, Known
from bot.model import codec
from tests.documents.einvoice.samples import BANK, FIK, IBAN, PEPPOL, Sample
from tests.documents.fields.paper import RECEIVED, REGISTER, vocabulary
from tests.flow.test_einvoices import hybrid, pdf

KNOWN = Known(REGISTER, (), vocabulary())
OTHER = pdf({"account": (50, 400, "Betales til reg.nr. 5678 konto 0087654321")})


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(Sample(profile=PEPPOL, means=(IBAN, FIK, BANK)).ubl().encode(), id="UBL"),
        pytest.param(Sample(root="CreditNote", type_code="381").ubl().encode(), id="credit note"),
        pytest.param(hybrid(OTHER, Sample().cii()), id="in a page that says otherwise"),
    ],
)
def test_every_part_of_an_answer_travels(content: bytes) -> None:
    done = answer(Job(content, "faktura.bin", RECEIVED, words=True, traced=True), KNOWN)
    again = codec.unpack(*codec.pack(done, Answer), Answer)
    assert again == done
    assert any(one.einvoices for one in again.document.all())
