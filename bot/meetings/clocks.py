"""The clock times of a meeting in a line: its start and its end, not the food's or the kitchen's."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.danish.clock import FoundTime, find_times
from bot.danish.text import fold
from bot.meetings.days import Day
from bot.meetings.words import BookingWords

_LENGTH = re.compile(
    r"(?<![\w.,:-])(?P<hours>\d{1,2}(?:[.,]5)?|[^\W\d]+(?: en halv)?)\s?½?\s?"
    r"(?:timer?(?:s varighed)?|t\.?(?=\s*\Z|[,;)]))(?!\w)"
    r"(?! (?:før|inden|forinden))",
    re.IGNORECASE,
)
#: «Varighed: 90 minutter»
_MINUTES = re.compile(r"(?<![\w.,:-])(?P<minutes>\d{2,3}) ?min(?:utter|\.)?(?!\w)", re.IGNORECASE)
#: A row of a programme: a time, and what happens then.
_PROGRAMME = re.compile(
    r"\s*(?:[-–*•]\s*)?(?:kl\.?\s*)?(?P<time>\d{1,2}[.:]\d{2})"
    r"(?:\s*(?:[-–]|til)\s*(?:kl\.?\s*)?(?P<until>\d{1,2}[.:]\d{2}))?\s*[:–-]?\s*(?P<what>[^\W\d].*)",
    re.IGNORECASE,
)
_LEAST_ROWS = 2
#: Between the ends of a span, where the day behind it is blanked.
_UP_TO = re.compile(r"\s*(?:[-–—]|\btil\b)\s{3,}(?:kl\.?\s*)?", re.IGNORECASE)
#: Between the two times of one sentence, where the same people do both; and the hours between such.
_AND_DO = re.compile(r",? og(?: vi)? [^\W\d]+(?: [^\W\d]+){0,2} ", re.IGNORECASE)
_SHORTEST, _LONGEST = 2, 5
_BRACKETS = re.compile(r" ?\([^()]*\)")
#: How far before a time the words that tell what it is are looked for.
_BEFORE = 24
#: Letters that may stand between the word for the end and its time.
_NEAR = 14
_WORDS_BETWEEN = 2
#: What ends the breath in which a delivery's hour stands, and words of its day and address in between.
_BREATH = re.compile(r"[;.!?]\s+(?=[A-ZÆØÅ])|,?\s(?:men|så)\s|\d[.:]\d\d\b")
_WORDS_TO_DELIVERY = 9


@dataclass(frozen=True, slots=True)
class Clock:
    """``end`` None: not told. ``start`` None: only the end is."""

    start: time | None
    end: time | None
    text: str
    #: A span with both ends, or a time beside the day: better than one that stands alone.
    sure: bool = True


def clock_in(line: str, days: Sequence[Day], words: BookingWords) -> Clock | None:
    """The meeting's time as this line has it; None where it has none."""
    line = words.former_time.sub(lambda m: " " * len(m.group()), line)
    masked = words.before_hour.sub(r"\g<word>kl. ", _without_brackets(_without_days(line, days), words))
    times = find_times(masked, bare=bool(days) or "\t" in line)
    spans = [t for t in times if t.until is not None and not _is_another(masked, t, words)]
    if spans:
        # «ÆNDRET fra kl. 17-20 til kl. 18-21»
        moved = words.acts.moves.search(fold(line)) is not None
        # «vi har salen fra 16.30 til 21.30, men mødet er 17.30-20.30»
        span = next((s for s in spans if _is_begin(masked, s, words)), spans[-1 if moved else 0])
        span = spans[1] if _is_from_to(masked, spans) else span
        return Clock(span.value, span.until, span.text)
    plain = [t for t in times if t.until is None]
    starts = [t for t in plain if not _is_another(masked, t, words) and not _is_end(masked, t, words)]
    ends = [t for t in plain if _is_end(masked, t, words) and t not in starts]
    if not ends and len(starts) == 2 and _is_joined(masked, *starts):
        return Clock(starts[0].value, starts[1].value, starts[0].text, bool(days))
    if not starts:
        come = [t for t in plain if _is_coming(masked, t, words)] if ends else []
        if come and come[0].value < ends[-1].value:
            return Clock(come[0].value, ends[-1].value, come[0].text, False)
        return Clock(None, ends[0].value, ends[0].text, False) if ends else None
    start = next((t for t in starts if _is_begin(masked, t, words)), starts[0])
    # «skal være ude 20.30, så jeg siger slut 20.00»: where one of several is called the end, it is that.
    ends.sort(key=lambda t: not _stands_before(masked, t, words.leaves))
    end = next((e for t in ends if (e := _evening(t, start.value)) > start.value), None)
    end = end or _by_length(masked, start.value, words)
    # «begynder vi kl. 18, slut kl. 17» is told as it stands, for it must be asked about.
    end = end or next((t.value for t in ends if _stands_before(masked, t, words.shift_ends)), None)
    return Clock(start.value, end, start.text, bool(days))


