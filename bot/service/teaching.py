"""★ A correction's lesson: the document is read once more for where the right value stands, and that is kept.

What is corrected is corrected whether it teaches something or not.
"""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from bot.documents.job import Job
from bot.documents.teaching import lessons_of, takes_the_place_of
from bot.model.document import Document
from bot.model.lesson import TEACHABLE, Lesson
from bot.model.message import Message
from bot.service.passwords import passwords_of
from bot.service.surroundings import Surroundings
from bot.service.trouble import innermost, is_the_machines
from bot.store import ReviewDetail, Store

log = logging.getLogger("kvalitetsbot.teaching")
#: Corrections of these are about a field by another name.
_OTHER_NAMES = {"network_id": "network"}


def teach(
    around: Surroundings,
    store: Store,
    message: Message,
    detail: ReviewDetail,
    corrected: Iterable[str],
    by: str,
    now: datetime,
) -> tuple[Lesson, ...]:
    """``detail`` holds the right values. Nothing is learnt of an invoice without a CVR number."""
    cvr = detail.reading.fields.cvr
    values = _values(detail, corrected)
    if cvr is None or not values:
        return ()
    try:
        known = around.known(store, message)
        document = _document(around, message, detail.row.sha256, passwords_of(message, known))
        if document is None:
            return ()
        lessons = lessons_of(document, detail.row.part, values, known.register, known.vocabulary, message.received_day)
    except Exception as error:
        if is_the_machines(error):
            raise
        log.warning("nothing learnt invoice=%d error=%s at=%s", detail.row.id, type(error).__name__, innermost(error))
        return ()
    if lessons:
        replaced = lambda old: takes_the_place_of(lessons, old, known.vocabulary)  # noqa: E731 - a line says it
        store.teach(cvr.value, lessons, replaced, detail.row.id, by, now)
        log.info("learnt invoice=%d fields=%s", detail.row.id, ",".join(sorted({x.field for x in lessons})))
    return lessons


def _values(detail: ReviewDetail, corrected: Iterable[str]) -> Mapping[str, Any]:
    """The right values of what was corrected, by field; a field that was taken away teaches nothing."""
    names = [_OTHER_NAMES.get(name, name) for name in corrected]
    found = {name: getattr(detail.reading.fields, name) for name in names if name in TEACHABLE}
    return {name: field.value for name, field in found.items() if field is not None}


def _document(around: Surroundings, message: Message, digest: str, passwords: tuple[str, ...]) -> Document | None:
    """The document of those bytes with its words, also one that lies in another."""
    for attachment in message.attachments:
        asked = Job(attachment.content, attachment.name, look="always", words=True, passwords=passwords)
        for document in around.reader.answer(asked).document.all():
            if document.sha256 == digest:
                return document
    return None
