"""The UN/CEFACT Cross Industry Invoice (D16B: CII, Factur-X, ZUGFeRD 2, XRechnung) and ZUGFeRD 1 of 2014, whose
elements have other names in the same places.

Source: EN 16931-3-3; Factur-X 1.0.7; ZUGFeRD 1.0 and 2.3. Lines of the profile EXTENDED that only head or explain
others are no lines.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot.documents.einvoice.cii_parties import party
from bot.documents.einvoice.kinds import kind_of
from bot.documents.einvoice.nodes import Node, distinct
from bot.model.einvoice import EInvoice, Instruction, StatedLine, Totals

_DOCUMENT = "ExchangedDocument|HeaderExchangedDocument"
_TRADE = "SupplyChainTradeTransaction|SpecifiedSupplyChainTradeTransaction"
_AGREEMENT = f"{_TRADE}/ApplicableHeaderTradeAgreement|ApplicableSupplyChainTradeAgreement"
_DELIVERY = f"{_TRADE}/ApplicableHeaderTradeDelivery|ApplicableSupplyChainTradeDelivery"
_SETTLEMENT = f"{_TRADE}/ApplicableHeaderTradeSettlement|ApplicableSupplyChainTradeSettlement"
_SUM = f"{_SETTLEMENT}/SpecifiedTradeSettlementHeaderMonetarySummation|SpecifiedTradeSettlementMonetarySummation"
_MOMENT = "DateTimeString|DateTime|DateString"
_SUPPLIED = "ActualDeliverySupplyChainEvent/OccurrenceDateTime"
#: Lines and ways to pay that are read; nothing that is eaten at a meeting has as many.
_MOST_LINES, _MOST_MEANS = 2000, 40


def read(root: Node, name: str) -> EInvoice:
    """Never raises; what can't be read is None, with a doubt that says so."""
    code = root.text(f"{_DOCUMENT}/TypeCode")
    currency = _currency(root)
    totals = _totals(root, currency)
    kind, doubts = kind_of(name, code, totals.payable if totals.payable is not None else totals.gross)
    start, end = _period(root.first(f"{_SETTLEMENT}/BillingSpecifiedPeriod"))
    root.only(f"{_DOCUMENT}/ID", "invoice_number")
    invoice = EInvoice(
        syntax="cii",
        kind=kind,
        profile=root.text(
            "ExchangedDocumentContext|SpecifiedExchangedDocumentContext/GuidelineSpecifiedDocumentContextParameter/ID"
        )
        or "",
        type_code=code,
        number=root.number(f"{_DOCUMENT}/ID"),
        issue_date=root.day(f"{_DOCUMENT}/IssueDateTime/{_MOMENT}", "invoice_date"),
        due_date=_due_date(root),
        terms=root.texts(f"{_SETTLEMENT}/SpecifiedTradePaymentTerms/Description"),
        delivery_date=_delivered(root),
        start=start,
        end=end,
        currency=currency,
        seller=party(root.first(f"{_AGREEMENT}/SellerTradeParty")),
        buyer=party(root.first(f"{_AGREEMENT}/BuyerTradeParty")),
        payee=party(payee) if (payee := root.first(f"{_SETTLEMENT}/PayeeTradeParty")) else None,
        buyer_references=root.texts(f"{_AGREEMENT}/BuyerReference"),
        references=_references(root),
        notes=root.texts(f"{_DOCUMENT}/IncludedNote/Content"),
        instructions=_instructions(root),
        lines=(*_lines(root), *_charges(root)),
        totals=totals,
        preceding=_preceding(root),
    )
    return replace(invoice, doubts=tuple(dict.fromkeys((*root.doubts, *doubts))))


def _currency(root: Node) -> str | None:
    code = (root.text(f"{_SETTLEMENT}/InvoiceCurrencyCode") or "").upper()
    payable = root.first(f"{_SUM}/DuePayableAmount")
    of_amount = ((payable.attribute("currencyID") if payable else None) or "").upper()
    if code and of_amount and code != of_amount:
        root.doubt("mixed_currencies")
    code = code or of_amount
    return code if len(code) == 3 and code.isalpha() and code.isascii() else None


