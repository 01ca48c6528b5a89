# ruff: noqa: E501 - XML and pages as they are
"""Electronic invoices alone and beside their PDFs, from bytes to decision: one invoice, and accepted only where both say the
same of what is paid, to whom and when.
"""

import base64
import io
import random
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from reportlab.pdfgen.canvas import Canvas

from bot.documents.einvoice import pairing
from bot.flow import handle
from bot.model.decision import Decision, DocumentDecision
from tests.documents.einvoice.samples import BANK, BANK_OIOUBL, FIK, FIK_OIOUBL, PEPPOL, Sample
from tests.judging import NOW, Filed, attachment, filed, message, reads_by, rules, world

HEIGHT = 842
#: x, y from the top, text. What the sample states, as its PDF prints it.
PAGE: dict[str, tuple[int, int, str]] = {
    "supplier": (50, 60, "Restaurant Møllen ApS"),
    "street": (50, 75, "Åvej 1, 8000 Aarhus C"),
    "cvr": (50, 90, "CVR-nr. 12345674"),
    "title": (50, 130, "FAKTURA"),
    "number": (50, 150, "Fakturanr.: 1042"),
    "issued": (50, 165, "Fakturadato: 13-03-2026"),
    "due": (50, 180, "Forfaldsdato: 12-04-2026"),
    "network": (50, 240, "Kvalitetsnetværk Aarhus Midt, møde 12. marts 2026"),
    "coordinator": (50, 255, "Koordinator: Mette Holm Sørensen"),
    "food": (50, 300, "Middag"),
    "heads": (300, 300, "8"),
    "price": (350, 300, "534,00"),
    "sum": (450, 300, "4.272,00"),
    "total": (50, 340, "At betale i alt DKK"),
    "amount": (450, 340, "4.272,00"),
    "vat": (50, 355, "Heraf moms 25 %"),
    "vat amount": (450, 355, "854,40"),
    "account": (50, 400, "Betales til reg.nr. 1234 konto 0012345678"),
}


