"""A correspondence with a house passed on whole: what was agreed in it further down, where the news is only a yes.

«Alt er på plads» over the sender's own «Må vi komme tirsdag den 6. oktober fra 16.30 til 19.30?»; «Det er noteret» over
«Onsdagen er fin» over «Jeg kan tilbyde jer onsdag den 23. september». A day that was refused is none; anything that the
house says no to, or leaves open, at the top, and nothing is read further down.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time

from bot.danish.sentences import sentences
from bot.danish.text import fold
from bot.meetings import details
from bot.meetings.clock_told import clock_of_piece
from bot.meetings.days import days_in
from bot.meetings.segments import Segment, segment_of
from bot.meetings.signatures import signed
from bot.meetings.words import BookingWords, Pattern
from bot.model.message import Address, Message, Quoted

#: Letters that are looked at: two who write to each other are done by then.
_MOST = 8
_Hours = tuple[time | None, time | None]


@dataclass(frozen=True, slots=True)
class _Letter:
    """``text``: its sentences that refuse nothing; ``whole``: all of them, folded."""

    segment: Segment
    is_ours: bool
    text: tuple[str, ...]
    whole: str


def agreed_below(message: Message, segments: Sequence[Segment], words: BookingWords) -> Segment | None:
    """What was agreed, as a form that is read like any; None where it is not plain."""
    letters = _letters(message, words)
    if len(letters) < 2 or not _is_settled(letters[0], segments, words):
        return None
    if _is_of_another(letters, message, words):
        return None
    found = _day(letters, words)
    if found is None:
        return None
    day, number = found
    hours = _hours(letters, number, words)
    if hours is None:
        return None
    return Segment("forwarded", tuple(_as_form(day, hours, letters, words)), letters[0].segment.written)


def _as_form(day: date, hours: _Hours, letters: Sequence[_Letter], words: BookingWords) -> Iterator[str]:
    start, end = hours
    yield f"Dato: {day.isoformat()}"
    if start is not None:
        yield f"Tid: {start:%H:%M}" + (f"-{end:%H:%M}" if end is not None else "")
    counts = (details.participants(one.text, (), words, "") for one in letters if one.is_ours)
    if (count := next((said.value for said in counts if said is not None), None)) is not None:
        yield f"Antal: {count}"


def _is_of_another(letters: Sequence[_Letter], message: Message, words: BookingWords) -> bool:
    """Whether it is a family's, a course's or a clinic's own, or nothing shows that it is the network's."""
    told = "\n".join(fold(x) for one in letters for x in one.text)
    if any(p.search(told) for p in (words.private, words.elsewhere, words.lodging, words.not_ours, words.others)):
        return True
    return words.agreed_of_us.search("\n".join((told, fold(message.subject), fold(message.new_text)))) is None


def _letters(message: Message, words: BookingWords) -> list[_Letter]:
    """The newest first; none where somebody else than the sender and the house takes part, or more is passed on."""
    quoted = message.quoted[:_MOST]
    kinds = [q.kind for q in quoted]
    if not quoted or message.from_ is None or kinds[0] != "forwarded" or "forwarded" in kinds[1:]:
        return []
    us, house = message.from_.address, quoted[0].from_
    if house is None or house.address == us or any(_is_of_neither(q, message.from_, house) for q in quoted):
        return []
    out: list[_Letter] = []
    written = message.received_day
    for one in quoted:
        segment = segment_of(one, written, message.received_day)
        written = segment.written
        is_ours = one.from_ is not None and one.from_.address == us
        whole = fold("\n".join(signed(segment, words)[0]))
        out.append(_Letter(segment, is_ours, tuple(_told(segment, words)), whole))
    return out


def _is_of_neither(quoted: Quoted, us: Address, house: Address) -> bool:
    """A colleague in the house counts as the house, unless both write from where everybody has their mail."""
    if quoted.from_ is None:
        return True
    of_house = quoted.from_.domain == house.domain != us.domain
    return quoted.from_.address not in (us.address, house.address) and not of_house


def _told(segment: Segment, words: BookingWords) -> Iterator[str]:
    """Sentences without what is always so, and without those that refuse a day."""
    for line in signed(segment, words)[0]:
        for sentence in sentences(line):
            folded = fold(sentence)
            refuses = words.agreed_refused.search(folded) and days_in(sentence, segment.written)
            if not refuses and not words.silent.search(words.not_silent.sub(" ", folded)):
                yield sentence


def _is_settled(newest: _Letter, segments: Sequence[Segment], words: BookingWords) -> bool:
    """The house's plain yes, which the sender passes on without a doubt of their own."""
    own = fold("\n".join(x for s in segments if s.origin == "own" for x in s.lines))
    if any(p.search(own) for p in (words.waits, words.agreed_no, words.unsettled_whole)) or "?" in "".join(
        x for s in segments if s.origin == "own" for x in s.lines
    ):
        return False
    written = [x for line in signed(newest.segment, words)[0] for x in sentences(line)]
    text = fold("\n".join(written))
    if any(p.search(text) for p in (words.agreed_no, words.unconfirmed, words.place_cancels)):
        return False
    return words.agreed_yes.search(text) is not None and not any(x.rstrip().endswith("?") for x in written)


