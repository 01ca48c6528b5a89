"""What a document says when it is read as an invoice. Words of EN 16931; their term numbers in the comments."""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as _field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from bot.model.document import Method
from bot.model.field import Candidate, Field
from bot.model.payment import Payment

DocumentKind = Literal["invoice", "credit_note", "reminder", "booking", "other"]
Language = Literal["da", "en"]

#: Kinds of documents that ask for money, give it back, or complain that it has not come.
MONEY: tuple[DocumentKind, ...] = ("invoice", "credit_note", "reminder")


@dataclass(frozen=True, slots=True)
class InvoiceFields:
    """The fields of docs/interface.md, in its order. None: not found; never guessed."""

    #: As the register spells it where it matched, else as printed.
    network: Field[str] | None = None
    coordinator: Field[str] | None = None
    meeting_date: Field[date] | None = None
    invoice_number: Field[str] | None = None  # BT-1
    invoice_date: Field[date] | None = None  # BT-2
    #: BT-9, printed, or worked out from the terms (BT-20) where only they are printed.
    due_date: Field[date] | None = None
    supplier: Field[str] | None = None  # BT-27
    cvr: Field[str] | None = None  # BT-30, 8 digits
    #: BT-115: what remains to be paid, after deposit and rounding.
    total: Field[Decimal] | None = None
    vat: Field[Decimal] | None = None  # BT-110
    currency: Field[str] | None = None  # BT-5, ISO 4217
    participants: Field[int] | None = None
    #: The first accepted means; where only a foreign one is printed, that.
    payment: Field[Payment] | None = None

    def found(self) -> Iterator[tuple[str, Field[Any]]]:
        """(name, field) of those that were found, in order."""
        for name in self.__slots__:  # those of the class, in their order
            value = getattr(self, name)
            if value is not None:
                yield name, value


@dataclass(frozen=True, slots=True)
class Line:
    """One invoice line as far as it can be told from the row."""

    text: str
    quantity: Decimal | None
    unit_price: Decimal | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Amounts:
    """The sums printed beside each other; ``checks`` say whether they add up. Each None where not printed."""

    lines: tuple[Line, ...] = ()
    net: Decimal | None = None  # BT-109
    vat: Decimal | None = None  # BT-110
    #: What of the net has VAT on it (BT-116), where it is printed and the VAT is that of it.
    taxable: Decimal | None = None
    #: BT-112: net and VAT, before deposit and rounding.
    gross: Decimal | None = None
    prepaid: Decimal | None = None  # BT-113, positive
    rounding: Decimal | None = None  # BT-114
    payable: Decimal | None = None  # BT-115


@dataclass(frozen=True, slots=True)
class Difference:
    """Where an electronic invoice and the page beside it do not say the same. Values as the interface writes them."""

    #: The field's outer name, or "kind".
    field: str
    stated: str
    #: What the page says; "" where it says nothing.
    printed: str


@dataclass(frozen=True, slots=True)
class InvoiceReading:
    """One invoice (or what looks like one) inside one document."""

    kind: DocumentKind
    fields: InvoiceFields
    method: Method = "text"
    pages: int = 1
    #: Counted from 1; None where the document holds one only.
    part: int | None = None
    network_id: str | None = None
    #: Networks of the register that fit as well: the name on the page does not decide between them.
    network_rivals: tuple[str, ...] = ()
    language: Language = "da"
    other_payments: tuple[Field[Payment], ...] = ()
    #: The terms as printed ("netto 14 dage") and whether ``due_date`` was worked out from them.
    terms: Field[str] | None = None
    due_date_from_terms: bool = False
    amounts: Amounts = _field(default_factory=Amounts)
    #: "Betalt", "Saldo 0,00", a till receipt: nothing is owed.
    paid: bool = False
    #: The invoice that a credit note or a dunning letter speaks of.
    preceding_invoice: Field[str] | None = None  # BT-25
    #: The supplier's own phone as printed (for call-backs), masked of nothing; None where not found.
    supplier_phone: str | None = None
    #: Why a person should look whatever the checks say: "hidden_text", "several_totals", "statement", "draft", …
    doubts: tuple[str, ...] = ()
    #: Fields that were not found and may stand there all the same: the page shows signs of them (but for the total, a
    #: page that was read by OCR).
    #: Not filed: the findings say so.
    unread: tuple[str, ...] = ()
    #: What the page says otherwise than the electronic invoice that was read. Not filed: the fields' doubts are.
    differences: tuple[Difference, ...] = ()
    #: What was weighed, by field in the order read, best first: empty unless a trace was asked for.
    trace: tuple[Candidate, ...] = ()
