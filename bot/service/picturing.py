"""★ The pictures of letters to staff: the child draws the pages and frames the fields, this process makes files.

A letter is filed whole, without its pictures, and held back for a moment; the pictures are drawn while the next mails
are handled, and it goes out with them. A picture is worth having and never worth a letter: whatever goes wrong here, a
crash too, the letter goes out without it.
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from bot.documents.job import Framing, Job, Known
from bot.kinds.invoice.staff_review import with_numbers, with_pictures
from bot.model.decision import DocumentDecision
from bot.model.letter import ComposedLetter, Letter, LetterAttachment
from bot.model.message import Attachment
from bot.service.trouble import innermost, is_the_machines

if TYPE_CHECKING:
    from bot.service.surroundings import Surroundings
    from bot.store import Store

log = logging.getLogger("kvalitetsbot.picturing")
T = TypeVar("T")
#: Dots per inch, pictures of one letter, and bytes of all of them together: a letter that every mailbox takes.
DPI, MOST, BYTES = 100.0, 4, 280_000
#: How long a letter waits for its pictures where nobody lets go of it before.
HELD = timedelta(minutes=2)


@dataclass(slots=True)
class Drawing:
    """A letter whose pictures are being drawn: the documents that it asks about, each with the reader's ticket; None
    for one that has no page.
    """

    letter: Letter
    documents: tuple[tuple[DocumentDecision, Any], ...]
    #: ``time.monotonic``: what is not drawn by then is left out.
    until: float
    #: After so many mails of the pipeline its pictures should be there.
    due: int = 0

    @property
    def is_drawn(self) -> bool:
        return any(ticket is not None for _, ticket in self.documents)


class Pictures:
    """Belongs to a pipeline, and to its thread."""

    def __init__(self, around: "Surroundings", store: "Store", now: Callable[[], datetime]) -> None:
        self._around, self._store, self._now = around, store, now
        self._waiting: deque[Drawing] = deque()

    def ask(
        self, letter: Letter, documents: Sequence[DocumentDecision], attachments: Sequence[Attachment], known: Known,
        passwords: tuple[str, ...],
    ) -> Drawing:  # fmt: skip
        """Has the pictures drawn, and comes back at once."""
        asked: list[tuple[DocumentDecision, Any]] = []
        for document in (documents[i] for i in letter.numbered):
            attachment = _attachment_of(document, attachments)
            is_enough = sum(ticket is not None for _, ticket in asked) >= MOST
            if attachment is None or is_enough:
                asked.append((document, None))
            else:
                asked.append((document, self._submit(document, attachment, known, passwords)))
        return Drawing(letter, tuple(asked), time.monotonic() + self._around.limits.seconds)

    def _submit(
        self, document: DocumentDecision, attachment: Attachment, known: Known, passwords: tuple[str, ...]
    ) -> Any:
        framings = (Framing(document.sha256, document.reading),)
        job = Job(attachment.content, attachment.name, look="never", dpi=DPI, framings=framings, passwords=passwords)
        return _safely(lambda: self._around.reader.submit(job, known))

    def composed(self, drawing: Drawing, numbers: Sequence[int], now: datetime) -> tuple[ComposedLetter, ...]:
        """The letter with its numbers and without its pictures, held where there may be some."""
        drawing.letter = with_numbers(drawing.letter, numbers)
        made = self._around.compose_all((drawing.letter,), now)
        return tuple(replace(letter, held_until=now + HELD) for letter in made) if drawing.is_drawn else made

    def add(self, drawing: Drawing, due: int) -> None:
        """Its letter is filed."""
        if drawing.is_drawn:
            drawing.due = due
            self._waiting.append(drawing)

    def settle(self, handled: int | None = None) -> Iterator[ComposedLetter]:
        """Lets go of the letters whose pictures are due after so many mails; of all, and waits for their pictures,
        where no number is given.
        """
        while self._waiting and (handled is None or self._waiting[0].due <= handled):
            drawing = self._waiting.popleft()
            # Held letters leave by themselves: a mistake of ours costs the picture and two minutes.
            letter = _safely(lambda drawing=drawing: self._pictured(drawing))  # type: ignore[misc]
            for made in () if letter is None else self._around.compose_all((letter,), self._now()):
                self._store.amend(made)
                yield made

    def _pictured(self, drawing: Drawing) -> Letter:
        most = BYTES // max(1, min(MOST, len(drawing.documents)))
        made: list[LetterAttachment] = []
        names: list[str | None] = []
        for number, (document, ticket) in enumerate(drawing.documents, start=1):
            file = None if ticket is None else _safely(lambda t=ticket: self._file(t, most, drawing.until))  # type: ignore[misc]
            names.append(None)
            if file is not None:
                made.append(_attachment(f"billede-{number}@{document.sha256[:16]}", number, *file))
                names[-1] = made[-1].content_id
        letter = drawing.letter
        return replace(with_pictures(letter, names), attachments=(*letter.attachments, *made))

    def _file(self, ticket: Any, most: int, until: float) -> tuple[bytes, str] | None:
        from bot.documents import picture  # noqa: PLC0415 - few mails are for review

        (framed,) = self._around.reader.result(ticket, until).framed or (None,)
        return None if framed is None else picture.as_small(framed, most)


def _attachment_of(document: DocumentDecision, attachments: Sequence[Attachment]) -> Attachment | None:
    """The one with those bytes, or the one that the document lies in («arkiv.zip/faktura.pdf»)."""
    own = next((a for a in attachments if a.sha256 == document.sha256), None)
    name = document.attachment or ""
    return own or next((a for a in attachments if a.name and name.startswith(f"{a.name}/")), None)


def _attachment(content_id: str, number: int, content: bytes, content_type: str) -> LetterAttachment:
    ending = content_type.rpartition("/")[2].replace("jpeg", "jpg")
    return LetterAttachment(f"faktura-{number}.{ending}", content_type, content, content_id)


def _safely(step: Callable[[], T]) -> T | None:
    try:
        return step()
    except Exception as error:
        if is_the_machines(error):
            raise
        log.warning("no picture error=%s at=%s", type(error).__name__, innermost(error))
        return None
