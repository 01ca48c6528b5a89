"""What is asked of reading, and what comes back: the same whether it is done here, in a child, or on another machine.

::

    Job (bytes, name, day) + Known (register, suppliers, vocabulary)  ──answer──►  Answer (document, readings)
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any, Literal

from bot.documents.errors import Reason
from bot.model.document import Document, FramedPicture, PagePicture
from bot.model.invoice import InvoiceReading
from bot.model.register import Register

if TYPE_CHECKING:
    from bot.model.world import Supplier

#: Whether it is asked of a PDF's words if a person would see them on the page. "money": of a document that asks for
#: money, gives it back or complains; no other can be paid. "always" and "never" say so themselves.
Look = Literal["money", "always", "never"]


@dataclass(frozen=True, eq=False)
class Known:
    """What a reader knows beforehand. Held against others by identity: the same parts are sent to a child once."""

    register: Register = field(default_factory=Register)
    suppliers: Sequence["Supplier"] = ()
    #: ``rules/vocabulary/*.toml`` by file stem.
    vocabulary: Mapping[str, Any] = field(default_factory=dict)

    @property
    def parts(self) -> tuple[Any, ...]:
        return self.register, self.suppliers, self.vocabulary


@dataclass(frozen=True, slots=True)
class Framing:
    """A reading whose fields are to be framed on the pages of the document with that SHA-256."""

    sha256: str
    reading: InvoiceReading


@dataclass(frozen=True, slots=True)
class Job:
    """One document to be read.

    ``received``: the day of receipt in Copenhagen, from which missing years are told; None: only the words are asked
    for, no readings.
    """

    content: bytes
    #: The file's name: it becomes ``Document.source``.
    name: str
    received: date | None = None
    #: pdfplumber's reading of a PDF, which is slow.
    second: bool = False
    look: Look = "money"
    #: Whether the answer's document has its words; else only its readings are wanted, and ``Document.pages`` is empty.
    words: bool = False
    #: Whether what was weighed for each field is wanted too (``InvoiceReading.trace``).
    traced: bool = False
    #: Dots per inch of pictures of its pages, to be drawn on (``bot.documents.picture``); 0: none are wanted.
    dpi: float = 0.0
    #: Readings that are wanted framed on those pages: then these pictures come back, and the bare pages do not.
    framings: tuple[Framing, ...] = ()
    #: Whether a copy of its text is wanted, for people to read in place of the original.
    copy: bool = False
    #: Whether ``content`` is the text of a mail (UTF-8), and the HTML that people see in its place, where there is one.
    is_mail: bool = False
    shown: bytes = b""
    #: Tried on what asks for one. Never stored, shown or logged.
    passwords: tuple[str, ...] = field(default=(), repr=False)
    #: Files in it that are not to be read, by their SHA-256, and why: each has cost a child already.
    left_out: tuple[tuple[str, Reason], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A document and the readings in it; none where none were asked for. ``of_parts`` and ``texts_of_parts``: the same
    of each document that lies in it, in the order of ``Document.all``.
    """

    document: Document
    readings: tuple[InvoiceReading, ...] = ()
    #: Its first pages as they are seen, where ``Job.dpi`` asked for them and there are pages.
    pictures: tuple[PagePicture, ...] = ()
    #: The same of the documents that lie in it, as ``of_parts``; empty where none were asked for.
    pictures_of_parts: tuple[tuple[PagePicture, ...], ...] = ()
    #: What a person sees of it, row by row, with CPR numbers masked, where ``Job.copy`` asked for it.
    text: str = ""
    of_parts: tuple[tuple[InvoiceReading, ...], ...] = ()
    texts_of_parts: tuple[str, ...] = ()
    #: One for each of ``Job.framings``; None where there is nothing to see.
    framed: tuple[FramedPicture | None, ...] = ()

    def each(self) -> Iterator[tuple[Document, tuple[InvoiceReading, ...], str]]:
        """The document and all that lie in it, each with its readings and its text."""
        readings = chain((self.readings,), self.of_parts, repeat(()))
        return zip(self.document.all(), readings, chain((self.text,), self.texts_of_parts, repeat("")), strict=False)

    def pictured(self) -> Iterator[tuple[Document, tuple[InvoiceReading, ...], tuple[PagePicture, ...]]]:
        """The document and all that lie in it, each with its readings and its pictures."""
        pictures = chain((self.pictures,), self.pictures_of_parts, repeat(()))
        return ((d, readings, shown) for (d, readings, _), shown in zip(self.each(), pictures, strict=False))

    def for_file(self, source: str, sha256: str, size: int) -> "Answer":
        """With the file's own name, hash and size, whatever whoever read it said."""
        return replace(self, document=replace(self.document, source=source, sha256=sha256, size=size))


class ReadingFailed(Exception):  # noqa: N818 - as ``UnreadableDocument``
    """The fields of a document could not be read, by a mistake of ours: ``where`` is ``ValueError sheet.py:12``."""

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.where = where
