"""The one way in which reading a document fails."""

from typing import Literal

#: ``encrypted``: asks for a password. ``damaged``: not what it says it is. ``too_large``: more bytes, or more
#: inside, than the limits allow. ``no_text``: pictures, or letters that nobody can name. ``unsupported``: a
#: format we do not read. ``timeout``, ``memory``, ``crashed``: what became of the child that read it.
Reason = Literal[
    "encrypted", "damaged", "too_large", "no_text", "unsupported", "timeout", "memory", "crashed",
]  # fmt: skip


class UnreadableDocument(Exception):  # noqa: N818 - a state of the document, not a mistake of the program
    """Raised by formats; caught once, where it becomes ``Document.unreadable`` and then the finding
    ``unreadable``.

    It carries a code and no detail on purpose: a parser's own message may quote the document, and logs hold
    no contents.
    """

    def __init__(self, reason: Reason, form: str = "") -> None:
        """``form``: what the bytes say they are, as ``Document.format``."""
        super().__init__(reason)
        self.reason: Reason = reason
        self.form = form
