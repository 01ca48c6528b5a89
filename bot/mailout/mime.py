"""MIME entities of our own letters (RFC 2045, 2046, 2183, 2231) as bytes: headers, blank line, body, CR LF throughout.

Put together from the standard library's encoders and not by ``email.generator``: that is half of a letter's time for
three parts whose form never varies. ``tests/mailout`` reads every letter back with ``email``.
"""

import binascii
from collections.abc import Sequence
from email.utils import encode_rfc2231, quote
from functools import lru_cache

from bot.danish.text import one_line
from bot.mailout.headers import safe_line
from bot.model.letter import LetterAttachment
from bot.model.meeting import CalendarPart

_LINE = 76  # characters of a base64 line (RFC 2045 §6.8)


def text_part(text: str, subtype: str) -> bytes:
    """Quoted-printable UTF-8. No line starts with "From ", which some servers still change (RFC 4155)."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    quoted = b"\r\n".join(map(_quoted_printable, lines))
    head = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    return head.encode("ascii") + quoted


@lru_cache(maxsize=2048)
def _quoted_printable(line: str) -> bytes:
    """Kept: most lines of a letter stood in the one before, and to encode them took a tenth of composing it."""
    # With its end: it makes soft breaks of the same kind.
    quoted = binascii.b2a_qp(f"{line}\r\n".encode(), istext=True)[:-2].replace(b"\nFrom ", b"\n=46rom ")
    return b"=46" + quoted[1:] if quoted.startswith(b"From ") else quoted


def calendar_part(calendar: CalendarPart) -> bytes:
    """RFC 6047 §2.4: ``method`` in the type equals the METHOD inside. Base64: no program breaks its lines."""
    head = (
        f'Content-Type: text/calendar; charset="utf-8"; method={calendar.method}\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode("ascii") + _base64(calendar.content)


def file_part(attachment: LetterAttachment) -> bytes:
    """Base64, with a file name for every program: plain where it is ASCII, else RFC 2231's form. One with a Content-ID
    is shown where the HTML names it (RFC 2392).
    """
    name = file_name(attachment)
    parameter = f'filename="{quote(name)}"' if name.isascii() else f"filename*={encode_rfc2231(name, 'utf-8')}"
    head = (
        f"Content-Type: {_content_type(attachment)}\r\nContent-Transfer-Encoding: base64\r\n"
        f"{_placed(attachment)};\r\n {parameter}\r\n\r\n"
    )
    return head.encode("ascii") + _base64(attachment.content)


@lru_cache(maxsize=8)
def _base64(content: bytes) -> bytes:
    """Kept: an agenda goes with every member's letter, and a letter has its calendar part twice."""
    encoded = binascii.b2a_base64(content, newline=False)
    return b"\r\n".join([encoded[i : i + _LINE] for i in range(0, len(encoded), _LINE)])


def _placed(attachment: LetterAttachment) -> str:
    if not attachment.content_id:
        return "Content-Disposition: attachment"
    return f"Content-ID: <{one_line(attachment.content_id)}>\r\nContent-Disposition: inline"


def multipart(subtype: str, boundary: str, parts: Sequence[bytes]) -> bytes:
    """``boundary`` must hold ``=_``: neither quoted-printable nor base64 can say that (RFC 2045 §6.7)."""
    head = f'Content-Type: multipart/{subtype};\r\n boundary="{boundary}"\r\n\r\n'
    line = f"--{boundary}".encode("ascii")
    return b"".join((head.encode("ascii"), *(b"".join((line, b"\r\n", p, b"\r\n")) for p in parts), line, b"--\r\n"))


def file_name(attachment: LetterAttachment) -> str:
    """One path-less line of at most 120 characters, no CPR number in it."""
    return safe_line(attachment.name.replace("/", "-").replace("\\", "-"), 120)


def _content_type(attachment: LetterAttachment) -> str:
    given = one_line(attachment.content_type)
    return given if given.isascii() and "/" in given else "application/octet-stream"
