"""Zip files opened with limits: what comes in an archive is read as if it had been attached, or the archive stays
closed.

An archive is refused as a whole: half of one would look like all of it.
"""

import io
import lzma
import struct
import zipfile
import zlib

from bot.mailin.charsets import decode_text

#: Members of one archive, bytes unpacked for one mail, and how many times its size a member over a megabyte may grow.
MAX_MEMBERS = 50
MAX_UNPACKED = 60_000_000
MAX_RATIO = 100
_LARGE = 1_000_000

#: What ``zipfile`` and its decompressors raise on bytes that are no archive, or a damaged or odd one.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError, IndexError,
    NotImplementedError, OverflowError,
)  # fmt: skip


class ArchiveRefusedError(Exception):
    """Why an archive stays closed: "zip_limit", "zip_encrypted", "zip_damaged"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def open_zip(content: bytes, left: int = MAX_UNPACKED) -> list[tuple[str, bytes]]:
    """(name as given, bytes) of each file in it, Mac resource forks left out, at most ``left`` bytes in all.

    Raises ``ArchiveRefusedError``.
    """
    if content.count(b"PK\x01\x02") > 20 * MAX_MEMBERS:  # before zipfile makes an object of each
        raise ArchiveRefusedError("zip_limit")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _members(archive, left)
    except _DAMAGE as error:
        raise ArchiveRefusedError("zip_damaged") from error


def _members(archive: zipfile.ZipFile, left: int) -> list[tuple[str, bytes]]:
    wanted = [info for info in archive.infolist() if not info.is_dir() and not info.filename.startswith("__MACOSX/")]
    if len(wanted) > MAX_MEMBERS:
        raise ArchiveRefusedError("zip_limit")
    out: list[tuple[str, bytes]] = []
    for info in wanted:
        if info.flag_bits & 0x1:  # APPNOTE.TXT 4.4.4, bit 0
            raise ArchiveRefusedError("zip_encrypted")
        limit = min(left, max(_LARGE, info.compress_size * MAX_RATIO))
        if info.file_size > limit:
            raise ArchiveRefusedError("zip_limit")
        with archive.open(info) as member:
            data = member.read(limit + 1)  # the sizes in the directory may lie
        if len(data) > limit:
            raise ArchiveRefusedError("zip_limit")
        left -= len(data)
        out.append((_member_name(info), data))
    return out


def _member_name(info: zipfile.ZipInfo) -> str:
    """Without the UTF-8 flag zipfile reads cp437; Danish Windows writes cp850, a Mac UTF-8."""
    if info.flag_bits & 0x800:
        return info.filename
    data = info.filename.encode("cp437", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return decode_text(data, "cp850")[0]