def _day(letters: Sequence[_Letter], words: BookingWords) -> tuple[date, int] | None:
    """The one day that the newest letter with any tells, and that letter's number: of the house's only where the sender
    said yes to it in one that is newer.
    """
    for number, one in enumerate(letters):
        found = (d for x in one.text for d in days_in(x, one.segment.written) if not d.week and not d.bare)
        days = {d.value for d in found if d.value > one.segment.written and d.weekday_ok and d.alternative is None}
        if len(days) > 1:
            return None
        if days:
            newer = letters[:number]
            if one.is_ours and number and _undoes(one, words):
                return None
            accepted = one.is_ours or number == 0 or any(x.is_ours and _says_yes(x, words) for x in newer)
            day = days.pop()
            return (day, number) if accepted and not any(_is_of_other_day(x, day, words) for x in newer) else None
    return None


def _is_of_other_day(letter: _Letter, day: date, words: BookingWords) -> bool:
    """Whether a newer letter takes the day back or speaks of another without its date («hvad med dagen efter?»)."""
    if any(p.search(letter.whole) for p in (words.agreed_no, words.agreed_refused, *_counted(words))):
        return True
    return any(d.value.weekday() != day.weekday() for x in letter.text for d in days_in(x, letter.segment.written))


def _undoes(letter: _Letter, words: BookingWords) -> bool:
    """«Vi må trække os den 9. juni», «kan vi rykke det til den 16. juni?»: no order of a new day."""
    patterns = (words.agreed_no, words.acts.cancels, words.acts.moves)
    return any(p.search(letter.whole) for p in patterns)


def _counted(words: BookingWords) -> tuple[Pattern, ...]:
    return words.day_after, words.day_before, words.week_after, words.week_before


def _says_yes(letter: _Letter, words: BookingWords) -> bool:
    text = fold("\n".join(letter.text))
    asks = any(x.rstrip().endswith("?") for x in letter.text)
    return not asks and words.agreed_ours.search(text) is not None and not words.agreed_no.search(text)


def _hours(letters: Sequence[_Letter], of_day: int, words: BookingWords) -> _Hours | None:
    """The start that is told, and the newest end that is no older; from below the letter with the day only where
    somebody says in a newer one that the hours are the same. None where two letters tell two starts, or two ends.
    """
    told = []
    for number, one in enumerate(letters):
        same = any(words.same_time.search(fold(x)) for newer in letters[:number] for x in newer.text)
        clock = clock_of_piece(one.text, (), one.segment, words) if number <= of_day or same else None
        told += [clock] if clock is not None else []
    starts = {clock.start for clock in told if clock.start is not None}
    if not starts:
        return None, None
    if len(starts) > 1 or len({clock.end for clock in told if clock.end is not None}) > 1:
        return None
    start = starts.pop()
    newest = next(i for i, clock in enumerate(told) if clock.start is not None)
    end = next((clock.end for clock in told[: newest + 1] if clock.end is not None), None)
    return start, end if end is not None and end > start else None
