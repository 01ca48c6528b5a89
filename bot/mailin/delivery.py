"""What the envelope of a mail tells before anyone parses it: whom it was delivered to, and that only its head came."""

from bot.mailin.addresses import parse_addresses
from bot.mailin.headers import split_headers

#: Header fields in the order of their worth: what a server wrote at delivery before what the sender wrote.
_DELIVERED = ("delivered-to", "x-original-to", "envelope-to", "x-delivered-to", "to", "cc")
#: Enough of a mail to hold every trace header, little enough to scan for each.
_HEAD = 256_000
#: Our own mark on a mail of which only the header section was fetched; the size is the whole mail's.
TOO_LARGE = "X-Kvalitetsbot-Too-Large"


def delivered_to(raw: bytes) -> tuple[str, ...]:
    """Every address that the mail says it was delivered or sent to, lower case, each once, the surest first."""
    fields, _, _ = split_headers(raw, 0, min(len(raw), _HEAD))
    found = [a.address for name in _DELIVERED for key, value in fields if key == name for a in parse_addresses(value)]
    return tuple(dict.fromkeys(found))


def headers_only(head: bytes, size: int) -> bytes:
    """The header section of a mail over the size limit, marked with its real size (octets) in front."""
    return f"{TOO_LARGE}: {size}\r\n".encode() + head
