"""A report that a letter could not be delivered (RFC 3464, or what servers write without it).

First of all kinds: a bounce that quotes an invoice is a bounce.
"""

from bot.kinds.request import Request
from bot.mailin.automatic import is_bounce
from bot.mailin.bounces import bounces_of
from bot.model.decision import Decision
from bot.model.meeting import BounceAct


def recognise(request: Request) -> bool:
    return is_bounce(request.message, request.world.rules.vocabulary)


def decide(request: Request) -> Decision:
    """Never answered. A person is told: a letter of ours may not have come."""
    returned = tuple(
        BounceAct(b.original_message_id, b.recipient, b.original_recipient, b.status)
        for b in bounces_of(request.message, request.world.rules.vocabulary)
        if b.permanent
    )
    return Decision(kind="bounce", outcome="automatic", attention=("bounce",), unanswered="bounce", bounces=returned)
