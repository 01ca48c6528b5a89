"""Zip archives (APPNOTE.TXT 6.3.10): what lies in one is read as if it had been sent by itself. Office files are zips
too: ``office_format`` tells them apart, by what is in them.

Names are shown, never used as paths. What the archive says of sizes is its sender's word: bytes are counted as they
come.
"""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterable

from bot.documents.errors import Reason, UnreadableDocument
from bot.documents.formats.inside import Inside

FORMAT = "zip"
SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
_ENTRY = b"PK\x01\x02"
#: Entries of the directory beyond which ``zipfile`` is not asked to make an object of each.
_MOST_ENTRIES = 20_000
_READ_AT_ONCE = 1 << 16
#: What ``zipfile`` and its decompressors raise on bytes that are no archive, or a damaged or odd one.
DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError, IndexError,
    NotImplementedError, OverflowError,
)  # fmt: skip
#: The part that an office file cannot do without (ECMA-376 part 1 §11.3.10, §12.3.23; OpenDocument 1.3 part 2 §3).
_OFFICE = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "xl/workbook.bin": "xlsb",
    "ppt/presentation.xml": "pptx",
}
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}


def recognise(name: str, head: bytes) -> bool:  # noqa: ARG001 - the bytes say it; the same signature for every format
    return head.startswith(SIGNATURES)


def office_format(content: bytes) -> str:
    """ "docx", "xlsx", "odt", …; "" for a plain archive, or none at all."""
    if content.count(_ENTRY) > _MOST_ENTRIES:
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names:
                with archive.open("mimetype") as member:
                    return _OPEN_DOCUMENT.get(member.read(100).strip(), "")
    except (*DAMAGE, RuntimeError):
        return ""
    return next((form for part, form in _OFFICE.items() if part in names), "")


def member(package: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """One part of an office file. Raises ``UnreadableDocument``: ``too_large``, ``encrypted``; and ``DAMAGE``."""
    out = bytearray()
    try:
        with package.open(name) as part:
            while piece := part.read(_READ_AT_ONCE):
                out += piece
                if len(out) > limit:
                    raise UnreadableDocument("too_large")
    except RuntimeError:  # zipfile's word for a password
        raise UnreadableDocument("encrypted") from None
    return bytes(out)


def open_into(content: bytes, inside: Inside) -> None:
    """Raises ``UnreadableDocument``: ``damaged``, ``too_large`` (more entries than anybody looks at)."""
    if content.count(_ENTRY) > _MOST_ENTRIES:
        raise UnreadableDocument("too_large")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _members(archive, inside)
    except DAMAGE:
        raise UnreadableDocument("damaged") from None


def _members(archive: zipfile.ZipFile, inside: Inside) -> None:
    """Unpacked the small ones first, so that a bomb leaves room for the invoice beside it; handed over in the
    archive's order.
    """
    wanted = [info for info in archive.infolist() if not info.is_dir() and not info.filename.startswith("__MACOSX/")]
    looked_at = sorted(wanted, key=lambda info: info.compress_size)[: inside.account.parts_left]
    unpacked = {id(info): _unpacked(archive, info, inside) for info in looked_at}
    for info in wanted:
        content = unpacked.get(id(info))
        if content is not None:
            inside.take(_name(info), content, "fil", is_paid=True)
        elif id(info) not in unpacked:
            inside.refuse(_name(info), "too_large")


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, inside: Inside) -> bytes | None:
    """None where it stays closed; ``inside`` then says why."""
    if info.flag_bits & 0x1:  # APPNOTE.TXT 4.4.4, bit 0: encrypted
        return _unlocked(archive, info, inside)
    return _read(archive, info, inside, None)


def _unlocked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, inside: Inside) -> bytes | None:
    """By one of the passwords that the mail tells: the old encryption only, ``zipfile`` knows no AES (method 99)."""
    if info.compress_type != 99:
        for password in _spellings(inside.account.passwords):
            content = _read(archive, info, inside, password)
            if content is not None:
                return content
    inside.refuse(_name(info), "encrypted")
    return None


def _spellings(passwords: Iterable[str]) -> Iterable[bytes]:
    """A password is bytes there, and nobody says in which encoding."""
    return dict.fromkeys(p.encode(code, "replace") for p in passwords for code in ("utf-8", "cp850", "cp1252"))


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, inside: Inside, password: bytes | None) -> bytes | None:
    """At most what there is room for. With a password nothing is refused here: the next one may do."""
    room = inside.room(info.compress_size)
    out = bytearray()
    reason: Reason | None = None
    try:
        with archive.open(info, pwd=password) as member:
            while len(out) <= room and (piece := member.read(_READ_AT_ONCE)):
                out += piece
        reason = "too_large" if len(out) > room else None
    except (*DAMAGE, RuntimeError):  # RuntimeError: zipfile's word for a wrong password
        reason = "damaged"
    inside.spend(len(out))
    if reason is None:
        return bytes(out)
    if password is None:
        inside.refuse(_name(info), reason)
    return None


def _name(info: zipfile.ZipInfo) -> str:
    """Without the UTF-8 flag zipfile reads cp437; Danish Windows writes cp850, a Mac UTF-8."""
    if info.flag_bits & 0x800:
        return info.filename
    data = info.filename.encode("cp437", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp850", "replace")
