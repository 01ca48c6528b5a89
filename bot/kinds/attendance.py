"""Who came: names in the mail, or a list attached.

Recognised by its words and filed; acting on it comes with the meetings.
"""

from bot.kinds.filing import left_in_inbox
from bot.kinds.request import Request
from bot.kinds.words import likeliest
from bot.model.decision import Decision


def recognise(request: Request) -> bool:
    return likeliest(request) == "attendance"


def decide(request: Request) -> Decision:
    return left_in_inbox(request, "attendance")
