"""The letter to staff about a mail that a person must look at: what was read, what is wrong, how to decide.

One letter for one mail, to the secretariat's own people and to nobody else. The pictures are put in by the pipeline,
the numbers when the mail is filed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.documents.picture.marks import REQUIRED, marks_of
from bot.documents.telling import Telling
from bot.kinds.invoice.context import invoice_lines, secretariat_lines
from bot.kinds.invoice.judging import Judged
from bot.kinds.request import Request
from bot.model.letter import Letter
from bot.model.letter_context import ReviewedField, ReviewedInvoice, StaffReview, context_of
from bot.model.message import Address

TEMPLATE = "staff_review"
#: Of a mail with more documents than this to be looked at, the rest are found by «review list».
MOST = 8


def staff_review(request: Request, judged: Sequence[Judged], unanswered: str | None) -> Letter | None:
    """None where nothing is for review, where the configuration names no staff, or wants no such letters."""
    message, world = request.message, request.world
    staff = tuple(Address(a) for a in (world.staff or {}).get(message.secretariat, ()))
    waiting = [(i, j) for i, j in enumerate(judged) if j.decision.verdict == "review"][:MOST]
    if not staff or not waiting or message.secretariat not in world.review_letters or unanswered == "old":
        return None
    telling = Telling(world.rules.vocabulary)
    context = StaffReview(
        secretariat=secretariat_lines(world, message),
        received=message.received_day,
        sender_address=message.from_.address if message.from_ else "",
        subject=message.subject,
        invoices=tuple(_reviewed(request, j, telling) for _, j in waiting),
        unanswered=unanswered,
    )
    return Letter(
        cause=f"mail:{message.sha256}:review",
        template=TEMPLATE,
        secretariat=world.rules.secretariat,
        to=staff,
        context=context_of(context),
        auto_submitted="auto-generated",
        numbered=tuple(i for i, _ in waiting),
    )


def _reviewed(request: Request, judged: Judged, telling: Telling) -> ReviewedInvoice:
    reading = judged.decision.reading
    return ReviewedInvoice(
        lines=invoice_lines(judged, "review", request.today),
        findings=tuple(f.detail for f in judged.decision.findings),
        fields=tuple(
            ReviewedField(m.name, m.value, m.sure, m.text if m.text != m.value else None)
            for m in marks_of(reading, telling)
        ),
        missing=tuple(telling.name(name) for name in REQUIRED if getattr(reading.fields, name) is None),
        unreadable=judged.case.unreadable,
    )


def with_numbers(letter: Letter, numbers: Sequence[int]) -> Letter:
    """With the numbers that the decision's documents got when they were filed."""
    return _changed(letter, [{"id": numbers[i]} for i in letter.numbered])


def with_pictures(letter: Letter, content_ids: Sequence[str | None]) -> Letter:
    """With the Content-ID of each one's picture, None where it has none; the pictures themselves are attachments."""
    return _changed(letter, [{"picture": content_id} for content_id in content_ids])


def _changed(letter: Letter, changes: Sequence[Mapping[str, Any]]) -> Letter:
    invoices = tuple(replace(i, **c) for i, c in zip(letter.context["invoices"], changes, strict=True))
    return replace(letter, context={**letter.context, "invoices": invoices})
