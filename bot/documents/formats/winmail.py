"""winmail.dat (TNEF, MS-OXTNEF): the files that old Outlook wrapped up. The text comes beside it in the mail.

``tnefparse`` was looked at: it copies the rest of the stream for every attribute, so a hostile megabyte runs for
minutes; and it is under the LGPL.
"""

import struct

from bot.documents.errors import UnreadableDocument
from bot.documents.formats.inside import Inside

FORMAT = "tnef"
_SIGNATURE = b"\x78\x9f\x3e\x22"
#: Attribute identifiers, MS-OXTNEF 2.1.3.4 (type and number together).
_RENDER_DATA = 0x00069002  # begins an attachment
_TITLE = 0x00018010
_DATA = 0x0006800F
_PROPERTIES = 0x00069005
_HEADER = struct.Struct("<BII")
#: PidTagAttachLongFilename as Unicode and as 8-bit text (MS-OXPROPS 2.593), with its type in the low half.
_LONG_NAMES = ((0x3707001F, "utf-16-le"), (0x3707001E, "cp1252"))
#: PidTagAttachDataObject with its type (an object): a mail that lies inside, as TNEF again after the object's GUID
#: (MS-OXTNEF 2.1.3.3.15).
_OBJECT = 0x3701000D
_GUID = 16


def recognise(name: str, head: bytes) -> bool:  # noqa: ARG001 - the bytes say it; the same signature for every format
    return head.startswith(_SIGNATURE)


def open_into(content: bytes, inside: Inside) -> None:
    """Hands over each file. Raises ``UnreadableDocument("damaged")`` where nothing could be taken out of it."""
    title, data, begun = "", None, False
    position = 6  # signature and key
    taken = 0
    while position + _HEADER.size <= len(content):
        _, attribute, length = _HEADER.unpack_from(content, position)
        start = position + _HEADER.size
        if start + length > len(content):
            break
        if attribute == _RENDER_DATA:
            taken += _hand_over(inside, title, data)
            title, data, begun = "", None, True
        elif begun and attribute == _DATA:
            data = content[start : start + length]
        elif begun and attribute == _TITLE:
            title = title or content[start : start + length].rstrip(b"\0").decode("cp1252", "replace")
        elif begun and attribute == _PROPERTIES:
            properties = memoryview(content)[start : start + length]
            title = _long_name(bytes(properties)) or title
            data = _inner(bytes(properties)) or data
        position = start + length + 2  # the checksum
    taken += _hand_over(inside, title, data)
    if position < len(content):
        if not taken:
            raise UnreadableDocument("damaged")
        inside.refuse("resten", "damaged")


def _hand_over(inside: Inside, title: str, data: bytes | None) -> int:
    if data is None:
        return 0
    inside.take(title, data, "fil")
    return 1


def _long_name(properties: bytes) -> str | None:
    """The long name among the MAPI properties: tag, count of values, length in bytes, then the text (2.1.3.4.2)."""
    for tag, charset in _LONG_NAMES:
        value = _value(properties, tag)
        if value is not None:
            return value[:1024].decode(charset, "replace").partition("\0")[0] or None
    return None


def _inner(properties: bytes) -> bytes | None:
    """A mail attached to the mail."""
    value = _value(properties, _OBJECT)
    if value is None or not value[_GUID:].startswith(_SIGNATURE):
        return None
    return value[_GUID:]


def _value(properties: bytes, tag: int) -> bytes | None:
    place = properties.find(struct.pack("<II", tag, 1))
    if place == -1 or place + 12 > len(properties):
        return None
    (length,) = struct.unpack_from("<I", properties, place + 8)
    return properties[place + 12 : place + 12 + length]
