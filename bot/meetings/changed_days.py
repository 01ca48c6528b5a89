"""Of a mail that changes a meeting: the sentences that tell so, the day that it was, and the day that it will be."""

import re
from collections.abc import Collection, Sequence
from datetime import date

from bot.danish.sentences import BEHIND_WHY, END
from bot.danish.text import fold
from bot.meetings.clocks import clock_in
from bot.meetings.day_order import days_by_number
from bot.meetings.days import TODAY, Day, days_in
from bot.meetings.performing import act_in
from bot.meetings.segments import Segment
from bot.meetings.shifted_hours import shifts_hours
from bot.meetings.words import BookingWords

SENTENCE_OR_LINE = re.compile(rf"{END}|\n")
_SO = re.compile(BEHIND_WHY)


def telling_of_change(
    sentences: Sequence[str], own: Segment, words: BookingWords, held: Collection[date]
) -> tuple[list[str], Day | None]:
    """(the sentences that tell of a change, the day that it was where only what is ``held`` shows that).

    ``held``: the days of the network's meetings. Two days, one of them such a meeting's, and a word that the one takes
    the other's place, are a change in whatever words it is told.
    """
    moods = {said.mood for s in sentences if (said := act_in(s, words.acts.moves, words.acts)) is not None}
    if any(_is_denied(s, own, words) for s in sentences):
        return [], None
    telling = [s for s in sentences if _tells_of_change(s, own, words)]
    if telling or "open" in moods:
        return telling, None
    days = [
        (s, d)
        for s in sentences
        for d in days_in(s, own.written)
        if not d.week and not words.is_of_another_day(s[: d.start], d.value, own.written)
    ]
    # «Lander onsdag» is no meeting's day beside two that are told, nor is «send besked ud i dag».
    days = [(s, d) for s, d in days if not d.bare] or [(s, d) for s, d in days if fold(d.text) != TODAY]
    was = [d for _, d in days if d.value in held]
    denied = _denied_by_number(sentences, held, words) if not was else []
    was += denied
    days += [("", d) for d in denied]
    will_be = [s for s, d in days if d.value not in held]
    if len({d.value for _, d in days}) != 2 or not was or not will_be or _is_kept(sentences, was[0], own, words):
        return [], None
    offers = [s for s in will_be if words.offered.search(fold(s)) and not words.settles.search(fold(s))]
    if offers and not any(words.requests.search(fold(s)) for s in sentences):
        return [], None
    told = [fold(s) for s in sentences]
    replaced = any(map(words.replaced.search, told)) and not any(map(words.besides.search, told))
    replaced = replaced or bool(denied)
    return (list(dict.fromkeys(will_be)), was[0]) if replaced else ([], None)


def _denied_by_number(sentences: Sequence[str], held: Collection[date], words: BookingWords) -> list[Day]:
    """«tirsdag 9. juni … altså ikke den 2. i Hirtshals»: the one meeting that is held on a 2nd."""
    found = [(s, d) for s in sentences for d in days_by_number(s, held)]
    before = ((fold(s[: d.start]), d) for s, d in found)
    denied = [d for text, d in before if any(m.end() == len(text) for m in words.acts.denies.finditer(text))]
    return denied if len(denied) == len({d.value for _, d in found}) == 1 else []


def _is_denied(sentence: str, own: Segment, words: BookingWords) -> bool:
    """«Vi flytter den ikke»; not «klokken og stedet ændrer vi ikke på»."""
    said = act_in(sentence, words.acts.moves, words.acts)
    if said is None or said.mood != "denied":
        return False
    folded = fold(sentence)
    only_part = words.kept_part.search(folded) and not words.meeting.search(folded)
    return not only_part or bool(days_in(sentence, own.written))


