"""«Vi må aflyse mødet den 16. april»: which meetings a mail calls off, and which it only seems to."""

import re
from collections.abc import Collection, Sequence
from datetime import date
from itertools import pairwise

from bot.danish.sentences import END, END_BEFORE_ANY, sentences
from bot.danish.text import fold
from bot.meetings.changed_days import is_in_stead
from bot.meetings.clocks import clock_in
from bot.meetings.day_order import days_by_number
from bot.meetings.days import Day, days_in
from bot.meetings.performing import ActSaid, Part, act_in, parts_of, performs
from bot.meetings.segments import Segment
from bot.meetings.words import BookingWords
from bot.model.booking import BookingReading, Doubt, Said

#: «på Hotel Fjorden» is where it was to be, not what is called off.
_AT = re.compile(r"\b(?:paa|hos|i|ved)(?: \w+){0,2} \Z")
#: Also before a small letter: «jeg aflyser i morgen. vi tager emnet med i september».
_SENTENCE = re.compile(rf"{END}|{END_BEFORE_ANY}|\n")
_LISTED = re.compile(r"(?:[\s,;&+.]|og|samt|både|mødet|møderne|den|d)*")


def read_cancellations(
    segments: Sequence[Segment], words: BookingWords, held: Collection[date] = ()
) -> tuple[BookingReading, ...]:
    """The days whose meetings the sender's own sentences call off; empty where they name none, or move them.

    ``held``: the days of meetings that are booked, for «d. 24.» without a month.
    """
    own = next((s for s in segments if s.origin == "own"), None)
    if own is None or denied(segments, words):
        return ()
    days: list[Day] = []
    written = _SENTENCE.split("\n".join(_without_heading(own, words)))
    for i, sentence in enumerate(written):
        off = _called_off(sentence, words)
        if off is None:
            continue
        told = _days_of(sentence, off, own, words) or _held_day(sentence, own, held)
        if _is_replaced(sentence, told) or _is_moved(written[i:], own, words) or words.was.match(fold(sentence)):
            return ()
        days += told
        if len({d.value for d in days}) > 1 and clock_in(sentence, days, words) is not None:
            return ()  # «vi aflyser den 16. og holder det den 23. kl. 17»
    found = {d.value: d for d in days}
    return tuple(
        BookingReading(
            "cancel",
            of_day=Said(value, day.text),
            doubts=() if day.weekday_ok else (Doubt("weekday", "meeting", day.text, (value,)),),
        )
        for value, day in found.items()
    )


def _called_off(sentence: str, words: BookingWords) -> ActSaid | None:
    """«Vi dropper den 27. maj», «mødet og maden er aflyst»; not «badehotellet er droppet», «oplægget er aflyst»."""
    off = act_in(sentence, words.acts.cancels, words.acts)
    if off is None or off.mood != "performed":
        return None
    folded = fold(sentence)
    if words.not_ours.search(folded):
        return None  # «det er ikke vores møde»
    if words.meeting.search(folded):
        return off
    places = (m for m in words.place_word.finditer(folded) if not _AT.search(folded[: m.start()]))
    return off if words.part_of_meeting.search(folded) is None and next(places, None) is None else None


def _held_day(sentence: str, own: Segment, held: Collection[date]) -> list[Day]:
    """«Silkeborg Øst d. 24. bliver ikke til noget»: the one meeting on a 24th."""
    if any(not d.week for d in days_in(sentence, own.written)):
        return []
    found = days_by_number(sentence, held)
    return found if len(found) == 1 else []


def _is_replaced(sentence: str, told: Sequence[Day]) -> bool:
    """«Vi dropper den 29. og tager den 6.»: days that are called off stand in a list."""
    return any(not _LISTED.fullmatch(sentence[a.end : b.start]) for a, b in pairwise(told))


def _is_moved(written: Sequence[str], own: Segment, words: BookingWords) -> bool:
    """«Mødet den 16. er aflyst, vi mødes den 23. i stedet»; ``written``: from the sentence that calls off."""
    if performs(written[0], words.acts.moves, words.acts):
        return True
    return any(is_in_stead(s, words) and any(not d.week for d in days_in(s, own.written)) for s in written)


