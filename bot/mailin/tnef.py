"""winmail.dat (MS-OXTNEF): the files that old Outlook wrapped up. Only the files; the text comes beside it in the mail.

``tnefparse`` was looked at: it copies the rest of the stream for every attribute, so a hostile megabyte runs for
minutes.
"""

import struct

from bot.mailin.archives import MAX_MEMBERS, ArchiveRefusedError
from bot.mailin.charsets import decode_text

#: Attribute identifiers, MS-OXTNEF 2.1.3.4 (type and number together).
_RENDER_DATA = 0x00069002  # begins an attachment
_TITLE = 0x00018010
_DATA = 0x0006800F
_PROPERTIES = 0x00069005
_HEADER = struct.Struct("<BII")
#: PidTagAttachLongFilename as Unicode and as 8-bit text (MS-OXPROPS 2.593), with its type in the low half.
_LONG_NAMES = ((0x3707001F, "utf-16-le"), (0x3707001E, None))


def open_tnef(content: bytes) -> list[tuple[str, bytes]]:
    """(name, bytes) of each file. Raises ``ArchiveRefusedError`` ("winmail_limit", "winmail_damaged")."""
    names: list[str] = []
    contents: list[bytes | None] = []
    position = 6  # signature and key
    while position + _HEADER.size <= len(content):
        _, attribute, length = _HEADER.unpack_from(content, position)
        start = position + _HEADER.size
        if start + length > len(content):
            raise ArchiveRefusedError("winmail_damaged")
        if attribute == _RENDER_DATA:
            names.append("")
            contents.append(None)
            if len(names) > MAX_MEMBERS:
                raise ArchiveRefusedError("winmail_limit")
        elif names and attribute == _DATA:
            contents[-1] = content[start : start + length]
        elif names and attribute == _TITLE:
            title = content[start : start + length].rstrip(b"\0")
            names[-1] = names[-1] or decode_text(title, "cp1252")[0]
        elif names and attribute == _PROPERTIES:
            names[-1] = _long_name(content[start : start + length]) or names[-1]
        position = start + length + 2  # the checksum
    return [(name, data) for name, data in zip(names, contents, strict=True) if data is not None]


def _long_name(properties: bytes) -> str | None:
    """The long name among the MAPI properties: tag, count of values, length in bytes, then the text (2.1.3.4.2)."""
    for tag, charset in _LONG_NAMES:
        place = properties.find(struct.pack("<II", tag, 1))
        if place == -1 or place + 12 > len(properties):
            continue
        (length,) = struct.unpack_from("<I", properties, place + 8)
        data = properties[place + 12 : place + 12 + min(length, 1024)]
        text = data.decode(charset, "replace") if charset else decode_text(data, "cp1252")[0]
        return text.partition("\0")[0] or None
    return None
