"""Clock times in Danish mail: «kl. 17», «17.30», «17-20.30», «halv seks» (half *before* six).

CLDR writes ``HH.mm`` with a point; people write colons too. Meetings are in the evening: an hour told in
words («halv seks») or without minutes below seven means the afternoon. A bare ``17.30`` is a time only where
nothing says that it is an amount.
"""

import re
from dataclasses import dataclass, replace
from datetime import time
from functools import partial

from bot.danish.dates import MONTHS
from bot.danish.numbers import NUMBERS
from bot.danish.scan import Taken, lowered, matches_at

_HOURS = {word: number for word, number in NUMBERS.items() if number <= 12 and word not in ("en", "én", "ét")}
_DIGITS = r"(?:[01]?[0-9]|2[0-4])(?:[.:][0-5][0-9]|(?<=[0-9]{2})[0-5][0-9](?![0-9]))?"
#: «kl. 17 til 9 personer» counts people; «kl. 17-20 mandag» and «kl. 17-20 Lægehuset» do not.
_COUNTED = (
    r"(?:pers(?:on(?:er)?)?|mand|delt(?:ag(?:er|ere)?)?|gæst(?:er)?|kuv(?:ert(?:er)?)?|stk|stykker?|mennesker|"
    r"medl(?:emmer)?|fysioterapeuter|læger|af|pr)\b"
)
#: Between a span's start and its end; then words like «ca.» and «senest».
_JOIN = r"(?:[-–—→]|[-=]>|(?:og )?(?:så )?(?:frem )?til|indtil|te|to|until|till)"
_ABOUT = r"(?:(?:ca\.?|kl(?:okken)?\.?|senest|omkring|about) ?){0,3}"
#: «5:30 pm»
_MERIDIEM = r" ?(?P<{}>[ap])\.?m\b\.?"
_RANGE = re.compile(
    rf"(?<![\w.,:/+-])(?P<label>(?:(?:fra|from) )?kl(?:okken)?\.? ?|(?:fra|from) )?(?P<start>{_DIGITS})"
    rf"(?:{_MERIDIEM.format('am')})?"
    rf"(?: ?{_JOIN} ?{_ABOUT}(?P<end>{_DIGITS})(?:{_MERIDIEM.format('pm')})?(?! ?{_COUNTED}))?"
    rf"(?![0-9]|[.:,/-][0-9]"
    rf"| ?%)(?P<unit> ?(?:h|hrs|uhr)\b)?",
    re.IGNORECASE,
)
#: Behind an hour and a blank; «kl 17 30 personer» counts people, «kl 17 30. april» days, «20 15 30 40» is a telephone.
_SPACED_MINUTES = (
    rf"(?:00|15|30|45)(?!\w|[.,:/-]?[0-9]| [0-9]|\.? ?(?:{'|'.join(MONTHS)}|{'|'.join(m[:3] for m in MONTHS)})\b|,-"
    rf"| ?(?:{_COUNTED}|kr\b|min(?:utter)?\b|stk\b))"
)
#: «mellem kl. 17 og 20»
_BETWEEN = re.compile(
    rf"(?<!\w)(?:mellem|between) (?:kl\.? ?)?(?P<first>{_DIGITS}) (?:og|and) (?:kl\.? ?)?(?P<last>{_DIGITS})"
    rf"(?![\d.:,/-]?\d|\.? ?(?:{_COUNTED}|jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec))",
    re.IGNORECASE,
)
_HOUR = r"(?:[01]?[0-9]|2[0-3])"
#: «kl 15 30 til 18 30», as on a telephone: the point left out of the first hour, and of the last.
_FIRST_SPACED = re.compile(
    rf"(?<!\w)(?P<hour>(?:kl(?:okken)?|fra)\.? ?{_HOUR}) (?P<minutes>{_SPACED_MINUTES})", re.IGNORECASE
)
_LAST_SPACED = re.compile(
    rf"(?<!\w)(?P<hour>(?:kl(?:okken)?|fra)\.? ?{_DIGITS} ?{_JOIN} ?{_ABOUT}{_HOUR}) (?P<minutes>{_SPACED_MINUTES})",
    re.IGNORECASE,
)
_JOINED = re.compile(rf" ?{_JOIN} ?{_ABOUT}", re.IGNORECASE)
#: «halv seks» is half an hour *before* six; «fem minutter i halv seks» five before that.
_WORDS = re.compile(
    r"(?<![^\W_])(?:kl(?:okken)?\.? )?"
    r"(?:(?P<minutes>fem|ti|tyve|[1-9]|10|20) min(?:utter|\.)? (?P<minutes_side>i|over) (?P<of_half>halv )?"
    rf"|(?P<half>halv) |(?P<quarter>(?:et )?kvart(?:er)?) (?P<side>i|over) )"
    rf"(?P<hour>{'|'.join(_HOURS)}|1[0-2]|[1-9])(?!\w|[.:,][0-9])",
    re.IGNORECASE,
)
#: «klokken tyve tredive»: minutes as they are said behind an hour.
_PAST = {"femten": 15, "kvart": 15, "tredive": 30, "halv": 30, "femogfyrre": 45, "trekvart": 45}
#: «klokken seks», «fra seks til ni»: an hour told in a word.
_WORD = "|".join(_HOURS)
_ANY_HOUR = "|".join(sorted((w for w in NUMBERS if w not in ("en", "én", "ét", "et")), key=len, reverse=True))
_PLAIN = re.compile(
    rf"(?<![^\W_])(?:(?:fra )?kl(?:okken)?\.? (?P<hour>{_ANY_HOUR})(?: (?:og )?(?P<past>{'|'.join(_PAST)}))?"
    rf"|fra (?P<first>{_WORD})(?= til (?:{_WORD})(?! ?{_COUNTED})))"
    r"(?!\w)",
    re.IGNORECASE,
)
#: «… til otte», «til ca. ni»: a span's end told in a word; past noon as on a clock only where the start is told so too.
_UNTIL_WORD = re.compile(rf" ?{_JOIN} ?{_ABOUT}(?P<hour>{_WORD})(?!\w|[.:,][0-9])(?! ?{_COUNTED})", re.IGNORECASE)
_LATE_WORD = re.compile(rf" ?{_JOIN} ?{_ABOUT}(?P<hour>{_ANY_HOUR})(?!\w|[.:,][0-9])(?! ?{_COUNTED})", re.IGNORECASE)
_MINUTES = {"fem": 5, "ti": 10, "tyve": 20}
_WORD_STARTS = re.compile("kl|halv|et kvart|kvart|fem|ti|tyve|[1-9]0? min")
_DIGIT_STARTS = re.compile("fra [k0-9]|from [0-9]|kl|[0-9]")
_MONEY = re.compile(r"(?:kr\.?|DKK|EUR|beløb|total|pris|moms|alt) ?:? ?\Z", re.IGNORECASE)
_MONEY_AFTER = re.compile(r" ?(?:kr\b|DKK|EUR|,-|øre)", re.IGNORECASE)
#: Below this hour a time without minutes printed as 24 hours («kl. 5») is in the afternoon.
_EARLIEST = 7


