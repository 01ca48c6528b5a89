"""A coordinator tells what is booked: a new meeting, a plan for the year, another day or place.

Recognised by its words and filed; acting on it comes with the meetings.
"""

from bot.kinds.filing import left_in_inbox
from bot.kinds.request import Request
from bot.kinds.words import likeliest
from bot.model.decision import Decision


def recognise(request: Request) -> bool:
    return likeliest(request) == "booking"


def decide(request: Request) -> Decision:
    return left_in_inbox(request, "booking")
