"""What a report of non-delivery says (RFC 3464; enhanced status codes RFC 3463), also where it is only sentences."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from bot.danish.text import fold
from bot.mailin.attachments import REPORT_PARTS
from bot.mailin.automatic import is_bounce
from bot.mailin.headers import decode_header, header_text, message_id, message_ids, split_headers
from bot.mailin.vocabulary import MailVocabulary, vocabulary_of
from bot.model.message import Message

_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_REPLY_CODE = re.compile(r"(?<![\d.])([45])\d\d[ -]")
_ADDRESS = re.compile(r"[\w.+'=-]+@[\w-]+(?:\.[\w-]+)+")
_QUOTED_ID = re.compile(r"^[> \t]*Message-ID:\s*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)


class Bounce(NamedTuple):
    """One recipient that a letter did not reach (yet)."""

    recipient: str | None
    #: RFC 3463, "5.1.1"; None where none is told.
    status: str | None
    #: False: the server goes on trying (Action: delayed), or a later letter may arrive.
    permanent: bool
    #: Of the letter that came back, with its brackets.
    original_message_id: str | None
    #: RFC 3464 §2.3.1: whom the letter was addressed to, where that is another: it was passed on.
    original_recipient: str | None = None


def bounces_of(message: Message, vocabulary: Mapping[str, Any] | MailVocabulary | None = None) -> tuple[Bounce, ...]:
    """All recipients that a report names as failed or delayed."""
    words = vocabulary_of(vocabulary)
    if not is_bounce(message, words):
        return ()
    original = _original_id(message)
    reported = tuple(_reported(message, original))
    return reported or (_in_words(message, original, words),)


def _reported(message: Message, original: str | None) -> Iterator[Bounce]:
    for attachment in message.attachments:
        if attachment.content_type not in ("message/delivery-status", "message/global-delivery-status"):
            continue
        for fields in _groups(attachment.content):
            action = fields.get("action", "failed").lower()
            recipient = fields.get("final-recipient") or fields.get("original-recipient")
            if recipient is None or action in ("delivered", "relayed", "expanded"):
                continue
            status = _STATUS.search(fields.get("status", ""))
            code = status[1] if status else None
            there, first = _address(recipient), _address(fields.get("original-recipient", ""))
            other = first if first and first != there else None
            yield Bounce(there, code, _is_permanent(action, code), original, other)


def _address(field: str) -> str:
    """``rfc822; bo@holm.example`` without its type."""
    return field.rpartition(";")[2].strip(" <>").lower()


def _groups(content: bytes) -> Iterator[dict[str, str]]:
    """The groups of fields (RFC 3464 §2.1), values as text."""
    start = 0
    for _ in range(200):
        if start >= len(content):
            return
        fields, body, _ = split_headers(content, start, len(content))
        if body <= start:
            return
        yield {name: decode_header(value) for name, value in reversed(fields)}
        start = body


def _is_permanent(action: str, status: str | None) -> bool:
    return action != "delayed" and not (status or "5").startswith("4")


def _in_words(message: Message, original: str | None, words: MailVocabulary) -> Bounce:
    text = f"{message.subject}\n{message.text}"
    folded = fold(text)
    status = _STATUS.search(text)
    code = status or _REPLY_CODE.search(text)
    if code:
        permanent = code[1].startswith("5")
    else:
        temporary = any(phrase in folded for phrase in words.temporary)
        permanent = any(phrase in folded for phrase in words.permanent) and not temporary
    return Bounce(_recipient(message), status[1] if status else None, permanent, original)


def _recipient(message: Message) -> str | None:
    told = _ADDRESS.search(message.header("x-failed-recipients") or "")
    if told:
        return told[0].lower()
    sender = message.from_.address if message.from_ else ""
    found = (one.lower() for one in _ADDRESS.findall(message.text))
    return next((one for one in found if one not in (message.mailbox, sender)), None)


def _original_id(message: Message) -> str | None:
    """From the letter brought back, else from what is quoted of it, else from the thread."""
    for attachment in message.attachments:
        if attachment.content_type in REPORT_PARTS:
            fields, _, _ = split_headers(attachment.content, 0, len(attachment.content))
            found = next((header_text(value) for name, value in fields if name == "message-id"), None)
            if found and message_id(found):
                return message_id(found)
    quoted = _QUOTED_ID.search(message.text)
    if quoted:
        return quoted[1]
    thread = message_ids(message.in_reply_to) or message.references
    return thread[-1] if thread else None
