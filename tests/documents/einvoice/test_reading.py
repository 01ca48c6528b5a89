# ruff: noqa: E501 - XML is written here as senders write it
"""What each syntax states comes out as it is stated, traps and all; what is only said in words is found in them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.model.invoice import InvoiceReading
from bot.model.payment import Account, Fik, Giro, Iban, NemKonto
from tests.documents.einvoice.samples import BANK, BANK_OIOUBL, FIK, FIK_OIOUBL, IBAN, OIOUBL3, PEPPOL, Sample
from tests.documents.fields.paper import read_all, values
from tests.documents.unprotected import read_document

ACCOUNT = Account("1234", "0012345678")
PAID_IBAN = Iban("DK5912340012345678", "DABADKKK")
SLIP = Fik("71", "000000000010421", "81234567")
TRUTH = {
    "network": "Kvalitetsnetværk Aarhus Midt", "coordinator": "Mette Holm Sørensen", "meeting_date": date(2026, 3, 12),
    "invoice_number": "1042", "invoice_date": date(2026, 3, 13), "due_date": date(2026, 4, 12),
    "supplier": "Restaurant Møllen ApS", "cvr": "12345674", "total": Decimal("4272.00"), "vat": Decimal("854.40"),
    "currency": "DKK",
}  # fmt: skip


def read(xml: str | bytes) -> InvoiceReading:
    content = xml.encode() if isinstance(xml, str) else xml
    (reading,) = read_all(read_document(content, "faktura.bin"))
    return reading


@pytest.mark.parametrize(
    ("xml", "method", "payment"),
    [
        pytest.param(Sample().ubl(), "ubl", ACCOUNT, id="OIOUBL 2.1, bank"),
        pytest.param(Sample(profile="OIOUBL-2.02", means=(FIK_OIOUBL,)).ubl(), "ubl", SLIP, id="OIOUBL 2.02, FIK"),
        pytest.param(Sample(profile=OIOUBL3, means=(BANK,)).ubl(), "ubl", ACCOUNT, id="OIOUBL 3"),
        pytest.param(Sample(profile=PEPPOL, means=(IBAN,)).ubl(), "ubl", PAID_IBAN, id="Peppol BIS 3, IBAN"),
        pytest.param(Sample(profile=PEPPOL, means=(FIK,)).ubl(), "ubl", SLIP, id="Peppol BIS 3, FIK"),
        pytest.param(Sample(profile="", means=(BANK,)).ubl(), "ubl", ACCOUNT, id="plain UBL"),
        pytest.param(Sample().cii(), "cii", Iban("DK5912340012345678"), id="CII"),
    ],
)
def test_every_syntax(xml: str, method: str, payment: Any) -> None:
    reading = read(xml)
    found = values(reading)
    found.pop("participants", None)
    assert found == TRUTH | {"payment": payment}
    assert (reading.kind, reading.method, reading.network_id, reading.doubts) == ("invoice", method, "FYS-1", ())
    assert all(f.page is None and f.box is None for _, f in reading.fields.found())
    stated = {"invoice_number", "invoice_date", "due_date", "supplier", "cvr", "total", "vat", "currency", "payment"}
    assert all(f.how == "e-invoice" and f.confidence >= 0.99 for n, f in reading.fields.found() if n in stated)


@pytest.mark.parametrize(
    ("profile", "net"),
    [
        pytest.param("OIOUBL-2.1", Decimal("3417.60"), id="OIOUBL's TaxExclusiveAmount is the VAT"),
        pytest.param(PEPPOL, Decimal("3417.60"), id="Peppol's is the net"),
        pytest.param(OIOUBL3, Decimal("3417.60"), id="OIOUBL 3's is the net"),
    ],
)
def test_the_net(profile: str, net: Decimal) -> None:
    amounts = read(Sample(profile=profile, means=(BANK,)).ubl()).amounts
    assert (amounts.net, amounts.vat, amounts.gross, amounts.payable) == (
        net, Decimal("854.40"), Decimal("4272.00"), Decimal("4272.00"),
    )  # fmt: skip
    assert [(line.amount, line.quantity, line.unit_price) for line in amounts.lines] == [
        (net, Decimal(8), Decimal("427.20"))
    ]


GIRO = (
    "<cbc:PaymentMeansCode>50</cbc:PaymentMeansCode>{{due}}<cbc:PaymentChannelCode>DK:GIRO</cbc:PaymentChannelCode>"
    "{id}<cbc:PaymentID>{card}</cbc:PaymentID><cac:PayeeFinancialAccount><cbc:ID>1234567</cbc:ID></cac:PayeeFinancialAccount>"
)
PEPPOL_GIRO = (
    "<cbc:PaymentMeansCode>50</cbc:PaymentMeansCode>{due}<cbc:PaymentID>04#0000000001234566</cbc:PaymentID>"
    "<cac:PayeeFinancialAccount><cbc:ID>1234567</cbc:ID></cac:PayeeFinancialAccount>"
)


def account(code: str, number: str, branch: str = "", more: str = "") -> str:
    inside = (
        f"<cac:FinancialInstitutionBranch><cbc:ID>{branch}</cbc:ID></cac:FinancialInstitutionBranch>" if branch else ""
    )
    return (
        f"<cbc:PaymentMeansCode>{code}</cbc:PaymentMeansCode>{{due}}{more}"
        f"<cac:PayeeFinancialAccount><cbc:ID>{number}</cbc:ID>{inside}</cac:PayeeFinancialAccount>"
    )


@pytest.mark.parametrize(
    ("inside", "payment"),
    [
        pytest.param(account("42", "0012345678", "1234"), ACCOUNT, id="42, account and registration number"),
        pytest.param(account("42", "12345678", "1234"), Account("1234", "12345678"), id="a short account"),
        pytest.param(account("30", "12340012345678"), ACCOUNT, id="30, both in one"),
        pytest.param(account("30", "1234-0012345678"), ACCOUNT, id="both in one, with a hyphen"),
        pytest.param(account("31", "DK5912340012345678", "DABADKKK"), PAID_IBAN, id="31, IBAN and BIC"),
        pytest.param(account("30", "dk59 1234 0012 3456 78"), Iban("DK5912340012345678"), id="IBAN with spaces"),
        pytest.param(account("1", "12340012345678"), ACCOUNT, id="1, not said what it is"),
        pytest.param(
            account("58", "DE02120300000000202051", "BYLADEM1001"),
            Iban("DE02120300000000202051", "BYLADEM1001"),
            id="German IBAN",
        ),
        pytest.param(
            account("42", "0012345678"), Account("", "0012345678"), id="no registration number: shown as invalid"
        ),
        pytest.param(FIK_OIOUBL.replace("000000000010421", "10421"), SLIP, id="FIK, zeros of the ID left out"),
        pytest.param(
            FIK.replace("71#000000000010421", "+71&lt;000000000010421+81234567&lt;"), SLIP, id="FIK as a code line"
        ),
        pytest.param(FIK.replace("71#000000000010421", "000000000010421"), SLIP, id="FIK, the card left out"),
        pytest.param(
            FIK.replace("71#000000000010421", "73#Faktura 1042"), Fik("73", None, "81234567"), id="FIK 73 with a text"
        ),
        pytest.param(FIK.replace(">93<", ">30<"), SLIP, id="FIK under code 30"),
        pytest.param(GIRO.format(card="01", id=""), Giro("01", None, "1234567"), id="giro 01"),
        pytest.param(
            GIRO.format(card="04", id="<cbc:InstructionID>0000000001234566</cbc:InstructionID>"),
            Giro("04", "0000000001234566", "1234567"),
            id="giro 04",
        ),
        pytest.param(PEPPOL_GIRO, Giro("04", "0000000001234566", "1234567"), id="Peppol giro"),
        pytest.param(
            "<cbc:PaymentMeansCode>97</cbc:PaymentMeansCode>{due}<cbc:PaymentChannelCode>DK:NEMKONTO</cbc:PaymentChannelCode>",
            NemKonto(),
            id="NemKonto",
        ),
        pytest.param("<cbc:PaymentMeansCode>97</cbc:PaymentMeansCode>{due}", NemKonto(), id="Peppol NemKonto"),
        pytest.param("<cbc:PaymentMeansCode>10</cbc:PaymentMeansCode>{due}", None, id="cash"),
        pytest.param("<cbc:PaymentMeansCode>48</cbc:PaymentMeansCode>{due}", None, id="card"),
    ],
)
@pytest.mark.parametrize("profile", ["OIOUBL-2.1", PEPPOL])
def test_ways_to_pay(profile: str, inside: str, payment: Any) -> None:
    reading = read(Sample(profile=profile, means=(inside,)).ubl())
    assert (reading.fields.payment.value if reading.fields.payment else None) == payment
    assert reading.fields.due_date is not None
    assert reading.fields.due_date.value == date(2026, 4, 12)


def test_several_ways_to_pay() -> None:
    reading = read(Sample(means=(account("58", "DE02120300000000202051"), FIK_OIOUBL, BANK_OIOUBL)).ubl())
    assert reading.fields.payment is not None
    assert reading.fields.payment.value == SLIP
    assert [f.value for f in reading.other_payments] == [Iban("DE02120300000000202051"), ACCOUNT]
    assert reading.doubts == ()


CII_MEANS = "<ram:TypeCode>{code}</ram:TypeCode><ram:PayeePartyCreditorFinancialAccount><ram:{name}>{number}</ram:{name}></ram:PayeePartyCreditorFinancialAccount>"
CII_BANK = (
    CII_MEANS
    + "<ram:PayeeSpecifiedCreditorFinancialInstitution><ram:BICID>{bank}</ram:BICID></ram:PayeeSpecifiedCreditorFinancialInstitution>"
)


@pytest.mark.parametrize(
    ("inside", "reference", "payment"),
    [
        pytest.param(
            CII_BANK.format(code=42, name="ProprietaryID", number="0012345678", bank="1234"), "", ACCOUNT, id="bank"
        ),
        pytest.param(
            CII_MEANS.format(code=93, name="ProprietaryID", number="81234567"), "71#000000000010421", SLIP, id="FIK"
        ),
        pytest.param(
            CII_MEANS.format(code=50, name="ProprietaryID", number="1234567"),
            "01#tekst",
            Giro("01", None, "1234567"),
            id="giro",
        ),
        pytest.param(
            CII_BANK.format(code=58, name="IBANID", number="DK5912340012345678", bank="DABADKKK"),
            "1042",
            PAID_IBAN,
            id="IBAN",
        ),
        pytest.param("<ram:TypeCode>97</ram:TypeCode>", "", NemKonto(), id="NemKonto"),
    ],
)
def test_ways_to_pay_in_cii(inside: str, reference: str, payment: Any) -> None:
    more = {"reference": f"<ram:PaymentReference>{reference}</ram:PaymentReference>"} if reference else {}
    reading = read(Sample(more=more).cii(inside))
    assert reading.fields.payment is not None
    assert reading.fields.payment.value == payment


@pytest.mark.parametrize(
    ("sample", "doubt"),
    [
        pytest.param(
            Sample(means=(BANK_OIOUBL, BANK_OIOUBL.replace("0012345678", "99"))), "several_accounts", id="two accounts"
        ),
        pytest.param(
            Sample(notes=("Netværk Aarhus Midt, ny konto: reg. 9999 konto 0099999999",)),
            "several_accounts",
            id="another account in the words",
        ),
        pytest.param(
            Sample(
                means=(BANK_OIOUBL, FIK_OIOUBL.replace("{due}", "<cbc:PaymentDueDate>2026-05-01</cbc:PaymentDueDate>"))
            ),
            None,
            id="two days to pay by",
        ),
        pytest.param(Sample(type_code="389"), "self_billed", id="issued by the buyer"),
        pytest.param(Sample(type_code="751"), "not_to_be_paid", id="for the books only"),
        pytest.param(Sample(type_code="325"), "draft", id="proforma"),
        pytest.param(Sample(type_code="999"), "unknown_type", id="a type nobody knows"),
        pytest.param(Sample(payable="-4272.00"), "negative_invoice", id="less than nothing to pay"),
        pytest.param(Sample(payable="fire tusind"), "bad_value", id="an amount in words"),
        pytest.param(Sample(issued="13-03-2026"), "bad_value", id="a day written in Danish"),
        pytest.param(
            Sample(more={"totals": '<cbc:PayableAmount currencyID="DKK">1.00</cbc:PayableAmount>'}),
            None,
            id="two amounts to pay",
        ),
        pytest.param(
            Sample(
                more={
                    "head": "<cac:PayeeParty><cac:PartyName><cbc:Name>Inkasso A/S</cbc:Name></cac:PartyName></cac:PayeeParty>"
                }
            ),
            "other_payee",
            id="paid to somebody else",
        ),
        pytest.param(Sample(type_code="393"), "other_payee", id="a claim that was sold"),
        pytest.param(
            Sample(means=(BANK_OIOUBL.replace("</cbc:ID>", "</cbc:ID><cbc:Name>Jens Hansen</cbc:Name>", 1),)),
            "other_payee",
            id="the account's holder is another",
        ),
        pytest.param(
            Sample(more={"head": "<cbc:PaymentCurrencyCode>EUR</cbc:PaymentCurrencyCode>"}),
            "mixed_currencies",
            id="to be paid in another currency",
        ),
        pytest.param(
            replace(Sample(), notes=("Netværk Aarhus Midt. Vi har skiftet bank",)), "new_account", id="a new bank"
        ),
        pytest.param(
            Sample(means=("<cbc:PaymentMeansCode>49</cbc:PaymentMeansCode>{due}",)), "paid_otherwise", id="direct debit"
        ),
    ],
)
def test_what_a_person_must_see(sample: Sample, doubt: str | None) -> None:
    reading = read(sample.ubl())
    doubts = {*reading.doubts, *(d for _, f in reading.fields.found() for d in f.doubts)}
    assert (doubt or "contradicted") in doubts


@pytest.mark.parametrize(
    ("xml", "kind", "preceding"),
    [
        pytest.param(
            Sample(
                root="CreditNote",
                type_code="381",
                more={
                    "head": "<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>1041</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>"
                },
            ).ubl(),
            "credit_note",
            "1041",
            id="credit note",
        ),
        pytest.param(Sample(type_code="381").ubl(), "credit_note", None, id="credit note under the root of an invoice"),
        pytest.param(
            Sample(
                type_code="381",
                more={
                    "settlement": "<ram:InvoiceReferencedDocument><ram:IssuerAssignedID>1041</ram:IssuerAssignedID></ram:InvoiceReferencedDocument>"
                },
            ).cii(),
            "credit_note",
            "1041",
            id="CII",
        ),
        pytest.param(Sample(root="Reminder", type_code="Reminder").ubl(), "reminder", None, id="OIOUBL reminder"),
        pytest.param(Sample(type_code="384").ubl(), "invoice", None, id="corrected invoice"),
        pytest.param(Sample(type_code="386").ubl(), "invoice", None, id="prepayment invoice"),
        pytest.param(Sample(type_code="326").ubl(), "invoice", None, id="partial invoice"),
    ],
)
def test_kinds(xml: str, kind: str, preceding: str | None) -> None:
    reading = read(xml)
    assert reading.kind == kind
    assert (reading.preceding_invoice.value if reading.preceding_invoice else None) == preceding
    assert reading.fields.due_date is not None
    assert reading.fields.due_date.value == date(2026, 4, 12)


def test_a_deposit_and_rounding() -> None:
    totals = '<cbc:PrepaidAmount currencyID="DKK">1000.00</cbc:PrepaidAmount><cbc:PayableRoundingAmount currencyID="DKK">0.25</cbc:PayableRoundingAmount>'
    reading = read(Sample(payable="3272.25", more={"totals": totals}).ubl())
    assert values(reading)["total"] == Decimal("3272.25")
    assert (reading.amounts.prepaid, reading.amounts.rounding) == (Decimal("1000.00"), Decimal("0.25"))
    assert not reading.paid


def test_paid_before() -> None:
    totals = '<cbc:PrepaidAmount currencyID="DKK">4272.00</cbc:PrepaidAmount>'
    assert read(Sample(payable="0.00", more={"totals": totals}).ubl()).paid


def test_vat_in_another_currency_is_not_the_vat() -> None:
    head = '<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">114.50</cbc:TaxAmount></cac:TaxTotal>'
    assert values(read(Sample(profile=PEPPOL, means=(BANK,), more={"head": head}).ubl()))["vat"] == Decimal("854.40")


DELIVERED = "<cac:Delivery><cbc:ActualDeliveryDate>{}</cbc:ActualDeliveryDate></cac:Delivery>"
PERIOD = "<cac:InvoicePeriod><cbc:StartDate>{}</cbc:StartDate><cbc:EndDate>{}</cbc:EndDate></cac:InvoicePeriod>"


@pytest.mark.parametrize(
    ("more", "issued", "line", "day"),
    [
        pytest.param(
            {"delivery": DELIVERED.format("2026-03-12")},
            "2026-03-13",
            "Middag",
            date(2026, 3, 12),
            id="delivered on the day of a booked meeting",
        ),
        pytest.param(
            {"delivery": DELIVERED.format("2026-03-12")},
            "2026-03-12",
            "Middag",
            date(2026, 3, 12),
            id="booked, and invoiced on the same day",
        ),
        pytest.param(
            {"delivery": DELIVERED.format("2026-03-10")},
            "2026-03-13",
            "Middag",
            date(2026, 3, 10),
            id="not booked, another day than that of issue",
        ),
        pytest.param(
            {"delivery": DELIVERED.format("2026-03-13")},
            "2026-03-13",
            "Middag",
            None,
            id="filled in by a program: the day of issue",
        ),
        pytest.param(
            {"delivery": DELIVERED.format("2026-03-13")},
            "2026-03-13",
            "Mødet den 12/3-2026",
            date(2026, 3, 12),
            id="words say another day",
        ),
        pytest.param(
            {"head": PERIOD.format("2026-03-12", "2026-03-12")},
            "2026-03-13",
            "Middag",
            date(2026, 3, 12),
            id="a period of one day",
        ),
        pytest.param(
            {"head": PERIOD.format("2026-03-01", "2026-03-31")},
            "2026-03-31",
            "Middag",
            date(2026, 3, 12),
            id="a period around the one booked meeting",
        ),
        pytest.param(
            {"head": PERIOD.format("2026-04-01", "2026-04-30")},
            "2026-03-31",
            "Middag",
            None,
            id="a period without a meeting",
        ),
        pytest.param({}, "2026-03-13", "Middag", None, id="nothing said"),
    ],
)
def test_the_day_of_the_meeting(more: dict[str, str], issued: str, line: str, day: date | None) -> None:
    sample = Sample(notes=("Kvalitetsnetværk Aarhus Midt",), more=more, issued=issued, line=line)
    assert values(read(sample.ubl())).get("meeting_date") == day


def test_terms_where_no_day_is_stated() -> None:
    terms = {"terms": "<cac:PaymentTerms><cbc:Note>Netto 30 dage</cbc:Note></cac:PaymentTerms>"}
    reading = read(Sample(due="", more=terms).ubl())
    assert values(reading)["due_date"] == date(2026, 4, 12)
    assert reading.due_date_from_terms


def test_heads_by_their_unit() -> None:
    assert values(read(Sample().cii()))["participants"] == 8


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("<Envelope>", "</Envelope>", id="some envelope"),
        pytest.param(
            '<?xml version="1.0"?><sh:StandardBusinessDocument xmlns:sh="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader">'
            "<sh:StandardBusinessDocumentHeader/>",
            "</sh:StandardBusinessDocument>",
            id="StandardBusinessDocument",
        ),
    ],
)
def test_several_invoices_in_one_envelope(before: str, after: str) -> None:
    inside = "".join(Sample(number=number).ubl().partition("?>")[2] for number in ("1042", "1043"))
    readings = read_all(read_document(f"{before}{inside}{after}".encode(), "to.xml"))
    assert [(r.part, values(r)["invoice_number"]) for r in readings] == [(1, "1042"), (2, "1043")]
