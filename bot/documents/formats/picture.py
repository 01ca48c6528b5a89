"""Pictures of pages: PNG, JPEG, TIFF, WebP, HEIC. Read by OCR, in a child of its own."""

from bot.documents.errors import UnreadableDocument
from bot.documents.limits import DEFAULTS, Limits
from bot.model.document import Document

#: What each begins with: W3C PNG §5.2, ITU-T T.81 B.2.1, TIFF 6.0 §2 and BigTIFF, both in either byte order.
_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
#: The brands of an ISO base media file (ISO/IEC 14496-12 §4.3) that hold a still picture (ISO/IEC 23008-12).
_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif")


def recognise(name: str, head: bytes) -> bool:  # noqa: ARG001 - the bytes say it; the same signature for every format
    if head.startswith(_SIGNATURES):
        return True
    if head[:4] == b"RIFF":
        return head[8:12] == b"WEBP"
    return head[4:8] == b"ftyp" and head[8:12] in _BRANDS


def read(content: bytes, source: str, limits: Limits = DEFAULTS) -> Document:
    """Raises ``UnreadableDocument``: ``no_text`` where OCR is not asked for, or there is none; else what is wrong."""
    if not limits.ocr:
        raise UnreadableDocument("no_text")
    # Loading the engines takes a second and half a gigabyte.
    try:
        from bot.documents.ocr.reading import read_pictures  # noqa: PLC0415
    except ImportError:
        raise UnreadableDocument("no_text") from None
    return read_pictures(content, source, limits)
