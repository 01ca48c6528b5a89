"""What is told of somebody else's meeting, of a course, or of a family's table: nothing of ours."""

from collections.abc import Sequence

from bot.danish.sentences import sentences
from bot.danish.text import fold
from bot.meetings.clocks import clock_in
from bot.meetings.days import days_in
from bot.meetings.segments import Segment
from bot.meetings.words import BookingWords


def is_anothers(segments: Sequence[Segment], words: BookingWords) -> bool:
    """«Det er ikke vores netværk», «Her er bekræftelsen på mors fødselsdag» over what is passed on; the latter where
    neither has a word of a meeting.
    """
    own = "\n".join(fold(line) for s in segments if s.origin == "own" for line in s.lines)
    if words.not_ours.search(own):
        return True
    if not words.private.search(own):
        return False
    return not any(words.meeting.search(fold("\n".join((s.title, *s.lines)))) for s in segments)


def is_others(sentence: str, segment: Segment, words: BookingWords) -> bool:
    """«Jeg skal på kursus den 14. kl. 9-16 på Hotel Kirstine»; «mange af os er på kursus kl. 9-15» where another
    sentence tells of the meeting; not «vores netværksmøde er på kursuscentret».
    """
    folded = fold(sentence)
    if words.others.search(folded) is None:
        return False
    if words.ours.search(folded) is None:
        return True
    if words.meeting.search(words.others.sub(" ", folded)):
        return False
    told = (s for line in segment.lines for s in sentences(line) if s != sentence and words.meeting.search(fold(s)))
    return any(clock_in(s, days_in(s, segment.written), words) is not None for s in told)
