"""Files of pictures → documents, with the engines of this machine."""

import hashlib
from collections.abc import Callable

import cv2

from bot.documents.errors import UnreadableDocument
from bot.documents.limits import Limits
from bot.documents.ocr.engines import engines
from bot.documents.ocr.page import Picture, read_page
from bot.documents.ocr.sources import pictures
from bot.documents.ocr.witness import second_witness
from bot.model.document import Document, Page

#: A picture, the page's number and how many words may be read.
PageReader = Callable[[Picture, int, int], Page]


def page_reader(limits: Limits) -> PageReader:
    """Raises ``UnreadableDocument`` (``no_text``) where this machine has no engine."""
    found = engines(limits.ocr_threads)
    first, other = found.reader(), found.witness

    def read(picture: Picture, number: int, most: int) -> Page:
        try:
            return read_page(picture, first, number, most, second_witness(other) if other is not None else None)
        except cv2.error:
            raise UnreadableDocument("damaged") from None

    return read


def read_pictures(content: bytes, source: str, limits: Limits) -> Document:
    """A file of one of the formats of ``sources``. Raises ``UnreadableDocument``."""
    read = page_reader(limits)
    pages: list[Page] = []
    unread: list[int] = []
    left = limits.words
    for number, picture in enumerate(pictures(content, limits), start=1):
        if picture is None:
            unread.append(number)
            continue
        page = read(picture, number, left)
        left -= len(page.words)
        pages.append(page)
    if not any(page.words for page in pages):
        raise UnreadableDocument("no_text")
    return Document(
        source=source,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        method="ocr",
        pages=tuple(pages),
        page_count=len(pages) + len(unread),
        format="picture",
        unread_pages=tuple(unread),
    )
