"""What somebody else proposes as a question, and the sender settles by passing it on: told as it is."""

from dataclasses import replace

from bot.danish.sentences import sentences
from bot.meetings.clocks import clock_in
from bot.meetings.days import days_in
from bot.meetings.segments import Segment
from bot.meetings.words import BookingWords


def with_proposal(segment: Segment) -> Segment:
    """«Skal vi sige tirsdag d. 24. nov. kl. 17-19.30?» of another, told as it is: where the sender's own words settle
    it and it proposes one day.
    """
    if segment.origin == "own":
        return segment
    asked = [(i, s) for i, line in enumerate(segment.lines) for s in sentences(line) if s.rstrip().endswith("?")]
    days = {(i, s): {d.value for d in days_in(s, segment.written) if not d.week} for i, s in asked}
    with_day = [key for key, found in days.items() if found]
    if len(with_day) != 1 or len(days[with_day[0]]) != 1:
        return segment
    return _as_told(segment, *with_day[0])


def with_hours(segment: Segment, words: BookingWords) -> Segment:
    """«I er velkomne den 8. december. Skal vi sige kl. 17 til 20?»: the hours of a day that is told right before, where
    they are the only ones.
    """
    if segment.origin == "own":
        return segment
    told = [(i, s) for i, line in enumerate(segment.lines) for s in sentences(line)]
    clocks = [clock_in(s, days_in(s, segment.written), words) for _, s in told]
    spans = [n for n, c in enumerate(clocks) if c is not None and c.start is not None and c.end is not None]
    asked = [n for n in spans if told[n][1].rstrip().endswith("?")]
    if len(asked) != 1 or asked[0] == 0 or spans[0] != asked[0]:
        return segment
    days = [d for d in days_in(told[asked[0] - 1][1], segment.written) if not d.week and not d.bare]
    alone = len(days) == 1 and not told[asked[0] - 1][1].rstrip().endswith("?")
    of_its_own = days_in(told[asked[0]][1], segment.written)
    return _as_told(segment, *told[asked[0]]) if alone and not of_its_own else segment


def _as_told(segment: Segment, number: int, sentence: str) -> Segment:
    lines = list(segment.lines)
    lines[number] = lines[number].replace(sentence, f"{sentence.rstrip()[:-1].rstrip()}.")
    return replace(segment, lines=tuple(lines))
