"""A letter as bytes: RFC 5322 and MIME (RFC 2045), the same bytes for the same letter and moment.

Not for deciding whom to write to, nor for sending. Text and HTML stand in quoted-printable, so that the whole letter
is ASCII in short lines and survives any server (addresses with Danish local parts excepted, RFC 6532). CPR numbers
are masked in all that is written.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from email.utils import format_datetime

from bot.danish.cpr import mask_cpr
from bot.mailout import headers, mime
from bot.mailout.errors import NoRecipientError
from bot.mailout.rendered import Rendered
from bot.mailout.templates import Templates
from bot.model.letter import ComposedLetter, Letter, LetterAttachment
from bot.model.meeting import CalendarPart
from bot.model.message import Address

#: Our own mark; a mail that carries it is ours, and never answered.
OWN_MARK = "X-Kvalitetsbot"
_REPLY_PREFIXES = {"da": "SV:", "en": "Re:"}


def compose(letter: Letter, sender: Address, templates: Templates, now: datetime) -> ComposedLetter:
    """The letter's bytes, dated ``now`` (aware).

    Addresses that cannot be written to are left out. Raises ``NoRecipientError`` where none of To remains,
    ``ConfigError`` where the template is missing or wrong.
    """
    to = _sendable(letter.to)
    cc = tuple(a for a in _sendable(letter.cc) if a.address not in {t.address for t in to})
    if not to:
        raise NoRecipientError(letter.cause)
    rendered = _rendered(letter, templates)
    text, html = _masked(rendered)
    in_reply_to, references = headers.thread(letter.references, letter.in_reply_to)
    composed = ComposedLetter(
        cause=letter.cause,
        template=letter.template,
        secretariat=letter.secretariat,
        message_id=message_id_of(letter.cause, sender),
        raw=b"",
        sender=sender,
        to=to,
        cc=cc,
        subject=_subject(letter, rendered),
        text=text,
        html=html,
        in_reply_to=in_reply_to,
        attachments=tuple(map(mime.file_name, _files(letter.attachments, letter.calendar))),
        calendar=letter.calendar,
        tells_bounces=letter.tells_bounces,
        meeting_ids=letter.meeting_ids or ((letter.calendar.meeting_id,) if letter.calendar else ()),
    )
    unique = composed.message_id[1:33]
    body = _body(text, html, letter.attachments, letter.calendar, unique)
    return replace(composed, raw=_head(composed, letter, references, unique, now) + body)


def _head(composed: ComposedLetter, letter: Letter, references: Sequence[str], unique: str, now: datetime) -> bytes:
    answers = b"auto-replied" if letter.auto_submitted == "auto-replied" else b"auto-generated"
    fields = (
        b"Date: " + format_datetime(now).encode("ascii") + b"\r\n",
        headers.mailboxes("From", (composed.sender,)),
        headers.mailboxes("To", composed.to),
        headers.mailboxes("Cc", composed.cc) if composed.cc else b"",
        headers.subject(composed.subject),
        headers.message_ids("Message-ID", (composed.message_id,)),
        headers.message_ids("In-Reply-To", (composed.in_reply_to,)) if composed.in_reply_to else b"",
        headers.message_ids("References", references) if references else b"",
        b"Auto-Submitted: " + answers + b"\r\n",
        b"X-Auto-Response-Suppress: All\r\n",
        f"{OWN_MARK}: {unique}\r\nContent-Language: {letter.language}\r\nMIME-Version: 1.0\r\n".encode("ascii"),
    )
    return b"".join(fields)


def _rendered(letter: Letter, templates: Templates) -> Rendered:
    """As one of a series where only the addressee differs, and the templates are ours."""
    if letter.varies is None or not templates.are_shipped:
        return templates.render(letter.template, letter.language, letter.context)
    return templates.series.render(letter.template, letter.language, letter.context, letter.varies)


def _masked(rendered: Rendered) -> tuple[str, str]:
    """Every value was masked before it was rendered. What only stands there when they are put together is looked for
    in the text, for the HTML says the same in ten times as many characters."""
    text = mask_cpr(rendered.text)
    return text, rendered.html if text == rendered.text else mask_cpr(rendered.html)


def message_id_of(cause: str, sender: Address) -> str:
    """``<32 hex digits@domain>``, from the cause alone: the same letter has the same id, however often it is tried."""
    domain = (headers.wire_address(sender.address) or "").rpartition("@")[2] or "localhost"
    return f"<{hashlib.sha256(cause.encode()).hexdigest()[:32]}@{domain}>"


def _sendable(addresses: Sequence[Address]) -> tuple[Address, ...]:
    return tuple({a.address: a for a in reversed(addresses) if headers.is_sendable(a)}.values())[::-1]


def _subject(letter: Letter, rendered: Rendered) -> str:
    prefix = _REPLY_PREFIXES[letter.language]
    if letter.reply_subject is None:
        return headers.safe_line(rendered.subject, headers.LONGEST_SUBJECT)
    answer = headers.reply_subject(letter.reply_subject, prefix)
    return answer or headers.reply_subject(rendered.subject, prefix)


def _body(
    text: str, html: str, attachments: Sequence[LetterAttachment], calendar: CalendarPart | None, unique: str
) -> bytes:
    """With a calendar: mixed(alternative(plain, html, calendar), its copy as a file): buttons show everywhere.

    What the HTML shows is related to it, and none of the text's business (RFC 2387).
    """
    shown = [a for a in attachments if a.content_id]
    look = mime.text_part(html, "html")
    if shown:
        look = mime.multipart("related", f"=_{unique}_r", (look, *map(mime.file_part, shown)))
    ways = [mime.text_part(text, "plain"), look]
    if calendar is not None:
        ways.append(mime.calendar_part(calendar))
    alternative = mime.multipart("alternative", f"=_{unique}_a", ways)
    files = _files([a for a in attachments if not a.content_id], calendar)
    if not files:
        return alternative
    return mime.multipart("mixed", f"=_{unique}_m", (alternative, *map(mime.file_part, files)))


def _files(attachments: Sequence[LetterAttachment], calendar: CalendarPart | None) -> tuple[LetterAttachment, ...]:
    if calendar is None:
        return tuple(attachments)
    return (LetterAttachment("invite.ics", "application/ics", calendar.content), *attachments)
