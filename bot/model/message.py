"""One mail as understood: who, when, thread, text, attachments. Header names are RFC 5322's."""

import datetime as dt
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.model.zone import COPENHAGEN


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox (RFC 5322 §3.4): ``address`` is the addr-spec, lower case; ``name`` the display name, one line."""

    address: str
    name: str | None = None

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part with a file in it, decided by content and size, not by its Content-Disposition."""

    #: Counted from 1 in the order of the mail.
    index: int
    #: A safe base name: no folders, no control characters, NFC; made up (``"del-2.pdf"``) where none was given.
    name: str
    #: As declared, lower case (RFC 2045); ``sniffed`` is what the bytes say ("pdf", "png", "zip", …, "" unknown).
    content_type: str
    sniffed: str
    content: bytes
    sha256: str
    inline: bool = False
    content_id: str | None = None
    #: What it was inside of: "" the mail itself, "rfc822" a forwarded mail, "zip", "winmail".
    container: str = ""


#: "text": of the mail itself, or of one passed on in it. "file": an ``Attachment``. "ornament": a picture of the mail's
#: looks. "proof": an electronic signature. "unread": beyond what is looked at of one mail.
Fate = Literal["text", "file", "ornament", "proof", "unread"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf of the mail's tree (RFC 2046), and what it was taken for. Every leaf is accounted for, once."""

    #: Its place, each part counted from 1 in the one that holds it: "1.2"; "" where the mail has no parts.
    path: str
    #: Safe, as ``Attachment.name``; None where it has none.
    name: str | None
    content_type: str
    size: int
    #: Of its bytes, decoded.
    sha256: str
    fate: Fate
    #: ``Attachment.index`` of a file.
    attachment: int | None = None


@dataclass(frozen=True, slots=True)
class Quoted:
    """A mail quoted or forwarded inside this one, as far as its header block could be read."""

    kind: Literal["forwarded", "quoted"]
    from_: Address | None
    date: datetime | None
    subject: str | None
    text: str
    #: Whether it is attached as a mail of its own (message/rfc822), not written into the text.
    is_attached: bool = False


@dataclass(frozen=True, slots=True)
class Authentication:
    """What our own server said of the sender (RFC 8601): only the configured authserv-id, topmost, aligned with From.

    ``"fail"``: DMARC (or, without DMARC, both aligned SPF and DKIM) failed. ``"none"``: our server said nothing.
    """

    result: Literal["pass", "fail", "none"]
    #: ``"dmarc=fail header.from=x.example"``: for the record, never for a person to type.
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A parsed mail. ``headers`` are all of them, decoded, unfolded, in order, names in lower case."""

    #: Our own address that it was delivered to (lower case), and the secretariat that the address belongs to.
    mailbox: str
    secretariat: str
    #: With its angle brackets; None where missing or hopeless.
    message_id: str | None
    #: Of the raw bytes.
    sha256: str
    size: int
    #: When our server got it: INTERNALDATE (RFC 9051 §2.3.3) or the topmost Received; aware, Europe/Copenhagen.
    received: datetime
    headers: tuple[tuple[str, str], ...]
    subject: str
    from_: Address | None
    reply_to: tuple[Address, ...] = ()
    #: ``""`` is the null sender ``<>`` (RFC 5321 §4.5.5); None where the header is missing.
    return_path: str | None = None
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    date: datetime | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    #: The body as text (from text/plain, else from HTML), CPR numbers not masked: never show it unmasked.
    text: str = ""
    #: The HTML body where there is one, unsafe as it came.
    html: str | None = None
    #: What the sender wrote now, without what is quoted or forwarded.
    new_text: str = ""
    quoted: tuple[Quoted, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    #: All that the mail is made of, in its order.
    leaves: tuple[Leaf, ...] = ()
    authentication: Authentication = Authentication("none")
    #: METHOD of a text/calendar part (RFC 5546), upper case.
    calendar_method: str | None = None
    #: Content-Type of the whole message with its report-type parameter, ("multipart/report; delivery-status").
    content_type: str = "text/plain"
    #: What was wrong with its MIME, as short codes; parsing never raises.
    defects: tuple[str, ...] = ()

    @property
    def received_day(self) -> dt.date:
        """The Danish day of receipt: the 14 days count from it."""
        return self.received.astimezone(COPENHAGEN).date()

    def header(self, name: str) -> str | None:
        """The topmost header of that name, or None."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key == wanted), None)
