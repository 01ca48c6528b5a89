"""A coordinator calls a meeting off: the right one is found, and everybody who was invited is told."""

from bot.kinds import booking
from bot.kinds.request import Request
from bot.kinds.words import likeliest
from bot.model.decision import Decision


def recognise(request: Request) -> bool:
    return likeliest(request) == "cancellation"


def decide(request: Request) -> Decision:
    return booking.decide_as(request, "cancellation")
