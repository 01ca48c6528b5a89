"""What the code of a document's type says (BT-3; UNTDID 1001, as far as EN 16931 allows it)."""

from decimal import Decimal

from bot.model.einvoice import StatedKind

#: Give money back. EN 16931's code list for BT-3, «credit note» part, and self-billed ones.
CREDIT_NOTES = frozenset(("81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532"))
#: Ask for money: commercial, partial (326), corrected (384), prepayment (386), factored (393), debit notes (80, 383).
INVOICES = frozenset(
    (
        "71", "80", "82", "84", "102", "130", "202", "203", "204", "211", "218", "219", "295", "326", "331",
        "380", "382", "383", "384", "385", "386", "387", "388", "390", "393", "394", "395", "456", "457",
        "471", "472", "473", "480", "527", "553", "575", "623", "633", "780", "817", "870", "871", "872",
        "875", "876", "877", "935",
    )
)  # fmt: skip
#: Issued by the buyer: whoever gets it sells, and is paid.
SELF_BILLED = frozenset(("261", "389", "500", "501"))
#: Whose claim was sold: another than the seller is paid.
FACTORED = frozenset(("393", "396"))
#: Only for the books (751), or before there is anything to pay (325: proforma).
NOT_TO_BE_PAID = {"325": "draft", "751": "not_to_be_paid"}


def kind_of(root: str, code: str | None, payable: Decimal | None) -> tuple[StatedKind, tuple[str, ...]]:
    """(kind, doubts) by the root's local name, the code, and the amount: an invoice over less than nothing gives money
    back whatever its code says.
    """
    if root == "Reminder":
        return "reminder", ()
    doubts: list[str] = []
    if code in SELF_BILLED or root.startswith("SelfBilled"):
        doubts.append("self_billed")
    if code in FACTORED:
        doubts.append("other_payee")
    if "CreditNote" in root or code in CREDIT_NOTES:
        return "credit_note", tuple(doubts)
    if code in NOT_TO_BE_PAID:
        return "other", (*doubts, NOT_TO_BE_PAID[code])
    if payable is not None and payable < 0:
        return "credit_note", (*doubts, "negative_invoice")
    if code is not None and code not in INVOICES and code not in SELF_BILLED:
        doubts.append("unknown_type")
    return "invoice", tuple(doubts)
