"""A job done in this process: bytes → words → readings. The child does the same, where it can do no harm."""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice

from bot.danish.cpr import mask_cpr, mask_misread_cpr
from bot.documents.as_text import as_text
from bot.documents.einvoice.hybrid import joined
from bot.documents.errors import UnreadableDocument
from bot.documents.formats import grid, registry
from bot.documents.formats.inside import Account
from bot.documents.job import Answer, Job, Known
from bot.documents.layout import PICTURES
from bot.documents.limits import DEFAULTS, Limits
from bot.documents.reading import UNSEEN, read_invoices
from bot.documents.shown import as_shown
from bot.documents.telling import Telling
from bot.model.document import Document, PagePicture
from bot.model.invoice import MONEY, InvoiceReading

#: Values made between two searches for rings among them. Reading makes tens of thousands of small ones and no rings; at
#: Python's usual 700 the searches took a quarter of the time.
BETWEEN_COLLECTIONS = 50_000
#: The bytes of each document, by its name and SHA-256.
_Kept = dict[tuple[str, str], bytes]


def answer(
    job: Job,
    known: Known | None = None,
    limits: Limits = DEFAULTS,
    is_late: Callable[[], bool] = lambda: False,
    begins: Callable[[str], None] = lambda _: None,
) -> Answer:
    """The document and its readings, and those of the documents in it; none without ``known`` or a day of receipt.

    ``is_late``: once it says so, nothing more is taken out of a container. ``begins`` is told the SHA-256 of each
    document in it that is worked on from then on ("": none). Never raises for what is in a document:
    ``Document.unreadable`` says why it was not read.
    """
    with _few_collections():
        account = Account(limits, job.passwords, is_late=is_late, left_out=dict(job.left_out), begins=begins)
        return _answer(job, known, account)


@contextmanager
def _few_collections() -> Iterator[None]:
    usual = gc.get_threshold()
    gc.set_threshold(max(usual[0], BETWEEN_COLLECTIONS), *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _answer(job: Job, known: Known | None, account: Account) -> Answer:
    reading = _Reading(job, known)
    kept: _Kept = {}
    try:
        document = _document(job, reading, account, kept if job.dpi else None)
    except UnreadableDocument as problem:
        document = registry.unreadable(job.content, job.name, problem)
    first, *others = joined(document, [reading.of(one) for one in _each(document, account)], reading.scores)
    text, *texts = (_copy(one) if job.copy else "" for one in document.all())
    kept[document.source, document.sha256] = job.content
    drawn = _each(document, account) if job.dpi else ()
    pictures, *of_parts = [_pictures(job, one, account.limits, kept) for one in drawn] or [()]
    shown = document if job.words else _bare(document)
    made = Answer(shown, first, pictures, tuple(of_parts), text, tuple(others), tuple(texts))
    return _framed(job, document, made, known) if job.framings else made


def _copy(document: Document) -> str:
    """The text that is kept for people to see."""
    return (mask_misread_cpr if document.method in PICTURES else mask_cpr)(as_text(document))


def _framed(job: Job, document: Document, made: Answer, known: Known | None) -> Answer:
    """With the framed pictures in place of the bare ones."""
    from bot.documents.picture.framing import framed  # noqa: PLC0415 - Pillow; few documents are drawn

    telling = Telling(known.vocabulary if known else {})
    shown = framed(job.framings, zip(document.all(), (made.pictures, *made.pictures_of_parts), strict=True), telling)
    return replace(made, pictures=(), pictures_of_parts=(), framed=shown)


def _each(document: Document, account: Account) -> Iterator[Document]:
    """It and all that lie in it; the account is told which of these is worked on, and when that is over."""
    yield document
    for one in islice(document.all(), 1, None):
        account.begins(one.sha256)
        yield one
    if document.parts:
        account.begins("")


def _pictures(job: Job, document: Document, limits: Limits, kept: _Kept) -> tuple[PagePicture, ...]:
    """None where there is nothing to see, or it cannot be drawn: that a picture fails is no reason not to read."""
    from bot.documents.formats import raster  # noqa: PLC0415

    try:
        content = kept.get((document.source, document.sha256), b"")
        return raster.pages_of(content, document, job.dpi, limits, job.passwords, grey=bool(job.framings))
    except UnreadableDocument:
        return ()


def _bare(document: Document) -> Document:
    """Without its words: they are many, and only the readings are wanted."""
    return replace(document, pages=(), parts=tuple(map(_bare, document.parts)))


def _document(job: Job, reading: "_Reading", account: Account, kept: _Kept | None) -> Document:
    """``kept`` is filled with the bytes of what lies in it. Raises ``UnreadableDocument``."""
    if job.is_mail:
        return _mail(job, account.limits)
    if job.second:
        # pdfplumber takes 200 ms to load, and few documents need it.
        from bot.documents.formats.second import second_opinion  # noqa: PLC0415

        return second_opinion(job.content, account.limits, job.name)

    def keep(document: Document, content: bytes) -> None:
        if kept is not None:
            kept[document.source, document.sha256] = content

    account.matters, account.keep = reading.matters, keep
    return registry.read_by(job.content, job.name, account)


def _mail(job: Job, limits: Limits) -> Document:
    text = grid.document_of(job.content.decode("utf-8", "replace"), job.content, job.name, "text", limits)
    if not job.shown:
        return text
    try:
        shown = registry.read(job.shown, "mail.html", limits)
    except UnreadableDocument:
        shown = Document(job.name, "", 0)
    return as_shown(text, shown)


class _Reading:
    """The readings of one job, each made once: whether a look at the ink is worth while depends on them."""

    def __init__(self, job: Job, known: Known | None) -> None:
        self._job, self._known = job, known
        #: By the identity of the pages, which the documents here keep alive.
        self._made: dict[int, tuple[Document, tuple[InvoiceReading, ...]]] = {}

    @property
    def scores(self) -> Mapping[str, float]:
        """Those of e-invoices; none where nothing is read."""
        if self._known is None or self._job.received is None:
            return {}
        scores: Mapping[str, float] = self._known.vocabulary["scores"]["einvoice"]
        return scores

    def matters(self, document: Document) -> bool:
        """Whether it matters if a person would see the words of the document, which nobody has looked at yet."""
        look = self._job.look
        if look != "money" or self._known is None or self._job.received is None:
            return look != "never"
        readings = self._read(document)
        self._made[id(document.pages)] = document, readings
        return any(reading.kind in MONEY for reading in readings)

    def of(self, document: Document) -> tuple[InvoiceReading, ...]:
        before, readings = self._made.get(id(document.pages), (None, ()))
        if before is None or not document.pages:
            return self._read(document)
        return _seen(readings) if document.looked_at and not before.looked_at else readings

    def _read(self, document: Document) -> tuple[InvoiceReading, ...]:
        known, received = self._known, self._job.received
        if known is None or received is None:
            return ()
        return read_invoices(
            document, known.register, known.suppliers, known.vocabulary, received, traced=self._job.traced
        )


def _seen(readings: Sequence[InvoiceReading]) -> tuple[InvoiceReading, ...]:
    """The readings of words that have been looked at since, and are all to be seen."""
    return tuple(replace(r, doubts=tuple(d for d in r.doubts if d != UNSEEN)) for r in readings)
