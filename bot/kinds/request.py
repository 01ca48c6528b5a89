"""One mail with what could be read in it, and the world around it: what every kind is asked about."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from bot.model.document import Document
from bot.model.invoice import MONEY, InvoiceReading
from bot.model.message import COPENHAGEN, Attachment, Message
from bot.model.world import World


@dataclass(frozen=True, slots=True)
class Read:
    """One document of the mail and the readings in it. ``attachment`` is None for the mail's own text."""

    attachment: Attachment | None
    document: Document
    readings: tuple[InvoiceReading, ...]
    #: What people see of it in place of the original: its text with CPR numbers masked.
    text: str = ""

    @property
    def name(self) -> str | None:
        return self.attachment.name if self.attachment else None

    @property
    def is_about_money(self) -> bool:
        return any(reading.kind in MONEY for reading in self.readings)


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

    @cached_property
    def is_about_money(self) -> bool:
        """Whether a document in it, or its own text, is an invoice, a credit note or a reminder."""
        return any(read.is_about_money for read in self.reads)

    @cached_property
    def is_forwarded(self) -> bool:
        """Whether somebody passes on somebody else's mail."""
        quoted = any(q.kind == "forwarded" for q in self.message.quoted)
        return quoted or any(a.container == "rfc822" for a in self.message.attachments)
