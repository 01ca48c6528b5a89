"""What a person's correction taught: by which label a supplier's invoices of one layout print a field. No value."""

from dataclasses import dataclass
from typing import Literal

#: Where the label stands, seen from the value: before it in its cell, in the cell left of it, above it.
LabelPlace = Literal["same", "left", "above"]
#: What can be taught. Never where the money goes, nor who the supplier is: those are known otherwise or not at all.
TEACHABLE = (
    "network", "coordinator", "meeting_date", "invoice_number", "invoice_date", "due_date", "total", "vat",
    "participants",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lesson:
    """``layout``: the labels of the invoice that it was learnt on, folded and sorted. ``label`` is folded too."""

    field: str
    layout: tuple[str, ...]
    label: str
    place: LabelPlace
