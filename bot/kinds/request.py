"""One mail with what could be read in it, and the world around it: what every kind is asked about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Self

from bot.documents.job import Answer
from bot.model.document import Document
from bot.model.invoice import MONEY, InvoiceFields, InvoiceReading
from bot.model.message import Attachment, Message
from bot.model.world import World
from bot.model.zone import COPENHAGEN


@dataclass(frozen=True, slots=True)
class Read:
    """One document of the mail and the readings in it. ``attachment`` is None for the mail's own text."""

    attachment: Attachment | None
    document: Document
    readings: tuple[InvoiceReading, ...]
    #: What people see of it in place of the original: its text with CPR numbers masked.
    text: str = ""

    @classmethod
    def of(cls, attachment: Attachment, answer: Answer) -> Iterator[Self]:
        """An attachment as it was read, and each document that lies in it: that is a document of the mail like any."""
        for document, readings, text in answer.each():
            held = attachment if document is answer.document else _part(attachment, document)
            yield cls(held, document, readings or _unread(document), text)

    @property
    def is_mail_text(self) -> bool:
        """The text of this mail, or of one that lies in it."""
        return self.attachment is None or self.document.is_mail_text

    @property
    def name(self) -> str | None:
        return self.attachment.name if self.attachment else None

    @property
    def is_about_money(self) -> bool:
        return any(reading.kind in MONEY for reading in self.readings)


def _unread(document: Document) -> tuple[InvoiceReading, ...]:
    """Whoever was ended over a document (its time was up, its memory) told no reading of it: it is a person's, as any
    that cannot be read.
    """
    return () if document.unreadable is None else (InvoiceReading("other", InvoiceFields()),)


def _part(holder: Attachment, document: Document) -> Attachment:
    """A document inside an attachment as an attachment; its bytes stay where they are."""
    return Attachment(
        index=holder.index,
        name=document.source,
        content_type="application/octet-stream",
        sniffed=document.format,
        content=b"",
        sha256=document.sha256,
        container=holder.sniffed,
    )


@dataclass(frozen=True)
class Request:
    """``now`` is aware; ``today`` is its Danish date."""

    message: Message
    reads: tuple[Read, ...]
    world: World
    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(COPENHAGEN).date()

    @property
    def wording(self) -> Mapping[str, Any]:
        """What mails are known by: ``rules/vocabulary/messages.toml``."""
        words: Mapping[str, Any] = self.world.rules.vocabulary["messages"]
        return words

    @cached_property
    def is_about_money(self) -> bool:
        """Whether a document in it, or its own text, is an invoice, a credit note or a reminder."""
        return any(read.is_about_money for read in self.reads)

    @cached_property
    def is_forwarded(self) -> bool:
        """Whether somebody passes on somebody else's mail."""
        quoted = any(q.kind == "forwarded" for q in self.message.quoted)
        return quoted or any(a.container == "rfc822" for a in self.message.attachments)
