# ruff: noqa: E501 - XML is written here as senders write it
"""Electronic invoices made for tests: invented firms and people, in every syntax that we read. Not the reader's own paths: the
XML is written out as senders write it.
"""

from dataclasses import dataclass, field
from xml.sax.saxutils import escape

_UBL = "urn:oasis:names:specification:ubl:schema:xsd"
OIOUBL = "OIOUBL-2.1"
OIOUBL3 = "urn:fdc:oioubl.dk:trns:billing:invoice:3.0"
PEPPOL = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
#: Reg. 1234, konto 0012345678, and the same as an IBAN.
BANK_OIOUBL = (
    "<cbc:PaymentMeansCode>42</cbc:PaymentMeansCode>{due}<cbc:PaymentChannelCode>DK:BANK</cbc:PaymentChannelCode>"
    "<cac:PayeeFinancialAccount><cbc:ID>0012345678</cbc:ID><cac:FinancialInstitutionBranch><cbc:ID>1234</cbc:ID>"
    "</cac:FinancialInstitutionBranch></cac:PayeeFinancialAccount>"
)
BANK = BANK_OIOUBL.replace("<cbc:PaymentChannelCode>DK:BANK</cbc:PaymentChannelCode>", "")
IBAN = (
    "<cbc:PaymentMeansCode>58</cbc:PaymentMeansCode>{due}<cac:PayeeFinancialAccount><cbc:ID>DK59 1234 0012 3456 78</cbc:ID>"
    "<cac:FinancialInstitutionBranch><cbc:ID>DABADKKK</cbc:ID></cac:FinancialInstitutionBranch></cac:PayeeFinancialAccount>"
)
FIK_OIOUBL = (
    "<cbc:PaymentMeansCode>93</cbc:PaymentMeansCode>{due}<cbc:PaymentChannelCode>DK:FIK</cbc:PaymentChannelCode>"
    "<cbc:InstructionID>000000000010421</cbc:InstructionID><cbc:PaymentID>71</cbc:PaymentID>"
    "<cac:CreditAccount><cbc:AccountID>81234567</cbc:AccountID></cac:CreditAccount>"
)
FIK = (
    "<cbc:PaymentMeansCode>93</cbc:PaymentMeansCode>{due}<cbc:PaymentID>71#000000000010421</cbc:PaymentID>"
    "<cac:PayeeFinancialAccount><cbc:ID>81234567</cbc:ID></cac:PayeeFinancialAccount>"
)