def pdf(changes: dict[str, tuple[int, int, str] | None] | None = None, over: tuple[int, str] | None = None) -> bytes:
    """``over``: a white box over the row at that height, and other text on it."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, HEIGHT), invariant=1)
    canvas.setFont("Helvetica", 10)
    for row in {**PAGE, **(changes or {})}.values():
        if row is not None:
            canvas.drawString(row[0], HEIGHT - row[1], row[2])
    if over is not None:
        canvas.setFillColorRGB(1, 1, 1)
        canvas.rect(40, HEIGHT - over[0] - 5, 500, 15, fill=1, stroke=0)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.drawString(50, HEIGHT - over[0], over[1])
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def decide(*files: tuple[str, bytes]) -> Decision:
    around = world(Filed((filed(),)))
    attached = tuple(attachment(name, content=content) for name, content in files)
    reads = [read for file in attached for read in reads_by(around, file, file.content)]
    return handle(replace(message(), attachments=attached), reads, around, NOW)


def judged(decision: Decision) -> DocumentDecision:
    (one,) = [d for d in decision.documents if d.verdict is not None]
    return one


def codes(decision: Decision) -> set[str]:
    return {f.code for d in decision.documents for f in d.findings}


XML = ("1042.xml", Sample().ubl().encode())


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(Sample().ubl(), id="OIOUBL"),
        pytest.param(Sample(profile=PEPPOL, means=(BANK,)).ubl(), id="Peppol"),
        pytest.param(Sample().cii(), id="CII"),
    ],
)
def test_a_faultless_one_is_accepted(content: str) -> None:
    decision = decide(("faktura.xml", content.encode()))
    assert (decision.kind, decision.verdict, codes(decision)) == ("invoice", "accepted", set())


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["XML first", "PDF first"])
@pytest.mark.parametrize("name", ["1042.pdf", "Faktura fra Møllen.pdf"])
def test_it_and_its_pdf_are_one(order: tuple[int, int], name: str) -> None:
    files = (XML, (name, pdf()))
    decision = decide(*(files[n] for n in order))
    assert (decision.verdict, codes(decision), len(decision.documents)) == ("accepted", set(), 2)
    one = judged(decision)
    assert (one.attachment, one.reading.method) == ("1042.xml", "ubl")
    total = one.reading.fields.total
    assert total is not None
    assert (total.value, total.how, total.page, total.text) == (Decimal("4272.00"), "e-invoice", 1, "4.272,00")
    (letter,) = decision.letters
    assert len(letter.context["invoices"]) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param(
            {"account": (50, 400, "Betales til reg.nr. 5678 konto 0087654321")}, "payment", id="another account"
        ),
        pytest.param({"account": None}, "payment", id="no account"),
        pytest.param(
            {"amount": (450, 340, "5.272,00"), "sum": (450, 300, "5.272,00"), "vat amount": (450, 355, "1.054,40")},
            "total",
            id="another amount",
        ),
        pytest.param({"due": (50, 180, "Forfaldsdato: 01-05-2026")}, "due_date", id="another day to pay by"),
        pytest.param({"number": (50, 150, "Fakturanr.: 1099")}, "invoice_number", id="another number"),
        pytest.param({"cvr": (50, 90, "CVR-nr. 13585628")}, "cvr", id="another firm"),
        pytest.param(
            {"network": (50, 240, "Kvalitetsnetværk Aarhus Nord, møde 12. marts 2026")}, "network", id="another network"
        ),
        pytest.param({"title": (50, 130, "KREDITNOTA")}, "kind", id="a credit note"),
    ],
)
def test_a_page_that_says_otherwise_is_for_a_person(
    changes: dict[str, tuple[int, int, str] | None], field: str
) -> None:
    decision = decide(XML, ("1042.pdf", pdf(changes)))
    one = judged(decision)
    assert one.verdict == "review"
    assert "einvoice_differs" in {f.code for f in one.findings}
    assert [d.field for d in one.reading.differences] == [field]


def test_what_only_the_page_says_is_taken_from_it() -> None:
    decision = decide(("1042.xml", Sample(notes=(), contact="").ubl().encode()), ("1042.pdf", pdf()))
    one = judged(decision)
    assert (one.verdict, one.reading.method, one.reading.network_id) == ("accepted", "mixed", "FYS-041")
    assert one.reading.fields.coordinator is not None


def test_two_invoices_are_two() -> None:
    other = Sample(
        number="2000",
        notes=("Kvalitetsnetværk Aarhus Midt, møde den 10. juni 2026",),
        payable="100.00",
        gross="100.00",
        net="80.00",
        vat="20.00",
    )
    decision = decide(XML, ("2000.xml", other.ubl().encode()), ("1042.pdf", pdf()))
    assert [d.verdict is not None for d in decision.documents] == [True, True, False]


def test_terms_and_a_menu_beside_it_are_no_pages() -> None:
    menu = pdf(dict.fromkeys(PAGE) | {"title": (50, 130, "MENU"), "food": (50, 160, "Tarteletter og is")})
    decision = decide(XML, ("menu.pdf", menu))
    assert (decision.verdict, judged(decision).reading.differences) == ("accepted", ())


@pytest.mark.parametrize(
    ("sample", "code"),
    [
        pytest.param(Sample(due="2026-03-28"), "due_date_too_soon", id="one day short"),
        pytest.param(Sample(net="3000.00"), "amounts_inconsistent", id="net and VAT do not make the total"),
        pytest.param(
            Sample(line="Middag", more={"line": "<cbc:Note>x</cbc:Note>"}, payable="4372.00"),
            "amounts_inconsistent",
            id="more to pay than net and VAT",
        ),
        pytest.param(Sample(payable="4272.90"), None, id="within OIOUBL's own tolerance"),
        pytest.param(Sample(payable="4274.00"), "amounts_inconsistent", id="beyond it"),
        pytest.param(Sample(currency="EUR"), "currency_not_dkk", id="another currency"),
        pytest.param(Sample(means=()), "payment_missing", id="no way to pay"),
        pytest.param(
            Sample(means=(BANK_OIOUBL.replace("1234", "12"),)), "payment_invalid", id="half a registration number"
        ),
        pytest.param(Sample(notes=()), "network_missing", id="no network"),
        pytest.param(Sample(type_code="389"), "doubtful", id="issued by the buyer"),
    ],
)
def test_the_rules_are_asked_of_what_is_stated(sample: Sample, code: str | None) -> None:
    assert codes(decide(("1042.xml", sample.ubl().encode()))) >= ({code} if code else set())
    assert (decide(("1042.xml", sample.ubl().encode())).verdict == "accepted") is (code is None)


def test_a_credit_note_has_no_verdict() -> None:
    note = Sample(root="CreditNote", type_code="381").ubl().encode()
    decision = decide(("kreditnota.xml", note))
    assert (decision.verdict, decision.documents[0].reading.kind) == (None, "credit_note")


def test_a_reminder_is_shown_to_staff_at_once() -> None:
    reminder = Sample(root="Reminder", type_code="Reminder", payable="4372.00").ubl().encode()
    decision = decide(("rykker.xml", reminder))
    assert (decision.verdict, decision.attention, decision.outcome) == (None, ("reminder",), "review")
    assert decision.documents[0].reading.kind == "reminder"


def test_a_credit_note_belongs_to_its_invoice() -> None:
    head = "<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>{}</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>"
    known = filed()
    note = Sample(root="CreditNote", type_code="381", more={"head": head.format(known.invoice_number)}).ubl().encode()
    assert decide(("kreditnota.xml", note)).documents[0].belongs_to == known.invoice_id


def test_the_same_one_again_is_a_duplicate() -> None:
    known = filed()
    again = Sample(number=str(known.invoice_number), payable=str(known.total), gross=str(known.total)).ubl().encode()
    assert "duplicate" in codes(decide(("faktura.xml", again)))


def test_comparing_with_itself_differs_in_nothing() -> None:
    reading = judged(decide(XML)).reading
    assert pairing.against_page(reading, reading, rules().vocabulary["scores"]["einvoice"]).differences == ()


def hybrid(page: bytes, *xml: str) -> bytes:
    """A PDF with files embedded in it, as Factur-X has them."""
    import pypdfium2

    document = pypdfium2.PdfDocument(page)
    for number, content in enumerate(xml):
        file = document.new_attachment("factur-x.xml" if not number else f"bilag-{number}.xml")
        file.set_data(content.encode())
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def with_page(page: bytes) -> bytes:
    """OIOUBL with its PDF inside (BT-125)."""
    data = base64.b64encode(page).decode()
    inside = (
        "<cac:AdditionalDocumentReference><cbc:ID>1042</cbc:ID><cac:Attachment><cbc:EmbeddedDocumentBinaryObject"
        f' mimeCode="application/pdf" filename="1042.pdf">{data}</cbc:EmbeddedDocumentBinaryObject></cac:Attachment>'
        "</cac:AdditionalDocumentReference>"
    )
    return Sample(more={"head": inside}).ubl().encode()


@pytest.mark.parametrize(
    ("file", "method"),
    [
        pytest.param(("faktura.pdf", hybrid(pdf(), Sample().cii())), "cii", id="Factur-X"),
        pytest.param(("faktura.xml", with_page(pdf())), "ubl", id="OIOUBL with its PDF inside"),
    ],
)
def test_one_in_the_other_is_one(file: tuple[str, bytes], method: str) -> None:
    decision = decide(file)
    one = judged(decision)
    assert (decision.verdict, one.attachment, one.reading.method) == ("accepted", file[0], method)
    total = one.reading.fields.total
    assert total is not None
    assert (total.how, total.page, total.text) == ("e-invoice", 1, "4.272,00")


@pytest.mark.parametrize("wrap", [lambda p: ("f.pdf", hybrid(p, Sample().cii())), lambda p: ("f.xml", with_page(p))])
@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"account": (50, 400, "Betales til reg.nr. 5678 konto 0087654321")}, id="another account"),
        pytest.param({"account": None}, id="no account"),
        pytest.param(
            {"amount": (450, 340, "5.272,00"), "sum": (450, 300, "5.272,00"), "vat amount": (450, 355, "1.054,40")},
            id="another amount",
        ),
        pytest.param({"due": (50, 180, "Forfaldsdato: 01-05-2026")}, id="another day"),
        pytest.param({"title": (50, 130, "RYKKER")}, id="a reminder"),
        pytest.param({"number": (50, 150, "Fakturanr.: 7001")}, id="another number"),
    ],
)
def test_a_page_inside_or_around_that_says_otherwise_is_for_a_person(
    wrap: Callable[[bytes], tuple[str, bytes]], changes: dict[str, tuple[int, int, str] | None]
) -> None:
    decision = decide(wrap(pdf(changes)))
    assert decision.verdict == "review"
    assert "einvoice_differs" in codes(decision)


@pytest.mark.parametrize(
    "inside",
    [
        pytest.param((XML, ("1042.pdf", pdf())), id="beside each other"),
        pytest.param((("faktura.pdf", hybrid(pdf(), Sample().cii())),), id="one in the other"),
    ],
)
def test_in_an_archive_of_the_same_name(inside: tuple[tuple[str, bytes], ...]) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in inside:
            archive.writestr(name, content)
    decision = decide((inside[0][0].rpartition(".")[0] + ".zip", packed.getvalue()))
    assert (decision.verdict, codes(decision)) == ("accepted", set())


@pytest.mark.parametrize(
    "over",
    [
        pytest.param((400, "Betales til reg.nr. 5678 konto 0087654321"), id="another account"),
        pytest.param((340, "At betale i alt DKK                 100,00"), id="another amount"),
    ],
)
def test_what_is_painted_over_is_not_what_the_page_says(over: tuple[int, str]) -> None:
    assert decide(("f.pdf", hybrid(pdf(over=over), Sample().cii()))).verdict == "review"
    assert decide(XML, ("1042.pdf", pdf(over=over))).verdict == "review"


def test_a_page_that_says_nothing_bears_nothing_out() -> None:
    menu = pdf(dict.fromkeys(PAGE) | {"title": (50, 130, "MENU")})
    assert decide(("f.pdf", hybrid(menu, Sample().cii()))).verdict == "review"
    assert decide(("f.pdf", hybrid(pdf(dict.fromkeys(PAGE)), Sample().cii()))).verdict == "review"


def test_what_lies_in_a_page_and_is_no_invoice_changes_nothing() -> None:
    assert decide(("f.pdf", hybrid(pdf(), "<?xml version='1.0'?><order/>"))).verdict == "accepted"


def test_two_e_invoices_in_one_page() -> None:
    decision = decide(("f.pdf", hybrid(pdf(), Sample().cii(), Sample(number="2000", payable="1.00").cii())))
    assert decision.verdict == "review"


@pytest.mark.parametrize("seed", range(60))
def test_whatever_is_changed_nothing_else_than_what_is_stated_is_accepted(seed: int) -> None:
    """Elements lost, doubled and filled with other things: what is accepted is what the file says, once."""
    chance = random.Random(seed)
    text = chance.choice([Sample().ubl(), Sample(profile=PEPPOL, means=(BANK, FIK)).ubl(), Sample().cii()])
    for _ in range(chance.randint(1, 4)):
        leaves = list(re.finditer(r"<((?:\w+:)?\w+)(?:\s[^>]*)?>([^<]*)</\1>", text))
        leaf, other = chance.choice(leaves), chance.choice(leaves)
        match chance.randrange(4):
            case 0:
                text = text[: leaf.start()] + text[leaf.end() :]
            case 1:
                text = text[: leaf.end()] + other.group() + text[leaf.end() :]
            case 2:
                text = text[: leaf.start(2)] + other.group(2) + text[leaf.end(2) :]
            case _:
                text = text[: leaf.start(2)] + chance.choice(ODD) + text[leaf.end(2) :]
    decision = decide(("f.xml", text.encode()))
    for document in decision.documents:
        if document.verdict != "accepted":
            continue
        fields = document.reading.fields
        assert fields.total is not None
        assert fields.payment is not None
        stated = re.findall(r"<\w+:(?:Due)?PayableAmount(?:\s[^>]*)?>([^<]*)<", text)
        assert {Decimal(amount) for amount in stated} == {fields.total.value}
        assert re.sub(r"\D", "", fields.payment.text)[-8:] in re.sub(r"[^0-9<]", "", text)


#: What an element may hold that it should not.
ODD = (
    "",
    "-1",
    "NaN",
    "1e9",
    "2026-02-30",
    "99999999999999999999",
    "½",
    "1,5",
    "71#",
    "+71&lt;",
    "010190-2476",
    "٣",
    " ",
)


def test_of_several_ways_to_pay_the_one_that_the_page_names() -> None:
    both = Sample(means=(FIK_OIOUBL, BANK_OIOUBL)).ubl().encode()
    payment = judged(decide(("1042.xml", both), ("1042.pdf", pdf()))).reading.fields.payment
    assert payment is not None
    assert payment.value.key == "dk:1234:0012345678"
    assert decide(("1042.xml", both), ("1042.pdf", pdf())).verdict == "accepted"
    other = pdf({"account": (50, 400, "Betales til reg.nr. 5678 konto 0087654321")})
    assert decide(("1042.xml", both), ("1042.pdf", other)).verdict == "review"


def test_a_number_with_letters_before_it_is_the_same_number() -> None:
    page = pdf({"number": (50, 150, "Fakturanr.: F-1042")})
    assert decide(XML, ("1042.pdf", page)).verdict == "accepted"


@pytest.mark.parametrize(
    ("price", "sum_", "accepted"),
    [
        pytest.param("427.20", "3417.60", True, id="as stated"),
        pytest.param("437.20", "3497.60", False, id="the line is more than the net"),
        pytest.param("417.20", "3337.60", False, id="the line is less than the net"),
        pytest.param("427.25", "3418.00", True, id="within OIOUBL's tolerance"),
    ],
)
def test_stated_lines_must_add_up(price: str, sum_: str, accepted: bool) -> None:
    text = Sample().ubl()
    line = text.index("<cac:InvoiceLine>")
    text = text[:line] + text[line:].replace("3417.60", sum_).replace("427.20", price)
    decision = decide(("f.xml", text.encode()))
    assert (decision.verdict == "accepted", "amounts_inconsistent" in codes(decision)) == (accepted, not accepted)
