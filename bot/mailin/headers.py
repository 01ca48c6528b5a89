"""Header fields: their lines (RFC 5322 §2.2), encoded words (RFC 2047), parameters (RFC 2045, 2231), dates,
message-ids.

The standard library's own decoding is not used for values: with ``policy.default`` it raises on encoded words that hold
CR LF, on charsets that do not exist, on deep comments; with ``compat32`` it leaves CR LF inside what it decoded.
Everything here is linear in the length of what it is given, and never raises.
"""

import binascii
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import unquote_to_bytes

from bot.danish.cpr import without_cpr_in_id
from bot.danish.text import one_line
from bot.mailin.charsets import decode_text

#: (name in lower case, value as it came: bytes, still folded)
RawHeaders = list[tuple[str, bytes]]

#: More than any honest mail has; the rest is dropped.
MAX_HEADERS = 1_000
#: Characters of one value that are looked at.
MAX_VALUE = 65_536
#: Parameters are split by quadratic means nowhere, but a longer list than this names nothing anyway.
MAX_PARAMETERS = 8_192
#: A longer message-id is no identifier (RFC 5322 §2.1.1: a line has at most 998 characters).
MAX_MESSAGE_ID = 998

_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)\n?")
_LINE = re.compile(rb"[^\n]*\n?")
_BLANK = re.compile(rb"\r*\n")
_LOOKS_LIKE_FIELD = re.compile(rb"[A-Za-z][A-Za-z0-9-]*:[ \t]")
_ENCODED_WORD = re.compile(r"=\?([^?]{0,80})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(?<=\?=)[ \t\r\n]+(?==\?[^?]{0,80}\?[bBqQ]\?)")
_Q_ESCAPE = re.compile(rb"=([0-9A-Fa-f]{2})")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_MESSAGE_ID = re.compile(r"<([^<>\s]+)>")
_PARAMETER = re.compile(r';\s*([^\s=;"]+)\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)', re.DOTALL)
_CONTINUED = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?")


def split_headers(buffer: bytes, start: int, end: int) -> tuple[RawHeaders, int, bool]:
    """The fields of ``buffer[start:end]``, where the body begins, and whether all lines were fields.

    A line that is no field ends the header, unless a field follows it (programs that fold without the space).
    """
    fields: RawHeaders = []
    position, clean = start, True
    if buffer.startswith((b"From ", b">From "), start):  # mbox's envelope line
        position = _line_end(buffer, start, end)
    while position < end:
        field = _FIELD.match(buffer, position, end)
        if field:
            if len(fields) < MAX_HEADERS:
                fields.append((field[1].decode("ascii").lower(), field[2]))
            position = field.end()
            continue
        blank = _BLANK.match(buffer, position, end)
        if blank:
            return fields, blank.end(), clean
        following = _line_end(buffer, position, end)
        clean = False
        if not fields or not _LOOKS_LIKE_FIELD.match(buffer, following, end):
            return fields, position, clean
        position = following
    return fields, end, clean


def _line_end(buffer: bytes, start: int, end: int) -> int:
    line = _LINE.match(buffer, start, end)
    return line.end() if line else end


def header_text(value: bytes) -> str:
    """A raw value as text, unfolded, encoded words still in it. 8-bit bytes as they most likely were meant."""
    return decode_text(value[:MAX_VALUE], None)[0]


def decode_header(value: bytes | str) -> str:
    """A value as people read it: encoded words decoded, one line, no control characters."""
    text = header_text(value) if isinstance(value, bytes) else value[:MAX_VALUE]
    if "=?" in text:
        text = decode_words(text)
    elif text.isascii():
        plain = " ".join(text.split())
        if plain.isprintable():
            return plain  # nearly all of them; the full way takes five times as long
    return one_line(text)


def decode_words(text: str) -> str:
    """All encoded words decoded (RFC 2047 §6.2), also where they stand inside a word or a quoted string."""
    text = _BETWEEN_WORDS.sub("", text)
    out: list[str] = []
    pending, charset, done = b"", "", 0
    for word in _ENCODED_WORD.finditer(text):
        label = word[1].partition("*")[0]  # RFC 2231 §5: charset*language
        if pending and (word.start() != done or label.lower() != charset):
            out.append(decode_text(pending, charset)[0])
            pending = b""
        out.append(text[done : word.start()])
        # A character's bytes may be split over two words: join words of one charset before decoding.
        pending, charset, done = pending + _word_bytes(word[2], word[3]), label.lower(), word.end()
    if pending:
        out.append(decode_text(pending, charset)[0])
    out.append(text[done:])
    return "".join(out)