@dataclass(frozen=True)
class Sample:
    """One invoice. ``means`` are the insides of ``PaymentMeans``, with ``{due}`` where its day goes."""

    profile: str = OIOUBL
    root: str = "Invoice"
    number: str = "1042"
    issued: str = "2026-03-13"
    due: str = "2026-04-12"
    type_code: str = "380"
    currency: str = "DKK"
    notes: tuple[str, ...] = ("Kvalitetsnetværk Aarhus Midt, møde den 12. marts 2026",)
    contact: str = "Mette Holm"
    means: tuple[str, ...] = (BANK_OIOUBL,)
    net: str = "3417.60"
    vat: str = "854.40"
    gross: str = "4272.00"
    payable: str = "4272.00"
    line: str = "Middag"
    #: More elements, by where they go: "head" after the currency, "customer" in the buyer's party, "delivery", "totals".
    more: dict[str, str] = field(default_factory=dict)

    @property
    def is_oioubl2(self) -> bool:
        return self.profile.startswith("OIOUBL-2")

    def ubl(self) -> str:
        due_in_root = "" if self.is_oioubl2 or self.root != "Invoice" else f"<cbc:DueDate>{self.due}</cbc:DueDate>"
        due = "" if due_in_root or not self.due else f"<cbc:PaymentDueDate>{self.due}</cbc:PaymentDueDate>"
        means = "".join(f"<cac:PaymentMeans>{m.replace('{due}', due)}</cac:PaymentMeans>" for m in self.means)
        quantity = "CreditedQuantity" if self.root == "CreditNote" else "InvoicedQuantity"
        return f"""<?xml version="1.0" encoding="UTF-8"?>
<{self.root} xmlns="{_UBL}:{self.root}-2" xmlns:cac="{_UBL}:CommonAggregateComponents-2" xmlns:cbc="{_UBL}:CommonBasicComponents-2">
<cbc:CustomizationID>{self.profile}</cbc:CustomizationID><cbc:ID>{self.number}</cbc:ID>
<cbc:IssueDate>{self.issued}</cbc:IssueDate>{due_in_root if self.due else ""}
<cbc:{self.root}TypeCode>{self.type_code}</cbc:{self.root}TypeCode>
{"".join(f"<cbc:Note>{escape(n)}</cbc:Note>" for n in self.notes)}<cbc:DocumentCurrencyCode>{self.currency}</cbc:DocumentCurrencyCode>
{self.more.get("head", "")}
<cac:AccountingSupplierParty><cac:Party><cbc:EndpointID schemeID="DK:CVR">DK12345674</cbc:EndpointID>
<cac:PartyName><cbc:Name>Restaurant Møllen</cbc:Name></cac:PartyName><cac:PostalAddress><cac:Country>
<cbc:IdentificationCode>DK</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
<cac:PartyLegalEntity><cbc:RegistrationName>Restaurant Møllen ApS</cbc:RegistrationName>
<cbc:CompanyID schemeID="DK:CVR">DK12345674</cbc:CompanyID></cac:PartyLegalEntity>
<cac:Contact><cbc:Name>Jens Kok</cbc:Name><cbc:Telephone>86121212</cbc:Telephone></cac:Contact></cac:Party></cac:AccountingSupplierParty>
<cac:AccountingCustomerParty><cac:Party>{self.more.get("customer", "")}<cac:PartyName><cbc:Name>EKM</cbc:Name></cac:PartyName>
<cac:Contact><cbc:ID>n/a</cbc:ID><cbc:Name>{escape(self.contact)}</cbc:Name></cac:Contact></cac:Party></cac:AccountingCustomerParty>
{self.more.get("delivery", "")}{means}{self.more.get("terms", "")}
<cac:TaxTotal><cbc:TaxAmount currencyID="{self.currency}">{self.vat}</cbc:TaxAmount><cac:TaxSubtotal>
<cbc:TaxableAmount currencyID="{self.currency}">{self.net}</cbc:TaxableAmount><cbc:TaxAmount currencyID="{self.currency}">{self.vat}</cbc:TaxAmount>
<cac:TaxCategory><cac:TaxScheme><cbc:ID>{"63" if self.is_oioubl2 else "VAT"}</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="{self.currency}">{self.net}</cbc:LineExtensionAmount>
<cbc:TaxExclusiveAmount currencyID="{self.currency}">{self.vat if self.is_oioubl2 else self.net}</cbc:TaxExclusiveAmount>
<cbc:TaxInclusiveAmount currencyID="{self.currency}">{self.gross}</cbc:TaxInclusiveAmount>{self.more.get("totals", "")}
<cbc:PayableAmount currencyID="{self.currency}">{self.payable}</cbc:PayableAmount></cac:LegalMonetaryTotal>
<cac:{self.root}Line><cbc:ID>1</cbc:ID><cbc:{quantity} unitCode="EA">8</cbc:{quantity}>
<cbc:LineExtensionAmount currencyID="{self.currency}">{self.net}</cbc:LineExtensionAmount>{self.more.get("line", "")}
<cac:Item><cbc:Name>{escape(self.line)}</cbc:Name></cac:Item><cac:Price><cbc:PriceAmount currencyID="{self.currency}">427.20</cbc:PriceAmount></cac:Price>
</cac:{self.root}Line></{self.root}>"""

    def cii(self, means: str = "") -> str:
        """As Factur-X EN 16931. ``means``: the insides of ``SpecifiedTradeSettlementPaymentMeans``."""
        means = means or (
            "<ram:TypeCode>58</ram:TypeCode><ram:PayeePartyCreditorFinancialAccount><ram:IBANID>DK5912340012345678</ram:IBANID>"
            "</ram:PayeePartyCreditorFinancialAccount>"
        )
        due = self.due.replace("-", "")
        return f"""<?xml version='1.0' encoding='UTF-8'?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
 xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
 xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:cen.eu:en16931:2017</ram:ID>
</ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
<rsm:ExchangedDocument><ram:ID>{self.number}</ram:ID><ram:TypeCode>{self.type_code}</ram:TypeCode><ram:IssueDateTime>
<udt:DateTimeString format="102">{self.issued.replace("-", "")}</udt:DateTimeString></ram:IssueDateTime>
{"".join(f"<ram:IncludedNote><ram:Content>{escape(n)}</ram:Content></ram:IncludedNote>" for n in self.notes)}</rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction><ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument><ram:LineID>1</ram:LineID>
</ram:AssociatedDocumentLineDocument><ram:SpecifiedTradeProduct><ram:Name>{escape(self.line)}</ram:Name></ram:SpecifiedTradeProduct>
<ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>427.20</ram:ChargeAmount></ram:NetPriceProductTradePrice>
</ram:SpecifiedLineTradeAgreement><ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="IE">8</ram:BilledQuantity>
</ram:SpecifiedLineTradeDelivery><ram:SpecifiedLineTradeSettlement><ram:SpecifiedTradeSettlementLineMonetarySummation>
<ram:LineTotalAmount>{self.net}</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement>
</ram:IncludedSupplyChainTradeLineItem><ram:ApplicableHeaderTradeAgreement><ram:SellerTradeParty><ram:Name>Restaurant Møllen ApS</ram:Name>
<ram:SpecifiedLegalOrganization><ram:ID schemeID="0184">12345674</ram:ID></ram:SpecifiedLegalOrganization><ram:PostalTradeAddress>
<ram:CountryID>DK</ram:CountryID></ram:PostalTradeAddress><ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">DK12345674</ram:ID>
</ram:SpecifiedTaxRegistration></ram:SellerTradeParty><ram:BuyerTradeParty><ram:Name>EKM</ram:Name><ram:DefinedTradeContact>
<ram:PersonName>{escape(self.contact)}</ram:PersonName></ram:DefinedTradeContact></ram:BuyerTradeParty></ram:ApplicableHeaderTradeAgreement>
<ram:ApplicableHeaderTradeDelivery>{self.more.get("delivery", "")}</ram:ApplicableHeaderTradeDelivery><ram:ApplicableHeaderTradeSettlement>
{self.more.get("reference", "")}<ram:InvoiceCurrencyCode>{self.currency}</ram:InvoiceCurrencyCode>
<ram:SpecifiedTradeSettlementPaymentMeans>{means}</ram:SpecifiedTradeSettlementPaymentMeans>
<ram:SpecifiedTradePaymentTerms>{f'<ram:DueDateDateTime><udt:DateTimeString format="102">{due}</udt:DateTimeString></ram:DueDateDateTime>' if due else ""}
</ram:SpecifiedTradePaymentTerms><ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:LineTotalAmount>{self.net}</ram:LineTotalAmount>
<ram:TaxBasisTotalAmount>{self.net}</ram:TaxBasisTotalAmount><ram:TaxTotalAmount currencyID="{self.currency}">{self.vat}</ram:TaxTotalAmount>
<ram:GrandTotalAmount>{self.gross}</ram:GrandTotalAmount>{self.more.get("totals", "")}<ram:DuePayableAmount>{self.payable}</ram:DuePayableAmount>
</ram:SpecifiedTradeSettlementHeaderMonetarySummation>{self.more.get("settlement", "")}</ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>"""
