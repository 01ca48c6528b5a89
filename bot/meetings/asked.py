"""Which sentence only asks, and so tells nothing: «Kan I den 12. maj?», but not «Kan I notere den 12. maj?»."""

from bot.danish.text import fold
from bot.meetings.performing import performs
from bot.meetings.segments import Segment
from bot.meetings.words import BookingWords


def is_asked(sentence: str, segment: Segment, words: BookingWords) -> bool:
    """«I kommer kl. 18, ikke?» of a place that has promised is told; «Kan I noteres?» asks us to do it."""
    if not sentence.rstrip().endswith("?") or words.requests.search(fold(sentence)) or _asks_us_to(sentence, words):
        return False
    return segment.origin == "own" or words.tag.search(sentence) is None


def without_last_question(line: str, words: BookingWords) -> str:
    """What a place tells, without what it asks at the end of the same sentence: «…, var I ikke 14 sidst?»"""
    return words.last_question.sub(".", line)


def _asks_us_to(sentence: str, words: BookingWords) -> bool:
    """«Vil I flytte mødet til den 23.?»"""
    return any(performs(sentence, act, words.acts) for act in (words.acts.cancels, words.acts.moves))
