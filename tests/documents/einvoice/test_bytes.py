# ruff: noqa: E501 - XML is written here as senders write it
"""Told by content, in every encoding; and what is written to do harm ends as a document that can't be read."""

import pytest

from bot.documents.einvoice.tree import looks_like_xml
from bot.model.document import Document
from tests.documents.einvoice.samples import Sample
from tests.documents.fields.paper import read_all, values
from tests.documents.unprotected import read_document

XML = Sample().ubl()
BODY = XML.partition("?>")[2]


def declared(encoding: str) -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?>{BODY}'


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(XML.encode(), id="UTF-8"),
        pytest.param(b"\xef\xbb\xbf" + XML.encode(), id="UTF-8 with a byte order mark"),
        pytest.param(b"\n\n  " + XML.encode(), id="white space before the declaration"),
        pytest.param(b"\xef\xbb\xbf\n" + XML.encode(), id="both"),
        pytest.param(BODY.encode(), id="no declaration"),
        pytest.param(declared("utf-16").encode("utf-16"), id="UTF-16 with a byte order mark"),
        pytest.param(declared("utf-16").encode("utf-16-be"), id="UTF-16 without one"),
        pytest.param(declared("UTF-16").encode("utf-8"), id="UTF-8 that says it is UTF-16"),
        pytest.param(declared("ISO-8859-1").encode("latin-1"), id="ISO-8859-1"),
        pytest.param(declared("windows-1252").encode("cp1252"), id="Windows-1252"),
        pytest.param(BODY.encode("cp1252"), id="Windows-1252 that says nothing"),
        pytest.param(declared("UTF-8").encode("cp1252"), id="Windows-1252 that says it is UTF-8"),
        pytest.param(XML.replace("?>", "?><!-- " + "æ" * 5000 + " -->", 1).encode(), id="a long comment first"),
        pytest.param(
            XML.replace("<Invoice", "<ns0:Invoice")
            .replace("</Invoice", "</ns0:Invoice")
            .replace("xmlns=", "xmlns:ns0=")
            .encode(),
            id="prefixed",
        ),
    ],
)
@pytest.mark.parametrize("name", ["faktura.xml", "faktura.pdf", "faktura", "faktura.html", "faktura.txt"])
def test_told_by_content(name: str, content: bytes) -> None:
    document = read_document(content, name)
    assert (document.unreadable, document.format, document.method) == (None, "xml", "ubl")
    found = values(read_all(document)[0])
    assert (found["invoice_number"], found["supplier"]) == ("1042", "Restaurant Møllen ApS")


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(b"<!DOCTYPE html><html><body>Faktura</body></html>", id="HTML"),
        pytest.param(b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html xmlns="x">', id="XHTML"),
        pytest.param(b'<div xmlns:o="urn:office"><p>Faktura</p></div>', id="HTML of an office program"),
        pytest.param(b"<p>Invoice <b>1042</b></p>", id="a fragment of HTML"),
        pytest.param(b"Faktura nr. 1042 <faktura@kro.example>", id="text"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"%PDF-1.7 <?xml", id="PDF"),
    ],
)
def test_not_xml(head: bytes) -> None:
    assert not looks_like_xml(head)


LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
) + "]>"  # fmt: skip
QUADRATIC = f'<!DOCTYPE l [<!ENTITY a "{"a" * 50_000}">]>'
REMOTE = '<!DOCTYPE l SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def with_note(note: str, before: str = "") -> bytes:
    return (before + XML.partition("?>")[2].replace("Kvalitetsnetværk Aarhus Midt", note)).encode()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(b'<?xml version="1.0"?>' + with_note("&j;", LAUGHS), "damaged", id="a billion laughs"),
        pytest.param(b'<?xml version="1.0"?>' + with_note("&a;" * 5000, QUADRATIC), "damaged", id="quadratic blowup"),
        pytest.param(b'<?xml version="1.0"?>' + with_note("&x;", REMOTE), "damaged", id="an entity from a file"),
        pytest.param(
            f'<?xml version="1.0" encoding="utf-16"?>{REMOTE}{BODY}'.encode("utf-16"), "damaged", id="a DTD in UTF-16"
        ),
        pytest.param(
            b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE l+AD4-' + BODY.encode(),
            "damaged",
            id="a DTD in UTF-7",
        ),
        pytest.param(b"<?xml version='1.0'?>" + b"<a>" * 100_000, "damaged", id="deep, and never closed"),
        pytest.param(b"<?xml version='1.0'?>" + b"<a>" * 2000 + b"</a>" * 2000, "damaged", id="deep"),
        pytest.param(b"<?xml version='1.0'?><a>" + b"<b/>" * 1_000_000 + b"</a>", "too_large", id="a million elements"),
        pytest.param(XML[: len(XML) // 2].encode(), "damaged", id="cut off"),
        pytest.param(b"<?xml version='1.0'?><Invoice>1042</Invoice>", "unsupported", id="an invoice of nobody's"),
        pytest.param(
            XML.replace("xsd:Invoice-2", "xsd:Order-2").encode(), "unsupported", id="another document of UBL's"
        ),
        pytest.param(b"<?xml version='1.0'?>", "damaged", id="a declaration and nothing"),
    ],
)
def test_what_does_harm_ends_unread(content: bytes, why: str) -> None:
    document = read_document(content, "faktura.xml")
    assert document.unreadable == why
    assert [r.kind for r in read_all(document)] == ["other"]


