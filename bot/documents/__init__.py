"""From the bytes of a document to what it says: ``formats`` make words with places of bytes, ``fields`` read
those.
"""

from bot.documents.errors import UnreadableDocument
from bot.documents.limits import DEFAULTS, Limits
from bot.model.document import Document

__all__ = ["Limits", "UnreadableDocument", "read_document"]


def read_document(content: bytes, name: str, limits: Limits = DEFAULTS) -> Document:
    """Read in this process, without the child's protection: for files one has made oneself, tests and
    measurements.

    Never raises for a bad document: ``Document.unreadable`` says why it was not read.
    """
    from bot.documents.formats import registry  # noqa: PLC0415 - who hands documents to a child needs no format

    try:
        return registry.read(content, name, limits)
    except UnreadableDocument as problem:
        return registry.unreadable(content, name, problem)