def _evening(found: FoundTime, start: time) -> time:
    """«halv seks til halv ni»: an hour told in words has no morning where the start is past it."""
    in_words = not any(c.isdigit() for c in found.text)
    late = in_words and found.value <= start and found.value.hour < 12
    return found.value.replace(hour=found.value.hour + 12) if late else found.value


def _by_length(line: str, start: time, words: BookingWords) -> time | None:
    """«kl. 17, 3 timer»"""
    hours = length_in(line, words)
    return after(start, hours) if hours is not None else None


def length_in(line: str, words: BookingWords) -> float | None:
    """Hours that a meeting is said to last: «3 timer», «to en halv time»."""
    for found in _LENGTH.finditer(line):
        printed = fold(found["hours"])
        if printed in words.hours:
            return words.hours[printed]
        if found["hours"][0].isdigit():
            return float(found["hours"].replace(",", ".")) + 0.5 * ("½" in found.group())
    minutes = _MINUTES.search(line)
    return int(minutes["minutes"]) / 60 if minutes is not None and words.lasts.search(fold(line)) else None


def after(start: time, hours: float) -> time | None:
    """None where that is another day, or no meeting's length."""
    end = datetime.combine(date(2000, 1, 1), start) + timedelta(hours=hours)
    return end.time() if end.day == 1 and 0 < hours <= 12 else None


def _without_days(line: str, days: Sequence[Day]) -> str:
    """Days blanked, so that «12.30» of a date is no time; places stay, but where one day stands at both ends of a span
    («22-09-2026 16:30 - 22-09-2026 20:00»).
    """
    for day in days:
        line = line[: day.start] + " " * (day.end - day.start) + line[day.end :]
    return _UP_TO.sub(" - ", line) if len({day.value for day in days}) < len(days) else line


def _is_from_to(line: str, spans: Sequence[FoundTime]) -> bool:
    """«ændret fra 17-20 til 16.30-19.30»"""
    if len(spans) != 2 or not spans[0].text.casefold().startswith("fra "):
        return False
    return line[spans[0].end : spans[1].start].split() in (["til"], ["til", "kl."], ["til", "kl"])


def _is_joined(line: str, first: FoundTime, second: FoundTime) -> bool:
    """«vi begynder kl. 16 og giver os kl. 19»: what we do first and what we do last, some hours apart."""
    hours = second.value.hour - first.value.hour + (second.value.minute - first.value.minute) / 60
    return _SHORTEST <= hours <= _LONGEST and _AND_DO.fullmatch(line[first.end : second.start]) is not None


def _without_brackets(line: str, words: BookingWords) -> str:
    """«17 (spisning kl. 18) til 20» is 17 to 20."""
    return _BRACKETS.sub(lambda m: "" if words.other_time.search(fold(m.group())) else m.group(), line)


def _is_another(line: str, found: FoundTime, words: BookingWords) -> bool:
    """«Maden kommer 17.45», «kaffe fra kl. 16.30»; not the start in «mad, og mødet begynder kl. 18»."""
    return _stands_before(line, found, words.other_time) or _is_delivered(line, found, words)


def _is_delivered(line: str, found: FoundTime, words: BookingWords) -> bool:
    """«Maden leveres torsdag den 8. oktober kl. 17.45», behind the whole day; not «maden leveres, vi begynder 18»."""
    breath = fold(_BREATH.split(line[: found.start])[-1])
    last = max((m.end() for m in words.delivered.finditer(breath)), default=-1)
    if found.until is not None or last < 0 or len(breath[last:].split()) > _WORDS_TO_DELIVERY:
        return False
    return not any(p.search(breath[last:]) for p in (words.begins, words.arrives, words.meeting, words.end_time))


def _is_coming(line: str, found: FoundTime, words: BookingWords) -> bool:
    """«Ankomst kl. 17», which is the start where the line tells when people leave and no other."""
    return _stands_before(line, found, words.arrives)