def _days_of(sentence: str, off: ActSaid, own: Segment, words: BookingWords) -> list[Day]:
    """Those of the part that calls off; where it has none those of the other parts but what they say is kept."""
    days = [d for d in days_in(sentence, own.written) if not d.week]
    if any(off.part.start <= d.start < off.part.end for d in days):
        return [d for d in days if not _is_kept_at(sentence, d, words)]
    if words.acts.bygone.search(off.part.folded):
        return []
    return [d for d in days if not _is_kept_at(sentence, d, words)]


def _is_kept_at(sentence: str, day: Day, words: BookingWords) -> bool:
    return any(p.start <= day.start < p.end and _is_kept(p, words) for p in parts_of(sentence, words.acts))


def _is_kept(part: Part, words: BookingWords) -> bool:
    """«… men vi ses den 10. september», where nothing of the part calls off."""
    kept = words.acts.kept.search(part.folded) or words.acts.again.search(part.folded)
    return kept is not None and not performs(part.folded, words.acts.cancels, words.acts)


def calls_off_something(segments: Sequence[Segment], words: BookingWords) -> bool:
    """Whether the sender's own words call a meeting off, and not only a part of it or a place."""
    return any(_called_off(sentence, words) for sentence in _own_sentences(segments, words))


def calls_off(segments: Sequence[Segment], words: BookingWords) -> bool:
    """«Så vi aflyser mødet» in the sender's own words, without a day: the mail that is passed on tells which."""
    if denied(segments, words):
        return False
    return any(
        _called_off(s, words) and words.meeting.search(fold(s)) and not performs(s, words.acts.moves, words.acts)
        for s in _own_sentences(segments, words)
    )


def denied(segments: Sequence[Segment], words: BookingWords) -> bool:
    """«Nogen har hørt, at mødet den 9. er aflyst. Det er det ikke», «Er mødet aflyst?»: nothing is called off."""
    own = _own_sentences(segments, words)
    if words.acts.taken_back.search(fold("\n".join(own))):
        return True
    found = [off for s in own if (off := act_in(s, words.acts.cancels, words.acts)) is not None]
    return bool(found) and all(off.mood != "performed" for off in found)


def leaves_open(segments: Sequence[Segment], words: BookingWords) -> bool:
    """Whether to call off or to move is spoken of, and neither done nor denied: a person answers."""
    own = _own_sentences(segments, words)
    found = [act_in(s, act, words.acts) for s in own for act in (words.acts.cancels, words.acts.moves)]
    return any(one is not None and one.mood == "open" for one in found)


def _own_sentences(segments: Sequence[Segment], words: BookingWords) -> list[str]:
    return [s for x in segments if x.origin == "own" for line in _without_heading(x, words) for s in sentences(line)]


def _without_heading(own: Segment, words: BookingWords) -> Sequence[str]:
    """«Aflysning til den 9. december» over «Jeg har aflyst cateringen til mødet»: the sentence says what of it."""
    below = [s for line in own.lines[1:] for s in sentences(line) if not s.rstrip().endswith("?")]
    found = [off for s in below if (off := act_in(s, words.acts.cancels, words.acts)) is not None]
    return own.lines if not found or any(off.mood == "performed" for off in found) else own.lines[1:]


def cancelled(segments: Sequence[Segment], words: BookingWords) -> BookingReading:
    """Of a mail that is known to cancel: the day that it names, but one that it says is kept."""
    own = [(line, s.written) for s in segments if s.origin == "own" for line in s.lines]
    days = [d for line, written in own for d in days_in(line, written) if not _is_kept_at(line, d, words)]
    days = days or [
        d for s in segments if s.origin == "forwarded" for line in s.lines for d in days_in(line, s.written)
    ]
    whole = [d for d in days if not d.week]
    values = list(dict.fromkeys(d.value for d in whole))
    if len(values) == 1:
        doubts = (Doubt("weekday", "meeting", whole[0].text),) if not whole[0].weekday_ok else ()
        return BookingReading("cancel", of_day=Said(whole[0].value, whole[0].text), doubts=doubts)
    return BookingReading("cancel", doubts=(Doubt("several_days", "meeting", "", tuple(values[:6])),) if values else ())
