"""What an electronic invoice states, in the terms of EN 16931-1 (numbers of terms in the comments), whatever its
syntax.

Nothing here is interpreted: an account is the text that stands in its element. CPR numbers are masked already, and the
identifiers of people are left out. None, or an empty tuple: not stated.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Syntax = Literal["ubl", "cii"]
StatedKind = Literal["invoice", "credit_note", "reminder", "other"]


@dataclass(frozen=True, slots=True)
class Contact:
    """A person or an office of a party (BG-6, BG-9)."""

    name: str | None = None  # BT-41, BT-56
    phone: str | None = None  # BT-42, BT-57
    email: str | None = None  # BT-43, BT-58


@dataclass(frozen=True, slots=True)
class Party:
    """Seller (BG-4), buyer (BG-7) or payee (BG-10)."""

    #: As registered; the trading name where only that is stated.
    name: str | None = None  # BT-27, BT-44, BT-59
    trading_name: str | None = None  # BT-28, BT-45
    #: 8 digits without «DK»: of its legal registration, VAT number or electronic address, the first that is Danish.
    cvr: str | None = None  # BT-30, BT-31, BT-34
    country: str | None = None  # BT-40, ISO 3166-1 alpha-2
    #: The lines of its address, top to bottom.
    address: tuple[str, ...] = ()
    contact: Contact = Contact()


@dataclass(frozen=True, slots=True)
class Instruction:
    """One way to pay (BG-16, BG-17), its identifiers as stated. None of them where it pays to a person's NemKonto."""

    #: UNTDID 4461: "30", "31", "42", "58" transfers, "93" FIK, "50" giro, "97" NemKonto, "49", "59" direct debit.
    code: str | None = None  # BT-81
    #: OIOUBL only: "DK:BANK", "DK:FIK", "DK:GIRO", "DK:NEMKONTO", "IBAN", "ZZZ".
    channel: str | None = None
    #: OIOUBL: the card ("71"); Peppol: card and ID ("71#000000000010421"), or a text for the payee.
    payment_id: str | None = None  # BT-83
    instruction_id: str | None = None
    account: str | None = None  # BT-84
    #: The name of the account, or of whose it is.
    holder: str | None = None  # BT-85
    #: Registration number, or BIC.
    branch: str | None = None  # BT-86
    bic: str | None = None
    #: OIOUBL: the FIK creditor.
    creditor: str | None = None
    due_date: date | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatedLine:
    """One invoice line (BG-25), or a charge or allowance of the whole document (BG-20, BG-21; negative)."""

    amount: Decimal  # BT-131, without VAT
    name: str | None = None  # BT-153
    description: str | None = None  # BT-154
    notes: tuple[str, ...] = ()  # BT-127
    quantity: Decimal | None = None  # BT-129
    #: UN/ECE Recommendation 20 ("IE": person, "EA": each).
    unit: str | None = None  # BT-130
    #: For one unit: BT-146 by BT-149. None where charges or allowances of the line come on top.
    unit_price: Decimal | None = None
    start: date | None = None  # BT-134
    end: date | None = None  # BT-135
    is_line: bool = True


@dataclass(frozen=True, slots=True)
class Totals:
    """Document totals (BG-22). OIOUBL 2 states no net; it is then what its other sums give."""

    lines: Decimal | None = None  # BT-106
    net: Decimal | None = None  # BT-109
    #: In the invoice's currency.
    vat: Decimal | None = None  # BT-110
    gross: Decimal | None = None  # BT-112
    prepaid: Decimal | None = None  # BT-113
    rounding: Decimal | None = None  # BT-114
    payable: Decimal | None = None  # BT-115


@dataclass(frozen=True, slots=True)
class EInvoice:
    """One invoice, credit note or reminder."""

    syntax: Syntax
    kind: StatedKind
    #: The specification that it says it follows ("OIOUBL-2.1", "urn:cen.eu:en16931:2017#…").
    profile: str = ""  # BT-24
    #: UNTDID 1001: "380" invoice, "381" credit note, …
    type_code: str | None = None  # BT-3
    number: str | None = None  # BT-1
    issue_date: date | None = None  # BT-2
    due_date: date | None = None  # BT-9
    terms: tuple[str, ...] = ()  # BT-20
    delivery_date: date | None = None  # BT-72
    start: date | None = None  # BT-73
    end: date | None = None  # BT-74
    currency: str | None = None  # BT-5
    seller: Party = Party()
    buyer: Party = Party()
    payee: Party | None = None
    #: The buyer's own, to find out whom it concerns by: often a person's name.
    buyer_references: tuple[str, ...] = ()  # BT-10
    #: Orders, contracts, projects, objects, cost centres: identifiers and texts.
    references: tuple[str, ...] = ()  # BT-11 to BT-19
    notes: tuple[str, ...] = ()  # BT-22
    instructions: tuple[Instruction, ...] = ()
    lines: tuple[StatedLine, ...] = ()
    totals: Totals = Totals()
    preceding: tuple[str, ...] = ()  # BT-25
    #: Why a person should look at it: "several_values:due_date", "bad_value:total", "mixed_currencies",
    #: "self_billed", …
    doubts: tuple[str, ...] = ()