def _is_begin(line: str, found: FoundTime, words: BookingWords) -> bool:
    """«vi går i gang 17.30»: of several times this is when it starts."""
    return _stands_before(line, found, words.begins)


def _stands_before(line: str, found: FoundTime, pattern: re.Pattern[str]) -> bool:
    """Whether one of the words stands in the same breath before the time: two words may be between, no other time."""
    before = line[max(0, found.start - _BEFORE) : found.start]
    breath = fold(re.split(r"[,;.]\s|\s(?:og|men|så)\s|\d", before)[-1])
    last = max((m.end() for m in pattern.finditer(breath)), default=-1)
    return last >= 0 and len(breath) - last <= _NEAR and len(breath[last:].split()) <= _WORDS_BETWEEN


def is_of_programme(line: str, days: Sequence[Day]) -> bool:
    """Whether a row begins with a time, or with a day and a time."""
    return _row_of_programme(line, days) is not None


def _row_of_programme(line: str, days: Sequence[Day]) -> re.Match[str] | None:
    # «Tak for i dag» is no day.
    return _PROGRAMME.fullmatch(_without_days(line, [d for d in days if not d.bare]))


@dataclass(frozen=True, slots=True)
class Programme:
    """``meets``: whether one of its rows says that the meeting itself begins there."""

    clock: Clock
    meets: bool
    #: When its rows begin, but for preparations; none where one of them is the meeting by name.
    times: frozenset[time]


def programme_in(lines: Sequence[tuple[str, Sequence[Day]]], words: BookingWords) -> Programme | None:
    """Of rows that begin with a time each («16.30 Opdækning, 17.00 Ankomst, 17.15 Møde … 20.30 Afrejse, 21 Oprydning»):
    from the meeting's own, else that at which people come, or the first that is no preparation, to the last at which
    they leave, or to the end of the last.
    """
    apart = ((_without_label(line, words), days) for line, days in lines)
    rows = [m for line, days in apart if (m := _row_of_programme(line, days)) is not None]
    times = [_hour(m["time"]) for m in rows]
    told = [(t, fold(m["what"]), m) for t, m in zip(times, rows, strict=True) if t is not None]
    if len(told) < _LEAST_ROWS or len(told) != len(rows) or [t for t, _, _ in told] != sorted(t for t, _, _ in told):
        return None
    last = next((i for i in range(len(told) - 1, 0, -1) if _is_leaving(told[i][1], words)), None)
    end = told[last][0] if last is not None else _hour(rows[-1]["until"])
    before = range(last if last is not None else len(told))
    meets = next((i for i in before if words.meets.search(words.besides.sub(" ", told[i][1]))), None)
    first = meets if meets is not None else next((i for i in before if words.arrives.search(told[i][1])), None)
    if first is None:
        first = next((i for i in before if not words.prepares.search(told[i][1])), 0)
    if end is None and meets is None:
        return None
    named = any(words.meeting.search(words.besides.sub(" ", what)) for _, what, _ in told)
    held = frozenset(t for t, what, _ in told if not (named or words.prepares.search(what)))
    return Programme(Clock(told[first][0], end, rows[first]["time"], end is not None), meets is not None, held)


def _without_label(line: str, words: BookingWords) -> str:
    """«Program<tab>17.00 Velkomst» is the programme's first row; its days, if any, stand behind none."""
    label, _, row = line.partition("\t" if "\t" in line else ":")
    return row.strip() if row and words.programme.fullmatch(fold(label)) else line


def _hour(printed: str | None) -> time | None:
    found = find_times(f"kl. {printed}") if printed else []
    return found[0].value if found else None


def _is_leaving(what: str, words: BookingWords) -> bool:
    """«Afrejse», «Arrangement slut»; not «kaffe før afslutning»."""
    found = words.leaves.search(what)
    return found is not None and len(what[: found.start()].split()) <= 1


def _is_end(line: str, found: FoundTime, words: BookingWords) -> bool:
    """«slutter kl. 20», «og er færdige ved halv ni»; not «dækket op til 4 kl. 18»."""
    label = found.text.partition("k")[0] if "k" in found.text else ""
    before = fold(line[max(0, found.start - _BEFORE) : found.start] + label)
    if _is_begin(line, found, words):
        return False  # «vi rykker starten til kl. 18»
    last = max((m.end() for m in words.end_time.finditer(before)), default=-1)
    between = before[last:]
    return last >= 0 and len(between) <= _NEAR and not any(c.isdigit() for c in between)