def test_long_and_wide_is_read_within_limits() -> None:
    long = Sample(notes=("Kvalitetsnetværk Aarhus Midt", "x" * 3_000_000, "y " * 300_000), line="Middag " * 20_000)
    document = read_document(long.ubl().encode(), "faktura.xml")
    assert values(read_all(document)[0])["network"] == "Kvalitetsnetværk Aarhus Midt"
    assert sum(len(page.words) for page in document.pages) <= 20_000


CPR = ("010190-2476", "0101902476", "010190 2476")


def shown(document: Document) -> str:
    """All that leaves the reader: what is stated, its words, and the readings."""
    return f"{document}{read_all(document)}"


@pytest.mark.parametrize("number", CPR)
@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda n: Sample(notes=(f"CPR: {n}",)), id="note"),
        pytest.param(lambda n: Sample(notes=("Netværk X", f"Mette Holm\ncpr.nr. {n}")), id="second line of a note"),
        pytest.param(lambda n: Sample(line=f"Honorar, CPR {n}"), id="line"),
        pytest.param(lambda n: Sample(contact=f"Mette Holm CPR {n}"), id="contact"),
        pytest.param(
            lambda n: Sample(
                means=(
                    f"<cbc:PaymentMeansCode>97</cbc:PaymentMeansCode>{{due}}<cbc:InstructionID>{n}</cbc:InstructionID>",
                )
            ),
            id="NemKonto",
        ),
        pytest.param(
            lambda n: Sample(
                more={
                    "customer": f'<cbc:EndpointID schemeID="DK:CPR">{n}</cbc:EndpointID><cac:PartyIdentification><cbc:ID schemeID="DK:CPR">{n}</cbc:ID></cac:PartyIdentification>'
                }
            ),
            id="DK:CPR",
        ),
        pytest.param(
            lambda n: Sample(
                more={
                    "head": f'<cac:AdditionalDocumentReference><cbc:ID schemeID="ARR">{n}</cbc:ID></cac:AdditionalDocumentReference>'
                }
            ),
            id="ARR",
        ),
        pytest.param(
            lambda n: Sample(
                more={
                    "head": f"<cac:AdditionalDocumentReference><cbc:ID>{n}</cbc:ID><cbc:DocumentTypeCode>130</cbc:DocumentTypeCode></cac:AdditionalDocumentReference>"
                }
            ),
            id="document type 130",
        ),
        pytest.param(
            lambda n: Sample(more={"head": f"<cac:OrderReference><cbc:ID>CPR {n}</cbc:ID></cac:OrderReference>"}),
            id="order reference",
        ),
        pytest.param(
            lambda n: Sample(
                more={"terms": f"<cac:PaymentTerms><cbc:Note>Til NemKonto, cpr {n}</cbc:Note></cac:PaymentTerms>"}
            ),
            id="terms",
        ),
        pytest.param(lambda n: Sample(notes=("CPR:", n)), id="label and number in two elements"),
    ],
)
def test_no_cpr_number_leaves_the_reader(make: "object", number: str) -> None:
    assert callable(make)
    document = read_document(make(number).ubl().encode(), "faktura.xml")
    digits = "".join(c for c in shown(document) if c.isdecimal() or c in "' ")
    assert document.unreadable is None
    assert "0101902476" not in digits.replace(" ", "")


def test_accounts_and_numbers_that_look_like_one_survive() -> None:
    sample = Sample(number="0101901042", means=(Sample().means[0].replace("0012345678", "0101902476"),))
    found = values(read_all(read_document(sample.ubl().encode(), "faktura.xml"))[0])
    assert found["invoice_number"] == "0101901042"
    assert found["payment"].account == "0101902476"


def test_more_ways_to_pay_than_anybody_reads_are_for_a_person() -> None:
    many = Sample(means=Sample().means * 100)
    assert "too_many_means" in read_all(read_document(many.ubl().encode(), "faktura.xml"))[0].doubts
