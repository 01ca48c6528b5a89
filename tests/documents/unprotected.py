"""Documents read in this process, without the child's protection: files of our own, for tests and measurements."""

from bot.documents.errors import UnreadableDocument
from bot.documents.formats import registry
from bot.documents.limits import DEFAULTS, Limits
from bot.model.document import Document


def read_document(content: bytes, name: str, limits: Limits = DEFAULTS) -> Document:
    """As the child gives it: ``Document.unreadable`` says why it was not read."""
    try:
        return registry.read(content, name, limits)
    except UnreadableDocument as problem:
        return registry.unreadable(content, name, problem)
