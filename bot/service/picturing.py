"""★ The pictures of a letter to staff: the child draws the pages, this process frames the fields.

A picture is worth having and never worth a letter: whatever goes wrong here, the letter goes out without it.
"""

import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from bot.documents.job import Job
from bot.kinds.invoice.staff_review import with_pictures
from bot.model.decision import DocumentDecision
from bot.model.letter import Letter, LetterAttachment
from bot.model.message import Attachment
from bot.service.trouble import innermost, is_the_machines

if TYPE_CHECKING:
    from bot.documents.telling import Telling
    from bot.service.surroundings import Surroundings

log = logging.getLogger("kvalitetsbot.picturing")
#: Dots per inch, pictures of one letter, and bytes of all of them together: a letter that every mailbox takes.
DPI, MOST, BYTES = 110.0, 4, 280_000


def pictured(
    around: "Surroundings", letter: Letter, documents: Sequence[DocumentDecision], attachments: Sequence[Attachment],
    telling: "Telling", passwords: tuple[str, ...] = (),
) -> Letter:  # fmt: skip
    """The letter with a picture of each document that it asks about, as far as they can be made in the time that one
    document has.
    """
    until = time.monotonic() + around.limits.seconds
    shown = [documents[i] for i in letter.numbered]
    most = BYTES // max(1, min(MOST, len(shown)))
    made: list[LetterAttachment] = []
    names: list[str | None] = []
    for number, document in enumerate(shown, start=1):
        attachment = _attachment_of(document, attachments)
        drawn = None
        if attachment is not None and len(made) < MOST and time.monotonic() < until:
            drawn = _drawn(around, document, attachment, telling, most, until, passwords)
        if drawn is None:
            names.append(None)
        else:
            made.append(_attachment(f"billede-{number}@{document.sha256[:16]}", number, *drawn))
            names.append(made[-1].content_id)
    return replace(with_pictures(letter, names), attachments=(*letter.attachments, *made))


def _attachment_of(document: DocumentDecision, attachments: Sequence[Attachment]) -> Attachment | None:
    """The one with those bytes, or the one that the document lies in («arkiv.zip/faktura.pdf»)."""
    own = next((a for a in attachments if sha256(a.content).hexdigest() == document.sha256), None)
    name = document.attachment or ""
    return own or next((a for a in attachments if a.name and name.startswith(f"{a.name}/")), None)


def _attachment(content_id: str, number: int, content: bytes, content_type: str) -> LetterAttachment:
    ending = content_type.rpartition("/")[2].replace("jpeg", "jpg")
    return LetterAttachment(f"faktura-{number}.{ending}", content_type, content, content_id)


def _drawn(
    around: "Surroundings", document: DocumentDecision, attachment: Attachment, telling: "Telling", most: int,
    until: float, passwords: tuple[str, ...],
) -> tuple[bytes, str] | None:  # fmt: skip
    from bot.documents import picture  # noqa: PLC0415 - few mails are for review

    reader = around.reader
    try:
        asked = Job(attachment.content, attachment.name, look="never", words=True, dpi=DPI, passwords=passwords)
        answer = reader.result(reader.submit(asked), until)
        images = [
            image
            for one, _, pictures in answer.pictured()
            if one.sha256 == document.sha256
            for image in picture.draw(picture.marked(one, document.reading, telling), pictures, legend=False)
        ]
        return picture.small(picture.trimmed(picture.below_each_other(images)), most) if images else None
    except Exception as error:
        if is_the_machines(error):
            raise
        log.warning("no picture error=%s at=%s", type(error).__name__, innermost(error))
        return None
