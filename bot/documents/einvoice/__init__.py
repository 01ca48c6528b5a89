"""Electronic invoices: ``tree`` finds them in a file, ``ubl`` and ``cii`` read what they state, ``lines`` writes it
as a page, ``payments`` says how it is to be paid, ``reading`` makes an ``InvoiceReading`` of it, ``pairing`` holds it
against the page that people see.
"""

from typing import Any

from bot.documents.einvoice import cii, ubl
from bot.documents.einvoice.nodes import Node
from bot.documents.einvoice.tree import syntax_of
from bot.model.einvoice import EInvoice


def stated(element: Any) -> EInvoice:
    """What the element of an invoice states. ``element`` is one of ``tree.parse``'s."""
    name = syntax_of(element) or ""
    reader = cii.read if name.startswith("CrossIndustry") else ubl.read
    return reader(Node(element, []), name)
