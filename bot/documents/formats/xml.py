"""Electronic invoices: UBL (OIOUBL, Peppol BIS) and CII (Factur-X, ZUGFeRD), also in an envelope. Other XML is none
of ours.
"""

import hashlib
from dataclasses import replace

from bot.documents.formats import grid
from bot.documents.formats.inside import Inside
from bot.documents.limits import DEFAULTS, Limits
from bot.model.document import Document


def recognise(name: str, head: bytes) -> bool:  # noqa: ARG001 - the bytes say it; the same signature for every format
    """An XML declaration or the first tag of an invoice, in whatever encoding; never HTML."""
    from bot.documents.einvoice.tree import looks_like_xml  # noqa: PLC0415

    return looks_like_xml(head)


def read(content: bytes, source: str, limits: Limits = DEFAULTS, inside: Inside | None = None) -> Document:
    """One page of words for each invoice in it; files embedded in it (BT-125) go to ``inside``.

    Raises ``UnreadableDocument``: ``damaged``, ``too_large``, ``unsupported`` (XML that holds no invoice, credit note
    or reminder).
    """
    from bot.documents.einvoice import lines, stated, tree  # noqa: PLC0415

    found = tree.parse(content)
    if inside is not None and not inside.is_deep_enough:
        for file in found.embedded:
            inside.take(file.name, file.content, "bilag")
    invoices = tuple(stated(element) for element in found.invoices)
    left, pages = limits.words, []
    for number, invoice in enumerate(invoices, start=1):
        page = replace(grid.page_of(lines.text_of(invoice), max(1, left)), number=number)
        pages.append(page)
        left -= len(page.words)
    return Document(
        source=source,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        method=invoices[0].syntax,
        pages=tuple(pages),
        page_count=len(pages),
        paged=False,
        format="xml",
        einvoices=invoices,
    )