@dataclass(frozen=True, slots=True)
class FoundTime:
    """A clock time, or a span with its ``until``, and its place. ``labelled``: «kl.», «fra» or words say that
    it is a time.
    """

    value: time
    until: time | None
    start: int
    end: int
    text: str
    labelled: bool


def find_times(text: str, *, bare: bool = False) -> list[FoundTime]:
    """All clock times, in order.

    Dates («12.03.2026»), amounts and whole numbers without «kl.» are none; a span of whole hours («17-20») only
    with «kl.», or with ``bare`` (right after a date, say).
    """
    printed, text = text, _with_points(text)
    low = lowered(text)
    taken = Taken()
    found = [t for m in matches_at(_WORDS, _WORD_STARTS, text, low) if (t := _in_words(m)) is not None]
    found += [_in_a_word(m) for m in _PLAIN.finditer(text)]
    found += [t for m in _BETWEEN.finditer(text) if (t := _between(m)) is not None]
    for start in _DIGIT_STARTS.finditer(low):
        match = _RANGE.match(text, start.start())
        read = _in_digits(match, text, bare) if match else None
        if read is not None:
            found.append(read)
    kept = sorted(
        (t for t in map(partial(_until_word, text), found) if taken.take(t.start, t.end)), key=lambda t: t.start
    )
    found = _joined(kept, text)
    return found if printed == text else [replace(t, text=printed[t.start : t.end]) for t in found]


def _with_points(text: str) -> str:
    """«kl 15 30 til 18 30» as «kl 15.30 til 18.30»; letter for letter, so that places stay."""
    for spaced in (_FIRST_SPACED, _LAST_SPACED) if " " in text else ():
        text = spaced.sub(r"\g<hour>.\g<minutes>", text)
    return text


def _joined(times: list[FoundTime], text: str) -> list[FoundTime]:
    """«16.30 til halv otte», «fra 17.00 indtil 20.00»: two times with nothing but such a word between are a span."""
    out: list[FoundTime] = []
    for one in times:
        last = out[-1] if out else None
        if last is None or last.until or one.until or not _JOINED.fullmatch(text, last.end, one.start):
            out.append(one)
            continue
        in_words = not any(c.isdigit() for c in one.text)
        late = in_words and one.value <= last.value and one.value.hour < 12
        until = one.value.replace(hour=one.value.hour + 12) if late else one.value
        out[-1] = replace(last, until=until, end=one.end, text=text[last.start : one.end])
    return out


