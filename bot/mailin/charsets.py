"""Bytes and what they claim to be → text. The claim is often wrong; the bytes decide where they can.

Not for headers as such (``headers.py``) nor for documents (each format knows its own).
"""

import codecs
import re
from functools import lru_cache

from bot.danish.text import repair

#: Text codecs of Python that no mail means: each may raise, loop for long, or make text of anything.
_NEVER = frozenset({"undefined", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf-7", "mbcs", "oem"})
_LABEL = re.compile(r"[a-z0-9][a-z0-9_.:+-]{0,39}")
#: Labels for which valid UTF-8 with letters beyond ASCII is UTF-8 all the same: «Ã¸» is no word in any of them.
_WESTERN = re.compile(r"utf-8|ascii|iso8859|cp125|cp437|cp850|cp865|mac|latin")
#: What WHATWG's Encoding standard reads as windows-1252: everybody who writes «iso-8859-1» means it.
_WINDOWS = frozenset({"ascii", "iso8859-1", "cp1252", "utf-8", "utf-8-sig"})


@lru_cache(maxsize=256)
def _codec(label: str) -> str | None:
    """Python's name for a charset label; None where there is no such charset, or no text comes of it (``hex``)."""
    wanted = label.strip("\"' \t").lower()
    if not _LABEL.fullmatch(wanted):
        return None
    try:
        name = codecs.lookup(wanted).name
        b"a".decode(name, "replace")
    except (LookupError, ValueError, TypeError):  # ``hex``, ``zlib`` and the like are codecs, but not of text
        return None
    return None if name in _NEVER else name


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Error handler: the bytes that are not UTF-8 are read as windows-1252, the rest stays UTF-8."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return bad.decode("cp1252", "replace"), error.end


codecs.register_error("kvalitetsbot.windows", _as_windows)


def decode_text(data: bytes, charset: str | None) -> tuple[str, bool]:
    """The text, and whether the charset was as labelled. Never raises, never gives lone surrogates.

    Valid UTF-8 wins over a Western label; what is labelled UTF-8 and is not is read as windows-1252 where it is not.
    UTF-8 that was taken for Latin-1 and encoded once more («SÃ¸nderborg») is mended.
    """
    if data[:3] == codecs.BOM_UTF8:
        data = data[3:]
    codec = _codec(charset) if charset else None
    known = codec is not None or not charset
    if codec is None and data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        codec = "utf-16"
    if codec and codec.startswith(("utf-16", "utf-32")) and b"\0" not in data:
        codec, known = None, False  # wide letters without one zero byte: not wide
    if codec is None or _WESTERN.match(codec):
        text, right = _western(data, codec)
        return repair(text), known and right
    return _whole(data.decode(codec, "replace")), True


def _western(data: bytes, codec: str | None) -> tuple[str, bool]:
    if data.isascii():
        return data.decode("ascii"), True
    try:
        return data.decode("utf-8"), codec in (None, "utf-8", "utf-8-sig")
    except UnicodeDecodeError:
        pass
    if codec in (None, "utf-8", "utf-8-sig", "ascii"):
        return data.decode("utf-8", "kvalitetsbot.windows"), codec is None
    if codec in _WINDOWS:
        return data.decode("cp1252", "replace"), True
    return data.decode(codec, "replace"), True


def _whole(text: str) -> str:
    """Without lone surrogates, which some codecs (utf-16, …) let through and which nothing can write."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
    return text