def _word_bytes(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    if encoding in "bB":
        return decode_base64(data)
    return _Q_ESCAPE.sub(lambda m: bytes((int(m[1], 16),)), data.replace(b"_", b" "))


def decode_base64(data: bytes) -> bytes:
    """RFC 2045 §6.8 with whatever stands between; a last quantum that is cut short is left out, the rest kept."""
    try:
        return binascii.a2b_base64(data)
    except binascii.Error:
        letters = _NOT_BASE64.sub(b"", data.partition(b"=")[0])
        whole = len(letters) - (len(letters) % 4 == 1)
        return binascii.a2b_base64(letters[:whole] + b"=" * (-whole % 4))


def parse_parameters(value: str) -> tuple[str, dict[str, str]]:
    """The value before the first ``;`` in lower case, and the parameters (RFC 2045 §5.1) by lower-case name.

    RFC 2231 continuations and charsets, and RFC 2047 words where a parameter may not have them.
    """
    value = value[:MAX_PARAMETERS]
    main = value.partition(";")[0].strip().lower()
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for name, text in _PARAMETER.findall(value):
        part = _CONTINUED.fullmatch(name.lower())
        if part:
            number, extended = int(part[2] or 0), bool(part[3])
            pieces.setdefault(part[1], []).append((number, extended, _unquote(text)))
    return main, {name: _join(found) for name, found in pieces.items()}


def _unquote(text: str) -> str:
    text = text.strip()
    if text[:1] != '"':
        return text
    return re.sub(r"\\(.)", r"\1", text[1:].removesuffix('"'))


def _join(pieces: list[tuple[int, bool, str]]) -> str:
    """One parameter's pieces put together. ``name*`` beats ``name`` (RFC 6266 §4.3), whatever their order."""
    extended = [piece for piece in pieces if piece[1]]
    if not extended:
        numbers = dict.fromkeys(number for number, _, _ in pieces)
        firsts = [next(text for n, _, text in pieces if n == number) for number in sorted(numbers)]
        joined = "".join(firsts)
        return decode_words(joined) if "=?" in joined else joined
    several = len(pieces) > 1 and any(number for number, _, _ in pieces)
    ordered = sorted(pieces if several else extended[:1], key=lambda piece: piece[0])
    charset, data = "", b""
    for index, (_, is_extended, text) in enumerate(ordered):
        if is_extended and index == 0 and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)  # noqa: PLW2901  the value proper
        data += unquote_to_bytes(text) if is_extended else text.encode("utf-8", "replace")
    decoded = decode_text(data, charset or None)[0]
    return decode_words(decoded) if "=?" in decoded else decoded


def parse_date(value: str | None) -> datetime | None:
    """An RFC 5322 §3.3 date, aware (UTC where no zone is given); None where hopeless or before 1980 or after 2200."""
    if not value:
        return None
    try:
        moment = parsedate_to_datetime(value[:200])
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC) if 1980 <= moment.year <= 2200 else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def message_ids(value: str | None) -> tuple[str, ...]:
    """The msg-ids of a field (RFC 5322 §3.6.4), with their brackets; at most the last hundred.

    They are stored, shown and repeated in answers, so CPR numbers are masked in them from here on.
    """
    found = (without_cpr_in_id(f"<{m}>") for m in _MESSAGE_ID.findall(value or "") if len(m) < MAX_MESSAGE_ID)
    return tuple(dict.fromkeys(found))[-100:]


def message_id(value: str | None) -> str | None:
    """The one of a Message-ID field; brackets are added where they were forgotten, None where it is hopeless."""
    ids = message_ids(value)
    if ids:
        return ids[0]
    bare = (value or "").strip("<> \t")
    return (
        without_cpr_in_id(f"<{bare}>")
        if re.fullmatch(r"[^\s<>@]+@[^\s<>@]+", bare) and len(bare) < MAX_MESSAGE_ID
        else None
    )
