"""Bytes of an attachment → a ``Document``. A new format is a module with ``recognise`` and ``read``, and a
line here.
"""

from typing import Protocol

from bot.documents.errors import UnreadableDocument
from bot.documents.formats import docx, html, pdf, plain, xml
from bot.documents.limits import DEFAULTS, Limits
from bot.model.document import Document


class Format(Protocol):
    """What every module of this package offers."""

    def recognise(self, name: str, head: bytes) -> bool:
        """Whether a file with that name and those first bytes (``HEAD`` of them) is one of ours."""
        ...

    def read(self, content: bytes, source: str, limits: Limits = ...) -> Document:
        """Raises ``UnreadableDocument``."""
        ...


#: So many bytes are enough to tell what a file is.
HEAD = 4096

#: The first that recognises a file reads it. Those with a signature in their bytes come first, whatever their
#: names say; plain text, which has none, is last.
FORMATS: tuple[Format, ...] = (pdf, docx, xml, html, plain)


def read(content: bytes, name: str, limits: Limits = DEFAULTS, matters: pdf.Matters = pdf.always) -> Document:
    """In this process. Raises ``UnreadableDocument``: ``too_large``, ``unsupported``, or what the format
    says.

    ``matters`` is asked of the words of a PDF: whether it is worth while to look if a person would see them. The other
    formats tell that by the way.

    Bytes from strangers belong in the child (``sandbox.Reader``): PDFium can abort the process it runs in.
    """
    if len(content) > limits.size:
        raise UnreadableDocument("too_large")
    head = content[:HEAD]
    for form in FORMATS:
        if form.recognise(name, head):
            if form is pdf:
                return pdf.read(content, name, limits, matters)
            return form.read(content, name, limits)
    raise UnreadableDocument("unsupported")
