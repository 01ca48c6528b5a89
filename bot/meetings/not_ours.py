"""What is told of somebody else's meeting, of a course, or of a family's table, and what is told and taken back."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.danish.sentences import sentences
from bot.danish.text import fold
from bot.meetings.clocks import clock_in
from bot.meetings.days import days_in
from bot.meetings.segments import Segment
from bot.meetings.words import BookingWords
from bot.model.booking import BookingReading, Doubt

_WHY = re.compile(r"[^.!?\n]*?, så (?=(?:vi|nu|det)\b)", re.IGNORECASE)
#: A row of a plan has a day, hours, a place, and what it is about.
_CELLS = 4


def is_anothers(segments: Sequence[Segment], words: BookingWords) -> bool:
    """«Det er ikke vores netværk», «Her er bekræftelsen på mors fødselsdag» over what is passed on; the latter where
    neither has a word of a meeting.
    """
    # «Der er firmafest på hotellet, så vi har byttet …»: why, and no matter of the mail.
    own = "\n".join(fold(_WHY.sub(" ", line)) for s in segments if s.origin == "own" for line in s.lines)
    if words.not_ours.search(own):
        return True
    if not words.private.search(own):
        return False
    return not any(words.meeting.search(fold("\n".join((s.title, *s.lines)))) for s in segments)


def asked_where_not_ours(
    found: tuple[BookingReading, ...], segments: Sequence[Segment], words: BookingWords
) -> tuple[BookingReading, ...]:
    """«Det er kredsens møde, der er udskudt, det er ikke os»: what moves beside such words, a person says."""
    if not is_anothers(segments, words):
        return found
    return tuple(_withheld(r) if r.act in ("move", "book") else r for r in found)


def asked_where_withheld(
    found: tuple[BookingReading, ...], segments: Sequence[Segment], words: BookingWords
) -> tuple[BookingReading, ...]:
    """Nothing moves and nothing is called off, before its writer says so, where the mail seems to take it back: «en sms
    siger, at mødet er flyttet, det er det ikke», «PS. Glem punkt 2», «UDKAST».
    """
    # Also below the name: «PS. Omar kan godt alligevel».
    own = "\n".join(fold(line) for s in segments if s.origin == "own" for line in (*s.lines, *s.foot))
    if not any(r.act in ("move", "cancel") for r in found) or not words.withheld.search(
        words.not_withheld.sub(" ", own)
    ):
        return found
    return tuple(_withheld(r) for r in found)


def _withheld(reading: BookingReading) -> BookingReading:
    """With the question whether it is meant, which names the day that the meeting has and the one that it would get."""
    if any(d.code in ("confirm", "withheld") for d in reading.doubts):
        return reading
    days = tuple(said.value for said in (reading.of_day, reading.day) if said is not None)
    doubt = Doubt("withheld", "confirm", reading.act, days)
    return replace(reading, doubts=(*reading.doubts, doubt if reading.act != "book" else Doubt("confirm", "confirm")))


def is_others(sentence: str, segment: Segment, words: BookingWords) -> bool:
    """«Jeg skal på kursus den 14. kl. 9-16 på Hotel Kirstine»; «mange af os er på kursus kl. 9-15» where another
    sentence tells of the meeting; not «vores netværksmøde er på kursuscentret».
    """
    folded = words.room_called.sub(" ", fold(sentence))
    if words.others.search(folded) is None:
        return False
    cells = sentence.split("\t")
    if len(cells) >= _CELLS and words.others.search(fold("\t".join(cells[:-1]))) is None:
        return False  # «19. maj | 16-19 | Hotel Fjorden | Tværfagligt med kommunen»: a row's last cell is its topic
    if words.ours.search(folded) is None:
        return True
    if words.meeting.search(words.others.sub(" ", folded)):
        return False
    told = (s for line in segment.lines for s in sentences(line) if s != sentence and words.meeting.search(fold(s)))
    return any(clock_in(s, days_in(s, segment.written), words) is not None for s in told)
