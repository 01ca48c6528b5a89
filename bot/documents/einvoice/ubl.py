"""UBL 2: OIOUBL 2.0x, 2.1 and 3, Peppol BIS Billing 3, and what else EN 16931 is written in; OIOUBL's Reminder.

The traps. OIOUBL 2's ``TaxExclusiveAmount`` is the VAT, everybody else's is the net. Its due date is in
``PaymentMeans``, Peppol's in the root, but for credit notes. ``TaxTotal`` may come again in another currency, or for
another tax. Source: OIOUBL schematron 1.17.2 and 3.0.1; Peppol BIS Billing 3.0 (May 2025), Danish CIUS 1.3; OASIS UBL
2.1.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot.documents.einvoice.kinds import kind_of
from bot.documents.einvoice.nodes import Node, distinct
from bot.documents.einvoice.ubl_parties import party, payee
from bot.model.einvoice import EInvoice, Instruction, Party, StatedLine, Totals

#: VAT among taxes: UN/ECE 5153, and OIOUBL's own code.
_VAT = ("VAT", "63")
#: Of a reference that a person is asked for (Danish CIUS): may be a CPR number.
_PERSONS_REFERENCE = "130"
_SUM = "LegalMonetaryTotal|RequestedMonetaryTotal"
_LINES = "InvoiceLine|CreditNoteLine|ReminderLine"
#: Lines and ways to pay that are read; nothing that is eaten at a meeting has as many.
_MOST_LINES, _MOST_MEANS = 2000, 40


def read(root: Node, name: str) -> EInvoice:
    """``name``: the root's local name. Never raises; what can't be read is None, with a doubt that says so."""
    profile = root.text("CustomizationID") or ""
    currency = _currency(root)
    totals = _totals(root, profile, currency)
    code = root.text("InvoiceTypeCode|CreditNoteTypeCode|ReminderTypeCode")
    kind, doubts = kind_of(name, code, totals.payable)
    start, end, delivery = _times(root)
    invoice = EInvoice(
        syntax="ubl",
        kind=kind,
        profile=profile,
        type_code=code,
        number=_number(root),
        issue_date=root.day("IssueDate", "invoice_date"),
        due_date=_due_date(root),
        terms=root.texts("PaymentTerms/Note"),
        delivery_date=delivery,
        start=start,
        end=end,
        currency=currency,
        seller=party(root, "AccountingSupplierParty") or Party(),
        buyer=party(root, "AccountingCustomerParty") or Party(),
        payee=payee(root),
        buyer_references=distinct((*root.texts("BuyerReference"), *root.texts("OrderReference/CustomerReference"))),
        references=_references(root),
        notes=root.texts("Note"),
        instructions=_instructions(root),
        lines=(*_lines(root), *_charges(root), *_duties(root, profile, totals)),
        totals=totals,
        preceding=_preceding(root),
    )
    return replace(invoice, doubts=tuple(dict.fromkeys((*root.doubts, *doubts))))


def _number(root: Node) -> str | None:
    root.only("ID", "invoice_number")
    return root.number("ID")


def _currency(root: Node) -> str | None:
    """BT-5; of the amount to pay where the document does not say."""
    stated = root.text("DocumentCurrencyCode")
    payable = root.first(f"{_SUM}/PayableAmount")
    of_amount = payable.attribute("currencyID") if payable else None
    others = {code.upper() for code in (of_amount, root.text("PaymentCurrencyCode")) if code}
    if stated and others - {stated.upper()}:
        root.doubt("mixed_currencies")
    code = (stated or of_amount or "").upper()
    return code if len(code) == 3 and code.isalpha() and code.isascii() else None


def _totals(root: Node, profile: str, currency: str | None) -> Totals:
    def of(name: str, field: str) -> Decimal | None:
        return root.amount(f"{_SUM}/{name}", field)

    lines, vat = of("LineExtensionAmount", "net"), _vat(root, currency)
    exclusive = of("TaxExclusiveAmount", "net")
    if profile.upper().startswith("OIOUBL-2"):
        vat = exclusive if vat is None else vat
        given = (of("ChargeTotalAmount", "net") or Decimal(0)) - (of("AllowanceTotalAmount", "net") or Decimal(0))
        duties = (exclusive or vat or Decimal(0)) - (vat or Decimal(0))
        exclusive = None if lines is None else lines + given + duties
    return Totals(
        lines=lines,
        net=exclusive,
        vat=vat,
        gross=of("TaxInclusiveAmount", "total"),
        prepaid=of("PrepaidAmount", "total"),
        rounding=of("PayableRoundingAmount", "total"),
        payable=of("PayableAmount", "total"),
    )


def _vat(root: Node, currency: str | None) -> Decimal | None:
    """BT-110. A second ``TaxTotal`` has it in the currency of the accounts (BT-111), or is another tax's."""
    ours = [t for t in root.all("TaxTotal") if _in_currency(t.first("TaxAmount"), currency)]
    detailed = [t for t in ours if t.first("TaxSubtotal")] or ours
    vat = [t for t in detailed if _is_vat(t)] or detailed
    amounts = [root.as_amount(node, "vat") for t in vat for node in t.all("TaxAmount")[:1] if node.raw]
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def _in_currency(amount: Node | None, currency: str | None) -> bool:
    stated = amount.attribute("currencyID") if amount else None
    return amount is not None and (stated is None or currency is None or stated.upper() == currency)


