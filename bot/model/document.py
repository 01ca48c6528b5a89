"""A document as words with their places, before anyone asks what they mean."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from bot.model.einvoice import EInvoice
from bot.model.field import Box

Method = Literal["text", "ocr", "ubl", "cii", "mixed"]


class Word(NamedTuple):
    """One run of characters without white space, as printed.

    ``doubt`` says why a person looking at the page would not read this word there: ``"hidden"`` (no ink: white, off the
    page, an unseen layer, painted over) or ``"overprinted"`` (something else is drawn on top); empty: to be seen.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    doubt: str = ""
    #: 0..1: how sure the OCR is of the worst character; 1 where the text is the document's own.
    sure: float = 1.0

    @property
    def box(self) -> Box:
        return Box(self.x0, self.top, self.x1, self.bottom)


class Shown(NamedTuple):
    """How a page that was made level before it was read lies on the page as people see it.

    ``width`` and ``height`` in points are those of the page (or photo) as it is shown. ``matrix``: nine numbers, row by
    row, that take (x, y, 1) of a word's place to it (homogeneous coordinates).
    """

    width: float
    height: float
    matrix: tuple[float, ...]

    def box(self, box: Box) -> Box:
        """The level box round a place of the page as it was read."""
        a, b, c, d, e, f, g, h, i = self.matrix
        xs, ys = [], []
        for x, y in ((box.x0, box.top), (box.x1, box.top), (box.x1, box.bottom), (box.x0, box.bottom)):
            w = g * x + h * y + i or 1.0
            xs.append((a * x + b * y + c) / w)
            ys.append((d * x + e * y + f) / w)
        return Box(min(xs), min(ys), max(xs), max(ys))


@dataclass(frozen=True, slots=True)
class Page:
    """One page. Sizes in points, origin top left. Words in no particular order."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    #: Where OCR made the page level, cut it out of a photo or turned it: how it lies there; None: just as it is.
    shown: Shown | None = None


class UnreadPart(NamedTuple):
    """Something that lies in a document and was left closed; ``reason`` as ``Document.unreadable``."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """What a format made of the bytes of one attachment (or of a mail body).

    ``paged`` is False where places are made from lines and columns (plain text, HTML): fields then carry neither page
    nor box. ``unreadable`` says why nothing could be read (``"encrypted"``, ``"damaged"``, ``"timeout"``, ``"memory"``,
    ``"too_large"``, ``"no_text"``, ``"unsupported"``); then ``pages`` is empty or useless.
    """

    source: str
    sha256: str
    size: int
    method: Method = "text"
    pages: tuple[Page, ...] = ()
    page_count: int = 0
    paged: bool = True
    unreadable: str | None = None
    #: The format that read it: "pdf", "text", "html", "zip", …; of one not read, what its bytes say ("png", "doc").
    format: str = ""
    #: True where a table with rulings or odd pages had ``pdfplumber`` asked as well.
    second_opinion: bool = False
    #: Pages (from 1) without any text of their own, as a picture of a page has none: what is missing may stand there.
    unread_pages: tuple[int, ...] = ()
    #: Whether it was asked of its words if a person would see them on the page (``Word.doubt``). False only where
    #: nobody has looked yet: nothing read from it may be paid.
    looked_at: bool = True
    #: Whether comments, stamps or fields lie on it that say or show what its words do not.
    is_annotated: bool = False
    #: The electronic invoices in it; the first page is the first one's words, and so on.
    einvoices: tuple[EInvoice, ...] = ()
    #: The documents that lie in it (an archive, a forwarded mail, files embedded in a PDF), each read by itself; their
    #: ``source`` is "arkiv.zip/faktura.pdf". A container has no pages of its own.
    parts: tuple["Document", ...] = ()
    #: Whether it is the text of a mail that lies in another document: what stands there is seldom an invoice.
    is_mail_text: bool = False
    #: What lies in it and was not even taken out: beyond the limits, locked, damaged.
    unread_parts: tuple[UnreadPart, ...] = ()

    def all(self) -> Iterator["Document"]:
        """This one and all that lie in it, the outer before the inner, in their order."""
        yield self
        for part in self.parts:
            yield from part.all()


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as it is seen: bare pixels. ``width`` and ``height`` are points, those of the ``Page`` of that number."""

    number: int
    width: float
    height: float
    columns: int
    rows: int
    #: ``columns * rows`` of them, row by row from the top: three bytes (red, green, blue) or one (grey, 255 white).
    pixels: bytes


@dataclass(frozen=True, slots=True)
class FramedPicture:
    """The pages of one reading below each other, every field framed and named, every CPR number black: bare pixels."""

    columns: int
    rows: int
    #: Row by row from the top, one byte a pixel where there is a palette, else three (red, green, blue).
    pixels: bytes
    #: Red, green and blue of each tone that a pixel may be.
    palette: bytes = b""
