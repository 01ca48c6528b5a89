"""Mails written as bytes for the tests, and the call that the service makes."""

import base64
from datetime import UTC, datetime

from bot.mailin.parse import parse
from bot.model.message import Message

RECEIVED = datetime(2026, 3, 15, 23, 30, tzinfo=UTC)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def read(raw: bytes | str) -> Message:
    """As the service parses it; texts are encoded as UTF-8."""
    data = raw.encode("utf-8") if isinstance(raw, str) else raw
    message = parse(
        data,
        received=RECEIVED,
        mailbox="faktura-ekm@ekm.example",
        secretariat="EKM",
        authserv_ids=("mx.ekm.example", "mx2.ekm.example"),
    )
    assert "unparsed" not in message.defects
    return message


def mail(*headers: str, body: str = "Hej\n", sender: str = "Lone Holm <lone@firma.example>") -> str:
    """A mail of text with these extra header lines."""
    top = [f"From: {sender}", "To: faktura-ekm@ekm.example"] if sender else []
    return "\n".join([*headers, *top, "", body])


def part(content_type: str, content: bytes | str, *headers: str) -> str:
    """A MIME part: text as it is, bytes as base64."""
    if isinstance(content, bytes):
        return "\n".join(
            [f"Content-Type: {content_type}", "Content-Transfer-Encoding: base64", *headers, "", b64(content)]
        )
    return "\n".join([f"Content-Type: {content_type}", *headers, "", content])


def b64(content: bytes) -> str:
    return base64.encodebytes(content).decode("ascii")


def multipart(*parts: str, kind: str = "mixed", boundary: str = "gr=_1", headers: tuple[str, ...] = ()) -> str:
    """A whole mail of these parts."""
    lines = [f'Content-Type: multipart/{kind}; boundary="{boundary}"', "MIME-Version: 1.0", *headers]
    return mail(*lines, body=joined(*parts, boundary=boundary))


def nested(*parts: str, kind: str, boundary: str) -> str:
    """A multipart as one part of another."""
    return "\n".join([f'Content-Type: multipart/{kind}; boundary="{boundary}"', "", joined(*parts, boundary=boundary)])


def joined(*parts: str, boundary: str) -> str:
    return "".join(f"--{boundary}\n{one}\n" for one in parts) + f"--{boundary}--\n"
