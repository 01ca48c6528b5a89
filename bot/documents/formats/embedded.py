"""Files embedded in a PDF (ISO 32000-1 §7.11.4): an e-invoice beside its page, the documents of a portfolio (§7.11.6).

Importing this loads PDFium.
"""

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

from bot.documents.formats.inside import Inside

#: Bytes of a name in UTF-16.
_LONGEST_NAME = 2_000


def count(document: Any) -> int:
    return int(pdfium.FPDFDoc_GetAttachmentCount(document))


def take(document: Any, inside: Inside) -> None:
    """Hands each to ``inside``; those that say they are larger than the room left are not unpacked."""
    if inside.is_deep_enough:
        return
    for index in range(count(document)):
        attachment = pdfium.FPDFDoc_GetAttachment(document, index)
        otherwise = f"bilag-{index + 1}"
        if inside.account.parts_left < 1 or index >= inside.limits.parts:
            inside.refuse(None, "too_large", otherwise)
            return
        if not attachment:
            inside.refuse(None, "damaged", otherwise)
            continue
        name, size = _name(attachment), _size(attachment)
        if size is None:
            inside.refuse(name, "damaged", otherwise)
        elif size > inside.room():
            inside.refuse(name, "too_large", otherwise)
        else:
            inside.take(name, _content(attachment, size), otherwise)


def _name(attachment: Any) -> str:
    buffer = ctypes.create_string_buffer(_LONGEST_NAME)
    size = pdfium.FPDFAttachment_GetName(
        attachment, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), _LONGEST_NAME
    )
    return buffer.raw[: min(size, _LONGEST_NAME)].decode("utf-16-le", "replace").rstrip("\0")


def _size(attachment: Any) -> int | None:
    """Bytes unpacked; PDFium decodes the stream to say it."""
    size = ctypes.c_ulong()
    return size.value if pdfium.FPDFAttachment_GetFile(attachment, None, 0, ctypes.byref(size)) else None


def _content(attachment: Any, size: int) -> bytes:
    buffer = ctypes.create_string_buffer(size)
    written = ctypes.c_ulong()
    pdfium.FPDFAttachment_GetFile(attachment, buffer, size, ctypes.byref(written))
    return buffer.raw[: min(size, written.value)]
