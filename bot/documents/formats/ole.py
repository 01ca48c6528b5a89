"""Compound files (MS-CFB): what Outlook and the Office of before 2007 keep things in, told apart by their streams."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bot.documents.errors import UnreadableDocument

if TYPE_CHECKING:
    from olefile import OleFileIO

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: The stream that each kind cannot do without (MS-OXMSG 2.4, MS-DOC 2.1.1, MS-XLS 2.1.7.20, MS-PPT 2.1.2, MS-OFFCRYPTO
#: 1.3.3: an office file with a password).
_KINDS = (
    ("__properties_version1.0", "msg"), ("EncryptedPackage", "encrypted"), ("WordDocument", "doc"),
    ("Workbook", "xls"), ("Book", "xls"), ("PowerPoint Document", "ppt"),
)  # fmt: skip
#: What ``olefile`` raises on bytes that are no compound file, or a damaged one.
DAMAGE = (
    OSError,
    ValueError,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
    struct.error,
    RecursionError,
    OverflowError,
)


@contextmanager
def opened(content: bytes) -> Iterator[OleFileIO]:
    """Raises ``UnreadableDocument("damaged")``, also for what goes wrong while it is open."""
    import olefile  # noqa: PLC0415 - for such files only

    try:
        with olefile.OleFileIO(io.BytesIO(content)) as file:
            yield file
    except DAMAGE:
        raise UnreadableDocument("damaged") from None


def kind_of(content: bytes) -> str:
    """ "msg", "doc", "xls", "ppt", "encrypted"; "ole" for any other. Raises ``UnreadableDocument("damaged")``."""
    with opened(content) as file:
        return next((kind for stream, kind in _KINDS if file.exists(stream)), "ole")


def stream(file: Any, path: list[str], limit: int) -> bytes | None:
    """A stream's bytes; None where there is none. Raises ``UnreadableDocument("too_large")``."""
    if not file.exists(path) or file.get_type(path) != 2:  # STGTY_STREAM
        return None
    if file.get_size(path) > limit:
        raise UnreadableDocument("too_large")
    return bytes(file.openstream(path).read())