def _is_vat(total: Node) -> bool:
    return any(scheme.raw.upper() in _VAT for scheme in total.all("TaxSubtotal/TaxCategory/TaxScheme/ID"))


def _due_date(root: Node) -> date | None:
    """BT-9: the root's, else that of the ways to pay. Where they differ a person looks; the earliest is named."""
    stated = root.days("DueDate", "due_date")
    of_means = root.days("PaymentMeans/PaymentDueDate", "due_date")
    found = stated or of_means or root.days("PaymentTerms/PaymentDueDate", "due_date")
    if len({*stated, *of_means} or set(found)) > 1:
        root.doubt("several_values", "due_date")
    return min(found, default=None)


def _times(root: Node) -> tuple[date | None, date | None, date | None]:
    """(start and end of the period, day of delivery); several days of delivery are none."""
    period = root.first("InvoicePeriod")
    start = period.day("StartDate", "period") if period else None
    end = period.day("EndDate", "period") if period else None
    delivered = root.days("Delivery/ActualDeliveryDate", "delivery_date")
    return start, end, delivered[0] if len(delivered) == 1 else None


def _references(root: Node) -> tuple[str, ...]:
    paths = (
        "OrderReference/ID", "ContractDocumentReference/ID",
        "ContractDocumentReference/DocumentType", "ProjectReference/ID", "OriginatorDocumentReference/ID",
        "AccountingCost", "AccountingCustomerParty/Party/Contact/Note", "Delivery/DeliveryParty/PartyName/Name",
        "InvoiceLine/AccountingCost",
    )  # fmt: skip
    found = [text for path in paths for text in root.texts(path)]
    for reference in root.all("AdditionalDocumentReference"):
        number = reference.first("ID")
        if reference.text("DocumentTypeCode") != _PERSONS_REFERENCE and not (number and number.is_persons):
            found += [*reference.texts("ID"), *reference.texts("DocumentType|DocumentDescription")]
    return distinct(found)


def _instructions(root: Node) -> tuple[Instruction, ...]:
    found = root.all("PaymentMeans")
    if len(found) > _MOST_MEANS:
        root.doubt("too_many_means")
    return tuple(_instruction(means) for means in found[:_MOST_MEANS])


