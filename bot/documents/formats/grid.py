"""Text without places → words on a made-up grid, so that whoever reads a document needs to know one kind of
page only.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator

from bot.documents.errors import UnreadableDocument
from bot.documents.limits import Limits
from bot.model.document import Document, Page, Word

#: A made-up typewriter: the width of a column and the height of a line, in points.
COLUMN, LINE = 6.0, 12.0
_TAB = 8
_WORD = re.compile(r"\S+")
#: Control characters, and those without width that make a text look like another one.
_CONTROLS = (*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0))
_WITHOUT_WIDTH = (
    0xAD,
    0xFEFF,
    0xFFFE,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x206A),
)
_UNPRINTED = dict.fromkeys((*_CONTROLS, *_WITHOUT_WIDTH))
#: Overrides of the writing direction (UAX #9 §2.2): the digits of a line with one in it are shown in another order.
_TURNED = re.compile("[\u202d\u202e]")


def document_of(
    text: str,
    content: bytes,
    source: str,
    form: str,
    limits: Limits,
    hidden: Iterable[tuple[int, int]] = (),
    *,
    is_annotated: bool = False,
) -> Document:
    """One page without real places. ``hidden``: (start, end) of what in ``text`` would not be seen. ``is_annotated``: a
    person would see more than ``text``.

    Raises ``UnreadableDocument("no_text")`` where no word is in it.
    """
    page = page_of(text, limits.words, hidden)
    if not page.words:
        raise UnreadableDocument("no_text")
    return Document(
        source=source,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        pages=(page,),
        page_count=1,
        paged=False,
        format=form,
        is_annotated=is_annotated,
    )


def page_of(text: str, limit: int, hidden: Iterable[tuple[int, int]] = ()) -> Page:
    """Line and column of each word times ``LINE`` and ``COLUMN``; tabs stop at every eighth column. At most
    ``limit`` words.
    """
    marks = sorted(hidden)
    words: list[Word] = []
    width = line = start = 0
    for line, raw in enumerate(text.splitlines(keepends=True)):
        doubtful = [(a - start, b - start) for a, b in marks if a < start + len(raw) and b > start]
        if _TURNED.search(raw):
            doubtful = [(0, len(raw))]
        row = _typed(raw)
        words += _words(row, line * LINE, _columns(raw, doubtful) if doubtful else ())
        width = max(width, len(row))
        start += len(raw)
        if len(words) >= limit:
            break
    return Page(1, width * COLUMN, (line + 1) * LINE, tuple(words[:limit]))


def _typed(text: str) -> str:
    return text.translate(_UNPRINTED).expandtabs(_TAB).rstrip()


def _columns(raw: str, parts: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places in a raw line as columns of the typed one."""
    return [(len(_typed(raw[: max(0, a)] + ".")) - 1, len(_typed(raw[:b] + ".")) - 1) for a, b in parts]


def _words(row: str, top: float, hidden: Iterable[tuple[int, int]]) -> Iterator[Word]:
    for match in _WORD.finditer(row):
        doubt = "hidden" if any(a < match.end() and b > match.start() for a, b in hidden) else ""
        yield Word(match.group(), match.start() * COLUMN, top, match.end() * COLUMN, top + LINE, doubt)
