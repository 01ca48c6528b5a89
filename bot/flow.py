"""A message and a picture of the world in, a decision out: no I/O, no clock, no randomness. Read this first.

::

    message + documents as read ──first kind that recognises it──► Decision(documents, letters, outcome, …)

Reading is ``documents``, judging is ``checks``, everything around one kind of mail is its module in ``kinds``. What a
decision says is made to happen by ``service``: filed and queued in one transaction, sent, moved.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.kinds import Read, Request, kind_of
from bot.kinds.invoice import decide_by_person, judge_again
from bot.model.decision import Decision
from bot.model.message import Message
from bot.model.world import World

__all__ = ["Read", "Request", "decide_by_person", "handle", "judge_again", "wants_own_text"]


def handle(message: Message, reads: Sequence[Read], world: World, now: datetime) -> Decision:
    """What is to happen because of this mail. Deciding twice gives the same decision.

    ``reads`` are its attachments with what was read in them, in order, and last (``attachment`` None) the mail's own
    text, which is left aside where it is not wanted. ``now`` is aware. Raises nothing that a mail's content could bring
    about, save by a bug.
    """
    attached = tuple(read for read in reads if read.attachment is not None)
    own = tuple(read for read in reads if read.attachment is None) if wants_own_text(message, attached) else ()
    request = Request(message, attached + own, world, now)
    decision = kind_of(request).decide(request)
    if world.answer_from is not None and message.received < world.answer_from:
        # From before we began: looked at and reported; answered and moved by the people who had it before us.
        return replace(decision, letters=(), outcome="inbox", unanswered="old")
    return decision


def wants_own_text(message: Message, attached: Sequence[Read]) -> bool:
    """Whether the mail's own text may be the invoice: only where no attachment is («hermed faktura 1042» is none), and
    not where it quotes somebody: an answer to our own letter quotes all that an invoice says.
    """
    if any(read.is_about_money and not read.is_mail_text for read in attached):
        return False
    return not any(quoted.kind == "quoted" for quoted in message.quoted)
