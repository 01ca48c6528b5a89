"""Plain text: a mail body kept as a file, or a bill written in a text editor."""

import re
from pathlib import PurePath

from bot.documents.formats.grid import document_of
from bot.documents.limits import DEFAULTS, Limits
from bot.model.document import Document

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
#: Under the name of a format that is no text, text is a file gone wrong, which a person must see.
_NO_TEXTS = frozenset({
    ".pdf", ".docx", ".docm", ".doc", ".xlsx", ".xlsm", ".xls", ".pptx", ".ppt", ".odt", ".ods", ".png", ".jpg",
    ".jpeg", ".tif", ".tiff", ".heic", ".heif", ".webp", ".gif", ".bmp", ".zip", ".7z", ".rar", ".gz", ".msg",
    ".p7m", ".p7s", ".exe", ".dll", ".xml",
})  # fmt: skip
#: Visiting cards are for others; an XML document and a calendar are of formats of their own.
_OTHERS = re.compile(
    rb"\s*(?:BEGIN:V(?:CALENDAR|CARD)\b|<\?xml\b|-----BEGIN (?:PKCS7|CMS|PGP|CERTIFICATE))", re.IGNORECASE
)
#: What no text in any encoding without a byte order mark has.
_BINARY = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]")


def recognise(name: str, head: bytes) -> bool:
    """A byte order mark, or no bytes that text does not have, and nothing that says it is something else."""
    if any(head.startswith(mark) for mark, _ in _BYTE_ORDER_MARKS):
        return True
    if PurePath(name).suffix.lower() in _NO_TEXTS or _OTHERS.match(head) is not None:
        return False
    return bool(head.strip()) and _BINARY.search(head) is None


def read(content: bytes, source: str, limits: Limits = DEFAULTS) -> Document:
    """Raises ``UnreadableDocument("no_text")`` where there is nothing but white space."""
    return document_of(decoded(content), content, source, "text", limits)


def decoded(content: bytes) -> str:
    """By its byte order mark, else UTF-8, else Windows-1252, which Danish text that is not UTF-8 nearly
    always is.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