def _is_kept(sentences: Sequence[str], was: Day, own: Segment, words: BookingWords) -> bool:
    """«Mødet den 30. september ligger fast»: a sentence of that day alone says so."""
    of_it = [s for s in sentences if {d.value for d in days_in(s, own.written) if not d.week} == {was.value}]
    return any(words.acts.kept.search(fold(s)) for s in of_it)


def _tells_of_change(sentence: str, own: Segment, words: BookingWords) -> bool:
    moved = act_in(sentence, words.acts.moves, words.acts)
    if moved is not None:
        return moved.mood == "performed" and not _is_of_a_person(sentence, own, words)
    folded = words.tentative.sub(" ", fold(sentence))
    days = days_in(sentence, own.written)
    if shifts_hours(sentence, words):
        return True
    if _not_but(sentence, days) or _but_not(sentence, days) or _in_place_of(sentence, days, words):
        return True
    if len([d for d in days if not d.week]) > 1 and words.instead.search(folded):
        return not _is_offered(sentence, own, words)
    return bool(words.starts.search(folded) and words.instead.search(folded))


def _is_of_a_person(sentence: str, own: Segment, words: BookingWords) -> bool:
    """«Villads siger lejemålet op og flytter til Fyn med familien»: no day, no hour, nothing of ours is told in it."""
    folded = fold(sentence)
    if not words.moves_house.search(folded) or words.meeting.search(folded) or words.ours.search(folded):
        return False
    days = days_in(sentence, own.written)
    return not days and clock_in(sentence, days, words) is None


def _is_offered(sentence: str, own: Segment, words: BookingWords) -> bool:
    """«vi kan få den 23. i stedet for den 16.»; not «den 16. kan de ikke, så det bliver den 23. i stedet for», nor
    where «det har jeg sagt ja til» follows.
    """
    part = next((p for p in map(fold, _SO.split(sentence)) if words.instead.search(p)), "")
    if words.offered.search(part) is None or words.requests.search(fold(sentence)):
        return False
    return not any(words.settles.search(fold(line)) for line in own.lines)


def days_of_change(
    sentences: Sequence[str], telling: Sequence[str], own: Segment, words: BookingWords
) -> tuple[Day | None, list[Day]]:
    """(the day it was, the days it may be): before the words that move it and after them."""
    old: Day | None = None
    new: list[Day] = []
    for sentence in telling:
        days = days_in(sentence, own.written)
        turn = turn_of(sentence, words)
        instead = instead_of(sentence, words)
        from_to, not_but = _from_to(sentence, days), _not_but(sentence, days) or _but_not(sentence, days)
        if old is None and len(new) == 1 and words.new_day.search(fold(sentence)):
            old = new.pop()  # «Vi må rykke mødet den 19. maj. Ny dato er den 2. juni»
        about_old = words.change_of.search(fold(sentence)) is not None
        for day in days:
            was = day.start < turn or (instead is not None and day.start >= instead) or _is_from(sentence, day)
            was = was or day in (from_to, not_but, _in_place_of(sentence, days, words)) or (about_old and old is None)
            if was and old is None and not day.week:
                old = day
            elif not was:
                new.append(day)
    later = _in_next_sentence(sentences, telling, own, words)
    if old is None and len(new) == 1 and later is not None:
        return new[0], later
    if not new:
        new = days_elsewhere(sentences, telling, own, old)
    return old, [d for d in new if fold(d.text) != TODAY]


def days_elsewhere(sentences: Sequence[str], telling: Sequence[str], own: Segment, old: Day | None) -> list[Day]:
    """Those of the sentences that tell of no change, but the day that it was."""
    others = [d for s in sentences if s not in telling for d in days_in(s, own.written, old.value if old else None)]
    return [d for d in others if old is None or d.value != old.value]


