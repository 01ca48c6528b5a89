"""Reads every electronic invoice in folders and holds number, dates, total, VAT and currency against what the file
states.

``python -m bench.einvoices FOLDER…``: files of XML, and XML embedded in PDFs. The truth is taken by ``xml.etree``
paths, another parser and other paths than the program's. Prints a table by syntax and every difference; exit status 1
below 99.5 %; a reader that raises ends it. Public sets that it is run on, and the figures: docs/reading.md.
"""

import argparse
import sys
import time
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from bot.documents.reading import read_invoices
from bot.model.invoice import InvoiceReading
from bot.model.register import Register
from bot.rulebook import Rulebook
from tests.documents.unprotected import read_document

FIELDS = ("number", "issue_date", "due_date", "total", "vat", "currency")
WANTED = 0.995
VOCABULARY = Rulebook.load().vocabulary
NS = {
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
}
UBL_ROOTS = ("Invoice-2}Invoice", "CreditNote-2}CreditNote", "Reminder-2}Reminder")
CII_ROOT = f"{{{NS['rsm']}}}CrossIndustryInvoice"


def main(folders: list[str]) -> int:
    right: Counter[tuple[str, str]] = Counter()
    asked: Counter[tuple[str, str]] = Counter()
    files: Counter[str] = Counter()
    spent = 0.0
    for name, content in (pair for folder in folders for pair in invoices_in(Path(folder))):
        truth = truth_of(content)
        if truth is None:
            continue
        syntax, wanted = truth
        files[syntax] += 1
        begun = time.perf_counter()
        document = read_document(content, name)
        found = stated_in(read_invoices(document, Register(), (), VOCABULARY, date(2026, 3, 15))[0])
        spent += time.perf_counter() - begun
        if document.unreadable:
            print(f"{name}: unreadable ({document.unreadable})")
        for field in FIELDS:
            asked[syntax, field] += 1
            if wanted[field] == found.get(field):
                right[syntax, field] += 1
            else:
                print(f"{name}: {field}: stated {wanted[field]}, read {found.get(field)}")
    return report(files, asked, right, spent)


def report(files: Counter[str], asked: Counter[tuple[str, str]], right: Counter[tuple[str, str]], spent: float) -> int:
    print(f"\n{'syntax':<28}{'files':>7}" + "".join(f"{field:>12}" for field in FIELDS))
    for syntax in sorted(files):
        shares = (right[syntax, f] / asked[syntax, f] for f in FIELDS)
        print(f"{syntax:<28}{files[syntax]:>7}" + "".join(f"{share:>12.2%}" for share in shares))
    total, count = sum(right.values()) / max(1, sum(asked.values())), sum(files.values())
    print(f"\n{count} files, {total:.3%} of the fields, {1000 * spent / max(1, count):.2f} ms a file")
    return 0 if total >= WANTED else 1


def invoices_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        content = path.read_bytes()
        if content[:1024].find(b"%PDF-") >= 0:
            yield from ((f"{path.name}/{name}", data) for name, data in embedded(content))
        elif b"<" in content[:200]:
            yield path.name, content


def embedded(content: bytes) -> Iterator[tuple[str, bytes]]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
        found = [document.get_attachment(i) for i in range(document.count_attachments())]
        pairs = [(a.get_name(), bytes(a.get_data())) for a in found if a.get_name().lower().endswith(".xml")]
        document.close()
    except (pypdfium2.PdfiumError, ValueError):
        return
    yield from pairs


def stated_in(reading: InvoiceReading) -> dict[str, object]:
    """What the program says that the format states; nothing that it worked out or found in words."""
    named = zip(FIELDS, ("invoice_number", "invoice_date", "due_date", "total", "vat", "currency"), strict=True)
    return {
        ours: field.value
        for ours, name in named
        if (field := getattr(reading.fields, name)) is not None and field.how == "e-invoice"
    }


def truth_of(content: bytes) -> tuple[str, dict[str, object]] | None:
    """None where it is not well-formed, or no invoice, credit note or reminder of ours."""
    try:
        root = ET.fromstring(content)
    except (ET.ParseError, ValueError, LookupError):
        return None
    for element in root.iter():
        if element.tag.endswith(UBL_ROOTS) and element.tag.startswith("{urn:oasis"):
            return ubl_truth(element)
        if element.tag == CII_ROOT:
            return cii_truth(element)
    return None


