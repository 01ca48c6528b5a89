"""Answers to questions that the secretariat asked.

Recognised by its words and filed for a person. Nothing acts on it yet.
"""

from bot.kinds.filing import left_in_inbox
from bot.kinds.request import Request
from bot.kinds.words import likeliest
from bot.model.decision import Decision


def recognise(request: Request) -> bool:
    return likeliest(request) == "questionnaire"


def decide(request: Request) -> Decision:
    return left_in_inbox(request, "questionnaire")