def _in_next_sentence(
    sentences: Sequence[str], telling: Sequence[str], own: Segment, words: BookingWords
) -> list[Day] | None:
    """«Vi må flytte mødet den 5. maj. Ny dato er den 7. maj», «Vi holder det i stedet den 7.»: the one day behind it.

    None of it where «skolen kan i stedet tage os den 7. maj», unless we are asked to write it down.
    """
    behind = [s for s in sentences if s not in telling and (is_in_stead(s, words) or words.new_day.search(fold(s)))]
    days = [d for s in behind for d in days_in(s, own.written) if not d.week]
    if len({d.value for d in days}) != 1:
        return None
    is_asked = any(words.requests.search(fold(s)) for s in sentences)
    return days[:1] if is_asked or not any(words.offered.search(fold(s)) for s in behind) else []


def is_in_stead(text: str, words: BookingWords) -> bool:
    """«i stedet», which «i stedet for» is not: behind that stands what it was."""
    return words.in_stead.search(words.instead.sub(" ", fold(text))) is not None


def turn_of(sentence: str, words: BookingWords) -> int:
    """The place of the moving word in the sentence as it stands: folding may change its length a little."""
    return next(iter(_places(sentence, words.acts.moves)), 0)


def instead_of(sentence: str, words: BookingWords) -> int | None:
    """The place of what stands before what it was."""
    found = _places(sentence, words.instead)
    return found[0] if found else None


def _places(sentence: str, pattern: re.Pattern[str]) -> list[int]:
    """Starts of the pattern's matches, word by word."""
    starts = [m.start() for m in re.finditer(r"\S+", sentence)]
    return [s for s in starts if pattern.match(fold(sentence[s:]))]


def _is_from(sentence: str, day: Day) -> bool:
    """«flyttes fra d. 17/3 til d. 18/3»"""
    return fold(sentence[max(0, day.start - 5) : day.start]).endswith("fra")


def is_behind(sentence: str, text: str, word: str) -> bool:
    """«…, altså til torsdag den 4. juni»"""
    at = sentence.find(text)
    return at > 0 and fold(sentence[:at]).removesuffix(" den").removesuffix(" d").endswith(f" {word}")


def _from_to(sentence: str, days: Sequence[Day]) -> Day | None:
    """The first of two, where the second stands behind «til»: «flytter mødet d. 10/9 til onsdag d. 16/9».

    «… til torsdag i samme uge, altså den 11.» tells the second twice.
    """
    whole = [d for d in days if not d.week]
    if len({d.value for d in whole}) != 2 or whole[0].value == whole[1].value:
        return None
    between = sentence[whole[0].end : whole[1].start]
    return whole[0] if re.search(r"\btil\b(?:\s+(?:på|den|d\.))?\s*\Z", between, re.IGNORECASE) else None


def _in_place_of(sentence: str, days: Sequence[Day], words: BookingWords) -> Day | None:
    """The first of «da to er væk den 29. maj, holder vi i stedet mødet den 6. juni»; not of what is only offered."""
    if words.offered.search(fold(sentence)):
        return None
    whole = [d for d in days if not d.week]
    if len(whole) != 2:
        return None
    return whole[0] if is_in_stead(sentence[whole[0].end : whole[1].start], words) else None


def _not_but(sentence: str, days: Sequence[Day]) -> Day | None:
    """The first of «ikke onsdag den 27. maj, men torsdag den 28.»."""
    whole = [d for d in days if not d.week]
    if len(whole) != 2:
        return None
    denied = re.search(r"\bikke\b(?:\s+(?:på|den|d\.|længere))*\s*\Z", sentence[: whole[0].start], re.IGNORECASE)
    return whole[0] if denied and re.search(r"\bmen\b", sentence[whole[0].end : whole[1].start]) else None


def _but_not(sentence: str, days: Sequence[Day]) -> Day | None:
    """The second of «den 19. november, ikke den 12.»."""
    whole = [d for d in days if not d.week]
    if len(whole) != 2:
        return None
    between = sentence[whole[0].end : whole[1].start]
    return whole[1] if re.fullmatch(r",?\s+(?:og\s+)?ikke\s*(?:på|den|d\.)?\s*", between, re.IGNORECASE) else None