def _between(match: re.Match[str]) -> FoundTime | None:
    first, last = _time(match["first"]), _time(match["last"])
    if first is None or last is None or last <= first:
        return None
    return FoundTime(first, last, match.start(), match.end(), match.group(), True)


def _in_a_word(match: re.Match[str]) -> FoundTime:
    hour = NUMBERS[(match["hour"] or match["first"]).casefold()]
    value = time((hour + 12 if hour < _EARLIEST else hour) % 24, _PAST.get((match["past"] or "").casefold(), 0))
    return FoundTime(value, None, match.start(), match.end(), match.group(), True)


def _until_word(text: str, found: FoundTime) -> FoundTime:
    """«halv seks til otte», «klokken seksten til nitten»: the end in the half of the day in which it comes after the
    start.
    """
    ends = _LATE_WORD if not any(c.isdigit() for c in found.text) else _UNTIL_WORD
    behind = ends.match(text, found.end) if found.until is None and found.labelled else None
    if behind is None:
        return found
    hour = NUMBERS[behind["hour"].casefold()]
    hour += 12 if hour < 12 and time(hour) <= found.value else 0
    until, end = time(hour), behind.end()
    if until <= found.value:
        return found
    return replace(found, until=until, end=end, text=text[found.start : end])


def format_time(value: time) -> str:
    """«17.30»"""
    return f"{value.hour}.{value.minute:02}"


def _in_words(match: re.Match[str]) -> FoundTime | None:
    word = match["hour"].casefold()
    hour = _HOURS.get(word) or int(word)
    hour += 12 if hour < _EARLIEST or (hour == _EARLIEST and match["half"]) else 0
    side = match["side"] or match["minutes_side"]
    away = 30 if match["half"] else 15
    if printed := match["minutes"]:
        away = _MINUTES.get(printed.casefold()) or int(printed)
    minutes = hour * 60 - (30 if match["of_half"] else 0)
    minutes += away if side and side.casefold() == "over" else -away
    return FoundTime(time(minutes // 60 % 24, minutes % 60), None, match.start(), match.end(), match.group(), True)


def _in_digits(match: re.Match[str], text: str, bare: bool) -> FoundTime | None:
    halves = match["am"] or match["pm"]
    labelled = bool(match["label"] or match["unit"] or halves)
    first = _time(match["start"], match["am"] or (match["pm"] if match["end"] else None))
    last = _time(match["end"], match["pm"]) if match["end"] else None
    if first is not None and last is not None and last < first and match["pm"] and not match["am"]:
        first = _time(match["start"], "a")  # «9-12.30 pm»
    if first is not None and last is not None and _is_afternoon(match, first, last):
        last = last.replace(hour=last.hour + 12)
    has_minutes = any(len(part or "") > 2 for part in (match["start"], match["end"]))
    span = bare and last is not None
    if first is None or not (labelled or has_minutes or span) or (match["end"] and last is None):
        return None
    pointed = ":" in match.group() or "." in match.group()
    if not labelled and (_is_money(match, text) or not (pointed or span) or _looks_like_day(match)):
        return None
    start = match.start("label") if match["label"] else match.start("start")
    return FoundTime(first, last, start, match.end(), text[start : match.end()], labelled)


def _is_afternoon(match: re.Match[str], first: time, last: time) -> bool:
    """«kl. 5 til 7»: where the start is in the afternoon by being early, so is the end."""
    return (
        not match["am"] and match["start"].isdigit() and int(match["start"]) < _EARLIEST <= last.hour < 12 < first.hour
    )


def _is_money(match: re.Match[str], text: str) -> bool:
    return bool(_MONEY.search(text, max(0, match.start() - 12), match.start()) or _MONEY_AFTER.match(text, match.end()))


def _looks_like_day(match: re.Match[str]) -> bool:
    """«12.03» alone is more often the 12th of March than three past twelve."""
    hour, point, minute = match["start"].partition(".")
    return bool(point) and not match["end"] and 1 <= int(minute) <= 12 and len(hour) <= 2 and minute != "10"


def _time(printed: str, meridiem: str | None = None) -> time | None:
    """``meridiem``: "a" or "p" of an English clock; None: as Danes write it."""
    hour, _, minute = printed.replace(".", ":").partition(":")
    if not minute and len(hour) == 4:
        hour, minute = hour[:2], hour[2:]
    value = int(hour)
    if meridiem is not None:
        value = value % 12 + (12 if meridiem in "pP" else 0)
    elif not minute and value < _EARLIEST and not hour.startswith("0"):
        value += 12
    return time(value % 24, int(minute or 0)) if value <= 24 else None
