"""The tree of a MIME message (RFC 2045, 2046) over its bytes: offsets, not copies; loops, not recursion; limits, not
errors.

The standard library's parser was tried first (``compat32``): it reads line by line, which took four times as long on
a mail with one PDF, it goes as deep as the mail does (1,000 nested parts are a ``RecursionError``), and its time
grows with depth times lines. Where it does not give up, the tree here is the same: a test compares them.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.mailin.headers import RawHeaders, decode_base64, header_text, parse_parameters, split_headers

#: Parts of one mail that are looked at, and how deep they may lie; the rest stays unread and is a defect.
MAX_PARTS = 1_000
MAX_DEPTH = 40
#: A boundary may have 70 characters (RFC 2046 §5.1.1); twice that is read.
_MAX_BOUNDARY = 140

_AFTER_BOUNDARY = re.compile(rb"(--)?[ \t\r]*(?:\n|\Z)")


@dataclass(slots=True)
class Part:
    """One node. The content is ``buffer[start:end]``, still encoded; an opened message is a child of its part."""

    headers: RawHeaders
    buffer: bytes
    start: int
    end: int
    depth: int
    content_type: str
    parameters: dict[str, str]
    disposition: str
    disposition_parameters: dict[str, str]
    encoding: str
    children: list["Part"] = field(default_factory=list)

    @property
    def file_name(self) -> str | None:
        """As given, in the disposition or in the type; not safe yet."""
        return self.disposition_parameters.get("filename") or self.parameters.get("name") or None

    def raw_header(self, name: str) -> bytes | None:
        return next((value for key, value in self.headers if key == name), None)

    def content(self) -> bytes:
        """The content with its transfer encoding (RFC 2045 §6) undone. Never raises."""
        data = self.buffer[self.start : self.end]
        if self.encoding == "base64":
            return decode_base64(data)
        if self.encoding == "quoted-printable":
            return binascii.a2b_qp(data)
        if self.encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
            return _uudecode(data)
        return data


def walk(root: Part) -> Iterator[Part]:
    """All parts, the root first, in the order of the mail."""
    stack = [root]
    while stack:
        part = stack.pop()
        yield part
        stack.extend(reversed(part.children))


def read_structure(raw: bytes) -> tuple[Part, tuple[str, ...]]:
    """The tree, and what was wrong with it as short codes, in the order found."""
    if b"\n" not in raw and b"\r" in raw:
        raw = raw.replace(
            b"\r", b"\n"
        )  # only where nothing else ends a line: a lone CR inside a header is no new header
    defects: dict[str, None] = {}
    root = _part(raw, 0, len(raw), 0, "text/plain", defects)
    stack, parts = [root], 1
    while stack:
        part = stack.pop()
        default = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
        for buffer, start, end in _inside(part, defects):
            if parts >= MAX_PARTS:
                defects["too_many_parts"] = None
                break
            parts += 1
            part.children.append(_part(buffer, start, end, part.depth + 1, default, defects))
        stack.extend(reversed(part.children))
    return root, tuple(defects)


def _part(buffer: bytes, start: int, end: int, depth: int, default: str, defects: dict[str, None]) -> Part:
    headers, body, clean = split_headers(buffer, start, end)
    if not clean:
        defects["malformed_header"] = None
    found: dict[str, str] = {}
    for name, value in headers:
        if name.startswith("content-") and name not in found:
            found[name] = header_text(value)
    content_type, parameters = parse_parameters(found.get("content-type", default))
    if not re.fullmatch(r"[^\s/;]+/[^\s/;]+", content_type):
        content_type = default  # RFC 2045 §5.2
    disposition, disposition_parameters = parse_parameters(found.get("content-disposition", ""))
    name = disposition_parameters.get("filename") or parameters.get("name") or ""
    if content_type == "application/octet-stream" and name.lower().endswith(".eml"):
        content_type = "message/rfc822"  # a mail forwarded as a file, and its type lost on the way
    encoding = re.split(r"[\s;(]", found.get("content-transfer-encoding", "").strip().strip('"').lower())[0]
    return Part(
        headers, buffer, body, end, depth, content_type, parameters, disposition, disposition_parameters, encoding
    )  # fmt: skip


def _inside(part: Part, defects: dict[str, None]) -> Iterator[tuple[bytes, int, int]]:
    """(buffer, start, end) of what a part holds: the parts of a multipart, the message of a message/rfc822."""
    is_message = part.content_type in ("message/rfc822", "message/global")
    if not is_message and not part.content_type.startswith("multipart/"):
        return
    if part.depth >= MAX_DEPTH:
        defects["too_deep"] = None
        return
    buffer, start, end = part.buffer, part.start, part.end
    if part.encoding in ("base64", "quoted-printable"):  # RFC 2045 §6.4 forbids it, and it comes
        buffer = part.content()
        start, end = 0, len(buffer)
        defects["encoded_container"] = None
    if is_message:
        yield buffer, start, end
        return
    yield from _split(part, buffer, start, end, defects)


def _split(
    part: Part, buffer: bytes, start: int, end: int, defects: dict[str, None]
) -> Iterator[tuple[bytes, int, int]]:
    boundary = part.parameters.get("boundary", "").rstrip()[:_MAX_BOUNDARY].encode("utf-8", "replace")
    if not boundary:
        defects["no_boundary"] = None
        return
    delimiter = b"--" + boundary
    opened: int | None = None
    position = buffer.find(delimiter, start, end)
    while position != -1:
        after = _AFTER_BOUNDARY.match(buffer, position + len(delimiter), end)
        if after and (position == start or buffer[position - 1] == 0x0A):
            if opened is not None:
                yield buffer, opened, max(opened, _before_line_end(buffer, start, position))
            opened = after.end()
            if after[1]:
                return
        position = buffer.find(delimiter, position + len(delimiter), end)
    if opened is None:
        defects["boundary_missing"] = None
    else:
        defects["no_closing_boundary"] = None
        yield buffer, opened, _before_line_end(buffer, opened, end)


def _before_line_end(buffer: bytes, start: int, position: int) -> int:
    """The line end before a delimiter belongs to the delimiter (RFC 2046 §5.1.1)."""
    if position > start and buffer[position - 1] == 0x0A:
        position -= 1
    if position > start and buffer[position - 1] == 0x0D:
        position -= 1
    return position


def _uudecode(data: bytes) -> bytes:
    out = bytearray()
    for line in data.partition(b"begin ")[2].splitlines()[1:]:
        if line.strip() in (b"end", b"`"):
            break
        try:
            out += binascii.a2b_uu(line)
        except binascii.Error:
            # Programs that pad a line wrongly: take the bytes that its first character promises.
            wanted = (((line[0] - 32) & 63) * 4 + 5) // 3 if line else 0
            try:
                out += binascii.a2b_uu(line[:wanted])
            except binascii.Error:
                continue
    return bytes(out)