def _instruction(means: Node) -> Instruction:
    """A NemKonto's identifiers are left out: OIOUBL 3 lets them be a CPR number. What is left of a firm's is said."""
    code, channel = means.text("PaymentMeansCode"), means.text("PaymentChannelCode")
    due = means.days("PaymentDueDate", "due_date")
    if code == "97" or channel == "DK:NEMKONTO":
        firm = (means.number("InstructionID", "SE-nr. ") or "").removeprefix("DK")
        return Instruction("97", channel, due_date=due[0] if due else None, notes=("CVR",) if len(firm) == 8 else ())
    account = "PayeeFinancialAccount"
    branch = f"{account}/FinancialInstitutionBranch"
    return Instruction(
        code=code,
        channel=channel,
        payment_id=means.number("PaymentID", "Betalings-ID "),
        instruction_id=means.number("InstructionID", "Betalings-ID "),
        account=means.number(f"{account}/ID", "Konto "),
        holder=means.text(f"{account}/Name"),
        branch=means.number(f"{branch}/ID", "Reg.nr. "),
        bic=means.number(f"{branch}/FinancialInstitution/ID", "BIC "),
        creditor=means.number("CreditAccount/AccountID", "Kreditornr. "),
        due_date=due[0] if due else None,
        notes=(*means.texts("InstructionNote"), *means.texts(f"{account}/PaymentNote")),
    )


def _lines(root: Node) -> tuple[StatedLine, ...]:
    found = root.all(_LINES)[:_MOST_LINES]
    return tuple(line for node in found if (line := _line(node)) is not None)


def _line(node: Node) -> StatedLine | None:
    amount = node.amount("LineExtensionAmount|DebitLineAmount", "lines")
    if amount is None and (credited := node.amount("CreditLineAmount", "lines")) is not None:
        amount = -credited
    if amount is None:
        return None
    quantity = node.first("InvoicedQuantity|CreditedQuantity")
    return StatedLine(
        amount=amount,
        name=node.text("Item/Name"),
        description="\n".join(node.texts("Item/Description")) or None,
        notes=node.texts("Note"),
        quantity=node.as_amount(quantity, "lines") if quantity and quantity.raw else None,
        unit=quantity.attribute("unitCode") if quantity else None,
        unit_price=_unit_price(node),
        start=node.day("InvoicePeriod/StartDate", "lines") or _only_day(node),
        end=node.day("InvoicePeriod/EndDate", "lines") or _only_day(node),
    )


def _only_day(line: Node) -> date | None:
    days = line.days("Delivery/ActualDeliveryDate", "lines")
    return days[0] if len(days) == 1 else None


def _unit_price(line: Node) -> Decimal | None:
    """None where charges of the line, or OIOUBL's factor between units, come on top of it."""
    price = line.amount("Price/PriceAmount", "lines")
    base = line.amount("Price/BaseQuantity", "lines")
    charged = any(node.raw.lower() in ("true", "1") for node in line.all("AllowanceCharge/ChargeIndicator"))
    if price is None or charged or line.first("Price/OrderableUnitFactorRate"):
        return None
    return price / base if base else price


def _charges(root: Node) -> tuple[StatedLine, ...]:
    out = []
    for node in root.all("AllowanceCharge"):
        amount = node.amount("Amount", "lines")
        if amount is not None:
            charge = (node.text("ChargeIndicator") or "").lower() in ("true", "1")
            reason = node.text("AllowanceChargeReason") or node.text("AllowanceChargeReasonCode")
            out.append(StatedLine(amount if charge else -amount, name=reason, is_line=False))
    return tuple(out)


def _duties(root: Node, profile: str, totals: Totals) -> tuple[StatedLine, ...]:
    """Other taxes than VAT, which OIOUBL 2 counts among its taxes and not among its lines."""
    taxes = root.amount(f"{_SUM}/TaxExclusiveAmount", "net")
    if not profile.upper().startswith("OIOUBL-2") or taxes is None or totals.vat is None or taxes <= totals.vat:
        return ()
    return (StatedLine(taxes - totals.vat, name="Afgifter", is_line=False),)


def _preceding(root: Node) -> tuple[str, ...]:
    """The invoices that a credit note or a reminder speaks of, the document's before its lines'."""
    of = "BillingReference/InvoiceDocumentReference|SelfBilledInvoiceDocumentReference"
    nodes = [*root.all(of), *root.all(f"{_LINES}/{of}"), *root.all("DiscrepancyResponse")]
    return distinct(node.number("ID|ReferenceID") for node in nodes)
