"""A message and a picture of the world in, a decision out: no I/O, no clock, no randomness. Read this first.

::

    message + documents ──read──► readings ──first kind that recognises it──► Decision(documents, letters, outcome, …)

Reading is ``documents.reading``, judging is ``checks``, everything around one kind of mail is its module in
``kinds``. What a decision says is made to happen by ``service``: filed and queued in one transaction, sent, moved.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.documents.reading import read_invoices
from bot.kinds import Read, Request, kind_of
from bot.kinds.invoice import decide_by_person, judge_again
from bot.model.decision import Decision
from bot.model.document import Document
from bot.model.message import Attachment, Message
from bot.model.world import World

__all__ = ["Request", "decide_by_person", "handle", "judge_again"]


def handle(
    message: Message, documents: Sequence[tuple[Attachment | None, Document]], world: World, now: datetime
) -> Decision:
    """What is to happen because of this mail. Deciding twice gives the same decision.

    ``documents`` are its attachments as they could be read, in order; the one with None is the mail's own text.
    ``now`` is aware. Raises nothing that a mail's content could bring about, save by a bug.
    """
    reads = [_read(message, a, d, world) for a, d in documents if a is not None]
    if not any(read.is_about_money for read in reads) and not _quotes_somebody(message):
        # The mail's own text is looked at only where no attachment is the invoice: «hermed faktura 1042» is none.
        reads += [_read(message, None, d, world) for a, d in documents if a is None]
    request = Request(message, tuple(reads), world, now)
    decision = kind_of(request).decide(request)
    if world.answer_from is not None and message.received < world.answer_from:
        # From before we began: looked at and reported; answered and moved by the people who had it before us.
        return replace(decision, letters=(), outcome="inbox", unanswered="old")
    return decision


def _quotes_somebody(message: Message) -> bool:
    """An answer to our own letter quotes all that an invoice says: it is none."""
    return any(quoted.kind == "quoted" for quoted in message.quoted)


def _read(message: Message, attachment: Attachment | None, document: Document, world: World) -> Read:
    readings = read_invoices(
        document, world.register, world.ledger.suppliers(), world.rules.vocabulary, message.received_day
    )
    return Read(attachment, document, readings)
