"""Who came: names in the mail, or a list attached.

Recognised by its words and filed for a person. Nothing acts on it: attendance comes by ``register import``.
"""

from bot.kinds.filing import left_in_inbox
from bot.kinds.request import Request
from bot.kinds.words import likeliest
from bot.model.decision import Decision


def recognise(request: Request) -> bool:
    return likeliest(request) == "attendance"


def decide(request: Request) -> Decision:
    return left_in_inbox(request, "attendance")
