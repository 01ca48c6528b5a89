"""A coordinator tells what is booked: a new meeting, a plan for the year, another day or place.

Recognised by its words, or by a confirmation attached, and filed; acting on it comes with the meetings.
"""

from bot.kinds.filing import left_in_inbox
from bot.kinds.request import Request
from bot.kinds.words import likeliest
from bot.model.decision import Decision


def recognise(request: Request) -> bool:
    kind = likeliest(request)
    confirmed = any(reading.kind == "booking" for read in request.reads for reading in read.readings)
    return kind == "booking" or (kind is None and confirmed)


def decide(request: Request) -> Decision:
    return left_in_inbox(request, "booking")