def ubl_truth(root: ET.Element) -> tuple[str, dict[str, object]]:
    profile = (root.findtext("cbc:CustomizationID", "", NS)).strip()
    payable = root.find("cac:LegalMonetaryTotal/cbc:PayableAmount", NS)
    of_amount = payable.get("currencyID", "") if payable is not None else ""
    currency = (root.findtext("cbc:DocumentCurrencyCode", "", NS).strip() or of_amount).upper() or None
    places = ("cbc:DueDate", "cac:PaymentMeans/cbc:PaymentDueDate", "cac:PaymentTerms/cbc:PaymentDueDate")
    stated = ([d for e in root.findall(place, NS) if (d := day(e.text))] for place in places)
    days = next((sorted(found) for found in stated if found), [])
    kinds = {"OIOUBL-2": "OIOUBL 2", "oioubl.dk": "OIOUBL 3", "peppol.eu:2017": "Peppol BIS 3", "": "UBL, other"}
    kind = next(name for part, name in kinds.items() if part in profile)
    return f"{kind} {root.tag.rpartition('}')[2]}", {
        "number": plain(root.findtext("cbc:ID", None, NS)),
        "issue_date": day(root.findtext("cbc:IssueDate", None, NS)),
        "due_date": days[0] if days else None,
        "total": money(root.findtext("cac:LegalMonetaryTotal/cbc:PayableAmount", None, NS)),
        "vat": ubl_vat(root, currency),
        "currency": currency,
    }


def ubl_vat(root: ET.Element, currency: str | None) -> Decimal | None:
    """The tax total in the invoice's currency, of the scheme VAT (OIOUBL: 63) where several taxes are there."""
    amounts_of = [(t, t.find("cbc:TaxAmount", NS)) for t in root.findall("cac:TaxTotal", NS)]
    totals = [t for t, a in amounts_of if a is not None and a.get("currencyID", currency) == currency]
    with_parts = [t for t in totals if t.find("cac:TaxSubtotal", NS) is not None]
    schemes = [{(e.text or "").strip() for e in t.findall(".//cac:TaxScheme/cbc:ID", NS)} for t in with_parts]
    vat = [t for t, s in zip(with_parts, schemes, strict=True) if s & {"63", "VAT"}]
    amounts = [money(t.findtext("cbc:TaxAmount", None, NS)) for t in vat or with_parts or totals]
    return sum((a for a in amounts if a is not None), Decimal(0)) if any(a is not None for a in amounts) else None


def cii_truth(root: ET.Element) -> tuple[str, dict[str, object]]:
    settled = "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement"
    summed = f"{settled}/ram:SpecifiedTradeSettlementHeaderMonetarySummation"
    currency = plain(root.findtext(f"{settled}/ram:InvoiceCurrencyCode", None, NS))
    taxes = root.findall(f"{summed}/ram:TaxTotalAmount", NS)
    vat = [e.text for e in taxes if e.get("currencyID", currency) == currency]
    due = f"{settled}/ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime/udt:DateTimeString"
    return "CII", {
        "number": plain(root.findtext("rsm:ExchangedDocument/ram:ID", None, NS)),
        "issue_date": day(root.findtext("rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString", None, NS)),
        "due_date": min((d for e in root.findall(due, NS) if (d := day(e.text))), default=None),
        "total": money(root.findtext(f"{summed}/ram:DuePayableAmount", None, NS)),
        "vat": money(vat[0]) if vat else None,
        "currency": currency and currency.upper(),
    }


def plain(text: str | None) -> str | None:
    return " ".join(text.split()) if text and text.strip() else None


def day(text: str | None) -> date | None:
    digits = (text or "").strip().replace("-", "")[:8]
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def money(text: str | None) -> Decimal | None:
    try:
        return Decimal((text or "").strip())
    except InvalidOperation:
        return None


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folders", nargs="+", metavar="FOLDER")
    sys.exit(main(arguments.parse_args().folders))
