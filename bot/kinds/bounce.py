"""A report that a letter could not be delivered (RFC 3464, or what servers write without it).

First of all kinds: a bounce that quotes an invoice is a bounce.
"""

from bot.kinds.request import Request
from bot.mailin.automatic import is_bounce
from bot.model.decision import Decision


def recognise(request: Request) -> bool:
    return is_bounce(request.message, request.world.rules.vocabulary)


def decide(request: Request) -> Decision:
    """Never answered. A person is told: a letter of ours may not have come."""
    del request
    return Decision(kind="bounce", outcome="automatic", attention=("bounce",), unanswered="bounce")
