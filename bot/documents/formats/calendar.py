"""A calendar (RFC 5545) as text: its lines with their folding undone. What it tells is for whoever reads meetings."""

import re

from bot.documents.formats.grid import document_of
from bot.documents.formats.plain import decoded
from bot.documents.limits import DEFAULTS, Limits
from bot.model.document import Document

_BEGIN = re.compile(rb"(?:\xef\xbb\xbf)?\s*BEGIN:VCALENDAR\b", re.IGNORECASE)
#: RFC 5545 §3.1: a line goes on in the next, which begins with white space.
_FOLDED = re.compile(r"\r?\n[ \t]")


def recognise(name: str, head: bytes) -> bool:  # noqa: ARG001 - as every format
    return _BEGIN.match(head) is not None


def read(content: bytes, source: str, limits: Limits = DEFAULTS) -> Document:
    """Raises ``UnreadableDocument("no_text")`` where there is nothing but white space."""
    return document_of(_FOLDED.sub("", decoded(content)), content, source, "ics", limits)
