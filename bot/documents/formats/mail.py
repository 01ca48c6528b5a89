"""A mail that lies in a file (.eml, RFC 5322; .mht, RFC 2557), in an archive or another mail: its texts and files.

Mails that are attached as message/rfc822 are parts of the mail itself and opened by ``mailin``. This is the standard
library's parser: it runs in the child, and whatever it makes of hostile bytes is one document's bad luck.
"""

import email
import email.message
import re
from collections.abc import Iterator
from email.header import decode_header, make_header

from bot.documents.errors import UnreadableDocument
from bot.documents.formats.inside import Inside

FORMAT = "mail"
_FIELD = re.compile(rb"([!-9;-~]{1,60}):[ \t]?[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n")
#: Fields that mails begin with, in lower case; two of them in a row of fields make a mail of a text.
_TELLING = frozenset({
    b"from", b"to", b"subject", b"date", b"message-id", b"mime-version", b"received", b"return-path", b"content-type",
    b"delivered-to", b"reply-to", b"x-mailer", b"dkim-signature", b"authentication-results",
})  # fmt: skip
#: Of these one must be there: «Fra: … Dato: …» typed into a text is none.
_PROOF = frozenset({b"message-id", b"mime-version", b"received", b"return-path", b"content-type"})
#: Proofs and reports of delivery, which nobody reads as documents.
_LEFT_OUT = ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature")
_TEXTS = ("text/plain", "text/html")
_BODIES = ("mail.txt", "mail.html")
#: What the parser of the standard library raises on hostile bytes.
_DAMAGE = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
    AssertionError,
    email.errors.MessageError,
)


def recognise(name: str, head: bytes) -> bool:  # noqa: ARG001 - the bytes say it; the same signature for every format
    """Two or more header fields at the start, one of them a field that only mail programs write."""
    names: set[bytes] = set()
    position = 0
    text = head.removeprefix(b"\xef\xbb\xbf")
    if text.startswith(b"From "):  # an mbox's first line
        position = text.find(b"\n") + 1
    while (field := _FIELD.match(text, position)) is not None:
        names.add(field.group(1).lower())
        position = field.end()
    return len(names & _TELLING) >= 2 and not names.isdisjoint(_PROOF)


def open_into(content: bytes, inside: Inside) -> None:
    """Raises ``UnreadableDocument("damaged")``."""
    try:
        found = list(_leaves(email.message_from_bytes(content)))
        for number, (part, otherwise) in enumerate(found, start=1):
            data = _content(part)
            if data is None or (part.get_filename() is None and not data.strip()):
                continue
            is_text = otherwise in _BODIES
            inside.take(_name(part), data, otherwise or f"del-{number}", is_mail_text=is_text)
    except _DAMAGE:
        raise UnreadableDocument("damaged") from None


def _leaves(message: email.message.Message) -> Iterator[tuple[email.message.Message, str]]:
    """(part, its name where it has none), in order; of alternatives the richest (RFC 2046 §5.1.4)."""
    todo = [message]
    while todo:
        part = todo.pop()
        kind = part.get_content_type()
        if kind in _LEFT_OUT:
            continue
        if kind == "message/rfc822" and part.is_multipart():
            yield part, "besked.eml"
        elif part.is_multipart():
            inner = [child for child in part.get_payload() if isinstance(child, email.message.Message)]
            todo += reversed(_chosen(inner) if kind == "multipart/alternative" else inner)
        else:
            is_body = kind in _TEXTS and part.get_filename() is None
            yield part, ("mail.html" if kind == "text/html" else "mail.txt") if is_body else ""


def _chosen(parts: list[email.message.Message]) -> list[email.message.Message]:
    """The richest of the texts that say the same, and what is no text."""
    texts = [p for p in parts if p.get_content_type() in _TEXTS]
    return [p for p in parts if p.get_content_type() not in _TEXTS or p is texts[-1]]


def _content(part: email.message.Message) -> bytes | None:
    """Decoded; texts as UTF-8, a mail in the mail as it stands."""
    if part.get_content_type() == "message/rfc822" and part.is_multipart():
        inner = part.get_payload(0)
        return inner.as_bytes() if isinstance(inner, email.message.Message) else None
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return None
    charset = part.get_content_charset()
    if part.get_content_maintype() == "text" and charset:
        try:
            return data.decode(charset).encode("utf-8")
        except (LookupError, UnicodeError):
            return data
    return data


def _name(part: email.message.Message) -> str | None:
    name = part.get_filename()
    if name is None or "=?" not in name:
        return name
    try:
        return str(make_header(decode_header(name)))
    except _DAMAGE:
        return name