def _totals(root: Node, currency: str | None) -> Totals:
    def of(name: str, field: str) -> Decimal | None:
        return root.amount(f"{_SUM}/{name}", field)

    return Totals(
        lines=of("LineTotalAmount", "net"),
        net=of("TaxBasisTotalAmount", "net") if len(root.all(f"{_SUM}/TaxBasisTotalAmount")) == 1 else None,
        vat=_vat(root, currency),
        gross=of("GrandTotalAmount", "total") if len(root.all(f"{_SUM}/GrandTotalAmount")) == 1 else None,
        prepaid=of("TotalPrepaidAmount", "total"),
        rounding=of("RoundingAmount", "total"),
        payable=of("DuePayableAmount", "total"),
    )


def _vat(root: Node, currency: str | None) -> Decimal | None:
    """BT-110; the same element with another currency is BT-111."""
    found = root.all(f"{_SUM}/TaxTotalAmount")
    ours = [n for n in found if (n.attribute("currencyID") or currency) == currency] or (found if not currency else [])
    values = {n.raw for n in ours}
    if len(values) > 1:
        root.doubt("several_values", "vat")
    return root.as_amount(ours[0], "vat") if ours and ours[0].raw else None


def _due_date(root: Node) -> date | None:
    """BT-9. Several terms with days of their own are instalments: a person looks, and the earliest is named."""
    found = root.days(f"{_SETTLEMENT}/SpecifiedTradePaymentTerms/DueDateDateTime/{_MOMENT}", "due_date")
    if len(found) > 1:
        root.doubt("several_values", "due_date")
    return min(found, default=None)


def _delivered(root: Node) -> date | None:
    found = root.days(f"{_DELIVERY}/{_SUPPLIED}/{_MOMENT}", "delivery_date")
    return found[0] if len(found) == 1 else None


def _period(node: Node | None) -> tuple[date | None, date | None]:
    if node is None:
        return None, None
    return node.day(f"StartDateTime/{_MOMENT}", "period"), node.day(f"EndDateTime/{_MOMENT}", "period")


def _references(root: Node) -> tuple[str, ...]:
    paths = (
        "BuyerOrderReferencedDocument/IssuerAssignedID|ID", "ContractReferencedDocument/IssuerAssignedID|ID",
        "SpecifiedProcuringProject/ID|Name", "BuyerTradeParty/DefinedTradeContact/DepartmentName",
    )  # fmt: skip
    found = [text for path in paths for text in root.texts(f"{_AGREEMENT}/{path}")]
    for reference in root.all(f"{_AGREEMENT}/AdditionalReferencedDocument"):
        if reference.text("TypeCode") != "130" and (reference.text("ReferenceTypeCode") or "").upper() != "ARR":
            found += [*reference.texts("IssuerAssignedID"), *reference.texts("Name")]
    found += root.texts(f"{_SETTLEMENT}/ReceivableSpecifiedTradeAccountingAccount/ID")
    return distinct((*found, *root.texts(f"{_DELIVERY}/ShipToTradeParty/Name")))


def _instructions(root: Node) -> tuple[Instruction, ...]:
    """BT-83 stands once for all of them."""
    payment_id = root.number(f"{_SETTLEMENT}/PaymentReference", "Betalings-ID ")
    found = root.all(f"{_SETTLEMENT}/SpecifiedTradeSettlementPaymentMeans")
    if len(found) > _MOST_MEANS:
        root.doubt("too_many_means")
    return tuple(_instruction(means, payment_id) for means in found[:_MOST_MEANS])


