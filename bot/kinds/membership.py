"""Somebody joins, leaves, moves, or takes the coordinator's office over.

Recognised by its words and filed for a person. Nothing acts on it: members come by ``register import``.
"""

from bot.kinds.filing import left_in_inbox
from bot.kinds.request import Request
from bot.kinds.words import likeliest
from bot.model.decision import Decision


def recognise(request: Request) -> bool:
    return likeliest(request) == "membership"


def decide(request: Request) -> Decision:
    return left_in_inbox(request, "membership")
