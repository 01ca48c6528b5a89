"""What the bytes of a file say it is. Declared types and extensions lie; the first bytes seldom do."""

import re
import struct

#: (offset, bytes, what it is), in the order tried.
_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"\xff\xd8\xff", "jpg"),
    (0, b"GIF8", "gif"),
    (0, b"II*\0", "tif"),
    (0, b"MM\0*", "tif"),
    (8, b"WEBP", "webp"),
    (0, b"BM", "bmp"),
    (0, b"\x78\x9f\x3e\x22", "tnef"),  # MS-OXTNEF 2.1.3.1
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),  # .doc, .xls, .msg: MS-CFB 2.2
    (0, b"{\\rtf", "rtf"),
    (0, b"\x1f\x8b", "gz"),
    (0, b"Rar!\x1a\x07", "rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"PK\x05\x06", "zip"),
)
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
#: Members that tell an office file from a plain archive, looked for in the local names near the front.
_OFFICE = ((b"word/", "docx"), (b"xl/", "xlsx"), (b"ppt/", "pptx"), (b"[Content_Types].xml", "docx"))
_TEXTS = (
    (re.compile(rb"BEGIN:VCALENDAR", re.IGNORECASE), "ics"),
    (re.compile(rb"BEGIN:VCARD", re.IGNORECASE), "vcf"),
    (re.compile(rb"<!doctype html|<html", re.IGNORECASE), "html"),
    (re.compile(rb"<\?xml|<(?:\w+:)?(?:Invoice|CreditNote|CrossIndustryInvoice)\b"), "xml"),
)
IMAGES = frozenset({"png", "jpg", "gif", "tif", "webp", "bmp", "heic"})


def sniff(content: bytes) -> str:
    """ "pdf", "png", "zip", "docx", "xml", "html", "ics", "text", …; "" where the bytes tell nothing."""
    head = content[:1024]
    for offset, magic, kind in _MAGIC:
        if head.startswith(magic, offset):
            return kind
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(content)
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return "heic"
    text = _text_kind(head)
    # Readers look for it in the first 1,024 bytes (ISO 32000-1, annex H, note 13): scanners put something before it.
    return "pdf" if text in ("", "text") and b"%PDF-" in head else text


def _zip_kind(content: bytes) -> str:
    front = content[:4096]
    if front[30:38] == b"mimetype":
        return "odf"
    return next((kind for name, kind in _OFFICE if name in front), "zip")


def _text_kind(head: bytes) -> str:
    if not head or b"\0" in head:
        return ""
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    for pattern, kind in _TEXTS:
        if pattern.match(text):
            return kind
    printable = sum(byte >= 0x20 or byte in b"\t\r\n\f\x1b" for byte in head)
    return "text" if printable == len(head) else ""


def image_size(content: bytes, kind: str) -> tuple[int, int] | None:
    """Width and height in pixels, for PNG, GIF and JPEG; None where they are not told."""
    try:
        if kind == "png":
            width, height = struct.unpack_from(">II", content, 16)
        elif kind == "gif":
            width, height = struct.unpack_from("<HH", content, 6)
        elif kind == "jpg":
            return _jpeg_size(content)
        else:
            return None
    except struct.error:
        return None
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """From the first start-of-frame segment (ITU-T T.81 §B.2.2)."""
    position = 2
    for _ in range(200):
        if position + 9 > len(content) or content[position] != 0xFF:
            return None
        marker, length = content[position + 1], int.from_bytes(content[position + 2 : position + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", content, position + 5)
            return width, height
        position += 2 + length
    return None
