"""A vacation message, a receipt, or one of our own letters come back. It says nothing and is answered by nobody.

A machine that mails an invoice is no auto-reply: where there is money in it, the invoice is looked at.
"""

from bot.kinds.request import Request
from bot.mailin.automatic import automatic_reason, is_auto_reply, is_own_letter
from bot.model.decision import Decision
from bot.model.message import Message
from bot.model.world import World


def recognise(request: Request) -> bool:
    if is_ours(request.message, request.world):
        return True
    return not request.is_about_money and is_auto_reply(request.message, request.world.rules.vocabulary)


def decide(request: Request) -> Decision:
    own = is_ours(request.message, request.world)
    reason = automatic_reason(request.message, request.world.rules.vocabulary) or "auto-reply"
    return Decision(kind="auto_reply", outcome="automatic", unanswered="own" if own else reason)


def is_ours(message: Message, world: World) -> bool:
    """By our own header, or by a Message-ID that the outbox gave."""
    known = message.message_id is not None and world.ledger.is_own_letter(message.message_id)
    return known or is_own_letter(message)