def _instruction(means: Node, payment_id: str | None) -> Instruction:
    code = means.text("TypeCode")
    if code == "97":
        return Instruction("97")
    account, bank = "PayeePartyCreditorFinancialAccount", "PayeeSpecifiedCreditorFinancialInstitution"
    branch = means.number(f"{bank}/BICID|ClearingSystemID|ID|Name", "Reg.nr. ")
    return Instruction(
        code=code,
        payment_id=means.number("ID", "Betalings-ID ") or payment_id,
        account=means.number(f"{account}/IBANID", "Konto ") or means.number(f"{account}/ProprietaryID", "Konto "),
        holder=means.text(f"{account}/AccountName"),
        branch=branch,
        bic=means.number(f"{bank}/BICID", "BIC "),
        notes=means.texts("Information"),
    )


def _lines(root: Node) -> tuple[StatedLine, ...]:
    found = root.all(f"{_TRADE}/IncludedSupplyChainTradeLineItem")[:_MOST_LINES]
    return tuple(line for node in found if (line := _line(node)) is not None)


def _line(node: Node) -> StatedLine | None:
    settled = "SpecifiedLineTradeSettlement|SpecifiedSupplyChainTradeSettlement"
    total = "SpecifiedTradeSettlementLineMonetarySummation|SpecifiedTradeSettlementMonetarySummation"
    amount = node.amount(f"{settled}/{total}/LineTotalAmount", "lines")
    status = node.text("AssociatedDocumentLineDocument/LineStatusReasonCode")
    if amount is None or (status or "").upper() in ("GROUP", "INFORMATION"):
        return None
    delivered = "SpecifiedLineTradeDelivery|SpecifiedSupplyChainTradeDelivery"
    quantity = node.first(f"{delivered}/BilledQuantity")
    start, end = _period(node.first(f"{settled}/BillingSpecifiedPeriod"))
    days = node.days(f"{delivered}/{_SUPPLIED}/{_MOMENT}", "lines")
    day = days[0] if len(days) == 1 else None
    return StatedLine(
        amount=amount,
        name=node.text("SpecifiedTradeProduct/Name"),
        description="\n".join(node.texts("SpecifiedTradeProduct/Description")) or None,
        notes=node.texts("AssociatedDocumentLineDocument/IncludedNote/Content"),
        quantity=node.as_amount(quantity, "lines") if quantity and quantity.raw else None,
        unit=quantity.attribute("unitCode") if quantity else None,
        unit_price=_unit_price(node, settled),
        start=start or day,
        end=end or day,
    )


def _unit_price(node: Node, settled: str) -> Decimal | None:
    """None where charges of the line come on top of it."""
    price = "SpecifiedLineTradeAgreement|SpecifiedSupplyChainTradeAgreement/NetPriceProductTradePrice"
    amount, base = node.amount(f"{price}/ChargeAmount", "lines"), node.amount(f"{price}/BasisQuantity", "lines")
    charged = any(_is_charge(c) for c in node.all(f"{settled}/SpecifiedTradeAllowanceCharge"))
    if amount is None or charged:
        return None
    return amount / base if base else amount


def _is_charge(node: Node) -> bool:
    return (node.text("ChargeIndicator/Indicator") or "").lower() in ("true", "1")


def _charges(root: Node) -> tuple[StatedLine, ...]:
    out = []
    for node in root.all(f"{_SETTLEMENT}/SpecifiedTradeAllowanceCharge"):
        amount = node.amount("ActualAmount", "lines")
        if amount is not None:
            out.append(StatedLine(amount if _is_charge(node) else -amount, name=node.text("Reason"), is_line=False))
    for node in root.all(f"{_SETTLEMENT}/SpecifiedLogisticsServiceCharge"):
        amount = node.amount("AppliedAmount", "lines")
        if amount is not None:
            out.append(StatedLine(amount, name=node.text("Description"), is_line=False))
    return tuple(out)


def _preceding(root: Node) -> tuple[str, ...]:
    nodes = root.all(f"{_SETTLEMENT}/InvoiceReferencedDocument")
    return distinct(node.number("IssuerAssignedID|ID") for node in nodes)
