"""Rich Text Format (RTF 1.9.1): its text, table rows in columns.

``striprtf`` finds the text; what is marked as hidden (``\\v``) is text to it like any other, so a file that has such is
read as one that a person must look at: all of its words are doubted.
"""

import re

from bot.documents.errors import UnreadableDocument
from bot.documents.formats import grid
from bot.documents.limits import DEFAULTS, Limits
from bot.model.document import Document

_SIGNATURE = b"{\\rtf"
#: Hidden text (``\v``, not ``\v0``); the colours and which of them is white; pictures and objects as hexadecimal.
_HIDDEN = re.compile(rb"\\(?:v1?(?![a-z0-9])|webhidden)")
#: A comment, a note, deleted text: ``striprtf`` leaves them out, or puts them where they do not stand.
_ANNOTATED = re.compile(rb"\\(?:annotation|footnote|deleted)(?![a-z0])")
_COLOURS = re.compile(rb"\\colortbl([^{}]{0,20000})\}")
_WHITE = re.compile(rb"\\red2[45]\d\s*\\green2[45]\d\s*\\blue2[45]\d")
_HEXADECIMAL = re.compile(rb"[0-9a-fA-F\r\n]{2000,}")
#: Text of the size of a book; pictures are taken out before.
_MOST = 2_000_000


def recognise(name: str, head: bytes) -> bool:  # noqa: ARG001 - the bytes say it; the same signature for every format
    return head.startswith(_SIGNATURE)


def read(content: bytes, source: str, limits: Limits = DEFAULTS) -> Document:
    """Raises ``UnreadableDocument``: ``damaged``, ``too_large``, ``no_text``."""
    from striprtf.striprtf import rtf_to_text  # noqa: PLC0415 - for such files only

    plain = _HEXADECIMAL.sub(b"", content)
    if len(plain) > _MOST:
        raise UnreadableDocument("too_large", "rtf")
    try:
        text = rtf_to_text(plain.decode("latin-1"), encoding="cp1252", errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError):
        raise UnreadableDocument("damaged", "rtf") from None
    text = "\n".join(line.replace("|", "\t") for line in text.splitlines())
    doubted = _HIDDEN.search(plain) is not None or _writes_white(plain)
    hidden, is_annotated = [(0, len(text))] if doubted else [], _ANNOTATED.search(plain) is not None
    return grid.document_of(text, content, source, "rtf", limits, hidden, is_annotated=is_annotated)


def _writes_white(plain: bytes) -> bool:
    """Whether one of the table's white colours is used for letters (``\\cfN``); Word lists white in every file."""
    table = _COLOURS.search(plain)
    colours = table.group(1).split(b";") if table else []
    white = [number for number, colour in enumerate(colours) if _WHITE.search(colour)]
    return any(re.search(rb"\\cf%d(?!\d)" % number, plain) for number in white)
