"""Bytes of one mail → ``Message``. Never raises, whatever the bytes: what is wrong with them becomes ``defects``.

The structure is ``mime``'s, header values are ``headers``', the rest is put together here.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from bot.mailin.addresses import parse_addresses
from bot.mailin.attachments import find_files, nested_messages
from bot.mailin.authentication import authenticate
from bot.mailin.bodies import read_bodies
from bot.mailin.conversation import Ends, split_conversation
from bot.mailin.delivery import TOO_LARGE
from bot.mailin.headers import (
    RawHeaders,
    decode_header,
    header_text,
    message_id,
    message_ids,
    parse_date,
    split_headers,
)  # fmt: skip
from bot.mailin.mime import Part, read_structure, walk
from bot.mailin.vocabulary import MailVocabulary, shipped_vocabulary
from bot.model.message import Address, Message, Quoted
from bot.model.zone import COPENHAGEN

#: Header bytes of a mail that are kept; more is nobody's letter.
MAX_HEADERS_TEXT = 500_000
#: Mails forwarded as attachments whose text is read.
_MAX_NESTED = 20


def parse(
    raw: bytes,
    *,
    received: datetime,
    mailbox: str,
    secretariat: str,
    authserv_ids: Collection[str],
    words: MailVocabulary | None = None,
) -> Message:
    """Understand a mail. ``received`` is aware: when our server got it; ``mailbox`` the address of ours that it came
    to.

    ``authserv_ids``: whose Authentication-Results are believed (RFC 8601). ``words``: None for the shipped vocabulary.
    """
    received = received.astimezone(COPENHAGEN)
    try:
        return _parse(raw, received, mailbox.lower(), secretariat, authserv_ids, words or shipped_vocabulary())
    except Exception:  # noqa: BLE001  the promise of this module; tests see to it that nothing known ends here
        return Message(
            mailbox=mailbox.lower(), secretariat=secretariat, message_id=None, sha256=hashlib.sha256(raw).hexdigest(),
            size=len(raw), received=received, headers=(), subject="", from_=None, defects=("unparsed",),
        )  # fmt: skip


def _parse(
    raw: bytes,
    received: datetime,
    mailbox: str,
    secretariat: str,
    authserv_ids: Collection[str],
    words: MailVocabulary,
) -> Message:
    root, found = read_structure(raw)
    defects = dict.fromkeys(found)
    headers = _headers(root.headers, defects)
    fields = dict(reversed(headers))  # the topmost of a name
    bodies = read_bodies(root, defects)
    text, html = bodies.text(), bodies.html
    authors = _addresses(root.headers, "from")
    ends = Ends(authors[0].address if authors else "", mailbox.rpartition("@")[2])
    conversation = split_conversation(text, fields.get("subject", ""), words, ends)
    forwarded = _forwarded(root, defects, words)
    files = find_files(root, html, defects)
    from_fields = sum(name == "from" for name, _ in root.headers)
    defects |= _defects_of_headers(fields, authors)
    return Message(
        mailbox=mailbox,
        secretariat=secretariat,
        message_id=message_id(fields.get("message-id")),
        sha256=hashlib.sha256(raw).hexdigest(),
        size=len(raw),
        received=received,
        headers=headers,
        subject=fields.get("subject", ""),
        from_=authors[0] if authors else None,
        reply_to=_addresses(root.headers, "reply-to"),
        return_path=_return_path(root.headers),
        to=_addresses(root.headers, "to"),
        cc=_addresses(root.headers, "cc"),
        date=_local(parse_date(fields.get("date"))),
        in_reply_to=next(iter(message_ids(fields.get("in-reply-to"))), None),
        references=message_ids(fields.get("references")),
        text=text,
        html=html,
        new_text=conversation.new_text,
        quoted=conversation.quoted + forwarded,
        attachments=files.attachments,
        leaves=files.leaves,
        authentication=authenticate(root.headers, authors, from_fields, authserv_ids),
        calendar_method=_calendar_method(root),
        content_type=_content_type(root),
        defects=tuple(defects),
    )


def received_from_headers(raw: bytes) -> datetime | None:
    """When the topmost server got it: the date after the last ``;`` of the first Received (RFC 5321 §4.4).

    None where there is no such header or its date is hopeless. In Europe/Copenhagen.
    """
    fields, _, _ = split_headers(raw, 0, min(len(raw), MAX_HEADERS_TEXT))
    topmost = next((header_text(value) for name, value in fields if name == "received"), None)
    return _local(parse_date(" ".join(topmost.rpartition(";")[2].split()))) if topmost else None


def _local(moment: datetime | None) -> datetime | None:
    return moment.astimezone(COPENHAGEN) if moment else None


def _headers(raw: RawHeaders, defects: dict[str, None]) -> tuple[tuple[str, str], ...]:
    out: list[tuple[str, str]] = []
    left = MAX_HEADERS_TEXT
    for name, value in raw:
        left -= len(value)
        if left < 0:
            defects["headers_cut"] = None
            break
        out.append((name, decode_header(value)))
    return tuple(out)


def _defects_of_headers(fields: Mapping[str, str], authors: Sequence[Address]) -> dict[str, None]:
    found = ["too_large"] if TOO_LARGE.lower() in fields else []
    if len(authors) != 1:
        found.append("several_authors" if authors else "no_author")
    return dict.fromkeys(found)


def _addresses(headers: RawHeaders, name: str) -> tuple[Address, ...]:
    """Of all fields of that name: a second From is as good as two authors in one."""
    found = [value for key, value in headers if key == name]
    if len(found) == 1:
        return parse_addresses(found[0])
    return tuple(dict.fromkeys(address for value in found[:20] for address in parse_addresses(value)))


def _return_path(headers: RawHeaders) -> str | None:
    value = next((header_text(value).strip() for name, value in headers if name == "return-path"), None)
    if value is None:
        return None
    if value in ("<>", ""):
        return ""
    found = parse_addresses(value)
    return found[0].address if found else None


def _forwarded(root: Part, defects: dict[str, None], words: MailVocabulary) -> tuple[Quoted, ...]:
    """The mails that lie inside as attachments: who wrote them, and their text; and what they pass on themselves."""
    out: list[Quoted] = []
    for part in nested_messages(root):
        if len(out) >= _MAX_NESTED:
            break
        fields = dict(reversed(part.headers))
        sender = parse_addresses(fields.get("from", b""))
        subject = decode_header(fields.get("subject", b""))
        moment = _local(parse_date(header_text(fields.get("date", b""))))
        inside = split_conversation(read_bodies(part, defects).text(), subject, words)
        author = sender[0] if sender else None
        out.append(Quoted("forwarded", author, moment, subject or None, inside.new_text, is_attached=True))
        out += [quoted for quoted in inside.quoted if quoted.kind == "forwarded"]
    return tuple(out)


def _calendar_method(root: Part) -> str | None:
    """METHOD of the first text/calendar part: from its Content-Type, else from the calendar itself (RFC 6047 §2.4)."""
    for part in walk(root):
        if part.content_type == "text/calendar":
            method = part.parameters.get("method", "").upper()
            if not method.isalpha():
                lines = (line.strip().upper() for line in part.content()[:4096].splitlines())
                method = next(
                    (line[7:].decode("ascii", "replace") for line in lines if line.startswith(b"METHOD:")), ""
                )
            return method or None
    return None


def _content_type(root: Part) -> str:
    report = root.parameters.get("report-type", "").lower()
    return f"{root.content_type}; {report}" if report else root.content_type
